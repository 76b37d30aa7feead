"""The recorder against Chromium's canvas: the same painters, the same pixels within a tolerance.

Both are drawn by the same engine, once on a canvas and once as the recorded SVG. They may differ by
less than a pixel along edges: the recorder writes places to a tenth of a pixel, widens the fills of
units by a hairline so that no gap shows between them, and letters stand at fractions of a pixel in
SVG. So pixels that differ by more than a quarter of the scale (64 of 255) may be few, and nowhere
crowded: a mark, a name or a fill that is missing, added or elsewhere fills whole blocks. Pale fills
are held by a second limit: pixels that differ by more than 10 stand along edges and letters only.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from geo import Atlas, View
from geo.client import build
from geo.draw.kept_page import kept_page
from geo.events.container import encode
from geo.model import DrawnAs
from geo.pictures import painter
from geo.pictures.painter import RATIO
from geo.pictures.painter.fonts import FACES, Fonts, font_folder
from geo.profile import current
from tests.browser.conftest import browser as browser  # noqa: PLC0414 -- a fixture
from tests.browser.events.test_user_events import make_events
from tests.draw.blocks import page_data

#: Of all pixels, and of a block of them, those that may differ by more than STRONG of 255.
STRONG, SHARE, BLOCK, CROWDED = 64, 0.006, 12, 0.5

#: The same of pixels that differ at all, in blocks twice as wide.
WEAK, WEAK_SHARE = 10, 0.03

WIDTH, HEIGHT = 680, 598
HOME = (41.29, 33.31, 45.8, 37.38)
NEAR = (44.0, 35.2, 44.8, 35.8)
FAR = (36.0, 27.0, 52.0, 40.0)
ALL = "neighbours.control.water.disputed.subdistricts.districts.governorates.lines.pipelines.fields.refineries.crossings.airports.events.towns"
EVENTS = "ei=2014-01-01..2017-12-31&l=neighbours.control.governorates.user_events"
MARKS = [
    {
        "kind": "note",
        "at": [[44.39, 35.47]],
        "text": "Kirkuk, held by one side and claimed by both",
    },
    {"kind": "arrow", "at": [[42.5, 35.5], [43.5, 36.2]], "text": ""},
    {"kind": "area", "at": [[43, 34], [44, 34], [44, 34.7]], "text": "منطقة"},
]


@dataclass(frozen=True)
class Case:
    """A view to compare."""

    name: str
    query: str = ""
    box: tuple[float, float, float, float] = HOME
    night: bool = False
    names: bool = True
    marks: bool = False


def cases() -> Iterator[Case]:
    yield Case("home")
    yield Case("comparison", "d=2017-10-20&c=2017-09-27&lang=ar")
    yield Case("near, dark, Kurdish", f"lang=ckb&l={ALL}", NEAR, night=True)
    others = {*current().layers} - {"user_events", *ALL.split(".")}
    for layer in sorted(others):
        yield Case(f"layer {layer}", f"l={layer}")
    for way in DrawnAs:
        yield Case(f"events as {way}", f"ev={way}&{EVENTS}", night=way == "clusters")
    yield Case(
        "a second perspective, an area", "p=federal&pc=region&d=2014-06-09&s=disputed:kirkuk"
    )
    yield Case(
        "far, all events, a pipeline", f"l={ALL}&w=0&lang=ckb&s=pipelines:kirkuk_ceyhan", FAR
    )
    yield Case("marks of a story, no names", marks=True, names=False)


@dataclass
class Chromium:
    """Chromium with the painters, by pixels of the device for one of the page."""

    page: Page
    ratio: int


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the painters with a canvas, as a script."""
    folder = tmp_path_factory.mktemp("canvas")
    first, out = folder / "first.js", folder / "canvas.js"
    layers = [
        path
        for path in sorted((build.HERE / "paint" / "layers").glob("*.ts"))
        if "_test" not in path.name
    ]
    # Layers are loaded before the scene, as in the page.
    paths = [*layers, Path(__file__).with_name("canvas.js")]
    first.write_text("".join(f"import {path.as_posix()!r};\n" for path in paths), "utf-8")
    build._deno("bundle", *build._options(True), "--output", str(out), str(first))
    return out.read_text("utf-8")


@pytest.fixture(scope="module")
def events() -> bytes:
    """Return events with few and many at one spot, precise and not."""
    return encode(make_events(1200), name="Our list")


