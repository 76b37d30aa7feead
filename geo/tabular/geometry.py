"""Shapes as points and as valid outlines in degrees; faults are repaired, counted or set aside."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj.exceptions import ProjError

from geo.tabular.columns import score
from geo.tabular.grid import BadRow, Sheet, rows_at, sort_bad
from geo.tabular.source import read_error
from geo.tabular.values import degrees
from geo.words import phrase

#: What shapely calls a shape of several points; GeoPackages may hold a single one so.
_MULTIPOINT: Final = 4


def place_shapes(sheet: Sheet, shapes: npt.NDArray[Any], crs: Any) -> Sheet:
    """Return a table with the shapes of its rows, where they are and the name of their system.

    A point of a line or an area is one within it; ``crs`` is anything that pyproj takes.
    """
    try:
        system = None if crs is None or crs == "" else pyproj.CRS.from_user_input(crs)
    except (ProjError, ValueError, TypeError, AttributeError) as error:
        first = str(error).partition("\n")[0]
        raise read_error(sheet.name, "unknown_crs", "degrees_or_crs", value=first) from None
    authority = system.to_authority() if system else ("EPSG", "4326")
    name = ":".join(authority) if authority or not system else system.name
    solid = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes = shapes.copy()
    alone = solid & (shapely.get_type_id(shapes) == _MULTIPOINT)
    alone &= shapely.get_num_geometries(shapes) == 1
    shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    area = solid & (shapely.get_type_id(shapes) > 0)
    lon, lat = np.full((2, len(shapes)), np.nan)
    inner = shapes.copy()
    inner[area] = shapely.point_on_surface(shapes[area])
    lon[solid], lat[solid] = shapely.get_x(inner[solid]), shapely.get_y(inner[solid])
    finite = np.isfinite(lon) & np.isfinite(lat)
    if system is None or system.is_geographic:
        wild = finite & ((np.abs(lon) > 360) | (np.abs(lat) > 90))
        if wild.sum() * 2 > finite.sum():
            at = int(wild.argmax())
            what = "no_degrees_in" if system else "no_degrees"
            value = f"{lon[at]:.10g} {lat[at]:.10g}"
            crs = name if system else ""
            row = int(sheet.row[at])
            raise read_error(sheet.name, what, "degrees_or_crs", row=row, value=value, crs=crs)
    else:
        change = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)
        lon, lat = change.transform(lon, lat)
        within = np.isfinite(lon) & np.isfinite(lat)
        if finite.any() and not within.any():
            raise read_error(sheet.name, "not_in_crs", "degrees_or_crs", crs=name)
        lon, lat = np.where(within, lon, np.nan), np.where(within, lat, np.nan)
    details = sheet.details | {"crs": name}
    return replace(
        sheet, lon=lon, lat=lat, inner=area, shapes=shapes, system=system, details=details
    )


#: Degrees that the two may differ by; rounding to two decimals stays below it.
APART: Final = 0.02


def check_agreement(sheet: Sheet) -> Sheet:
    """Return a table without rows whose shape lies elsewhere than their columns say.

    A file that names the wrong CRS is found out so. Lines and areas, and tables without such
    columns, are left as they are.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"lat": ["35.5", "35.5"], "lon": ["44.4", "44.4"]})
    >>> lon, lat = np.array([44.4, 38.4]), np.array([35.5, 35.5])
    >>> sheet = check_agreement(Sheet(frame, np.array([2, 3]), "gpkg", lon=lon, lat=lat))
    >>> sheet.row.tolist(), [bad_row.row for bad_row in sheet.bad]
    ([2], [3])
    """
    if sheet.lon is None or sheet.lat is None:
        return sheet
    named = []
    for axis in ("lon", "lat"):  # an unambiguous name: ``x`` and ``y`` may be anything
        names = (str(name) for name in sheet.frame.columns)
        named += [name for name in names if score(name, axis) > 0.95 and len(name) > 1][:1]
    if len(named) < 2 or not len(sheet.frame):
        return sheet
    lon, lat = degrees(sheet.frame[named[0]], "lon"), degrees(sheet.frame[named[1]], "lat")
    with np.errstate(invalid="ignore"):
        apart = (np.abs(lon - sheet.lon) > APART) | (np.abs(lat - sheet.lat) > APART)
    if sheet.inner is not None:
        apart &= ~sheet.inner
    accepted = phrase("fault.accepted.agreeing")
    bad = [
        BadRow(int(sheet.row[at]), " | ".join(map(str, sheet.frame.iloc[at]))[:500], accepted)
        for at in np.flatnonzero(apart)
    ]
    return replace(sheet, **rows_at(sheet, ~apart), bad=sort_bad(sheet.bad, bad)) if bad else sheet


#: Shapes that are areas, as shapely numbers them: polygons, several of them, collections.
_AREAS: Final = (3, 6, 7)
_POLYGONS: Final = (3, 6)
_POLYGON: Final = 3

#: Rows that a note names at most.
NAMED: Final = 20

_AREA: Final = phrase("fault.accepted.area")
_DEGREES: Final = phrase("fault.accepted.degrees")
_NARROW: Final = phrase("fault.accepted.narrow")

#: Degrees of longitude beyond which a ring goes around the wrong way, or around a pole.
_WIDEST: Final = 180

Shapes = npt.NDArray[np.object_]


#: A cell that is a polygon, as well-known text; cells by which its column is detected.
_OUTLINE: Final = re.compile(
    r"\s*(?:srid=\d+;)?\s*(?:multi)?polygon\s*z?m?\s*\(", re.IGNORECASE | re.ASCII
)
_LOOKED: Final = 5_000


def read_outlines(sheet: Sheet) -> Sheet:
    """Return a table with the shapes of the column that has polygons as text, if there is one.

    What else stands in the column stays text, such as the names of places.
    """
    if sheet.shapes is not None:
        return sheet
    for name in sheet.frame.columns:
        if not sheet.frame[name].iloc[:_LOOKED].str.match(_OUTLINE).any():
            continue
        outlined = sheet.frame[name].str.match(_OUTLINE).to_numpy(bool)
        texts = [
            cell.rpartition(";")[2] if is_outline else None
            for cell, is_outline in zip(sheet.frame[name], outlined, strict=True)
        ]
        shapes = np.asarray(shapely.from_wkt(texts, on_invalid="ignore"), object)
        outlined = outlined & ~shapely.is_missing(shapes)
        frame = sheet.frame.assign(**{name: sheet.frame[name].mask(outlined, "")})
        frame = frame.drop(columns=[] if (frame[name] != "").any() else [name])
        return replace(sheet, frame=frame, shapes=shapes, inner=outlined)
    return sheet


def select_outlines(sheet: Sheet, most: int) -> Sheet:
    """Return rows that are areas, with valid outlines in degrees (EPSG:4326), or have no shape."""
    if sheet.shapes is None:
        return sheet
    without = shapely.is_missing(sheet.shapes)
    counts = shapely.get_num_coordinates(sheet.shapes)
    if (total := int(counts.sum())) > most:
        largest = int(counts.argmax())
        raise read_error(
            sheet.name, "corners", "simplified",
            row=int(sheet.row[largest]), value=_label(sheet, largest),
            n=total, largest=int(counts[largest]), most=most,
        )  # fmt: skip
    notes = {"outlines_flattened": shapely.has_z(sheet.shapes)}
    shapes = shapely.force_2d(sheet.shapes)
    if sheet.system is not None and not sheet.system.is_geographic:
        change = pyproj.Transformer.from_crs(sheet.system, "EPSG:4326", always_xy=True)
        corners = np.column_stack(change.transform(*shapely.get_coordinates(shapes).T))
        shapes = shapely.set_coordinates(shapes, corners)
    areal = np.isin(shapely.get_type_id(shapes), _AREAS) & ~shapely.is_empty(shapes)
    accepted = np.where(areal, "", _AREA).astype(object)
    parts, rows = shapely.get_parts(shapes, return_index=True)
    bounds = shapely.bounds(parts).reshape(-1, 4)
    wide = np.zeros(len(shapes), bool)
    wide[rows[bounds[:, 2] - bounds[:, 0] > _WIDEST]] = True
    accepted[areal & wide] = _NARROW
    repaired = notes["outlines_repaired"] = areal & ~shapely.is_valid(shapes)
    shapes[repaired] = shapely.make_valid(shapes[repaired])
    shapes[~areal] = None
    collections = areal & ~np.isin(shapely.get_type_id(shapes), _POLYGONS)
    for at in np.flatnonzero(collections):  # without points and lines
        polygons = _polygons(shapes[at])
        shapes[at] = shapely.union_all(polygons) if polygons else None
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    accepted[missing & (accepted == "")] = _AREA
    accepted[without] = ""
    bounds = np.abs(shapely.bounds(shapes)).reshape(-1, 4)
    with np.errstate(invalid="ignore"):
        within = (bounds <= [180.0001, 90, 180.0001, 90]).all(1)
    accepted[~missing & ~within & (accepted == "")] = _DEGREES
    return _select_areas(sheet, shapes, accepted, notes)


def drop_unshaped(sheet: Sheet) -> Sheet:
    """Return the rows of a sheet that have shapes; the others are bad records."""
    if sheet.shapes is None:
        return sheet
    accepted = np.where(shapely.is_missing(sheet.shapes), _AREA, "").astype(object)
    return _select_areas(sheet, sheet.shapes, accepted, {}) if (accepted != "").any() else sheet


def _polygons(shape: Any) -> list[Any]:
    """Return the polygons of a shape, those in collections within it too."""
    kind = int(shapely.get_type_id(shape))
    if kind == _POLYGON:
        return [shape]
    parts = shapely.get_parts(shape) if kind > _POLYGON else ()
    return [polygon for part in parts for polygon in _polygons(part)]


def _select_areas(
    sheet: Sheet, shapes: Shapes, accepted: Shapes, notes: dict[str, npt.NDArray[np.bool_]]
) -> Sheet:
    """Return the rows that are areas; the others are bad records."""
    good = accepted == ""
    bad = [
        BadRow(int(sheet.row[at]), _label(sheet, at), accepted[at]) for at in np.flatnonzero(~good)
    ]
    counted = [(name, int((rows & good).sum())) for name, rows in notes.items()]
    rows = {name: sheet.row[note & good][:NAMED] for name, note in notes.items()}
    named = {name: ", ".join(map(str, some)) for name, some in rows.items() if len(some)}
    outlines = replace(sheet, shapes=shapes, system=None)
    return replace(
        outlines,
        **rows_at(outlines, np.flatnonzero(good)),
        details=sheet.details | named,
        bad=sort_bad(sheet.bad, bad),
        notes=(
            *(note for note in sheet.notes if note[0] != "areas_as_points"),
            *(item for item in counted if item[1]),
        ),
    )


def _label(sheet: Sheet, at: Any) -> str:
    """Return what a row says, in short."""
    return " | ".join(cell for cell in map(str, sheet.frame.iloc[at]) if cell)[:200]
