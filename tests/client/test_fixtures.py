"""Fixtures that Python and the page's own code share say what Python answers today."""

from __future__ import annotations

import base64
import json

import pytest
from pandas.testing import assert_frame_equal

from tests.events.container import decode

from .fixtures import FIXTURES, FOLDER, text


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_is_what_python_answers(name: str) -> None:
    held, made = (
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")),
        json.loads(text(name)),
    )
    # Compressed bytes may differ from one zlib to the next; what they hold may not.
    packed = [base64.b64decode(item.pop("container", "")) for item in (held, made)]
    assert held == made, "run `make fixtures` and look at what changed"
    if packed[0]:
        assert_frame_equal(*map(decode, packed))
