"""A reader reports an error on a card: what the text says, where it goes, and that nothing in it is run."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from geo import Atlas, View, export
from tests.browser import Opened
from tests.browser.app import Launch
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


@pytest.mark.parametrize(
    ("contact", "scheme"),
    [("errors@example.org", "mailto"), ("https://example.org/issues/new?x=a@b", "https")],
)
def test_a_report_goes_where_the_profile_says_whatever_it_holds(
    open_page: Open, atlas: Atlas, tmp_path: Path, contact: str, scheme: str
) -> None:
    published = replace(atlas, profile=replace(atlas.profile, contact=contact))
    opened = open_page(export.html(published, View(), tmp_path / "published.html"), query=SAADIYA)
    send = opened.page.locator("#gl-report-send")
    for hostile in HOSTILE:
        text = fill_in(opened, should=hostile, source=f"\ud83d{hostile}"[1:], says="&body=x\n?cc=y")
        lines = dict(line.split(": ", 1) for line in text.splitlines())
        assert lines["It says"] == "&body=x ?cc=y"
        assert "It should say" in lines and len(lines) == 7  # none that a field brought
        signs = set(text) - {"\n", "\u200c", "\u200d"}
        assert not [sign for sign in signs if unicodedata.category(sign).startswith("C")]
        address = urlsplit(send.get_attribute("href") or "")
        assert address.scheme == scheme
        if scheme == "https":
            assert address.geturl() == contact
            assert send.get_attribute("rel") == "noopener noreferrer"
            continue
        fields = parse_qs(address.query, keep_blank_values=True)
        assert (address.path, set(fields)) == (contact, {"subject", "body"})
        is_whole = fields["body"] == [text.replace("\n", "\r\n")]
        assert is_whole or (len(text.encode()) > 600 and "paste" in fields["body"][0])
    assert saved(opened) == text
    assert opened.page.evaluate("window.__hit") is None
    opened.assert_calm()


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_a_report_is_filled_in_on_a_phone_in_a_dark_room(
    open_page: Open, exported: Path, language: str
) -> None:
    opened = open_page(
        exported, (390, 844), f"lang={language}&{SAADIYA}", touch=True, color_scheme="dark"
    )
    text = fill_in(opened, should="مختلط", source="تقرير")
    assert "مختلط" in text and "\u2066spells IQG10Q05N01a-4\u2069" in text
    assert "\u20662006-03-01\u2069" in text  # a day keeps its order between Arabic words
    form = opened.page.locator(".gl-report")
    assert form.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    back, ink = (
        form.locator("textarea").first.evaluate(f"(one) => getComputedStyle(one).{name}")
        for name in ("backgroundColor", "color")
    )
    opened.tell("atlas.set({language: 'en'})")
    assert form.locator("[data-name=should]").input_value() == "مختلط"  # outlasts a language
    assert "Row: spells" in form.locator("#gl-report-text").input_value()
    assert sum(map(int, back[4:-1].split(","))) < 250 < sum(map(int, ink[4:-1].split(",")))
    opened.assert_calm()


@pytest.mark.thorough
def test_a_report_of_the_app_has_its_address(app: Launch) -> None:
    shown = app(f"?{SAADIYA}")
    shown.frame.locator("[data-way=report]").click()
    text = shown.frame.locator("#gl-report-text").input_value()
    assert "s=control" in text.rpartition("Address: http")[2]
