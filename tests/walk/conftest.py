"""One server whose log is kept, and one browser, for all walks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from geo import Atlas
from tests.browser.conftest import browser, exported, open_page  # noqa: F401
from tests.browser.serve import serve

from .machine import Place


@pytest.fixture(scope="module")
def place(
    browser: Browser,  # noqa: F811
    atlas: Atlas,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    """Yield the app and the browser that walks are walked in."""
    log = tmp_path_factory.mktemp("walk") / "server.log"
    with log.open("wb") as stream, serve(log=stream) as server:
        yield Place(browser, server.address, log, atlas)
