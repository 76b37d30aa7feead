"""What a paper carries and where: title, map, legend, scale, locator, code, credits, on one page."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import segno
from PIL import Image

from geo import Atlas, ExportError, View
from geo.draw.chrome import title as page_title
from geo.model import Language, Layer, Paper
from geo.pictures import GraphicSettings, marginalia, render, typeset
from geo.pictures.composition import Composition
from geo.words import say
from geo.words.locale import round_estimate

KIRKUK = (43.9, 35.1, 44.7, 35.7)
ADDRESS = "https://example.org/map"
A4 = GraphicSettings(format=Paper.A4)
EVERY = tuple(layer for layer in Layer if layer is not Layer.USER_EVENTS)

#: Points from the edge of a sheet that a printer may leave white: 5 mm.
WHITE = 14.2


def build(atlas: Atlas, view: View, size: Paper = Paper.A4, **more: Any) -> Any:
    """Return a paper with its maps drawn."""
    return Composition.of(atlas, view, GraphicSettings(format=size), **more).compose()


def text(content: bytes) -> str:
    """Return all that a PDF of one page says, without marks of direction and breaks of lines."""
    page = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    return " ".join(re.sub("[\u200e\u200f\u2066-\u2069\ufeff]", "", page).split())


def letters(content: bytes) -> Iterator[tuple[float, tuple[float, float, float, float]]]:
    """Yield size and box (points) of each letter of a PDF's first page."""
    page = pypdfium2.PdfDocument(content)[0].get_textpage()
    for index in range(page.count_chars()):
        if chr(pdfium.FPDFText_GetUnicode(page, index)).isspace():
            continue
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        yield pdfium.FPDFText_GetFontSize(page, index) * scale, page.get_charbox(index)


@pytest.mark.quick(1)
@pytest.mark.parametrize("language", [Language.EN, Language.CKB])
def test_a_sheet_says_what_it_is(atlas: Atlas, language: Language) -> None:
    view = View(language=language, bounds=KIRKUK)
    made = build(atlas, view)
    kirkuk = {row["iso"]: row for row in atlas.records("governorates")}["IQ-KI"]
    assert kirkuk[f"name_{language}"] in made.data["title"]
    credits_ = " ".join(made.data["credits"]).replace("\u00a0", " ")
    for part in (marginalia.number(atlas, view), "EPSG:3857", "WGS 84", atlas.label):
        assert part in credits_, part
    assert atlas.version not in credits_
    assert say("about.disclaimer", language) in credits_
    content = render(atlas, view, ".pdf", A4)
    if language is Language.EN:
        assert made.data["headline"] in text(content)
        assert made.data["day"] in text(content)
        assert say("about.disclaimer", language) in text(content)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert re.search(rb"/Lang ?\(" + str(language).encode() + rb"\W", content)


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        (View(), "Who controlled Iraq’s disputed territories, 27 September 2017"),
        (View(bounds=(44.35, 35.4, 44.5, 35.55)), "Who controlled Kirkuk, 27 September 2017"),
        (View(bounds=(38.5, 29, 49, 37.5)), "Who controlled Iraq, 27 September 2017"),
        (
            View(bounds=(40, 30, 46, 36)),
            "Who controlled Iraq’s disputed territories, 27 September 2017",
        ),
        (
            View(layers=("fields", "pipelines", "towns"), bounds=(47.6, 30.4, 47.9, 30.7)),
            "Oil and gas: Basra, 27 September 2017",
        ),
        (
            View(date="2017-10-20", compare="2017-10-15", layers=("control",)),
            "Territorial control: Iraq’s disputed territories, what changed from 15 October 2017 to 20 October 2017",
        ),
    ],
)
def test_the_title_has_subject_place_and_date(atlas: Atlas, view: View, wanted: str) -> None:
    assert marginalia.title(atlas, view) == wanted


def test_the_number_is_that_of_data_and_view(atlas: Atlas) -> None:
    views = (View(), View(), View(language="ar"), View(date="2014-08-08"))
    first, again, other, day = (marginalia.number(atlas, view) for view in views)
    assert first == again
    assert first.startswith("IQ-20170927-")
    assert day.startswith("IQ-20140808-")
    assert len({first, other, day}) == 3


