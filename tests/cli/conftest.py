"""Run the command here, with the atlas loaded once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from geo.cli import main

Said = tuple[int, str, str]


@pytest.fixture
def greenline(capsys: pytest.CaptureFixture[str], loaded: None) -> Callable[..., Said]:
    """Return a function that runs the command here: exit code, output, errors."""

    def call(*words: object) -> Said:
        code = main([str(word) for word in words])
        text = capsys.readouterr()
        return code, text.out, text.err

    return call


@pytest.fixture
def answer(greenline: Callable[..., Said]) -> Callable[..., Any]:
    """Return a function that runs the command with --json and reads what it answers."""

    def call(*words: object) -> Any:
        code, out, err = greenline(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return call
