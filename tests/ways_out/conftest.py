"""A page with every layer and events of a reader, whose views are compared with pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser

from geo import Atlas, View, export
from geo.events.container import encode
from geo.export.picture import UserEvents
from tests.browser import Opened
from tests.browser.conftest import WAIT, browser
from tests.browser.test_user_events import SHOWN, made

__all__ = ["browser"]  # a fixture of the browser's tests


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Return events of a reader."""
    return made(1500)


@pytest.fixture(scope="module")
def user_events(rows: pd.DataFrame) -> UserEvents:
    """Return the same events as a picture takes them."""
    return UserEvents(rows, "Our list", "Table")


@pytest.fixture(scope="module")
def opened(
    atlas: Atlas,
    rows: pd.DataFrame,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Opened]:
    """Yield the page, open in a window with as many dots a pixel as the pictures have."""
    target = tmp_path_factory.mktemp("ways_out") / "map.html"
    export.html(atlas, View(), target, user_events=encode(rows, name="Our list"))
    context = browser.new_context(offline=True, reduced_motion="reduce", color_scheme="light")
    context.set_default_timeout(WAIT)
    page = Opened(context.new_page())
    page.listen()
    page.page.goto(target.as_uri())
    page.page.wait_for_function(f"() => {SHOWN}")
    yield page
    page.calm()
    context.close()


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what only paper has out of pictures, and names: letters of two programs never lie alike."""
    monkeypatch.setattr("geo.export.picture.names.write", lambda *_: [])
    monkeypatch.setattr("geo.export.picture.furniture.scale", lambda _: None)
    monkeypatch.setattr("geo.export.picture.graticule.draw", lambda _: None)
