"""IOM DTM: lists of the displaced and of those who returned."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo.events import read
from geo.events.schema import validate

IDP = """,Location ID,Place ID,Governorate,District,Location Name,Arabic Name,Latitude,Longitude,Families,Individuals,Anbar,Camp,date
0,1101001.0,7861.0,Dahuk,Amedi,Amedi,عمادية,37.09,43.48,42.0,252.0,3.0,0.0,"Oct 31, 2017"
1,1101002.0,7862.0,Kirkuk,Daquq,Daquq,داقوق,35.13,44.44,10.0,60.0,10.0,0.0,"Oct 31, 2017"
2,,,,,,,,,,,,,"Oct 31, 2017"
"""

BACK = """,Location ID,Place_ID,Governorate,District,Location_name,Arabic_name,Latitude,Longitude,Returnee Families,Returnee Individuals,Anbar,date
0,1204004.0,13352.0,Erbil,Makhmur,Gwer,كوير,36.04,43.49,1367.0,8202.0,0.0,"Oct 31, 2017"
"""


def test_the_displaced() -> None:
    events = read(IDP.encode())
    first = validate(events.rows).iloc[0]
    assert (events.report.format, first["type"], first["place"]) == (
        "iom_dtm",
        "displacement",
        "Amedi",
    )
    assert first["start"] == first["end"] == pd.Timestamp("2017-10-31")
    assert (first["lon"], first["lat"]) == (43.48, 37.09)
    assert first["text"] == "42 families, 252 individuals; Amedi, Dahuk"


def test_families_are_no_deaths() -> None:
    rows = read(IDP.encode()).rows
    assert rows[["best", "low", "high"]].isna().all(axis=None)


def test_the_last_row_is_empty_though_it_has_a_date() -> None:
    report = read(IDP.encode()).report
    assert (report.rows_read, report.rows_kept, report.set_aside) == (3, 2, {"empty_row": 1})
    assert report.aside["row"].tolist() == [4]


def test_columns_of_origin_stay() -> None:
    origin = read(IDP.encode()).origin
    assert origin["Anbar"].tolist() == ["3.0", "10.0"]
    assert "Arabic Name" in origin


def test_those_who_returned() -> None:
    event = read(BACK.encode()).rows.iloc[0]
    assert (event["type"], event["place"]) == ("return", "Gwer")
    assert event["text"].startswith("1367 families, 8202 individuals")


def test_ids_differ_between_days_and_lists() -> None:
    later = IDP.replace("Oct 31", "Nov 30")
    ids = [read(text.encode()).rows["id"].iloc[0] for text in (IDP, later, BACK)]
    assert ids == ["idp-7861-20171031", "idp-7861-20171130", "returnee-13352-20171031"]


@pytest.mark.parametrize("named", ["sheet", "file"])
def test_a_workbook_dated_by_its_name(named: str) -> None:
    frame = pd.read_csv(io.StringIO(IDP), dtype=str, keep_default_na=False).drop(columns=["date"])
    file = io.BytesIO()
    frame.iloc[:2].to_excel(
        file, index=False, sheet_name="31 Oct 2017" if named == "sheet" else "list"
    )
    name = "20171031_idp_master_list.xlsx" if named == "file" else "list.xlsx"
    events = read(file.getvalue(), name)
    assert set(events.rows["start"]) == {pd.Timestamp("2017-10-31")}
    assert dict(events.report.notes)["date_from_name"] == 2


def test_no_day_anywhere_is_told() -> None:
    undated = IDP.replace('"Oct 31, 2017"', "")
    report = read(undated.encode(), "list.csv").report
    assert report.set_aside == {"bad_date": 2, "empty_row": 1}


def test_swapped_rows_are_not_turned() -> None:
    swapped = IDP.replace("35.13,44.44", "44.44,35.13")
    report = read(swapped.encode()).report
    assert report.set_aside["outside_region"] == 1
    answer = report.aside[report.aside["reason"] == "outside_region"].iloc[0]
    assert answer["value"] == "35.13, 44.44"


def test_a_list_of_returnees_whose_columns_only_say_families() -> None:
    content = BACK.replace("Returnee Families", "Families").replace(
        "Returnee Individuals", "Individuals"
    )
    content = content.replace(",Anbar,", ",Habitual Residence (Habitable),")
    event = read(content.encode()).rows.iloc[0]
    assert (event["type"], event["text"][:13]) == ("return", "1367 families")
