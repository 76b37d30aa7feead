"""SIGACT tables: with four columns, and with those of the reports."""

from __future__ import annotations

import pandas as pd

from geo.events import read
from geo.events.schema import validate

FOUR = """date,longitude,latitude,type
2007-03-01,44.40,35.47,IED
2007-03-01,44.40,35.47,IED
2007-03-02,44.41,35.48,SAF
2007-03-03,44.42,35.49,other
2007-03-01,44.40,35.47,IED
"""


def test_reports_alike_are_reports_of_their_own() -> None:
    events = read(FOUR.encode())
    assert (events.report.format, events.report.rows_kept) == ("sigact", 5)
    assert validate(events.rows)["id"].is_unique
    assert dict(events.report.notes) == {"ids_made": 5, "exact_duplicates": 2, "repeated_points": 2}


def test_made_ids_are_those_of_the_content() -> None:
    head, *lines = FOUR.splitlines()
    turned = "\n".join([head, *reversed(lines)])
    assert set(read(FOUR.encode()).rows["id"]) == set(read(turned.encode()).rows["id"])


def test_kinds_in_words() -> None:
    result = read(FOUR.encode()).rows["type"]
    assert result.tolist() == ["IED", "IED", "small arms fire", "other", "IED"]
    strikes = FOUR.replace("IED", "Airstrike").replace("SAF", "SOF")
    assert set(read(strikes.encode()).rows["type"]) == {"airstrike", "show of force", "other"}


def test_columns_of_the_reports() -> None:
    row = {
        "ReportKey": "AB-1", "DateOccurred": "2006-05-01 14:30:00", "Type": "Explosive Hazard",
        "Category": "IED Explosion", "Title": "a made up title", "Summary": "a made up summary",
        "Region": "MND-N", "EnemyKIA": "1", "FriendlyKIA": "0", "CivilianKIA": "2",
        "HostNationKIA": "", "MGRS": "38SMD1", "Latitude": "35.4", "Longitude": "44.4",
    }  # fmt: skip
    unknown = row | {"ReportKey": "AB-2", "EnemyKIA": "", "FriendlyKIA": "", "CivilianKIA": ""}
    events = read(pd.DataFrame([row, unknown]).to_csv(index=False).encode())
    first, second = events.rows.to_dict("records")
    assert events.report.format == "sigact"
    assert (first["id"], first["type"], first["best"]) == ("AB-1", "IED Explosion", 3)
    assert (first["start"], first["text"]) == (pd.Timestamp("2006-05-01"), "a made up summary")
    assert pd.isna(second["best"])


def test_another_small_table_is_none() -> None:
    other = (
        "date,longitude,latitude,type\n2007-03-01,44.4,35.5,school\n2007-03-02,44.4,35.5,clinic\n"
    )
    assert read(other.encode()).report.format == "table"


def test_kinds_that_differ_by_case_are_one() -> None:
    content = FOUR + "2007-03-04,44.42,35.49,saf\n"
    assert set(read(content.encode()).rows["type"]) == {"IED", "small arms fire", "other"}


def test_a_coordinate_that_ends_in_a_spoilt_byte_is_no_other_place() -> None:
    table = (
        b"date,longitude,latitude,type\n2007-03-01,44.4\xa0,35.5,IED\n2007-03-02,44.41,35.51,IED\n"
    )
    value = read(table, "reports.csv")
    assert value.rows["lon"].tolist() == [44.41]
    assert sum(value.report.set_aside.values()) == 1
