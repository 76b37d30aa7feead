"""``greenline series``: its places are those of ``at``, its bands those of the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

DAY = "2017-10-15"


@pytest.mark.parametrize("place", ["Kirkuk", "IQG13Q04", "44.39,35.47", "areas:un"])
def test_series_means_by_a_place_what_at_does(answer: Callable[..., Any], place: str) -> None:
    at = answer("at", DAY, "--place", place)
    series = answer("series", DAY, DAY, "--freq", "day", "--place", place, "--bands")
    held = {row["holder"]: row for row in series["rows"]}
    assert {holder: round(row["km2"], 1) for holder, row in held.items()} == pytest.approx(
        at["holders"], abs=0.11
    )
    for holder, band in at["ranges"].items():
        for end in ("km2_low", "km2_high"):
            assert held[holder][end] == pytest.approx(band[end], abs=0.11)
    (ground,) = series["ground"]
    assert ground.startswith(at["place"])
