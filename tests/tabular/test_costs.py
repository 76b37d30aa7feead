"""What reading costs grows as the file does: counted in calls of functions, not in seconds."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress

import pandas as pd
import pytest
from openpyxl import Workbook

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet
from tests.work import counted_calls

Make = Callable[[int], bytes]


def write_delimited(rows: int) -> bytes:
    return b"id,date,lat,lon\n" + b'1,2017-10-16,"35.4",44.3\n' * rows


def lines(rows: int) -> bytes:
    return b'{"id": "1", "lat": 35.4, "lon": [44.3, {"a": 1}]}\n' * rows


def collection(rows: int) -> bytes:
    place = '{"type":"Point","coordinates":[44.3,35.4]}'
    feature = f'{{"type":"Feature","geometry":{place},"properties":{{"a":1}}}}'
    listed = ",".join([feature] * rows)
    return f'{{"type":"FeatureCollection","features":[{listed}]}}'.encode()


def kml(rows: int) -> bytes:
    mark = "<Placemark><name>a</name><Point><coordinates>44,35</coordinates></Point></Placemark>"
    return f"<kml>{mark * rows}</kml>".encode()


def gpx(rows: int) -> bytes:
    mark = '<wpt lat="35" lon="44"><name>a</name></wpt>'
    return f"<gpx>{mark * rows}</gpx>".encode()


def workbook(rows: int) -> bytes:
    book = Workbook()
    for row in range(rows):
        book.active.append((row, "2017-10-16", 35.4, "text"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(rows: int) -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"id": ["1"] * rows, "lat": [35.4] * rows}).to_parquet(out)
    return out.getvalue()


KINDS = [write_delimited, lines, collection, kml, gpx, workbook, parquet]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_twice_as_many_rows_cost_at_most_twice_as_much(make: Make) -> None:
    def calls(rows: int) -> int:
        content = make(rows)
        with counted_calls() as count:
            assert len(open_sheet(content).frame) >= rows - 1
        return count[0]

    calls(10)  # what is loaded once
    assert calls(4_000) < 2.5 * calls(2_000)


@pytest.mark.quick(3)
@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_no_spoilt_file_costs_more_than_its_share(make: Make) -> None:
    """Bytes changed, doubled and left out at random: read or refused, with work for its size."""
    content, chance = make(300), random.Random(make.__name__)
    with counted_calls() as everything:
        open_sheet(content)
    for _ in range(15):
        spoilt = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            at, size = chance.randrange(len(spoilt)), chance.randint(1, 400)
            spoilt[at : at + size] = chance.choice(
                [b"", bytes(spoilt[at : at + size]) * 3, chance.randbytes(size), b"<" * size]
            )
        with counted_calls() as calls, suppress(ReadError):
            open_sheet(bytes(spoilt))
        assert calls[0] < 20 * everything[0] + 50_000
