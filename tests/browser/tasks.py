"""Five tasks of a reader, each done with keys alone and with a thumb: how many acts it takes.

An act is a key or a tap; letters that are typed count one each. A thumb taps only what is in sight
and as large as a thumb needs. Each act is also noted as operators of the keystroke-level model
(Card, Moran and Newell 1980, doi:10.1145/358886.358895), of which the documentation makes an
estimate of time; what a reader waits for the page is measured beside it.
``python -m tests.browser.tasks`` counts anew and writes ``tasks.json``, which the documentation's
table is made of; ``test_tasks.py`` holds the counts to it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from . import FRAMES
from .app import RESTS

COUNTS = Path(__file__).with_name("tasks.json")

#: Side of what a thumb hits, in CSS pixels (WCAG 2.2, 2.5.5).
THUMB = 44

#: Keys of Tab in a row after which what is looked for is not there.
FAR = 60

#: A spreadsheet of events as a reader might have one.
SHEET = (
    "date,latitude,longitude,type\n"
    "2017-08-16,35.47,44.39,raid\n2017-08-17,36.32,41.87,raid\n2017-09-20,35.76,44.14,clash\n"
)

#: Whether a frame's own element has the focus.
FOCUSED = "(selector) => document.hasFocus() && document.activeElement?.matches(selector)"


#: What two swipes of a thumb do: a tab comes into sight in the drawer.
SWIPE = """(tab) => {
  const below = tab.closest('.st-key-gl-below');
  below.scrollTop += tab.getBoundingClientRect().top - below.getBoundingClientRect().top - 60;
  for (let one = tab.parentElement; one !== below; one = one.parentElement) {
    if (one.scrollWidth > one.clientWidth) one.scrollLeft += tab.getBoundingClientRect().left - 120;
  }
}"""


@dataclass
class Hand:
    """What a reader does, and how long the page takes to answer."""

    page: Page
    acts: int = 0
    operators: Counter[str] = field(default_factory=Counter)
    """Keys (K), points (P), changes between pointing and typing (H) and thoughts before an act (M)."""
    machine: float = 0.0
    """Seconds between what a reader did and the page's answer to it, together."""

    def note(self, operators: str, acts: int = 0) -> None:
        """Note operators, a letter each, and acts that no method of a hand does."""
        self.operators.update(operators)
        self.acts += acts

    @contextmanager
    def answer(self) -> Iterator[None]:
        """Measure what is done within, to the frame in which the page has painted its answer."""
        began = time.perf_counter()
        yield
        self.page.evaluate(FRAMES)
        self.machine += time.perf_counter() - began

    def sees(self, what: Locator, *texts: str) -> None:
        """Wait until something is in sight and says the texts."""
        with self.answer():
            expect(what).to_be_visible()
            for text in texts:
                expect(what).to_contain_text(text)

    def waits(self, script: str) -> None:
        """Wait for a function of JavaScript."""
        with self.answer():
            self.page.wait_for_function(script)

    def rests(self) -> None:
        """Wait until the app is done; that it stays done is no wait of a reader's."""
        began = time.perf_counter()
        self.page.evaluate(RESTS)
        self.machine += max(0.0, time.perf_counter() - began - 0.4)


