"""A reader at the app: every act is what a person does, with the mouse, the keys or a thumb."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pandas as pd
from playwright.sync_api import Locator, expect

from geo import Atlas, View
from geo.model import Language
from geo.words import say
from tests.browser.app import App

from .files import FILES, SURE

#: Windows that a reader may have.
SIZES = {"desk": (1440, 900), "tablet": (1000, 760), "phone": (390, 844)}

#: What a reader set in the map that no address holds: all fields with a name, all that is unfolded.
SET = """() => {
  const chrome = Greenline.on(map_greenline).chromeBox;
  const named = (selector) => [...document.querySelectorAll('.gl-over ' + selector)].filter((one) => one.id);
  const value = (one) => ['checkbox', 'radio'].includes(one.type) ? one.checked : Greenline.Dates.normalizeDigits(one.value);
  return {
    opened: chrome.opened ?? null, step: chrome.timebar.step, speed: Number(chrome.timebar.speed),
    drawing: chrome.drawing.corners.length,
    fields: Object.fromEntries(named('input, select, textarea').filter((one) => one.id !== 'gl-language')
      .map((one) => [one.id, value(one)])),
    unfolded: Object.fromEntries(named('details').map((one) => [one.id, one.open])),
  };
}"""


def canonical(query: str) -> View:
    """Return what a query asks for, but for the frame of the map."""
    return View.from_query(query).with_(bounds=None)


@dataclass
class Reader(App):
    """A reader who acts in the side bar, in the map, below it and in the browser."""

    atlas: Atlas | None = None
    folder: Path = Path()
    messages: list[str] = field(default_factory=list)  # errors in the browser's console
    rows: pd.DataFrame | None = None  # the events that he brought
    framed: bool = False  # whether tables list only what lies in the frame of the map

    def open(self, address: str, *, drawer: bool = True) -> Self:
        """Load the app, and listen to the console too."""
        self.page.on(
            "console",
            lambda line: self.messages.append(line.text) if line.type == "error" else None,
        )
        self.page.on(
            "dialog", lambda dialog: (self.messages.append(dialog.message), dialog.dismiss())
        )
        super().open(address, drawer=drawer)
        self.rests()
        return self

    # What stands where.

    @property
    def query(self) -> str:
        """What the page shows, as an address."""
        return str(
            self.frame.evaluate("() => Greenline.View.write(Greenline.on(map_greenline).view)")
        )

    @property
    def wide(self) -> bool:
        """Whether the side bar stands beside the map."""
        size = self.page.viewport_size
        return bool(size and size["width"] >= 768)

    def has(self, name: str) -> bool:
        """Whether a tool of the map is offered: a phone has few, and fewer beside a story."""
        return self.frame.locator(f"#gl-{name}").is_visible()

    @property
    def telling(self) -> bool:
        """Whether a story stands beside the map."""
        return bool(self.frame.locator(".gl-story").count())

    @property
    def mapping(self) -> bool:
        """Whether the columns of a file are asked for."""
        return bool(self.page.locator(".st-key-gl-columns").count())

    @property
    def opened(self) -> bool:
        """Whether the drawer below the map is open."""
        bar = self.page.locator(".gl-drawer-bar")
        return bar.get_attribute("aria-expanded") == "true"

    def face(self) -> None:
        """Turn to the map: on a phone the drawer leaves too little of it to act on."""
        if not self.wide:
            self.below(open_=False)

    def corner(self) -> dict[str, float] | None:
        """Return where the map's document begins in the window."""
        return self.page.locator("iframe.gl-frame").bounding_box()

    def panel(self, name: str) -> Locator:
        self.face()
        button = self.frame.locator(f"#gl-{name}")
        if button.get_attribute("aria-expanded") != "true":
            self.press(button)
        return self.frame.locator(f"#gl-panel-{name}")

    def press(self, button: Locator) -> None:
        """Press a button of the map as one does who sees it."""
        self.face()
        button.scroll_into_view_if_needed()
        button.click()

    def part(self, panel: str, part: str) -> Locator:
        """Unfold a part of a panel."""
        element = self.panel(panel).locator(part)
        if element.count() and element.get_attribute("open") is None:
            self.press(element.locator("summary").first)
        return self.frame.locator(f"#gl-panel-{panel}")

    def write(self, name: str, day: str) -> None:
        """Write a day into a field of the map."""
        self.frame.locator(f"#gl-{name}").fill(day)
        self.frame.locator(f"#gl-{name}").press("Enter")

    @contextmanager
    def keep_settings(self) -> Iterator[None]:
        """Do something after which all that was set in the map must be set still."""
        before = self.frame.evaluate(SET)
        yield
        after = self.frame.evaluate(SET)
        for name, value in before.items():
            result: Any = after[name]
            if isinstance(value, dict):  # a panel that is shut has no fields
                value = {key: item for key, item in value.items() if key in after[name]}
                result = {key: after[name][key] for key in value}
            assert result == value, f"{name} became {result}, from {value}"

    # In the side bar, which lies over the map on a phone.

    @contextmanager
    def side(self) -> Iterator[None]:
        self.unfold()
        yield
        if not self.wide:
            self.rests()
            self.fold_away()
        self.rests()

    def unfold(self) -> None:
        if self.folded:
            self.face()
        super().unfold()

    def fold_away(self) -> None:
        self.page.locator("[data-testid=stSidebarCollapseButton] button").click()
        expect(self.page.locator("[data-testid=stExpandSidebarButton]")).to_be_attached()

    def fold(self) -> None:
        """Fold the side bar, or unfold it."""
        if self.wide:
            self.unfold() if self.folded else self.fold_away()
            self.rests()

    def language(self, code: Language) -> None:
        with self.side(), self.keep_settings():
            self.page.locator(".st-key-gl-language button").nth(list(Language).index(code)).click()
            self.until("view.language === argument", code)

    def upload(self, name: str) -> None:
        """Bring a file; its events are on the map where it is read without a doubt."""
        with self.side():
            self.section("data")
            path = self.folder / name
            path.write_text(FILES[name].text, encoding="utf-8")
            self.page.locator(".st-key-gl-section-data input[type=file]").first.set_input_files(
                path
            )
            if name in SURE:
                expect(self.page.locator(".st-key-gl-user-events-forget")).to_be_visible()
                self.until("atlas.userEvents.store?.n === argument", FILES[name].count)
                self.rows = FILES[name].events()
            self.rests()

    def columns_again(self) -> None:
        """Ask for the columns of the file that is on the map, and leave them as they are."""
        with self.side():
            self.section("data")
            self.page.locator(".st-key-gl-user-events-columns button").click()
            expect(self.page.locator(".st-key-gl-columns")).to_be_attached()
            self.rests()

    def columns(self, *, read: bool) -> None:
        """Take the columns as they were guessed, where a file has any, or leave them."""
        self.below()
        known = "unsure.csv" in self.page.locator(".st-key-gl-columns h3").first.inner_text()
        name = "read" if read and known else "leave"
        button = self.page.locator(f".st-key-gl-columns-{name} button")
        button.scroll_into_view_if_needed()
        button.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)
        self.rests()
        if name == "read":
            self.rows = FILES["unsure.csv"].events()

    def remove(self) -> None:
        with self.side():
            self.section("data")
            self.page.locator(".st-key-gl-user-events-forget button").click()
            self.until("!atlas.userEvents.store")
        self.rows = None

    def period(self) -> None:
        """Go to the days of the events, where that is offered."""
        with self.side():
            self.section("data")
            button = self.page.locator(".st-key-gl-user-events-go button")
            if button.count():
                button.click()
                self.until("atlas.userEvents.filter.count() === argument", len(self.rows))  # type: ignore[arg-type]

    def save_page(self) -> Path:
        """Save the view as a page."""
        with self.side():
            self.section("export")
            label = say("file.html", Language(self.view("language")))
            if self.page.locator(".st-key-gl-kind input").first.input_value() != label:
                self.choose("gl-kind", label)
            return self.take_file(self.page.locator(".st-key-gl-export button"))

    def take_file(self, button: Locator) -> Path:
        button.scroll_into_view_if_needed()
        self.rests()
        with self.page.expect_download() as coming:
            button.click()
        path = self.folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    # In the map.

    def day(self, day: str) -> None:
        self.face()
        self.write("date", day)
        self.until("Greenline.Dates.iso(view.date) === argument", day)

    def slide(self, start: float, end: float) -> None:
        self.face()
        box = self.frame.locator("#gl-slider").bounding_box()
        if box:
            y = box["y"] + box["height"] - 6
            self.page.mouse.move(box["x"] + start * box["width"], y)
            self.page.mouse.down()
            self.page.mouse.move(box["x"] + end * box["width"], y, steps=4)
            self.page.mouse.up()

    def key(self, key: str) -> None:
        self.face()
        self.frame.locator(".gl-map").first.focus()
        slider = self.frame.locator("#gl-slider")
        if key.startswith(("Arrow", "Page", "Home")) and slider.is_visible():
            slider.focus()
        self.page.keyboard.press(key)

    def move(self, name: str) -> None:
        """Go a step on or back by the buttons of the time bar; or let the days go for a moment."""
        self.face()
        button = self.frame.locator(f"#gl-time-{name}")
        if button.is_visible():
            button.click()
            timer = "() => Boolean(Greenline.on(map_greenline).chromeBox.timebar.timer)"
            self.page.wait_for_timeout(300 if name == "play" else 0)
            if self.frame.evaluate(timer):
                button.click()

    def layer(self, name: str) -> None:
        if self.panel("layers").locator(f"#gl-layer-{name}").count():  # that of events needs some
            super().layer(name)

    def perspective(self, name: str) -> None:
        self.face()
        super().perspective(name)

    def against(self, name: str) -> None:
        """Compare with another perspective, or no longer."""
        choice = self.panel("compare").locator("#gl-compare-against")
        if choice.locator(f"option[value='{name}']").count():
            choice.select_option(name)
            self.until("(view.against || '') === argument", name)

    def compare(self, day: str | None, mode: str) -> None:
        """Compare with another day, or no longer."""
        on = self.panel("compare").locator("#gl-compare-on")
        if on.is_checked() != (day is not None):
            self.press(on)
        self.until("(view.compare === null) === argument", day is None)
        if day is not None:
            self.panel("compare")
            self.write("compare-date", day)
            self.until("Greenline.Dates.iso(view.compare) === argument", day)
            self.press(self.panel("compare").locator(f"#gl-mode-{mode}"))
            self.until("view.compareMode === argument", mode)

    def point(self, x: float, y: float) -> None:
        """Click on the map, where nothing lies over it."""
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        outer = self.corner()
        if not box or not outer:
            return
        at = [box["x"] + x * box["width"], box["y"] + y * box["height"]]
        on_map = (
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-map, .gl-frame'))"
        )
        within = [at[0] - outer["x"], at[1] - outer["y"]]
        if self.frame.evaluate(on_map, within) and self.page.evaluate(on_map, at):
            self.page.mouse.click(*at)

    def zoom(self, notches: int) -> None:
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        if box:
            self.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
            self.page.mouse.wheel(0, -120 * notches)

    def button(self, name: str) -> None:
        if self.has(name):
            self.press(self.frame.locator(f"#gl-{name}"))

    def search(self, text: str, at: int) -> None:
        """Search, and choose a result; with -1 leave what was typed."""
        self.face()
        field_ = self.frame.locator("#gl-search")
        if not field_.is_visible():
            return
        field_.fill(text)
        element = self.frame.locator("#gl-results li[role=option]")
        if at < 0:
            field_.press("Tab")  # what was found lies over the buttons until the field is left
        elif element.count():
            element.nth(at % element.count()).click()
        else:
            field_.press("Escape")

    def card(self, way: str, at: int) -> None:
        """Leave a card by one of its buttons, where one is open."""
        self.face()
        box = self.frame.locator(".gl-details")
        if not box.is_visible():
            return
        if way == "close":
            self.press(box.locator(".gl-close").first)
            self.until("view.selection === null")
        elif way == "other":
            others = box.locator(".gl-others button, .gl-listed button")
            if others.count() and others.nth(at % others.count()).is_visible():
                self.press(others.nth(at % others.count()))
        elif way == "table":
            text = self.take_file(box.locator("[data-way=table]")).read_text(encoding="utf-8-sig")
            assert all(len(line) == 3 for line in csv.reader(text.splitlines())), text
        else:
            self.press(box.locator(f"[data-way={way}]"))
            element = box.locator(".gl-told")
            element.locator("xpath=self::*[normalize-space() or .//textarea]").wait_for()
            hand = element.locator("textarea")
            if way == "link" and hand.count():
                _, _, query = hand.input_value().replace("?", "#").partition("#")
                assert canonical(query) == canonical(self.query), "the link"

    def turn(self, where: str) -> None:
        """Read on or back in a story, or leave it."""
        self.face()
        if where == "leave":
            self.frame.locator(".gl-story-leave").first.click()
            return
        button = self.frame.locator(f"#gl-story-{where}")
        if button.is_visible() and button.get_attribute("aria-disabled") != "true":
            button.click()

    def draw(self, corners: int, how: str) -> None:
        """Draw ground to ask about, or give it up."""
        self.panel("ask").locator("#gl-ask-draw").click()
        for x, y in [(0.35, 0.35), (0.55, 0.4), (0.5, 0.6), (0.36, 0.55)][:corners]:
            self.point(x, y)
        button = self.frame.locator(f"#gl-ask-{how}")
        if button.count() and button.is_enabled():
            button.click()
        elif self.frame.locator("#gl-ask-cancel").count():
            self.page.keyboard.press("Escape")

    def narrow_list(self, text: str) -> None:
        """Narrow the list of areas, to what there is."""
        self.part("ask", "#gl-ask-pick").locator("#gl-ask-filter").fill(text)

    def clear(self) -> None:
        """Ask about nothing, by the button of the panel."""
        button = self.panel("ask").locator("#gl-ask-clear")
        if button.is_visible():
            button.click()
            self.until("view.areaOfInterest === null")

    def set_list(self, name: str, value: str) -> None:
        """Choose from a list of the time bar or of a panel."""
        if name.startswith("oil"):
            self.panel("oil")
        self.face()
        field_ = self.frame.locator(f"#gl-{name}")
        if field_.is_visible():
            field_.select_option(value)

    def look_into(self, name: str) -> None:
        """Open a panel, or close it."""
        if not self.has(name):
            return
        self.face()
        button = self.frame.locator(f"#gl-{name}")
        wanted = str(button.get_attribute("aria-expanded") != "true").lower()
        self.press(button)
        assert button.get_attribute("aria-expanded") == wanted, f"the panel {name}"

    # His events in the map.

    def tick(self, control: str, value: str) -> None:
        """Take one of several in the panel of the events."""
        self.panel("user_events")
        name = f"input[name=gl-user-events-{control}][value={value}]"
        self.frame.locator(f"label:has(> {name})").click()

    def time(self, name: str) -> None:
        """Show all days, those up to the date, or an interval."""
        self.tick("time", name)
        wanted = {
            "all": "!view.interval && !view.window",
            "trailing": "!view.interval && view.window > 0",
            "interval": "Boolean(view.interval)",
        }
        self.until(wanted[name])

    def interval(self, first: str, last: str) -> None:
        """Write the first and the last day of an interval."""
        self.time("interval")
        self.write("user-events-from", first)
        begun = "view.interval[0] <= view.interval[1] && Greenline.Dates.iso(view.interval[0])"
        self.until(f"{begun} === argument", first)
        self.write("user-events-to", last)
        days = f"{min(first, last)},{last}"
        self.until("view.interval.map(Greenline.Dates.iso).join() === argument", days)

    def drawn_as(self, name: str) -> None:
        self.tick("drawn", name)
        self.until("view.drawnAs === argument", name)

    def own_kind(self, at: int) -> None:
        """Switch a kind of the reader's events on or off; or all, or none."""
        panel = self.panel("user_events")
        boxes = panel.locator("#gl-user-events-kinds input")
        if at < boxes.count():
            on = boxes.nth(at).is_checked()
            self.press(panel.locator("#gl-user-events-kinds label").nth(at))
            assert boxes.nth(at).is_checked() != on
        else:
            self.press(panel.locator("#gl-kinds-allKinds" if at % 2 else "#gl-kinds-noKinds"))

    def actor(self, text: str, at: int) -> None:
        """Find an actor and tick it, or show all again."""
        if not self.panel("user_events").locator("#gl-user-events-actors").count():
            return
        panel = self.part("user_events", "#gl-user-events-actors")
        panel.locator("#gl-actor-find").fill(text)
        element = panel.locator("#gl-actor-list label")
        if at < element.count():
            element.nth(at).click()  # the list is drawn anew a moment after what is typed
        else:
            self.press(panel.locator("#gl-actors-all"))
            self.until("view.actors === null")

    def set_least(self, deaths: int) -> None:
        """Show events with so many deaths at least."""
        self.panel("user_events").locator("#gl-user-events-deaths").fill(str(deaths))
        self.until("view.minDeaths === argument", deaths)

    def precision(self, name: str) -> None:
        """Show events whose place is known so exactly at least."""
        self.panel("user_events").locator("#gl-user-events-precision").select_option(name)
        self.until("view.coarsest === argument", name)

    def pick_own(self, at: int) -> None:
        """Choose an event of the list: its card opens."""
        self.part("user_events", "#gl-user-events-list")
        rows = self.frame.locator("#gl-user-events-rows button")
        if rows.count():
            self.press(rows.nth(at % rows.count()))
            self.until("view.selection?.startsWith('user_events:')")

    def save_own(self, ending: str) -> int:
        """Save the events listed; return how many the file holds."""
        self.part("user_events", "#gl-user-events-list")
        self.frame.locator("input[name=gl-user-events-within][value=all]").check(force=True)
        text = self.take_file(self.frame.locator(f"#gl-user-events-{ending}")).read_text(
            "utf-8-sig"
        )
        return len(list(csv.reader(text.splitlines()))) - 1

    # Below the map.

    def drawer(self) -> None:
        self.below(open_=not self.opened)
        self.rests()

    def turn_to(self, at: int) -> None:
        self.below()
        tabs = self.page.get_by_role("tab")
        result = tabs.nth(at % tabs.count())
        result.scroll_into_view_if_needed()
        self.rests()
        result.click()
        expect(result).to_have_attribute("aria-selected", "true")

    def press_table(self, x: float, y: float) -> None:
        """Press on the table in front, from its side and its top: the tick of a row, or a head."""
        self.below()
        grid = self.page.locator(".st-key-gl-tables .stDataFrame")
        if grid.count() and not self.mapping:
            grid.last.scroll_into_view_if_needed()
            self.rests()
            grid.last.click(position={"x": x, "y": y})
            self.rests()

    def list_framed(self) -> None:
        """List only what lies in the frame of the map, or all."""
        self.below()
        switch = self.page.locator(".st-key-gl-framed label").first
        if switch.count():
            switch.scroll_into_view_if_needed()
            self.rests()
            switch.click()
            self.framed = not self.framed
            self.rests()

    # Of the browser.

    def back(self) -> None:
        self.page.go_back()
        if self.page.url.startswith("about:"):
            self.page.go_forward()
        self.wait_for_stand()

    def forward(self) -> None:
        self.page.go_forward()
        self.wait_for_stand()

    def wait_for_stand(self) -> None:
        """Wait for the map where the browser has loaded the page anew."""
        if not self.page.evaluate("() => Boolean(document.querySelector('.gl-frame')?.marked)"):
            self.wait_for_reload()

    def reload(self) -> None:
        self.page.reload()
        self.wait_for_reload()

    def wait_for_reload(self) -> None:
        """Wait for the page that is loaded anew: what a reader brought is gone."""
        self.stands()
        self.rests()
        self.rows, self.framed = None, False

    def size(self, name: str) -> None:
        width, height = SIZES[name]
        self.page.set_viewport_size({"width": width, "height": height})
        self.rests()