@pytest.fixture(scope="module")
def chromium(
    browser: Browser, script: str, atlas: Atlas, events: bytes
) -> Iterator[Callable[[int, bool], Page]]:
    """Yield what opens the painters in a window of a scale, with events or without."""
    selected = kept_page(atlas)
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"font-style: {'italic' if slants else 'normal'}; src: url(data:font/ttf;base64,"
        f"{base64.b64encode((font_folder() / name).read_bytes()).decode()}); }}"
        for (family, weight, slants), name in FACES.items()
    )
    pages: dict[tuple[int, bool], Page] = {}

    def open_page(ratio: int, has_events: bool) -> Page:
        if (ratio, has_events) not in pages:
            context = browser.new_context(
                device_scale_factor=ratio, viewport={"width": WIDTH, "height": HEIGHT}
            )
            page = context.new_page()
            page.set_content(
                f"<style>{faces} body {{ margin: 0 }} svg {{ display: block; "
                f"text-rendering: geometricPrecision }}</style>"
            )
            page.evaluate(f"globalThis.greenlineProfile = {selected.profile()}")
            page.add_script_tag(content=script)
            content = base64.b64encode(events).decode() if has_events else None
            page.evaluate(
                "([data, events]) => openScene(data, events)", [page_data(atlas), content]
            )
            pages[ratio, has_events] = page
        return pages[ratio, has_events]

    yield open_page
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def measures() -> Fonts:
    return Fonts(str(font_folder()))


def on_canvas(page: Page, message: dict[str, Any], measures: Fonts) -> np.ndarray:
    """Return what Chromium's canvas shows."""
    widths: dict[str, Any] = {}
    for _ in range(4):
        missing = page.evaluate("drawScene", {**message, "widths": widths})
        if not missing:
            break
        widths = measures.measure(missing)
    return pixels(page)


def as_svg(page: Page, svg: str) -> np.ndarray:
    """Return what Chromium shows of an SVG."""
    page.evaluate("(svg) => document.body.innerHTML = svg", svg)
    return pixels(page)


def pixels(page: Page) -> np.ndarray:
    image = Image.open(io.BytesIO(page.screenshot()))
    return np.asarray(image.convert("RGB"), dtype=np.int16)


def crowd(strong: np.ndarray, side: int) -> float:
    """Return the largest share of strongly different pixels in a block."""
    height, width = (size // side * side for size in strong.shape)
    blocks = strong[:height, :width].reshape(height // side, side, width // side, side)
    return float(blocks.mean(axis=(1, 3)).max())


@pytest.mark.thorough
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_recorder_draws_what_a_canvas_shows(
    case: Case,
    atlas: Atlas,
    chromium: Callable[[int, bool], Page],
    events: bytes,
    measures: Fonts,
    tmp_path: Path,
) -> None:
    view = View.from_query(case.query)
    has_events = "user_events" in view.layers and "ev=" in case.query
    ratio = RATIO if has_events else 1
    marks = MARKS if case.marks else []
    page = chromium(ratio, has_events)
    message = {
        "query": view.to_query(), "layers": list(map(str, view.layers)), "box": list(case.box),
        "width": WIDTH, "height": HEIGHT, "ratio": ratio, "night": case.night, "names": case.names,
        "marks": marks, "middle": measures.setting["middle"],
    }  # fmt: skip
    wanted = on_canvas(page, message, measures)
    frame = painter.Frame(case.box, WIDTH, HEIGHT)
    picture = painter.draw(
        atlas, view, frame, user_data=painter.pack_user_data(events) if has_events else None, night=case.night,
        names=case.names, marks=[Mark(mark) for mark in marks],
    )  # fmt: skip
    values = as_svg(page, picture.svg)
    strong = np.abs(values - wanted).max(axis=2) > STRONG
    share, crowded = float(strong.mean()), crowd(strong, BLOCK * ratio)
    print(f"{case.name}: {share:.3%} of all pixels, {crowded:.0%} of a block")
    for name, image in (("canvas", wanted), ("recorder", values), ("differs", strong * 255)):
        Image.fromarray(image.astype(np.uint8)).save(tmp_path / f"{name}.png")
    colours = wanted.astype(np.int32) @ (65536, 256, 1)
    assert len(np.unique(colours)) > 3, "an empty picture"
    weak = np.abs(values - wanted).max(axis=2) > WEAK
    assert weak.mean() < WEAK_SHARE, tmp_path
    assert crowd(weak, 2 * BLOCK * ratio) < CROWDED, tmp_path
    assert share < SHARE, tmp_path
    assert crowded < CROWDED, tmp_path


class Mark:
    """A mark of a story in one language."""

    def __init__(self, cells: dict[str, Any]) -> None:
        self.cells = cells
        self.text = self if cells["text"] else None

    def to_dict(self) -> dict[str, Any]:
        return self.cells

    def of(self, _: object) -> str:
        return str(self.cells["text"])


@pytest.mark.thorough
def test_words_are_as_wide_as_chromium_writes_them(
    chromium: Callable[[int, bool], Page], measures: Fonts
) -> None:
    page = chromium(1, False)
    for language in current().languages:
        message = {
            "query": f"lang={language}", "layers": ALL.split("."), "box": list(HOME), "width": 1400,
            "height": 1200, "ratio": 1, "night": False, "names": True, "marks": [], "widths": {}, "middle": 0,
        }  # fmt: skip
        page.evaluate("drawScene", message)
    native = page.evaluate("nativeWidths()")
    assert len(native) > 200
    ours = measures.measure(list(native))
    wrong = {
        key: (wide, ours[key]["advance"])
        for key, wide in native.items()
        if abs(ours[key]["advance"] - wide) > 0.02 * wide + 0.05
    }
    assert wrong == {}