@pytest.mark.quick(1)
@pytest.mark.parametrize(("size", "language"), [(Paper.WIDE, "en"), (Paper.A4_PORTRAIT, "ar")])
def test_a_sheet_with_every_layer_is_one_page_and_loses_nothing(
    atlas: Atlas, size: Paper, language: str
) -> None:
    view = View(layers=EVERY, language=language, perspective="region")
    content = render(atlas, view, ".pdf", GraphicSettings(format=size), address=ADDRESS)
    assert len(pypdfium2.PdfDocument(content)) == 1
    assert min(points for points, _ in letters(content)) >= 5.95
    # Nothing stands where printers leave a sheet white, 5 mm around it.
    image = np.asarray(pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("RGB"))
    edge = int(WHITE)
    inside = np.zeros(image.shape[:2], dtype=bool)
    inside[edge:-edge, edge:-edge] = True
    assert (np.ptp(image[~inside].reshape(-1, 3), axis=0) <= 2).all()
    if language == "en":
        wording = text(content)
        legend = build(atlas, view, size).data["legend"]
        for entry in legend:
            assert entry["text"] in wording, entry["text"]


def test_degrees_and_scale_are_those_of_the_map(atlas: Atlas) -> None:
    made = build(atlas, View())
    (shown,) = made.maps
    (data,) = made.data["maps"]
    west, south, east, north = shown.bounds
    at = {meridian["text"]: meridian["at"] for meridian in data["meridians"]}
    assert at["44°E"] == pytest.approx((44 - west) / (east - west), abs=1e-3)
    assert {parallel["text"] for parallel in data["parallels"]} == {
        f"{lat}°N" for lat in range(int(south) + 1, int(north) + 1)
    }
    assert data["scale"]["text"].endswith(" km")
    assert 0.05 < data["scale"]["share"] < 0.3


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("size", "shown", "language"),
    [
        (Paper.A4_PORTRAIT, {"against": "region", "compare_mode": "side"}, Language.AR),
        (Paper.LETTER_PORTRAIT, {"against": "region"}, Language.EN),
        (Paper.SQUARE, {"compare": "2014-08-08", "compare_mode": "side"}, Language.CKB),
    ],
)
def test_a_legend_never_runs_into_what_lies_below(
    atlas: Atlas, size: Paper, shown: dict[str, str], language: Language
) -> None:
    view = View(date="2017-11-01", layers=EVERY, language=language, **shown)
    made = build(atlas, view, size)
    (needed,) = typeset.ask(made.data | {"measure": True, "key-high": None}, "room")
    wide, high = made.data["page"]
    assert made.data["key-high"] >= 0.6 * needed["key"]
    content = render(atlas, view, ".pdf", GraphicSettings(format=size))
    assert len(pypdfium2.PdfDocument(content)) == 1
    area = sum(np.prod(item["size"]) for item in made.data["maps"])
    assert area > 0.3 * wide * high


def test_the_legend_has_what_lies_in_the_frame_and_no_more(atlas: Atlas) -> None:
    """Around Aqra nobody but the Region held ground."""
    view = View(date="2017-09-27", bounds=(43.6, 36.7, 44.2, 37.0))
    near, far = (
        {item["text"] for item in data["legend"]}
        | {item["name"] for item in data["maps"][0]["labels"]}
        for data in (build(atlas, shown).data for shown in (view, view.with_(bounds=None)))
    )
    gone = {"Federal government", "Islamic State", "Divided or contested"}
    assert gone <= far
    assert not gone & near
    assert "Kurdistan Region" in near


def test_claimed_ground_has_its_figures_in_the_legend(atlas: Atlas) -> None:
    from geo.ask.comparisons import differences

    view = View(date="2017-09-27", against="region", layers=("control",))
    made = build(atlas, view)
    texts = [entry["text"] for entry in made.data["legend"]]
    rows = differences(atlas, view)
    row = rows[(rows["holder"] == "region") & (rows["other"] == "disputed")].iloc[0]
    pair = "Kurdistan Region (stripes: also claimed by Erbil): "
    (answer,) = [item for item in texts if item.startswith(pair)]
    assert f"{row['km2']:,.0f} km²" in answer
    _, people, _ = round_estimate(*(row[f"residents_{end}"] for end in ("low", "best", "high")))
    assert f"{people:,.0f} people" in answer


@pytest.mark.parametrize("mode", ["side", "swipe"])
def test_two_perspectives_have_each_class_below_what_its_colours_mean(
    atlas: Atlas, mode: str
) -> None:
    view = View(date="2017-09-27", against="un", compare_mode=mode, layers=("control",))
    texts = [entry["text"] for entry in build(atlas, view).data["legend"]]
    heads = [say(f"legend.{key}", Language.EN) for key in ("held", "claim")]
    held, claimed = texts[texts.index(heads[0]) :], texts[texts.index(heads[1]) :]
    assert {"Federal government", "Kurdistan Region"} <= {*held[: len(held) - len(claimed)]}
    assert {"Federal Iraq", "Kurdistan Region", "Disputed"} <= {*claimed}
    assert texts.count(say("legend.inDoubt", Language.EN)) == 1


