"""Events brought into the app: on the map in its frame, and in the file that is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from geo.model import Language
from geo.words import say
from tests.browser.app import App, Launch

ROWS = 3000
TABLE = "date,longitude,latitude,type\n" + "\n".join(
    f"{2007 + i % 2}-{1 + i % 12:02}-{1 + i % 28:02},{43 + (i * 37 % 300) / 100:.2f},"
    f"{34 + (i * 53 % 250) / 100:.2f},{'IED' if i % 3 else 'SAF'}"
    for i in range(ROWS)
)


@pytest.mark.thorough
def test_events_are_drawn_and_leave_with_the_file(
    app: Launch, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    file = tmp_path / "reports.csv"
    file.write_text(TABLE, encoding="utf-8")
    shown: App = app("?d=2008-06-01")
    shown.bring(file)
    expect(shown.page.get_by_text("Rows read: 3,000; events kept: 3,000")).to_be_visible()
    shown.until("atlas.userEvents.filter && atlas.userEvents.filter.count() < argument", ROWS)
    assert shown.view("window") == 365
    shown.page.get_by_role("button", name=say("userEvents.go", Language.EN)).click()
    shown.until("atlas.userEvents.filter && atlas.userEvents.filter.count() === argument", ROWS)
    expect(shown.page.locator(".gl-own")).to_contain_text("3,000 of 3,000")
    assert shown.same, "the map was taken down and built anew"
    shown.below()
    expect(shown.page.get_by_role("tab", name="Your events")).to_be_visible()
    shown.section("export")
    with shown.page.expect_download() as coming:
        shown.page.locator(".st-key-gl-export button").click()
    saved = tmp_path / "saved.html"
    coming.value.save_as(saved)
    exported = open_page(saved)
    exported.page.wait_for_function(
        "() => Greenline.on(map_greenline).userEvents.filter?.count() > 0"
    )
    assert exported.tell("atlas.userEvents.filter.count()") == ROWS
    exported.assert_calm()
