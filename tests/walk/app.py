"""The walk through the app: what a reader may do there alone, and what must hold after each act."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as some
from hypothesis.stateful import rule
from playwright.sync_api import Browser, BrowserContext

from geo import Atlas
from geo.model import Language
from tests.browser.conftest import WAIT

from .files import FILES
from .reader import Reader, canonical
from .rules import Walk, do, one_of
from .sight import Log, look


class AppWalk(Walk):
    """A reader who opens the app and does one thing after another."""

    browser: ClassVar[Browser]
    atlas: ClassVar[Atlas]
    address: ClassVar[str]
    log: ClassVar[Path]

    def begin_window(self) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True
        )
        context.set_default_timeout(WAIT)
        self.unread = Log(self.log)
        self.reader = Reader(context.new_page(), atlas=self.atlas, folder=Path(self.folder.name))
        self.reader.open(self.address)
        self.look()
        return context

    def look(self) -> None:
        self.view = look(self.reader, self.unread)

    def then_save_page(self, path: Path) -> None:
        """Open a saved page without network: it shows what the app shows."""
        count = "() => Greenline.on(map_greenline).userEvents.filter?.count() ?? null"
        context = self.browser.new_context(offline=True, reduced_motion="reduce")
        try:
            page = context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(path.as_uri())
            page.wait_for_function("() => performance.getEntriesByName('map-drawn').length > 0")
            if self.reader.rows is not None:
                page.wait_for_function("() => Greenline.on(map_greenline).userEvents.filter")
            wanted = self.view.with_(bounds=None, tiles=False)
            if wanted.story is None:
                query = page.evaluate(
                    "() => Greenline.View.write({...Greenline.on(map_greenline).view, tiles: false})"
                )
                assert canonical(query) == wanted, "the saved page shows another view"
                in_app = self.reader.frame.evaluate(count)
                assert page.evaluate(count) == in_app, "the saved page shows other events"
            assert not faults, faults
        finally:
            context.close()

    language = do("language", code=one_of(*Language))
    fold = do("fold")
    columns_again = do(
        "columns_again", lambda reader: reader.rows is not None and not reader.mapping
    )
    columns = do("columns", lambda reader: reader.mapping, read=some.booleans())
    remove = do("remove", lambda reader: reader.rows is not None)
    period = do("period", lambda reader: reader.rows is not None)
    save_page = do("save_page")
    zoom = do("zoom", notches=one_of(3, 1, -1, -3))
    button = do("button", name=one_of("plus", "minus", "home"))
    clear = do("clear", lambda reader: reader.view("areaOfInterest") is not None)
    drawer = do("drawer")
    tab = do("turn_to", at=some.integers(0, 8))
    row = do("press_table", x=some.just(18), y=some.integers(1, 7).map(lambda row: 35 * row + 17))
    sort = do("press_table", x=some.integers(3, 9).map(lambda share: 90 * share), y=some.just(17))
    list_framed = do("list_framed")
    back = do("back")
    forward = do("forward")
    reload = do("reload")

    @rule(name=one_of(*FILES))
    def upload(self, name: str) -> None:
        self.take("upload", name)
