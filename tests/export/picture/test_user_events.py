"""A reader's own events stand on pictures as on the page: the same ones, counted, never as more."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from PIL import Image

import geo
from geo import Atlas, View
from geo.ask.layer_content import content
from geo.events.schema import POSITION_PRECISIONS, empty, typed
from geo.events.selection import shown
from geo.export.picture import UserEvents, draw, furniture, legend, render
from geo.export.picture.plate import Plate
from geo.export.picture.user_events import counted, dots, key, look
from geo.export.picture.user_events.data import AREAS, VisibleEvents, plain
from geo.export.picture.user_events.screen import Screen
from geo.model import DrawnAs, Language, Layer, Paper

BARE = (Layer.USER_EVENTS,)
CLIENT = Path(geo.__file__).parent / "client" / "paint" / "user_events"


def made(count: int = 1200, **columns: Any) -> pd.DataFrame:
    """Return events of 2014 to 2017, some beyond the frame, the first 300 at one spot."""
    rng = np.random.default_rng(7)
    start = pd.Timestamp("2014-01-01") + pd.to_timedelta(rng.integers(0, 1400, count), unit="D")
    lon, lat = rng.uniform(40, 48, count).round(4), rng.uniform(32, 37.5, count).round(4)
    lon[:300], lat[:300] = 44.2, 35.6
    precision = rng.choice(POSITION_PRECISIONS, count)
    precision[:300] = "exact"
    rows = {
        "id": [f"id-{i}" for i in range(count)], "start": start, "end": start,
        "date_precision": "day", "place": "", "lon": lon, "lat": lat,
        "position_precision": precision,
        "type": rng.choice(["battle", "air_strike", "raid", ""], count, p=[0.5, 0.3, 0.15, 0.05]),
        "actor_a": rng.choice(["Army", "Militia"], count), "actor_b": "",
        "best": rng.integers(0, 9, count), "low": 0, "high": 9, "source": "list", "text": "",
    }  # fmt: skip
    return typed(pd.DataFrame(rows | columns))


OWN = UserEvents(made(), "our list", "Table")


def plate(atlas: Atlas, view: View, own: UserEvents | None = OWN, paper: Paper = Paper.A4) -> Plate:
    figure = draw(atlas, view, paper, own)
    return Plate(atlas, view, content(atlas, view), figure, figure.axes[0], own)


VIEWS = [
    View(layers=BARE, window=0),
    View(layers=BARE, date="2016-05-01", window=200),
    View(layers=BARE, interval=("2014-06-10", "2015-06-10"), kinds=("battle", "raid")),
    View(layers=BARE, window=0, min_deaths=4, actors=("Army",), coarsest="district"),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.to_query())
def test_what_is_drawn_is_what_the_view_shows(atlas: Atlas, view: View) -> None:
    found = plate(atlas, view)
    seen = VisibleEvents.of(found, OWN)
    expected = shown(OWN.rows, view)
    screen = Screen.of(found)
    inside = screen.inside(*screen.pixels(expected["lon"].array, expected["lat"].array))
    vague = expected["position_precision"].isin(AREAS).to_numpy()
    assert 0 < inside.sum() < len(expected) < len(OWN.rows) or view == VIEWS[0]
    points = int((inside & ~vague).sum())
    assert int(dots.stacks(seen.points).count.sum()) == points
    assert sum(one.count for one in counted.clusters(seen.points)) == points
    assert int(counted.hexagons(seen.points)[1].sum()) == points
    assert float(counted.smoothed(seen.points)[0].sum()) == pytest.approx(points, rel=0.06)
    notes = [entry.note for entry in key.entries(found)]
    assert notes[0] == f"Events: {len(expected):,}"
    assert notes[-1] == f"{vague.sum():,}"
    kinds = expected["type"].astype(str).value_counts()
    assert notes[1:5] == [f"{kinds.get(name, 0):,}" for name in OWN.kinds]
    said = furniture.user_events(found)
    assert f"our list (Table); {len(expected):,} of 1,200 events shown" in said
    assert f"{inside.sum():,} of them" in said


def test_every_mark_is_on_the_sheet(atlas: Atlas) -> None:
    found = plate(atlas, VIEWS[0])
    seen = VisibleEvents.of(found, OWN)
    stamped = max(
        (one for one in found.axes.collections if isinstance(one, PathCollection)),
        key=lambda one: len(one.get_offsets()),
    )
    assert len(stamped.get_offsets()) == len(dots.stacks(seen.points).latest)
    squares = [one for one in found.axes.patches if isinstance(one, Rectangle) and one.zorder < 9]
    counts = [int(text.get_text()) for text in found.axes.texts if text.get_color() == look.AREA]
    assert sum(counts) + len(squares) - len(counts) == len(seen.areas)
    stack = [text.get_text() for text in found.axes.texts if text.get_color() == "white"]
    assert stack == ["300"]


def test_the_latest_event_of_a_spot_says_its_colour(atlas: Atlas) -> None:
    days = pd.to_datetime(["2016-03-01", "2017-01-01", "2015-01-01"])
    own = UserEvents(made(3, start=days, end=days, type=["raid", "battle", "raid"], best=1))
    seen = VisibleEvents.of(plate(atlas, VIEWS[0], own), own)
    found = dots.stacks(seen)
    assert found.count.tolist() == [3]
    assert look.EVERY[seen.colour[found.latest[0]]] == look.COLOURS[1]


@pytest.mark.quick(3)
@pytest.mark.parametrize("drawn", list(DrawnAs))
@pytest.mark.parametrize("precision", AREAS)
def test_an_area_is_never_drawn_as_a_point(atlas: Atlas, drawn: DrawnAs, precision: str) -> None:
    own = UserEvents(made(40, position_precision=precision))
    figure = draw(atlas, VIEWS[0].with_(drawn_as=drawn), Paper.A4, own)
    axes = figure.axes[0]
    assert not axes.collections
    assert not axes.images
    squares = [one for one in axes.patches if isinstance(one, Rectangle) and one.zorder < 9]
    assert len(squares) == 1
    wide = 2 * look.SIDES[precision] * plate(atlas, VIEWS[0], own).pixel
    assert squares[0].get_width() == pytest.approx(wide)


def test_a_place_that_is_not_said_how_exact_is_hollow(atlas: Atlas) -> None:
    own = UserEvents(made(1, position_precision="unknown"))
    figure = draw(atlas, VIEWS[0], Paper.A4, own)
    faces = figure.axes[0].collections[0].get_facecolors()
    assert Image.new("RGB", (1, 1), look.PAPER).getpixel((0, 0)) == tuple(
        round(255 * part) for part in faces[0][:3]
    )


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", [".png", ".svg", ".pdf"])
def test_events_that_are_passed_are_drawn(atlas: Atlas, kind: str) -> None:
    view = View(layers=(Layer.CONTROL, Layer.TOWNS), language="ar")
    named = view.with_(layers=(*view.layers, Layer.USER_EVENTS))
    passed = render(atlas, view, kind, dpi=60, user_events=OWN)
    assert passed == render(atlas, named, kind, dpi=60, user_events=OWN)
    assert passed != render(atlas, view, kind, dpi=60)


@pytest.mark.quick(1)
@pytest.mark.parametrize("drawn", list(DrawnAs))
def test_the_same_events_are_the_same_bytes(atlas: Atlas, drawn: DrawnAs) -> None:
    view = VIEWS[0].with_(drawn_as=drawn)
    first = render(atlas, view, ".svg", user_events=OWN)
    assert first == render(atlas, view, ".svg", user_events=UserEvents(made(), "our list", "Table"))
    assert first != render(atlas, view, ".svg")


def test_the_file_says_how_many_events_it_shows(atlas: Atlas) -> None:
    view = VIEWS[1].with_(language="ckb")
    number = f"{len(shown(OWN.rows, view))}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    told = Image.open(io.BytesIO(render(atlas, view, ".png", dpi=50, user_events=OWN))).info
    assert number in told["Title"]
    assert number in told["Description"]
    assert "our list" in told["Description"]
    svg = ET.fromstring(render(atlas, view, ".svg", user_events=OWN))
    title = svg.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert number in str(title.text)
    pdf = render(atlas, view, ".pdf", user_events=OWN)
    assert f"{number}".encode("utf-16-be") in pdf.replace(b"\\\\", b"\\")


HOSTILE = [
    "$\\frac{1}{0}$", "<script>alert(1)</script>", "]]>--><svg onload=alert(1)>", "%s {name} \\n",
    "a\x00b\x1b[2J\u202eevil\u2066", "=cmd|' /C calc'!A0", "W" * 500, "two\nlines", "\ud7ff\U0001f4a3",
]  # fmt: skip


@pytest.mark.quick(1)
@pytest.mark.parametrize("drawn", list(DrawnAs))
def test_text_of_the_data_stays_text(atlas: Atlas, drawn: DrawnAs) -> None:
    rows = made(900, type=np.resize(HOSTILE, 900))
    for language, name in zip(Language, (HOSTILE[1], HOSTILE[4], HOSTILE[6]), strict=True):
        own = UserEvents(rows, name, HOSTILE[0])
        view = VIEWS[0].with_(drawn_as=drawn, language=language)
        figure = draw(atlas, view, Paper.A4, own)
        texts = [text for axes in figure.axes for text in axes.texts]
        assert not any(text.get_parse_math() for text in texts)
        for axes in figure.axes[1:]:
            for text in axes.texts:
                box = text.get_window_extent()
                assert figure.bbox.x0 <= box.x0, text.get_text()
                assert box.x1 <= figure.bbox.x1, text.get_text()
    svg = render(atlas, view, ".svg", user_events=own).decode()
    elements = list(ET.fromstring(svg).iter())
    assert not any(element.tag.endswith("}script") for element in elements)
    assert not any(name.lower().startswith("on") for one in elements for name in one.attrib)


def test_plain_text_has_no_sign_that_acts() -> None:
    assert plain(HOSTILE[4]) == "ab[2Jevil"
    assert len(plain(HOSTILE[6])) == 80


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("language", "paper"), [("en", Paper.A4), ("ar", Paper.SQUARE), ("ckb", Paper.WIDE)]
)
def test_the_legend_fits_its_sheet(atlas: Atlas, language: str, paper: Paper) -> None:
    own = UserEvents(made(900, type=[f"kind of event number {i % 12}" for i in range(900)]), "list")
    view = View(layers=tuple(Layer), language=language, window=0)
    figure = draw(atlas, view, paper, own)
    for axes in figure.axes[1:]:
        box = axes.get_window_extent().padded(1)
        for text in axes.texts:
            own_box = text.get_window_extent()
            assert figure.bbox.x0 <= own_box.x0, text.get_text()
            assert own_box.x1 <= figure.bbox.x1, text.get_text()
            assert box.y0 - 12 <= own_box.y0, text.get_text()


def test_many_dots_are_one_image(atlas: Atlas) -> None:
    rng = np.random.default_rng(1)
    places = {"lon": rng.uniform(42, 46, 6000), "lat": rng.uniform(34, 36.5, 6000)}
    own = UserEvents(made(6000, **places, position_precision="exact"))
    many = render(atlas, VIEWS[0], ".svg", dpi=100, user_events=own).decode()
    assert many.count("<image") == 1
    few = render(atlas, VIEWS[0], ".svg", dpi=100, user_events=OWN).decode()
    assert "<image" not in few


def test_no_events_leave_an_empty_legend_of_nought(atlas: Atlas) -> None:
    own = UserEvents(empty(), "nothing.csv")
    for drawn in DrawnAs:
        found = plate(atlas, VIEWS[0].with_(drawn_as=drawn), own)
        lines = dict(legend.entries(found))["Events"]
        assert (lines[0].text, lines[0].note) == ("nothing.csv", "Events: 0")
        assert dots.paint_areas(found, VisibleEvents.of(found, own), 8) == []


def test_picture_and_page_have_one_look() -> None:
    def client(name: str, pattern: str) -> list[str]:
        text = (CLIENT / f"{name}.js").read_text(encoding="utf-8")
        found = re.search(pattern, text)
        assert found, pattern
        return re.findall(r"#[0-9a-f]{6}|\d+(?:\.\d+)?", found[1])

    assert tuple(client("screen", r"COLOURS = \[(.*?)\]")) == look.COLOURS
    assert client("screen", r"OTHER = (.*?);") == [look.OTHER]
    assert client("screen", r"paper: (.*?),") == [look.PAPER]
    assert client("dots", r"MANY = (.*?);") == [str(look.MANY)]
    assert client("dots", r"STACKS = (.*?);") == [str(look.MOST_STACKS)]
    pairs = [f"{part:g}" for pair in look.STACKS for part in pair]
    assert client("dots", r"LEAST = \[(.*?)\];") == pairs
    assert client("areas", r"SIDES = \{(.*?)\}") == [f"{side:g}" for side in look.SIDES.values()]
    assert client("screen", r"area: (.*?),") == [look.AREA]
    for name, size in (("areas", look.AREA_CELL), ("clusters", look.CLUSTER_CELL),
                       ("hexagons", look.HEXAGON), ("heat", look.HEAT_CELL)):  # fmt: skip
        assert client(name, r"SIZE = (.*?);") == [str(size)]
    assert client("hexagons", r"LEAST = \[(.*?)\]") == [str(least) for least in look.LEAST]
    assert client("heat", r"SPREAD = (.*?);") == [str(look.SPREAD)]
