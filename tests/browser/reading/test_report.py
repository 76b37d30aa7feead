"""A reader reports an error on a card: what the text says, where it goes, and that nothing in it is run."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from geo import Atlas
from tests.browser import Opened
from tests.browser.conftest import Open
from tests.browser.hostile_data import HOSTILE

SAADIYA = "d=2006-03-01&s=control:IQG10Q05N01a"


def fill_in(opened: Opened, **fields: str) -> str:
    """Open the form at the card, fill it in and return the text of the report."""
    opened.page.locator("[data-way=report]").click()
    form = opened.page.locator(".gl-report")
    for name, value in fields.items():
        form.locator(f"[data-name={name}]").fill(value)
    return form.locator("#gl-report-text").input_value()


def saved(opened: Opened) -> str:
    with opened.page.expect_download() as coming:
        opened.page.locator("#gl-report-save").click()
    assert coming.value.suggested_filename.endswith(".txt")
    return Path(coming.value.path()).read_text("utf-8")


@pytest.mark.thorough
def test_a_report_names_row_day_and_version_and_is_saved_as_text(
    open_page: Open, exported: Path, atlas: Atlas
) -> None:
    opened = open_page(exported, query=SAADIYA)
    opened.page.locator("[data-way=report]").focus()
    opened.page.keyboard.press("Enter")
    field = opened.page.locator(".gl-report [data-name=field]")
    expect(field).to_be_focused()
    field.press("ArrowDown")
    says = opened.page.locator(".gl-report [data-name=says]").input_value()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.type("Mixed")
    text = saved(opened)
    spell = next(row["id"] for row in atlas.records("spells")
                 if row["unit"] == "IQG10Q05N01a" and row["start"].isoformat() <= "2006-03-01"
                 and (row["end"] is None or row["end"].isoformat() > "2006-03-01"))  # fmt: skip
    for line in (f"Row: spells {spell}", f"It says: {says}", "It should say: Mixed",
                 "Day shown: 2006-03-01", f"Version of the data: {atlas.release} ({atlas.date})"):  # fmt: skip
        assert f"{line}\n" in text
    assert "file:" not in text  # a path of the reader's machine is no address
    assert not opened.page.locator("#gl-report-send").count()
    opened.page.locator("#gl-panel-report .gl-close").press("Enter")
    expect(opened.page.locator(".gl-details")).to_be_focused()
    opened.assert_calm()


@pytest.mark.thorough
def test_a_report_goes_where_the_profile_says_whatever_it_holds(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query=SAADIYA)
    send = opened.page.locator("#gl-report-send")
    issues = "https://example.org/issues/new?x=a@b"
    opened.tell(f"atlas.data.about.contact = {issues!r}")
    fill_in(opened, should=HOSTILE[0])
    assert send.get_attribute("href") == issues
    assert send.get_attribute("rel") == "noopener noreferrer"
    opened.page.locator("#gl-panel-report .gl-close").click()
    opened.tell("atlas.data.about.contact = 'errors@example.org'")
    for hostile in HOSTILE:
        text = fill_in(opened, should=hostile, source=f"\ud83d{hostile}"[1:], says="&body=x\n?cc=y")
        lines = dict(line.split(": ", 1) for line in text.splitlines())
        assert lines["It says"] == "&body=x ?cc=y"
        assert "It should say" in lines and len(lines) == 7  # none that a field brought
        signs = set(text) - {"\n", "\u200c", "\u200d"}
        assert not [sign for sign in signs if unicodedata.category(sign).startswith("C")]
        address = urlsplit(send.get_attribute("href") or "")
        fields = parse_qs(address.query, keep_blank_values=True)
        assert (address.scheme, address.path) == ("mailto", "errors@example.org")
        assert set(fields) == {"subject", "body"}
        is_whole = fields["body"] == [text.replace("\n", "\r\n")]
        assert is_whole or (len(text.encode()) > 600 and "paste" in fields["body"][0])
    assert saved(opened) == text
    assert opened.page.evaluate("window.__hit") is None
    opened.assert_calm()
