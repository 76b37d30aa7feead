"""What a reader does with the app, in Firefox and in WebKit: one act after another, and what is saved opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.model import Language
from geo.words import say
from tests.browser.app import RESTS, STANDS
from tests.walk.files import FILES

from .window import LISTEN, Window

FRAME = "iframe.gl-frame"
DAY = "Greenline.Dates.iso(view.date)"
TAB, ENTER = "\ue004", "\ue007"

#: What has the focus, by its id; whether it lies in the window, and whether an outline says so.
FOCUS = """
const one = document.activeElement;
const {left, top, right, bottom} = one.getBoundingClientRect();
const styles = [one, one.closest('label'), one.nextElementSibling].filter(Boolean).map((near) => getComputedStyle(near));
styles.push(...[getComputedStyle(one, '::after')].filter(({content}) => content !== 'none'));
const drawn = styles.some(({boxShadow, outlineStyle, outlineWidth}) =>
  boxShadow !== 'none' || (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0));
return [one === document.body ? '' : one.id || one.className || one.tagName.toLowerCase(),
  right > left && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth, drawn];
"""

#: Streamlit's own words for an error, and its coloured notes.
WRONG = "[data-testid=stException], [data-testid=stAlert]"


def rests(window: Window) -> None:
    """Go to the app's page and wait until Streamlit is done for a while."""
    window.enter(None)
    window.run_later(f"({RESTS})().then(() => done(true));")


def enter_map(window: Window) -> None:
    """Go into the map's frame, once its map stands."""
    window.enter(None)
    window.until(f"({STANDS})()")
    window.enter(FRAME)
    window.run(LISTEN)


def launch(window: Window, address: str, query: str = "") -> None:
    """Open the app and wait until its map stands."""
    window.resize(1200, 800)
    window.go(f"{address}/{query}")
    window.run(LISTEN)
    enter_map(window)
    rests(window)


def unfold(window: Window) -> None:
    """Open the side bar by the map's own button; the browser remembers one that was left open."""
    window.enter(None)
    if window.count("[data-testid=stExpandSidebarButton]"):
        enter_map(window)
        window.click("#gl-side-bar")
        window.enter(None)
    window.until(
        "(({left, right}) => left >= 0 && right <= innerWidth)"
        "(document.querySelector('.st-key-gl-language').getBoundingClientRect())"
    )
    rests(window)


def section(window: Window, name: str) -> None:
    """Open a section of the side bar."""
    window.click(f".st-key-gl-section-{name} summary")
    rests(window)


def sound(window: Window) -> None:
    """Assert that nothing went wrong, on the app's page and in the map's frame."""
    rests(window)
    assert window.count(WRONG) == 0
    assert window.faults == []
    enter_map(window)
    assert window.faults == []


@pytest.mark.parametrize("language", [Language.AR, Language.CKB])
def test_another_language_and_then_a_click(
    window: Window, address: str, language: Language
) -> None:
    launch(window, address)
    unfold(window)
    at = list(Language).index(language) + 1
    window.click(f".st-key-gl-language button:nth-of-type({at})")
    window.until(
        "document.querySelector('.gl-drawer-bar')?.innerText.includes(arguments[0])",
        say("web.below", language),
    )
    rests(window)
    enter_map(window)
    window.until_map("view.language === arguments[0]", language)
    window.click("#gl-search")
    window.press("كركوك")
    window.until("document.querySelectorAll('#gl-results li').length > 0")
    window.press(ENTER)
    window.until_map("view.selection === 'governorates:IQ-KI'")
    window.click(".gl-choice:has(input[value=un])")
    window.until_map("view.perspective === 'un'")
    sound(window)
    assert window.run("return document.documentElement.dir") == "rtl"
    window.enter(None)
    window.until("location.search.includes('lang=' + arguments[0])", language)
    window.until("location.search.includes('p=un')")
    window.run("setTimeout(() => history.back())")
    enter_map(window)
    window.until_map("view.perspective === 'held'")
    assert window.tell("view.language") == language
    sound(window)


def test_a_file_of_events_is_brought_and_goes_out_with_the_map(
    window: Window, address: str, tmp_path: Path
) -> None:
    file = FILES["seen.csv"]
    path = tmp_path / file.name
    path.write_text(file.text, encoding="utf-8")
    launch(window, address, "?d=2017-06-30&w=0")
    unfold(window)
    section(window, "data")
    window.choose("input[type=file]", path)
    window.until("document.querySelector('.st-key-gl-user-events-forget')")
    enter_map(window)
    window.until_map("atlas.userEvents.filter?.count() > 0")
    shown = window.tell("atlas.userEvents.filter.count()")
    rests(window)
    section(window, "export")
    saved = window.save(".st-key-gl-export button")
    sound(window)
    window.enter(None)
    window.open(saved)
    window.until_map("atlas.userEvents.filter?.count() === arguments[0]", shown)
    assert window.tell(DAY) == "2017-06-30"
    window.click("#gl-user_events")
    window.until("document.querySelector('#gl-panel-user_events').getClientRects().length")
    # From file://, with nothing asked of any address.
    result = window.run("return performance.getEntriesByType('resource').map(({name}) => name)")
    assert [item for item in result if not item.startswith(("data:", "blob:", "file:"))] == []
    assert window.faults == []


def test_keys_alone_lead_from_the_side_bar_through_the_map_to_the_drawer(
    window: Window, address: str
) -> None:
    launch(window, address)
    unfold(window)
    window.run("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(60):
        window.press(TAB)
        window.enter(None)
        inner = window.run("return document.activeElement.matches(arguments[0])", FRAME)
        if inner:
            window.enter(FRAME)
        name, within, drawn = window.run(FOCUS)
        if name:  # Firefox goes by its own window on the way round
            assert within, f"{name} has the focus outside the window"
            assert drawn, f"nothing shows that {name} has the focus"
            seen.append(name)
        if "stMain" in name.split():
            # Streamlit's own ring begins below a header that is not here: a line across the title.
            ring = "return getComputedStyle(document.activeElement, '::before').boxShadow"
            assert window.run(ring) == "none"
        if name.startswith("gl-drawer-bar"):
            break
    for name in ("gl-skip", "map_greenline", "gl-search", "gl-layers", "gl-slider"):
        assert name in seen, (name, seen)
    window.press(ENTER)
    window.until(
        "document.querySelector('.gl-drawer-bar').getAttribute('aria-expanded') === 'true'"
    )
    window.press(ENTER)
    window.until(
        "document.querySelector('.gl-drawer-bar').getAttribute('aria-expanded') === 'false'"
    )
    sound(window)
