"""Tables in JSON: GeoJSON, what web services answer, one object a line."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet
from geo.tabular.source import Limits

SQUARE = [[[44, 35], [44.2, 35], [44.2, 35.2], [44, 35.2], [44, 35]]]


def collection(*shapes, **more) -> bytes:
    features = [
        {"type": "Feature", "properties": {"id": number, "name": "كركوك"}, "geometry": shape}
        for number, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def point(*pair) -> dict:
    return {"type": "Point", "coordinates": list(pair)}


@pytest.mark.parametrize("name", ["Result", "data", "features", "records", "results"])
def test_rows_under_any_usual_name(name: str) -> None:
    sheet = open_sheet(
        json.dumps({"TotalCount": 2, name: [{"id": 1}, {"id": 2, "lat": 35.40}]}).encode()
    )
    assert sheet.frame.to_dict("list") == {"id": ["1", "2"], "lat": ["", "35.4"]}
    assert (sheet.kind, sheet.row.tolist()) == ("json", [2, 3])


def test_numbers_stay_as_they_are_written() -> None:
    sheet = open_sheet(
        b'[{"a": 35.470, "b": 1e400, "c": NaN, "d": 123456789012345678901234567890, "e": true, "f": null}]'
    )
    assert sheet.frame.iloc[0].tolist() == [
        "35.470",
        "1e400",
        "NaN",
        "123456789012345678901234567890",
        "true",
        "",
    ]
    long = b'[{"a": ' + b"9" * 10_000 + b"}]"
    assert len(open_sheet(long).frame["a"][0]) == 10_000


def test_objects_and_lists_within() -> None:
    sheet = open_sheet(b'[{"id": 1, "where": {"lat": 35.4, "lon": 44.3}, "tags": ["a", "b"]}]')
    assert sheet.frame.iloc[0].to_dict() == {
        "id": "1", "where.lat": "35.4", "where.lon": "44.3", "tags": '["a", "b"]',
    }  # fmt: skip


def test_one_object_a_line_and_lists_below_names() -> None:
    lines = open_sheet(b'{"id": 1}\n{"id": 2}\nbroken\n')
    assert lines.frame["id"].tolist() == ["1", "2"]
    assert [bad_row.row for bad_row in lines.bad] == [4]
    below = open_sheet(b'[["id", "lat"], [1, 35.4], [2], [3, 35.6]]')
    assert below.frame["lat"].tolist() == ["35.4", "35.6"]
    assert [bad_row.row for bad_row in below.bad] == [3]


def test_points_of_geojson() -> None:
    sheet = open_sheet(
        collection(point(44.39, 35.47), None, point(43.1, 36.3, 220), point("x", 1), point(1))
    )
    assert sheet.kind == "geojson"
    np.testing.assert_allclose(sheet.lon, [44.39, np.nan, 43.1, np.nan, np.nan])
    np.testing.assert_allclose(sheet.lat, [35.47, np.nan, 36.3, 1, np.nan])
    assert list(sheet.frame.columns) == ["id", "name"]
    assert not sheet.inner.any()


def test_areas_stand_at_an_inner_point() -> None:
    sheet = open_sheet(collection({"type": "Polygon", "coordinates": SQUARE}, point(44, 35)))
    assert sheet.inner.tolist() == [True, False]
    assert dict(sheet.notes) == {"areas_as_points": 1}
    assert (44 < sheet.lon[0] < 44.2) and (35 < sheet.lat[0] < 35.2)


def test_a_damaged_shape_is_no_shape() -> None:
    for shape in (
        {"type": "Polygon", "coordinates": [[[44, 35]]]},
        {"type": "Polygon"},
        {"type": "Thing", "coordinates": 3},
        {"type": "LineString", "coordinates": [[44, "x"], [45, 35]]},
    ):
        sheet = open_sheet(collection(shape, point(44, 35)))
        assert np.isnan(sheet.lon[0]) and sheet.lon[1] == 44


def test_the_old_way_to_name_a_crs() -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    sheet = open_sheet(collection(point(444_000, 3_925_000), crs=named))
    assert sheet.details["crs"] == "EPSG:32638"
    assert sheet.lon[0] == pytest.approx(44.38, abs=0.02) and sheet.lat[0] == pytest.approx(
        35.47, abs=0.02
    )


def test_metres_without_a_crs_are_refused() -> None:
    with pytest.raises(
        ReadError, match="names no CRS and has coordinates that cannot be degrees"
    ) as caught:
        open_sheet(collection(point(444_000, 3_925_000)), "t.geojson")
    assert "longitude -180 to 180" in str(caught.value)
    named = {"type": "name", "properties": {"name": "EPSG:999999"}}
    with pytest.raises(ReadError, match="CRS that is not known"):
        open_sheet(collection(point(44, 35), crs=named))


def test_shapes_of_esri() -> None:
    content = {
        "spatialReference": {"wkid": 4326},
        "features": [{"attributes": {"id": 7}, "geometry": {"x": 44.39, "y": 35.47}}],
    }
    sheet = open_sheet(json.dumps(content).encode())
    assert (sheet.frame["id"].tolist(), sheet.lon.tolist(), sheet.lat.tolist()) == (
        ["7"],
        [44.39],
        [35.47],
    )


@pytest.mark.parametrize("content", [b'{"a": 1}', b"[]", b'{"data": []}', b'{"id": 1}', b"[1"])
def test_json_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError, match=r"no list of objects|holds no rows|not JSON"):
        open_sheet(content)


def test_columns_and_shapes_that_disagree_are_set_aside() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"latitude": 35.47, "longitude": lon},
            "geometry": point(44.39, 35.47),
        }
        for lon in (44.39, 38.39)
    ]
    sheet = open_sheet(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert (sheet.row.tolist(), [bad_row.row for bad_row in sheet.bad]) == ([2], [3])
    assert "own longitude and latitude" in sheet.bad[0].accepted


def test_objects_that_name_a_value_twice_are_counted() -> None:
    sheet = open_sheet(b'[{"id": 1, "lat": 35.4, "lat": 36.4}, {"id": 2, "lat": 35}]')
    assert sheet.frame["lat"].tolist() == ["36.4", "35"]
    assert dict(sheet.notes) == {"duplicate_keys": 1}
    lines = open_sheet(b'{"id": 1, "id": 2}\n{"id": 3}\n')
    assert dict(lines.notes) == {"duplicate_keys": 1}


def test_brackets_count_as_values() -> None:
    with pytest.raises(ReadError, match="has too many values"):
        open_sheet(b"[" + b",".join([b"[]"] * 600) + b"]", limits=Limits(loose=1_000))


def test_no_more_bad_records_are_listed_than_a_list_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.tabular.jsonfile.LISTED", 5)
    sheet = open_sheet(b'[{"id": 1},' + b",".join([b"1"] * 20) + b"]")
    assert (len(sheet.bad), sheet.unlisted) == (5, 15)
