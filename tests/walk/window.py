"""The app in a window: what stands where, and how a part of it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pandas as pd
from playwright.sync_api import Dialog, Locator, expect

from geo import Atlas, View
from geo.model import Language
from tests.browser.app import App

#: Windows that a reader may have: a desk, a tablet, a phone.
SIZES = {"desk": (1440, 900), "tablet": (1000, 760), "phone": (390, 844)}

#: What a reader set in the map that no address holds: all fields with a name, all that is unfolded.
SET = """() => {
  const chrome = Greenline.on(map_greenline).chromeBox;
  const named = (selector) => [...document.querySelectorAll('.gl-over ' + selector)].filter((one) => one.id);
  const value = (one) => ['checkbox', 'radio'].includes(one.type) ? one.checked : one.value;
  return {
    opened: chrome.opened ?? null, step: chrome.timebar.step, speed: Number(chrome.timebar.speed),
    drawing: chrome.drawing.corners.length, measured: chrome.measure.points.length,
    fields: Object.fromEntries(named('input, select, textarea').filter((one) => one.id !== 'gl-language')
      .map((one) => [one.id, value(one)])),
    unfolded: Object.fromEntries(named('details').map((one) => [one.id, one.open])),
  };
}"""


def canonical(query: str) -> View:
    """Return what a query asks for, but for the frame of the map."""
    return View.from_query(query).with_(bounds=None)


@dataclass
class Window(App):
    """The app in a window: what stands where, and how a part of it is reached."""

    atlas: Atlas | None = None
    folder: Path = Path()
    """Where what he saves lies."""

    messages: list[str] = field(default_factory=list)
    """What the console of the browser said that is an error."""

    rows: pd.DataFrame | None = None
    """The events that he brought."""

    saved: int = 0
    """Files that he saved."""

    framed: bool = False
    """Whether tables list only what lies in the frame of the map."""

    def open(self, address: str, *, summary: bool = True) -> Self:
        """Load the app, and listen to the console too."""
        self.page.on(
            "console",
            lambda line: self.messages.append(line.text) if line.type == "error" else None,
        )
        self.page.on("dialog", self._dismiss_dialog)
        super().open(address, summary=summary)
        self.rests()
        return self

    def _dismiss_dialog(self, dialog: Dialog) -> None:
        self.messages.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @contextmanager
    def keep_settings(self) -> Iterator[None]:
        """Do something after which all that was set in the map must be set still."""
        before = self.frame.evaluate(SET)
        yield
        after = self.frame.evaluate(SET)
        for name, value in before.items():
            if isinstance(value, dict):  # a panel that is shut has no fields
                value = {key: item for key, item in value.items() if key in after[name]}
                result: Any = {key: after[name][key] for key in value}
            else:
                result = after[name]
            assert result == value, f"{name} became {result}, from {value}"

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
