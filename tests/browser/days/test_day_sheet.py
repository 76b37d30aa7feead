"""Days side by side in the page: one frame and legend, what changed outlined, totals of the sheet that is exported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo import Atlas, View
from geo.export.graphic import panels
from geo.model import Language
from tests.browser.conftest import Open

DAYS = ("2014-06-01", "2014-06-12", "2014-08-15", "2017-10-20")
DRAWN = "document.querySelector('.gl-days')?.dataset.drawn === argument"

#: How many pixels of each map have the colour of the outline's edge beside that of its line.
INK = """[...document.querySelectorAll('.gl-days canvas')].map((canvas) => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] === 22 && data[i + 1] === 24 && data[i + 2] === 28) count++;
  return count;
})"""


def figures(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def test_days_stand_side_by_side_and_a_click_leads_to_one(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    view = View(date="2014-08-15", days=DAYS, layers=("control", "disputed", "towns"))
    opened = open_page(exported, (1300, 850), view.to_query())
    opened.until(DRAWN, str(len(DAYS)))
    maps = opened.page.locator(".gl-days-maps > button")
    views = [view.with_(date=day, days=()) for day in DAYS]
    for number, (shown, text) in enumerate(zip(views, maps.all_inner_texts(), strict=True)):
        expected = [round(km2) for km2 in panels.totals(atlas, shown).values()]
        total = sum(expected)
        expected = [km2 for km2 in expected if km2 >= 0.005 * total]
        if number:
            expected.append(round(panels.changed_km2(atlas, shown, views[number - 1])))
        assert figures(text.partition("\n")[2]) == expected, shown.date
    ink = opened.tell(INK)
    assert ink[0] < min(ink[1:]), "ground that changed is outlined, on the first day none is"
    texts = opened.page.locator(".gl-days .gl-legend li").all_inner_texts()
    assert len(texts) == len(set(texts)) and any("Outlined" in text for text in texts)
    maps.nth(1).press("Enter")
    opened.until("document.querySelector('.gl-days') === null")
    assert opened.tell("[Greenline.on(map_greenline).view.days.length, location.hash]")[0] == 0
    opened.until("location.hash.includes('d=2014-06-12')")
    opened.assert_calm()


@pytest.mark.thorough
@pytest.mark.parametrize("language", list(Language))
def test_the_panel_of_comparison_leads_there_on_a_phone(
    open_page: Open, exported: Path, language: Language
) -> None:
    opened = open_page(exported, (390, 844), f"d=2017-10-16&lang={language}", touch=True)
    opened.show("compare")
    opened.page.locator("#gl-film summary").click()
    opened.page.locator("#gl-film-step").select_option("month")
    opened.page.locator("#gl-days-show").click()
    opened.until("document.querySelector('.gl-days')?.dataset.drawn > 1")
    assert "ds=" in opened.query
    wide = opened.tell(
        "[document.querySelector('.gl-days').scrollWidth, document.querySelector('.gl-days').clientWidth]"
    )
    assert wide[0] <= wide[1], "nothing stands aside of a phone"
    opened.page.keyboard.press("Escape")
    opened.until("view.days.length === 0 && !document.querySelector('.gl-days')")
    opened.assert_calm()