class Keys(Hand):
    """A reader with keys alone."""

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            with self.answer():
                self.page.keyboard.press(key)
            self.note("K", 1)

    def write(self, text: str) -> None:
        """Type a text into what has the focus."""
        with self.answer():
            self.page.keyboard.type(text)
        self.note("K" * len(text), len(text))

    def reach(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until what is looked for has the focus."""
        self.note("M")
        for _ in range(FAR):
            if any(frame.evaluate(FOCUSED, selector) for frame in self.page.frames):
                return
            self.press(key)
        raise AssertionError(f"{selector} is not reached within {FAR} keys")

    def find(self, text: str) -> None:
        """Look for a place or a day."""
        self.note("M")
        self.press("/")
        self.write(text)
        self.press("Enter")

    def use(self, selector: str) -> None:
        """Reach a button and press it."""
        self.reach(selector)
        self.press("Enter")


class Thumb(Hand):
    """A reader with one thumb."""

    def tap(self, place: Locator | str) -> None:
        """Tap what is in sight and large enough."""
        first = self.page.locator(place).first if isinstance(place, str) else place
        with self.answer():
            expect(first).to_be_in_viewport()
        box = first.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= THUMB - 0.5, (place, box)
        with self.answer():
            first.tap()
        self.note("MPK", 1)

    def write(self, text: str) -> None:
        """Type a text into what has the focus, on the keys that slide up over the map."""
        with self.answer():
            self.page.keyboard.type(text)
        self.note("H" + "K" * len(text) + "H", len(text))

    def find(self, text: str) -> None:
        """Look for a place or a day."""
        self.tap(".gl-search")
        self.write(text)
        self.tap("#gl-results [role=option]")


def sinjar(hand: Keys | Thumb) -> None:
    """Who held Sinjar on 1 November 2017, and since when."""
    hand.find("2017-11-01")
    hand.find("Sinjar")
    hand.sees(hand.page.locator(".gl-details"), "federal government", "17 October 2017")


def fields(hand: Keys | Thumb) -> None:
    """Which fields changed hands in October 2017."""
    hand.find("2017-11-01")
    if isinstance(hand, Keys):
        hand.use("#gl-compare")
        hand.reach("#gl-compare-on")
        hand.press("Space")
        hand.reach("#gl-compare-date")
        hand.write("2017-10-01")
        hand.press("Enter")
    else:
        hand.tap("#gl-compare")
        hand.tap("label:has(#gl-compare-on)")
        hand.tap("#gl-compare-date")
        hand.page.keyboard.press("Control+A")  # a phone selects a field's text by a hold
        hand.note("PK", 1)
        hand.write("2017-10-01")
        hand.page.keyboard.press("Enter")
        hand.note("K", 1)
    listed = hand.page.locator(".gl-changed-fields")
    hand.sees(listed, "Bai Hassan", "Kurdistan Region → federal government")


def arabic(hand: Keys | Thumb) -> None:
    """Who held Sinjar on 1 November 2017, in Arabic, from a page that opened in English."""
    if isinstance(hand, Keys):
        hand.press("/")
        hand.use("#gl-about")
        hand.reach("#gl-language")
        hand.press("ArrowDown")
        hand.press("Escape")
    else:
        hand.tap("#gl-about")
        hand.page.locator("#gl-language").select_option("ar")
        hand.note("MPKPK", 2)  # the list, and the language in it
        hand.tap("#gl-panel-about .gl-close")
    expect(hand.page.locator(".gl-root")).to_have_attribute("lang", "ar")
    hand.find("٢٠١٧-١١-٠١")
    hand.find("سنجار")
    hand.sees(hand.page.locator(".gl-details"), "١٧ تشرين الأول ٢٠١٧")


def picture(hand: Keys | Thumb) -> None:
    """Send a picture of the map."""
    hand.page.evaluate(
        "() => { navigator.share = (what) => { window.shared = what; return Promise.resolve(); }; }"
    )
    if isinstance(hand, Keys):
        hand.press("/")
        hand.use("#gl-share")
    else:
        hand.tap("#gl-share")
    hand.waits("() => window.shared?.files?.[0].size > 10000")


def spreadsheet(hand: Keys | Thumb) -> None:
    """My spreadsheet by who held the ground, in the app."""
    page = hand.page
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    frame = page.frame_locator("iframe.gl-frame")
    take = page.locator(".st-key-gl-user-events-take button")
    chart = page.locator(".st-key-gl-section-cross [data-testid=stDataFrame]")
    text = ".st-key-gl-section-user-events"
    go = ".st-key-gl-user-events-go button"  # the map opens years after the events
    if isinstance(hand, Keys):
        hand.use("#gl-side-bar")
        hand.sees(page.locator(".st-key-gl-language"))
        hand.use(f"{text} summary")
        hand.reach(f"{text} [data-testid=stFileUploaderDropzone] button")
    else:
        hand.tap(frame.locator("#gl-side-bar"))
        hand.tap(page.locator(f"{text} summary").first)
    page.locator("input[type=file]").first.set_input_files(file)
    # The button, and the file in the list of the device.
    hand.note("KMKK" if isinstance(hand, Keys) else "MPKMPK", 2)
    hand.sees(take)
    hand.rests()
    if isinstance(hand, Keys):
        hand.use(".st-key-gl-user-events-take button")
        with hand.answer():
            expect(page.locator(".st-key-gl-user-events-forget")).to_be_attached()
        hand.rests()
        hand.use(go)
        hand.rests()  # the focus goes back to the page's beginning
        hand.use(".gl-skip")  # past the map, to the drawer's bar
        hand.use(".gl-drawer-bar")
        hand.rests()  # tables are made once the drawer is open
        hand.reach("[role=tab]")
        hand.press("End")
        hand.rests()
        hand.reach(".st-key-gl-section-cross summary")
        hand.press("Enter")
    else:
        take.scroll_into_view_if_needed()
        hand.tap(take)
        hand.rests()
        page.locator(go).scroll_into_view_if_needed()
        hand.tap(go)
        hand.tap(page.locator("[data-testid=stSidebarCollapseButton] button"))
        hand.tap(page.locator(".gl-drawer-bar"))
        tab = page.get_by_role("tab", name="Your events")
        tab.evaluate(SWIPE)
        hand.note("MPP", 2)  # up to the row of tabs, and along it
        hand.tap(tab)
        summary = page.locator(".st-key-gl-section-cross summary")
        summary.scroll_into_view_if_needed()
        hand.tap(summary)
    hand.sees(chart)


#: The tasks, with whether each is done in the app, or in an exported file.
TASKS: dict[str, tuple[Callable[[Any], None], bool]] = {
    "sinjar": (sinjar, False),
    "fields": (fields, False),
    "arabic": (arabic, False),
    "spreadsheet": (spreadsheet, True),
    "picture": (picture, False),
}

#: How each is worked: the window, and what else the browser is told of it.
HANDS = {
    "keys": (Keys, (1440, 900), False),
    "thumb": (Thumb, (390, 844), True),
}


#: How often each task is worked for its measured wait, of which the least counts.
RUNS = 5


def counts() -> dict[str, dict[str, dict[str, float]]]:
    """Return acts, operators and wait of each task by hand, as they were counted last."""
    content: dict[str, dict[str, dict[str, float]]] = json.loads(COUNTS.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    import pytest

    tests = Path(__file__).with_name("test_tasks.py")
    sys.exit(pytest.main(["-q", "-n", "0", "--count-tasks", str(tests)]))
