"""The walk as a state machine: what a reader may do next, and what must hold after it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from playwright.sync_api import Browser

from geo import Atlas
from geo.export.tables import WHOLE
from geo.model import Language
from geo.web.saving import film
from geo.web.saving.export import KINDS
from tests.browser.conftest import WAIT

from . import taken_down
from .collection import CollectionRules
from .files import FILES, SURE
from .map_rules import act
from .own_events import OwnEventRules
from .panels import PanelRules
from .reader import Reader
from .sight import Log, assert_held, look
from .window import canonical


@dataclass
class Place:
    """Where walks are walked: one server, one browser; and what is counted on the way."""

    browser: Browser
    address: str
    log: Path
    atlas: Atlas
    steps: int = 0
    walks: int = 0
    acts: dict[str, int] = field(default_factory=dict)


class Walk(CollectionRules, OwnEventRules, PanelRules):
    """A reader who opens the app and does one thing after another."""

    place: ClassVar[Place]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.context = self.place.browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True
        )
        self.context.set_default_timeout(WAIT)
        taken_down.watch(self.context)
        self.log = Log(self.place.log)
        self.reader = Reader(
            self.context.new_page(), atlas=self.place.atlas, folder=Path(self.folder.name)
        )
        self.reader.open(self.place.address)
        self.place.walks += 1
        self.view = look(self.reader, self.log)

    def teardown(self) -> None:
        """Close the window; the server stays."""
        self.context.close()
        self.folder.cleanup()

    def look(self) -> None:
        """Assert all that must hold."""
        self.view = look(self.reader, self.log)

    def note_act(self, name: str) -> None:
        """Count an act."""
        self.place.steps += 1
        self.place.acts[name] = self.place.acts.get(name, 0) + 1

    # In the side bar.

    @rule(code=some.sampled_from(list(Language)))
    @act
    def language(self, code: Language) -> None:
        self.reader.language(code)

    @rule()
    @act
    def fold(self) -> None:
        self.reader.fold()

    @rule(name=some.sampled_from(list(FILES)))
    @act
    def upload(self, name: str) -> None:
        self.reader.upload(name)

    @rule(
        name=some.sampled_from(SURE),
        then=some.sampled_from(["leave", "language"]),
        code=some.sampled_from(list(Language)),
    )
    @act
    def offer_file(self, name: str, then: str, code: Language) -> None:
        self.reader.offer_file(name, then, code)

    @precondition(lambda self: self.reader.rows is not None and not self.reader.mapping)
    @rule()
    @act
    def columns_again(self) -> None:
        self.reader.columns_again()

    @precondition(lambda self: self.reader.mapping)
    @rule(read=some.booleans())
    @act
    def columns(self, read: bool) -> None:
        if read and self.reader.columns_known:
            self.reader.columns()
        else:
            self.reader.columns_left()

    @precondition(lambda self: self.reader.rows is not None)
    @rule()
    @act
    def remove(self) -> None:
        self.reader.remove()

    @precondition(lambda self: self.reader.rows is not None)
    @rule()
    @act
    def period(self) -> None:
        self.reader.period()

    @rule()
    @act
    def article(self) -> None:
        self.reader.article()

    @precondition(lambda self: self.reader.telling)
    @rule()
    @act
    def article_left(self) -> None:
        self.reader.article_left()

    @rule(kind=some.sampled_from([item for item in KINDS if item not in film.kinds()]))
    @act
    def save(self, kind: str) -> None:
        path = self.reader.save(kind)
        assert_held(self.reader, self.view, kind, path)
        if kind == ".html":
            self.open_saved(path)

    @rule(at=some.integers(0, 2))
    @act
    def cite(self, at: int) -> None:
        text = self.reader.cite(at)
        assert self.reader.atlas.release in text, f"another version than the atlas's: {text}"

    @rule()
    @act
    def address_offered(self) -> None:
        query = urlsplit(self.reader.address_offered()).query
        assert canonical(query) == self.view.with_(bounds=None), f"the link is of {query}"

    @rule(at=some.integers(0, 4))
    @act
    def paper(self, at: int) -> None:
        self.reader.paper(at)

    @rule()
    @act
    def propose_any(self) -> None:
        self.reader.propose_any()

    def open_saved(self, path: Path) -> None:
        """Open a saved page without network: it shows what the app shows."""
        context = self.place.browser.new_context(offline=True, reduced_motion="reduce")
        try:
            page = context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(path.as_uri())
            page.wait_for_function("() => performance.getEntriesByName('map-drawn').length > 0")
            if self.reader.rows is not None:
                page.wait_for_function("() => Greenline.on(map_greenline).userEvents.filter")
            value = page.evaluate(
                "() => { const atlas = Greenline.on(map_greenline); return ["
                "Greenline.View.write({...atlas.view, bounds: null, tiles: false}), atlas.userEvents.filter?.count() ?? null]; }"
            )
            wanted = self.view.with_(bounds=None, tiles=False)
            if wanted.story is None:
                assert canonical(value[0]) == wanted, "the saved page shows another view"
                own_value = self.reader.frame.evaluate(
                    "() => Greenline.on(map_greenline).userEvents.filter?.count() ?? null"
                )
                assert value[1] == own_value, "the saved page shows other events"
            assert not faults, faults
        finally:
            context.close()

    # In the map, of the app alone.

    @rule(notches=some.sampled_from([3, 1, -1, -3]))
    @act
    def zoom(self, notches: int) -> None:
        self.reader.zoom(notches)

    @rule(name=some.sampled_from(["plus", "minus", "home"]))
    @act
    def button(self, name: str) -> None:
        self.reader.button(name)

    @precondition(lambda self: self.reader.has("ask"))
    @rule(at=some.integers(0, 11))
    @act
    def ask_for(self, at: int) -> None:
        self.reader.ask_for(at)

    @precondition(lambda self: self.view.area_of_interest is not None)
    @rule()
    @act
    def clear(self) -> None:
        self.reader.clear()

    # Below the map.

    @rule()
    @act
    def drawer(self) -> None:
        self.reader.drawer()

    @rule(at=some.integers(0, 8))
    @act
    def tab(self, at: int) -> None:
        self.reader.turn_to(at)

    @rule(row=some.integers(0, 6))
    @act
    def row(self, row: int) -> None:
        self.reader.pick(row)

    @rule()
    @act
    def save_table(self) -> None:
        self.reader.save_table()

    @rule()
    @act
    def list_framed(self) -> None:
        self.reader.list_framed()

    @rule(column=some.integers(0, 3))
    @act
    def sort(self, column: int) -> None:
        self.reader.sort(column)

    @rule(text=some.sampled_from(["kirk", "qq"]))
    @act
    def find_in_table(self, text: str) -> None:
        self.reader.find_in_table(text)

    @precondition(lambda self: self.reader.rows is not None and not self.reader.mapping)
    @rule(choice=some.sampled_from(["by", "across", "count"]), at=some.integers(0, 3))
    @act
    def cross(self, choice: str, at: int) -> None:
        self.reader.cross(choice, at)

    # Of the browser.

    @rule(what=some.sampled_from(["layer", "perspective", "day", "language"]))
    @act
    def reload_at_once(self, what: str) -> None:
        self.reader.hurry(what)
        self.reader.reload()

    @rule()
    @act
    def back(self) -> None:
        self.reader.back()

    @rule()
    @act
    def forward(self) -> None:
        self.reader.forward()

    @rule()
    @act
    def reload(self) -> None:
        self.reader.reload()

    @rule()
    @act
    def second_tab(self) -> None:
        result = self.reader.again()
        wanted = canonical(urlsplit(self.reader.page.url).query)
        assert canonical(result) == wanted, f"the second tab shows {result}"


__all__ = ["WHOLE", "Place", "Walk"]
