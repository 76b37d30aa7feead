"""The card of a unit says who administered it, how many live there and how new its evidence is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo import Atlas
from geo.ask import control, evidence

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


def test_sources_say_where_a_copy_is_and_which_links_are_dead(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    known = atlas.table("sources").set_index("id")
    spells = atlas.table("spells")
    dead = known.index[known["dead"].notna()][0]
    row = spells[spells["source"].str.contains(dead)].iloc[-1]
    opened = open_page(exported, query=f"s=control:{row['unit']}&d={row['start']:%Y-%m-%d}")
    items = opened.page.locator(".gl-details > .gl-sources li")
    told = items.filter(has_text=known.loc[dead, "title"])
    assert "dead link" in told.inner_text()
    assert told.locator("a").count() == bool(known.loc[dead, "archived"])
    kept = known[known["archived"] != ""].index
    row = spells[spells["source"].isin(kept)].iloc[-1]
    opened = open_page(exported, query=f"s=control:{row['unit']}&d={row['start']:%Y-%m-%d}")
    copy = opened.page.locator(".gl-details > .gl-sources a", has_text="archived copy")
    assert copy.get_attribute("href") == known.loc[row["source"], "archived"]
    opened.calm()


def test_the_map_shows_how_old_the_evidence_is(
    atlas: Atlas, open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="l=control,evidence&d=2016-01-01")
    days = ("2016-01-01", "2026-01-01")
    found = opened.tell(
        "argument.map((day) => Object.fromEntries(atlas.layers.get('control').units.map("
        "(unit, i) => [unit.unit, atlas.layers.get('evidence').ageOf(i, day)])))",
        [(date.fromisoformat(day) - date(1970, 1, 1)).days for day in days],
    )
    for day, told in zip(days, found, strict=True):
        asked = evidence.ages(atlas, day).set_index("unit")["age"]
        assert told == asked.to_dict()
    opened.calm()
