"""Graphics: as wide as they are asked to be, readable, with words of their own, or a clear error."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pypdfium2
import pytest
import shapely
import uharfbuzz
from PIL import Image

from geo import Atlas, ExportError, View
from geo.ask import control, inventory
from geo.ask.credits import rights
from geo.model import Language, Layer
from geo.pictures import GraphicSettings, panels, render
from geo.pictures.composition import Composition
from geo.pictures.painter.fonts import font_folder
from geo.words import locale, say
from tests.pictures.test_paper import letters, text

DAY = View(date="2017-10-16")
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
MANY = tuple(layer for layer in Layer if layer not in (Layer.USER_EVENTS, Layer.PEOPLE))


def words_of(svg: bytes) -> list[str]:
    return ["".join(item.itertext()).strip() for item in ET.fromstring(svg).iter(f"{SVG}text")]


def build_graphic(atlas: Atlas, view: View = DAY, kind: str = ".svg", **given: Any) -> Any:
    return Composition.of(atlas, view, GraphicSettings(**given), kind=kind).compose()


@pytest.mark.quick(1)
@pytest.mark.parametrize(("width", "millimetres"), [("90mm", 90), ("600px", 158.75)])
def test_a_graphic_is_as_wide_as_asked_and_its_type_can_be_read(
    atlas: Atlas, width: str, millimetres: float
) -> None:
    settings = GraphicSettings(format=width, headline="Who held what", credit="Graphic: the desk")
    content = render(atlas, DAY, ".pdf", settings)
    page = pypdfium2.PdfDocument(content)[0]
    assert page.get_width() / 72 * 25.4 == pytest.approx(millimetres, abs=0.2)
    assert round(min(size for size, _ in letters(content)), 2) >= 6.5
    wording = text(content)
    assert "Who held what" in wording
    assert "Graphic: the desk" in wording
    assert "not endorsed by OCHA" in wording
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


@pytest.mark.parametrize("language", [Language.AR])
def test_an_svg_has_layers_and_live_text(atlas: Atlas, language: Language) -> None:
    settings = GraphicSettings(format="120mm", headline="«A & B»", deck="Below <it>")
    content = render(atlas, DAY.with_(language=language), ".svg", settings)
    root = ET.fromstring(content)
    labels = {item.get(LABEL) for item in root.iter(f"{SVG}g")} - {None}
    assert {"map 1", "text", "control", "disputed"} <= labels
    words = words_of(content)
    assert {"«A & B»", "Below <it>"} <= set(words)
    ids = re.findall(r'\bid="([^"]+)"', content.decode())
    assert len(ids) == len(set(ids))
    assert content == render(atlas, DAY.with_(language=language), ".svg", settings)


@pytest.mark.quick(1)
@pytest.mark.parametrize(("shape", "scale"), [("1:1", 1), ("9:16", 2)])
def test_shapes_for_phones_have_their_pixels(atlas: Atlas, shape: str, scale: int) -> None:
    settings = GraphicSettings(format=shape, scale=scale, headline="Kirkuk changes hands in a day")
    image = Image.open(io.BytesIO(render(atlas, DAY, ".png", settings)))
    sizes = {"1:1": (1080, 1080), "9:16": (1080, 1920)}
    assert image.size == tuple(side * scale for side in sizes[shape])
    assert image.text["Title"] == "Kirkuk changes hands in a day"  # type: ignore[attr-defined]


@pytest.mark.quick(1)
@pytest.mark.parametrize(("theme", "corner"), [("dark", (22, 24, 28, 255)), ("transparent", None)])
def test_themes_have_their_ground(
    atlas: Atlas, theme: str, corner: tuple[int, int, int, int] | None
) -> None:
    content = render(atlas, DAY, ".png", GraphicSettings(format="300px", theme=theme))
    image = Image.open(io.BytesIO(content)).convert("RGBA")
    below = image.crop((0, image.height - 30, image.width, image.height))
    ground = max(below.getcolors(below.width * below.height) or [])[1]
    assert isinstance(ground, tuple)
    assert ground == corner if corner else ground[3] == 0


@pytest.mark.thorough
def test_holders_are_named_on_their_ground_and_not_in_the_legend(atlas: Atlas) -> None:
    made = build_graphic(atlas, format="180mm")
    named = {item["name"] for item in made.data["maps"][0]["labels"]}
    keyed = {entry["text"] for entry in made.data["legend"]}
    assert len(named) >= 2
    assert not named & keyed
    ground = {
        name: rows.union_all()
        for name, rows in control.at(atlas, DAY.date).groupby("holder")["geometry"]
    }
    picture = made.maps[0]
    west, south, east, north = picture.bounds
    dots = shapely.MultiPoint([mark.at for mark in picture.marks])
    scale = np.array([picture.width / (east - west), picture.height / (south - north)])
    lakes = shapely.transform(  # Mercator is nearly straight over so little
        atlas.outlines("lakes").union_all(), lambda at: (at - (west, north)) * scale
    )
    for label in made.data["maps"][0]["labels"]:
        holder = next(
            name
            for name in ground
            if say(atlas.profile.holder_word(name, DAY.date), Language.EN).casefold()
            == label["name"].casefold()
        )
        x = west + label["at"][0] * (east - west)
        y = north - label["at"][1] * (north - south)
        assert ground[holder].buffer(0.08).contains(shapely.Point(x, y)), holder
        left, top, wide, high = label["room"]
        core = shapely.box(left + wide / 8, top + high / 4, left + wide * 7 / 8, top + high * 3 / 4)
        assert not core.intersects(lakes)
        assert core.distance(dots) > 2, "it would be read as the name of a town"


@pytest.mark.quick(1)
@pytest.mark.parametrize(("language", "shape"), [(Language.EN, "1:1"), (Language.AR, "16:9")])
def test_a_comparison_says_which_of_two_holders_a_colour_is(
    atlas: Atlas, language: Language, shape: str
) -> None:
    view = View(date="2017-10-31", compare="2017-10-15", language=language)
    legend = build_graphic(atlas, view, ".png", format=shape).data["legend"]
    lines = [line["text"] for line in legend]
    note = say("legend.change", language)
    assert lines.count(note) == 1
    day = build_graphic(atlas, DAY.with_(language=language), ".png", format=shape)
    assert all(line["svg"] is not None for line in day.data["legend"] if line["text"] == note)


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ({"format": "90"}, "85mm, 90mm, 120mm, 180mm or 600px"),
        ({"format": "9000mm"}, "50 to 420 mm"),
        ({"format": "2:1"}, "1:1, 4:5, 9:16, 16:9"),
        ({"format": "1281x720"}, "even numbers of pixels from 320 to 3840"),
        ({"format": "3200x320"}, "times as long"),
        ({"theme": "sepia"}, "light, dark, transparent"),
        ({"fps": 60}, "1 to 30"),
        ({"dates": ("2014-06-01", "2014-06-01")}, "different days"),
        ({"scale": 3}, "1 or 2"),
        ({"lines": "some"}, "drawn, whole"),
    ],
)
def test_what_no_graphic_can_be_is_told(given: dict[str, Any], accepted: str) -> None:
    with pytest.raises(ExportError, match=f"expected .*{accepted}|{accepted}"):
        GraphicSettings(**given)


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        (
            {"format": "90mm", "keep_layers": True},
            "up to 3 fit. Keep control, disputed, .*, or, for a picture, take 235mm, which holds all",
        ),
        ({"headline": "word " * 90, "format": "90mm"}, "expected up to 3 lines, about"),
        ({"headline": "Donaudampfschifffahrt" * 9, "format": "90mm"}, "longest word is wider"),
        ({"deck": "word " * 400, "format": "1:1"}, "expected up to 6 lines"),
        ({"dates": ("2014-06-01",)}, "expected 2 to 24"),
        ({"font": Path("nowhere.ttf")}, "no such file"),
        ({"font": Path(__file__)}, r"ending in \.ttf or \.otf"),
    ],
)
def test_what_does_not_fit_is_told(atlas: Atlas, given: dict[str, Any], accepted: str) -> None:
    with pytest.raises(ExportError, match=accepted):
        render(atlas, View(date="2017-10-16", layers=MANY), ".svg", GraphicSettings(**given))


@pytest.mark.thorough
def test_whole_sub_districts_need_a_credit_of_one_line(atlas: Atlas) -> None:
    drawn, undivided = (
        build_graphic(atlas, format="180mm", lines=lines) for lines in ("drawn", "whole")
    )
    closed = {item.id: item.line("en") for item in rights(atlas) if item.share_alike}
    credit = " ".join(drawn.data["credits"])
    assert closed["wikipedia-control"] in credit
    assert closed["gshhg"] in credit
    assert not [line for line in closed.values() if line in " ".join(undivided.data["credits"])]
    shown = undivided.maps[0].drawn
    assert "approximate-fronts" not in shown["control"]
    assert "water" not in shown
    assert {"kirkuk", "erbil"} <= {name.id for name in undivided.maps[0].names}
    away = build_graphic(atlas, DAY.with_(bounds=(46.5, 31.0, 48.0, 32.0)), format="90mm")
    assert closed["wikipedia-control"] not in " ".join(away.data["credits"]), "no such line there"


def test_a_letter_that_a_typeface_lacks_is_named(atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "narrow.ttf"
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(set(range(32, 256)) - {ord("K")})
    blob = uharfbuzz.Blob.from_file_path(str(font_folder() / "NotoSans-Regular.ttf"))
    file.write_bytes(uharfbuzz.subset(uharfbuzz.Face(blob), wanted).blob.data)
    with pytest.raises(ExportError, match=r"narrow\.ttf lacks letters of this graphic: K;"):
        render(atlas, DAY, ".svg", GraphicSettings(format="90mm", headline="Kirkuk", font=file))


@pytest.mark.parametrize("language", ["en", "ckb"])
def test_an_svg_brings_the_letters_that_it_is_set_in(atlas: Atlas, language: str) -> None:
    view = DAY.with_(language=language)
    content = render(atlas, view, ".svg", GraphicSettings(format="90mm")).decode()
    fonts = [base64.b64decode(font) for font in re.findall(r"font/ttf;base64,([^)]+)", content)]
    signs = set().union(*(uharfbuzz.Face(uharfbuzz.Blob(font)).unicodes for font in fonts))
    written = {sign for text in words_of(content.encode()) for sign in text if sign.isalpha()}
    assert set(map(ord, written)) <= signs
    assert len(signs) < 250


def test_a_typeface_of_the_users_is_written_in(atlas: Atlas) -> None:
    font = font_folder() / "NotoSansArabic-Bold.ttf"
    plain, subset = (
        render(atlas, DAY, ".svg", GraphicSettings(format="90mm", font=item)).decode()
        for item in (None, font)
    )
    assert 'font-family="Noto Sans, Noto Sans Arabic' in plain
    assert 'font-family="Noto Sans Arabic, Noto Sans Arabic' in subset
    again = render(atlas, DAY, ".svg", GraphicSettings(format="90mm")).decode()
    assert again == plain


@pytest.mark.quick(3)
@pytest.mark.parametrize(
    ("size", "language", "more"),
    [
        ("90mm", "en", {}),
        ("180mm", "ar", {"compare": "2017-10-15"}),
        ("1:1", "ckb", {"compare": "2017-10-15"}),
        ("9:16", "en", {"compare": "2017-10-15", "compare_mode": "side"}),
        ("16:9", "ar", {"perspective": "federal"}),
        ("16:9", "en", {"compare": "2017-10-15", "compare_mode": "swipe"}),
        ("a4", "en", {"against": "federal"}),
        ("480x340", "ar", {}),
    ],
)
def test_a_graphic_says_its_days_in_a_line_of_their_own_and_cuts_no_large_town(
    atlas: Atlas, size: str, language: str, more: dict[str, str]
) -> None:
    view = DAY.with_(language=language, **more)  # type: ignore[arg-type]
    made = build_graphic(atlas, view, format=size, headline="X", deck="Y")
    words = " ".join([made.data["day"], *(item["caption"] for item in made.data["maps"])])
    for day in filter(None, (view.compare, view.date)):
        assert locale.day(day, view.language) in words
    for drawn in made.maps:
        large = {name.id: name.at for name in drawn.names if name.first}
        for mark in drawn.marks:
            if large.get(mark.id) == mark.at:
                left, top, right, bottom = mark.box
                assert min(left, top, drawn.width - right, drawn.height - bottom) >= 0, mark
                beside = drawn.width - right if made.data["scale-right"] else left
                is_clear = bottom < drawn.height - 22 or beside > drawn.scale.width + 12
                assert is_clear or drawn is not made.maps[0], "the scale lies on no large town"


DAYS = ("2014-06-01", "2014-06-12", "2014-08-08")


def test_days_beside_one_another_have_one_legend_and_say_what_changed(atlas: Atlas) -> None:
    made = build_graphic(atlas, dates=DAYS, format="180mm")
    maps = made.data["maps"]
    assert [item["caption"] for item in maps] == [
        "1 June 2014", "12 June 2014", "8 August 2014",
    ]  # fmt: skip
    assert [f'id="map{number}-changed"' in item["svg"] for number, item in enumerate(maps)] == [
        False, True, True,
    ]  # fmt: skip
    assert [item["first"] for item in maps] == [True, False, False]
    texts = [entry["text"] for entry in made.data["legend"]]
    assert len(texts) == len(set(texts))
    assert say("days.changed", Language.EN) in texts
    assert len([text for text in texts if "contested" in text]) == 1, "one key for stripes"


@pytest.mark.parametrize("perspective", ["held", "federal"])
def test_totals_are_those_of_the_sentence_below_the_map(atlas: Atlas, perspective: str) -> None:
    """Of the 15 disputed areas of the list, never of all that anyone disputes."""
    view = View(date="2017-10-20", perspective=perspective)
    wanted = inventory.figures(atlas, view).km2
    assert panels.totals(panels.list_disputed(atlas, view)) == pytest.approx(wanted)


def test_each_panel_has_one_figure_for_ground_that_is_divided_or_contested(atlas: Atlas) -> None:
    day = View(date="2017-10-20")
    ground = panels.totals(panels.list_disputed(atlas, day))
    [made] = panels.captions(atlas, [day])
    striped = locale.number(ground["mixed"] + ground["contested"], Language.EN)
    assert [item["text"] for item in made["totals"]].count(striped) == 1
    assert f"{say('legend.divided', Language.EN)} {striped}" in made["alt"]
    assert len(made["totals"]) == len(ground) - 1
