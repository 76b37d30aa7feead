"""``greenline check --doubts``: open doubts first, then how many of each rule; 1 where one is open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.doubts import RULES

Said = tuple[int, str, str]


@pytest.mark.thorough
def test_no_doubt_of_the_data_is_open(greenline: Callable[..., Said]) -> None:
    code, out, err = greenline("check", "--doubts", "--json")
    content = json.loads(out)
    assert (code, err, content["open"]) == (0, "", 0)
    assert content["count"] == len(content["doubts"])
    assert all(doubt["accepted"] for doubt in content["doubts"])


@pytest.mark.thorough
def test_an_open_doubt_is_told_first(greenline: Callable[..., Said], folder: Path) -> None:
    path = folder / "accepted.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(rows[:1] + rows[2:]), encoding="utf-8")
    code, out, _ = greenline("check", "--doubts", str(folder))
    assert code == 1
    lines = out.splitlines()
    assert lines[0].startswith(rows[1].split(",")[0] + ": ")
    assert [line.split()[0] for line in lines[-len(RULES) :]] == list(RULES)
