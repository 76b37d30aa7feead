"""A reader's own control map in the app and in the file that is saved: the figures of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from geo import Atlas
from geo.ask import control
from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch
from tests.user_areas.files import EAST, KML, WEST, frame, placemark

PAIRS = "atlas.userControl.pairs().map(({ours, theirs, km2}) => [ours, theirs, Math.round(km2)])"


@pytest.mark.thorough
def test_a_control_map_is_compared_in_the_app_and_in_its_file(
    app: Launch, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    frame(("ISF", "The blues")).to_file(tmp_path / "rival.geojson")
    rival = frame(("federal", "region"))
    expected = control.compare(atlas, "2017-10-20", rival)
    pairs = [
        [ours, theirs, round(km2)]
        for ours, theirs, km2, _ in expected.pairs.itertuples(index=False)
    ]
    shown: App = app("?d=2017-10-20")
    section = shown.section("data")
    section.locator("input[type=file]").set_input_files(tmp_path / "rival.geojson")
    box = section.get_by_role("combobox", name="The blues")
    box.scroll_into_view_if_needed()
    shown.rests()  # a list that opens while the page scrolls is closed again
    box.click()
    shown.page.get_by_role("option", name=say("holder.region", Language.EN), exact=True).click()
    shown.page.locator("[class*=st-key-gl-user-areas-take] button").click()
    shown.until("atlas.userControl.data !== null && atlas.shows('user_control')")
    shown.until(f"JSON.stringify({PAIRS}) === argument", json.dumps(pairs, separators=(",", ":")))
    expect(section).to_contain_text(f"{expected.shared_km2:,.0f} km²")
    (tmp_path / "people.csv").write_text("pcode,people\nIQG13Q04,1200\nIQG13Q02,400\n")
    section.locator("input[type=file]").set_input_files(tmp_path / "people.csv")
    shown.until("atlas.userAreas.isChoropleth && atlas.userControl.isHatched")
    assert shown.same, "the map was taken down and built anew"
    shown.section("export")
    shown.rests()
    with shown.page.expect_download() as coming:
        shown.page.locator(".st-key-gl-export button").click()
    saved = tmp_path / "saved.html"
    coming.value.save_as(saved)
    page = open_page(saved)
    page.page.wait_for_function("() => Greenline.on(map_greenline).userControl.data !== null")
    assert page.tell(PAIRS) == pairs
    assert_stands_beside_ours(page)
    page.assert_calm()


def assert_stands_beside_ours(page: Any) -> None:
    """Compare the map with ours, on two maps and with a line to move; the address keeps it."""
    page.show("compare")
    rows = page.page.locator("#gl-panel-compare .gl-table tbody tr").count()
    assert rows == len([item for item in page.tell(PAIRS) if item[0] != item[1]])
    for mode in ("side", "swipe"):
        page.page.locator(f"#gl-mode-{mode}").check()
        page.until("atlas.chromeBox.compare.side?.userControl.data && atlas.userControl.isApart")
        shown = page.tell(
            "[atlas, atlas.chromeBox.compare.side].map((each) => [each.shows('control'),"
            " [...each.userControl.picture().groups.keys()].length > 0, each.userControl._isStriped() && !each.userControl.isApart])"
        )
        assert shown == [[True, False, False], [False, True, False]], mode
        labels = page.page.locator(".gl-day").all_inner_texts()
        assert labels == ["As held, 20 October 2017", "Your map (rival.geojson), 20 October 2017"]
        page.until(f"location.hash.includes('cm={mode}')")
    page.page.locator("#gl-mode-change").check()
    page.until("!atlas.chromeBox.compare.side && atlas.userControl.picture().groups.size > 0")


@pytest.mark.thorough
def test_a_file_of_several_maps_says_which_is_shown_and_that_none_is(
    app: Launch, tmp_path: Path
) -> None:
    marks = [
        placemark(holder, shape, f"<TimeSpan><begin>{day}</begin></TimeSpan>")
        for day, east in (("2017-10-15", "Peshmerga"), ("2017-10-20", "Iraqi Army"))
        for shape, holder in ((WEST, "Iraqi Army"), (EAST, east))
    ]
    (tmp_path / "rival.kml").write_text(KML.format("".join(marks)), "utf-8")
    shown: App = app("?d=2017-10-25&cm=swipe")
    section = shown.section("data")
    section.locator("input[type=file]").set_input_files(tmp_path / "rival.kml")
    shown.until("atlas.userControl.data !== null && atlas.userControl.isApart")
    second = shown.frame.locator(".gl-day").nth(1)
    expect(second).to_have_text("Your map (rival.kml), 20 October 2017")
    expect(shown.frame.locator(".gl-sentence")).to_contain_text("rival.kml), 20 October 2017")
    expect(shown.panel("legend")).to_contain_text("rival.kml, 20 October 2017")
    shown.frame.locator("#gl-date").fill("2017-10-12")
    shown.frame.locator("#gl-date").press("Enter")
    none = "no map of this day: the first is of 15 October 2017"
    expect(second).to_contain_text(none)
    expect(shown.panel("legend")).to_contain_text(f"rival.kml, {none}")
    expect(shown.panel("legend")).not_to_contain_text("Same on both")
    expect(shown.panel("compare")).to_contain_text(none)
    expect(shown.panel("compare")).not_to_contain_text("do not differ")
