"""Dates of both orders, exchanged positions, tables without dates: reported, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from geo.errors import ReadError
from geo.events import chunks, read
from geo.events.report import joined

HEAD = "id,date,lat,lon\n"


def table(days: list[str], place: str = "35.4,44.3") -> bytes:
    """Return a table with these dates."""
    rows = "".join(f"{number},{day},{place}\n" for number, day in enumerate(days))
    return (HEAD + rows).encode()


MIXED = ["27/09/2017", "28/09/2017", "09/29/2017", "03/04/2017", "05/05/2017", "2017-10-16"]


def test_where_dates_show_both_orders_those_of_two_readings_are_set_aside_and_listed() -> None:
    events = read(table(MIXED))
    assert events.rows["start"].dt.strftime("%m-%d").tolist() == [
        "09-27", "09-28", "09-29", "05-05", "10-16",
    ]  # fmt: skip
    assert events.report.set_aside == {"ambiguous_date": 1}
    assert events.report.aside.iloc[0][["row", "column", "value"]].tolist() == [
        5, "date", "03/04/2017",
    ]  # fmt: skip
    assert events.report.to_dict()["date_order"] == {
        "order": "dmy", "chosen": False, "day_first": 2, "month_first": 1, "either": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("order", "day"), [("dmy", "04-03"), ("mdy", "03-04")])
def test_an_order_that_is_chosen_reads_them(order: str, day: str) -> None:
    events = read(table(MIXED), date_order=order)
    assert events.report.rows_kept == 6
    assert events.rows["start"].dt.strftime("%m-%d")[3] == day
    assert events.rows["start"].dt.strftime("%m-%d")[2] == "09-29"
    assert events.report.date_order["chosen"]


def test_the_order_is_that_of_the_whole_file_in_every_piece() -> None:
    content = table(["03/04/2017"] * 5 + ["09/27/2017"])
    result = list(chunks(content, "t.csv", 2))
    assert [str(day)[5:10] for piece in result for day in piece.rows["start"]] == [
        *["03-04"] * 5, "09-27",
    ]  # fmt: skip
    report = joined(piece.report for piece in result)
    assert (report.rows_kept, report.date_order["either"], report.date_order["order"]) == (
        6,
        5,
        "mdy",
    )


def test_a_contradiction_in_the_last_piece_counts_in_the_first() -> None:
    content = table(["03/04/2017", "27/09/2017", "05/04/2017", "28/09/2017", "09/27/2017"])
    report = joined(piece.report for piece in chunks(content, "t.csv", 2))
    assert (report.rows_kept, report.set_aside) == (3, {"ambiguous_date": 2})


def test_a_format_of_its_own_is_read_by_the_order_of_the_whole_file() -> None:
    head = "event_id_cnty,event_date,event_type,actor1,longitude,latitude\n"
    rows = "".join(
        f"IRQ{number},{day},Battles,A,44.4,35.4\n"
        for number, day in enumerate(["03/04/2017", "27/09/2017", "09/27/2017"])
    )
    report = joined(piece.report for piece in chunks((head + rows).encode(), "a.csv", 1))
    assert (report.format, report.rows_kept, report.set_aside) == (
        "acled",
        2,
        {"ambiguous_date": 1},
    )


def test_no_order_is_said_where_none_matters() -> None:
    assert read(table(["2017-09-27", "05/05/2017"])).report.date_order == {}


ANKARA = "39.93,32.85"


@pytest.mark.parametrize("others", [0, 1, 4])
def test_a_right_point_abroad_is_not_suspected(others: int) -> None:
    content = table(["2017-01-01"] * others) + f"x,2017-01-01,{ANKARA}\n".encode() * 3
    report = read(content).report
    assert report.rows_kept == others
    assert set(report.aside["reason"]) == {"outside_region"}
    assert "swapped" not in " ".join(report.aside["accepted"])
    assert "looks_swapped" not in dict(report.notes)


def make_swapped(count: int) -> bytes:
    """Return a table whose latitudes stand under longitude."""
    rows = "".join(f"{n},2017-01-01,{44.3 + n / 50},{35.4 + n / 50}\n" for n in range(count))
    return (HEAD + rows).encode()


def test_swapped_columns_are_repaired_on_request_and_only_then() -> None:
    report = read(make_swapped(9)).report
    assert (report.rows_kept, dict(report.notes)["looks_swapped"]) == (0, 9)
    events = read(make_swapped(9), swap=True)
    assert (events.report.rows_kept, dict(events.report.notes)["swapped"]) == (9, 9)
    assert events.rows[["lon", "lat"]].iloc[0].tolist() == [44.3, 35.4]


def test_a_request_to_swap_leaves_right_rows_alone() -> None:
    events = read(table(["2017-01-01"] * 3) + b"x,2017-01-01,44.31,35.41\n", swap=True)
    assert (events.report.rows_kept, dict(events.report.notes)["swapped"]) == (4, 1)
    assert events.rows["lon"].tolist() == [44.3, 44.3, 44.3, 44.31]


def test_a_day_for_a_table_without_dates() -> None:
    content = b"id,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n"
    assert read(content).report.rows_kept == 0
    events = read(content, day=date(2017, 10, 16))
    assert (
        set(events.rows["start"].astype(str))
        == set(events.rows["end"].astype(str))
        == {"2017-10-16"}
    )
    assert set(events.rows["date_precision"]) == {"day"}
    assert dict(events.report.notes)["day_given"] == 2


def test_no_day_is_taken_where_the_table_has_dates() -> None:
    with pytest.raises(ReadError, match=r"column 'date': has a column of dates"):
        read(table(["2017-01-01"]), day=date(2017, 10, 16))
