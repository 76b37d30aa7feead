"""An uploader lets go of a file once; what a page sends late of it is not read again."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from geo.web.upload.uploader import Uploader


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    values: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", values)
    return values


def test_a_copy_that_comes_again_with_a_click_is_not_read_again(session: dict[str, Any]) -> None:
    uploader = Uploader("events")
    first = uploader.key
    session[first] = "file"
    uploader._remember(first)
    assert uploader.files() == "file"
    uploader.let_go()
    assert uploader.key != first
    uploader._remember(first)  # the page had not heard of the new key
    assert not uploader.is_waiting()
    assert uploader.files() is None


def test_a_file_whose_copy_stays_is_read_once(session: dict[str, Any]) -> None:
    uploader = Uploader("events")
    session[uploader.key] = "file"
    uploader._remember(uploader.key)
    uploader.keep_copy()
    assert uploader.files() is None
    session[uploader.key] = "another"
    uploader._remember(uploader.key)
    assert uploader.files() == "another"
