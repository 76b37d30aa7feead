"""A window of Firefox and one of WebKit, one exported file, one app; skipped with a reason."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser.conftest import address, exported

from .install import find_missing, firefox, webkit
from .window import Firefox, WebKit, Window

RUN = "GREENLINE_BROWSERS"

__all__ = ["address", "exported"]  # fixtures of the tests in Chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests to ``make browsers``."""
    skip = pytest.mark.skip(reason="Firefox and WebKit: `make browsers` runs these tests")
    for item in items:
        if "browsers" in item.path.parts and not os.environ.get(RUN):
            item.add_marker(skip)


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    """Yield a window of each browser that is there."""
    reason = find_missing(request.param)
    if reason:
        pytest.skip(reason)
    downloads = tmp_path_factory.mktemp(f"downloads-{request.param}")
    window: Window
    if request.param == "firefox":
        window = Firefox(firefox() or "", downloads)
    else:
        window = WebKit(*(webkit() or ("", "")), downloads)
    try:
        yield window
    finally:
        window.close()


@pytest.fixture
def window(started: Window) -> Window:
    """Return the browser's window at its usual size."""
    started.enter(None)
    started.resize(1200, 800)
    return started
