"""What a page says of versions of the data."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.draw import versions as page_versions
from geo.draw.versions import of_page
from geo.versions.history import steps, versions


@pytest.mark.thorough
def test_a_page_knows_every_release_however_many_there_are(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the newest are told in sentences; a page of the first still says that it is old."""
    known = versions(atlas.folder)
    assert [item["version"] for item in of_page(atlas)] == known
    monkeypatch.setattr(page_versions, "MOST_VERSIONS", 1)
    monkeypatch.setattr(page_versions, "load_derived", lambda atlas, name, make: make())
    first, *others = of_page(atlas)
    assert first == {"version": known[0], "facts": 0, "told": []}
    assert [item["facts"] for item in others] == [step.facts for step in steps(atlas.folder)]
    assert [bool(item["told"]) for item in others] == [False] * (len(others) - 1) + [True]
