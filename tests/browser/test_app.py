"""The app in a real browser: served on loopback, clicked through as a reader would."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Frame, Page, Request, expect

from geo import Atlas
from geo.draw.stories import own
from geo.model import Layer
from geo.profile import current
from geo.view import default_layers

from .conftest import WAIT

#: The keeper has shown the app's view and lifted the curtain.
STANDS = (
    "() => window.greenlineKeeper && greenlineKeeper.ready"
    " && greenlineKeeper.frame.style.opacity === ''"
)

#: Streamlit runs nothing for a while; what is told to it waits up to a quarter of a second.
RESTS = """() => new Promise((done) => {
  let since = performance.now();
  const look = () => {
    const now = performance.now();
    if (document.querySelector('.stApp')?.dataset.testScriptState === 'running') since = now;
    if (now - since > 400) done(); else setTimeout(look, 40);
  };
  look();
})"""


@dataclass
class App:
    """The app, open in a window, and every address that it asked for outside loopback."""

    page: Page
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str, *, summary: bool = True) -> App:
        """Load the app and wait until its map stands, and the summary where there is one."""
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        self.stands(summary=summary)
        return self

    def stands(self, *, summary: bool = True) -> None:
        """Wait until the map stands and the tables below it too; mark the frame."""
        self.page.wait_for_function(STANDS)
        if summary:
            expect(self.page.locator(".gl-say")).to_be_visible()
        self.page.evaluate("() => { greenlineKeeper.frame.marked = true; }")

    def _note(self, request: Request) -> None:
        local = ("http://localhost:", "ws://localhost:", "data:", "blob:", "about:")
        if not request.url.startswith(local):
            self.strangers.append(request.url)

    @property
    def frame(self) -> Frame:
        """The page in the frame."""
        handle = self.page.locator("iframe.gl-frame").element_handle()
        frame = handle.content_frame()
        assert frame is not None
        return frame

    @property
    def same(self) -> bool:
        """Whether the frame's element is the one that was marked."""
        return bool(self.page.evaluate("() => document.querySelector('.gl-frame').marked === true"))

    def view(self, name: str) -> Any:
        """Return a field of the view in the frame."""
        return self.frame.evaluate("(name) => Greenline.on(map_greenline).view[name]", name)

    def until(self, expression: str, argument: Any = None) -> None:
        """Wait until an expression of ``atlas``, its ``view`` and the ``argument`` is true.

        Another page may come into the frame's place meanwhile: the wait goes on there.
        """
        function = (
            "(argument) => { const atlas = Greenline.on(map_greenline); const {view} = atlas;"
            f" return {expression}; }}"
        )
        end = time.monotonic() + WAIT / 1000
        while True:
            try:
                self.frame.wait_for_function(function, arg=argument)
            except Error as error:
                if "detached" not in str(error) or time.monotonic() > end:
                    raise
            else:
                return

    def asked(self) -> dict[str, list[str]]:
        """Return the pairs of the app's address."""
        return parse_qs(urlsplit(self.page.url).query, keep_blank_values=True)

    def answers(self, key: str, start: str) -> None:
        """Wait until the app's address has a value that begins so."""
        self.page.wait_for_function(
            "([key, start]) => new URLSearchParams(location.search).get(key)?.startsWith(start)",
            arg=[key, start],
        )

    def rests(self) -> None:
        """Wait until Streamlit is done and has not begun anew for a while."""
        self.page.evaluate(RESTS)

    def tab(self, label: str) -> None:
        """Bring a table to the front."""
        self.rests()  # what Streamlit draws anew under the pointer loses the click
        self.page.get_by_role("tab", name=label).click()
        expect(self.page.get_by_role("tab", name=label)).to_have_attribute("aria-selected", "true")
        self.rests()

    def choose_row(self, row: int) -> None:
        """Tick a row of the table in front, which is a canvas that takes clicks once it has measured itself."""
        grid = self.page.locator(".stDataFrame")
        line = grid.locator(f"[role=row][aria-rowindex='{row + 1}']")
        line.wait_for(state="attached")
        end = time.monotonic() + WAIT / 1000
        while line.get_attribute("aria-selected") != "true":
            assert time.monotonic() < end, f"row {row} is not chosen"
            grid.click(position={"x": 18, "y": 35 * row + 17})
            self.rests()


Launch = Callable[..., App]


