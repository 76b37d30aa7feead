"""Sheets of XLSX workbooks: values as a table would write them, bombs refused before they are opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook
from python_calamine import SheetTypeEnum

from geo.errors import ReadError
from geo.tabular import workbook
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import LIMITS, Limits, sourced
from tests.hostile import files
from tests.work import counted_calls


def save_book(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book(*rows, title: str = "Sheet") -> Workbook:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def change_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old in text
                text = text.replace(old, new)
            after.writestr(name, text)
    return out.getvalue()


def test_values_are_written_as_in_a_table() -> None:
    rows = [
        ("id", "day", "at", "lat", "n", "ok", "المكان"),
        (
            1,
            date(2014, 6, 10),
            datetime.fromisoformat("2014-06-10T04:30"),
            35.47,
            3.0,
            True,
            "كركوك",
        ),
    ]
    sheet = open_sheet(save_book(book(*rows)))
    assert sheet.frame.iloc[0].tolist() == [
        "1",
        "2014-06-10",
        "2014-06-10 04:30:00",
        "35.47",
        "3",
        "true",
        "كركوك",
    ]
    assert (sheet.kind, sheet.row.tolist(), sheet.details["sheet"]) == ("xlsx", [2], "Sheet")


def test_the_fullest_sheet_is_taken_others_are_choices() -> None:
    made = book(("about",), title="about")
    made.create_sheet("data").append(("id", "lat", "lon"))
    made["data"].append((1, 35.4, 44.3))
    content = save_book(made)
    assert (open_sheet(content).details["sheet"], open_sheet(content).choices) == (
        "data",
        ("about", "data"),
    )
    assert list(open_sheet(content, choice="about").frame.columns) == ["about"]
    with pytest.raises(ReadError, match="holds no 'none'; accepted: about, data"):
        open_sheet(content, choice="none")


def test_a_workbook_in_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("events.xlsx", save_book(book(("id", "lat"), (1, 35.4))))
    assert open_sheet(out.getvalue()).kind == "xlsx"


def test_titles_blank_rows_and_tags() -> None:
    sheet = open_sheet(
        save_book(
            book(
                ("UserEvents",),
                (),
                ("id", "lat"),
                ("#event+id", "#geo+lat"),
                (1, 35.4),
                (),
                (2, 35.5),
            )
        )
    )
    assert sheet.row.tolist() == [5, 6, 7]
    assert sheet.frame["id"].tolist() == ["1", "", "2"]
    assert sheet.hxl["lat"] == "#geo+lat"


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    sheet = open_sheet(save_book(book((), (), ("", "id", "lat"), ("", 1, 35.4), ("", 2, 35.5))))
    assert sheet.row.tolist() == [4, 5]
    assert (list(sheet.frame.columns), sheet.frame["lat"].tolist()) == (
        ["id", "lat"],
        ["35.4", "35.5"],
    )


def test_a_cell_beside_the_table_makes_a_bad_row() -> None:
    sheet = open_sheet(
        save_book(book(("id", "lat"), (1, 35.4), (2, 35.5, "", "see p. 3"), (3, 35.6), (4, 35.7)))
    )
    assert sheet.frame["id"].tolist() == ["1", "3", "4"]
    assert [(bad_row.row, bad_row.value) for bad_row in sheet.bad] == [(3, "2 | 35.5 | see p. 3")]


def test_formulas_are_not_run() -> None:
    sheet = open_sheet(save_book(book(("id", "n"), ("=1+1", '=HYPERLINK("http://x")'), ("a", 2))))
    assert sheet.frame["id"].tolist()[1] == "a"
    assert "HYPERLINK" not in sheet.frame.iloc[0, 1]


def test_one_cell_far_out_is_refused_before_it_is_opened() -> None:
    made = book(("id", "lat"), (1, 35.4))
    made.active["XFD1048576"] = 1
    with pytest.raises(ReadError, match="spans 1,048,576 rows and 16,384 columns"):
        open_sheet(save_book(made))


@pytest.mark.parametrize("quoted", [b"r='XFD1048576'", b'r = "xfd1048576"'])
def test_however_that_cell_is_written(quoted: bytes) -> None:
    content = save_book(book(("id", "lat"), (1, 35.4)))
    with pytest.raises(ReadError, match="spans 1,048,576 rows"):
        open_sheet(change_part(content, "xl/worksheets/sheet1.xml", b'r="B2"', quoted))


def test_a_long_text_in_many_cells_is_refused() -> None:
    content = save_book(book(*((0,) for _ in range(200))))
    content = change_part(content, "xl/worksheets/sheet1.xml", b' t="n"', b' t="s"')
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        text = '<?xml version="1.0"?><sst><si><t>' + "long " * 400 + "</t></si></sst>"
        archive.writestr("xl/sharedStrings.xml", text)
    content = out.getvalue()
    assert open_sheet(content).frame.iloc[0, 0].startswith("long long")
    with pytest.raises(ReadError, match="repeats long texts"):
        open_sheet(content, limits=Limits(unpacked=200_000))


def test_a_part_that_grows_too_much_is_refused() -> None:
    content = change_part(
        save_book(book(("id",), (1,))),
        "xl/worksheets/sheet1.xml",
        b"</worksheet>",
        b" " * 30_000_000 + b"</worksheet>",
    )
    with pytest.raises(ReadError, match=r"'xl/worksheets/sheet1\.xml' grows"):
        open_sheet(content)


def test_limits_and_damage() -> None:
    content = save_book(book(("a", "b", "c"), *((1, 2, 3) for _ in range(20))))
    with pytest.raises(ReadError, match="at most 2 columns"):
        open_sheet(content, limits=Limits(columns=2))
    with pytest.raises(ReadError, match="at most 10 rows"):
        open_sheet(content, limits=Limits(rows=10))
    with pytest.raises(ReadError, match="damaged XLSX"):
        open_sheet(change_part(content, "xl/workbook.xml", b"<sheets>", b"<<"))
    with pytest.raises(ReadError, match="holds no rows"):
        open_sheet(save_book(Workbook()))


def test_pieces() -> None:
    pieces = list(sheets(save_book(book(("id",), *((number,) for number in range(25)))), rows=10))
    assert [piece.row.tolist()[0] for piece in pieces] == [2, 12, 22]


def test_a_workbook_is_looked_through_with_work_that_grows_as_its_size() -> None:
    """Shapes that once cost the square of their size: the work of twice as many is twice as much."""

    def work(count: int) -> int:
        sheet = files.workbook("<row><c><v>1</v></c></row>" * count)
        with counted_calls() as calls:
            open_sheet(sheet)
        return calls[0]

    assert work(4_000) < 2.5 * work(2_000)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("make", [files.unclosed_rows, files.unclosed_strings])
def test_what_is_never_closed_is_refused_at_once(make: Callable[[], bytes]) -> None:
    with counted_calls() as calls, pytest.raises(ReadError, match="is a damaged XLSX"):
        open_sheet(make())
    assert calls[0] < 1_000_000


def test_sheets_are_counted_and_only_one_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="has 20,000 sheets; accepted: at most 2,000"):
        open_sheet(files.many_names())
    loaded: list[str] = []

    class Book:
        sheets_metadata = tuple(
            SimpleNamespace(name=name, typ=SheetTypeEnum.WorkSheet) for name in ("a", "b", "c")
        )

        def get_sheet_by_name(self, name: str) -> Any:
            loaded.append(name)
            return SimpleNamespace(height=1, width=1, iter_rows=lambda: [["x"]])

    source = sourced(b"x", "a.xlsx", LIMITS)
    assert workbook._read(source, Book(), None, ["b", "a"])[0] == "b"
    assert loaded == ["b"]
