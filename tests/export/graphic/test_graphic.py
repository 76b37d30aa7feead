"""Graphics: as wide as they are asked to be, readable, with words of their own, or a clear error."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import uharfbuzz
from PIL import Image

from geo import Atlas, ExportError, View, painter
from geo.ask import control
from geo.ask.contents import inventory
from geo.ask.contents.credits import rights
from geo.export.graphic import GraphicSettings, compose, panels, render
from geo.model import Language, Layer
from geo.words import locale, say
from tests.export.sheets.test_sheet import letters, text

DAY = View(date="2017-10-16")
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
MANY = tuple(layer for layer in Layer if layer not in (Layer.USER_EVENTS, Layer.PEOPLE))


def words_of(svg: bytes) -> list[str]:
    return ["".join(item.itertext()).strip() for item in ET.fromstring(svg).iter(f"{SVG}text")]


def build_graphic(atlas: Atlas, view: View = DAY, kind: str = ".svg", **given: Any) -> Any:
    return compose.build(atlas, view, GraphicSettings(**given), kind=kind)


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("width", "millimetres"), [("90mm", 90), ("180mm", 180), ("85mm", 85), ("600px", 158.75)]
)
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


def test_arabic_has_type_that_can_be_read_and_a_title(atlas: Atlas) -> None:
    view = DAY.with_(language="ar")
    content = render(atlas, view, ".pdf", GraphicSettings(format="90mm"))
    assert min(size for size, _ in letters(content)) >= 6.5
    assert re.search(rb"/Lang ?\(ar\W", content)


@pytest.mark.quick(1)
@pytest.mark.parametrize("language", list(Language))
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


@pytest.mark.sampled
@pytest.mark.quick(1)
@pytest.mark.parametrize("shape", ["1:1", "4:5", "9:16", "16:9"])
@pytest.mark.parametrize("scale", [1, 2])
def test_shapes_for_phones_have_their_pixels(atlas: Atlas, shape: str, scale: int) -> None:
    settings = GraphicSettings(format=shape, scale=scale, headline="Kirkuk changes hands in a day")
    image = Image.open(io.BytesIO(render(atlas, DAY, ".png", settings)))
    sizes = {"1:1": (1080, 1080), "4:5": (1080, 1350), "9:16": (1080, 1920), "16:9": (1920, 1080)}
    assert image.size == tuple(side * scale for side in sizes[shape])
    assert image.text["Title"] == "Kirkuk changes hands in a day"  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", list(Language))
def test_the_map_takes_three_fifths_of_a_square(atlas: Atlas, language: Language) -> None:
    made = build_graphic(atlas, DAY.with_(language=language), ".png", format="1:1")
    page, (_, high) = made.data["page"], made.data["maps"][0]["size"]
    assert high / page[1] >= 0.58


def test_print_has_twice_as_many_pixels_at_2x(atlas: Atlas) -> None:
    sizes = [
        Image.open(
            io.BytesIO(render(atlas, DAY, ".png", GraphicSettings(format="300px", scale=scale)))
        ).size
        for scale in (1, 2)
    ]
    assert sizes[0][0] == 300
    assert sizes[1][0] == 600


@pytest.mark.parametrize(
    ("theme", "corner"),
    [("light", (251, 249, 244, 255)), ("dark", (22, 24, 28, 255)), ("transparent", None)],
)
def test_themes_have_their_ground(
    atlas: Atlas, theme: str, corner: tuple[int, int, int, int] | None
) -> None:
    content = render(atlas, DAY, ".png", GraphicSettings(format="300px", theme=theme))
    image = Image.open(io.BytesIO(content)).convert("RGBA")
    below = image.crop((0, image.height - 30, image.width, image.height))
    ground = max(below.getcolors(below.width * below.height) or [])[1]
    assert isinstance(ground, tuple)
    assert ground == corner if corner else ground[3] == 0


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
    west, south, east, north = made.maps[0].bounds
    for label in made.data["maps"][0]["labels"]:
        holder = next(
            name
            for name in ground
            if say(atlas.profile.holder_word(name, DAY.date), Language.EN).casefold()
            == label["name"].casefold()
        )
        x = west + label["at"][0] * (east - west)
        y = north - label["at"][1] * (north - south)  # Mercator is nearly straight over so little
        assert ground[holder].buffer(0.08).contains(painter_point(x, y)), holder


def painter_point(x: float, y: float) -> Any:
    import shapely

    return shapely.Point(x, y)


def test_no_name_of_the_map_stands_on_the_scale_or_on_a_holder(atlas: Atlas) -> None:
    made = build_graphic(atlas, format="180mm")
    picture = made.maps[0]
    rooms = [label["room"] for label in made.data["maps"][0]["labels"]]
    rooms.append((0, picture.height - 30, picture.scale.width + 40, 30))
    labels = picture.svg[picture.svg.index('<g id="map0-labels"') :]
    places = re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"', labels)
    assert len(places) > 5
    for x, y in ((float(x), float(y)) for x, y in places):
        for left, top, wide, high in rooms:
            assert not (left < x < left + wide and top < y < top + high)


@pytest.mark.sampled
@pytest.mark.quick(3)
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("shape", ["1:1", "4:5", "16:9"])
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


def test_few_layers_are_chosen_for_a_narrow_column(atlas: Atlas) -> None:
    every = View(date="2017-10-16", layers=MANY)
    narrow, wide = (GraphicSettings(format=item) for item in ("85mm", "180mm"))
    few, more = (item.layers(every, item.shape.letters) for item in (narrow, wide))
    assert set(few) < set(more) < set(MANY)
    assert GraphicSettings(format="420mm", keep_layers=True).layers(every, 183) == every.layers


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ({"format": "90"}, "85mm, 90mm, 120mm, 180mm or 600px"),
        ({"format": "9000mm"}, "50 to 420 mm"),
        ({"format": "2:1"}, "1:1, 4:5, 9:16, 16:9"),
        ({"format": "1281x720"}, "even numbers of pixels from 320 to 3840"),
        ({"format": "3200x320"}, "times as long"),
        ({"theme": "sepia"}, "light, dark, transparent"),
        ({"dates": ("2014-06-01",)}, "2 to 24"),
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
            "up to 3 fit. Keep control, disputed, .*, or take 230mm, which holds all",
        ),
        ({"headline": "word " * 90, "format": "90mm"}, "expected up to 3 lines, about"),
        ({"headline": "Donaudampfschifffahrt" * 9, "format": "90mm"}, "longest word is wider"),
        ({"deck": "word " * 400, "format": "1:1"}, "expected up to 6 lines"),
        ({"font": Path("nowhere.ttf")}, "no such file"),
        ({"font": Path(__file__)}, r"ending in \.ttf or \.otf"),
    ],
)
def test_what_does_not_fit_is_told(atlas: Atlas, given: dict[str, Any], accepted: str) -> None:
    with pytest.raises(ExportError, match=accepted):
        render(atlas, View(date="2017-10-16", layers=MANY), ".svg", GraphicSettings(**given))


def test_a_file_that_is_no_typeface_is_named(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "mine.ttf").write_bytes(b"no letters")
    with pytest.raises(ExportError, match=r"mine\.ttf: not a typeface"):
        render(atlas, DAY, ".svg", GraphicSettings(font=tmp_path / "mine.ttf"))


def test_whole_sub_districts_need_a_credit_of_one_line(atlas: Atlas) -> None:
    drawn, undivided = (
        build_graphic(atlas, format="180mm", lines=lines) for lines in ("drawn", "whole")
    )
    closed = {item.id: item.line("en") for item in rights(atlas) if item.share_alike}
    credit = " ".join(drawn.data["credits"])
    assert closed["wikipedia-control"] in credit
    assert closed["gshhg"] in credit
    assert not [line for line in closed.values() if line in " ".join(undivided.data["credits"])]
    shown = undivided.maps[0].shown
    assert "approximate-fronts" not in shown["control"]
    assert "water" not in shown
    assert {"kirkuk", "erbil"} <= {name.id for name in undivided.maps[0].names}
    away = build_graphic(atlas, DAY.with_(bounds=(46.5, 31.0, 48.0, 32.0)), format="90mm")
    assert closed["wikipedia-control"] not in " ".join(away.data["credits"]), "no such line there"


def test_letters_that_no_font_has_are_named(atlas: Atlas) -> None:
    with pytest.raises(ExportError, match="Noto Sans Arabic lacks letters of this graphic: 油 田"):
        render(atlas, DAY, ".svg", GraphicSettings(format="90mm", headline="油田 of Kirkuk"))


def test_a_letter_that_a_typeface_lacks_is_named(atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "narrow.ttf"
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(set(range(32, 256)) - {ord("K")})
    blob = uharfbuzz.Blob.from_file_path(str(painter.fonts() / "NotoSans-Regular.ttf"))
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
    font = painter.fonts() / "NotoSansArabic-Bold.ttf"
    plain, subset = (
        render(atlas, DAY, ".svg", GraphicSettings(format="90mm", font=item)).decode()
        for item in (None, font)
    )
    assert 'font-family="Noto Sans, Noto Sans Arabic' in plain
    assert 'font-family="Noto Sans Arabic, Noto Sans Arabic' in subset
    again = render(atlas, DAY, ".svg", GraphicSettings(format="90mm")).decode()
    assert again == plain


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
    ],
)
def test_a_graphic_says_its_days_in_a_line_of_their_own(
    atlas: Atlas, size: str, language: str, more: dict[str, str]
) -> None:
    view = DAY.with_(language=language, **more)  # type: ignore[arg-type]
    made = build_graphic(atlas, view, format=size, headline="X", deck="Y")
    words = " ".join([made.data["day"], *(item["caption"] for item in made.data["maps"])])
    for day in filter(None, (view.compare, view.date)):
        assert locale.day(day, view.language) in words


def test_the_line_of_the_day_is_written(atlas: Atlas) -> None:
    settings = GraphicSettings(format="90mm", headline="X", deck="Y")
    assert "16 October 2017" in words_of(render(atlas, DAY, ".svg", settings))


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


def test_a_day_without_a_change_outlines_nothing(atlas: Atlas) -> None:
    made = build_graphic(atlas, dates=("2014-06-01", "2014-06-02"), format="120mm")
    assert "map1-changed" not in made.data["maps"][1]["svg"]
    assert say("days.changedBy", Language.EN, n="0") == made.data["maps"][1]["changed"]


@pytest.mark.parametrize("perspective", ["held", "federal"])
def test_totals_are_those_of_the_sentence_below_the_map(atlas: Atlas, perspective: str) -> None:
    """Of the 15 disputed areas of the list, never of all that anyone disputes."""
    view = View(date="2017-10-20", perspective=perspective)
    wanted = inventory.figures(atlas, view).km2
    assert panels.totals(atlas, view) == pytest.approx(wanted)


def test_each_panel_has_one_figure_for_ground_that_is_divided_or_contested(atlas: Atlas) -> None:
    day = View(date="2017-10-20")
    ground = panels.totals(atlas, day)
    [made] = panels.captions(atlas, [day])
    striped = locale.number(ground["mixed"] + ground["contested"], Language.EN)
    assert [item["text"] for item in made["totals"]].count(striped) == 1
    assert f"{say('legend.divided', Language.EN)} {striped}" in made["alt"]
    assert len(made["totals"]) == len(ground) - 1


def test_a_comparison_side_by_side_is_two_panels(atlas: Atlas) -> None:
    view = View(date="2017-10-20", compare="2017-10-15", compare_mode="side")
    made = build_graphic(atlas, view, format="180mm")
    captions = [item["caption"] for item in made.data["maps"]]
    assert captions == [locale.day(day, Language.EN) for day in (view.compare, view.date) if day]


@pytest.mark.thorough
def test_a_sheet_of_many_days_fits(atlas: Atlas) -> None:
    days = [f"{year}-{month:02d}-01" for year in (2014, 2015) for month in range(1, 13)]
    content = render(atlas, View(), ".pdf", GraphicSettings(format="180mm", dates=tuple(days)))
    assert len(pypdfium2.PdfDocument(content)) == 1
    assert min(size for size, _ in letters(content)) >= 6.5
    assert "1 December 2015" in text(content)