@pytest.fixture
def app(browser: Browser, address: str) -> Iterator[Launch]:
    """Yield a function that opens the app in a new window; at the end nothing may have gone wrong.

    It takes the query of the address and the size of the window.
    """
    opened: list[App] = []

    def launch(
        query: str = "", size: tuple[int, int] = (1440, 900), *, summary: bool = True
    ) -> App:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        found = App(context.new_page())
        opened.append(found)
        return found.open(f"{address}/{query}", summary=summary)

    yield launch
    for one in opened:
        one.page.context.close()
        assert one.strangers == []
        assert one.errors == []


def test_each_layer_is_switched_in_the_frame_that_stays(app: Launch) -> None:
    shown = app()
    before = shown.view("bounds")
    for layer in Layer:
        on = layer in default_layers()
        box = shown.page.locator(f".st-key-gl-layer-{layer} label")
        box.click()
        shown.until(f"view.layers.includes('{layer}') === {str(not on).lower()}")
        box.click()
        shown.until(f"view.layers.includes('{layer}') === {str(on).lower()}")
    shown.rests()
    assert shown.same
    assert shown.view("bounds") == before
    assert "l" not in shown.asked()


def test_a_change_in_the_page_reaches_tables_and_address_and_does_not_come_back(
    app: Launch,
) -> None:
    shown = app()
    told = shown.page.evaluate("() => greenlineKeeper.told")
    shown.frame.locator("#gl-date").fill("2014-08-08")
    shown.frame.locator("#gl-date").press("Enter")
    expect(shown.page.locator(".gl-say")).to_contain_text("8 August 2014")
    shown.answers("d", "2014-08-08")
    shown.rests()
    assert shown.page.evaluate("() => greenlineKeeper.told") == told
    assert shown.same


def test_a_name_in_arabic_is_found_and_its_card_opens(app: Launch) -> None:
    shown = app()
    shown.frame.locator("#gl-search").fill("كركوك")
    results = shown.frame.locator("#gl-results li")
    expect(results.first).to_be_visible()
    results.first.click()
    card = shown.frame.locator(".gl-details")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Kirkuk")
    shown.answers("s", "")
    assert shown.same


def test_a_row_of_a_table_leads_the_map_to_its_place(app: Launch) -> None:
    shown = app()
    shown.tab("Oil and gas")
    before = shown.frame.evaluate("() => JSON.stringify(Greenline.on(map_greenline).view.bounds)")
    shown.choose_row(2)
    shown.until("view.selection?.startsWith('fields:')")
    shown.until("JSON.stringify(view.bounds) !== argument", before)
    shown.rests()
    assert shown.same
    shown.answers("s", "fields:")


def test_a_click_on_the_map_brings_its_row_to_the_head_of_its_table(app: Launch) -> None:
    shown = app()
    shown.frame.evaluate("() => Greenline.on(map_greenline).goTo('fields', 'bai_hassan')")
    shown.rests()
    point = shown.frame.evaluate(
        "() => { const {map, layers} = Greenline.on(map_greenline);"
        " const {x, y} = map.latLngToContainerPoint(layers.get('fields').locate('jambur'));"
        " return {x, y}; }"
    )
    shown.frame.locator(".gl-map").first.click(position=point)
    shown.until("view.selection === 'fields:jambur'")
    tab = shown.page.get_by_role("tab", name="Oil and gas")
    expect(tab).to_have_attribute("aria-selected", "true")
    head = shown.page.locator("[data-testid=stDataFrame] [role=row][aria-rowindex='2']")
    expect(head).to_contain_text("Jambur")
    expect(head).to_have_attribute("aria-selected", "true")


