"""Parquet as text, GeoParquet with its points."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from shapely import Point, box

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import Limits


def save_table(table: pa.Table, **given) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, **given)
    return out.getvalue()


def test_every_type_as_text() -> None:
    zoned = pa.array(
        [datetime.fromisoformat("2014-06-10T22:30")] * 2, pa.timestamp("us", "Asia/Baghdad")
    )
    table = pa.table({
        "n": [1, None], "x": [35.47, 44.0], "ok": [True, False], "day": [date(2014, 6, 10), None],
        "midnight": pa.array([datetime.fromisoformat("2014-06-10"), None], pa.timestamp("ns")), "at": zoned,
        "kind": pa.array(["a", "ب"]).dictionary_encode(), "many": [[1, 2], None], "raw": [b"\xff", b""],
        "same": [{"a": "é"}, None],
    })  # fmt: skip
    sheet = open_sheet(save_table(table))
    assert sheet.frame.iloc[0].to_dict() == {
        "n": "1", "x": "35.47", "ok": "true", "day": "2014-06-10", "midnight": "2014-06-10",
        "at": "2014-06-11 01:30:00", "kind": "a", "many": "[1, 2]", "same": '{"a": "é"}',
    }  # fmt: skip
    assert sheet.frame.iloc[1][["n", "day", "midnight", "many"]].tolist() == [""] * 4
    assert (sheet.kind, sheet.row.tolist(), sheet.lon) == ("parquet", [2, 3], None)


def test_shapes(tmp_path: Path) -> None:
    shapes = [Point(44.39, 35.47), None, box(44, 35, 44.2, 35.2)]
    frame = gpd.GeoDataFrame({"id": [1, 2, 3]}, geometry=shapes, crs="EPSG:4326")
    for encoding in ("WKB",):
        frame.to_parquet(tmp_path / "t.parquet", geometry_encoding=encoding)
        sheet = open_sheet(tmp_path / "t.parquet")
        np.testing.assert_allclose(sheet.lon, [44.39, np.nan, 44.1])
        assert sheet.inner.tolist() == [False, False, True]
        assert list(sheet.frame.columns) == ["id"]
    frame.iloc[[0]].to_crs("EPSG:32638").to_parquet(
        tmp_path / "t.parquet", geometry_encoding="geoarrow"
    )
    sheet = open_sheet(tmp_path / "t.parquet")
    assert (sheet.details["crs"], sheet.lon[0]) == ("EPSG:32638", pytest.approx(44.39, abs=1e-6))


def test_pieces_know_their_rows() -> None:
    content = save_table(pa.table({"id": list(range(1000))}), row_group_size=70)
    pieces = list(sheets(content, rows=300))
    assert [len(piece.frame) for piece in pieces] == [300, 300, 300, 100]
    assert [int(item) + 2 for piece in pieces for item in piece.frame["id"]] == [
        int(row) for piece in pieces for row in piece.row
    ]


def test_few_long_texts_in_many_rows_are_refused() -> None:
    content = save_table(pa.table({"note": ["long " * 4000] * 500}))
    assert len(content) < 100_000
    with pytest.raises(
        ReadError, match=r"column 'note': holds too much text; accepted: at most 1 MB"
    ):
        open_sheet(content, limits=Limits(unpacked=1_000_000))


def test_limits_and_damage() -> None:
    content = save_table(pa.table({"a": range(100), "b": range(100)}))
    for limits, what in (
        (Limits(rows=99), "99 rows"),
        (Limits(columns=1), "1 columns"),
        (Limits(unpacked=100), "unpacked"),
    ):
        with pytest.raises(ReadError, match=what):
            open_sheet(content, limits=limits)
    for cut in (10, 200, len(content) - 1):
        with pytest.raises(ReadError, match="damaged Parquet"):
            open_sheet(content[:cut])


@pytest.mark.parametrize(
    ("meta", "what"),
    [
        ("{", "says wrongly where"),
        (
            json.dumps({"primary_column": "no", "columns": {"no": {}}}),
            "says wrongly where its shapes are",
        ),
        (
            json.dumps({"primary_column": "id", "columns": {"id": {"encoding": "multipoint"}}}),
            "keeps its shapes as",
        ),
        (json.dumps({"primary_column": "id", "columns": {"id": {"crs": {"a": 1}}}}), "CRS|damaged"),
    ],
)
def test_wrong_words_about_shapes(meta: str, what: str) -> None:
    table = pa.table({"id": pa.array([b"\x01\x01"], pa.binary())}).replace_schema_metadata(
        {b"geo": meta.encode()}
    )
    with pytest.raises(ReadError, match=what):
        open_sheet(save_table(table))
