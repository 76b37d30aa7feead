"""Every download button of the app, pressed in a browser: the file comes and holds what is shown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch
from tests.browser.conftest import Open

pytestmark = pytest.mark.thorough

ROWS = 60
TABLE = "date,longitude,latitude,type\n" + "\n".join(
    f"2017-09-{1 + i % 27:02},{43 + (i * 37 % 300) / 100:.2f},{34 + (i * 53 % 250) / 100:.2f},IED"
    for i in range(ROWS)
)


def save(shown: App, key: str, folder: Path) -> Path:
    """Press a button and return the file that comes."""
    button = shown.page.locator(f".st-key-{key} button")
    button.scroll_into_view_if_needed()
    shown.rests()
    with shown.page.expect_download() as coming:
        button.click()
    path = folder / coming.value.suggested_filename
    assert not path.exists(), "two files of one name"
    coming.value.save_as(path)
    assert path.stat().st_size
    return path


def test_every_button_saves_what_is_shown(app: Launch, open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(TABLE + "\n2017-09-01,,,IED\n", encoding="utf-8")
    shown = app()
    page = shown.page
    shown.bring(file)
    expect(page.get_by_text(f"Rows read: {ROWS + 1}; events kept: {ROWS}")).to_be_visible()
    shown.section("article")
    page.locator(".st-key-gl-article-text textarea").fill(
        "20 October 2017\n\nTroops entered Altun Kupri on Friday."
    )
    page.get_by_role("button", name=say("web.article.find", Language.EN)).click()
    shown.until("Greenline.Dates.iso(view.date) === '2017-10-20'")
    out = tmp_path / "saved"
    out.mkdir()
    article = open_page(save(shown, "gl-article-html", out))
    article.page.wait_for_function(
        "() => Greenline.on(map_greenline).userEvents.filter?.count() > 0"
    )
    assert article.tell("atlas.userEvents.filter.count()") == ROWS
    assert "Altun Kupri" in article.page.locator(".gl-article").first.inner_text()
    article.assert_calm()
    assert save(shown, "gl-user-events-aside", out).read_text(encoding="utf-8-sig").count("\n") == 2
    shown.section("export")
    shown.choose("gl-kind", say("file.gpkg", Language.EN))
    with sqlite3.connect(save(shown, "gl-export", out)) as base:
        assert base.execute("select count(*) from user_events").fetchone() == (ROWS,)
    shown.choose("gl-kind", say("file.svg", Language.EN))
    picture = save(shown, "gl-export", out).read_text(encoding="utf-8")
    assert (
        f"mine.csv (Significant activity reports (SIGACT)); {ROWS} of {ROWS} events shown"
        in picture
    )
    shown.tab(say("web.tab.user_events", Language.EN))
    table = save(shown, "gl-csv-user_events", out).read_text(encoding="utf-8-sig")
    assert table.count("\n") == ROWS + 1
    shown.tab(say("web.tab.fields", Language.EN))
    assert "Bai Hassan" in save(shown, "gl-csv-fields", out).read_text(encoding="utf-8-sig")
    assert shown.same
