"""What a reader does with the exported file, in Firefox and in WebKit, from file://, one act after another."""

from __future__ import annotations

import contextlib
import re
import zlib
from pathlib import Path

import pytest

from geo import Atlas
from geo.draw.stories import atlas_stories

from .window import Firefox, Window

DAY = "Greenline.Dates.iso(view.date)"
#: Keys, as W3C WebDriver writes them.
ENTER, ESCAPE, PAGE_DOWN = "\ue007", "\ue00c", "\ue00f"
END, HOME, LEFT, RIGHT = "\ue010", "\ue011", "\ue012", "\ue014"

KIRKUK = (35.4681, 44.3922)


def point(window: Window, lat: float, lon: float) -> tuple[float, float]:
    """Return where a position lies in the page."""
    x, y = window.tell(
        "(({x, y}, box) => [x + box.x, y + box.y])(atlas.map.latLngToContainerPoint([arguments[0], arguments[1]]),"
        " atlas.map.getContainer().getBoundingClientRect())",
        lat,
        lon,
    )
    return x, y


def colours(window: Window) -> int:
    """Return how many colours the map's canvases hold."""
    return int(
        window.run(
            "const seen = new Set(); for (const canvas of"
            " document.querySelectorAll('.leaflet-pane canvas')) {"
            " const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
            " for (const one of new Uint32Array(data.buffer)) seen.add(one); } return seen.size"
        )
    )


def pages(printed: bytes) -> int:
    """Return how many pages a PDF has, whose objects may lie in compressed streams."""
    texts = [printed]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL):
        with contextlib.suppress(zlib.error):
            texts.append(zlib.decompress(stream))
    return sum(len(re.findall(rb"/Type\s*/Page\b", text)) for text in texts)


def test_the_file_opens_drawn_and_without_a_fault(window: Window, exported: Path) -> None:
    window.open(exported)
    assert window.text(".gl-sentence").startswith(
        "Who held the ground: Iraq’s disputed territory, 27 September 2017"
    )
    assert colours(window) > 500
    assert "Kurdistan Region" in window.text("#gl-panel-legend")
    assert window.run("return document.documentElement.scrollWidth <= innerWidth")
    assert window.faults == []


def test_the_slider_moves_the_day_by_mouse_and_by_keys(window: Window, exported: Path) -> None:
    window.open(exported)
    box = window.run(
        "const {x, y, width, height} = document.querySelector('#gl-slider').getBoundingClientRect();"
        "return [x, y + height / 2, width]"
    )
    window.click_at(box[0] + box[2] / 2, box[1])
    window.until_map(f"{DAY} > '2007' && {DAY} < '2010'")
    first = window.tell("view.date")
    window.find("#gl-slider").send_keys(RIGHT)
    window.until_map("view.date === arguments[0]", first + 1)
    window.find("#gl-slider").send_keys(PAGE_DOWN)
    window.until_map("view.date < arguments[0] - 300", first)
    window.until("location.hash.startsWith('#d=200')")
    assert window.faults == []


def test_a_drag_of_the_slider_redraws_on_its_way(window: Window, exported: Path) -> None:
    window.open(exported)
    x, y, width = window.run(
        "const {x, y, width, height} = document.querySelector('#gl-slider').getBoundingClientRect();"
        "return [x, y + height / 2, width]"
    )
    window.drag(*((x + width * share / 10, y) for share in (2, 3, 4, 5, 6)))
    window.until_map(f"{DAY} > '2010' && {DAY} < '2014'")
    assert re.search(r"\b201[0-3]\b", window.text(".gl-sentence"))
    assert window.faults == []


def test_a_written_day_and_play_move_the_map(window: Window, exported: Path) -> None:
    window.open(exported)
    window.type("#gl-date", f"2014-08-08{ENTER}")
    window.until_map(f"{DAY} === '2014-08-08'")
    window.click("#gl-time-play")
    window.until_map("view.date > arguments[0]", window.tell("view.date") + 3)
    window.click("#gl-time-play")
    window.until_map("!atlas.chromeBox.timebar.timer")
    assert window.faults == []


