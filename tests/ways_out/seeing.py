"""The map's frame of one view as pixels: of the page, of PNG, SVG and PDF, all at one scale."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page
from scipy.ndimage import binary_dilation, label, uniform_filter

from geo import Atlas, View
from geo.ask.layer_content import content
from geo.draw.style import STYLE
from geo.export.picture import UserEvents, draw, render
from geo.export.picture.plate import Plate
from geo.stories.story import DrawnMark
from tests.browser import Opened

#: Pixels of the screen map over which colours are averaged: no dash, hatch or rounding is seen then.
BLUR = 14

#: Leaves the map alone in the window.
ALONE = """* { visibility: hidden !important; transition: none !important }
#map_greenline, .leaflet-map-pane, .leaflet-map-pane canvas { visibility: visible !important }"""


@dataclass
class Frame:
    """A view as a picture: where the map lies on the sheet, and which ground it shows."""

    atlas: Atlas
    view: View
    user_events: UserEvents | None = None
    scale: int = 1
    """Dots for one pixel of the screen map, which is 1/96 inch."""
    marks: tuple[DrawnMark, ...] = ()
    """What the writer of a story drew; the page shows it without its texts."""
    plate: Plate = field(init=False)

    def __post_init__(self) -> None:
        figure = draw(self.atlas, self.view, user_events=self.user_events, marks=self.marks)
        layers = content(self.atlas, self.view)
        self.plate = Plate(self.atlas, self.view, layers, figure, figure.axes[0], self.user_events)

    @property
    def dpi(self) -> int:
        """Dots an inch."""
        return 96 * self.scale

    def dots(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of a place of the figure (its own dots, from below)."""
        factor = self.dpi / self.plate.figure.dpi
        height = self.plate.figure.get_figheight() * self.dpi
        return round(height - y * factor), round(x * factor)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, upper, right and lower edge of the map, in dots of the sheet."""
        edges = self.plate.axes.get_window_extent()
        lower, left = self.dots(edges.x0, edges.y0)
        upper, right = self.dots(edges.x1, edges.y1)
        return left, upper, right, lower

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the map in pixels of the screen."""
        left, upper, right, lower = self.box
        return (right - left) // self.scale, (lower - upper) // self.scale

    def sheet(self, kind: str, browser: Browser) -> np.ndarray:
        """Return the whole sheet as another program draws it: rows, columns, red, green, blue."""
        more = {"user_events": self.user_events, "marks": self.marks}
        made = render(self.atlas, self.view, kind, dpi=self.dpi, **more)
        if kind == ".pdf":
            page = pypdfium2.PdfDocument(made)[0]
            return np.asarray(page.render(scale=self.dpi / 72).to_pil().convert("RGB"), dtype=float)
        if kind == ".svg":
            made = self._rastered(made, browser)
        image = np.asarray(Image.open(io.BytesIO(made)).convert("RGB"), dtype=float)
        # A sheet's height is no whole number of dots. A PNG counts its rows from below and leaves
        # the fraction above out; other programs draw SVG and PDF from above.
        missing = round(self.plate.figure.get_figheight() * self.dpi) - len(image)
        return np.pad(image, ((missing, 0), (0, 0), (0, 0)), mode="edge")

    def _rastered(self, svg: bytes, browser: Browser) -> bytes:
        width, height = (round(float(one) * 96) for one in self.plate.figure.get_size_inches())
        context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=self.scale,
            offline=True,
        )
        page = context.new_page()
        style = "<style>body { margin: 0 } svg { display: block }</style>"
        page.set_content(style + svg.decode())
        shot = page.screenshot()
        context.close()
        return shot

    def drawn(self, kind: str, browser: Browser) -> np.ndarray:
        """Return the map's part of the sheet."""
        left, upper, right, lower = self.box
        return self.sheet(kind, browser)[upper:lower, left:right]

    def page(self, opened: Opened) -> np.ndarray:
        """Return the map of a page, brought to this view, frame and scale, without names."""
        page: Page = opened.page
        width, height = self.size
        page.set_viewport_size({"width": width, "height": height})
        west, east = self.plate.axes.get_xlim()
        south, north = self.plate.axes.get_ylim()
        drawn = [{"kind": one.kind, "at": one.at, "text": ""} for one in self.marks]
        opened.tell(
            "(atlas.chromeBox.open(null), atlas.chromeBox.ownStory = {marks: argument},"
            " atlas.chromeBox.opened = argument.length ? 'stories' : null, null)",
            drawn,
        )
        opened.tell(
            "(atlas.set({...Greenline.View.read(argument[0], Greenline.View.initial())}),"
            " atlas.labels.want = () => {}, atlas.map.options.zoomSnap = 0,"
            " atlas.map.invalidateSize({animate: false}),"
            " atlas.map.setView(atlas.map.options.crs.projection.unproject({x: argument[1][0], y: argument[1][1]}),"
            " argument[2], {animate: false}), atlas.stage._update(), atlas.stage.paint(), null)",
            [
                self.view.with_(bounds=None).to_query(),
                [(west + east) / 2, (south + north) / 2],
                self.plate.zoom,
            ],
        )
        page.add_style_tag(content=ALONE)
        opened.settle()
        area = {"x": 0, "y": 0, "width": width, "height": height}
        shot = page.screenshot(clip=area, scale="css")
        return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=float)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how far the mean colours around each dot differ, in levels of 0 to 255."""
    height, width = (min(a, b) for a, b in zip(one.shape[:2], other.shape[:2], strict=True))
    both = (image[:height, :width] for image in (one, other))
    means = [uniform_filter(image, size=(BLUR, BLUR, 1)) for image in both]
    edge = BLUR // 2  # the rim of the frame
    return np.abs(means[0] - means[1]).max(axis=2)[edge:-edge, edge:-edge]


def spots(image: np.ndarray) -> int:
    """Count what is drawn apart from one another on bare land and water."""
    ground = [_rgb(STYLE[name]) for name in ("land", "sea")]
    mixed = [share * ground[0] + (1 - share) * ground[1] for share in np.linspace(0, 1, 9)]
    away = np.min([np.abs(image - colour).max(axis=2) for colour in mixed], axis=0)
    # What touches the frame may be cut by a rounded edge on one side and not on the other.
    found, count = label(binary_dilation(away > 40, iterations=2))
    rim = np.concatenate(
        [found[:8].ravel(), found[-8:].ravel(), found[:, :8].ravel(), found[:, -8:].ravel()]
    )
    return count - len(set(rim.tolist()) - {0})


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)


def keep(images: dict[str, np.ndarray], folder: Path) -> None:
    """Write images to look at."""
    for name, image in images.items():
        Image.fromarray(image.astype(np.uint8)).save(folder / f"{name.strip('.')}.png")
