"""A reader at the app: every act is what a person does, with the mouse, the keys or a thumb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from playwright.sync_api import Dialog, Locator, expect

from geo import Atlas
from geo.model import Language
from geo.words import say
from tests.browser.app import App

from .files import FILES, SURE

#: Windows that a reader may have: a desk, a tablet, a phone.
SIZES = {"desk": (1440, 900), "tablet": (1000, 760), "phone": (390, 844)}

ARTICLE = (
    "20 July 2022\n\nTroops entered Altun Kupri on 18 December. In Rabia all was calm. "
    "Families left Tuz Khurmatu for Erbil."
)

#: Every name that the search is asked for; the last is no place.
NAMES = ("Kirkuk", "كركوك", "sinj", "bai hassan", "qqqq")

#: Keys of the map and of the slider.
KEYS = (
    "[",
    "]",
    ",",
    ".",
    "ArrowRight",
    "ArrowLeft",
    "PageUp",
    "PageDown",
    "Home",
    "+",
    "-",
    "Escape",
)


@dataclass
class Reader(App):
    """The app in a window, and a reader who acts in it."""

    atlas: Atlas | None = None
    folder: Path = Path()
    """Where what he saves lies."""

    told: list[str] = field(default_factory=list)
    """What the console of the browser said that is an error."""

    rows: pd.DataFrame | None = None
    """The events that he brought."""

    saved: int = 0
    """Files that he saved."""

    def open(self, address: str, *, summary: bool = True) -> Reader:
        """Load the app, and listen to the console too."""
        self.page.on(
            "console", lambda line: self.told.append(line.text) if line.type == "error" else None
        )
        self.page.on("dialog", self._asked)
        super().open(address, summary=summary)
        self.rests()
        return self

    def _asked(self, dialog: Dialog) -> None:
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    # What stands where.

    @property
    def wide(self) -> bool:
        """Whether the side bar stands beside the map."""
        size = self.page.viewport_size
        return bool(size and size["width"] >= 768)

    @property
    def speech(self) -> Language:
        """The language of the page."""
        return Language(self.view("language"))

    @contextmanager
    def side(self) -> Iterator[None]:
        """Use the side bar, which lies over the map on a phone."""
        self.unfold()
        yield
        if not self.wide:
            self.rests()
            self.page.locator("[data-testid=stSidebarCollapseButton] button").click()
            expect(self.page.locator("[data-testid=stExpandSidebarButton]")).to_be_attached()
        self.rests()

    def fold(self) -> None:
        """Fold the side bar, or unfold it; on a phone it would lie over the map."""
        if not self.wide:
            return
        if self.folded:
            self.unfold()
        else:
            self.page.locator("[data-testid=stSidebarCollapseButton] button").click()
            expect(self.page.locator("[data-testid=stExpandSidebarButton]")).to_be_attached()
        self.rests()

    def unfold(self) -> None:
        if self.folded:
            self.face()
        super().unfold()

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
        """Open a panel of the map."""
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

    @property
    def telling(self) -> bool:
        """Whether a story or an article stands beside the map."""
        return bool(self.frame.locator(".gl-story").count())

    # Acts in the side bar.

    def language(self, code: Language) -> None:
        with self.side():
            self.page.locator(".st-key-gl-language button").nth(list(Language).index(code)).click()
            self.until("view.language === argument", code)

    def upload(self, name: str) -> None:
        with self.side():
            self.section("user-events")
            path = self.folder / name
            path.write_text(FILES[name].text, encoding="utf-8")
            self.page.locator(
                ".st-key-gl-section-user-events input[type=file]"
            ).first.set_input_files(path)
            if name in SURE:
                expect(self.page.locator(".st-key-gl-yours-forget")).to_be_visible()
                self.until(
                    "atlas.userEvents.store && atlas.userEvents.store.n === argument",
                    FILES[name].kept,
                )
            self.rests()
        if name in SURE:
            self.rows = FILES[name].events()

    def columns(self) -> None:
        """Take the columns as they were guessed."""
        self.below()
        read = self.page.locator(".st-key-gl-columns-read button")
        read.scroll_into_view_if_needed()
        read.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)
        self.rests()
        self.rows = FILES["unsure.csv"].events()

    def columns_left(self) -> None:
        self.below()
        leave = self.page.locator(".st-key-gl-columns-leave button")
        leave.scroll_into_view_if_needed()
        leave.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)

    @property
    def columns_known(self) -> bool:
        """Whether the columns that are asked for are of a table of events."""
        title = self.page.locator(".st-key-gl-columns h3").first
        return "unsure.csv" in title.inner_text()

    @property
    def mapping(self) -> bool:
        """Whether the columns of a file are asked for."""
        return bool(self.page.locator(".st-key-gl-columns").count())

    def remove(self) -> None:
        with self.side():
            self.section("user-events")
            self.page.locator(".st-key-gl-yours-forget button").click()
            self.until("!atlas.userEvents.store")
        self.rows = None

    def period(self) -> bool:
        """Go to the days of the events, where that is offered."""
        with self.side():
            self.section("user-events")
            button = self.page.locator(".st-key-gl-yours-go button")
            offered = button.count() > 0
            if offered:
                button.click()
                self.until("atlas.userEvents.filter.count() === argument", len(self.rows))  # type: ignore[arg-type]
        return offered

    def article(self) -> None:
        with self.side():
            found = self.section("article")
            found.locator("textarea").fill(ARTICLE)
            found.locator("[data-testid=stFormSubmitButton] button").click()
            expect(self.page.locator(".st-key-gl-article-leave")).to_be_visible()
            self.frame.locator(".gl-article").first.wait_for(state="attached")

    def article_left(self) -> bool:
        with self.side():
            self.section("article")
            leave = self.page.locator(".st-key-gl-article-leave button")
            found = leave.count() > 0
            if found:
                leave.click()
                expect(self.frame.locator(".gl-article")).to_have_count(0)
        return found

    def save(self, kind: str) -> Path:
        """Save the view as a file."""
        with self.side():
            self.section("export")
            shown = self.page.locator(".st-key-gl-kind input").first.input_value()
            if shown != say(f"file{kind}", self.speech):
                self.choose("gl-kind", say(f"file{kind}", self.speech))
            return self._saved(self.page.locator(".st-key-gl-export button"))

    def save_table(self) -> Path | None:
        """Save the table in front."""
        self.below()
        button = self.page.locator("[class*=st-key-gl-csv-] button")
        return self._saved(button.first) if button.count() else None

    def _saved(self, button: Locator) -> Path:
        button.scroll_into_view_if_needed()
        self.rests()
        with self.page.expect_download() as coming:
            button.click()
        self.saved += 1
        path = self.folder / f"{self.saved}-{coming.value.suggested_filename}"
        coming.value.save_as(path)
        return path

    # Acts in the map.

    def day(self, day: str) -> None:
        self.face()
        field_ = self.frame.locator("#gl-date")
        field_.fill(day)
        field_.press("Enter")
        self.until("Greenline.Dates.iso(view.date) === argument", day)

    def slide(self, start: float, end: float) -> None:
        self.face()
        box = self.frame.locator("#gl-slider").bounding_box()
        if not box:
            return
        y = box["y"] + box["height"] - 6
        self.page.mouse.move(box["x"] + start * box["width"], y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], y, steps=4)
        self.page.mouse.up()

    def key(self, key: str) -> None:
        self.face()
        self.frame.locator(".gl-map").first.focus()
        if key.startswith(("Arrow", "Page", "Home")):
            slider = self.frame.locator("#gl-slider")
            if slider.is_visible():
                slider.focus()
        self.page.keyboard.press(key)

    def play(self) -> None:
        """Let the days go for a moment."""
        self.face()
        button = self.frame.locator("#gl-time-play")
        if not button.is_visible():
            return
        button.click()
        self.page.wait_for_timeout(300)
        if self.frame.evaluate(
            "() => Boolean(Greenline.on(map_greenline).chromeBox.timebar.timer)"
        ):
            button.click()

    def layer(self, name: str) -> None:
        if self.panel("layers").locator(f"#gl-layer-{name}").count():  # that of events needs some
            super().layer(name)

    @property
    def choices(self) -> bool:
        """Whether perspectives are offered: a phone has none beside a story."""
        return self.frame.locator(".gl-choices").is_visible()

    def perspective(self, name: str) -> None:
        self.face()
        super().perspective(name)

    def point(self, x: float, y: float) -> bool:
        """Click on the map, where nothing lies over it."""
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        outer = self.corner()
        if not box or not outer:
            return False
        at = (box["x"] + x * box["width"], box["y"] + y * box["height"])
        free = self.frame.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-map'))",
            [at[0] - outer["x"], at[1] - outer["y"]],
        )
        above = self.page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-frame, .gl-map'))",
            list(at),
        )
        if free and above:
            self.page.mouse.click(*at)
        return bool(free and above)

    def zoom(self, notches: int) -> None:
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        if box:
            self.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
            self.page.mouse.wheel(0, -120 * notches)

    def button(self, name: str) -> None:
        if self.has(name):
            self.press(self.frame.locator(f"#gl-{name}"))

    def has(self, name: str) -> bool:
        """Whether a tool of the map is offered: a phone has few, and fewer beside a story."""
        return self.frame.locator(f"#gl-{name}").is_visible()

    def search(self, text: str, at: int) -> None:
        self.face()
        field_ = self.frame.locator("#gl-search")
        if not field_.is_visible():
            return
        field_.fill(text)
        found = self.frame.locator("#gl-results li[role=option]")
        if found.count():
            found.nth(at % found.count()).click()
        else:
            field_.press("Escape")

    def compare(self, day: str | None, mode: str) -> None:
        """Compare with another day, or no longer."""
        panel = self.panel("compare")
        on = panel.locator("#gl-compare-on")
        if on.is_checked() != (day is not None):
            self.press(on)
        if day is None:
            self.until("view.compare === null")
            return
        self.until("view.compare !== null")
        field_ = self.panel("compare").locator("#gl-compare-date")
        field_.fill(day)
        field_.press("Enter")
        self.until("Greenline.Dates.iso(view.compare) === argument", day)
        self.press(self.panel("compare").locator(f"#gl-mode-{mode}"))
        self.until("view.compareMode === argument", mode)

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
        places = [(0.35, 0.35), (0.55, 0.4), (0.5, 0.6), (0.36, 0.55)]
        for x, y in places[:corners]:
            self.point(x, y)
        button = self.frame.locator(f"#gl-ask-{how}")
        if button.count() and button.is_enabled():
            button.click()
        elif self.frame.locator("#gl-ask-cancel").count():
            self.page.keyboard.press("Escape")

    def ask_for(self, at: int) -> None:
        """Ask about an area by its name."""
        panel = self.panel("ask")
        picker = panel.locator("#gl-ask-pick")
        if picker.get_attribute("open") is None:
            picker.locator("summary").click()
        boxes = panel.locator(".gl-picks label")
        self.press(boxes.nth(at % 12))

    def clear(self) -> bool:
        """Ask about nothing, by the button below the map."""
        self.below()
        button = self.page.locator(".st-key-gl-asked-clear button")
        if not button.count():
            return False
        button.scroll_into_view_if_needed()
        button.click()
        self.until("view.areaOfInterest === null")
        return True

    def measure(self) -> None:
        self.button("measure")
        self.point(0.4, 0.4)
        self.point(0.5, 0.5)

    # Acts below the map.

    def drawer(self) -> None:
        self.below(open_=not self.opened)
        self.rests()

    def turn_to(self, at: int) -> None:
        self.below()
        tabs = self.page.get_by_role("tab")
        found = tabs.nth(at % tabs.count())
        found.scroll_into_view_if_needed()
        found.click()
        expect(found).to_have_attribute("aria-selected", "true")

    def pick(self, row: int) -> None:
        """Tick a row of the table in front."""
        self.below()
        if not self.page.locator(".st-key-gl-tables .stDataFrame").count() or self.mapping:
            return
        grid = self.page.locator(".stDataFrame").last
        grid.scroll_into_view_if_needed()
        self.rests()
        grid.click(position={"x": 18, "y": 35 * row + 52})

    # Acts of the browser.

    def back(self) -> None:
        if "streamlit" not in self.page.title().lower():
            self.page.go_back()
        if self.page.url.startswith("about:"):
            self.page.go_forward()
        self.stood()

    def forward(self) -> None:
        self.page.go_forward()
        self.stood()

    def stood(self) -> None:
        """Wait for the map where the browser has loaded the page anew."""
        if not self.page.evaluate("() => Boolean(document.querySelector('.gl-frame')?.marked)"):
            self.stands()

    def reload(self) -> None:
        self.page.reload()
        self.stands()
        self.rests()
        self.rows = None

    def again(self) -> str:
        """Open the address in a second tab; return what that shows."""
        tab = self.page.context.new_page()
        other = Reader(tab, atlas=self.atlas, folder=self.folder)
        try:
            other.open(self.page.url)
            found: str = other.frame.evaluate(
                "() => Greenline.View.write(Greenline.on(map_greenline).view)"
            )
            self.errors += other.errors
            self.told += other.told
        finally:
            tab.close()
        return found

    def resize(self, name: str) -> None:
        width, height = SIZES[name]
        self.page.set_viewport_size({"width": width, "height": height})
        self.rests()
