"""A reader walks through the exported file, which has no network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from playwright.sync_api import Browser, Frame

from geo import Atlas, View, export
from geo.model import Language
from tests.browser import FRAMES
from tests.browser.conftest import DRAWN, WAIT

from .files import FILES
from .map_rules import MapRules, act
from .reader import Reader
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


class FileWalk(MapRules):
    """A reader who opens the file and does one thing after another."""

    browser: ClassVar[Browser]
    file: ClassVar[Path]
    atlas: ClassVar[Atlas]

    def __init__(self) -> None:
        super().__init__()
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

    @precondition(lambda self: self.reader.has("about"))
    @rule(code=some.sampled_from(list(Language)))
    @act
    def language(self, code: Language) -> None:
        self.reader.language(code)

    @rule()
    @act
    def reload(self) -> None:
        self.reader.page.reload()
        self.reader.stands()


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
