"""`greenline export` writes pictures, films and tables too; the ending says which."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.export import tables
from geo.files.atomic_write import ENDINGS, FILMS, TABLES, ending
from tests.cli.conftest import Said

BEGINS = {".png": b"\x89PNG", ".svg": b"<svg ", ".pdf": b"%PDF", ".gpkg": b"SQLite format 3"}
BEGINS |= {".geojson": b'{"type":"FeatureColl', ".xlsx": b"PK", ".parquet": b"PAR1"}
BEGINS |= {
    ".csv": b"\xef\xbb\xbfunit,",
    ".shp.zip": b"PK",
    ".csv.zip": b"PK",
    ".parquet.zip": b"PK",
    ".qgz": b"PK",
    ".qgz.zip": b"PK",
    ".fgb.zip": b"PK",
    ".fgb": b"fgb\x03",
    ".kml": b"<?xml",
    ".gpx": b"<?xml",
}


def test_the_command_knows_every_way_out() -> None:
    assert set(TABLES) == {*tables.WHOLE, *tables.SINGLE, tables.PROJECT}


def test_an_ending_is_read_whatever_its_case() -> None:
    assert [ending(name, FILMS) for name in ("advance.MP4", "a.webm", "advance.png", ".gif")] == [
        ".mp4",
        ".webm",
        None,
        None,
    ]


def test_an_unknown_ending_is_wrong_usage(greenline: Callable[..., Said], tmp_path: Path) -> None:
    code, _, err = greenline("export", tmp_path / "map.doc")
    assert code == 2
    assert all(ending in err for ending in ENDINGS)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("a.html", ("--dates", "2014-01-01..2014-02-01")),
        ("a.html", ("--ocha-name",)),
        ("a.html", ("--table", "control")),
        ("a.gpkg", ("--table", "control")),
        ("a.csv", ("--no-text",)),
        ("a.gpkg", ("--format", "90mm")),
        ("a.csv", ("--fps", "4")),
        ("a.png", ("--fps", "4")),
        ("a.gpkg", ("--step", "month")),
        ("a.svg", ("--step", "month")),
        ("a.svg", ("--dpi", "300")),
        ("a.kml", ("--address", "https://atlas.example/")),
        ("a.pdf", ("--tiles",)),
        ("a.svg", ("--side",)),
        ("a.html", ("--sheet", "2017")),
        ("a.html", ("--ends", "last-day")),
    ],
)
def test_no_option_is_passed_over_in_silence(
    greenline: Callable[..., Said], tmp_path: Path, name: str, option: tuple[str, ...]
) -> None:
    code, _, err = greenline("export", tmp_path / name, *option)
    assert code == 2
    assert option[0] in err
    assert "expected" in err
    assert not list(tmp_path.iterdir())


def test_a_table_that_is_not_shown_is_refused(
    greenline: Callable[..., Said], tmp_path: Path
) -> None:
    code, _, err = greenline("export", tmp_path / "x.csv", "--layers", "control", "--table", "mars")
    assert code == 1
    assert "expected a layer shown" in err


def test_a_file_is_named_by_the_pattern_of_ocha(answer: Callable[..., Any], tmp_path: Path) -> None:
    words = ("--layers", "control", "--dpi", "50", "--format", "a4-portrait", "--ocha-name")
    result = answer("export", tmp_path / "kirkuk control.png", *words)
    (file,) = tmp_path.iterdir()
    assert str(file) == result["path"]
    assert re.fullmatch(r"[A-Z]{2}[0-9a-f]{6}_kirkuk_control_a4portrait_\d{8}\.png", file.name)


def test_a_graphic_is_written_with_words_of_its_own(
    answer: Callable[..., Any], tmp_path: Path
) -> None:
    words = ("--headline", "The day after", "--credit", "Desk", "--format", "90mm")
    answer("export", tmp_path / "a.svg", "--date", "2017-10-16", *words)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ">The day after</text>" in text
    assert ">Desk</text>" in text


@pytest.mark.parametrize(
    ("options", "accepted"),
    [
        (("--format", "90"), "85mm"),
        (("--dates", "2014-06-01"), "2 to 24"),
        (("--dates", "yesterday,today"), "2017-09-27"),
        (("--dates", "story"), "--story"),
        (("--theme", "sepia"), "transparent"),
    ],
)
def test_what_no_graphic_can_be_is_told(
    greenline: Callable[..., Said], tmp_path: Path, options: tuple[str, ...], accepted: str
) -> None:
    code, _, err = greenline("export", tmp_path / "a.svg", *options)
    assert code in {1, 2}
    assert accepted in err
    assert not list(tmp_path.iterdir())
