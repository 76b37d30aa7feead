"""Formats are told by columns, never by the name of the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.events.formats.detection import FORMATS, recognise
from geo.events.formats.gdelt import HEADER
from geo.events.schema import COLUMNS
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet

NAMES = {
    "ucdp_ged": "id type_of_violence latitude longitude date_start date_end best",
    "acled": "event_id_cnty event_date event_type actor1 latitude longitude geo_precision",
    "gdelt": " ".join(HEADER),
    "gtd": "eventid iyear imonth iday latitude longitude nkill",
    "sigact": "date longitude latitude type mgrs enemy_kia",
    "iom_dtm": "place_id governorate latitude longitude families individuals",
    "greenline": " ".join(COLUMNS),
}


def found(names: list[str]) -> str | None:
    frame = pd.DataFrame([[""] * len(names)], columns=names)
    form = recognise(Sheet(frame, np.array([2]), "csv"))
    return form.id if form else None


@pytest.mark.parametrize("form", NAMES)
def test_each_format_and_no_other(form: str) -> None:
    names = NAMES[form].split()
    assert found(names) == form
    assert found([name.upper().replace("_", " ") for name in reversed(names)]) == form


def test_every_format_has_its_test() -> None:
    assert {form.id for form in FORMATS} == set(NAMES)


@pytest.mark.parametrize(
    "names",
    [
        "id date lat lon type",
        "date longitude latitude type",
        "event_date event_type fatalities admin1",
        "label lat long mark marksize controller feature",
        "governorate district families",
        "latitude longitude best",
        "year month day",
    ],
)
def test_what_only_looks_alike(names: str) -> None:
    assert found(names.split()) is None


def test_codes_mean_the_same_however_written() -> None:
    columns = Columns(pd.DataFrame({"code": ["1", "1.0", "01", " 1", "9", ""]}))
    assert columns.decoded({"1": "yes"}, "no", "CODE").tolist() == ["yes"] * 4 + ["no"] * 2


def test_the_first_column_that_says_something() -> None:
    columns = Columns(pd.DataFrame({"a": ["x", "", ""], "b": ["y", "y", ""]}))
    assert columns.first("a", "missing", "b").tolist() == ["x", "y", ""]
    assert columns.text("missing").tolist() == ["", "", ""]
