"""What leaves as a table, and how cells are written."""

from __future__ import annotations

import csv as reader
import io
from datetime import date

import pandas as pd
import pytest

from geo import View
from geo.web.download import file_name
from geo.web.tables import csv, pinned
from geo.web.texts import plain, stamp


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    cells = list(reader.reader(io.StringIO(csv(pd.DataFrame({"a": [evil]})), newline="")))
    assert cells[1] == ["'" + evil]


def test_numbers_stay_numbers() -> None:
    assert csv(pd.DataFrame({"a": [-1.5, 2]})) == "a\r\n-1.5\r\n2.0\r\n"


def test_the_pinned_row_comes_first_and_no_row_is_lost() -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"]})
    assert pinned(rows, "c")["id"].tolist() == ["c", "a", "b"]
    assert pinned(rows, "x") is rows
    assert pinned(rows, None) is rows


def test_a_day_shows_no_more_than_is_known() -> None:
    day = date(2014, 6, 1)
    assert [stamp(day, one) for one in ("day", "month", "year")] == [
        "2014-06-01",
        "2014-06",
        "2014",
    ]
    assert stamp(None) == ""


def test_markdown_of_a_value_stays_text() -> None:
    assert plain("**a** <b> [c](d)") == r"\*\*a\*\* \<b\> \[c\]\(d\)"


def test_files_are_named_after_their_view() -> None:
    assert file_name(View()) == "greenline-2017-09-27-held.html"
    both = View(date=date(2017, 10, 18), compare=date(2017, 10, 15))
    assert file_name(both) == "greenline-2017-10-15-2017-10-18-held.html"
    assert file_name(both, "events", "csv") == "greenline-2017-10-15-2017-10-18-events.csv"