def test_the_export_opens_without_network(
    app: Launch, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    shown = app("?d=2017-10-16&l=control.disputed")
    shown.page.get_by_text("Save and share").click()
    with shown.page.expect_download() as coming:
        shown.page.locator(".st-key-gl-export button").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert re.fullmatch(r"greenline-2017-10-16-held-[0-9a-f]{6}\.html", file.name)
    exported = open_page(file)
    assert exported.tell("Greenline.Dates.iso(view.date)") == "2017-10-16"
    assert exported.tell("view.layers.join()") == "control,disputed"
    exported.calm()


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
        assert {key: shown.asked()[key] for key in "dplws"} == {
            "d": ["2014-08-08"],
            "p": ["un"],
            "l": ["control.fields"],
            "w": ["90"],
            "s": ["fields:jambur"],
        }
        shown.page.reload()
        shown.stands()


def test_the_frame_of_the_map_is_in_the_address(app: Launch) -> None:
    shown = app("?b=43.5,35,45,36")
    west, south, east, north = shown.frame.evaluate(
        "() => { const b = Greenline.on(map_greenline).map.getBounds();"
        " return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"
    )
    assert west <= 43.51 and south <= 35.01 and east >= 44.99 and north >= 35.99
    assert north - south < 2.5


def test_what_the_address_gets_wrong_is_named(app: Launch) -> None:
    shown = app("?d=2099-01-01&p=un")
    warning = shown.page.locator("[data-testid=stAlert]")
    expect(warning).to_contain_text("2099-01-01")
    expect(warning).to_contain_text(current().days.last.isoformat())
    assert shown.view("perspective") == "un"
    assert (
        shown.frame.evaluate("() => Greenline.Dates.iso(Greenline.on(map_greenline).view.date)")
        == current().days.opening.isoformat()
    )


def test_a_story_is_read_in_the_frame_and_the_address_follows(app: Launch, atlas: Atlas) -> None:
    told = own(atlas)[0]
    shown = app("?d=2014-08-08&p=un")
    shown.page.locator(".st-key-gl-story input").click()
    shown.page.get_by_role("option", name=told.title.en).click()
    shown.until(f"view.story === '{told.id}' && view.step === '{told.steps[0].id}'")
    assert shown.frame.locator(".gl-story").is_visible()
    shown.answers("sp", told.steps[0].id)
    assert shown.view("perspective") == told.steps[0].view.perspective
    shown.rests()
    shown.frame.locator(".gl-story-leave").click()
    shown.until("view.story === null")
    assert shown.view("perspective") == "un"
    shown.answers("d", "2014-08-08")
    shown.page.wait_for_function("() => !new URLSearchParams(location.search).has('st')")
    choice = shown.page.locator(".st-key-gl-story")
    expect(choice).not_to_contain_text(told.title.en, timeout=WAIT)
    assert shown.same


def test_the_file_of_a_story_carries_it_and_opens_at_it(
    app: Launch, atlas: Atlas, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    told = own(atlas)[0]
    shown = app(f"?st={told.id}&sp={told.steps[-1].id}")
    assert shown.view("step") == told.steps[-1].id
    shown.page.get_by_text("Save and share").click()
    with shown.page.expect_download() as coming:
        shown.page.locator(".st-key-gl-story-save button").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name == f"greenline-{told.id}.html"
    exported = open_page(file)
    assert exported.tell("view.step") == told.steps[0].id
    assert exported.tell("atlas.data.stories.map((one) => one.id)") == [told.id]
    exported.calm()


def test_back_goes_back(app: Launch) -> None:
    shown = app()
    shown.page.locator(".st-key-gl-perspective label", has_text="UNAMI").click()
    shown.until("view.perspective === 'un'")
    shown.answers("p", "un")
    shown.rests()
    shown.page.go_back()
    shown.until("view.perspective === 'held'")
    assert shown.same


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_the_map_fills_the_screen_and_the_summary_peeks_out(
    app: Launch, size: tuple[int, int]
) -> None:
    shown = app(size=size)
    frame = shown.page.locator("iframe.gl-frame").bounding_box()
    summary = shown.page.locator(".gl-say").bounding_box()
    assert frame is not None and summary is not None
    assert frame["height"] > 0.8 * size[1]
    assert frame["y"] + frame["height"] < summary["y"] < size[1] - 20
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


def test_ground_asked_in_the_map_is_answered_below_it_alike(app: Launch, atlas: Atlas) -> None:
    shown = app()
    shape = "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36"
    shown.frame.evaluate(
        "(areaOfInterest) => Greenline.on(map_greenline).set({areaOfInterest})", shape
    )
    shown.answers("a", "43.2,34.8")
    section = shown.page.locator(".st-key-gl-area-of-interest")
    expect(section).to_be_visible()
    page = shown.frame.evaluate(
        "() => ((atlas) => atlas.chromeBox.panels.ask.exposure(atlas.view.areaOfInterest).totals)"
        "(Greenline.on(map_greenline))"
    )
    shown.rests()
    with shown.page.expect_download() as saved:
        section.get_by_role("button", name="Data (JSON)").click()
    answer = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert answer["version"] == atlas.version
    assert answer["asked"]["text"] == shape
    for name in (
        "km2",
        "fields",
        "barrels_low",
        "barrels_best",
        "barrels_high",
        "events",
        "people",
    ):
        whole = sum(one[name] or 0 for one in answer["totals"])
        assert page[name] == pytest.approx(whole, rel=0.01), name
    section.get_by_role("button", name="Clear").click()
    shown.until("view.areaOfInterest === null")
    expect(section).not_to_be_visible()
