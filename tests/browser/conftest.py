"""A Chromium without network, pages opened in it, one export of the default view, one app."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from geo import Atlas, View, export
from geo.profile import current
from geo.stories.story import Story, parse

from . import WAIT, Opened
from .app import App, Launch
from .install import find
from .serve import serve
from .story_steps import SAMPLE

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip

DRAWN = "performance.getEntriesByName('map-drawn').length > 0"

expect.set_options(timeout=WAIT)

Open = Callable[..., Opened]


#: The languages that a reader asks for, whatever the machine's.
ENGLISH = """for (const [name, value] of [['language', 'en-US'], ['languages', ['en-US', 'en']]]) {
  Object.defineProperty(Navigator.prototype, name, {get: () => value});
}"""


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Yield a headless Chromium that reaches nothing but loopback.

    A page writes in the first language that a reader asks for: unless a test names a locale of its
    own, that is English, and the machine's locale must make no difference.
    """
    # Playwright allows one in a process, and each folder of tests that takes the fixture from here
    # has a fixture of its own, of a module of its own: what they share is pytest's configuration.
    if running := getattr(pytestconfig, "greenline_browser", None):
        yield running
        return
    path = find()
    if path is None:
        pytest.fail("no Chromium: run `python tests/browser/install.py`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        context = chromium.new_context

        def window(**given: Any) -> BrowserContext:
            made = context(**{"locale": "en-US", **given})
            if "locale" not in given:
                made.add_init_script(ENGLISH)
            return made

        chromium.new_context = window
        pytestconfig.greenline_browser = chromium  # type: ignore[attr-defined]
        yield chromium
        pytestconfig.greenline_browser = None  # type: ignore[attr-defined]
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Yield a function that opens a file, offline, and waits until its map is drawn.

    It takes the path, the size of the window, what stands behind the # and what to wait for.
    """
    yield from _opening(browser)


@pytest.fixture(scope="module")
def keep_page(browser: Browser) -> Iterator[Open]:
    """Yield such a function whose pages stay open for all tests of a module."""
    yield from _opening(browser)


def _opening(browser: Browser) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def open_file(
        path: Path,
        size: tuple[int, int] = (1200, 800),
        query: str = "",
        *,
        drawn: str = DRAWN,
        touch: bool = False,
        **device: Any,
    ) -> Opened:
        context = browser.new_context(
            **device,
            viewport={"width": size[0], "height": size[1]},
            offline=True,
            has_touch=touch,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(WAIT)
        page = Opened(context.new_page())
        page.listen()
        page.page.goto(path.as_uri() + (f"#{query}" if query else ""))
        until = time.monotonic() + WAIT / 1000
        while time.monotonic() < until:
            if page.page.evaluate(drawn):
                return page
            page.assert_calm()
            page.page.wait_for_timeout(20)
        pytest.fail(f"{path.name}: no map after {WAIT / 1000:.0f} seconds")

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def exported(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one export of the default view."""
    return export.html(atlas, View(), tmp_path_factory.mktemp("export") / "greenline.html")


@pytest.fixture(scope="session")
def sample_story(atlas: Atlas) -> Story:
    return parse(SAMPLE.read_bytes(), SAMPLE.name, atlas)


@pytest.fixture(scope="session")
def story_file(atlas: Atlas, sample_story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the sample and another story, which opens at the sample."""
    other = replace(sample_story, id="other", steps=sample_story.steps[3:5])
    path = tmp_path_factory.mktemp("story") / "story.html"
    return export.html(atlas, View(story="sample"), path, stories=[sample_story, other])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Yield the address of the app, which is started once and ended with the tests."""
    with serve() as server:
        yield server.address


#: A day of its own, so that tests do not move with the last day of the data.
_DAY = f"?d={current().days.opening}"


@pytest.fixture
def app(browser: Browser, address: str) -> Iterator[Launch]:
    """Yield a function that opens the app in a new window; at the end nothing may have gone wrong.

    It takes the query of the address and the size of the window.
    """
    opened: list[App] = []

    def launch(
        query: str = _DAY, size: tuple[int, int] = (1440, 900), *, drawer: bool = True
    ) -> App:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        result = App(context.new_page())
        opened.append(result)
        return result.open(f"{address}/{query}", drawer=drawer)

    yield launch
    for item in opened:
        item.page.context.close()
        assert item.strangers == []
        assert item.errors == []