def test_a_click_opens_the_card_and_escape_closes_it(window: Window, exported: Path) -> None:
    window.open(exported)
    # Ground of Hawija well beside its names and marks, which lead to cards of their own.
    spot = window.tell(
        """(() => {
          const isGround = (point) => {
            const hit = atlas.at(atlas.map.containerPointToLatLng(point))[0];
            return hit?.layer === 'control' && hit.id.startsWith('IQG13Q');
          };
          for (let lat = 35.1; lat < 35.5; lat += 0.04) for (let lon = 43.4; lon < 44; lon += 0.04) {
            const middle = atlas.map.latLngToContainerPoint([lat, lon]);
            const around = [[0, 0], [-4, 0], [4, 0], [0, -4], [0, 4]];
            if (around.every((step) => isGround(middle.add(step)))) return [lat, lon];
          }
        })()"""
    )
    window.click_at(*point(window, *spot))
    window.until_map("(view.selection || '').startsWith('control:IQG13Q')")
    assert "Held by: Islamic State" in window.text(".gl-details")
    window.press(ESCAPE)
    window.until_map("!view.selection")
    assert window.faults == []


def test_a_name_in_arabic_is_found(window: Window, exported: Path) -> None:
    window.open(exported)
    window.type("#gl-search", "كركوك")
    window.until("document.querySelectorAll('#gl-results li').length > 0")
    assert window.text("#gl-results li strong") == "Kirkuk"
    window.find("#gl-search").send_keys(ENTER)
    window.until("document.querySelector('.gl-details h2')?.innerText === 'Kirkuk'")
    window.until_map(
        "view.selection === 'governorates:IQ-KI'"
        " && atlas.map.getBounds().contains([arguments[0], arguments[1]])",
        *KIRKUK,
    )
    assert window.faults == []


def test_two_days_are_compared_as_changes_and_side_by_side(window: Window, exported: Path) -> None:
    window.open(exported, "d=2017-11-01&c=2017-10-15")
    window.click("#gl-compare")
    window.until("document.querySelectorAll('#gl-panel-compare tbody tr').length > 0")
    window.click("#gl-mode-side")
    window.until("document.querySelectorAll('.gl-map').length === 2")
    window.until_map("atlas.chromeBox.compare.side")
    window.settle()
    left, right = sorted(
        window.run(
            "return [...document.querySelectorAll('.gl-map')].map((one) => {"
            " const {x, width} = one.getBoundingClientRect(); return [x, width]; })"
        )
    )
    assert abs(left[1] - right[1]) <= 2
    assert left[0] + left[1] <= right[0]
    assert window.faults == []


