"""``greenline read``: the report, the list of what was set aside, the events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

Said = tuple[int, str, str]

TABLE = """id,date,latitude,longitude,what,note
a,2017-01-01,35.4,44.3,raid,plain
b,2017-01-02,44.4,35.3,raid,=HYPERLINK("x")
c,soon,35.4,44.3,raid,@sum
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reports.txt"
    path.write_text(TABLE)
    return path


def test_the_report_for_people(greenline: Callable[..., Said], file: Path) -> None:
    code, out, err = greenline("read", file)
    assert (code, err) == (0, "")
    texts = ("reports.txt: events, Table of events", "Rows read: 3", "Kept: 1", "Set aside: 2")
    for text in (*texts, "outside the region", "no readable date", "start=date", "not used: what"):
        assert text in out


def test_the_report_as_json(answer: Callable[..., Any], file: Path) -> None:
    result = answer("read", file)
    assert (result["rows_read"], result["kept"]) == (3, 1)
    assert result["set_aside"] == {"outside_region": 1, "bad_date": 1}
    assert [example["row"] for example in result["examples"]] == [3, 4]


def test_what_was_set_aside_runs_as_no_formula(
    answer: Callable[..., Any], file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "aside.csv"
    answer("read", file, "--aside", out)
    table = pd.read_csv(out)
    assert table["row"].tolist() == [3, 4]
    assert table["note"].tolist() == ['\'=HYPERLINK("x")', "'@sum"]
    assert table["value"].tolist() == ["35.3, 44.4", "soon"]


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_events_come_back(
    answer: Callable[..., Any], file: Path, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"events.{kind}"
    answer("read", file, "--out", out, "--map", "type=what", "--map", "text=note")
    again = answer("read", out, "--out", tmp_path / "again.csv")
    assert (again["format"], again["kept"]) == ("greenline", 1)
    assert pd.read_csv(tmp_path / "again.csv").loc[0, ["id", "type", "text"]].tolist() == [
        "a",
        "raid",
        "plain",
    ]


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["--map", "type"], 2, "expected field=column"),
        (["--map", "colour=what"], 2, "field 'colour': expected one of id, start"),
        (["--map", "type=colour"], 1, "'colour'"),
        (["--out", "events.xls"], 2, "ends in .parquet or .csv"),
        (["--aside", "aside.xls"], 2, "ends in .csv"),
        (["--out", "no/such/folder/events.csv"], 1, "cannot be written"),
    ],
)
def test_wrong_usage_in_one_line(
    greenline: Callable[..., Said], file: Path, words: list[str], code: int, text: str
) -> None:
    result, out, err = greenline("read", file, *words)
    assert (result, out) == (code, "")
    assert text in err and err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.4\n"])
def test_no_table_is_said_in_one_line_and_writes_nothing(
    greenline: Callable[..., Said], tmp_path: Path, content: bytes
) -> None:
    file, out = tmp_path / "events.csv", tmp_path / "out.csv"
    file.write_bytes(content)
    out.write_text("what was there")
    code, text, err = greenline("read", file, "--out", out)
    assert (code, text) == (1, "")
    assert err.startswith("greenline: events.csv") and err.count("\n") == 1
    assert out.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv", "out.csv"]


def test_a_file_of_which_nothing_is_kept_fails(
    greenline: Callable[..., Said], tmp_path: Path
) -> None:
    path = tmp_path / "none.csv"
    path.write_text("id,date,lat,lon\n" + "a,2017-01-01,48.9,2.3\n" * 3)
    code, out, _ = greenline("read", path, "--as", "events")
    assert (code, "Rows read: 3\nKept: 0" in out) == (1, True)
    path.write_text("id,date,lat,lon\n")
    assert greenline("read", path)[0] == 0
    assert greenline("read", path, "--fail-if-empty")[0] == 1


def test_rows_are_put_at_the_places_that_they_name(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("place,kind\nKerkouk,raid\nNowhere at all,raid\n")
    code, out, _ = greenline("read", path, "--as", "events")
    assert (code, "No column says where." in out, "No column says when." in out) == (1, True, True)
    given = ("read", path, "--map", "place=place", "--day", "2017-10-16", "--place-names")
    result = answer(*given, "--out", tmp_path / "out.csv")
    assert result["kept"] == 1
    assert [(place_name["name"], place_name["placed"]) for place_name in result["place_names"]] == [
        ("Kerkouk", True), ("Nowhere at all", False),
    ]  # fmt: skip
    rows = pd.read_csv(tmp_path / "out.csv")
    assert rows[["start", "position_precision"]].iloc[0].tolist() == ["2017-10-16", "near"]
    assert "Nowhere at all" in greenline(*given)[1]


def test_the_order_of_dates_is_reported_and_chosen(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "both.csv"
    days = ("27/09/2017", "28/09/2017", "09/29/2017", "03/04/2017")
    rows = "".join(f"{day},35.4,44.3\n" for day in days)
    path.write_text("date,lat,lon\n" + rows)
    code, out, _ = greenline("read", path, "--as", "events")
    assert code == 0
    for text in ("day first: 2", "month first: 1", "both ways: 1", "are set aside", "--date-order"):
        assert text in out
    chosen = answer("read", path, "--date-order", "mdy")
    assert (chosen["kept"], chosen["date_order"]["order"]) == (4, "mdy")
