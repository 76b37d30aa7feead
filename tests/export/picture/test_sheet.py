"""What a printed map carries: title, degrees, locator, code, number, disclaimer, each in its place."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
import segno
from matplotlib.patches import Rectangle
from PIL import Image

from geo import Atlas, View
from geo.errors import ExportError
from geo.export.picture import _drawn, code, draw, furniture, render, title
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import COLUMN, INCHES, Sheet, sheet
from geo.model import Language, Paper

KIRKUK = (43.9, 35.1, 44.7, 35.7)
ADDRESS = "https://example.org/map"

#: Points from the edge of a sheet that a printer may leave white: 5 mm.
WHITE = 14.2


def texts(plate: Plate) -> str:
    """Return all that is written on a sheet, without marks of direction."""
    found = [text.get_text() for axes in plate.figure.axes for text in axes.texts]
    return "\n".join(found).replace("\u200f", "")


@pytest.mark.quick(1)
@pytest.mark.parametrize("language", list(Language))
def test_a_sheet_says_what_it_is(atlas: Atlas, language: Language) -> None:
    plate = _drawn(atlas, View(language=language, bounds=KIRKUK), Paper.A4, None)
    told = " ".join(texts(plate).split())
    kirkuk = atlas.governorates.set_index("iso").loc["IQ-KI", f"name_{language}"]
    assert str(kirkuk) in title.title(plate)
    for part in (title.title(plate), title.number(plate), "EPSG:3857", "WGS 84", atlas.version):
        assert part in told, part
    words = plate.t("about.disclaimer").split()
    assert " ".join(words[:6]) in told
    assert " ".join(words[-3:]) in told


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        (View(), "Control as held: Iraq’s disputed territory, 27 September 2017"),
        (View(bounds=(44.35, 35.4, 44.5, 35.55)), "Control as held: Kirkuk, 27 September 2017"),
        (
            View(layers=("fields", "pipelines", "towns"), bounds=(47.6, 30.4, 47.9, 30.7)),
            "Oil and gas: Basra, 27 September 2017",
        ),
        (
            View(date="2017-10-20", compare="2017-10-15", layers=("control",)),
            "Control as held: Iraq’s disputed territory, 15 October 2017 – 20 October 2017",
        ),
    ],
)
def test_the_title_has_subject_place_and_date(atlas: Atlas, view: View, wanted: str) -> None:
    assert title.title(_drawn(atlas, view, Paper.A4, None)) == wanted


@pytest.mark.thorough
def test_the_number_is_that_of_data_and_view(atlas: Atlas) -> None:
    views = (View(), View(), View(language="ar"), View(date="2014-08-08"))
    first, again, other, day = (title.number(_drawn(atlas, one, Paper.A4, None)) for one in views)
    assert first == again
    assert first.startswith("IQ-20170927-")
    assert day.startswith("IQ-20140808-")
    assert len({first, other, day}) == 3


def boxes(found: Sheet) -> list[tuple[float, float, float, float]]:
    return [found.head, found.map, found.key, found.locator, found.code, found.foot]


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
def test_what_stands_on_a_sheet_does_not_overlap(paper: Paper, rtl: bool) -> None:
    width, height = (inches * 72 for inches in INCHES[paper])
    found = boxes(sheet((width, height), rtl=rtl, head=52, foot=64, key=300))
    for left, bottom, wide, high in found:
        assert left >= WHITE
        assert left + wide <= width - WHITE
        assert bottom >= 0
        assert bottom + high <= height - WHITE
        assert wide > 0
        assert high > 0
    for one, other in itertools.combinations(found, 2):
        beside = one[0] + one[2] <= other[0] + 0.1 or other[0] + other[2] <= one[0] + 0.1
        below = one[1] + one[3] <= other[1] + 0.1 or other[1] + other[3] <= one[1] + 0.1
        assert beside or below, (one, other)


@pytest.mark.quick(1)
@pytest.mark.parametrize("paper", list(Paper))
def test_nothing_lies_where_printers_leave_white(atlas: Atlas, paper: Paper) -> None:
    view = View(language="ckb", perspective="region")
    figure = draw(atlas, view, paper)
    dots = figure.dpi / 72
    width, height = (inches * 72 for inches in INCHES[paper])
    for axes in figure.axes:
        for text in axes.texts:
            box = text.get_window_extent()
            assert box.x0 / dots >= WHITE - 2, text.get_text()
            assert box.x1 / dots <= width - WHITE + 2, text.get_text()
            assert box.y0 / dots >= WHITE - 8, text.get_text()
            assert box.y1 / dots <= height - WHITE, text.get_text()
    sizes = {round(float(text.get_fontsize()), 1) for text in figure.axes[1].texts}
    assert min(sizes) >= 5.5, "the legend is too small to read"
    assert COLUMN > 150


def test_degrees_stand_where_they_are(atlas: Atlas) -> None:
    plate = _drawn(atlas, View(), Paper.A4, None)
    west, south, east, north = plate.degrees
    assert (west, east) == pytest.approx((40.4, 46.7), abs=0.6)
    meridian = next(one for one in plate.axes.texts if one.get_text() == "44°E")
    x = meridian.xy[0]
    assert x == pytest.approx(44 * 111319.49, rel=1e-6)
    parallels = {one.get_text() for one in plate.axes.texts if one.get_text().endswith("°N")}
    assert parallels == {f"{lat}°N" for lat in range(int(south) + 1, int(north) + 1)}


def test_the_locator_shows_the_frame(atlas: Atlas) -> None:
    plate = _drawn(atlas, View(bounds=KIRKUK), Paper.A4, None)
    box = plate.figure.add_axes((0, 0, 0.2, 0.2))
    furniture.draw_locator(plate, box)
    frame = next(one for one in box.patches if isinstance(one, Rectangle))
    west, east = plate.axes.get_xlim()
    assert frame.get_x() == pytest.approx(west)
    assert frame.get_width() == pytest.approx(east - west)
    low, high = box.get_xlim()
    assert low < west < east < high


def test_the_code_on_paper_holds_the_live_state(atlas: Atlas) -> None:
    view = View(date="2014-08-08", layers=("control", "towns"), bounds=KIRKUK, language="ar")
    told = code.link(ADDRESS, view, atlas.release)
    assert told.endswith(f"&v={atlas.release}")
    assert View.from_query(told.partition("?")[2]) == view
    image = render(atlas, view, ".png", dpi=200, address=ADDRESS)
    bare = render(atlas, view, ".png", dpi=200)
    seen, without = (np.asarray(Image.open(io.BytesIO(one)).convert("L")) for one in (image, bare))
    rows, columns = np.nonzero(seen != without)
    part = seen[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] < 128
    part = part[part.any(axis=1).argmax() :]
    part = part[: int(np.argmin(part.any(axis=1)))]  # below it stands where it leads
    ink_rows, ink_columns = np.nonzero(part)
    part = part[ink_rows.min() : ink_rows.max() + 1, ink_columns.min() : ink_columns.max() + 1]
    cells = np.array(
        [[bool(cell) for cell in row] for row in segno.make(told, error="m", micro=False).matrix]
    )
    middles = [
        ((np.arange(len(cells)) + 0.5) * side / len(cells)).astype(int) for side in part.shape
    ]
    assert (part[np.ix_(*middles)] == cells).all()


def test_a_file_of_its_own_has_the_state_behind_a_hash() -> None:
    view = View(date="2014-08-08")
    assert code.link("https://example.org/map.html", view).endswith("map.html#d=2014-08-08")
    assert code.link(ADDRESS, View()) == ADDRESS


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org/", "https://a.b/?d=1", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ExportError, match=r"expected an address such as https://example\.org/map"):
        code.link(address, View())


def test_a_state_too_long_for_a_code_gets_none() -> None:
    axes = draw.__globals__["Figure"]().add_axes((0, 0, 1, 1))
    assert not code.draw(axes, ADDRESS + "?a=" + "44.123,35.123;" * 80)
    assert not axes.patches
