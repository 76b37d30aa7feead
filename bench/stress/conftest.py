"""Stress: bounded, loopback only, run by ``make stress`` and not with the tests."""

from tests.browser.conftest import address, browser, open_page

__all__ = ["address", "browser", "open_page"]  # fixtures of the browser's tests
