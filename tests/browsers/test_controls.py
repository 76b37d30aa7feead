"""The page's controls in Firefox and in WebKit: drawn alike, and all of them reached by keys alone."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from geo.model import Language
from geo.words import locale

from .window import Window

TAB, ENTER, SPACE, ESCAPE = "\ue004", "\ue007", " ", "\ue00c"
RIGHT = "\ue014"

#: What has the focus, by its id; whether it lies in the window, and whether an outline or a shadow says that it has it.
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

#: Lists without the arrow that says that they open.
BARE = """
return [...document.querySelectorAll('.gl-root select')]
  .filter((one) => getComputedStyle(one).backgroundImage === 'none').map((one) => one.id);
"""

BOX = """
const {x, y, width, height} = document.querySelector(arguments[0]).getBoundingClientRect();
return [x, y, width, height];
"""


def shot(window: Window) -> Image.Image:
    """Return what the window shows, a pixel for each of the page's."""
    window.settle()
    picture = Image.open(io.BytesIO(window.picture())).convert("RGB")
    wide, high = window.run("return [innerWidth, innerHeight]")
    return picture if picture.size == (wide, high) else picture.resize((wide, high))


def test_the_slider_has_its_knob(window: Window, exported: Path) -> None:
    window.open(exported, "d=2003-04-09")
    x, y, wide, high = window.run(BOX, "#gl-slider")
    share = window.run(
        "const {value, min, max} = document.querySelector('#gl-slider');"
        "return (value - min) / (max - min)"
    )
    middle = x + 8 + (wide - 16) * share
    picture = shot(window)
    row = [picture.getpixel((round(middle) + off, round(y + high) - 3)) for off in range(-8, 9)]
    # The line is two pixels wide, the knob at its foot twelve.
    assert sum(red > 150 and green < 110 for red, green, _ in row) >= 8, row


def test_a_list_has_the_colour_of_a_field(window: Window, exported: Path) -> None:
    window.open(exported)
    window.click("#gl-compare")
    window.until("document.querySelector('#gl-panel-compare select').getClientRects().length")
    picture = shot(window)
    grounds = []
    for selector in (".gl-date", "#gl-step", "#gl-panel-compare select"):
        x, y, _, high = window.run(BOX, selector)
        grounds.append(picture.getpixel((round(x) + 4, round(y + high / 2))))
    assert len(set(grounds)) == 1, grounds
    assert window.run(BARE) == []


@pytest.mark.parametrize("language", ["en", "ckb"])
def test_a_sheet_keeps_off_two_columns_of_tools(
    window: Window, exported: Path, language: str
) -> None:
    """A page enlarged twofold, which is laid out as on a phone on its side."""
    window.resize(600, 400)
    window.open(exported, f"lang={language}&d=2014-08-08&s=governorates:IQ-KI")
    window.until("document.querySelector('.gl-details').getClientRects().length")
    window.settle()
    columns, covered = window.run(
        "const boxes = [...document.querySelectorAll('.gl-tools > .gl-button')]"
        ".map((one) => [one, one.getBoundingClientRect()]).filter(([, {width}]) => width);"
        "return [new Set(boxes.map(([, {x}]) => Math.round(x))).size, boxes.filter(([one, {x, y, width, height}]) =>"
        " !one.contains(document.elementFromPoint(x + width / 2, y + height / 2))).map(([one]) => one.id)]"
    )
    assert columns == 2
    assert covered == []


def test_words_in_an_empty_field_can_be_read(window: Window, exported: Path) -> None:
    window.open(exported)
    shown, opacity, candidate = window.run(
        "const field = document.querySelector('#gl-search'); const style = getComputedStyle(field, '::placeholder');"
        "const one = document.createElement('i'); one.style.color = 'var(--faint)'; field.parentNode.append(one);"
        "const {color} = getComputedStyle(one); one.remove(); return [style.color, style.opacity, color]"
    )
    assert (shown, opacity) == (candidate, "1")


@pytest.mark.parametrize("language", list(Language))
def test_a_day_is_written_as_the_atlas_writes_it(
    window: Window, exported: Path, language: Language
) -> None:
    """Also in Sorani, which Firefox and WebKit know and Chromium does not."""
    window.open(exported, f"lang={language}&d=2014-08-08&c=2014-06-09")
    sentence = window.text(".gl-sentence")
    for day in (date(2014, 8, 8), date(2014, 6, 9)):
        assert locale.day(day, language) in sentence


@pytest.mark.parametrize("language", ["en", "ar"])
def test_keys_alone_reach_every_control(window: Window, exported: Path, language: str) -> None:
    window.open(exported, f"lang={language}")
    seen: list[str] = []
    for _ in range(60):
        window.press(TAB)
        name, within, drawn = window.run(FOCUS)
        if not name or name in seen:
            break
        seen.append(name)
        assert within, f"{name} has the focus outside the window"
        assert drawn, f"nothing shows that {name} has the focus"
    for name in (
        "map_greenline",
        "gl-search",
        "gl-layers",
        "gl-time-play",
        "gl-date",
        "gl-slider",
        "gl-step",
    ):
        assert name in seen, (name, seen)
    assert seen.index("gl-search") < seen.index("gl-layers") < seen.index("gl-slider")
    assert window.faults == []


def test_a_reader_without_a_mouse(window: Window, exported: Path) -> None:
    window.open(exported, "d=2014-08-08")
    window.run("document.querySelector('#gl-layers').focus()")
    window.press(ENTER)
    window.until("document.querySelector('#gl-panel-layers').getClientRects().length")
    window.run("document.querySelector('#gl-layer-towns').focus()")
    window.press(SPACE)
    window.until_map("!view.layers.includes('towns')")
    window.press(ESCAPE)
    window.until("!document.querySelector('#gl-panel-layers')?.getClientRects().length")
    assert window.run(FOCUS)[0] == "gl-layers"
    window.run("document.querySelector('#map_greenline').focus()")
    window.press(ENTER)
    window.until_map("Boolean(view.selection)")
    first = window.tell("view.selection")
    window.press(RIGHT)
    window.until_map("view.selection !== arguments[0]", first)
    window.press(ENTER)
    window.until("document.querySelector('.gl-details').contains(document.activeElement)")
    window.press(ESCAPE)
    window.until_map("!view.selection")
    window.run("document.querySelector('#gl-time-next').focus()")
    window.press(ENTER)
    window.until_map("Greenline.Dates.iso(view.date) === '2014-08-09'")
    assert window.faults == []