def test_rights_holders_are_named_as_their_licences_ask(atlas: Atlas) -> None:
    wording = " ".join(build(atlas, View(layers=EVERY)).data["credits"])
    assert "OCHA" in wording
    assert "not endorsed" in wording
    assert "OpenStreetMap" in wording
    assert "OpenStreetMap" not in " ".join(build(atlas, View(layers=("control",))).data["credits"])


@pytest.mark.thorough
def test_the_code_on_paper_holds_the_live_state(atlas: Atlas) -> None:
    view = View(date="2014-08-08", layers=("control", "towns"), bounds=KIRKUK, language="ar")
    link = marginalia.link(ADDRESS, view, atlas.release)
    assert link.endswith(f"&v={atlas.release}")
    assert View.from_query(link.partition("?")[2]) == view
    plain, seen = (
        np.asarray(
            Image.open(io.BytesIO(render(atlas, view, ".png", A4, dpi=200, **more))).convert("L")
        )
        for more in ({}, {"address": ADDRESS})
    )
    rows, columns = np.nonzero(seen != plain)
    part = seen[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] < 128
    part = part[part.any(axis=1).argmax() :]
    part = part[: int(np.argmin(part.any(axis=1)))]  # below it stands where it leads
    ink_rows, ink_columns = np.nonzero(part)
    part = part[ink_rows.min() : ink_rows.max() + 1, ink_columns.min() : ink_columns.max() + 1]
    code = segno.make(link, error="m", micro=False, mask=marginalia.MASK)
    cells = np.array([[bool(cell) for cell in row] for row in code.matrix])
    middles = [
        ((np.arange(len(cells)) + 0.5) * side / len(cells)).astype(int) for side in part.shape
    ]
    assert (part[np.ix_(*middles)] == cells).all()


@pytest.mark.parametrize(
    "address",
    [
        "example.org", "ftp://example.org/", "https://a.b/?d=1", "", "https://a.b/<a&b>x",
        'https://a.b/"x', "https://a.b/ c", "https://a.b/\x01", "https://a.b/\udcff",
        "https://a.b/" + 400 * "x",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ExportError, match=r"expected an address such as https://example\.org/map"):
        marginalia.link(address, View())


def test_a_state_too_long_for_any_code_gets_none() -> None:
    assert marginalia.code(ADDRESS + "?a=" + "44.123,35.123;" * 800) is None


DAYS = View(date="2017-11-01", compare="2014-08-08", compare_mode="side", layers=("control",))


@pytest.mark.parametrize("size", [Paper.A4, Paper.A4_PORTRAIT])
def test_two_maps_of_the_same_ground_say_what_each_is(atlas: Atlas, size: Paper) -> None:
    made = build(atlas, DAYS, size)
    picture, other = made.maps
    assert picture.bounds == other.bounds
    assert [data["caption"] for data in made.data["maps"]] == ["8 August 2014", "1 November 2017"]
    assert picture.svg != other.svg
    assert not {*re.findall(r' id="([^"]+)"', picture.svg)} & {
        *re.findall(r' id="([^"]+)"', other.svg)
    }


def test_two_perspectives_are_named(atlas: Atlas) -> None:
    view = View(perspective="federal", against="un", compare_mode="swipe", layers=("control",))
    captions = [data["caption"] for data in build(atlas, view).data["maps"]]
    for name, caption in zip(("federal", "un"), captions, strict=True):
        assert caption.startswith(say(f"perspective.{name}", Language.EN))


@pytest.mark.parametrize("language", [Language.EN, Language.AR])
def test_each_line_of_a_live_drawing_begins_where_its_line_begins(
    atlas: Atlas, language: Language
) -> None:
    made = build(atlas, View(language=language), kind=".svg")
    content = (
        typeset.write(made.data, ".svg", 72).decode().replace("\u2060", "")
    )  # holds a licence together
    assert not re.findall('"#[0-9a-f]{8}"', content), "vector programs take it for black"
    lines = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', content)
    for paragraph in made.data["credits"]:
        wanted = html.escape(" ".join(paragraph.split()))
        ends = [at for at, (_, _, text) in enumerate(lines) if wanted.startswith(text)]
        at = max(ends, key=lambda place: len(lines[place][2]))
        places, text = [float(lines[at][0])], lines[at][2]
        while len(text) < len(wanted):
            at += 1
            places.append(float(lines[at][0]))
            text += " " + lines[at][2]
        assert text == wanted
        assert max(places) - min(places) < 1.5, "points"
    turned = re.findall(r"<text [^>]*rotate[^>]*>", content)
    assert turned and not [tag for tag in turned if "direction" in tag]


@pytest.mark.parametrize("language", list(Language))
def test_the_title_of_a_comparison_is_that_of_the_page(atlas: Atlas, language: Language) -> None:
    view = View(date="2017-10-16", compare="2017-09-27", language=language)
    assert marginalia.title(atlas, view) == page_title(view)
