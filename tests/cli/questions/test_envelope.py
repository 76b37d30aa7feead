"""Every JSON answer begins alike; text says which data it is of; tables over time are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo import Atlas
from geo.ask import control

Said = tuple[int, str, str]


@pytest.mark.parametrize(
    ("words", "day", "perspective"),
    [
        (["areas"], None, None),
        (["at", "2017-10-16", "--place", "Kirkuk", "--perspective", "un"], "2017-10-16", "un"),
        (["at", "2017-10-16", "--against", "region"], "2017-10-16", "held"),
        (["changes", "2017-10-15", "2017-10-16"], "2017-10-16", "held"),
        (["history", "Sinjar"], None, None),
        (["story", "list"], None, None),
    ],
)
def test_day_perspective_and_version_come_first(
    answer: Callable[..., Any], atlas: Atlas, words: list[str], day: str, perspective: str
) -> None:
    result = answer(*words)
    assert [result[key] for key in ("day", "perspective", "version", "release")] == [
        day, perspective, atlas.version, atlas.release,
    ]  # fmt: skip
    assert result.get("rows", [1])


@pytest.mark.parametrize("name", ["panel.csv", "panel.parquet"])
def test_a_panel_is_written_with_its_sources(
    greenline: Callable[..., Said], atlas: Atlas, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    code, _, _ = greenline("series", "2017-09-01", "2017-11-01", "--by", "unit", "-o", file)
    assert code == 0
    rows = (
        pd.read_csv(file, encoding="utf-8-sig") if name.endswith("csv") else pd.read_parquet(file)
    )
    expected = control.panel(atlas, "2017-09-01", "2017-11-01")
    assert rows["holder"].tolist() == expected["holder"].tolist()
    assert [str(day)[:10] for day in rows["day"]] == [f"{day:%Y-%m-%d}" for day in expected["day"]]
    assert "Sources" in (tmp_path / "panel.credits.txt").read_text("utf-8")
