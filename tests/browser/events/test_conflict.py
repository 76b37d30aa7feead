"""Armed conflict events in the page: as many as in their table, listed by day at their spot, filtered by side."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, View
from geo.ask import inventory
from tests.browser.conftest import Open

MOSUL = (36.335, 43.118889)
#: Close enough that no other spot belongs to the mark of Mosul.
QUERY = "d=2016-12-31&w=365&l=control.conflict&b=42.9,36.2,43.3,36.5"


@pytest.mark.thorough
def test_a_spot_opens_as_a_list_of_its_days(open_page: Open, exported: Path, atlas: Atlas) -> None:
    opened = open_page(exported, query=QUERY)
    rows = inventory.conflict_events(atlas, View.from_query(QUERY))
    at_spot = rows[
        (rows["lat"] == MOSUL[0])
        & (rows["lon"] == MOSUL[1])
        & rows["position_precision"].isin(["exact", "near"])
    ]
    assert len(at_spot) > 40
    opened.click(*MOSUL)
    others = opened.page.locator(".gl-others .gl-text")
    days = others.locator("strong")
    assert days.count() == 20
    opened.page.locator("#gl-others-more").click()
    assert days.count() == 40
    listed = opened.tell(
        "atlas.hits.filter((hit) => hit.layer === 'conflict').map((hit) => hit.id)"
    )
    assert set(listed) == set(at_spot["id"])
    starts = at_spot.set_index("id").loc[listed, "start"]
    assert pd.Index(starts).is_monotonic_decreasing
    assert opened.tell("view.selection") == f"conflict:{listed[0]}"


@pytest.mark.thorough
def test_the_page_has_the_events_of_the_table_and_a_side_narrows_them(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    opened = open_page(exported, query="d=2016-12-31&w=0&l=control.conflict")
    rows = pd.read_csv(atlas.folder / "events" / "conflict.csv")
    months = opened.tell("Object.fromEntries(atlas.layers.get('conflict').strip())")
    assert months == rows["start"].str[:7].value_counts().to_dict()
    counts = opened.tell(
        """atlas.layers.get('conflict').all.reduce((counts, {start, position_precision}) => {
          const key = `${Greenline.Dates.year(start)} ${position_precision}`;
          return { ...counts, [key]: (counts[key] || 0) + 1 }; }, {})"""
    )
    years = rows["start"].str[:4] + " " + rows["position_precision"]
    assert counts == years.value_counts().to_dict()
    opened.show("layers")
    opened.page.locator("#gl-side").select_option("pkk")
    opened.page.locator("#gl-type-one_sided").uncheck()
    shown = opened.tell("atlas.layers.get('conflict').rowsShown().length")
    view = View(window=0, side="pkk", violence=("state", "non_state"))
    assert shown == len(inventory.conflict_events(atlas, view)) > 50
