"""Stress: bounded, loopback only, run by ``make stress`` and not with the other tests."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import address, browser, open_page

RUN = "GREENLINE_STRESS"

__all__ = ["address", "browser", "open_page"]  # fixtures of the browser's tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get(RUN):
        return
    skip = pytest.mark.skip(reason="stress takes minutes: `make stress` runs it")
    for item in items:
        if "stress" in item.path.parts:
            item.add_marker(skip)
