"""What reading costs grows as the file does: counted in calls of functions, not in seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.events.column_guess import guess
from geo.events.draft import How
from geo.events.reading import Reader
from geo.tabular.sheet import open_sheet
from tests.hostile import files
from tests.tabular import makers
from tests.tabular.makers import book
from tests.work import counted_calls

Make = Callable[[int], bytes]


def write_delimited(rows: int) -> bytes:
    return b"id,date,lat,lon\n" + b'1,2017-10-16,"35.4",44.3\n' * rows


def lines(rows: int) -> bytes:
    return b'{"id": "1", "lat": 35.4, "lon": [44.3, {"a": 1}]}\n' * rows


def collection(rows: int) -> bytes:
    return makers.collection(*[makers.point(44.3, 35.4)] * rows)


def folders(depth: int) -> bytes:
    mark = "<Placemark><Point><coordinates>44,35</coordinates></Point></Placemark>"
    return f"<kml>{'<Folder>' * depth}{mark * depth}{'</Folder>' * depth}</kml>".encode()


def workbook(rows: int) -> bytes:
    return book(*((row, "2017-10-16", 35.4, "text") for row in range(rows)))


def bare_workbook(rows: int) -> bytes:
    return files.workbook("<row><c><v>1</v></c></row>" * rows)


GROWING = [write_delimited, lines, collection, workbook, folders, bare_workbook]


@pytest.mark.quick(3)
@pytest.mark.parametrize("make", GROWING, ids=lambda make: make.__name__)
def test_twice_as_many_rows_cost_at_most_twice_as_much(make: Make) -> None:
    def calls(rows: int) -> int:
        content = make(rows)
        with counted_calls() as count:
            assert len(open_sheet(content).frame) >= rows - 1
        return count[0]

    calls(10)  # what is loaded once
    assert calls(2_000) < 2.5 * calls(1_000)


@pytest.mark.parametrize(
    "cell",
    [
        " x" * 30_000, "x" + " " * 120_000 + "1", "1" * 120_000, "1," * 30_000, "point(" + " 1" * 30_000, '""' * 50_000,
    ],
    ids=range(6),
)  # fmt: skip
def test_a_cell_that_would_take_long_to_judge(cell: str) -> None:
    text = f'id,lat,lon,date\n1,35.1,44.1,2014-06-10\n2,"{cell}",44,"{cell}"'
    sheet = open_sheet(text.encode())
    mapping = guess(sheet).mapping
    assert mapping.lat == "lat"
    assert len(Reader(How(mapping)).events(sheet).rows) == 1
