"""What a file is, its content tells: names lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet, sheets

CSV = b"id,lat,lon\n1,35.47,44.39\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CSV, "csv"),
        (b'[{"id": 1, "lat": 35.4}]', "json"),
        (b'\xef\xbb\xbf  {"data": [{"id": 1}]}', "json"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": 1}, "geometry": null}]}', "geojson"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.geojson", "a.parquet", "a", ""])
def test_the_name_says_nothing(content: bytes, kind: str, name: str) -> None:
    assert open_sheet(content, name).kind == kind


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office file"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a picture"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "7-Zip"),
        (b"Rar!\x1a\x07" + b"\0" * 50, "RAR"),
        (b"BZh91AY" + b"\0" * 50, "bzip2"),
        (b"x" * 257 + b"ustar" + b"\0" * 300, r"archive \(tar\)"),
        (b'<?xml version="1.0"?><gml/>', "web page or other XML"),
        (b"<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTDataSource>", "XML"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "one part of a Shapefile"),
        (b"SQLite format 3\x00" + b"\0" * 200, "damaged GeoPackage"),
        (b"PAR1" + b"\0" * 200 + b"PAR1", "damaged Parquet"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged zip"),
        (b"\x1f\x8b\x08\x00" + b"\0" * 200, "damaged gzip"),
        (b"{", "not JSON"),
    ],
)
def test_other_files_are_named_and_refused(content: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what) as caught:
        open_sheet(content, "folder/upload.csv")
    assert str(caught.value).startswith("upload.csv: ")
    assert "accepted: " in str(caught.value)


def test_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    assert open_sheet(tmp_path / "t.csv").name == "t.csv"
    assert open_sheet(tmp_path / "t.csv", "shown.csv").name == "shown.csv"
    with pytest.raises(ReadError, match="is a folder"):
        open_sheet(tmp_path)
    with pytest.raises(ReadError, match="No such file"):
        open_sheet(tmp_path / "none.csv")


def test_a_table_without_choices_has_none() -> None:
    assert open_sheet(CSV).choices == ()
    with pytest.raises(ReadError, match="one table only"):
        open_sheet(CSV, choice="Sheet2")


def test_pieces_of_every_kind_join_to_the_whole() -> None:
    listed = b"[" + b",".join(b'{"id": %d}' % number for number in range(25)) + b"]"
    pieces = list(sheets(listed, rows=10))
    assert [len(piece.frame) for piece in pieces] == [10, 10, 5]
    assert [int(row) for piece in pieces for row in piece.row] == list(range(2, 27))
