"""A page made of an earlier release of the data opens, offline, with its own version and state."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas, View, export
from geo.profile import own_folder, using
from geo.versions.release import list_released
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

RELEASES = list_released(own_folder())


@pytest.mark.thorough
@pytest.mark.parametrize("version", RELEASES)
def test_a_page_of_an_earlier_release_opens(open_page: Open, tmp_path: Path, version: str) -> None:
    atlas = Atlas.load(version=version)
    with using(atlas.profile):
        file = export.html(atlas, View(date="2014-08-08"), tmp_path / "old.html")
    opened = open_page(file, query="d=2017-10-16&c=2017-10-15&lang=ar")
    assert opened.tell("atlas.data.about.release") == version
    assert opened.tell("Greenline.Dates.iso(view.date)") == "2017-10-16"
    assert opened.page.locator("html").get_attribute("dir") == "rtl"
    opened.show("compare")
    opened.assert_calm()
