"""Graphics by command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said


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
