"""The domain's words hold together: groups, schema and the enums name the same things."""

from __future__ import annotations

from geo import Atlas
from geo.draw.layers import LAYERS
from geo.draw.style import EVENTS, HOLDERS, STRONG
from geo.model import (
    DEFAULT_LAYERS,
    LAYER_GROUPS,
    Confidence,
    EventType,
    Holder,
    Language,
    Layer,
    Perspective,
    Precision,
)


def enums(atlas: Atlas, column: str) -> set[tuple[str, ...]]:
    """Return every set of values that the schema allows in columns of a name."""
    return {
        tuple(field["constraints"]["enum"])
        for resource in atlas.package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
        if field["name"] == column and "enum" in field.get("constraints", {})
    }


def test_schema_allows_what_the_enums_name(atlas: Atlas) -> None:
    assert enums(atlas, "confidence") == {tuple(Confidence)}
    assert enums(atlas, "precision") == {tuple(Precision)}
    assert enums(atlas, "type") == {tuple(EventType)}
    for column in ("holder", "from_holder", "to_holder"):
        assert enums(atlas, column) == {tuple(Holder)}
    sides = (Holder.FEDERAL, Holder.REGION, Holder.IS, Holder.UNKNOWN)  # who ran a field
    assert enums(atlas, "run_by") == {tuple(Holder), sides}
    assert enums(atlas, "perspective") == {tuple(Perspective)[1:]}


def test_every_layer_is_in_one_group_and_drawn_by_one_element() -> None:
    grouped = [layer for layers in LAYER_GROUPS.values() for layer in layers]
    assert sorted(grouped) == sorted(Layer)
    assert set(LAYERS) == set(Layer) - {Layer.INCIDENTS}


def test_elements_stand_in_the_order_of_the_layers() -> None:
    assert list(LAYERS) == [layer for layer in Layer if layer is not Layer.INCIDENTS]


def test_default_layers_leave_out_the_finest_borders_and_the_line() -> None:
    assert set(Layer) - set(DEFAULT_LAYERS) == {Layer.SUBDISTRICTS, Layer.LINES}


def test_every_holder_and_kind_of_event_has_its_colours() -> None:
    assert set(HOLDERS) >= set(Holder)
    assert set(STRONG) | {"kurdistan_front", "pdk", "puk"} >= set(Holder)
    assert set(EVENTS) == set(EventType)


def test_only_english_runs_from_left_to_right() -> None:
    assert [language.rtl for language in Language] == [False, True, True]
