"""One atlas for all tests and for the examples of docstrings."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Return the atlas of the checkout."""
    return Atlas.load(Path(__file__).with_name("data"))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, atlas: Atlas) -> None:
    """Load the atlas of the checkout once for all that runs here."""
    load = Atlas.load

    def load_once(folder: Path | str | None = None, *, version: str = "") -> Atlas:
        return load(folder, version=version) if folder or version else atlas

    monkeypatch.setattr(Atlas, "load", load_once)


@pytest.fixture(autouse=True)
def example(request: pytest.FixtureRequest) -> None:
    """Load the atlas once for the examples of docstrings."""
    if isinstance(request.node, pytest.DoctestItem) and ".load()" in request.node.dtest.docstring:
        request.getfixturevalue("loaded")
