"""Production by day: what the sources give for the day, never an average, and not carried for ever."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.ask import production


class Figures:
    """An atlas of one field and the figures that a test gives it."""

    def __init__(self, *figures: tuple[str, str, float, str]) -> None:
        rows = [
            ("a", *map(date.fromisoformat, days), float(value), "bpd", "", grade, f"source-{at}")
            for at, (*days, value, grade) in enumerate(figures)
        ]
        names = ["subject", "start", "end", "value", "unit", "qualifier", "evidence", "source"]
        self.tables = {
            "production": pd.DataFrame(rows, columns=names),
            "fields": pd.DataFrame({"id": ["a"]}),
        }

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name].copy()


def steps(*figures: tuple[str, str, float, str]) -> list[tuple[Any, ...]]:
    rows = production.steps(Figures(*figures))  # type: ignore[arg-type]
    return [
        (str(row.start), str(row.end), row.low, row.best, row.high, row.measured)
        for row in rows.itertuples()
    ]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([("2010-01-01", "2011-01-01", 5, "stated")],  # is carried for five years
         [("2010-01-01", "2011-01-01", 5, 5, 5, True), ("2011-01-01", "2015-01-05", 5, 5, 5, False)]),
        ([("2000-01-01", "2001-01-01", 5, "stated"), ("2012-01-01", "2013-01-01", 7, "stated")],
         [("2000-01-01", "2001-01-01", 5, 5, 5, True),  # a longer gap is left open
          ("2001-01-01", "2005-01-04", 5, 5, 5, False), ("2012-01-01", "2013-01-01", 7, 7, 7, True),
          ("2013-01-01", "2017-01-04", 7, 7, 7, False)]),
        ([("2010-01-01", "2011-01-01", 9, "filled"), ("2010-01-01", "2011-01-01", 5, "stated"),
          ("2010-01-01", "2011-01-01", 3, "larger")],  # the surest of those that differ is best
         [("2010-01-01", "2011-01-01", 3, 5, 9, True), ("2011-01-01", "2015-01-05", 3, 5, 9, False)]),
    ],
)  # fmt: skip
def test_figures_give_steps(
    figures: list[tuple[str, str, float, str]], expected: list[tuple[Any, ...]]
) -> None:
    assert steps(*figures) == expected


def production_on(day: str, *figures: tuple[str, str, float, str]) -> dict[str, Any]:
    rows = production.on(Figures(*figures), date.fromisoformat(day))  # type: ignore[arg-type]
    return rows.iloc[0].to_dict() if len(rows) else {}


GAP = (("2010-01-01", "2011-01-01", 5, "stated"), ("2013-01-01", "2014-01-01", 9, "filled"))


def test_between_two_figures_days_are_interpolated_and_marked() -> None:
    assert steps(*GAP)[:3] == [
        ("2010-01-01", "2011-01-01", 5, 5, 5, True),
        ("2011-01-01", "2013-01-01", 5, 5, 9, False),
        ("2013-01-01", "2014-01-01", 9, 9, 9, True),
    ]
    assert production_on("2009-12-31", *GAP) == {}
    middle = production_on("2012-01-01", *GAP)
    assert middle["kind"] == "interpolated"
    assert middle["best"] == 7  # 5 + 4 * 365 / 731, no finer than the figures on both sides
    assert (middle["low"], middle["high"]) == (5, 9)
    assert (middle["low_source"], middle["high_source"]) == ("source-0", "source-1")
    assert middle["source"] == "source-0;source-1"
    assert middle["until"] == date(2013, 1, 1)


@pytest.mark.thorough
def test_figures_of_groups_totals_and_other_units_are_left_out(atlas: Atlas) -> None:
    rows = production.of_fields(atlas)
    assert set(rows["subject"]) <= set(atlas.table("fields")["id"])
    assert not rows["subject"].str.contains(":").any()
    assert len(rows) < len(atlas.table("production"))
    bpd = set(rows[rows["unit"] == "bpd"]["subject"])
    assert set(production.steps(atlas)["field"]) == bpd


def test_a_field_has_one_step_on_a_day(atlas: Atlas) -> None:
    for _, group in production.steps(atlas).groupby("field"):
        for first, other in pairwise(group.itertuples()):
            assert first.start < first.end <= other.start
        assert (group["low"] <= group["best"]).all()
        assert (group["best"] <= group["high"]).all()


@given(day=st.dates(date(2003, 1, 1), date(2025, 12, 31)))
@settings(max_examples=40)
def test_a_days_figure_lies_in_its_range(atlas: Atlas, day: date) -> None:
    rows = production.on(atlas, day)
    assert rows["field"].is_unique
    assert (rows["low"] <= rows["best"] + 1e-6).all()
    assert (rows["best"] <= rows["high"] + 1e-6).all()
    known = set(atlas.table("sources")["id"])
    for cell in pd.concat([rows["source"], rows["low_source"], rows["high_source"]]):
        assert set(cell.split(";")) <= known


def test_said_names_every_source_of_a_day_and_marks_the_doubted(atlas: Atlas) -> None:
    rows = production.reported(atlas, date(2024, 3, 15), ["shaikan"])
    roles = dict(zip(rows["role"], rows["value"], strict=True))
    assert roles == {"covers": 43_000, "doubted": 210_600}
    around = production.reported(atlas, date(2018, 6, 1), ["jambur", "kirkuk_baba"])
    assert set(around["role"]) == {"before", "after"}
    assert production.reported(atlas, date(2018, 6, 1), []).empty
