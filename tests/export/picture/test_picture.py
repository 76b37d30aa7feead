"""Pictures say what the screen map says: the same ground, the same legend, the same bytes again."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, cast

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from geo import Atlas, ExportError, View
from geo.ask import control, fronts
from geo.ask.changes import differences
from geo.draw.style import holder_colours
from geo.export import picture
from geo.export.picture import draw, furniture, legend, render
from geo.export.picture.ground import project
from geo.export.picture.layers import events, painter, rooms, wanted
from geo.export.picture.marks import MarkRoom
from geo.export.picture.names import write
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import INCHES, map_axes, show
from geo.export.picture.title import sentence
from geo.file_endings import PICTURES
from geo.model import Language, Layer, Paper
from geo.stories.story import DrawnMark
from geo.words import say

KIRKUK = (43.5, 35.0, 45.0, 36.0)


def plate(atlas: Atlas, view: View, paper: Paper = Paper.A4) -> Plate:
    from geo.ask.layer_content import content

    figure = draw(atlas, view, paper)
    return Plate(atlas, view, content(atlas, view), figure, figure.axes[0])


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", PICTURES)
def test_the_same_view_is_the_same_bytes(atlas: Atlas, kind: str) -> None:
    view = View(layers=("control", "towns"), bounds=KIRKUK)
    assert render(atlas, view, kind, dpi=60) == render(atlas, view, kind, dpi=60)


def test_two_pictures_at_once_are_as_one_alone(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View(layers=("pipelines",), bounds=KIRKUK)
    alone, before = render(atlas, view, ".svg"), dict(mpl.rcParams)
    own, begun, second_in, first_out = picture._drawn, [], Event(), Event()

    def drawn(*given: Any, **more: Any) -> Plate:
        begun.append(len(begun))
        if begun[-1]:
            second_in.set()
            first_out.wait(20)
        else:
            second_in.wait(0.5)  # matplotlib has one set of settings: nobody else comes in
        return own(*given, **more)

    monkeypatch.setattr(picture, "_drawn", drawn)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(render, atlas, view, ".svg")
        while not begun:
            time.sleep(0.01)
        second = pool.submit(render, atlas, view, ".svg")
        assert first.result() == alone
        first_out.set()
        assert second.result() == alone
    assert dict(mpl.rcParams) == before


def test_a_figure_looks_as_the_file_whatever_a_notebook_has_set(atlas: Atlas) -> None:
    with mpl.rc_context({"font.family": ["monospace"]}):
        figure = draw(atlas, View(layers=("control",), bounds=KIRKUK))
    families = {name for axes in figure.axes for one in axes.texts for name in one.get_fontfamily()}
    assert families == {"DejaVu Sans"}


def _inked(atlas: Atlas, **lines: list[tuple[float, float]]) -> float:
    """Return the share of ink along pipelines on one parallel by their state, as it is drawn."""
    figure = Figure(figsize=(4, 3), dpi=200)
    canvas, axes = FigureCanvasAgg(figure), map_axes(figure)
    show(axes, (0, 0, 288, 216), KIRKUK)
    found = Plate(atlas, View(layers=("pipelines",)), {}, figure, axes)
    states = [name.rstrip("_") for name in lines]
    given = [
        {"state": state, "kind": "export", "commodity": "oil", "flow": "forward"}
        for state in states
    ]
    shapes = [shapely.LineString(line) for line in lines.values()]
    with picture.settings():
        painter(Layer.PIPELINES).paint(found, gpd.GeoDataFrame(given, geometry=shapes, crs=4326))
        canvas.draw()
    image = np.asarray(canvas.buffer_rgba())[..., :3]
    ends = [project(shapely.Point(lon, shapes[0].coords[0][1])) for lon in (44.0, 44.6)]
    (left, row), (right, _) = found.axes.transData.transform([(one.x, one.y) for one in ends])
    along = image[image.shape[0] - 1 - int(row), int(left) : int(right)]
    return float((along.max(axis=1) < 128).mean())


def test_shut_pipelines_on_the_same_ground_stay_broken(atlas: Atlas) -> None:
    there = [(43.7, 35.45), (44.9, 35.45)]
    backs = [[(44.86 + step / 500, 35.45), (43.71, 35.45)] for step in range(6)]
    back = backs[0]
    alone = _inked(atlas, shut=there)
    assert 0.3 < alone < 0.8
    for one in backs:  # in step with it and out of step
        assert abs(_inked(atlas, shut=there, shut_=one) - alone) < 0.08
    # Of several the one that moves oil is seen, whichever comes first in the table.
    moving = _inked(atlas, open=back)  # whole but for the rims of its arrows
    assert moving > 0.8
    assert _inked(atlas, shut=there, open=back) == _inked(atlas, open=back, shut=there) == moving


@pytest.mark.parametrize("south", [34.4, 34.9])
def test_numbers_of_badges_stay_in_the_frame(atlas: Atlas, south: float) -> None:
    box = (43.5, south, 45.0, 36.0)
    figure = draw(atlas, View(date="2014-08-08", layers=("events",), bounds=box, window=0))
    axes, canvas = figure.axes[0], cast("FigureCanvasAgg", figure.canvas)
    frame, whole = axes.get_window_extent(), canvas.get_renderer()
    numbers = [one for one in axes.texts if one.get_text().isdigit()]
    assert len(numbers) > 10
    beyond = [one for one in numbers if one.get_window_extent(whole).y0 < frame.y0]
    assert beyond, "a frame that cuts no badge proves nothing"
    for one in beyond:
        seen = one.get_tightbbox(whole)
        assert seen is None or seen.y0 >= frame.y0


def test_badges_that_step_aside_stay_in_the_frame(atlas: Atlas) -> None:
    box = (43.5, 34.3, 44.8, 36.4)
    found = plate(atlas, View(date="2014-08-08", layers=("events",), bounds=box, window=0))
    rows = found.layers[Layer.EVENTS]

    def inside() -> set[int]:
        badges = (one for one, _ in events._badges(found, rows))
        return {one.rows[0] for one in badges if found.inside(one.x, one.y)}

    before = inside()
    assert len(before) > 10
    at_the_edge = [
        badge
        for badge, _ in events._badges(found, rows)
        if found.inside(badge.x, badge.y) and not found.inside(badge.x, badge.y, -70)
    ]
    for badge in at_the_edge[:4]:
        found.numbered[:] = [MarkRoom(badge.x, badge.y, 40)]
        assert inside() >= before
    assert inside() == before


def test_what_a_writer_drew_is_drawn_and_the_legend_says_whose_it_is(atlas: Atlas) -> None:
    here = {"en": "Out", "ar": "خروج", "ckb": "دەرچوون"}
    marks = [
        DrawnMark("note", ((44.39, 35.47),), here),
        DrawnMark("arrow", ((43.8, 35.2), (44.3, 35.4))),
        DrawnMark("area", ((44.5, 35.2), (44.9, 35.2), (44.7, 35.6)), here),
    ]
    view = View(layers=("control",), bounds=KIRKUK, language="ar")
    plain, drawn = (draw(atlas, view, marks=one) for one in ((), marks))
    texts = {text.get_text() for axes in drawn.axes for text in axes.texts}
    assert any("خروج" in text for text in texts)
    assert any(say("story.marks.whose", Language.AR) in text for text in texts)
    assert len(drawn.axes[0].patches) == len(plain.axes[0].patches) + 4 + 3
    assert texts.isdisjoint(here["en"])


def test_ground_has_the_colour_of_its_holder(atlas: Atlas) -> None:
    view = View(date="2017-10-20", layers=("control",))
    found = plate(atlas, view)
    picture = Image.open(io.BytesIO(render(atlas, view, ".png", dpi=100))).convert("RGB")
    scale = np.array(picture.size) / (np.array(INCHES[Paper.A4]) * found.figure.dpi)
    rows = control.at(atlas, view.date)
    plain = rows[rows["holder"].isin(["federal", "region", "is"]) & (rows["confidence"] != "low")]
    plain = plain[plain["unit"] == plain["pcode"]]  # fronts between parts lie in a pale band
    inner = plain.to_crs(3857)
    points = inner[inner.geometry.area > 4e8].geometry.buffer(-3000).representative_point()
    wrong = 0
    tried = 0
    for point, holder in zip(points, plain.loc[points.index, "holder"], strict=True):
        if not found.inside(point.x, point.y) or any(_near(found, point)):
            continue
        x, y = found.axes.transData.transform((point.x, point.y)) * scale
        seen = np.array(picture.getpixel((int(x), picture.height - 1 - int(y)))) / 255
        tried += 1
        wrong += int(np.abs(seen - to_rgb(holder_colours()[holder])).max() > 0.02)
    assert tried > 40
    assert wrong == 0


def test_a_front_between_settlements_is_a_pale_band(atlas: Atlas) -> None:
    """As wide as the way between them: on the line of two parts the ground is paler than beside."""
    view = View(date="2017-07-15", layers=("control",), bounds=KIRKUK)
    found = plate(atlas, view)
    picture = Image.open(io.BytesIO(render(atlas, view, ".png", dpi=100))).convert("RGB")
    scale = np.array(picture.size) / (np.array(INCHES[Paper.A4]) * found.figure.dpi)
    rows = fronts.widths(atlas).set_index(["unit", "other"])
    line = rows.loc[("IQG13Q01N01c", "IQG13Q01N01f"), "line"]
    ground = control.at(atlas, view.date).set_index("unit").geometry["IQG13Q01N01f"]
    inside = gpd.GeoSeries([line], crs=4326).to_crs(3857).buffer(1500).iloc[0]
    inside = inside.intersection(gpd.GeoSeries([ground], crs=4326).to_crs(3857).iloc[0])
    spots = np.random.default_rng(1).permutation(shapely.get_coordinates(inside.buffer(-400)))[:40]
    pale = 0
    for x, y in spots:
        px, py = found.axes.transData.transform((x, y)) * scale
        seen = np.array(picture.getpixel((int(px), picture.height - 1 - int(py)))) / 255
        pale += int((seen > np.array(to_rgb(holder_colours()["region"])) + 0.02).all())
    assert pale > 20


def _near(found: Plate, point: Any) -> Iterator[bool]:
    """Yield whether a line of degrees lies within two dots of a point (metres)."""
    reach = 2 * found.pixel
    for line in found.axes.lines:
        x, y = line.get_xdata(), line.get_ydata()
        yield abs((point.x - x[0]) if x[0] == x[1] else (point.y - y[0])) < reach


def test_the_frame_holds_what_was_asked_for(atlas: Atlas) -> None:
    for paper in Paper:
        found = plate(atlas, View(layers=("control",), bounds=KIRKUK), paper)
        corners = gpd.GeoSeries.from_xy([43.5, 45.0], [35.0, 36.0], crs=4326).to_crs(3857)
        assert all(found.inside(point.x, point.y) for point in _inner(corners))


def _inner(corners: gpd.GeoSeries) -> gpd.GeoSeries:
    """Move corners a metre inwards, so that rounding does not matter."""
    return gpd.GeoSeries.from_xy(np.add(corners.x, [1, -1]), np.add(corners.y, [1, -1]))


@pytest.mark.quick(2)
@pytest.mark.parametrize("language", list(Language))
def test_names_stay_apart_and_inside(atlas: Atlas, language: Language) -> None:
    view = View(language=language, layers=("control", "governorates", "towns", "events"))
    found = plate(atlas, view)
    for text in list(found.axes.texts):
        text.remove()
    boxes = write(found, wanted(found))
    frame = found.axes.get_window_extent()
    assert len(boxes) > 8
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:number])
        assert frame.x0 <= box.x0
        assert box.x1 <= frame.x1


@pytest.mark.quick(1)
@pytest.mark.parametrize("paper", list(Paper))
def test_the_legend_fits_its_sheet(atlas: Atlas, paper: Paper) -> None:
    figure = draw(atlas, View(layers=tuple(Layer), language="ar"), paper)
    for axes in figure.axes[1:]:
        box = axes.get_window_extent().padded(1)
        for text in axes.texts:
            own = text.get_window_extent()
            assert figure.bbox.x0 <= own.x0, text.get_text()
            assert own.x1 <= figure.bbox.x1, text.get_text()
            assert box.y0 - 12 <= own.y0, text.get_text()


def test_title_says_what_is_shown(atlas: Atlas) -> None:
    found = plate(atlas, View(layers=("control",)))
    assert sentence(found).startswith("Control as held, 27 September 2017")
    compared = View(date="2017-10-20", compare="2017-10-15", layers=("control",))
    assert "what changed from 15 October 2017 to 20 October 2017" in sentence(
        plate(atlas, compared)
    )


def test_legend_names_the_holders_shown_and_no_others(atlas: Atlas) -> None:
    found = plate(atlas, View(date="2012-01-01", layers=("control",)))
    texts = [line.text for _, lines in legend.entries(found) for line in lines]
    assert "Islamic State" not in texts
    assert {"federal government", "Kurdistan Region"} <= set(texts)


def test_legend_leaves_out_fills_that_are_covered(atlas: Atlas) -> None:
    found = plate(atlas, View(date="2017-10-15", layers=("control", "evidence")))
    (lines,) = [lines for group, lines in legend.entries(found) if group == "Territory"]
    told = {line.text for line in lines}
    assert "Kurdistan Region" not in told
    assert {"Front", "Age of the newest source"} <= told


def test_text_is_never_taken_for_mathematics(atlas: Atlas) -> None:
    found = plate(atlas, View(layers=("control",)))
    texts = [text for axes in found.figure.axes for text in axes.texts]
    assert texts
    assert not any(text.get_parse_math() for text in texts)


def test_svg_carries_no_script_and_no_address(atlas: Atlas) -> None:
    text = render(atlas, View(layers=("control",)), ".svg").decode()
    assert "<script" not in text
    links = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', text))
    assert links == set()


def test_pdf_says_nothing_of_the_clock(atlas: Atlas) -> None:
    content = render(atlas, View(layers=("control",)), ".pdf")
    assert b"CreationDate" not in content
    streams = [part for part in content.split(b"stream\n")[1:] if part[:1] == b"x"]
    assert any(zlib.decompressobj().decompress(part) for part in streams[:3])


def test_dots_are_limited(atlas: Atlas) -> None:
    with pytest.raises(ExportError, match="expected 50 to 600"):
        render(atlas, View(), ".png", dpi=10_000)


def test_no_name_covers_a_mark_or_the_scale(atlas: Atlas) -> None:
    """Names of large towns may cover small marks; no other name, and none covers the scale."""
    view = View(date="2017-09-27", layers=("control", "governorates", "towns", "fields"))
    found = plate(atlas, view, Paper.A3)
    for text in list(found.axes.texts):
        text.remove()
    kept = furniture.scale(found)
    names = [name for name in wanted(found) if name.rank > 200]
    spots = list(rooms(found))
    boxes = write(found, names, spots, [kept])
    assert len(boxes) > 60
    dots = [found.axes.transData.transform((spot.x, spot.y)) for spot in spots]
    assert not any(box.contains(*dot) for box in boxes for dot in dots)
    assert not any(box.overlaps(kept) for box in boxes)


def test_the_name_of_an_area_stays_on_its_ground(atlas: Atlas) -> None:
    found = plate(atlas, View(layers=("neighbours", "disputed")))
    names = list(wanted(found))
    assert {"IRAN", "SYRIA", "Kirkuk"} <= {name.text for name in names}
    for name in names:
        for text in list(found.axes.texts):
            text.remove()
        if boxes := write(found, [name]):
            box = boxes[0]
            middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            point = found.axes.transData.inverted().transform(middle)
            assert shapely.contains_xy(name.ground.buffer(found.pixel), *point), name.text


def test_the_legend_has_what_lies_in_the_frame_and_no_more(atlas: Atlas) -> None:
    """Around Aqra nobody but the Region held ground, no pipeline was shut, no gas field lies."""
    view = View(date="2017-09-27", bounds=(43.6, 36.7, 44.2, 37.0))
    near, far = (
        {line.text for _, lines in legend.entries(plate(atlas, one)) for line in lines}
        for one in (view, view.with_(bounds=None))
    )
    gone = {"federal government", "Islamic State", "Shut", "Gas field", "Front", "Referendum"}
    assert gone <= far
    assert not gone & near
    assert "Kurdistan Region" in near


def test_claimed_ground_has_its_figures_in_the_legend(atlas: Atlas) -> None:
    view = View(date="2017-09-27", against="region", layers=("control",))
    lines = [line for _, lines in legend.entries(plate(atlas, view)) for line in lines]
    rows = differences(atlas, view)
    row = rows[(rows["holder"] == "region") & (rows["other"] == "disputed")].iloc[0]
    (told,) = [one for one in lines if one.text.startswith("Kurdistan Region, striped disputed")]
    assert f"{row['km2']:,.0f} km²" in told.text
    assert f"{round(row['residents_best'], -3):,.0f} people" in told.text
    assert told.look["hatch"] == "against.disputed"


def test_a_district_that_a_disputed_area_names_is_not_named_twice(atlas: Atlas) -> None:
    view = View(bounds=(43.4, 34.6, 45.2, 36.2))
    names = [name.text for name in wanted(plate(atlas, view)) if name.gap is None]
    assert {"Hawija", "Chamchamal"} <= set(names)
    assert names.count("Hawija") == 1
