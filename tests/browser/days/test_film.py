"""The page records a film of its own map: a video where the browser can, else a zip of pictures."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.browser import Opened
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

QUERY = "d=2014-07-01&c=2014-06-01"


@pytest.fixture(scope="module")
def opened(keep_page: Open, exported: Path) -> Opened:
    return keep_page(exported, (600, 400), QUERY)


def record_film(opened: Opened, target: Path, first: str, last: str) -> bytes:
    """Record the days of change between two days and return what is saved."""
    opened.tell("atlas.chromeBox.open('compare')")
    section = opened.page.locator(
        "#gl-panel-compare .gl-more", has=opened.page.locator("#gl-film-record")
    )
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    for name, day in (("first", first), ("last", last)):
        opened.page.locator(f"#gl-film-{name}").fill(day)
        opened.page.keyboard.press("Enter")
    with opened.page.expect_download() as caught:
        opened.page.locator("#gl-film-record").click()
    caught.value.save_as(target)
    assert caught.value.suggested_filename.startswith(f"greenline-{first}-{last}")
    return target.read_bytes()


@pytest.mark.thorough
def test_a_video_of_the_days_of_change(opened: Opened, tmp_path: Path) -> None:
    film = record_film(opened, tmp_path / "film", "2014-06-09", "2014-06-12")
    assert film[:4] == b"\x1a\x45\xdf\xa3" or film[4:8] == b"ftyp"
    assert len(film) > 10_000
    assert opened.tell("[Greenline.Dates.iso(view.date), Greenline.Dates.iso(view.compare)]") == [
        "2014-07-01",
        "2014-06-01",
    ]
    opened.assert_calm()


@pytest.mark.thorough
def test_pictures_where_no_video_can_be_recorded(opened: Opened, tmp_path: Path) -> None:
    opened.page.evaluate("delete globalThis.MediaRecorder")
    content = record_film(opened, tmp_path / "film.zip", "2014-06-09", "2014-06-11")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert names[0] == "0001-2014-06-09.png"
        assert names[-1].endswith("2014-06-11.png")
        pictures = {packed.read(name) for name in names}
        first = Image.open(io.BytesIO(packed.read(names[0])))
        # The map of the window, its legend beside it, title, events, credit and disclaimer around.
        assert first.width > 600
        assert first.height > 400
        assert first.size == Image.open(io.BytesIO(packed.read(names[-1]))).size
    assert len(pictures) == len(names) > 1
    opened.assert_calm()


@pytest.mark.thorough
def test_days_that_make_no_film_are_said(opened: Opened) -> None:
    opened.page.locator("#gl-film-last").fill("2010-01-01")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#gl-film-record").is_disabled()
    opened.page.locator("#gl-film-last").fill("2014-06-12")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#gl-film-record").is_enabled()