def test_a_story_is_read_with_keys_and_by_scrolling(
    window: Window, exported: Path, atlas: Atlas
) -> None:
    story = atlas_stories(atlas)[0]
    steps = [step.id for step in story.steps]
    window.open(exported, f"st={story.id}")
    window.until_map("view.step === arguments[0]", steps[0])
    window.press(RIGHT)
    window.until_map("view.step === arguments[0]", steps[1])
    window.press(PAGE_DOWN)
    window.until_map("view.step === arguments[0]", steps[2])
    window.press(END)
    window.until_map("view.step === arguments[0]", steps[-1])
    window.press(HOME)
    window.until_map("view.step === arguments[0]", steps[0])
    # What the page scrolls by itself is not read; what comes after is.
    window.until_map("!atlas.chromeBox.story.panel.held")
    window.run(
        "document.querySelectorAll('.gl-step')[1].scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    window.until_map("view.step !== arguments[0]", steps[0])
    window.click(".gl-story-leave")
    window.until_map("view.story === null")
    assert window.faults == []


def test_every_panel_opens_within_the_window(window: Window, exported: Path) -> None:
    window.open(exported)
    for name in ("legend", "layers", "compare", "oil", "ask", "table", "about", "stories"):
        if not window.is_visible(f"#gl-panel-{name}"):
            window.click(f"#gl-{name}")
        window.until(f"document.querySelector('#gl-panel-{name}').getClientRects().length")
        box = window.run(
            "const {left, top, right, bottom} ="
            " document.querySelector(arguments[0]).getBoundingClientRect();"
            " return [left, top, innerWidth - right, innerHeight - bottom]",
            f"#gl-panel-{name}",
        )
        assert min(box) >= 0, (name, box)
    assert window.faults == []


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_from_right_to_left(window: Window, exported: Path, language: str) -> None:
    window.open(exported, f"lang={language}")
    assert window.run("return [document.documentElement.lang, document.documentElement.dir]") == [
        language,
        "rtl",
    ]
    tools, slider = window.run(
        "return ['.gl-tools', '#gl-slider'].map((one) => {"
        " const {x, width} = document.querySelector(one).getBoundingClientRect();"
        " return [x, width]; })"
    )
    assert tools[0] < 600
    window.click_at(slider[0] + slider[1] * 3 / 4, window.run(
        "const {y, height} = document.querySelector('#gl-slider').getBoundingClientRect();"
        "return y + height / 2"
    ))  # fmt: skip
    window.until_map(f"{DAY} > '1996' && {DAY} < '2002'")
    day = window.tell("view.date")
    window.find("#gl-slider").send_keys(LEFT)
    window.until_map("view.date === arguments[0]", day + 1)
    assert window.run("return document.documentElement.scrollWidth <= innerWidth")
    assert window.faults == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sheet_of_paper_holds_the_whole(window: Window, exported: Path, language: str) -> None:
    window.open(exported, f"p=un&lang={language}")
    if isinstance(window, Firefox):
        assert pages(window.print_page()) == 1
        window.until_map("!atlas.printing")
    # What paper is laid out as, on the screen: WebKitGTK's driver has no command for printing.
    window.run("dispatchEvent(new Event('beforeprint'))")
    window.settle()
    assert window.count(".gl-sheet") == 1
    assert window.count(".gl-sheet-legend li, .gl-sheet-legend svg, .gl-sheet-legend canvas") > 5
    sheet, legend, foot = window.run(
        "return ['.gl-sheet', '.gl-sheet-legend', '.gl-sheet footer'].map((one) => {"
        " const {left, top, right, bottom} = document.querySelector(one).getBoundingClientRect();"
        " return [left, top, right, bottom]; })"
    )
    for part in (legend, foot):
        assert part[0] >= sheet[0] - 1 and part[1] >= sheet[1], (sheet, part)
        assert part[2] <= sheet[2] + 1 and part[3] <= sheet[3] + 1, (sheet, part)
    # The legend stands at the end of the line, the sources at its beginning.
    assert (legend[0] > foot[0]) == (language == "en")
    window.run("dispatchEvent(new Event('afterprint'))")
    assert window.count(".gl-sheet") == 0
    assert window.faults == []


def test_a_story_on_paper_is_the_map_and_then_the_text(
    window: Window, exported: Path, atlas: Atlas
) -> None:
    story = atlas_stories(atlas)[0]
    window.open(exported, f"st={story.id}")
    if isinstance(window, Firefox):
        assert 3 <= pages(window.print_page()) <= len(story.steps) + 3
        window.until_map("!atlas.printing")
    window.run("dispatchEvent(new Event('beforeprint'))")
    window.settle()
    # Narrow paper is laid out by the rules of a phone, whose sheet has a shadow.
    window.resize(700, 800)
    shadow, high = window.run(
        "const one = document.querySelector('.gl-story');"
        "return [getComputedStyle(one).boxShadow, one.getBoundingClientRect().height]"
    )
    assert shadow == "none"
    assert high > 1500
    window.run("dispatchEvent(new Event('afterprint'))")
    window.until_map("view.step === arguments[0]", story.steps[0].id)
    assert window.faults == []


def test_a_changed_address_changes_the_page(window: Window, exported: Path) -> None:
    window.open(exported, "d=2014-08-08&p=un")
    window.until_map("view.perspective === 'un'")
    window.run("location.hash = 'd=2003-04-10&p=held'")
    window.until_map(f"view.perspective === 'held' && {DAY} === '2003-04-10'")
    assert "10 April 2003" in window.text(".gl-sentence")
    window.run("history.back()")
    window.until_map("view.perspective === 'un'")
    assert window.faults == []


def test_play_draws_many_frames_in_a_second(window: Window, exported: Path) -> None:
    """No time is asserted: what is measured is printed, with the report of slow tests."""
    window.open(exported, "d=2014-01-01")
    took = window.run_later(
        "const atlas = Greenline.on(map_greenline); const start = performance.now(); let n = 0;"
        "const step = () => { if (n++ < 60) { atlas.set({date: atlas.view.date + 7});"
        " requestAnimationFrame(step); } else done((performance.now() - start) / 60); };"
        "requestAnimationFrame(step);"
    )
    print(f"{window.name}: {took:.1f} ms for each day drawn")
    assert window.tell(DAY) > "2015"
    assert window.faults == []
