"""`greenline export` writes films and atlases; its options say which days and areas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Said = tuple[int, str, str]


@pytest.mark.thorough
def test_the_command_makes_a_film(
    answer: Callable[..., Any], greenline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "advance.gif"
    days = ("--dates", "2014-06-09..2014-06-10", "--format", "480x320")
    result = answer("export", file, *days, "--layers", "control")
    assert result["bytes"] == file.stat().st_size
    assert Image.open(file).n_frames >= 2
    code, _, err = greenline("export", tmp_path / "none.gif")
    assert code == 2
    assert "--dates FIRST..LAST" in err
    code, _, err = greenline("export", tmp_path / "none.gif", *days[:2], "--format", "large")
    assert code in {1, 2}
    assert "1280x720" in err


def test_a_file_is_named_by_the_pattern_of_ocha(answer: Callable[..., Any], tmp_path: Path) -> None:
    words = ("--layers", "control", "--dpi", "50", "--format", "a4-portrait", "--ocha-name")
    result = answer("export", tmp_path / "kirkuk control.png", *words)
    (file,) = tmp_path.iterdir()
    assert str(file) == result["path"]
    assert re.fullmatch(r"[A-Z]{2}[0-9a-f]{6}_kirkuk_control_a4portrait_\d{8}\.png", file.name)
