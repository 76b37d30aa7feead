"""What is in detail has spells and events of its own; the rest is context; ids outside are retired."""

from __future__ import annotations

import dataclasses
import functools
from datetime import date
from typing import Any

import pandas as pd
import pytest

from geo import Atlas
from geo.atlas import table_rules
from geo.atlas.table import read_table
from geo.profile import Profile, current
from geo.profile.parts import Detail, Scope


def judge(atlas: Atlas, spoil: Any = None, profile: Profile | None = None) -> list[tuple[str, str]]:
    """Return value and what is accepted of each fault of the scope, of tables that were spoilt."""
    names = (
        *("subdistricts", "districts", "governorates", "spells", "parts", "areas", "events"),
        *("conflict", "places"),
    )
    resources = {each["name"]: each for each in atlas.package["resources"]}
    tables = {name: read_table(atlas.folder, resources[name]) for name in names}
    for name, change in (spoil or {}).items():
        rows = change(tables[name].rows.copy()).reset_index(drop=True)
        tables[name] = dataclasses.replace(tables[name])
        vars(tables[name])["rows"] = rows
    shapes = {"subdistricts_shape": atlas.outlines("subdistricts")}
    rules = (table_rules.check_scope, table_rules.check_conflict)
    faults = [fault for rule in rules for fault in rule(tables, shapes, profile or current())]
    return [(fault.value, fault.accepted) for fault in faults]


def without(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    return rows[rows["unit"] != unit]


def add(rows: pd.DataFrame, **cells: Any) -> pd.DataFrame:
    return pd.concat([rows, rows.iloc[[-1]].assign(**cells)])


SPOILT: list[tuple[str, Any, str, str]] = [
    ("spells", lambda rows: without(rows, "IQG13Q04N06"), "no spell from 1991-01-01 on",
     "at least one spell of IQG13Q04N06, in detail then"),
    ("spells", lambda rows: without(rows, "IQG01"), "no spell from 1991-01-01 to",
     "or one of the district or governorate"),
    ("spells", lambda rows: add(rows, unit="IQG05Q01N01", start=date(2004, 1, 1), end=date(2005, 1, 1)),
     "IQG05Q01N01 from 2004-01-01 to 2005-01-01", "a unit in detail on some day of the row"),
    ("spells", lambda rows: add(rows, unit="IQG99"), "IQG99", "the P-code of a district"),
    ("events", lambda rows: add(rows, id="x", type="battle", about="", place="Basra", lon=47.8, lat=30.5,
                                position_precision="place", start=date(2008, 3, 25)),
     "Basra on 2008-03-25", "ground in detail on that day"),
    ("events", lambda rows: add(rows, same_as="ged-1"), "ged-1", "ids of conflict.csv"),
    ("conflict", lambda rows: add(rows, position_precision="exact", place="kirkuk", lon=47.8, lat=30.5),
     "47.8, 30.5", "ground in the scope of armed conflict"),
    ("conflict", lambda rows: add(rows, position_precision="exact", place="nowhere"), "nowhere",
     "an id of places.csv or a sub-district"),
    ("conflict", lambda rows: add(rows, position_precision="district", place="IQG02Q01"), "IQG02Q01",
     "a district with ground in the scope"),
    ("conflict", lambda rows: add(rows, position_precision="governorate", place="IQG01"), "IQG01",
     "a governorate with ground in the scope"),
    ("conflict", lambda rows: add(rows, end=date(1980, 1, 1)), "1980-01-01", "or later"),
]  # fmt: skip


def test_what_lies_outside_the_scope_is_named(atlas: Atlas) -> None:
    changes: dict[str, Any] = {}
    for table, change, *_ in SPOILT:
        changes.setdefault(table, []).append(change)
    faults = judge(
        atlas,
        {
            table: lambda rows, steps=steps: functools.reduce(
                lambda rows, step: step(rows), steps, rows
            )
            for table, steps in changes.items()
        },
    )
    expected = [(value, accepted) for *_, value, accepted in SPOILT]
    for value, accepted in expected:
        assert any(fault[0].startswith(value) and accepted in fault[1] for fault in faults), value
    for fault in faults:
        assert any(
            fault[0].startswith(value) and accepted in fault[1] for value, accepted in expected
        )


@pytest.mark.thorough
def test_a_scope_lacks_no_disputed_ground_nor_what_borders_on_it(atlas: Atlas) -> None:
    assert judge(atlas) == []
    scope = current().scope
    assert scope is not None
    untouched = scope.detail[0]
    codes = tuple(code for code in untouched.codes if code not in {"IQG16Q07", "IQG09Q04N01"})
    less = dataclasses.replace(scope, detail=(Detail((*codes, "ZZ")), *scope.detail[1:]))
    faults = dict(judge(atlas, profile=dataclasses.replace(current(), scope=less)))
    assert faults["ZZ"] == "a P-code of data/boundaries"
    assert "lies in an area" in faults["IQG16Q07N02"]
    assert "borders on an area" in faults["IQG09Q04N01"]


def test_days_of_a_scope_are_merged_and_half_open() -> None:
    first, middle, last = (date(2014 + year, 1, 1) for year in range(3))
    scope = Scope("2.0.0", (Detail(("A1",), first, middle), Detail(("A1N2",), middle, last)))
    assert scope.spans("A1N2") == [(first, last)]
    assert scope.covers("A1", first)
    assert not scope.covers("A1", middle)
    assert scope.touches("A1", date(2000, 1, 1), None)
    assert not scope.touches("A1", middle, None)


def test_context_fills_days_without_a_spell_of_a_units_own(atlas: Atlas) -> None:
    rows = [row for row in atlas.spells if row["unit"] == "IQG01Q01N01"]
    assert {row["context"] for row in rows} == {"", "IQG01"}
    assert all(before["end"] == row["start"] for before, row in zip(rows, rows[1:], strict=False))
    assert rows[0]["start"] == current().days.first
    assert rows[-1]["end"] is None
