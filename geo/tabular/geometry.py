"""Shapes as points and as valid outlines in degrees; faults are repaired, counted or set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj.exceptions import ProjError

from geo.tabular.columns import score
from geo.tabular.grid import BadRow, Sheet, rows_at
from geo.tabular.source import Source, read_error
from geo.tabular.values import degrees
from geo.words import phrase

Floats = npt.NDArray[np.float64]

#: What shapely calls a shape of several points; GeoPackages may hold a single one so.
_MULTIPOINT: Final = 4


@dataclass(frozen=True)
class Points:
    """Where the records of a file are."""

    lon: Floats  #: Shape (n,), degrees east; NaN where there is no shape.
    lat: Floats  #: Shape (n,), degrees north.
    crs: str  #: The system the file is in, as a reader knows it.
    #: Shape (n,): whether the shape is a line or an area, and the point one within it.
    inner: npt.NDArray[np.bool_]
    #: Shape (n,): the shapes themselves, in the system of the file.
    shapes: npt.NDArray[Any] | None = None
    system: pyproj.CRS | None = None  #: The system of the shapes; None for degrees.


def placement(placed: Points | None) -> dict[str, Any]:
    """Return where the records of a file are, as a sheet holds it."""
    names = ("lon", "lat", "inner", "shapes", "system")
    return {name: getattr(placed, name) for name in names} if placed else {}


def points(source: Source, shapes: npt.NDArray[Any], crs: Any) -> Points:
    solid = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes = shapes.copy()
    alone = solid & (shapely.get_type_id(shapes) == _MULTIPOINT)
    alone &= shapely.get_num_geometries(shapes) == 1
    shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    area = solid & (shapely.get_type_id(shapes) > 0)
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    inner = shapes.copy()
    inner[area] = shapely.point_on_surface(shapes[area])
    x[solid], y[solid] = shapely.get_x(inner[solid]), shapely.get_y(inner[solid])
    placed = locate_points(source, x, y, crs, area)
    return replace(placed, shapes=shapes, system=_system(source, crs))


def in_degrees(shapes: npt.NDArray[Any], system: pyproj.CRS | None) -> npt.NDArray[Any]:
    """Return shapes in degrees; longitude stands first."""
    if system is None or system.is_geographic:
        return shapes
    change = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    flat = shapely.get_coordinates(shapes)
    return shapely.set_coordinates(shapes.copy(), np.column_stack(change.transform(*flat.T)))


def locate_points(
    source: Source, x: Floats, y: Floats, crs: Any, area: npt.NDArray[np.bool_] | None = None
) -> Points:
    """Return coordinates in degrees."""
    known = _system(source, crs)
    inner = np.zeros(len(x), bool) if area is None else area
    if known is None or known.is_geographic:
        _check_degrees(source, x, y, known)
        return Points(x, y, "EPSG:4326" if known is None else _name_system(known), inner)
    change = pyproj.Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    lon, lat = change.transform(x, y)
    finite = np.isfinite(lon) & np.isfinite(lat)
    if np.isfinite(x).any() and not finite.any():
        raise source.fail("not_in_crs", "degrees_or_crs", crs=_name_system(known))
    return Points(
        np.where(finite, lon, np.nan), np.where(finite, lat, np.nan), _name_system(known), inner
    )


def _system(source: Source, crs: Any) -> pyproj.CRS | None:
    if crs is None or crs == "":
        return None
    try:
        return pyproj.CRS.from_user_input(crs)
    except (ProjError, ValueError, TypeError, AttributeError) as error:
        first = str(error).partition("\n")[0]
        raise source.fail("unknown_crs", "degrees_or_crs", value=first) from None


def _name_system(crs: pyproj.CRS) -> str:
    result = crs.to_authority()
    return ":".join(result) if result else crs.name


def _check_degrees(source: Source, x: Floats, y: Floats, known: pyproj.CRS | None) -> None:
    """Refuse coordinates that cannot be degrees."""
    finite = np.isfinite(x) & np.isfinite(y)
    wild = finite & ((np.abs(x) > 360) | (np.abs(y) > 90))
    if wild.sum() * 2 <= finite.sum():
        return
    at = int(wild.argmax())
    what = "no_degrees" if known is None else "no_degrees_in"
    crs = "" if known is None else _name_system(known)
    value = f"{x[at]:.10g} {y[at]:.10g}"
    raise source.fail(what, "degrees_or_crs", row=at + 2, value=value, crs=crs)


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
    columns = [_named_column(sheet, axis) for axis in ("lon", "lat")]
    if None in columns or not len(sheet.frame):
        return sheet
    lon, lat = (
        degrees(sheet.frame[str(name)], axis)
        for name, axis in zip(columns, ("lon", "lat"), strict=True)
    )
    with np.errstate(invalid="ignore"):
        apart = (np.abs(lon - sheet.lon) > APART) | (np.abs(lat - sheet.lat) > APART)
    if sheet.inner is not None:
        apart &= ~sheet.inner
    return _remove_rows(sheet, apart) if apart.any() else sheet


def _named_column(sheet: Sheet, axis: str) -> str | None:
    """Return the column with an unambiguous name; ``x`` and ``y`` may be anything."""
    names = (str(name) for name in sheet.frame.columns)
    return next((name for name in names if score(name, axis) > 0.95 and len(name) > 1), None)


def _remove_rows(sheet: Sheet, apart: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Sheet:
    """Move rows to the bad records."""
    accepted = phrase("fault.accepted.agreeing")
    bad = tuple(
        BadRow(int(sheet.row[at]), " | ".join(map(str, sheet.frame.iloc[at]))[:500], accepted)
        for at in np.flatnonzero(apart)
    )
    return replace(
        sheet,
        **rows_at(sheet, ~apart),
        bad=tuple(sorted((*sheet.bad, *bad), key=lambda bad_row: bad_row.row)),
    )


#: Shapes that are areas, as shapely numbers them: polygons, several of them, collections.
_AREAS: Final = (3, 6, 7)
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


def select_outlines(sheet: Sheet, corners: int) -> Sheet:
    """Return rows that are areas, with valid outlines in degrees (EPSG:4326), or have no shape."""
    if sheet.shapes is None:
        return sheet
    without = shapely.is_missing(sheet.shapes)
    counts = shapely.get_num_coordinates(sheet.shapes)
    if (total := int(counts.sum())) > corners:
        largest = int(counts.argmax())
        raise read_error(
            sheet.name, "corners", "simplified",
            row=int(sheet.row[largest]), value=_label(sheet, largest),
            n=total, largest=int(counts[largest]), most=corners,
        )  # fmt: skip
    notes = {"outlines_flattened": shapely.has_z(sheet.shapes)}
    shapes = in_degrees(shapely.force_2d(sheet.shapes), sheet.system)
    areal = np.isin(shapely.get_type_id(shapes), _AREAS) & ~shapely.is_empty(shapes)
    accepted = np.where(areal, "", _AREA).astype(object)
    parts, rows = shapely.get_parts(shapes, return_index=True)
    bounds = shapely.bounds(parts).reshape(-1, 4)
    wide = np.zeros(len(shapes), bool)
    wide[rows[bounds[:, 2] - bounds[:, 0] > _WIDEST]] = True
    accepted[areal & wide] = _NARROW
    repaired = notes["outlines_repaired"] = areal & ~shapely.is_valid(shapes)
    shapes[repaired] = shapely.make_valid(shapes[repaired])
    areas = [_area_of(shape) if fits else None for shape, fits in zip(shapes, areal, strict=True)]
    shapes = np.array(areas, object)
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


def _area_of(shape: Any) -> Any:
    """Return a shape without points and lines; None where nothing is left."""
    if shapely.get_type_id(shape) in {3, 6}:
        return shape
    polygons = _polygons(shape)
    return shapely.union_all(polygons) if polygons else None


def _select_areas(
    sheet: Sheet, shapes: Shapes, accepted: Shapes, notes: dict[str, npt.NDArray[np.bool_]]
) -> Sheet:
    """Return the rows that are areas; the others are bad records."""
    good = accepted == ""
    bad = tuple(
        BadRow(int(sheet.row[at]), _label(sheet, at), accepted[at]) for at in np.flatnonzero(~good)
    )
    counted = [(name, int((rows & good).sum())) for name, rows in notes.items()]
    rows = {name: sheet.row[note & good][:NAMED] for name, note in notes.items()}
    named = {name: ", ".join(map(str, some)) for name, some in rows.items() if len(some)}
    outlines = replace(sheet, shapes=shapes, system=None)
    return replace(
        outlines,
        **rows_at(outlines, np.flatnonzero(good)),
        details=sheet.details | named,
        bad=tuple(sorted((*sheet.bad, *bad), key=lambda bad_row: bad_row.row)),
        notes=(
            *(note for note in sheet.notes if note[0] != "areas_as_points"),
            *(item for item in counted if item[1]),
        ),
    )


def _label(sheet: Sheet, at: Any) -> str:
    """Return what a row says, in short."""
    return " | ".join(cell for cell in map(str, sheet.frame.iloc[at]) if cell)[:200]
