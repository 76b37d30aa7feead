"""A reader walks through the exported file, which has no network."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from playwright.sync_api import Browser, Frame, Locator

from geo import Atlas, View, export
from geo.model import Language
from tests.browser import FRAMES
from tests.browser.conftest import DRAWN, WAIT

from .collection import CollectionRules
from .files import FILES
from .map_rules import act
from .own_events import OwnEventRules
from .panels import PanelRules
from .reader import Reader
from .sight import of_map
from .test_app import CALM, MANY
from .window import canonical

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
        """Return where the map's document begins in the window."""
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
        self.collected = []

    def propose(self, box: Locator) -> None:
        """Open the form of a proposal at a card, change the language in the middle, and leave it."""
        self.press(box.locator("[data-way=propose]"))
        form = self.frame.locator("#gl-panel-propose")
        form.locator("textarea").last.fill("Because")
        self.frame.evaluate("() => Greenline.on(map_greenline).set({language: 'ckb'})")
        assert form.locator("textarea").last.input_value() == "Because", "what was filled in"
        form.locator(".gl-close").click()

    def stands(self, *, summary: bool = True) -> None:
        """Wait until the map is drawn."""
        self.page.wait_for_function(f"() => {DRAWN}")
        self.until("atlas.userEvents.filter")


class FileWalk(CollectionRules, OwnEventRules, PanelRules):
    """A reader who opens the file and does one thing after another."""

    browser: ClassVar[Browser]
    file: ClassVar[Path]
    atlas: ClassVar[Atlas]
    acts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.context = self.browser.new_context(
            viewport={"width": 1200, "height": 800},
            offline=True,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(WAIT)
        self.reader = FileReader(
            self.context.new_page(), atlas=self.atlas, folder=Path(self.folder.name)
        )
        self.reader.rows = FILES[CARRIED].events()
        self.reader.open(self.file.as_uri())
        self.look()

    def teardown(self) -> None:
        """Close the window."""
        self.context.close()
        self.folder.cleanup()

    def note_act(self, name: str) -> None:
        """Count an act."""
        self.acts[name] += 1

    def look(self) -> None:
        """Assert all that must hold."""
        self.reader.rests()
        assert not self.reader.errors + self.reader.messages, "errors of scripts"
        assert all(stranger.startswith("file:") for stranger in self.reader.strangers), (
            "asked outside"
        )
        query = self.reader.frame.evaluate(
            "() => Greenline.View.write(Greenline.on(map_greenline).view)"
        )
        view = View.from_query(query)
        wanted = view.with_(bounds=None)
        for _ in range(20):  # a busy browser writes its address late
            hashed = self.reader.page.url.partition("#")[2]
            if not hashed or canonical(hashed) == wanted:
                break
            self.reader.page.wait_for_timeout(WRITTEN)
        assert not hashed or canonical(hashed) == wanted, f"{hashed}, not {query}"
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
        self.reader.wait_for_reload()


@pytest.fixture(scope="module")
def carrying(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that carries events of a reader."""
    path = tmp_path_factory.mktemp("file") / "greenline.html"
    return export.html(atlas, View(), path, user_events=FILES[CARRIED].events())


def walk(
    browser: Browser, atlas: Atlas, file: Path, walks: int, steps: int, *, fixed: bool
) -> None:
    """Walk through the file."""
    FileWalk.browser, FileWalk.file, FileWalk.atlas = browser, file, atlas
    FileWalk.acts.clear()
    chosen = settings(CALM, max_examples=walks + 1, stateful_step_count=steps, derandomize=fixed)
    try:
        run_state_machine_as_test(FileWalk, settings=chosen)
    finally:
        print(f"{FileWalk.acts.total()} acts: {dict(sorted(FileWalk.acts.items()))}")


@pytest.mark.thorough
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("walks", "steps"), [(1, 10), (3, 15)])
def test_nothing_goes_wrong_in_the_file(
    browser: Browser, atlas: Atlas, carrying: Path, walks: int, steps: int
) -> None:
    walk(browser, atlas, carrying, walks, steps, fixed=True)


@pytest.mark.skipif("GREENLINE_STRESS" not in os.environ, reason="walks far in `make stress`")
@pytest.mark.timeout(0)
def test_nothing_goes_wrong_in_the_file_on_a_long_way(
    browser: Browser, atlas: Atlas, carrying: Path
) -> None:
    walk(browser, atlas, carrying, MANY, 30, fixed=False)
