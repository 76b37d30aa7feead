"""A reader at the app: every act is what a person does, with the mouse, the keys or a thumb."""

from __future__ import annotations

from playwright.sync_api import expect

from .collection import Draughtsman
from .panels import PanelUser
from .side_bar import SideBar
from .window import SIZES


class Reader(SideBar, PanelUser, Draughtsman):
    """A reader who acts in the side bar, in the map, below it and in the browser."""

    # Acts below the map.

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

    def pick(self, row: int) -> None:
        """Tick a row of the table in front."""
        self.below()
        if not self.page.locator(".st-key-gl-tables .stDataFrame").count() or self.mapping:
            return
        grid = self.page.locator(".stDataFrame").last
        grid.scroll_into_view_if_needed()
        self.rests()
        grid.click(position={"x": 18, "y": 35 * row + 52})

    def list_framed(self) -> None:
        """List only what lies in the frame of the map, or all."""
        self.below()
        switch = self.page.locator(".st-key-gl-framed label").first
        if not switch.count():
            return
        switch.scroll_into_view_if_needed()
        self.rests()
        switch.click()
        self.framed = not self.framed
        self.rests()

    def sort(self, column: int) -> None:
        """Click on the head of a column of the table in front."""
        self.below()
        if not self.page.locator(".st-key-gl-tables .stDataFrame").count() or self.mapping:
            return
        grid = self.page.locator(".stDataFrame").last
        grid.scroll_into_view_if_needed()
        self.rests()
        box = grid.bounding_box()
        assert box is not None
        grid.click(position={"x": (0.3 + 0.2 * column) * box["width"], "y": 17})
        self.rests()

    def find_in_table(self, text: str) -> None:
        """Search in the table in front, and leave the search."""
        self.below()
        grid = self.page.locator(".st-key-gl-tables .stDataFrame")
        if not grid.count() or self.mapping:
            return
        grid.last.scroll_into_view_if_needed()
        self.rests()
        grid.last.hover(position={"x": 60, "y": 60})
        search = self.page.locator("[data-testid=stElementToolbarButton] button[aria-label=Search]")
        if not search.count() or not search.last.is_visible():
            return
        search.last.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Escape")
        self.rests()

    def cross(self, choice: str, at: int) -> None:
        """Count the reader's events by something else."""
        self.below()
        self.page.get_by_role("tab").last.click()
        self.rests()
        part = self.page.locator(".st-key-gl-section-cross")
        if not part.count():
            return
        if part.locator("details").first.get_attribute("open") is None:
            part.locator("summary").first.click()
            self.rests()
        box = self.page.locator(f".st-key-gl-cross-{choice} input").first
        box.scroll_into_view_if_needed()
        self.rests()
        box.click()
        options = self.page.get_by_role("option")
        options.nth(at % options.count()).click()
        self.rests()

    # Acts of the browser.

    def back(self) -> None:
        if "streamlit" not in self.page.title().lower():
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

    def hurry(self, what: str) -> None:
        """Do something in the map and wait for nothing."""
        self.frame.evaluate(
            """(what) => { const atlas = Greenline.on(map_greenline); const {view} = atlas;
            const {panels} = atlas.chromeBox; panels.layers.update();
            const choices = document.querySelectorAll('input[name=gl-perspective]:not(:checked)');
            ({layer: () => panels.layers.box.querySelector('#gl-layer-towns').click(),
              perspective: () => choices[0]?.click(), day: () => document.querySelector('#gl-time-next').click(),
              language: () => atlas.set({language: view.language === 'ar' ? 'en' : 'ar'})})[what](); }""",
            what,
        )

    def wait_for_reload(self) -> None:
        """Wait for the page that is loaded anew: what a reader brought and collected is gone."""
        self.stands()
        self.rests()
        self.rows, self.collected, self.framed = None, [], False

    def again(self) -> str:
        """Open the address in a second tab; return what that shows."""
        tab = self.page.context.new_page()
        other = Reader(tab, atlas=self.atlas, folder=self.folder)
        try:
            other.open(self.page.url)
            result: str = other.frame.evaluate(
                "() => Greenline.View.write(Greenline.on(map_greenline).view)"
            )
            self.errors += other.errors
            self.messages += other.messages
        finally:
            tab.close()
        return result

    def resize(self, name: str) -> None:
        width, height = SIZES[name]
        self.page.set_viewport_size({"width": width, "height": height})
        self.rests()
