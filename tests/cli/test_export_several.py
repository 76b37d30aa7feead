"""`greenline export` writes films and atlases; its options say which days and areas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

Said = tuple[int, str, str]


def test_the_command_makes_a_film(
    answer: Callable[..., Any], greenline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "advance.gif"
    days = ("--from", "2014-06-09", "--to", "2014-06-10", "--size", "480x320")
    found = answer("export", file, *days, "--layers", "control")
    assert found["bytes"] == file.stat().st_size
    assert Image.open(file).n_frames == 2
    code, _, err = greenline("export", tmp_path / "none.gif")
    assert code == 2
    assert "--from DATE" in err
    code, _, err = greenline("export", tmp_path / "none.gif", *days[:4], "--size", "large")
    assert code == 2
    assert "1280x720" in err


def test_the_command_makes_an_atlas(
    answer: Callable[..., Any], greenline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "atlas.pdf"
    found = answer(
        "export", file, "--areas", "daquq", "--layers", "control", "--date", "2017-10-20"
    )
    assert found["bytes"] == file.stat().st_size
    assert file.read_bytes().startswith(b"%PDF")
    code, _, err = greenline("export", tmp_path / "atlas.png", "--areas", "daquq")
    assert code == 2
    assert ".pdf" in err
