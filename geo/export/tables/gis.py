"""Maps for other programs, as GDAL writes them: GeoJSON, FlatGeobuf, Shapefile, KML and GPX."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geo.errors import ExportError
from geo.export.tables.job import Job, convert_types, families, pack, render_xml
from geo.export.tables.plain import list_csv
from geo.export.tables.qgis import colours
from geo.files.atomic_write import scratch_folder
from geo.layers import SPECS
from geo.layers.spec import Classes
from geo.words import name_of, phrase
from geo.words.cells import NOT_XML, TURNING

#: Places after the point, about a metre; the outlines are generalised to far less.
_PLACES = 5


def _round(rows: gpd.GeoDataFrame, places: int = _PLACES) -> gpd.GeoDataFrame:
    """Return rows with rounded corners, outer rings counter-clockwise, None for an empty shape."""
    shapes = shapely.orient_polygons(rows.geometry.to_numpy(), exterior_cw=False)
    shapes = shapely.transform(shapes, lambda points: points.round(places))
    shapes[shapely.is_empty(shapes)] = None
    return rows.set_geometry(shapes, crs=4326)


def list_features(rows: gpd.GeoDataFrame, places: int = _PLACES) -> list[dict[str, Any]]:
    """Return rows as features of GeoJSON (RFC 7946).

    >>> rows = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(44.123456, 35.5)])
    >>> list_features(rows)[0]["geometry"]
    {'type': 'Point', 'coordinates': (44.12346, 35.5)}
    """
    return list(_round(rows, places).iterfeatures(na="null", drop_id=True))


def write_geojson(job: Job) -> bytes:
    """Return layers as one feature collection, with sources and licences in ``greenline``.

    GDAL would give each feature the columns of all layers.
    """
    features = [
        feature | {"properties": {"layer": name, **feature["properties"]}}
        for name, rows in job.layers.items()
        for feature in list_features(convert_types(rows))
    ]
    notes = {name: rows.to_dict("records") for name, rows in job.credits.items()}
    content = {
        "type": "FeatureCollection",
        "greenline": notes | {"about": job.about},
        "features": features,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_to_plain)
    return text.encode()


def _to_plain(value: Any) -> Any:
    """Return what JSON does not know: days as text, numpy's numbers as numbers."""
    if value is pd.NA or value is pd.NaT:
        return None
    return value.item() if hasattr(value, "item") else value.isoformat()


def write_flatgeobuf(job: Job, name: str) -> bytes:
    """Return a layer as FlatGeobuf (EPSG:4326) with a spatial index and its credits.

    The format's index knows no place for a feature without a geometry: a layer that has some, of
    some twenty points, goes without an index rather than without them.
    """
    frame = convert_types(job.layers[name])
    # A layer of outlines in one part and in several is one of several: QGIS would show it twice.
    kinds = set(frame.geom_type.dropna())
    several = len(kinds) > 1 and len({item.removeprefix("Multi") for item in kinds}) == 1
    out = io.BytesIO()
    pyogrio.write_dataframe(
        frame,
        out,
        driver="FlatGeobuf",
        layer=name,
        geometry_type=max(kinds, key=len) if several or len(kinds) == 1 else "Unknown",
        promote_to_multi=several,
        layer_options={
            "TITLE": name,
            "DESCRIPTION": job.text,
            "SPATIAL_INDEX": "NO" if frame.geometry.isna().any() else "YES",
        },
    )
    return out.getvalue()


def write_shapefiles(job: Job) -> bytes:
    """Return layers as one zip of Shapefiles, one a kind of geometry, and as CSV beside them.

    What the format cuts (names of ten letters, texts of 254 bytes) is listed.
    """
    members: dict[str, bytes] = {}
    cuts: list[str] = []
    with scratch_folder() as folder:
        for layer, rows in job.layers.items():
            for name, part in families(layer, rows).items():
                cuts += _write_shapefile(folder / f"{name}.shp", convert_types(part))
        for file in sorted(folder.iterdir()):
            content = file.read_bytes()
            if file.suffix == ".dbf":  # bytes 1 to 3 are the day of writing
                content = content[:1] + b"\x50\x01\x01" + content[4:]
            members[file.name] = content
    listed = "\n".join(cuts or ["nothing was cut"])
    note = f"What the Shapefile format cut (whole in the CSV files):\n{listed}\n"
    return pack({"README.txt": f"{job.text}\n{note}".encode(), **members, **list_csv(job)})


def _write_shapefile(file: Path, frame: gpd.GeoDataFrame) -> list[str]:
    """Write a Shapefile; return what was cut."""
    cuts = []
    for column in frame.columns[frame.dtypes == "str"]:
        texts = ["" if pd.isna(text) else text for text in frame[column]]
        # At a whole letter; GDAL would warn of each.
        frame[column] = [text.encode()[:254].decode(errors="ignore") for text in texts]
        if cut := sum(frame[column] != texts):
            cuts.append(f"- {file.stem}: {cut} texts of {column} are cut")
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # of short names
        pyogrio.write_dataframe(frame, file, driver="ESRI Shapefile", encoding="UTF-8")
    names = zip(frame.columns.drop("geometry"), pyogrio.read_info(file)["fields"], strict=True)
    short = [f"- {file.stem}: column {long} is {name}" for long, name in names if long != name]
    return short + cuts


