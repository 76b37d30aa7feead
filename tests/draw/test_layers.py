"""What each layer puts into the page is whole, points at what is there, and names its sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, reduce
from operator import getitem
from typing import Any

import pandas as pd
import pytest

from geo import Atlas
from geo.ask import control, perspective
from geo.draw.layers import (
    LAYERS,
    AtlasLayer,
    Control,
    Crossings,
    Disputed,
    Events,
    Fields,
    Governorates,
    Lines,
    Neighbours,
    Pipelines,
    Refineries,
    Towns,
    Water,
)
from geo.files.compact import EPOCH
from geo.model import HELD
from geo.profile import current


def rows_of(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Return a table of columns as rows; its columns must be of one length."""
    assert len({len(column) for column in columns.values()}) == 1
    return pd.DataFrame(columns)


def days(dates: pd.Series) -> list[int | None]:
    return [day.toordinal() - EPOCH if day else None for day in dates]


@pytest.fixture(scope="module")
def data(atlas: Atlas) -> Callable[[type[AtlasLayer]], Any]:
    """Return a function that gives the data of a layer, computed once."""
    return cache(lambda kind: kind(atlas).data())


@pytest.mark.quick(3)
@pytest.mark.parametrize("kind", LAYERS.values(), ids=list(LAYERS))
def test_data_is_plain_and_cites_every_source_that_it_names(
    atlas: Atlas, data: Callable[[type[AtlasLayer]], Any], kind: type[AtlasLayer]
) -> None:
    assert json.loads(json.dumps(data(kind), allow_nan=False))
    layer = kind(atlas)
    cited = {name for cell in layer.sources(data(kind)) for name in cell.split(";")}
    known = set(atlas.table("sources")["id"])
    assert {name for name in cited if name} <= known
    datums = [key for key in data(kind) if key not in {"topology", "units"}]
    shared = {"districts", "governorates"} - {str(layer.layer)}

    def find_sources(value: Any) -> set[str]:
        if isinstance(value, dict):
            result = {
                name
                for key in ("source", "position_source")
                for cell in value.get(key, [])
                for name in (cell or "").split(";")
            }
            return result.union(*(find_sources(inner) for inner in value.values()))
        return set()

    for key in datums:
        if key not in shared:
            assert find_sources(data(kind)[key]) <= cited | {""}, key


@pytest.mark.parametrize(
    ("kind", "path", "table"),
    [
        (Towns, ("towns",), "places"),
        (Events, ("events",), "events"),
        (Refineries, ("refineries",), "refineries"),
        (Fields, ("fields", "rows"), "fields"),
        (Fields, ("fields", "periods"), "field_periods"),
        (Pipelines, ("pipelines", "rows"), "pipelines"),
        (Pipelines, ("pipelines", "states"), "pipeline_states"),
        (Crossings, ("crossings", "rows"), "crossings"),
        (Crossings, ("crossings", "periods"), "crossing_periods"),
        (Disputed, ("disputed", "areas"), "areas"),
        (Disputed, ("disputed", "bases"), "bases"),
    ],
)
def test_no_row_is_left_out(
    atlas: Atlas, data: Callable[[type[AtlasLayer]], Any], kind: type[AtlasLayer],
    path: tuple[str, ...], table: str,
) -> None:  # fmt: skip
    sent, rows = rows_of(reduce(getitem, path, data(kind))), atlas.table(table)
    assert len(sent) == len(rows)
    for column in ("id", "name_ar", "name_ckb", "source", "text"):
        if column in sent and column in rows:
            assert sorted(sent[column]) == sorted(rows[column])
    if "start" in sent:
        assert sorted(sent["start"]) == sorted(days(rows["start"]))


def test_shapes_stand_beside_their_rows(atlas: Atlas) -> None:
    water = Water(atlas).data()["water"]
    shapes = [
        Neighbours(atlas).data()["neighbours"],
        water["rivers"],
        water["lakes"],
        Lines(atlas).data()["lines"],
        Pipelines(atlas).data()["pipelines"],
    ]
    for shape in shapes:
        assert len(rows_of(shape["rows"])) == len(shape["shapes"]["parts"])
        assert all(part for part in shape["shapes"]["parts"])
    assert not water["rivers"]["shapes"]["closed"]
    assert water["lakes"]["shapes"]["closed"]


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [("districts", "pcode", "district"), ("governorates", "iso", "governorate")],
)
def test_levels_hold_each_unit_once(atlas: Atlas, name: str, key: str, column: str) -> None:
    rows = rows_of(Governorates(atlas).data()[name])
    units = atlas.units
    held = [index for unit in rows["units"] for index in unit]
    assert sorted(held) == list(range(len(units)))
    for row in rows.itertuples():
        assert set(units[column].iloc[list(row.units)]) == {getattr(row, key)}


def test_spells_of_all_dates_travel(atlas: Atlas) -> None:
    data = Control(atlas).data()["control"]
    spells, rows = control.spells(atlas), rows_of(data["spells"])
    units = atlas.units["unit"]
    assert [units[index] for index in rows["unit"]] == spells["unit"].tolist()
    assert rows["start"].tolist() == days(spells["start"])
    assert rows["holder"].tolist() == spells["holder"].tolist()
    assert set(data["views"]) == set(current().perspectives) - {HELD}
    for view, columns in data["views"].items():
        assert len(rows_of(columns)) == len(perspective.classes(atlas, view))
