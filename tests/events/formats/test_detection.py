"""Formats are told by columns, never by the name of the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.events import chunks, read
from geo.events.formats import FORMATS, recognise
from geo.events.formats.gdelt import HEADER
from geo.events.report import joined
from geo.events.schema import COLUMNS
from geo.tabular.columns import Columns
from geo.tabular.grid import Sheet

NAMES = {
    "ucdp_ged": "id type_of_violence latitude longitude date_start date_end best",
    "acled": "event_id_cnty event_date event_type actor1 latitude longitude geo_precision",
    "gdelt": " ".join(HEADER),
    "gtd": "eventid iyear imonth iday latitude longitude nkill",
    "sigact": "report_key date longitude latitude type mgrs enemy_kia",
    "iom_dtm": "place_id location_name governorate district latitude longitude families individuals",
    "greenline": " ".join(COLUMNS),
}


def detect_format(names: list[str]) -> str | None:
    frame = pd.DataFrame([[""] * len(names)], columns=names)
    form = recognise(Sheet(frame, np.array([2]), "csv"))
    return form.id if form else None


@pytest.mark.parametrize("form", NAMES)
def test_each_format_and_no_other(form: str) -> None:
    names = NAMES[form].split()
    assert detect_format(names) == form
    assert detect_format([name.upper().replace("_", " ") for name in reversed(names)]) == form


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
        "event_date event_type actor1 geo_precision latitude longitude notes",
        "site_id governorate hh latitude longitude date notes type",
        "date longitude latitude type mgrs civilian_kia place notes",
    ],
)
def test_what_only_looks_alike(names: str) -> None:
    assert detect_format(names.split()) is None


LOOKALIKES = {
    "one kind of the SIGACT reports": ("IED", {}),
    "UCDP's name for other kinds": ("sexual", {"type": "type_of_violence"}),
    "UCDP's kinds without its other columns": ("1", {"type": "type_of_violence"}),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_nothing_is_lost_of_a_table_that_looks_alike(name: str) -> None:
    kind, renamed = LOOKALIKES[name]
    columns = ("id", "date", "latitude", "longitude", "type", "place", "notes", "source")
    row = ("A7", "2014-06-10", "35.4", "44.3", kind, "Hawija", "seen from afar", "own survey")
    named = ",".join(renamed.get(column, column) for column in columns)
    events = read(f"{named}\n{','.join(row)}\n".encode())
    first = events.rows.iloc[0]
    assert events.report.format == "table"
    assert (first["id"], first["place"], first["text"]) == ("A7", "Hawija", "seen from afar")
    assert (first["source"], first["type"]) == ("own survey", kind)
    assert first["position_precision"] == "unknown"
    assert events.report.unused == ()


def test_every_column_is_reported_as_used_or_unused() -> None:
    head = "id,event_id_cnty,event_date,event_type,sub_event_type,latitude,longitude,mood,notes"
    content = f"{head}\n1,IRQ1,2014-06-10,Battles,Armed clash,35.4,44.3,grim,a\n".encode()
    report = read(content).report
    assert report.format == "acled"
    assert report.unused == ("id", "sub_event_type", "mood")
    assert set(report.used) | set(report.unused) == set(head.split(","))
    assert not set(report.used) & set(report.unused)
    result = report.to_dict()
    assert (result["used"], result["unused"]) == (list(report.used), list(report.unused))
    table = read(b"ref,reported,lat,lon,mood\na,2017-01-01,35.4,44.3,x\n").report
    assert (table.format, table.unused) == ("table", ("mood",))
    corrected = read(content, mapping={"text": "mood"}).report
    assert "mood" in corrected.used


def test_columns_of_all_pieces_are_reported() -> None:
    lines = [f"{at},2014-06-10,35.4,44.3,x" for at in range(30)]
    content = "\n".join(["id,date,lat,lon,mood", *lines]).encode()
    report = joined(piece.report for piece in chunks(content, rows=10))
    assert (report.used, report.unused) == (("id", "date", "lat", "lon"), ("mood",))


def test_codes_mean_the_same_however_written() -> None:
    columns = Columns(pd.DataFrame({"code": ["1", "1.0", "01", " 1", "9", ""]}))
    assert columns.decode({"1": "yes"}, "no", "CODE").tolist() == ["yes"] * 4 + ["no"] * 2


def test_the_first_column_that_says_something() -> None:
    columns = Columns(pd.DataFrame({"a": ["x", "", ""], "b": ["y", "y", ""]}))
    assert columns.first("a", "missing", "b").tolist() == ["x", "y", ""]
    assert columns.text("missing").tolist() == ["", "", ""]
