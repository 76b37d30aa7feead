"""The page links to nothing, is the same for the same map, and keeps its data to itself."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest

from geo import Atlas, View, client
from geo.ask.credits import source_ranks
from geo.draw.chrome import Tiles
from geo.draw.layers import LAYERS, Towns
from geo.draw.map import about, build
from geo.draw.page import AtlasMap, Inline

from .blocks import read_blocks, spread


def text_of(page: folium.Map) -> str:
    return str(page.get_root().render())


@pytest.fixture(scope="module")
def everything(atlas: Atlas) -> str:
    """Return the page of all layers."""
    return text_of(build(atlas, View()))


def data_of(text: str) -> dict[str, Any]:
    """Return the data of a page: what the map is drawn of, and what is told besides."""
    first, later = read_blocks(text)
    assert {*first["later"]} == later.keys() - {"columns"}
    assert not first.keys() & later.keys()
    return {**first, **later}


@pytest.mark.thorough
def test_what_only_cards_tell_stands_in_the_second_block(atlas: Atlas, everything: str) -> None:
    first, later = read_blocks(everything)
    assert {"sources", "translations"} <= later.keys()
    towns, rows = first["layers"]["towns"], Towns(atlas).data()["towns"]
    assert spread(later["columns"][towns["note"]]) == rows["note"]
    ids = later["sources"]["id"]
    cited = later["columns"][towns["source"]]
    places = [cell if isinstance(cell, list) else [cell] for cell in cited]
    assert [";".join(ids[place] for place in cell) for cell in places] == rows["source"]


@pytest.mark.thorough
def test_a_map_of_everything_links_to_nothing(everything: str) -> None:
    text = everything
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)", text)
    assert not re.findall(r"@import|url\((?!data:|#)", text)


def test_foliums_own_map_keeps_its_links(atlas: Atlas) -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    text_of(build(atlas, layers=[]))
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert AtlasMap.default_js == AtlasMap.default_css == []
    assert "cdn" in text_of(folium.Map(tiles=None))


def test_every_sheet_of_the_client_is_in_the_page(everything: str) -> None:
    folder = Path(client.__file__).parent / "styles"
    assert {file.name for file in folder.iterdir()} == set(client.SHEETS)
    assert everything.count(client.styles()) == 1


def test_an_inline_element_cannot_be_ended_from_within() -> None:
    with pytest.raises(ValueError, match="must not end it"):
        Inline("script", "let x = '</SCRIPT>'")
    assert Inline("style", "p > a { color: red }").render() == (
        "<style>\np > a { color: red }\n</style>"
    )


@pytest.mark.thorough
def test_a_notebook_shows_the_map(atlas: Atlas) -> None:
    cell = build(
        atlas, View(date="2014-08-08"), layers=["control", "towns", "events"]
    )._repr_html_()
    assert cell.startswith("<div")
    (source,) = re.findall(r'srcdoc="([^"]*)"', cell)
    page = html.unescape(source)
    assert "d=2014-08-08" in page
    assert set(data_of(page)["layers"]) >= {"control", "towns", "events"}
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)", page)


def test_a_layer_stands_on_any_folium_map(atlas: Atlas) -> None:
    page = folium.Map(tiles=None)
    kinds = [LAYERS[name] for name in ("control", "towns", "crossings")]
    for kind in kinds:
        kind(atlas).add_to(page)
    text = text_of(page)
    assert len(re.findall(r"Greenline\.on\(map_\w+\)\.add", text)) == len(kinds)
    assert text.count(client.script()) == 1
    data = data_of(text)
    sources = data["sources"]
    ranks = {
        key: data["ranks"].get(publisher, data["ranks"][""])
        for key, publisher in zip(sources["id"], spread(sources["cells"][1]), strict=True)
    }
    expected = source_ranks(atlas)
    assert len(set(ranks.values())) > 2
    assert ranks == {key: expected[key] for key in ranks}


def test_the_title_says_the_day(atlas: Atlas) -> None:
    assert ", 8 August 2014</title>" in text_of(build(atlas, View(date="2014-08-08"), layers=[]))
    assert "، ٨ آب ٢٠١٤</title>" in text_of(
        build(atlas, View(date="2014-08-08", language="ar"), layers=[])
    )


def test_the_page_says_where_the_data_is_from(atlas: Atlas, everything: str) -> None:
    text = about(atlas)
    assert text["version"] == atlas.version
    reached = replace(atlas, profile=replace(atlas.profile, contact="errors@example.org"))
    assert about(reached)["contact"] == "errors@example.org"
    assert text["date"] == atlas.date.isoformat()
    named = {licence for _, licence, _ in text["licences"]}
    assert "Creative Commons Attribution 3.0 IGO" in named
    for what, licence, address in text["licences"]:
        assert what
        assert licence
        assert not address or address.startswith("https://")
    assert data_of(everything)["about"] == json.loads(json.dumps(text))


def test_tiles_are_offered_only_where_they_are_given(atlas: Atlas) -> None:
    without = text_of(build(atlas, View(tiles=True), layers=[]))
    assert "tile.openstreetmap.org" not in without
    given = text_of(build(atlas, layers=[], tiles=Tiles(url="https://t.example/{z}/{x}/{y}.png")))
    assert "https://t.example/{z}/{x}/{y}.png" in given
