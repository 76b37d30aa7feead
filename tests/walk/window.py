"""The app in a window: what stands where, and how a part of it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pandas as pd
from playwright.sync_api import Dialog, Locator, expect

from geo import Atlas
from geo.model import Language
from tests.browser.test_app import App


@dataclass
class Window(App):
    """The app in a window: what stands where, and how a part of it is reached."""

    atlas: Atlas | None = None
    folder: Path = Path()
    """Where what he saves lies."""

    told: list[str] = field(default_factory=list)
    """What the console of the browser said that is an error."""

    rows: pd.DataFrame | None = None
    """The events that he brought."""

    saved: int = 0
    """Files that he saved."""

    def open(self, address: str, *, summary: bool = True) -> Self:
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
        opener = self.page.locator("[data-testid=stExpandSidebarButton]")
        if opener.is_visible():
            opener.click()
            self.page.locator(".st-key-gl-language").wait_for()
            self.rests()
        yield
        if not self.wide:
            self.rests()
            self.page.locator("[data-testid=stSidebarCollapseButton] button").click()
            expect(opener).to_be_visible()
        self.rests()

    def section(self, name: str) -> Locator:
        """Open a section of the side bar."""
        found = self.page.locator(f".st-key-gl-section-{name}")
        details = found.locator("details").first
        if details.get_attribute("open") is None:
            found.locator("summary").first.click()
            self.rests()
        return found

    def choose(self, key: str, label: str) -> None:
        """Choose from a list of the side bar."""
        box = self.page.locator(f".st-key-{key} input").first
        box.scroll_into_view_if_needed()
        self.rests()
        box.click()
        self.page.get_by_role("option", name=label, exact=True).click()
        self.rests()

    def face(self) -> None:
        """Bring the map into sight: a browser paints no frame that is scrolled away."""
        self.page.locator("iframe.gl-frame").scroll_into_view_if_needed()

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
