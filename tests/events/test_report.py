"""What a report tells, and reports of pieces as one."""

from __future__ import annotations

import json

import pytest

from geo.events import chunks, read
from geo.events.report import Reason, Report, joined

HEAD = "id,date,latitude,longitude,deaths\n"
BAD = (
    HEAD
    + "a,2017-01-01,35.4,44.3,1\n"  # row 2, kept
    + "b,2017-01-02,,44.4,\n"
    + "c,2017-01-03,35.x,44.4,\n"
    + "d,2017-01-04,48.9,2.3,\n"
    + "e,2017-02-30,35.4,44.4,\n"
    + "a,2017-01-06,35.4,44.4,\n"
    + ",,,,\n"
    + "g,2017-01-07,35.4\n"
    + "h,2017-01-08,0,0,\n"
    + "".join(f"k{n},2017-02-01,35.4,{44 + n / 10},\n" for n in range(20))  # rows 11 to 30, kept
)


def test_every_reason_with_row_column_value_and_what_is_accepted() -> None:
    report = read(BAD.encode(), "folder/bad.csv").report
    assert (report.file, report.format, report.rows_read, report.rows_kept) == (
        "bad.csv",
        "table",
        29,
        21,
    )
    answer = (
        report.aside.set_index("row")[["reason", "column", "value"]].apply(tuple, axis=1).to_dict()
    )
    assert answer == {
        3: ("no_position", "longitude, latitude", "44.4, "),
        4: ("bad_number", "latitude", "35.x"),
        5: ("outside_region", "longitude, latitude", "2.3, 48.9"),
        6: ("bad_date", "date", "2017-02-30"),
        7: ("duplicate_id", "id", "a"),
        8: ("empty_row", "", ""),
        9: ("bad_row", "", "g,2017-01-07,35.4"),
        10: ("no_position", "longitude, latitude", "0, 0"),
    }
    assert (report.aside["accepted"] != "").all()
    assert report.aside.loc[report.aside["row"] == 5, "deaths"].tolist() == [""], "its own columns"
    assert report.rows_read == report.rows_kept + sum(report.set_aside.values())
    assert set(report.set_aside) == {str(item) for item in Reason} - {Reason.AMBIGUOUS_DATE}


def test_examples_are_the_first_of_each_reason() -> None:
    content = HEAD + "".join(f"{n},2017-01-01,,,\n" for n in range(9)) + "x,soon,35.4,44.4,\n"
    result = read(content.encode()).report.examples(2)
    assert [(item["row"], item["reason"]) for item in result] == [
        (2, "no_position"), (3, "no_position"), (11, "bad_date"),
    ]  # fmt: skip


def test_json_has_stable_keys() -> None:
    content = json.loads(json.dumps(read(BAD.encode(), "bad.csv").report.to_dict()))
    assert list(content) == [
        "file", "format", "title", "rows_read", "kept", "set_aside", "examples", "notes",
        "columns", "used", "unused", "choices", "details", "date_order",
    ]  # fmt: skip
    assert {"field": "lat", "column": "latitude"} in content["columns"]


def test_a_column_of_the_file_that_has_a_name_of_the_list_stays_apart() -> None:
    content = "id,date,lat,lon,reason\na,2017-01-01,,,a made up reason\n"
    aside = read(content.encode()).report.aside
    assert aside.columns.is_unique
    assert aside["reason"].tolist() == ["no_position"]
    assert aside["reason (file)"].tolist() == ["a made up reason"]


@pytest.mark.parametrize("rows", [4, 20, 100])
def test_pieces_make_the_report_of_the_whole(rows: int) -> None:
    total = read(BAD.encode(), "bad.csv").report
    report = joined(piece.report for piece in chunks(BAD.encode(), "bad.csv", rows))
    assert (report.rows_read, report.rows_kept, report.set_aside) == (
        total.rows_read,
        total.rows_kept,
        total.set_aside,
    )
    assert sorted(report.aside["row"]) == sorted(total.aside["row"])
    assert dict(report.notes) == dict(total.notes)


def test_a_long_list_is_cut_but_its_counts_are_whole() -> None:
    report = joined((piece.report for piece in chunks(BAD.encode(), "", 20)), listed=3)
    assert len(report.aside) == 3
    assert sum(report.set_aside.values()) == 8


def test_no_piece_is_no_report() -> None:
    with pytest.raises(ValueError, match="piece"):
        joined([])


def test_a_report_without_anything() -> None:
    assert Report("a", "table", "Table", 0, 0).to_dict()["examples"] == []
