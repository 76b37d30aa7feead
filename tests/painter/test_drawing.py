"""A view that the page's own painters draw outside a browser, as designers open it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from geo import Atlas, View
from geo.model import Language, Layer
from geo.pictures import painter
from geo.stories.story import DrawnMark

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"

FRAME = painter.Frame((41.29, 33.31, 45.8, 37.38), 680, 598)

VIEW = View(layers=(*View().layers, Layer.FIELDS))


def layers_of(picture: painter.Picture) -> list[str]:
    """Return the layers that a vector program lists."""
    groups = ET.fromstring(picture.svg).iter(f"{SVG}g")
    return [
        group.get(f"{INKSCAPE}label", "") for group in groups if group.get(f"{INKSCAPE}groupmode")
    ]


@pytest.fixture(scope="module")
def picture(atlas: Atlas) -> painter.Picture:
    return painter.draw(atlas, VIEW, FRAME)


def test_words_are_text_or_outlines(picture: painter.Picture, atlas: Atlas) -> None:
    words = [text.text for text in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert {"Kirkuk", "Erbil"} <= set(words)
    outlined = painter.draw(atlas, VIEW, FRAME, outlines=True)
    root = ET.fromstring(outlined.svg)
    assert not list(root.iter(f"{SVG}text"))
    assert [
        path.get("aria-label") for path in root.iter(f"{SVG}path") if path.get("aria-label")
    ] == words


def test_the_legend_lists_what_is_in_the_frame(picture: painter.Picture, atlas: Atlas) -> None:
    def lines(result: painter.Picture) -> set[str]:
        return {entry.layer for group in result.legend for entry in group.entries}

    assert {"control", "disputed", "fields"} <= lines(picture)
    south = painter.draw(atlas, View(), painter.Frame((44.0, 31.0, 45.0, 32.0), 400, 400))
    assert "control" in lines(south)
    assert "disputed" not in lines(south)
    holders = [
        entry.text for group in south.legend for entry in group.entries if entry.layer == "control"
    ]
    assert any("Federal" in text for text in holders)
    assert not any("Kurdistan" in text for text in holders)
    balad = painter.draw(
        atlas, View(date="2014-08-01"), painter.Frame((43.5, 33.7, 44.8, 34.3), 400, 400)
    )
    pale = "Divided or contested; pale: other side not recorded"
    texts = [
        {entry.text for group in of.legend for entry in group.entries} for of in (south, balad)
    ]
    assert [pale in lines for lines in texts] == [False, True]


#: Most keys of a plain map, and with fields, pipelines, crossings, airports and milestones; armed
#: conflict events add one.
PLAIN, FULL = 6, 10
OIL = tuple(map(Layer, ("fields", "pipelines", "crossings", "airports", "events")))


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("day", "language"),
    [("2005-06-01", Language.CKB), ("2014-08-08", Language.EN), ("2017-10-16", Language.AR)],
)
def test_a_legend_has_few_keys(atlas: Atlas, day: str, language: Language) -> None:
    def keys(view: View) -> list[str]:
        groups = painter.draw(atlas, view, FRAME).legend
        return [entry.text for group in groups for entry in group.entries if entry.sample]

    view = View(date=day, language=language)
    assert 3 < len(keys(view)) <= PLAIN
    full = keys(view.with_(layers=(*view.layers, *OIL)))
    assert len(full) <= FULL
    fights = keys(view.with_(layers=(*view.layers, *OIL, Layer("conflict"))))
    assert len(fights) == len(full) + 1
    assert all(text[:1] == text[:1].upper() for text in full)
    apart = view.with_(layers=(*view.layers, Layer("people")))
    assert len(painter.draw(atlas, apart, FRAME).legend) == 2


def test_a_locator_has_its_own_layers_and_no_names(atlas: Atlas) -> None:
    result = painter.draw(
        atlas,
        View(),
        FRAME,
        layers=(Layer.DISPUTED, Layer.GOVERNORATES),
        names=False,
        prefix="locator-",
    )
    assert "<text" not in result.svg
    assert {name.partition("/")[0] for name in layers_of(result)} == {
        "land",
        "disputed",
        "governorates",
    }
    ids = [
        element.get("id", "") for element in ET.fromstring(result.svg).iter() if element.get("id")
    ]
    assert all(name.startswith("locator-") for name in ids)


def places_of_names(picture: painter.Picture) -> dict[tuple[str, str], Any]:
    """Return where things are named, but for the largest towns.

    These give way to a badge that comes to lie on them, so that they keep a name.
    """
    return {(name.layer, name.id): name.box for name in picture.names if not name.first}


def test_names_of_a_film_stay_where_the_first_picture_has_them(atlas: Atlas) -> None:
    views = [
        View(date=day, window=60, layers=("control", "disputed", "events", "towns", "fields"))
        for day in ("2014-06-01", "2014-06-14", "2014-08-08", "2016-10-20")
    ]
    film = (painter.draw(atlas, view, FRAME, film="1") for view in views)
    first, *others = map(places_of_names, film)
    assert len(first) > 10
    for places in others:
        both = first.keys() & places.keys()
        assert {name: places[name] for name in both} == {name: first[name] for name in both}
    alone = [places_of_names(painter.draw(atlas, view, FRAME)) for view in views]
    assert alone[0] == first
    assert any(
        places.get(name, place) != place for places in alone for name, place in first.items()
    ), "each picture alone has other places"


HOSTILE = "</text><script>alert(1)</script> \"quoted\" 'text' & ]]> \x00\x1b\ud800 \u202e"


@pytest.mark.parametrize("outlines", [False, True])
def test_text_of_data_stays_text(atlas: Atlas, outlines: bool) -> None:
    mark = DrawnMark.__new__(DrawnMark)  # what a story's reader would refuse
    object.__setattr__(mark, "kind", "note")
    object.__setattr__(mark, "at", ((44.39, 35.47),))
    object.__setattr__(mark, "text", Anything())
    picture = painter.draw(atlas, View(), FRAME, marks=[mark], outlines=outlines)
    root = ET.fromstring(picture.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "g", "path", "text", "clipPath", "pattern", "linearGradient", "stop",
    }  # fmt: skip
    words = [element.text or element.get("aria-label") or "" for element in root.iter()]
    assert any("<script>alert(1)" in word for word in words)
    assert "\x00" not in picture.svg


class Anything:
    """A text that is hostile in every language."""

    def of(self, _: Language) -> str:
        return HOSTILE

    def to_dict(self) -> dict[str, str]:
        return {}


def test_a_picture_says_what_it_shows(atlas: Atlas) -> None:
    picture = painter.draw(atlas, View(language=Language("ar")), FRAME)
    root = ET.fromstring(picture.svg)
    assert root.findtext(f"{SVG}title") == picture.title
    description = root.findtext(f"{SVG}desc") or ""
    assert f"data of {atlas.date.isoformat()}, version {atlas.label}" in description
    assert atlas.version not in picture.svg
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
