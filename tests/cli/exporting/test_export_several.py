"""`greenline export` writes films and atlases; its options say which days and areas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_a_file_is_named_by_the_pattern_of_ocha(answer: Callable[..., Any], tmp_path: Path) -> None:
    words = ("--layers", "control", "--dpi", "50", "--format", "a4-portrait", "--ocha-name")
    result = answer("export", tmp_path / "kirkuk control.png", *words)
    (file,) = tmp_path.iterdir()
    assert str(file) == result["path"]
    assert re.fullmatch(r"[A-Z]{2}[0-9a-f]{6}_kirkuk_control_a4portrait_\d{8}\.png", file.name)
