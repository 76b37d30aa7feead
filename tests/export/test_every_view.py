"""Files of every kind, of every kind of view: each is written, or one sentence says what is accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.cli.run import main

DAY = ("--date", "2017-10-16")
VIEWS = {
    "claim": (*DAY, "--perspective", "region", "--select", "fields:bai_hassan"),
    "claim as stripes": (*DAY, "--against", "region"),
    "two maps of days": (*DAY, "--compare", "2014-06-01", "--side"),
    "nothing": (*DAY, "--layers", ""),
    "last day": ("--date", "2026-07-27", "--lang", "ar"),
}
FILES = (
    "page.html",
    "sheet.svg",
    "graphic.png --dates 2014-06-01,2017-10-16",
    "layers.shp.zip",
    "layers.qgz",
)

#: What the command prints of an error that nobody foresaw: the name of its class.
UNFORESEEN = re.compile(r"^greenline: \w+(Error|Exception|Warning):", re.MULTILINE)


@pytest.mark.thorough
@pytest.mark.parametrize("view", VIEWS)
def test_every_kind_of_file_is_written_or_refused_in_words(
    view: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = FILES[[*VIEWS].index(view)]  # each with one view; the guides write the other kinds
    name, *options = file.split()
    out = tmp_path / name
    code = main(["export", str(out), *options, *VIEWS[view]])
    errors = capsys.readouterr().err
    assert not UNFORESEEN.search(errors), (file, errors)
    assert out.exists() == (code == 0), (file, errors)
    assert code == 0 or "expected" in errors, (file, errors)
