"""Links that were given out open the same state for good; ``links.txt`` holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo import View
from geo.view import KEYS

FILE = Path(__file__).with_name("links.txt")


def links() -> list[tuple[str, dict[str, Any]]]:
    """Return each link and what of its view differs from the default."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(query, json.loads(fields)) for query, fields in pairs]


@pytest.mark.parametrize(("query", "fields"), links())
def test_a_link_opens_the_state_that_it_always_did(query: str, fields: dict[str, Any]) -> None:
    view = View.from_query(query)
    assert json.loads(view.to_json()) == {**json.loads(View().to_json()), **fields}
    assert View.from_query(view.to_query()) == view


def test_every_key_has_a_link() -> None:
    used = {pair.partition("=")[0] for query, _ in links() for pair in query.split("&")}
    assert set(KEYS) <= used
