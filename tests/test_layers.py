"""The registry of layers: each has all its halves, or a sentence names the one that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import geo
from geo import Atlas, View
from geo.ask import layer_content
from geo.ask.columns import list_columns
from geo.ask.exposures import exposure
from geo.draw.layers import LAYERS
from geo.draw.page import profile_of_page
from geo.draw.style import EVENTS, holder_colours, strong_colours
from geo.export.exposure import record
from geo.layers import POINTS, SPECS, Layer
from geo.layers.spec import Circles, Classes, Column, Kind, LayerSpec, On, Stacks
from geo.model import Language
from geo.profile import current
from geo.words import language

ROOT = Path(geo.__file__).parents[1]
CLIENT = (ROOT / "geo/client/paint/layers/registry.ts").read_text("utf-8")
PALETTES = {"holders": holder_colours, "strong": strong_colours, "events": lambda: EVENTS}

#: What no atlas holds: the reader brings it, and it has rooms of its own.
OWN = {name for name, spec in SPECS.items() if not spec.tables}


def find_missing(spec: LayerSpec, atlas: Atlas) -> list[str]:
    """Return a sentence for each half of a layer that is not there."""
    halves = (_words(spec), _client(spec), _page(spec, atlas))
    return [f"{spec.name}: {text}" for half in halves for text in half]


def _words(spec: LayerSpec) -> Iterator[str]:
    keys = [f"layer.{spec.name}", f"group.{spec.group}"]
    keys += [spec.mark.key] if isinstance(spec.mark, Circles | Stacks) else []
    keys += [spec.kind] if spec.name in POINTS else []
    keys += [column.word for column in spec.columns if column.word]
    keys += [f"web.tab.{spec.listed}", f"web.rows.{spec.listed}"] if spec.listed else []
    for code in Language:
        yield from (
            f"its words in geo/words/layers lack {key} in {code}"
            for key in keys
            if key not in language(code)
        )


def _client(spec: LayerSpec) -> Iterator[str]:
    if spec.name not in POINTS and f"\n  {spec.name}: " not in CLIENT:
        yield "its client half: geo/client/paint/layers/registry.ts has no class for it"


def _page(spec: LayerSpec, atlas: Atlas) -> Iterator[str]:
    if spec.name in OWN:
        return
    lacking = [name for name in spec.tables if name not in _resources(atlas)]
    if lacking:
        yield f"data/datapackage.json has no {', '.join(lacking)}"
        return
    if spec.name not in LAYERS:
        yield "its Python half: geo/draw/layers has no class for it"
        return
    rows = layer_content.content(atlas, View(layers=(spec.name,)))[Layer(spec.name)]
    shown = {
        column.name
        for column in spec.columns
        if column.kind is not Kind.NAME and On.FILE in column.on
    }
    wanted = shown | {*spec.hxl} - {"pcode"}
    wanted |= {spec.qgis.column} if isinstance(spec.qgis, Classes) else set()
    wanted |= {spec.mark.column} if isinstance(spec.mark, Circles | Stacks) else set()
    wanted |= {*spec.totals.values()} if spec.name in POINTS else set()
    on_card = {column.name for column in spec.columns if On.CARD in column.on}
    recorded = {*atlas.table(spec.ids).columns} if on_card else set()
    for name in sorted((wanted - {*rows.columns}) | (on_card - recorded)):
        yield f"its spec names the column {name}, which its rows do not have"


def _resources(atlas: Atlas) -> set[str]:
    return {resource["name"] for resource in atlas.package["resources"]}


@pytest.mark.quick(8)
@pytest.mark.parametrize("name", SPECS)
def test_every_layer_has_all_its_halves(name: str, atlas: Atlas) -> None:
    assert find_missing(SPECS[name], atlas) == []


def test_a_declared_column_stands_on_cards_in_files_tables_and_exposure(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = Column("discovered", "details.discovered", Kind.STAMP, on=On.CARD | On.TABLE | On.FILE)
    for columns in ((), (column,)):
        monkeypatch.setattr(
            "geo.layers.SPECS", SPECS | {"fields": replace(SPECS["fields"], columns=columns)}
        )
        rows = layer_content.content(atlas, View(layers=("fields",)))[Layer("fields")]
        cards = profile_of_page(current())["columns"].get("fields", [])
        listed = [item.name for item in list_columns(atlas, "fields", View())]
        area = record(atlas, exposure(atlas, "2017-09-27", places=["Dibis"]))
        assert listed == [*(item.name for item in columns), "source"]
        assert all(("discovered" in row) is bool(columns) for row in area["fields"])
        assert ("discovered" in rows) is bool(columns)
        assert [item["name"] for item in cards] == [item.name for item in columns]


def test_no_half_stands_without_a_spec() -> None:
    registered = set(re.findall(r"^  (\w+): [A-Z]\w+,$", CLIENT, re.MULTILINE))
    assert registered == {*SPECS} - {*POINTS}
    assert list(LAYERS) == [layer for layer in Layer if layer not in OWN]


@pytest.mark.quick(4)
@pytest.mark.parametrize("name", [name for name in SPECS if name not in OWN])
def test_what_the_date_moves_is_said(name: str, atlas: Atlas) -> None:
    days = ("1995-06-01", "2014-08-08", "2020-01-01")
    frames = [
        layer_content.content(atlas, View(date=day, layers=(name,)))[Layer(name)] for day in days
    ]
    plain = [rows.drop(columns="geometry").to_json(date_format="iso") for rows in frames]
    assert (len(set(plain)) > 1) is SPECS[name].dated


@pytest.mark.parametrize("name", [name for name in SPECS if name not in OWN])
def test_colours_of_classes_are_those_of_the_map(name: str, atlas: Atlas) -> None:
    look = SPECS[name].qgis
    if not isinstance(look, Classes):
        assert re.fullmatch(r"#[0-9a-f]{6}", look.colour)
        return
    rows = layer_content.content(atlas, View(layers=(name,), window=0))[Layer(name)]
    assert set(rows[look.column].dropna()) - {""} <= set(PALETTES[look.palette]())


def test_a_name_that_is_no_layer_is_refused() -> None:
    with pytest.raises(ValueError, match=r"layer 'mars': expected one of neighbours, control"):
        Layer("mars")
    with pytest.raises(AttributeError, match="no layer MARS"):
        _ = Layer.MARS
    assert Layer("control") is Layer.CONTROL
