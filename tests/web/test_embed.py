"""The map alone, for somebody else's page."""

from __future__ import annotations

import pytest

from geo.web.embed import asks

from .test_app import run


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("embed=1", True), ("d=2014-08-08&embed=true", True), ("embed=0", False), ("", False)],
)
def test_the_address_asks_for_the_map_alone(query: str, wanted: bool) -> None:
    assert asks(query) is wanted


def test_embedded_there_is_the_map_and_nothing_else() -> None:
    app = run(embed="1", d="2014-08-08")
    assert len(app.get("bidi_component")) == 2
    assert not app.metric
    assert not app.sidebar.children
    assert not app.get("tab")
