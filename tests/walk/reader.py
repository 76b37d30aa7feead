"""A reader at the app: every act is what a person does, with the mouse, the keys or a thumb."""

from __future__ import annotations

from playwright.sync_api import expect

from .on_map import OnMap
from .side_bar import SideBar

#: Windows that a reader may have: a desk, a tablet, a phone.
SIZES = {"desk": (1440, 900), "tablet": (1000, 760), "phone": (390, 844)}


class Reader(SideBar, OnMap):
    """A reader who acts in the side bar, in the map, below it and in the browser."""

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
