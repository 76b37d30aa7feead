"""The walk through the exported file, which has no network."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, BrowserContext, Frame

from geo import Atlas, View
from geo.model import Language
from tests.browser import FRAMES
from tests.browser.conftest import DRAWN, WAIT

from .files import FILES
from .reader import Reader, canonical
from .rules import Walk, do, one_of
from .sight import of_map

#: The events that the file carries.
CARRIED = "whole.csv"

#: Milliseconds after which the file has written its address.
WRITTEN = 250


class FileReader(Reader):
    """The file in a window, and a reader who acts in it."""

    @property
    def frame(self) -> Frame:
        """The page itself."""
        return self.page.main_frame

    def face(self) -> None:
        """Do nothing: the map is all that there is."""

    def corner(self) -> dict[str, float]:
        return {"x": 0, "y": 0}

    def language(self, code: Language) -> None:
        """Take a language in the panel about the map."""
        choice = self.panel("about").locator("#gl-language")
        with self.keep_settings():
            choice.select_option(code)
            self.until("view.language === argument", code)

    def rests(self) -> None:
        """Wait until what was asked for is painted and written into the address."""
        self.page.evaluate(FRAMES)
        self.page.wait_for_timeout(WRITTEN)

    def wait_for_reload(self) -> None:
        """Wait for the file that is loaded anew, which still carries its events."""
        self.stands()

    def stands(self, *, drawer: bool = True) -> None:
        self.page.wait_for_function(f"() => {DRAWN}")
        self.until("atlas.userEvents.filter")


class FileWalk(Walk):
    """A reader who opens the file and does one thing after another."""

    browser: ClassVar[Browser]
    file: ClassVar[Path]
    atlas: ClassVar[Atlas]

    def begin_window(self) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": 1200, "height": 800},
            offline=True,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        folder = Path(self.folder.name)
        self.reader = FileReader(context.new_page(), atlas=self.atlas, folder=folder)
        self.reader.rows = FILES[CARRIED].events()
        self.reader.open(self.file.as_uri())
        self.look()
        return context

    def look(self) -> None:
        reader = self.reader
        reader.rests()
        assert not reader.errors + reader.messages, "errors of scripts"
        assert all(name.startswith("file:") for name in reader.strangers), "asked outside"
        view = View.from_query(reader.query)
        wanted = view.with_(bounds=None)
        for _ in range(20):  # a busy browser writes its address late
            hashed = reader.page.url.partition("#")[2]
            if not hashed or canonical(hashed) == wanted:
                break
            reader.page.wait_for_timeout(WRITTEN)
        assert not hashed or canonical(hashed) == wanted, f"{hashed}, not {reader.query}"
        of_map(reader, view)

    language = do("language", "about", code=one_of(*Language))
    reload = do("reload")
