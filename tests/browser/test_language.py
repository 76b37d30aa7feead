"""The app in a browser: a reader takes another language and goes on using every control."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.model import Language, Paper
from geo.words import say

from .test_app import App, Launch, app  # noqa: F401


def speak(shown: App, code: Language) -> None:
    """Take a language in the side bar."""
    shown.page.locator(
        ".st-key-gl-language button", has_text=say(f"web.language.{code}", code)
    ).click()
    shown.until(f"view.language === '{code}'")
    expect(shown.page.locator(".st-key-gl-date label")).to_contain_text(say("web.date", code))
    shown.rests()


def pick(shown: App, key: str, label: str) -> None:
    """Choose from a list of the side bar."""
    box = shown.page.locator(f".st-key-{key} input").first
    box.scroll_into_view_if_needed()
    shown.rests()  # a list that opens while the page scrolls is closed again
    box.click()
    shown.page.get_by_role("option", name=label, exact=True).click()
    shown.rests()


def sound(shown: App) -> None:
    """Assert that nothing went wrong on the page."""
    expect(shown.page.locator("[data-testid=stException]")).to_have_count(0)
    expect(shown.page.locator("[data-testid=stAlert]")).to_have_count(0)
    assert shown.same


def test_every_control_goes_on_working_in_another_language(
    app: Launch,  # noqa: F811
) -> None:
    shown = app()
    page = shown.page
    for code in (Language.AR, Language.CKB):
        speak(shown, code)
        for name in ("events", "export"):
            summary = page.locator(f".st-key-gl-section-{name} summary").first
            if summary.locator("xpath=..").get_attribute("open") is None:
                summary.click()
        page.locator(".st-key-gl-perspective label", has_text=say("perspective.un", code)).click()
        shown.until("view.perspective === 'un'")
        pick(shown, "gl-window", say("window.90", code))
        shown.until("view.window === 90")
        page.locator(".st-key-gl-types button", has_text=say("event.law", code)).first.click()
        shown.until("!view.eventTypes.includes('law')")
        shown.rests()
        page.locator(".st-key-gl-types button", has_text=say("event.law", code)).first.click()
        shown.until("view.eventTypes.includes('law')")
        page.locator(".st-key-gl-layer-towns label").click()
        shown.until("!view.layers.includes('towns')")
        shown.rests()
        page.locator(".st-key-gl-layer-towns label").click()
        shown.until("view.layers.includes('towns')")
        pick(shown, "gl-kind", say("file.pdf", code))
        pick(shown, "gl-paper", say(f"paper.{list(Paper)[-1]}", code))
        shown.tab(say("web.tab.fields", code))
        sound(shown)
        pick(shown, "gl-window", say("window.365", code))
        page.locator(".st-key-gl-perspective label", has_text=say("perspective.held", code)).click()
        shown.until("view.perspective === 'held' && view.window === 365")
        shown.rests()
        assert shown.asked().get("lang", ["en"]) == [code]
        assert set(shown.asked()) <= {"lang"}
        sound(shown)


def test_the_kind_of_file_stays_chosen_in_another_language(
    app: Launch,  # noqa: F811
) -> None:
    shown = app()
    shown.page.get_by_text("Save and share").click()
    pick(shown, "gl-kind", say("file.svg", Language.EN))
    speak(shown, Language.AR)
    chosen = shown.page.locator(".st-key-gl-kind input")
    expect(chosen).to_have_value(say("file.svg", Language.AR))
    expect(shown.page.locator(".st-key-gl-paper")).to_be_visible()
    sound(shown)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_panel_covers_the_belt_in_the_app(app: Launch, language: str) -> None:  # noqa: F811
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
