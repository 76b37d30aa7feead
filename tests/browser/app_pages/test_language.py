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


@pytest.mark.thorough
def test_the_kind_of_file_stays_chosen_in_another_language(
    app: Launch,
) -> None:
    shown = app()
    shown.section("export")
    shown.choose("gl-kind", say("file.svg", Language.EN))
    speak(shown, Language.AR)
    chosen = shown.page.locator(".st-key-gl-kind input")
    expect(chosen).to_have_value(say("file.svg", Language.AR))
    expect(shown.page.locator(".st-key-gl-graphic-size-still")).to_be_visible()
    sound(shown)


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_panel_covers_the_belt_in_the_app(app: Launch, language: str) -> None:
    shown = app(f"?lang={language}")
    shown.until(f"view.language === '{language}'")
    shown.frame.wait_for_function(
        """() => { const atlas = Greenline.on(map_greenline); const map = atlas.map.getContainer().getBoundingClientRect();
          const at = (lat, lng) => { const p = atlas.map.latLngToContainerPoint([lat, lng]); return [map.left + p.x, map.top + p.y]; };
          const [west, south, east, north] = atlas.data.home;
          const [left, top] = at(north, west), [right, bottom] = at(south, east);
          return [...document.querySelectorAll('.gl-title, .gl-time, .gl-panel:not([hidden])')]
            .map((one) => one.getBoundingClientRect()).filter((r) => r.width && r.height)
            .every((r) => r.left >= right - 1 || r.right <= left + 1 || r.top >= bottom - 1 || r.bottom <= top + 1); }"""
    )
