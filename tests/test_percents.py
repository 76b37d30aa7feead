"""Shares that add up: in the function, and wherever the program writes the shares of a ground."""

from __future__ import annotations

import re

import numpy as np
import pytest

from geo import Atlas, View
from geo.ask.layer_content import content
from geo.model import Layer
from geo.words.locale import whole_percents


def test_percents_add_up_and_none_is_off_by_one() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        parts = list(rng.random(int(rng.integers(1, 12))) ** 3)
        percents = whole_percents(parts)
        assert sum(percents) == 100
        assert all(
            abs(percent - 100 * part / sum(parts)) < 1
            for percent, part in zip(percents, parts, strict=True)
        )


@pytest.mark.thorough
@pytest.mark.parametrize("day", ["2014-08-10", "2017-10-15", "2026-07-01"])
def test_shares_of_disputed_areas_add_up_in_tables(atlas: Atlas, day: str) -> None:
    rows = content(atlas, View(date=day, layers=[Layer.DISPUTED]))[Layer.DISPUTED]
    sums = {sum(map(int, re.findall(r"(\d+)%", text))) for text in rows["shares"]}
    assert sums == {100}
