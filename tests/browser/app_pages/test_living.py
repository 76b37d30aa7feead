"""An old version and an old link say that there is a newer one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import Atlas, View, export
from geo.atlas.release import of_folder
from geo.profile import using
from tests.browser.conftest import Open
from tools.release import pack

pytestmark = pytest.mark.thorough


def test_a_page_of_an_old_version_says_that_there_is_a_newer_one(
    open_page: Open, exported: Path, vellin: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(vellin, tmp_path / "data")
    released = of_folder(folder, "now")
    last = released.package["version"]
    (folder / "releases").mkdir()
    (folder / "releases" / f"{last}.zip").write_bytes(pack(released))
    head = folder / "datapackage.json"
    head.write_text(head.read_text("utf-8").replace(f'"version": "{last}"', '"version": "99.0.0"'))
    atlas = Atlas.load(folder, version=last)
    with using(atlas.profile):
        old = export.html(atlas, View(), tmp_path / "old.html")
    text = open_page(old).page.locator(".gl-version").inner_text()
    assert last in text and "99.0.0" in text
    assert open_page(exported).page.locator(".gl-version").is_hidden()


def test_an_old_link_says_by_which_version_it_was_made_and_new_ones_carry_theirs(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    opened = open_page(exported, query="d=2014-08-08&v=1.0.0")
    line = opened.page.locator(".gl-version").inner_text()
    assert "1.0.0" in line and atlas.release in line
    assert opened.query.endswith("v=1.0.0")
    opened.tell("atlas.set({perspective: 'un'})")
    opened.until(f"location.hash.endsWith('v={atlas.release}')")
    assert View.from_query(opened.query) == View(date="2014-08-08", perspective="un")
    opened.page.evaluate("location.hash = '#v=999.0.0'")
    opened.until("document.querySelector('.gl-version').textContent.includes('999.0.0')")
    assert open_page(exported, query="v=<b>1</b>").page.locator(".gl-version").is_hidden()
    opened.assert_calm()
