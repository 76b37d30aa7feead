"""The app in a real browser, and the acts of a reader: on the map's panels, in the side bar, below the map."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, Frame, Locator, Page, Request, expect

from . import WAIT

#: The keeper has shown the view of the address and lifted the curtain.
SEEN = (
    "() => window.greenlineKeeper && greenlineKeeper.ready"
    " && greenlineKeeper.frame.style.opacity === ''"
)

#: The app around the map is there too, and has taken it to its place.
STANDS = f"() => ({SEEN})() && greenlineKeeper.say && greenlineKeeper.frame.closest('.stApp')"

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

    def open(self, address: str, *, drawer: bool = True) -> App:
        """Load the app and wait until its map stands, and the drawer below it where there is one."""
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        self.stands(drawer=drawer)
        return self

    def stands(self, *, drawer: bool = True) -> None:
        """Wait until the map stands and the bar of the drawer below it too; mark the frame."""
        self.page.wait_for_function(STANDS)
        if drawer:
            expect(self.page.locator(".gl-drawer-bar")).to_be_attached()
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

    def answers(self, key: str, start: str) -> None:
        """Wait until the app's address has a value that begins so."""
        self.page.wait_for_function(
            "([key, start]) => new URLSearchParams(location.search).get(key)?.startsWith(start)",
            arg=[key, start],
        )

    def rests(self) -> None:
        """Wait until Streamlit is done and has not begun anew for a while."""
        self.page.evaluate(RESTS)

    # On the map.

    def panel(self, name: str) -> Locator:
        """Open a panel of the map."""
        button = self.frame.locator(f"#gl-{name}")
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        return self.frame.locator(f"#gl-panel-{name}")

    def perspective(self, name: str) -> None:
        """Take a perspective."""
        self.frame.locator(f".gl-choice:has(input[value={name}])").click()
        self.until("view.perspective === argument", name)

    def layer(self, name: str) -> None:
        """Switch a layer on or off."""
        box = self.panel("layers").locator(f"#gl-layer-{name}")
        on = box.is_checked()  # also where it came by zoom: then no list of the view has it
        box.click()
        expect(box).to_be_checked(checked=not on)
        self.until("view.layers.includes(argument[0]) !== argument[1]", [name, on])

    def window(self, days: int) -> None:
        """Take the days of the events."""
        self.panel("layers").locator("#gl-window").select_option(str(days))
        self.until("view.window === argument", days)

    def kind(self, name: str) -> None:
        """Switch a kind of events on or off."""
        on = name in self.view("eventTypes")
        self.panel("layers").locator(f"#gl-type-{name}").click()
        self.until("view.eventTypes.includes(argument[0]) !== argument[1]", [name, on])

    def story(self, at: int) -> None:
        """Open a story of those listed."""
        choices = self.panel("stories").locator(".gl-story-choice")
        choices.nth(at % choices.count()).click()
        self.until("view.story !== null")

    # In the side bar.

    @property
    def folded(self) -> bool:
        """Whether the side bar is folded."""
        return bool(self.page.locator("[data-testid=stExpandSidebarButton]").count())

    def unfold(self) -> None:
        """Open the side bar, where it is folded, by the map's own button."""
        if self.folded:
            self.frame.locator("#gl-side-bar").click()
            expect(self.page.locator(".st-key-gl-language")).to_be_in_viewport()
            self.rests()

    def section(self, name: str) -> Locator:
        """Open a section of the side bar."""
        self.unfold()
        element = self.page.locator(f".st-key-gl-section-{name}")
        if element.locator("details").first.get_attribute("open") is None:
            element.locator("summary").first.click()
            self.rests()
        return element

    def bring(self, file: Any) -> None:
        """Bring a file of events that is read without a doubt, and put them on the map."""
        self.section("data")
        self.page.locator("input[type=file]").first.set_input_files(file)
        expect(self.page.locator(".st-key-gl-user-events-forget")).to_be_attached()

    def choose(self, key: str, label: str) -> None:
        """Choose from a list of the side bar."""
        box = self.page.locator(f".st-key-{key} input").first
        box.scroll_into_view_if_needed()
        self.rests()  # a list that opens while the page scrolls is closed again
        box.click()
        self.page.get_by_role("option", name=label, exact=True).click()
        self.rests()

    # Below the map.

    def below(self, *, open_: bool = True) -> None:
        """Open the drawer below the map, or fold it."""
        bar = self.page.locator(".gl-drawer-bar")
        if bar.get_attribute("aria-expanded") != str(open_).lower():
            bar.click()
        expect(bar).to_have_attribute("aria-expanded", str(open_).lower())

    def tab(self, label: str) -> None:
        """Bring a table to the front."""
        self.below()
        self.rests()  # what Streamlit draws anew under the pointer loses the click
        self.page.get_by_role("tab", name=label).click()
        expect(self.page.get_by_role("tab", name=label)).to_have_attribute("aria-selected", "true")
        self.rests()

    def choose_row(self, row: int) -> None:
        """Tick a row of the table in front, which is a canvas that takes clicks once it has measured itself."""
        grid = self.page.locator(".st-key-gl-tables .stDataFrame")
        line = grid.locator(f"[role=row][aria-rowindex='{row + 1}']")
        line.wait_for(state="attached")
        end = time.monotonic() + WAIT / 1000
        while line.get_attribute("aria-selected") != "true":
            assert time.monotonic() < end, f"row {row} is not chosen"
            grid.click(position={"x": 18, "y": 35 * row + 17})
            self.rests()


Launch = Callable[..., App]
