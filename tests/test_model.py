"""The domain's words hold together: groups, schema and the enums name the same things."""

from __future__ import annotations

from geo import Atlas
from geo.atlas.evidence import GRADES
from geo.draw.style import EVENTS, holder_colours, strong_colours
from geo.model import EventType, Layer, Precision
from geo.profile import current
from geo.view import default_layers


def enums(atlas: Atlas, column: str) -> set[tuple[str, ...]]:
    """Return every set of values that the schema allows in columns of a name."""
    return {
        tuple(field["constraints"]["enum"])
        for resource in atlas.package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
        if field["name"] == column and "enum" in field.get("constraints", {})
    }


def test_schema_allows_what_the_enums_name(atlas: Atlas) -> None:
    assert enums(atlas, "evidence") == {GRADES}
    stated = tuple(item for item in Precision if item is not Precision.INFERRED)
    assert enums(atlas, "precision") == {tuple(Precision), stated}
    assert enums(atlas, "type") == {tuple(EventType)}
    for column in ("holder", "from_holder", "to_holder", "run_by", "perspective", "class"):
        assert enums(atlas, column) == set(), "the profile says which there are"


def test_a_map_opens_with_who_holds_what_and_what_orients_alone() -> None:
    ground = {Layer.NEIGHBOURS, Layer.WATER, Layer.CONTROL, Layer.DISPUTED, Layer.GOVERNORATES}
    of_reader = {Layer.USER_AREAS, Layer.USER_CONTROL, Layer.USER_EVENTS}
    assert set(default_layers()) == {*ground, Layer.TOWNS, *of_reader}


def test_every_holder_and_kind_of_event_has_its_colours() -> None:
    assert set(holder_colours()) >= set(current().holders)
    assert set(strong_colours()) >= set(current().holders)
    assert set(EVENTS) == set(EventType)
