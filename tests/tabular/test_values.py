"""Numbers, days and positions as people write them, and what is none of them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tabular.cell import degree
from geo.tabular.dates import dates, of_parts
from geo.tabular.values import decimal_of, degrees, empty, number, numbers, pairs


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1,234,567", ".", 1234567), ("1.234.567,8", ",", 1234567.8), ("1 234", ".", 1234),
        ("1'234.5", ".", 1234.5), ("12,5", ",", 12.5), ("12.5", ".", 12.5), ("١٬٢٣٤", ".", 1234),
        ("۱۲٫۵", ".", 12.5), ("−3", ".", -3), ("1e3", ".", 1000), (" 7 ", ".", 7), ("+7", ".", 7),
    ],
)  # fmt: skip
def test_numbers(cell: str, decimal: str, value: float) -> None:
    assert number(cell, decimal) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "1.2.3",
        "1,23,4",
        "12,34",
        "1e400",
        "inf",
        "NaN",
        "0x1A",
        "1_000",
        "3 5",
        "5-10",
        "=1+1",
        "9" * 60,
        "²",
        "Ⅻ",
        "1.234,5",
    ],
)
def test_what_is_no_number(cell: str) -> None:
    assert math.isnan(number(cell, "."))


def test_long_columns_are_read_like_short_ones() -> None:
    cells = ["1", "2.5", "1,234", "x", "", "-3.25", "1e2", "٣", "007", ".5", "5."]
    for decimal in (".", ","):
        one_by_one = [number(cell, decimal) for cell in cells] * 300
        np.testing.assert_array_equal(
            numbers(pd.Series(cells * 300, dtype="str"), decimal), one_by_one
        )
    both = [degree(cell, "lat") for cell in cells] * 300
    np.testing.assert_array_equal(degrees(pd.Series(cells * 300, dtype="str"), "lat"), both)


def test_marks_are_taken_off_where_the_whole_column_has_them() -> None:
    marked = pd.Series(["\u200e35.47\u200e", "36.34\u00a0", "", "37.1"])
    assert degrees(marked, "lat").tolist()[:2] == [35.47, 36.34]
    spoilt = pd.Series(["35.47", "36.3\u00a0", "36.\u200c4", "37.1"])
    np.testing.assert_array_equal(degrees(spoilt, "lat"), [35.47, np.nan, np.nan, 37.1])
    np.testing.assert_array_equal(numbers(spoilt), [35.47, np.nan, np.nan, 37.1])
    lon, _ = pairs(pd.Series(["35.47, 44.3\u00a0", "35.47, 44.31", "35.47, 44.32"]))
    np.testing.assert_array_equal(lon, [np.nan, 44.31, 44.32])


def test_nothing_and_the_decimal_sign() -> None:
    assert empty(pd.Series(["N/A", "-", "0", "مجهول", " null "])).tolist() == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert decimal_of(["1,5", "2,75", "3"]) == ","
    assert decimal_of(["1,234", "5,678"]) == "."
    assert decimal_of(["1.234,5"]) == ","


@given(st.text(max_size=30))
def test_no_text_is_infinite_or_a_surprise(cell: str) -> None:
    for result in (number(cell), number(cell, ","), degree(cell), degree(cell, "lon")):
        assert math.isnan(result) or math.isfinite(result)
    dates(pd.Series([cell]))
    pairs(pd.Series([cell]))


@given(st.floats(-180, 180))
def test_every_number_that_python_writes_is_read(value: float) -> None:
    assert degree(repr(value)) == value
    assert number(repr(value)) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("35.47", 35.47), ("35,47", 35.47), ("35.47°", 35.47), ("35.47° N", 35.47), ("N35.47", 35.47),
        ("35.47 S", -35.47), ("-35.47", -35.47), ("35°28'12\"N", 35.47), ("35° 28′ 12″ N", 35.47),
        ("35 28 12", 35.47), ("35:28:12", 35.47), ("35d28m12s", 35.47), ("35d 28m 12s S", -35.47), ("35° 28.2'", 35.47),
        ("N 35 28 12", 35.47), ("٣٥٫٤٧", 35.47), ("35.47 شمالا", 35.47), ("35.47 north", 35.47),
    ],
)  # fmt: skip
def test_degrees(cell: str, value: float) -> None:
    assert degree(cell, "lat") == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    "cell",
    ["35.47 E", "35.47.1", "3 5.47", "35 . 47", "35.\u00a047", "35°61'", "35°28'61\"", "-35.47 N", "N35.47N", "35.47, 44.39", "\u202e35", "1e999", "35.47 km", "38SMB4496", "\u200e35.47", "35.4\u00a0", "35,\u200c47"],
)  # fmt: skip
def test_what_is_no_latitude(cell: str) -> None:
    assert math.isnan(degree(cell, "lat"))


@pytest.mark.parametrize(
    "cell",
    [
        "35.47, 44.39", "35.47 44.39", "35.47;44.39", "(35.47, 44.39)", "[35.47,44.39]", "35,47; 44,39",
        "35.47N 44.39E", "44.39E, 35.47N", "N35.47 E44.39", "POINT (44.39 35.47)", "point z(44.39 35.47 200)",
        "SRID=4326;POINT(44.39 35.47)", "35°28'12\"N, 44°23'24\"E", "35°28'12\"N 44°23'24\"E", "٣٥٫٤٧ ، ٤٤٫٣٩".replace("،", ","),
        "35.47 / 44.39", "35.47 | 44.39",
    ],
)  # fmt: skip
def test_pairs(cell: str) -> None:
    lon, lat = pairs(pd.Series([cell]))
    assert (lon[0], lat[0]) == (pytest.approx(44.39), pytest.approx(35.47))


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "35.47",
        "35,47",
        "35 28",
        "35. 47",
        "35.47, 44.39, 3",
        "35.47N 44.39N",
        "POLYGON ((0 0))",
        "a, b",
    ],
)
def test_what_is_no_pair(cell: str) -> None:
    lon, lat = pairs(pd.Series([cell]))
    assert np.isnan([lon[0], lat[0]]).all()


def test_the_column_tells_which_comes_first() -> None:
    lon, lat = pairs(pd.Series(["44.39, 35.47", "43.13, 36.34"]))
    assert (lon.tolist(), lat.tolist()) == ([44.39, 43.13], [35.47, 36.34])
    lon, _ = pairs(pd.Series(["44.39, 35.47"]), "latlon")
    assert lon.tolist() == [35.47]


DAY = "2014-06-10"


@pytest.mark.parametrize(
    "cell",
    [
        "2014-06-10", "2014/6/10", "2014.06.10", "20140610", "2014-06-10T23:59:59+03:00", "2014-06-10 04:30",
        "2014-06-10T01:02:03.123456Z", "10 June 2014", "10 Jun 14", "10-Jun-2014", "June 10, 2014", "Jun. 10th, 2014",
        "Tuesday, 10 June 2014", "2014 June 10", "10 juin 2014", "mardi 10 juin 2014", "10 حزيران 2014",
        "١٠ حزيران ٢٠١٤", "10 يونيو 2014", "الثلاثاء 10 حزيران 2014", "10ی حوزەیرانی 2014", "۱۰ ژوئن ۲۰۱۴",
        "10 Haziran 2014", "13/06/2014".replace("13", "10"), "10.6.2014", "10-06-2014", "10/06/14", "١٠/٠٦/٢٠١٤",
        "10/06/2014 14:30", "10/06/2014 2:30 PM", "10 june 2014 14:30",
    ],
)  # fmt: skip
def test_days(cell: str) -> None:
    result = dates(pd.Series([cell]))
    assert result.start.astype("datetime64[D]").astype(str).tolist() == [DAY]
    assert (result.end[0], result.precision[0]) == (result.start[0], "day")


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("2014", "2014-01-01", "2014-12-31", "year"), ("2014-02", "2014-02-01", "2014-02-28", "month"),
        ("02/2014", "2014-02-01", "2014-02-28", "month"), ("201402", "2014-02-01", "2014-02-28", "month"),
        ("February 2014", "2014-02-01", "2014-02-28", "month"), ("شباط ٢٠١٤", "2014-02-01", "2014-02-28", "month"),
        ("2014.0", "2014-01-01", "2014-12-31", "year"),
    ],
)  # fmt: skip
def test_months_and_years(cell: str, start: str, end: str, precision: str) -> None:
    result = dates(pd.Series([cell]))
    assert [str(item.astype("datetime64[D]")) for item in (result.start[0], result.end[0])] == [
        start,
        end,
    ]
    assert result.precision.tolist() == [precision]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "soon",
        "2014-02-30",
        "2014-13-01",
        "31/04/2014",
        "1435-08-12",
        "2714-06-10",
        "0000-00-00",
        "12/2014/06",
        "June",
        "10 June",
        "1st June 10 2014 2015",
        "yesterday",
        "5",
        "2014-06-1O",
        "99999999",
        "10 Brumaire 2014",
    ],
)
def test_what_is_no_day(cell: str) -> None:
    result = dates(pd.Series([cell]))
    assert (
        np.isnat(result.start[0]) and np.isnat(result.end[0]) and result.precision[0] == "unknown"
    )


def test_the_whole_column_tells_day_from_month() -> None:
    first = dates(pd.Series(["03/04/2014", "27/09/2014"]))
    second = dates(pd.Series(["03/04/2014", "09/27/2014"]))
    assert (first.order, first.sure, str(first.start[0])[:10]) == ("dmy", True, "2014-04-03")
    assert (second.order, second.sure, str(second.start[0])[:10]) == ("mdy", True, "2014-03-04")
    silent = dates(pd.Series(["03/04/2014", "05/05/2014"]))
    assert (silent.order, silent.sure) == ("dmy", False)
    both = dates(pd.Series(["27/09/2014", "09/27/2014", "28/09/2014", "01/02/2014"]))
    assert (both.order, both.sure, np.isnat(both.start).tolist()) == (
        "dmy",
        False,
        [False, False, False, False],
    )
    assert str(both.start[1])[:10] == "2014-09-27"
    assert dates(pd.Series(["03/04/2014"]), "mdy").sure
    assert dates(pd.Series(["05/05/2014"])).sure


def test_counts_of_days() -> None:
    excel = dates(pd.Series(["41800", "41801.5", ""]))
    assert [str(item)[:10] for item in excel.start] == ["2014-06-10", "2014-06-11", "NaT"]
    assert str(dates(pd.Series(["1402358400"])).start[0])[:10] == "2014-06-10"
    assert str(dates(pd.Series(["1402358400000"])).start[0])[:10] == "2014-06-10"
    assert np.isnat(dates(pd.Series(["2014-06-10", "41800", "2014-06-11"])).start).tolist() == [
        False,
        True,
        False,
    ]


def test_days_in_three_columns() -> None:
    result = of_parts(
        pd.Series(["2014", "2014", "2014", "2014", "", "2014"]),
        pd.Series(["6", "June", "0", "2", "6", "13"]),
        pd.Series(["10", "10", "0", "30", "1", "1"]),
    )
    assert [str(item)[:10] for item in result.start] == [
        "2014-06-10",
        "2014-06-10",
        "2014-01-01",
        "NaT",
        "NaT",
        "NaT",
    ]
    assert result.precision.tolist()[:3] == ["day", "day", "year"]
    assert of_parts(pd.Series(["2014"]), None, None).precision.tolist() == ["year"]


def test_long_columns_of_times() -> None:
    cells = pd.Series(
        [f"2014-06-10T{n % 24:02d}:{n % 60:02d}:00Z" for n in range(12_000)], dtype="str"
    )
    assert (dates(cells).start == np.datetime64("2014-06-10")).all()


LONG = ("9" * 5_000, "²⁰¹⁴", "1" * 14, "²")


@pytest.mark.parametrize("cell", LONG)
def test_what_python_does_not_read_as_a_whole_number_is_no_day(cell: str) -> None:
    for parts in ((cell, "1", "1"), ("2014", cell, "1"), ("2014", "1", cell)):
        result = of_parts(*(pd.Series([part], dtype="str") for part in parts))
        assert np.isnat(result.start).all()
    assert np.isnat(dates(pd.Series([cell], dtype="str")).start).all()
