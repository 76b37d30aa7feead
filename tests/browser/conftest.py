"""A Chromium without network, pages opened in it, and one export of the default view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from geo import Atlas, View, export

from . import Opened
from .install import find

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

DRAWN = "performance.getEntriesByName('map-drawn').length > 0"

Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium that reaches nothing but loopback."""
    path = find()
    if path is None:
        pytest.fail("no Chromium: run `python tests/browser/install.py`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Yield a function that opens a file, offline, and waits until its map is drawn.

    It takes the path, the size of the window, what stands behind the # and what to wait for.
    """
    contexts: list[BrowserContext] = []

    def opened(
        path: Path,
        size: tuple[int, int] = (1200, 800),
        query: str = "",
        *,
        drawn: str = DRAWN,
        touch: bool = False,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            offline=True,
            has_touch=touch,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = Opened(context.new_page())
        page.listen()
        page.page.goto(path.as_uri() + (f"#{query}" if query else ""))
        for _ in range(1000):
            if page.page.evaluate(drawn):
                return page
            page.calm()
            page.page.wait_for_timeout(20)
        pytest.fail(f"{path.name}: no map after 20 seconds")

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def exported(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one export of the default view."""
    return export.html(atlas, View(), tmp_path_factory.mktemp("export") / "greenline.html")
