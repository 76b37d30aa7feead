"""The switch of what is not certain."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Open


def test_the_switch_of_what_is_not_certain_is_in_the_address(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported)
    opened.tell("atlas.set({uncertainty: false})")
    opened.until("location.hash.includes('u=0')")
    opened.tell("atlas.set({uncertainty: true})")
    opened.until("!location.hash.includes('u=0')")
