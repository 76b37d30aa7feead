"""A map of the atlas loads nothing for folium's elements, and refuses those that would."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import folium
import pytest
from branca.element import Element
from folium.plugins import HeatMap, MarkerCluster

from geo import Atlas, GreenlineError, View
from geo.draw import AtlasMap, build
from geo.draw.folium_elements import COLOURS, SIGNS
from geo.draw.layers import Control, Crossings, Fields, Towns
from geo.export.html import render
from tests.browser.test_folium import add_elements

Add = Callable[[folium.Map], Any]


def add_link(page: folium.Map) -> None:
    page.add_js_link("mine", "https://cdn.example/mine.js")


def popup(html: str) -> Add:
    return lambda page: folium.Marker([35, 44], popup=html).add_to(page)


LOADS: dict[str, Add] = {
    "HeatMap": lambda page: HeatMap([[35, 44]]).add_to(page),
    "MarkerCluster": lambda page: MarkerCluster().add_to(page),
    "TileLayer": lambda page: folium.TileLayer("OpenStreetMap").add_to(page),
    "WmsTileLayer": lambda page: folium.WmsTileLayer("https://a.example", "x").add_to(page),
    "ImageOverlay": lambda page: folium.raster_layers.ImageOverlay(
        "https://a.example/b.png", [[35, 44], [36, 45]]
    ).add_to(page),
    "CustomIcon": lambda page: folium.Marker(
        [35, 44], icon=folium.CustomIcon("https://a.example/b.png")
    ).add_to(page),
    "Popup": popup('<p><img alt="" src="https://a.example/b.png"></p>'),
    "Tooltip": lambda page: folium.Marker(
        [35, 44], tooltip="<b style='background: url(//a.example/b)'>x</b>"
    ).add_to(page),
    "AtlasMap": add_link,
    "Element": lambda page: page.get_root().html.add_child(
        Element('<link rel="stylesheet" href="https://a.example/b.css">')
    ),
}


@pytest.mark.parametrize("kind", LOADS)
def test_what_would_load_something_is_named_unless_the_map_is_online(kind: str) -> None:
    offline, online = AtlasMap(), AtlasMap(online=True)
    LOADS[kind](offline)
    LOADS[kind](online)
    with pytest.raises(GreenlineError, match=rf"^{kind} would load \S+: .*online=True"):
        offline.get_root().render()
    text = render(online)
    assert "Content-Security-Policy" not in text


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://a.example">a page</a>',
        "https://a.example/b.png",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ],
)
def test_links_texts_and_pictures_as_data_are_no_loads(html: str) -> None:
    page = AtlasMap()
    popup(html)(page)
    assert "bindPopup" in page.get_root().render()


@pytest.mark.parametrize(
    ("icon", "accepted"),
    [(folium.Icon(icon="cloud"), SIGNS), (folium.Icon(icon="star", color="#fff"), COLOURS)],
)
def test_a_sign_or_colour_that_is_none_names_those_that_are(
    icon: folium.Icon, accepted: dict[str, str]
) -> None:
    page = AtlasMap()
    folium.Marker([35, 44], icon=icon).add_to(page)
    with pytest.raises(GreenlineError, match=f"expected one of {', '.join(accepted)}"):
        page.get_root().render()
    assert accepted.keys() <= folium.Icon.color_options | SIGNS.keys()


def test_classes_of_folium_stay_as_they_are(atlas: Atlas) -> None:
    kinds = (folium.Popup, folium.Tooltip, folium.Marker, folium.Icon)
    before = copy.copy([kind._template for kind in kinds])
    page, plain = AtlasMap(), AtlasMap()
    add_elements(page, atlas)
    Crossings(atlas).add_to(plain)
    text = render(page)
    assert "makeAtlasLayer" not in render(plain)
    assert len(text) - len(render(plain)) < 40_000
    assert "macro_element" not in text
    assert [kind._template for kind in kinds] == before
    other = folium.Map(tiles=None)
    folium.Marker([35, 44], icon=folium.Icon()).add_to(other)
    assert "AwesomeMarkers" in other.get_root().render()


def test_layers_of_the_atlas_are_layers_of_folium(atlas: Atlas) -> None:
    view = View(language="ar")
    page = folium.Map(tiles=None)
    group = folium.FeatureGroup("group").add_to(page)
    Towns(atlas, view).add_to(group)
    layer = Control(atlas, name="Ground", show=False).add_to(page)
    control = folium.LayerControl().add_to(page)
    text = page.get_root().render()
    assert list(control.overlays) == ["group", "Ground"]
    assert control.overlays["Ground"] == layer.get_name()
    made = re.findall(r"makeAtlasLayer\((\w+), \"(\w+)\", ?(\w+), (\w+)\)", text)
    assert made == [
        (page.get_name(), "towns", "null", group.get_name()),
        (page.get_name(), "control", "false", "null"),
    ]
    assert Fields(atlas, view).layer_name == "حقول النفط والغاز"
    layers = build(atlas, layers=["towns"])._children.values()
    assert [item.layer_name for item in layers if isinstance(item, Towns)] == ["Towns and villages"]
