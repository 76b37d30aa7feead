"""Packed files: one table is found, bombs and tricks are refused with a sentence."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet
from geo.tabular.source import Limits

CSV = b"id,lat,lon\n1,35.47,44.39\n"
ZEROS = bytes(50_000_000)


def zip_files(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def assert_refused(content: bytes, what: str, **given) -> None:
    with pytest.raises(ReadError, match=what):
        open_sheet(content, "upload.zip", **given)


def test_the_one_table_is_taken() -> None:
    sheet = open_sheet(
        zip_files({"README.md": b"# text", "__MACOSX/._a.csv": b"\0\5", "in/a.csv": CSV})
    )
    assert (sheet.frame["id"].tolist(), sheet.name, sheet.choices) == (["1"], "in/a.csv", ())


def test_a_table_whose_name_says_nothing_is_found() -> None:
    assert (
        open_sheet(zip_files({"license.txt": b"free", "20171016120000.export": CSV})).kind == "csv"
    )


def test_several_tables_are_a_choice() -> None:
    content = zip_files({"a.csv": CSV, "b.csv": CSV.replace(b"1,", b"2,"), "note.txt": b"x"})
    assert open_sheet(content).choices == ("a.csv", "b.csv")
    assert open_sheet(content, choice="b.csv").frame["id"].tolist() == ["2"]
    assert_refused(content, "holds no 'c.csv'; accepted: a.csv, b.csv", choice="c.csv")


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/a.csv", "..\\..\\a.csv", "C:\\a.csv", "x/../../a.csv"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert_refused(zip_files({name: CSV}), "name leads out of the archive")


def test_links_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert_refused(out.getvalue(), "leads out")


def test_archives_within_archives_are_refused() -> None:
    inner = zip_files({"a.csv": CSV})
    assert_refused(zip_files({"b.zip": inner}), "holds an archive within an archive")
    assert_refused(zip_files({"b.csv": inner}), "holds an archive within an archive")
    assert_refused(
        zip_files({"b.csv.gz": gzip.compress(CSV)}), "holds an archive within an archive"
    )
    assert_refused(gzip.compress(inner), "holds an archive within an archive")
    assert_refused(gzip.compress(gzip.compress(CSV)), "holds an archive within an archive")


def test_bombs_are_refused() -> None:
    assert_refused(zip_files({"a.csv": ZEROS}), r"'a.csv' grows .* times")
    assert_refused(gzip.compress(ZEROS), r"grows .* times")
    assert_refused(zip_files({"a.csv": CSV * 100}), "when unpacked", limits=Limits(unpacked=1000))
    assert_refused(gzip.compress(CSV * 100), "when unpacked", limits=Limits(unpacked=1000))


def test_a_size_that_is_not_true_does_not_help() -> None:
    content = bytearray(zip_files({"a.csv": ZEROS}))
    for at in range(len(content) - 4):
        if content[at : at + 4] == (50_000_000).to_bytes(4, "little"):
            content[at : at + 4] = (1000).to_bytes(4, "little")
    assert_refused(bytes(content), "damaged|grows")


def test_too_many_files_are_refused() -> None:
    assert_refused(zip_files({f"{number}.csv": CSV for number in range(129)}), "holds 129 files")
    assert_refused(zip_files({str(number): b"" for number in range(2001)}), "holds 2,001 parts")


def test_empty_archives_are_refused() -> None:
    assert_refused(zip_files({}), "damaged|no table")
    assert_refused(zip_files({"a.csv": b""}), "holds no table")
    assert_refused(zip_files({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument")
    assert_refused(zip_files({"word/document.xml": b"<x/>"}), "other than XLSX")


def test_a_password_is_said() -> None:
    content = bytearray(zip_files({"a.csv": CSV}, zipfile.ZIP_STORED))
    content[6] |= 1
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert_refused(bytes(content), "locked with a password")


def test_cut_archives_are_refused() -> None:
    total, packed = zip_files({"a.csv": CSV * 50}), gzip.compress(CSV * 50)
    for content in (total, packed):
        for cut in range(4, len(content), 7):
            assert_refused(content[:cut], "damaged|is empty")
