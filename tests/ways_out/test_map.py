"""Page, PNG, SVG and PDF draw one view alike: fills, hatches, lines, marks and their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from geo import Atlas, View
from geo.export.picture import UserEvents
from geo.model import DrawnAs, Layer
from geo.stories.story import DrawnMark
from tests.browser import Opened

from .seeing import Frame, apart, keep, spots

#: Levels of 0 to 255 by which mean colours may differ: at one spot (a digit's shape, a thin line on
#: another side of a dot's edge) and at 99 of 100. What is drawn otherwise differs at many spots.
MOST, MOSTLY = 26.0, 9.0

#: The same for one layer alone, where dark ground ends at pale: what draws a PDF rounds its sheet to
#: whole dots, which moves an edge by part of one.
EDGED = MOST, 13.0

#: The same where hundreds of small marks with numbers lie side by side.
CROWDED = 40.0, 16.0

VIEWS = [
    View(date="2014-08-08"),
    View(date="2017-11-01", layers=tuple(Layer)),
    View(date="2017-11-01", perspective="region"),
    View(date="2017-10-20", compare="2017-10-15"),
    View(date="2014-08-08", perspective="un", language="ar"),
    View(date="2003-04-12", bounds=(43.5, 34.8, 45.2, 36.2)),
]

#: Layers whose marks can be counted.
MARKS = ("fields", "refineries", "crossings", "airports", "events", "towns")

pytestmark = pytest.mark.usefixtures("nameless")


def alike(
    seen: dict[str, np.ndarray], folder: Path, limits: tuple[float, float] = (MOST, MOSTLY)
) -> None:
    first, *others = seen
    levels = {}
    for kind in others:
        found = apart(seen[first], seen[kind])
        levels[kind] = float(found.max()), float(np.percentile(found, 99))
    if any(most > limits[0] or mostly > limits[1] for most, mostly in levels.values()):
        keep(seen, folder)
        pytest.fail(f"{levels} from {first}: the images lie in {folder}")
    assert seen[first].std() > 1, "something is drawn"


@pytest.mark.quick(2)
@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.USER_EVENTS])
def test_each_layer_alone(
    layer: Layer, atlas: Atlas, opened: Opened, browser: Browser, tmp_path: Path
) -> None:
    frame = Frame(atlas, View(date="2017-09-27", layers=(layer,)))
    seen = {"page": frame.page(opened), ".png": frame.drawn(".png", browser)}
    alike(seen, tmp_path)
    if layer in MARKS:
        assert spots(seen["page"]) == spots(seen[".png"]) > 3


@pytest.mark.quick(1)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.to_query()[:40])
def test_views(view: View, atlas: Atlas, opened: Opened, browser: Browser, tmp_path: Path) -> None:
    layers = tuple(one for one in view.layers if one is not Layer.USER_EVENTS)
    frame = Frame(atlas, view.with_(layers=layers))
    seen = {kind: frame.drawn(kind, browser) for kind in (".png", ".svg", ".pdf")}
    alike({"page": frame.page(opened), **seen}, tmp_path)


@pytest.mark.quick(1)
@pytest.mark.parametrize("drawn", list(DrawnAs))
def test_events_of_a_reader(
    drawn: DrawnAs,
    atlas: Atlas,
    opened: Opened,
    browser: Browser,
    user_events: UserEvents,
    tmp_path: Path,
) -> None:
    view = View(layers=("user_events",), window=700, drawn_as=drawn, bounds=(42, 33, 46, 36))
    frame = Frame(atlas, view, user_events)
    seen = {kind: frame.drawn(kind, browser) for kind in (".png", ".svg", ".pdf")}
    alike({"page": frame.page(opened), **seen}, tmp_path, CROWDED)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", [".svg", ".pdf"])
@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.USER_EVENTS])
def test_each_layer_alone_in_other_files(
    layer: Layer, kind: str, atlas: Atlas, opened: Opened, browser: Browser, tmp_path: Path
) -> None:
    frame = Frame(atlas, View(date="2014-08-08", layers=(layer,)))
    alike({"page": frame.page(opened), kind: frame.drawn(kind, browser)}, tmp_path, EDGED)


#: What a writer draws: an arrow, an area and a note, each apart from the others.
DRAWN = (
    DrawnMark("arrow", ((43.0, 35.0), (44.0, 35.6))),
    DrawnMark("area", ((44.6, 34.2), (45.4, 34.4), (45.0, 35.0))),
    DrawnMark("note", ((43.2, 36.3),), {"en": "Here", "ar": "Here", "ckb": "Here"}),
)


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", [".png", ".svg", ".pdf"])
def test_what_a_writer_draws(
    kind: str,
    atlas: Atlas,
    opened: Opened,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.export.picture.drawn._write", lambda *_: None)
    view = View(layers=("towns",), bounds=(42, 33.5, 46.5, 36.8))
    frame = Frame(atlas, view, marks=DRAWN)
    seen = {"page": frame.page(opened), kind: frame.drawn(kind, browser)}
    bare = Frame(atlas, view).page(opened)
    assert np.abs(seen["page"] - bare).max() > 100, "the page draws nothing"
    alike(seen, tmp_path)
