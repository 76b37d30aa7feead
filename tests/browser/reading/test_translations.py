"""Texts of the data in the reader's language: marked, escaped, and in English where nobody wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo import Atlas
from geo.atlas.translations import fingerprint
from geo.model import Language
from geo.words import say
from tests.browser import Opened
from tests.browser.conftest import Open

EVENT = "2017-10-16-kirkuk"


def translation_of(english: str) -> str:
    """Return where a page keeps the Arabic of a text, in the order of all fingerprints."""
    known = "atlas.translations.byLanguage"
    return f"{known}.ar[{known}.of.indexOf('{fingerprint(english)}')]"


@pytest.fixture(scope="module")
def shown(keep_page: Open, exported: Path) -> Opened:
    """Return an export in Arabic, with an event selected."""
    return keep_page(exported, query=f"lang=ar&d=2017-10-16&s=events:{EVENT}")


def test_an_event_is_told_in_the_language_of_the_reader(shown: Opened, atlas: Atlas) -> None:
    english = atlas.table("events").set_index("id").loc[EVENT, "text"]
    card = shown.page.locator(".gl-details")
    first = card.locator("p .gl-translated").first
    for language in (Language.AR, Language.CKB):
        shown.page.evaluate(f"Greenline.on(map_greenline).set({{language: '{language}'}})")
        expect(first).to_have_text(atlas.translated(english, language) or "")
        expect(first).to_have_attribute("lang", language)
        expect(first).to_have_attribute("dir", "rtl")
        expect(first).to_have_attribute("title", english)
        expect(card.locator(".gl-translator")).to_have_text(say("translation.by", language))
        expect(card.locator("h2")).to_have_text(atlas.translated("Kirkuk", language) or "")
    shown.page.evaluate("Greenline.on(map_greenline).set({language: 'en'})")
    expect(card).to_contain_text(english)
    expect(card.locator(".gl-translated, .gl-translator")).to_have_count(0)
    shown.page.evaluate("Greenline.on(map_greenline).set({language: 'ar'})")


def test_what_nobody_translated_is_english_and_marked_so(shown: Opened, atlas: Atlas) -> None:
    english = atlas.table("events").set_index("id").loc[EVENT, "text"]
    known = translation_of(english)
    value = shown.tell(known)
    shown.tell(f"delete {known} && atlas.chromeBox.details.refresh()")
    element = shown.page.locator(".gl-details p bdi", has_text=english)
    expect(element).to_have_attribute("lang", "en")
    expect(element).to_have_attribute("dir", "ltr")
    shown.tell(f"({known} = argument) && atlas.chromeBox.details.refresh()", value)


def test_markup_in_a_translation_stays_text(shown: Opened, atlas: Atlas) -> None:
    english = atlas.table("events").set_index("id").loc[EVENT, "text"]
    known = translation_of(english)
    value = shown.tell(known)
    hostile = "</script><img src=x onerror=\"document.title='taken'\"> نص"
    shown.tell(f"({known} = argument) && atlas.chromeBox.details.refresh()", hostile)
    expect(shown.page.locator(".gl-details .gl-translated").first).to_have_text(hostile)
    expect(shown.page.locator(".gl-details p img")).to_have_count(0)
    assert shown.page.title() != "taken"
    shown.tell(f"({known} = argument) && atlas.chromeBox.details.refresh()", value)
    shown.assert_calm()