#: What names a row that has no name.
_OTHER_NAMES = ("place", "id", "pcode")

#: Columns that say of a place what a reader in the field wants to know, as far as it has them.
_DESCRIBING = ("kind", "type", "start", "state", "run_by", "holder", "text")


def _clean_text(text: object) -> str:
    """Return a text without signs that XML cannot hold or that turn what is around them."""
    return TURNING.sub("", NOT_XML.sub("?", str(text)))


def _prepare(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return rows as a document of XML holds them: all cells as text, None for an empty one."""
    frame = _round(convert_types(rows))
    for column in frame.columns.drop("geometry"):
        texts = ["" if pd.isna(cell) else _clean_text(cell) for cell in frame[column]]
        frame[column] = pd.Series([text or None for text in texts], frame.index, dtype=object)
    return frame


def _list_names(job: Job, rows: gpd.GeoDataFrame) -> list[str]:
    records = pd.DataFrame(rows.drop(columns="geometry")).to_dict("records")
    return [_clean_text(name_of(row, job.view.language, *_OTHER_NAMES)) for row in records]


def _list_lost(job: Job, rows: gpd.GeoDataFrame, fits: pd.Series[bool], why: str) -> str:
    """Return how many rows a file cannot hold, why, and which; nothing where it holds all."""
    names = _list_names(job, rows[~fits])
    return f"Left out, {why}: {len(names)} of {len(rows)}: {', '.join(names)}" if names else ""


def write_kml(job: Job) -> bytes:
    """Return layers as KML; neighbours and water, which Earth has, are left out.

    A row without a position is no place on a globe: its folder says how many there are, and which.
    GDAL gives no colours, takes columns such as ``end`` or ``icon`` for its own, and lets a text
    with ``]]>`` end its element.
    """
    layers = {
        name: rows
        for name, rows in job.layers.items()
        if name not in SPECS or SPECS[name].group != "base" or SPECS[name].ids
    }
    document = render_xml(
        "kml",
        title=job.about["title"],
        text=_clean_text(job.text),
        language=job.view.language,
        styles=[
            (f"{name}-{value}", colour[5:7] + colour[3:5] + colour[1:3])
            for name in layers
            for value, colour in colours(name).items()
        ],
        folders=[_describe_folder(job, name, rows) for name, rows in layers.items()],
    )
    # With a namespace in the template every element would get a prefix.
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
    return document.replace("<kml>", head, 1).encode()


def _describe_folder(job: Job, layer: str, rows: gpd.GeoDataFrame) -> dict[str, Any]:
    is_placed = rows.geometry.notna()
    frame = _prepare(rows[is_placed])
    look = SPECS[layer].qgis if layer in SPECS else None
    classes = frame[look.column].fillna("unknown") if isinstance(look, Classes) else "all"
    cells = [
        {_clean_text(key): cell for key, cell in row.items() if cell}
        for row in frame.drop(columns="geometry").to_dict("records")
    ]
    names = _list_names(job, rows[is_placed])
    shapes = [_list_parts(shape) for shape in frame.geometry]
    return {
        "layer": layer,
        "title": job.title(layer),
        "lost": _list_lost(job, rows, is_placed, "without a position"),
        "marks": zip(names, pd.Series(classes, frame.index), cells, shapes, strict=True),
    }


def _list_parts(shape: shapely.Geometry) -> list[tuple[str, list[str]]]:
    """Return what a shape (EPSG:4326) is made of, each part by its kind and its lines as text."""
    return [
        (
            part.geom_type,
            [
                " ".join(f"{x:.5f},{y:.5f}" for x, y in line.coords)
                for line in (
                    [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
                )
            ],
        )
        for part in shapely.get_parts(shape)
    ]


def write_gpx(job: Job) -> bytes:
    """Return the points of layers as GPX 1.1, each with its layer, what it is and who says so.

    All cells of a row stand in its extensions, which a device passes over and this program reads.
    """
    frames, lost = [], []
    for name, rows in job.layers.items():
        title, is_point = job.title(name), rows.geom_type == "Point"
        if note := _list_lost(job, rows, is_point, "not a point or without a position"):
            lost.append(f"\n{title}. {note}\n")
        frame = _prepare(rows[is_point])
        described = frame[[column for column in _DESCRIBING if column in frame]].astype("str")
        marks = {
            "name": _list_names(job, rows[is_point]),
            "desc": [
                "; ".join(f"{k}: {v}" for k, v in row.items() if v)
                for row in described.fillna("").to_dict("records")
            ],
            "src": frame.get("source"),
            "type": frame.get("type", title),
            "layer": name,
        }
        frames.append(frame.drop(columns=["name"], errors="ignore").assign(**marks))
    points = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if points.empty:
        raise ExportError(phrase("fault.gpx"))
    out = io.BytesIO()
    pyogrio.write_dataframe(
        gpd.GeoDataFrame(points, geometry="geometry", crs=4326),
        out,
        driver="GPX",
        layer="waypoints",
        dataset_options={
            "GPX_USE_EXTENSIONS": "YES",
            "GPX_EXTENSIONS_NS": "g",
            "GPX_EXTENSIONS_NS_URL": "urn:greenline",
            "METADATA_NAME": job.about["title"],
            "METADATA_DESCRIPTION": job.text + "".join(lost),
        },
    )
    return out.getvalue()
