"""A layer on a map of the user's own shows the view that it is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geo import Atlas, View
from geo.draw import AtlasMap
from geo.draw.layers import Control, Fields
from geo.gazetteer.resolver import resolve
from tests.browser import WAIT

WHO = """([lat, lon]) => {
  const atlas = Greenline.on(Object.values(window).find((one) => one instanceof L.Map));
  const hit = atlas.at(L.latLng(lat, lon)).find(({ layer }) => layer === 'control');
  return [atlas.view.date, atlas.layers.get('control').describe(hit.id).headline[0].text];
}"""


@pytest.mark.thorough
def test_a_layer_shows_the_day_asked_for(atlas: Atlas, browser: Browser, tmp_path: Path) -> None:
    place = resolve(atlas, "Kirkuk").point
    answer = {}
    for day in ("2016-01-01", "2019-01-01"):
        mine = AtlasMap(location=[35.5, 44.4], zoom_start=7)
        Control(atlas, view=View(date=day, layers=("towns",))).add_to(mine)
        Fields(atlas).add_to(mine)
        file = tmp_path / f"{day}.html"
        mine.save(file)
        context = browser.new_context(offline=True)
        context.set_default_timeout(WAIT)
        try:
            page = context.new_page()
            page.goto(file.as_uri())
            page.wait_for_function(
                "() => { const map = Object.values(window).find((one) => one instanceof L.Map);"
                "return map && Greenline.on(map).layers.has('control') && Greenline.on(map).layers.has('fields'); }"
            )
            answer[day] = page.evaluate(WHO, [place[1], place[0]])
        finally:
            context.close()
    assert "Kurdistan Region" in answer["2016-01-01"][1]
    assert "federal" in answer["2019-01-01"][1].lower()
