"""`greenline archive` reports what it captured, and check lists pages that changed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.archive.serving import serve

pytest.importorskip("wacz", reason="what writes captures is not installed: greenline[archive]")


@pytest.mark.thorough
def test_the_command_reports_and_check_lists_what_changed(
    greenline: Callable[..., tuple[int, str, str]],
    folder: Path,
    spoil: Callable[[str, int, str, str], str],
    answer: Callable[..., Any],
) -> None:
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as stream:
        source = next(csv.DictReader(stream))["id"]
    query = ("archive", "--data", folder, "--only", source, "--pause", "0")
    with serve() as world:
        world.put("/page", "<p>First.</p>")
        spoil("sources.csv", 2, "url", f"{world.address}/page")
        assert answer(*query)["captured"] == [source]
        _, out, _ = greenline("check", folder, "--doubts")
        assert "capture_changed:" not in out
        world.put("/page", "<p>Second.</p>")
        code, out, _ = greenline(*query, "--again")
    assert code == 1
    assert out.startswith(f"sources.csv, row 2 ({source}): its words differ")
    _, out, _ = greenline("check", folder, "--doubts")
    assert f"capture_changed: sources row 2 ({source})" in out
