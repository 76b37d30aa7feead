"""The legend shows what is on the map, on the page and in every file."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pypdfium2
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Browser

from geo import Atlas, View
from geo.draw.style import PIPELINES
from geo.export.picture import UserEvents, legend, render
from geo.export.picture.ground import project
from geo.export.picture.layers import territory
from geo.model import DrawnAs, Layer
from tests.browser import Opened

from .seeing import Frame, apart

FILES = (".png", ".svg", ".pdf")

#: Half the width and height that is read of a sample, in pixels of the screen.
ACROSS, DOWN = 10, 4

#: The page's samples as images, twice as large as they are shown, with their texts.
SAMPLES = """(atlas.chromeBox.open('legend'), [...document.querySelectorAll('.gl-legend li')]
  .map((line) => [line.textContent, line.querySelector('.gl-swatch')?.src]).filter((pair) => pair[1]))"""


def samples(frame: Frame) -> Iterator[tuple[str, float, float]]:
    """Yield the lines of a picture's legend with the middles of their samples (figure's dots)."""
    box = frame.plate.figure.axes[1]
    texts = iter(box.texts)
    point = frame.plate.figure.dpi / 72
    for _, lines in legend.entries(frame.plate):
        for entry in lines:
            if entry.kind not in legend.SAMPLED:
                continue
            told = next(
                one for one in texts if entry.told.startswith(one.get_text().strip("\u200f"))
            )
            x, y = box.transData.transform(told.get_position())
            side = 1 if frame.plate.rtl else -1
            scale = float(told.get_fontsize()) / 7.6
            yield entry.text, x + side * 15 * point, y + 2.6 * scale * point


def read(image: np.ndarray, row: int, column: int, scale: int) -> np.ndarray:
    """Return what lies around the middle of a sample."""
    down, across = DOWN * scale, ACROSS * scale
    return image[row - down : row + down, column - across : column + across]


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    "view",
    [
        View(date="2017-09-27", layers=tuple(one for one in Layer if one is not Layer.USER_EVENTS)),
        View(date="2014-08-08", language="ar", layers=("control", "disputed", "pipelines", "events")),
    ],
    ids=["all layers", "Arabic"],
)  # fmt: skip
def test_samples_look_alike_on_the_page_and_in_files(
    view: View, atlas: Atlas, opened: Opened, browser: Browser
) -> None:
    assert len(_alike(Frame(atlas, view, scale=2), opened, browser)) > 10


@pytest.mark.quick(1)
@pytest.mark.parametrize("drawn", list(DrawnAs))
def test_samples_of_a_readers_events_look_alike(
    drawn: DrawnAs, atlas: Atlas, opened: Opened, browser: Browser, user_events: UserEvents
) -> None:
    view = View(layers=("user_events",), window=700, drawn_as=drawn, bounds=(42, 33, 46, 36))
    # A dot of eight pixels that lies half a pixel further is told by its mean colour.
    assert _alike(Frame(atlas, view, user_events, scale=2), opened, browser, most=32)


def test_the_page_and_files_count_the_same_events(
    atlas: Atlas, opened: Opened, user_events: UserEvents
) -> None:
    view = View(layers=("user_events",), window=700, bounds=(42, 33, 46, 36))
    Frame(atlas, view, user_events).page(opened)
    count = f"{opened.tell('atlas.userEvents.filter.count()'):,}"
    assert count != "0"
    told = opened.page.locator(".gl-title").text_content() or ""
    assert f"shown: {count} of" in told, told
    made = {kind: render(atlas, view, kind, dpi=50, user_events=user_events) for kind in FILES}
    words = {
        ".png": str(Image.open(io.BytesIO(made[".png"])).text),  # type: ignore[attr-defined]
        ".svg": made[".svg"].decode(),
        ".pdf": pypdfium2.PdfDocument(made[".pdf"])[0].get_textpage().get_text_range(),
    }
    for kind, text in words.items():
        assert re.search(rf"Events: {count}(?![\d,])", text), kind


def _alike(frame: Frame, opened: Opened, browser: Browser, *, most: float = 26) -> list[str]:
    """Assert that the samples of a legend are those of the page; return what they are of."""
    frame.page(opened)
    shown = dict(opened.tell(SAMPLES))
    sheets = {kind: frame.sheet(kind, browser) for kind in FILES}
    wrong, read_of = [], []
    for text, x, y in samples(frame):
        read_of.append(text)
        page = _sample(shown[text])
        middle = read(page, page.shape[0] // 2, page.shape[1] // 2, 2).mean(axis=(0, 1))
        for kind, sheet in sheets.items():
            ours = read(sheet, *frame.dots(x, y), 2).mean(axis=(0, 1))
            if (away := float(np.abs(ours - middle).max())) > most:
                wrong.append((text, kind, round(away)))
    assert not wrong, wrong
    return read_of


def _sample(address: str) -> np.ndarray:
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGBA")
    paper = Image.new("RGBA", image.size, "#fbf9f4")
    return np.asarray(Image.alpha_composite(paper, image).convert("RGB"), dtype=float)


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("day", ["2017-09-27", "2014-08-08"])
def test_samples_of_holders_look_like_their_ground(
    day: str, kind: str, atlas: Atlas, browser: Browser
) -> None:
    frame = Frame(atlas, View(date=day, layers=("control",)), scale=2)
    sheet = frame.sheet(kind, browser)
    rows = frame.plate.layers[Layer.CONTROL]
    names = {territory.holder(frame.plate, name): name for name in set(rows["holder"])}
    read_of = {text: read(sheet, *frame.dots(x, y), 2) for text, x, y in samples(frame)}
    # Ground in the band of an inferred front is paler than its holder's sample: read beside it.
    pale = territory.bands(atlas, rows["holder"].to_numpy())
    rows = rows.set_geometry(rows.geometry.difference(pale))
    low = frame.plate.t("legend.low")
    classes = [
        (text, rows[(rows["holder"] == name) & (rows["confidence"] != "low")])
        for text, name in names.items()
    ]
    classes += [(low, rows[(rows["holder"] == "federal") & (rows["confidence"] == "low")])]
    compared = 0
    for text, some in classes:
        for x, y in _inside(frame, some):
            ground = read(sheet, *frame.dots(x, y), 2)
            away = np.abs(ground.mean(axis=(0, 1)) - read_of[text].mean(axis=(0, 1))).max()
            assert away < 14, (text, x, y, away)
            compared += 1
    assert compared > 15


def _inside(frame: Frame, rows: gpd.GeoDataFrame) -> Iterator[tuple[float, float]]:
    """Yield middles of units that are large enough to be read (figure's dots)."""
    room = 12 * frame.plate.pixel
    for outline in rows.to_crs(3857).geometry.buffer(-room):
        point = outline.representative_point() if not outline.is_empty else None
        if point is not None and frame.plate.inside(point.x, point.y, -12):
            x, y = frame.plate.axes.transData.transform((point.x, point.y))
            yield float(x), float(y)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", FILES)
def test_pipelines_are_broken_as_their_sample(kind: str, atlas: Atlas, browser: Browser) -> None:
    frame = Frame(atlas, View(date="2017-09-27", layers=("pipelines",)), scale=4)
    sheet = frame.sheet(kind, browser)
    names = {"open": "Flow", "partial": "Partial", "shut": "Dashed", "unknown": "Unknown"}
    texts = {frame.plate.t(f"legend.pipeline{name}"): state for state, name in names.items()}
    want = {}
    for text, x, y in samples(frame):
        if text in texts:
            row, column = frame.dots(x, y)
            # A whole number of the longest pattern would not fit: the sample's share is the style's.
            line = sheet[row, column - 11 * 4 : column + 11 * 4].max(axis=1)
            want[texts[text]] = float((line < 128).mean())
    found = {state: _inked(frame, sheet, state) for state in texts.values()}
    assert want["open"] > 0.95
    assert want["shut"] < 0.8
    for state, share in found.items():
        assert abs(share - _style(state)) < 0.07, (state, found)
        assert abs(want[state] - _style(state)) < 0.16, (state, want)


def _style(state: str) -> float:
    dash = PIPELINES["dash"][state]
    return sum(dash[::2]) / sum(dash) if dash else 1.0


def _inked(frame: Frame, sheet: np.ndarray, state: str) -> float:
    """Return the share of ink along the pipelines of a state, also where several coincide."""
    rows: Any = frame.plate.layers[Layer.PIPELINES]
    rank = {name: number for number, name in enumerate(PIPELINES["states"])}
    above = rows[[rank.get(one, -1) > rank[state] for one in rows["state"]]]
    hidden = shapely.union_all([project(one) for one in above.geometry]).buffer(
        9 * frame.plate.pixel
    )
    inked = []
    for row in rows[rows["state"] == state].itertuples():
        line = frame.plate.within(project(row.geometry)).difference(hidden)
        for at in np.arange(0, line.length, frame.plate.pixel / 4):
            point = line.interpolate(at)
            if not frame.plate.inside(point.x, point.y, -6) or _arrow(frame, row, point):
                continue
            r, c = frame.dots(*frame.plate.axes.transData.transform((point.x, point.y)))
            inked.append(sheet[r, c].max() < 128)
    assert len(inked) > 200
    return float(np.mean(inked))


def _arrow(frame: Frame, row: Any, point: Any) -> bool:
    """Whether the head of an arrow may lie here: they come every 120 pixels."""
    if row.state not in ("open", "partial"):
        return False
    parts = shapely.get_parts(project(row.geometry))
    part = min(parts, key=point.distance)
    along = part.project(point) / frame.plate.pixel % 120
    return bool(40 < along < 80)


@pytest.mark.thorough
def test_a_sheet_is_one_in_every_file(atlas: Atlas, browser: Browser) -> None:
    frame = Frame(atlas, View())
    png, svg, pdf = (frame.sheet(kind, browser) for kind in FILES)
    assert float(apart(svg, pdf).max()) < 25
    # Letters of a PNG lie on whole dots, which moves them.
    assert float(np.percentile(apart(png, svg), 98)) < 12


@pytest.mark.thorough
def test_what_lies_in_the_frame_stays_in_the_frame(atlas: Atlas, browser: Browser) -> None:
    bare, full = (Frame(atlas, View(layers=layers)) for layers in (("towns",), ("disputed",)))
    box = bare.box
    assert box == full.box
    left, upper, right, lower = box
    for kind in FILES:
        sheets = [one.sheet(kind, browser) for one in (bare, full)]
        away = np.abs(sheets[0] - sheets[1]).max(axis=2)
        away[upper - 1 : lower + 1, left - 1 : right + 1] = 0
        # The title says what is drawn.
        away[: full.dots(0, full.plate.figure.axes[-2].get_window_extent().y0)[0]] = 0
        # Beside the map stands the legend; above and below it nothing differs but the credits.
        legend_at = full.plate.figure.axes[1].get_window_extent()
        column = full.dots(legend_at.x0, 0)[1] - 12
        assert float(away[: lower + 2, :column].max()) == 0, kind
        below = full.dots(0, full.plate.figure.axes[-1].get_window_extent().y1)[0]
        assert float(away[lower + 2 : below - 4, :column].max(initial=0)) == 0, kind
