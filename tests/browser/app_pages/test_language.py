"""The app in a browser: a reader takes another language and goes on using every control."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.model import Language, Paper
from geo.words import say
from tests.browser.app import App, Launch


def speak(shown: App, code: Language) -> None:
    """Take a language in the side bar."""
    shown.unfold()
    shown.page.locator(
        ".st-key-gl-language button", has_text=say(f"web.language.{code}", code)
    ).click()
    shown.until(f"view.language === '{code}'")
    expect(shown.page.locator(".gl-drawer-bar")).to_have_text(say("web.below", code))
    shown.rests()


def sound(shown: App) -> None:
    """Assert that nothing went wrong on the page."""
    expect(shown.page.locator("[data-testid=stException]")).to_have_count(0)
    expect(shown.page.locator("[data-testid=stAlert]")).to_have_count(0)
    assert shown.same


@pytest.mark.thorough
def test_every_control_goes_on_working_in_another_language(
    app: Launch,
) -> None:
    shown = app()
    for code in (Language.AR, Language.CKB):
        speak(shown, code)
        shown.section("export")
        shown.perspective("un")
        shown.window(90)
        shown.kind("law")
        shown.kind("law")
        shown.layer("towns")
        shown.layer("towns")
        shown.choose("gl-kind", say("file.pdf", code))
        shown.choose("gl-graphic-size-still", say(f"paper.{list(Paper)[-1]}", code))
        shown.tab(say("web.tab.fields", code))
        sound(shown)
        shown.window(365)
        shown.perspective("held")
        shown.rests()
        assert shown.read_address().get("lang", ["en"]) == [code]
        assert set(shown.read_address()) <= {"lang", "b", "d", "v"}
        sound(shown)
