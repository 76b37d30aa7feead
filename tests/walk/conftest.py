"""One server whose log is kept, one file that carries events, and one browser, for all walks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geo import Atlas, View, export
from tests.browser.conftest import browser, exported, open_page  # noqa: F401
from tests.browser.serve import serve

from .app import AppWalk
from .files import FILES
from .page import CARRIED, FileWalk


@pytest.fixture(scope="module")
def app(
    browser: Browser,  # noqa: F811
    atlas: Atlas,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[type[AppWalk]]:
    """Yield the walk through the app, which is being served."""
    log = tmp_path_factory.mktemp("walk") / "server.log"
    with log.open("wb") as stream, serve(log=stream) as server:
        AppWalk.browser, AppWalk.atlas = browser, atlas
        AppWalk.address, AppWalk.log = server.address, log
        yield AppWalk


@pytest.fixture(scope="module")
def page(
    browser: Browser,  # noqa: F811
    atlas: Atlas,
    tmp_path_factory: pytest.TempPathFactory,
) -> type[FileWalk]:
    """Return the walk through a file that carries events of a reader."""
    path: Path = tmp_path_factory.mktemp("file") / "greenline.html"
    export.html(atlas, View(), path, user_events=FILES[CARRIED].events())
    FileWalk.browser, FileWalk.file, FileWalk.atlas = browser, path, atlas
    return FileWalk
