"""The app in a real browser: served on loopback, clicked through as a reader would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo import Atlas
from geo.draw.stories import atlas_stories
from geo.profile import current
from geo.view import View
from tests.browser.app import Launch


def test_a_change_in_the_page_reaches_tables_and_address_and_does_not_come_back(
    app: Launch,
) -> None:
    shown = app()
    shown.frame.evaluate(
        "() => { window.orders = []; addEventListener('message', ({data}) => orders.push(data.greenline)); }"
    )
    shown.below()
    shown.frame.locator("#gl-date").fill("2014-08-08")
    shown.frame.locator("#gl-date").press("Enter")
    expect(shown.page.locator(".gl-say")).to_contain_text("8 August 2014")
    shown.answers("d", "2014-08-08")
    shown.rests()
    assert shown.frame.evaluate("() => orders") == []
    assert shown.same


@pytest.mark.thorough
def test_a_row_of_a_table_leads_the_map_to_its_place(app: Launch) -> None:
    shown = app()
    shown.tab("Oil and gas")
    before = shown.frame.evaluate("() => JSON.stringify(Greenline.on(map_greenline).view.bounds)")
    shown.choose_row(2)
    shown.until("view.selection?.startsWith('fields:')")
    shown.until("JSON.stringify(view.bounds) !== argument", before)
    shown.until(
        "atlas.map.getBounds().contains(atlas.layers.get('fields').locate(view.selection.slice(7)))"
    )
    shown.rests()
    assert shown.same
    shown.answers("s", "fields:")


@pytest.mark.thorough
def test_a_click_on_the_map_brings_its_row_to_the_head_of_its_table(app: Launch) -> None:
    shown = app()
    shown.frame.evaluate("() => Greenline.on(map_greenline).goTo('fields', 'bai_hassan')")
    shown.frame.evaluate(
        "() => { const {map, layers} = Greenline.on(map_greenline);"
        " map.setView(layers.get('fields').locate('jambur'), 10, {animate: false}); }"
    )
    shown.rests()
    point = shown.frame.evaluate(
        "() => { const {map, layers} = Greenline.on(map_greenline);"
        " const {x, y} = map.latLngToContainerPoint(layers.get('fields').locate('jambur'));"
        " return {x, y}; }"
    )
    shown.frame.locator(".gl-map").first.click(position=point)
    shown.until("view.selection === 'fields:jambur'")
    shown.below()
    tab = shown.page.get_by_role("tab", name="Oil and gas")
    expect(tab).to_have_attribute("aria-selected", "true")
    head = shown.page.locator("[data-testid=stDataFrame] [role=row][aria-rowindex='2']")
    expect(head).to_contain_text("Jambur")
    expect(head).to_have_attribute("aria-selected", "true")


@pytest.mark.thorough
def test_the_address_survives_a_reload(app: Launch) -> None:
    query = "?d=2014-08-08&p=un&l=control.fields&w=90&s=fields:jambur"
    shown = app(query)
    for _ in range(2):
        assert (
            shown.frame.evaluate("() => Greenline.Dates.iso(Greenline.on(map_greenline).view.date)")
            == "2014-08-08"
        )
        shown.page.wait_for_function("() => location.search.includes('d=2014-08-08')")
        assert shown.view("perspective") == "un"
        assert shown.view("layers") == ["control", "fields"]
        assert shown.view("selection") == "fields:jambur"
        assert {key: shown.read_address()[key] for key in "dplws"} == {
            "d": ["2014-08-08"],
            "p": ["un"],
            "l": ["control.fields"],
            "w": ["90"],
            "s": ["fields:jambur"],
        }
        shown.page.reload()
        shown.stands()


@pytest.mark.thorough
def test_a_bare_address_opens_on_the_latest_day_and_then_carries_it(app: Launch) -> None:
    shown = app("")
    last = current().days.last.isoformat()
    day = "Greenline.Dates.iso(Greenline.on(map_greenline).view.date)"
    assert shown.frame.evaluate(f"() => {day}") == last
    assert shown.view("layers") == list(View.opening().layers)
    assert shown.page.title().startswith("Greenline: ")
    assert shown.page.title().endswith(str(current().days.last.year))
    shown.perspective("un")
    shown.answers("d", last)


@pytest.mark.thorough
def test_the_file_of_a_story_carries_it_and_opens_at_it(
    app: Launch, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    atlas_story = atlas_stories(atlas)[0]
    shown = app(f"?st={atlas_story.id}&sp={atlas_story.steps[-1].id}")
    assert shown.view("step") == atlas_story.steps[-1].id
    shown.section("export")
    with shown.page.expect_download() as coming:
        shown.page.locator(".st-key-gl-story-save button").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name == f"greenline-{atlas_story.id}.html"
    exported = open_page(file)
    assert exported.tell("view.step") == atlas_story.steps[0].id
    assert exported.tell("atlas.data.stories.map((one) => one.id)") == [atlas_story.id]
    exported.assert_calm()


def test_back_goes_back(app: Launch) -> None:
    shown = app()
    shown.perspective("un")
    shown.answers("p", "un")
    shown.rests()
    shown.page.go_back()
    shown.until("view.perspective === 'held'")
    assert shown.same


@pytest.mark.thorough
def test_ground_asked_in_the_map_is_answered_below_it_alike(app: Launch) -> None:
    shown = app()
    shape = "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36"
    shown.frame.evaluate(
        "(areaOfInterest) => Greenline.on(map_greenline).set({areaOfInterest})", shape
    )
    shown.answers("a", "43.2,34.8")
    shown.below()
    section = shown.page.locator(".st-key-gl-area-of-interest")
    expect(section).to_be_visible()
    page = shown.frame.evaluate(
        "() => ((atlas) => atlas.chromeBox.panels.ask.exposure(atlas.view.areaOfInterest).totals)"
        "(Greenline.on(map_greenline))"
    )
    shown.rests()
    with shown.page.expect_download() as saved:
        section.get_by_role("button", name="Table (CSV)").click()
    rows = pd.read_csv(saved.value.path())
    values = rows.groupby("what")["value"]
    sums, counts = values.sum(), values.size()
    lying = {
        "km2": sums["ground"],
        "people": sums["town"],
        "fields": counts["field"],
        "events": counts["event"],
    }
    for name, total in lying.items():
        assert total > 0, name
        assert page[name] == pytest.approx(total, rel=0.01), name
    section.get_by_role("button", name="Clear").click()
    shown.until("view.areaOfInterest === null")
    expect(section).to_have_count(0)
