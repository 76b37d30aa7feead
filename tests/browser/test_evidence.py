"""The card of a unit says who administered it, how many live there and how new its evidence is."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import control

from .conftest import Open


def test_the_card_says_how_new_the_evidence_is(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="s=control:IQG13Q04N05&d=2024-12-01")
    row = control.at(atlas, "2024-12-01").set_index("unit").loc["IQG13Q04N05"]
    card = opened.page.locator(".gl-details .gl-rows")
    told = dict(
        zip(card.locator("dt").all_inner_texts(), card.locator("dd").all_inner_texts(), strict=True)
    )
    assert row["newest"]
    assert told["Newest source"] == row["newest"]
    assert told["People (census)"] == "31,380"
    assert told["Administered by"].startswith("Kirkuk · federal government")
    opened.calm()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_imprecise_days_fade_in(open_page: Open, exported: Path, language: str) -> None:
    query = f"s=control:IQG13Q02N02a&lang={language}&d=2014-06-20"
    opened = open_page(exported, query=query)
    faded = opened.page.eval_on_selector_all(
        ".gl-stretch",
        "all => all.map((one) => [one.dataset.precision, getComputedStyle(one).maskImage])",
    )
    kinds = {kind for kind, _ in faded}
    assert {"day", "inferred"} <= kinds
    side = "to left" if language == "ar" else "to right"
    for kind, mask in faded:
        assert (mask == "none") == (kind == "day"), (kind, mask)
        assert kind == "day" or side in mask
    opened.calm()
