"""What a reader does with the exported file, in Firefox and in WebKit, from file://, one act after another."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.draw.side_texts import atlas_stories

from .window import Window

DAY = "Greenline.Dates.iso(view.date)"
#: Keys, as W3C WebDriver writes them.
ENTER, ESCAPE, PAGE_DOWN = "\ue007", "\ue00c", "\ue00f"
END, HOME, LEFT, RIGHT = "\ue010", "\ue011", "\ue012", "\ue014"


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


def test_the_file_opens_drawn_and_without_a_fault(window: Window, exported: Path) -> None:
    window.open(exported)
    assert window.text(".gl-sentence").startswith(
        "Who controlled Iraq’s disputed territories, 27 September 2017"
    )
    assert colours(window) > 500
    assert "Kurdistan Region" in window.text("#gl-panel-legend")
    assert window.run("return document.documentElement.scrollWidth <= innerWidth")
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
    assert "Held by: " in window.text(".gl-details")
    window.press(ESCAPE)
    window.until_map("!view.selection")
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
