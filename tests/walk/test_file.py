"""A reader walks through the exported file, which has no network."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from playwright.sync_api import Browser, Frame

from geo import Atlas, View, export
from geo.model import Language
from geo.profile import current
from geo.web.texts import WINDOWS
from tests.browser import FRAMES
from tests.browser.conftest import DRAWN, WAIT

from .files import FILES
from .machine import days
from .reader import KEYS, NAMES, SIZES, Reader
from .sight import canonical, of_map
from .test_app import CALM, MANY

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
        """Return where the map's document begins in the window."""
        return {"x": 0, "y": 0}

    def language(self, code: Language) -> None:
        """Take a language in the panel about the map."""
        self.panel("about").locator("#gl-language").select_option(code)
        self.until("view.language === argument", code)

    def rests(self) -> None:
        """Wait until what was asked for is painted and written into the address."""
        self.page.evaluate(FRAMES)
        self.page.wait_for_timeout(WRITTEN)

    def stands(self, *, summary: bool = True) -> None:
        """Wait until the map is drawn."""
        self.page.wait_for_function(f"() => {DRAWN}")
        self.until("atlas.userEvents.filter")


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method an act: note it, do it, and look at what it came to."""

    @wraps(function)
    def done(self: FileWalk, **given: Any) -> None:
        self.trace.append(f"{function.__name__}({given})")
        try:
            function(self, **given)
            self.look()
        except Exception as error:
            error.add_note("The walk: " + " > ".join(self.trace))
            raise

    return done


class FileWalk(RuleBasedStateMachine):
    """A reader who opens the file and does one thing after another."""

    browser: ClassVar[Browser]
    file: ClassVar[Path]
    atlas: ClassVar[Atlas]

    def __init__(self) -> None:
        super().__init__()
        self.trace: list[str] = []
        self.context = self.browser.new_context(
            viewport={"width": 1200, "height": 800}, offline=True, reduced_motion="reduce"
        )
        self.context.set_default_timeout(WAIT)
        self.reader = FileReader(self.context.new_page(), atlas=self.atlas)
        self.reader.rows = FILES["seen.csv"].events()
        self.reader.open(self.file.as_uri())
        self.look()

    def teardown(self) -> None:
        """Close the window."""
        self.context.close()

    def look(self) -> None:
        """Assert all that must hold."""
        self.reader.rests()
        assert not self.reader.errors + self.reader.told, "errors of scripts"
        assert all(one.startswith("file:") for one in self.reader.strangers), "asked outside"
        query = self.reader.frame.evaluate(
            "() => Greenline.View.write(Greenline.on(map_greenline).view)"
        )
        view = View.from_query(query)
        hashed = self.reader.page.url.partition("#")[2]
        if hashed:
            assert canonical(hashed) == view.with_(bounds=None), f"{hashed}, not {query}"
        of_map(self.reader, view)

    @precondition(lambda self: self.reader.has("date"))
    @rule(day=days())
    @act
    def day(self, day: str) -> None:
        self.reader.day(day)

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
    def layer(self, layer: str) -> None:
        self.reader.layer(layer)

    @precondition(lambda self: self.reader.has("layers"))
    @rule(days=some.sampled_from(WINDOWS))
    @act
    def window(self, days: int) -> None:
        self.reader.window(days)

    @precondition(lambda self: self.reader.has("about"))
    @rule(code=some.sampled_from(list(Language)))
    @act
    def language(self, code: Language) -> None:
        self.reader.language(code)

    @rule(x=some.floats(0.1, 0.9), y=some.floats(0.15, 0.8))
    @act
    def point(self, x: float, y: float) -> None:
        self.reader.point(x, y)

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

    @precondition(lambda self: self.reader.has("measure"))
    @rule()
    @act
    def measure(self) -> None:
        self.reader.measure()

    @rule()
    @act
    def reload(self) -> None:
        self.reader.page.reload()
        self.reader.stands()

    @rule(name=some.sampled_from(list(SIZES)))
    @act
    def size(self, name: str) -> None:
        self.reader.resize(name)


@pytest.fixture(scope="module")
def carrying(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that carries events of a reader."""
    path = tmp_path_factory.mktemp("file") / "greenline.html"
    return export.html(atlas, View(), path, user_events=FILES["seen.csv"].events())


def walk(
    browser: Browser, atlas: Atlas, file: Path, walks: int, steps: int, *, fixed: bool
) -> None:
    """Walk through the file."""
    FileWalk.browser, FileWalk.file, FileWalk.atlas = browser, file, atlas
    run_state_machine_as_test(
        FileWalk,
        settings=settings(CALM, max_examples=walks, stateful_step_count=steps, derandomize=fixed),
    )


@pytest.mark.timeout(900)
def test_nothing_goes_wrong_in_the_file(browser: Browser, atlas: Atlas, carrying: Path) -> None:
    walk(browser, atlas, carrying, 3, 15, fixed=True)


@pytest.mark.skipif("GREENLINE_STRESS" not in os.environ, reason="walks far in `make stress`")
@pytest.mark.timeout(0)
def test_nothing_goes_wrong_in_the_file_on_a_long_way(
    browser: Browser, atlas: Atlas, carrying: Path
) -> None:
    walk(browser, atlas, carrying, MANY, 30, fixed=False)
