"""Faulty polygons: repaired and reported, or refused with file, feature and reason."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
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


@pytest.mark.parametrize(
    "corners",
    [
        [(170, -10), (-170, -10), (-170, 10), (170, 10)],
        [(-120, 80), (0, 80), (120, 80), (-170, 80)],
    ],
)
def test_an_area_across_the_date_line_or_around_a_pole_is_refused_with_its_row(
    atlas: Atlas, corners: list[tuple[float, float]]
) -> None:
    areas = read(atlas, geojson(("federal", BOX), ("region", polygon(*corners))))
    assert [(bad.row, "date line" in bad.accepted) for bad in areas.report.set_aside] == [(3, True)]
    assert set(areas.rows["key"]) == {"federal"}


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


#: A file of the machine as a text, and a text that grows tenfold with each entity.
_OUTSIDE = '<!ENTITY b SYSTEM "file:///etc/hostname">'
_BOMB = "".join(f'<!ENTITY {n} "{10 * f"&{p};"}">' for p, n in pairwise("xihgfedcb"))


@pytest.mark.parametrize("entities", [_OUTSIDE, f'<!ENTITY x "{10 * "x"}">{_BOMB}'])
def test_entities_reach_no_file_and_do_not_grow(atlas: Atlas, entities: str) -> None:
    text = (
        KML.format(placemark("&b;", WEST))
        .replace("?>\n", f"?>\n<!DOCTYPE kml [{entities}]>\n")
        .replace("&amp;b;", "&b;")
    )
    with pytest.raises(ReadError, match=r"bomb\.kml: is a damaged KML file"):
        read(atlas, text.encode(), "bomb.kml")


def test_network_links_are_told_and_not_fetched(atlas: Atlas) -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>"
    areas = read(atlas, KML.format(placemark("ISF", WEST) + link).encode(), "linked.kml")
    assert areas.report.notes["links_not_fetched"] == 1
    with pytest.raises(ReadError, match="links to other files, which are not fetched"):
        read(atlas, KML.format(link).encode(), "links.kml")
