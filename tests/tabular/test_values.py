"""Numbers, days and positions as people write them, and what is none of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.tabular.dates import dates, day_in, of_parts
from geo.tabular.values import decimal_of, degrees, empty, number, numbers, pairs
from geo.words.cells import degree

# fmt: off
NUMBERS = {
    "1,234,567": 1234567, "1 234": 1234, "1'234.5": 1234.5, "12.5": 12.5, "١٬٢٣٤": 1234, "۱۲٫۵": 12.5, "−3": -3, "1e3": 1000,
    " 7 ": 7, "+7": 7, **dict.fromkeys((
        "", "x", "1.2.3", "1,23,4", "12,34", "1e400", "inf", "NaN", "0x1A", "1_000", "3 5", "5-10", "=1+1", "9" * 60, "²", "Ⅻ", "1.234,5")),
}
COMMAS = {"1.234.567,8": 1234567.8, "12,5": 12.5}
LATITUDES = {
    **dict.fromkeys((
        "35.47", "35,47", "35.47°", "35.47° N", "N35.47", "35°28'12\"N", "35° 28′ 12″ N", "35 28 12", "35:28:12", "35d28m12s", "35° 28.2'",
        "N 35 28 12", "٣٥٫٤٧", "35.47 شمالا", "35.47 north"), 35.47),
    **dict.fromkeys(("35.47 S", "-35.47", "35d 28m 12s S"), -35.47),
    **dict.fromkeys((
        "35.47 E", "35.47.1", "3 5.47", "35 . 47", "35.\u00a047", "35°61'", "35°28'61\"", "-35.47 N", "N35.47N", "35.47, 44.39", "\u202e35",
        "1e999", "35.47 km", "38SMB4496", "\u200e35.47", "35.4\u00a0", "35,\u200c47")),
}
HERE = (44.39, 35.47)
PAIRS = {
    **dict.fromkeys((
        "35.47, 44.39", "35.47 44.39", "35.47;44.39", "(35.47, 44.39)", "[35.47,44.39]", "35,47; 44,39", "35.47N 44.39E", "44.39E, 35.47N",
        "N35.47 E44.39", "POINT (44.39 35.47)", "point z(44.39 35.47 200)", "SRID=4326;POINT(44.39 35.47)", "35°28'12\"N, 44°23'24\"E",
        "35°28'12\"N 44°23'24\"E", "٣٥٫٤٧ , ٤٤٫٣٩", "35.47 / 44.39", "35.47 | 44.39"), HERE),
    **dict.fromkeys(("", "35.47", "35,47", "35 28", "35. 47", "35.47, 44.39, 3", "35.47N 44.39N", "POLYGON ((0 0))", "a, b")),
}
DAY = ("2014-06-10", "2014-06-10", "day")
FEBRUARY = ("2014-02-01", "2014-02-28", "month")
YEAR = ("2014-01-01", "2014-12-31", "year")
DAYS = {
    **dict.fromkeys((
        "2014-06-10", "2014/6/10", "2014.06.10", "20140610", "2014-06-10T23:59:59+03:00", "2014-06-10 04:30", "2014-06-10T01:02:03.123456Z",
        "10 June 2014", "10 Jun 14", "10-Jun-2014", "June 10, 2014", "Jun. 10th, 2014", "Tuesday, 10 June 2014", "2014 June 10", "10 juin 2014",
        "mardi 10 juin 2014", "10 حزيران 2014", "١٠ حزيران ٢٠١٤", "10 يونيو 2014", "الثلاثاء 10 حزيران 2014", "10ی حوزەیرانی 2014",
        "۱۰ ژوئن ۲۰۱۴", "10 Haziran 2014", "10/06/2014", "10.6.2014", "10-06-2014", "10/06/14", "١٠/٠٦/٢٠١٤", "10/06/2014 14:30",
        "10/06/2014 2:30 PM", "10 june 2014 14:30", "41800", "1402358400", "1402358400000"), DAY),
    **dict.fromkeys(("2014-02", "02/2014", "201402", "February 2014", "شباط ٢٠١٤"), FEBRUARY),
    **dict.fromkeys(("2014", "2014.0"), YEAR),
    **dict.fromkeys((
        "", "soon", "2014-02-30", "2014-13-01", "31/04/2014", "1435-08-12", "2714-06-10", "0000-00-00", "12/2014/06", "June", "10 June",
        "1st June 10 2014 2015", "yesterday", "5", "2014-06-1O", "99999999", "10 Brumaire 2014", "9" * 5_000, "²⁰¹⁴", "1" * 14, "²"),
        ("NaT", "NaT", "unknown")),
}
PARTS = {
    ("2014", "6", "10"): DAY, ("2014", "June", "10"): DAY, ("2014", "0", "0"): YEAR,
    **dict.fromkeys((
        ("2014", "2", "30"), ("", "6", "1"), ("2014", "13", "1"), *(parts for cell in ("9" * 5_000, "²⁰¹⁴", "1" * 14, "²")
        for parts in ((cell, "1", "1"), ("2014", cell, "1"), ("2014", "1", cell)))), ("NaT", "NaT", "unknown")),
}
#: Days of a column -> the order, whether it is sure, the days.
ORDERS = {
    ("03/04/2014", "27/09/2014"): ("dmy", True, ["04-03", "09-27"]), ("03/04/2014", "09/27/2014"): ("mdy", True, ["03-04", "09-27"]),
    ("03/04/2014", "05/05/2014"): ("dmy", False, ["04-03", "05-05"]), ("05/05/2014",): ("dmy", True, ["05-05"]),
    ("27/09/2014", "09/27/2014", "28/09/2014", "01/02/2014"): ("dmy", False, ["09-27", "09-27", "09-28", "02-01"]),
}
NAMES = {
    **dict.fromkeys(("idp_2017-10-31.csv", "20171031_list.xlsx", "List 31 October 2017", "October_31_2017", "31.10.2017"), "2017-10-31"),
    **dict.fromkeys(("round 87", "20179931"), "None"),
}
# fmt: on


def text(*cells: str) -> pd.Series:
    return pd.Series(cells, dtype="str")


def days_of(result: Any) -> list[tuple[str, str, str]]:
    """Return the first and last day of each row, and how exactly they are known."""
    edges = (values.astype("datetime64[D]").astype(str) for values in (result.start, result.end))
    return list(zip(*edges, result.precision, strict=True))


def pair(cell: str) -> tuple[float, float] | None:
    lon, lat = pairs(text(cell))
    assert np.isnan(lon[0]) == np.isnan(lat[0])
    return None if np.isnan(lon[0]) else (lon[0], lat[0])


READERS = {
    "number": (NUMBERS, number), "decimal comma": (COMMAS, lambda cell: number(cell, ",")), "latitude": (LATITUDES, lambda cell: degree(cell, "lat")),
    "pair": (PAIRS, pair), "day": (DAYS, lambda cell: days_of(dates(text(cell)))[0]),
    "parts": (PARTS, lambda parts: days_of(of_parts(*map(text, parts)))[0]), "name": (NAMES, lambda cell: str(day_in(cell))[:10]),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_a_cell_is_what_people_mean_by_it_or_nothing(reader: str) -> None:
    table, read = READERS[reader]
    for cell, expected in table.items():
        result = read(cell)
        if expected is None:
            assert result is None or math.isnan(result), cell
        else:
            is_number = isinstance(expected, float | int) or isinstance(expected[0], float)
            assert result == (pytest.approx(expected, abs=1e-9) if is_number else expected), cell


@pytest.mark.parametrize("cells", ORDERS)
def test_the_whole_column_tells_day_from_month(cells: tuple[str, ...]) -> None:
    order, sure, days = ORDERS[cells]
    result = dates(text(*cells))
    assert (result.order, result.sure) == (order, sure)
    assert [start[5:] for start, *_ in days_of(result)] == days
    assert dates(text(*cells), "mdy").sure


def test_columns_of_every_length_and_kind() -> None:
    """Long columns are read like short ones, and what a cell means may hang on the others."""
    cells = ["1", "2.5", "1,234", "x", "", "-3.25", "1e2", "٣", "007", ".5", "5."]
    for decimal in (".", ","):
        one_by_one = [number(cell, decimal) for cell in cells] * 300
        np.testing.assert_array_equal(numbers(text(*cells * 300), decimal), one_by_one)
    both = [degree(cell, "lat") for cell in cells] * 300
    np.testing.assert_array_equal(degrees(text(*cells * 300), "lat"), both)
    times = text(*(f"2014-06-10T{n % 24:02d}:{n % 60:02d}:00Z" for n in range(12_000)))
    assert (dates(times).start == np.datetime64("2014-06-10")).all()
    counted = [("2014-06-10", True), ("2014-06-11", True), ("NaT", False)]
    assert [(a, a != "NaT") for a, *_ in days_of(dates(text("41800", "41801.5", "")))] == counted
    mixed = dates(text("2014-06-10", "41800", "2014-06-11"))
    assert np.isnat(mixed.start).tolist() == [False, True, False]
    assert of_parts(text("2014"), None, None).precision.tolist() == ["year"]
    is_empty = empty(text("N/A", "-", "0", "مجهول", " null ")).tolist()
    assert is_empty == [True, True, False, True, True]
    signs = [decimal_of(cells) for cells in (["1,5", "2,75", "3"], ["1,234", "5,678"], ["1.234,5"])]
    assert signs == [",", ".", ","]
    assert pairs(text("44.39, 35.47", "43.13, 36.34"))[0].tolist() == [44.39, 43.13]
    assert pairs(text("44.39, 35.47"), "latlon")[0].tolist() == [35.47]


def test_marks_are_taken_off_where_the_whole_column_has_them() -> None:
    marked = text("\u200e35.47\u200e", "36.34\u00a0", "", "37.1")
    assert degrees(marked, "lat").tolist()[:2] == [35.47, 36.34]
    spoilt = text("35.47", "36.3\u00a0", "36.\u200c4", "37.1")
    np.testing.assert_array_equal(degrees(spoilt, "lat"), [35.47, np.nan, np.nan, 37.1])
    np.testing.assert_array_equal(numbers(spoilt), [35.47, np.nan, np.nan, 37.1])
    lon, _ = pairs(text("35.47, 44.3\u00a0", "35.47, 44.31", "35.47, 44.32"))
    np.testing.assert_array_equal(lon, [np.nan, 44.31, 44.32])


@settings(max_examples=20)
@given(st.text(max_size=30))
def test_no_text_is_infinite_or_a_surprise(cell: str) -> None:
    for result in (number(cell), number(cell, ","), degree(cell), degree(cell, "lon")):
        assert math.isnan(result) or math.isfinite(result)
    dates(text(cell))
    pairs(text(cell))
