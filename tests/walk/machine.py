"""The walk as a state machine: what a reader may do next, and what must hold after it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from playwright.sync_api import Browser

from geo import Atlas
from geo.export.tables import WHOLE
from geo.model import EventType, Language, Layer
from geo.profile import current
from geo.web import film
from geo.web.export import KINDS
from geo.web.texts import WINDOWS
from tests.browser.conftest import WAIT

from .files import FILES
from .reader import KEYS, NAMES, SIZES, Reader
from .sight import Log, canonical, held, look


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


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method an act: note it, do it, and look at what it came to."""

    @wraps(function)
    def done(self: Walk, **given: Any) -> None:
        if self.lost:
            return
        said = ", ".join(f"{name}={value!s}" for name, value in given.items())
        self.trace.append(f"{function.__name__}({said})")
        self.place.steps += 1
        self.place.acts[function.__name__] = self.place.acts.get(function.__name__, 0) + 1
        try:
            function(self, **given)
            self.view = look(self.reader, self.log)
        except Exception as error:  # noqa: BLE001 -- whatever went wrong, the way there is told
            error.add_note("The walk: " + " > ".join(self.trace))
            self.lost = True
            self.fails(error)

    return done


def days() -> some.SearchStrategy[str]:
    """Return days that the atlas covers, the interesting ones first."""
    span = current().days
    some_day = some.integers(0, (span.last - span.first).days).map(
        lambda n: (span.first + timedelta(days=n)).isoformat()
    )
    known = [date(2014, 8, 8), date(2017, 10, 16), span.first, span.last]
    return some.sampled_from([one.isoformat() for one in known]) | some_day


class Walk(RuleBasedStateMachine):
    """A reader who opens the app and does one thing after another."""

    place: ClassVar[Place]

    def __init__(self) -> None:
        super().__init__()
        self.trace: list[str] = []
        self.lost = False
        self.folder = tempfile.TemporaryDirectory()
        self.context = self.place.browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True
        )
        self.context.set_default_timeout(WAIT)
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

    def fails(self, error: Exception) -> None:
        """End the walk with an error."""
        raise error

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

    @rule(kind=some.sampled_from([one for one in KINDS if one not in film.kinds()]))
    @act
    def save(self, kind: str) -> None:
        path = self.reader.save(kind)
        held(self.reader, self.view, kind, path)
        if kind == ".html":
            self.opened(path)

    def opened(self, path: Path) -> None:
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
            found = page.evaluate(
                "() => { const atlas = Greenline.on(map_greenline); return ["
                "Greenline.View.write({...atlas.view, bounds: null, tiles: false}), atlas.userEvents.filter?.count() ?? null]; }"
            )
            wanted = self.view.with_(bounds=None, tiles=False)
            if wanted.story is None:
                assert canonical(found[0]) == wanted, "the saved page shows another view"
                own = self.reader.frame.evaluate(
                    "() => Greenline.on(map_greenline).userEvents.filter?.count() ?? null"
                )
                assert found[1] == own, "the saved page shows other events"
            assert not faults, faults
        finally:
            context.close()

    # In the map.

    @precondition(lambda self: self.reader.has("date"))
    @rule(day=days())
    @act
    def day(self, day: str) -> None:
        self.reader.day(day)

    @precondition(lambda self: self.reader.choices)
    @rule(name=some.sampled_from(current().perspectives))
    @act
    def perspective(self, name: str) -> None:
        self.reader.perspective(name)

    @rule(start=some.floats(0.05, 0.95), end=some.floats(0.05, 0.95))
    @act
    def slide(self, start: float, end: float) -> None:
        self.reader.slide(start, end)

    @rule(key=some.sampled_from(KEYS))
    @act
    def key(self, key: str) -> None:
        self.reader.key(key)

    @rule()
    @act
    def play(self) -> None:
        self.reader.play()

    @precondition(lambda self: self.reader.has("layers"))
    @rule(layer=some.sampled_from(list(current().layers)))
    @act
    def layer(self, layer: Layer) -> None:
        self.reader.layer(layer)

    @precondition(lambda self: self.reader.has("layers"))
    @rule(days=some.sampled_from(WINDOWS))
    @act
    def window(self, days: int) -> None:
        self.reader.window(days)

    @precondition(lambda self: self.reader.has("layers"))
    @rule(kind=some.sampled_from(list(EventType)))
    @act
    def kind(self, kind: EventType) -> None:
        self.reader.kind(kind)

    @rule(x=some.floats(0.1, 0.9), y=some.floats(0.15, 0.8))
    @act
    def point(self, x: float, y: float) -> None:
        self.reader.point(x, y)

    @rule(notches=some.sampled_from([3, 1, -1, -3]))
    @act
    def zoom(self, notches: int) -> None:
        self.reader.zoom(notches)

    @rule(name=some.sampled_from(["plus", "minus", "home"]))
    @act
    def button(self, name: str) -> None:
        self.reader.button(name)

    @rule(text=some.sampled_from(NAMES), at=some.integers(0, 5))
    @act
    def search(self, text: str, at: int) -> None:
        self.reader.search(text, at)

    @precondition(lambda self: self.reader.has("compare"))
    @rule(day=some.none() | days(), mode=some.sampled_from(["change", "side"]))
    @act
    def compare(self, day: str | None, mode: str) -> None:
        self.reader.compare(day, mode)

    @precondition(lambda self: self.reader.has("stories"))
    @rule(at=some.integers(0, 9))
    @act
    def story(self, at: int) -> None:
        self.reader.story(at)

    @precondition(lambda self: self.reader.telling)
    @rule(where=some.sampled_from(["next", "back", "leave"]))
    @act
    def turn(self, where: str) -> None:
        self.reader.turn(where)

    @precondition(lambda self: self.reader.has("ask"))
    @rule(corners=some.integers(0, 4), how=some.sampled_from(["finish", "undo", "cancel"]))
    @act
    def draw(self, corners: int, how: str) -> None:
        self.reader.draw(corners, how)

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

    @precondition(lambda self: self.reader.has("measure"))
    @rule()
    @act
    def measure(self) -> None:
        self.reader.measure()

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

    # Of the browser.

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
        found = self.reader.again()
        wanted = canonical(urlsplit(self.reader.page.url).query)
        assert canonical(found) == wanted, f"the second tab shows {found}"

    @rule(name=some.sampled_from(list(SIZES)))
    @act
    def size(self, name: str) -> None:
        self.reader.resize(name)


__all__ = ["WHOLE", "Place", "Walk"]
