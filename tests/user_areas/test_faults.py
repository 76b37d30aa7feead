"""Faulty polygons: repaired and reported, or refused with file, feature and reason."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from geo import Atlas
from geo.errors import ReadError
from geo.tabular.source import LIMITS
from geo.user_areas.areas import UserAreas
from geo.user_areas.reading import load
from tests.user_areas.files import KML, WEST, placemark


def geojson(*features: tuple[str, Any]) -> bytes:
    rows = [
        {"type": "Feature", "properties": {"holder": holder}, "geometry": shape}
        for holder, shape in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def polygon(*corners: tuple[float, ...]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def read(atlas: Atlas, content: bytes, name: str = "map.geojson", **more: Any) -> UserAreas:
    return load(atlas, content, name, **more)


BOX = polygon((44.0, 35.0), (44.5, 35.0), (44.5, 35.5), (44.0, 35.5))
BOW_TIE = polygon((44.0, 35.0), (44.5, 35.5), (44.5, 35.0), (44.0, 35.5))


def test_a_self_crossing_ring_is_repaired_and_named(atlas: Atlas) -> None:
    areas = read(atlas, geojson(("federal", BOX), ("region", BOW_TIE)))
    assert areas.report.notes["outlines_repaired"] == 1
    assert areas.report.rows["outlines_repaired"] == "3"
    km2 = areas.rows.groupby("key")["km2"].sum()
    assert km2["region"] == pytest.approx(km2.sum() / 2, rel=0.03)  # both lobes, above the box


def test_an_area_across_the_date_line_is_cut_there(atlas: Atlas) -> None:
    across = polygon((170, -10), (-170, -10), (-170, 10), (170, 10))
    areas = read(atlas, geojson(("federal", BOX), ("region", across)))
    assert areas.report.notes["outlines_cut"] == 1
    assert set(areas.rows["key"]) == {"federal"}


def test_an_area_around_a_pole_is_refused_with_its_row(atlas: Atlas) -> None:
    around = polygon((-120, 80), (0, 80), (120, 80), (-170, 80))
    areas = read(atlas, geojson(("federal", BOX), ("region", around)))
    assert [(bad_row.row, "pole" in bad_row.accepted) for bad_row in areas.report.set_aside] == [
        (3, True)
    ]


def test_points_and_broken_rings_are_set_aside_with_the_reason(atlas: Atlas) -> None:
    point = {"type": "Point", "coordinates": [44, 35]}
    areas = read(atlas, geojson(("federal", BOX), ("region", point), ("is", None)))
    assert [bad_row.row for bad_row in areas.report.set_aside] == [3, 4]
    assert all(bad_row.accepted.startswith("an area") for bad_row in areas.report.set_aside)


def test_too_many_corners_are_refused_with_the_feature(atlas: Atlas) -> None:
    ring = [(44 + i / 1000, 35.0) for i in range(500)] + [(44.5, 35.5)]
    few = replace(LIMITS, corners=300)
    with pytest.raises(ReadError, match=r"map\.geojson, row 3.*corners.*'region'.*at most 300"):
        read(atlas, geojson(("federal", BOX), ("region", polygon(*ring))), limits=few)


def test_entities_that_grow_without_bound_are_refused(atlas: Atlas) -> None:
    grown = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    text = KML.format(placemark("NAME", WEST)).replace("NAME", "&e11;")
    bomb = text.replace("?>\n", f'?>\n<!DOCTYPE kml [<!ENTITY e0 "x">{grown}]>\n')
    with pytest.raises(ReadError, match=r"bomb\.kml: is a damaged KML file: limit on input"):
        read(atlas, bomb.encode(), "bomb.kml")


def test_network_links_are_told_and_not_fetched(atlas: Atlas) -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>"
    areas = read(atlas, KML.format(placemark("ISF", WEST) + link).encode(), "linked.kml")
    assert areas.report.notes["links_not_fetched"] == 1
    with pytest.raises(ReadError, match="links to other files, which are not fetched"):
        read(atlas, KML.format(link).encode(), "links.kml")
