"""Small files of every kind, as bytes; and a row of a table: a file, what is given, what is told of it."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet
from shapely import Point

from geo.events.draft import How
from geo.events.reading import events_here
from geo.events.schema import Events

#: Documents as other programs write them: shapes, days, data and an address that nobody opens.
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Reports</name>
<NetworkLink><Link><href>http://127.0.0.1:1/more.kml</href></Link></NetworkLink>
<Folder><name>South</name>
 <Placemark><name>A clash</name><description><![CDATA[<b>shots</b> & smoke]]></description>
  <TimeStamp><when>2017-10-16T08:00:00Z</when></TimeStamp>
  <ExtendedData><Data name="killed"><value>4</value></Data>
   <SchemaData schemaUrl="#s"><SimpleData name="actor">Région</SimpleData></SchemaData></ExtendedData>
  <Point><coordinates>44.39,35.47,0</coordinates></Point></Placemark>
 <Placemark><name>Held ground</name><TimeSpan><begin>2017-10-16</begin><end>2017-10-20</end></TimeSpan>
  <MultiGeometry>
   <Polygon><outerBoundaryIs><LinearRing><coordinates>44,35 45,35 45,36 44,36 44,35</coordinates>
   </LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>
   44.4,35.4 44.6,35.4 44.6,35.6 44.4,35.4</coordinates></LinearRing></innerBoundaryIs></Polygon>
   <Point><coordinates>44.5,35.1</coordinates></Point></MultiGeometry></Placemark>
</Folder>
<Placemark><name>Nowhere</name><Point><coordinates>here, there</coordinates></Point></Placemark>
</Document></kml>"""
GPX = """<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="35.47" lon="44.39"><time>2017-10-16T08:00:00Z</time><name>Gate</name><desc>shots</desc></wpt>
<wpt lat="95" lon="x"><name>Nowhere</name></wpt>
<trk><trkseg><trkpt lat="35.5" lon="44.4"><time>2017-10-17</time></trkpt></trkseg></trk></gpx>"""

POINTS = [Point(44.39, 35.47), Point(43.13, 36.34), None]


def case(
    name: str, content: Any, arguments: dict[str, Any] | None = None, /, **expected: Any
) -> Any:
    """Return a row of a table; what makes bytes is called when its turn comes.

    ``says`` stands for the sentence that refuses the file.
    """
    return pytest.param(content, arguments or {}, expected, id=name)


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(*rows: tuple, **others: list[tuple]) -> bytes:
    """Return a workbook with a sheet of these rows, and others by name."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for name, cells in others.items():
        sheet = workbook.create_sheet(name)
        for row in cells:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def change_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    assert old in parts[part]
    return zipped(parts | {part: parts[part].replace(old, new)})


def columnar(table: dict[str, Any] | pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    content = table if isinstance(table, pa.Table) else pa.table(table)
    parquet.write_table(content, out, **options)
    return out.getvalue()


def collection(*shapes: dict | None, properties: dict | None = None, **more: Any) -> bytes:
    """Return GeoJSON of these shapes."""
    features = [
        {"type": "Feature", "properties": properties or {"id": number}, "geometry": shape}
        for number, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def point(*pair: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(pair)}


def places(
    shapes: list = POINTS,
    crs: str = "EPSG:4326",
    *,
    named: str = "",
    names: list[str] | None = None,
) -> gpd.GeoDataFrame:
    """Return shapes in a system, which may say that it is another one."""
    names = (names or ["كركوك", "Mosul", ""])[: len(shapes)]
    cells = {"id": range(len(shapes)), "name": names}
    frame = gpd.GeoDataFrame(cells, geometry=shapes, crs="EPSG:4326").to_crs(crs)
    return frame.set_crs(named, allow_override=True) if named else frame


def package(frame: gpd.GeoDataFrame, *statements: str, **layers: gpd.GeoDataFrame) -> bytes:
    """Return a GeoPackage with the layer ``events`` and others, on which statements are run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.gpkg"
        for name, layer in {"events": frame, **layers}.items():
            layer.to_file(path, layer=name, driver="GPKG")
        with closing(sqlite3.connect(path)) as base, base:
            for statement in statements:
                base.execute(statement)
        return path.read_bytes()


def shapefile_parts(frame: gpd.GeoDataFrame) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        frame.to_file(Path(folder) / "ev.shp", driver="ESRI Shapefile", encoding="utf-8")
        return {path.name: path.read_bytes() for path in Path(folder).glob("ev.*")}


def shapefile(frame: gpd.GeoDataFrame, **changed: bytes | None) -> bytes:
    """Return a zipped Shapefile, parts of it left out or put in by the end of their names."""
    parts = shapefile_parts(frame) | {f"ev.{end}": part for end, part in changed.items()}
    return zipped({f"in/{name}": part for name, part in sorted(parts.items()) if part is not None})


def read_here(content: bytes, name: str = "", how: How | None = None) -> Events:
    """Read a file of events at once, in this process."""
    return next(events_here(content, name, None, how))
