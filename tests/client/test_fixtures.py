"""Fixtures that Python and the page's own code share say what Python answers today."""

from __future__ import annotations

import pytest

from .fixtures import FIXTURES, FOLDER, text


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_is_what_python_answers(name: str) -> None:
    held = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert held == text(name), "run `make fixtures` and look at what changed"
