"""Areas of a file as valid outlines in degrees: faults are repaired and counted, or set aside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.tabular.geometry import in_degrees
from geo.tabular.grid import BadRow, Sheet, rows_at
from geo.tabular.source import read_error
from geo.words import phrase

#: Shapes that are areas, as shapely numbers them: polygons, several of them, collections.
_AREAS: Final = (3, 6, 7)
_POLYGON: Final = 3

#: Rows that a note names at most.
NAMED: Final = 20

_AREA: Final = phrase("fault.accepted.area")
_DEGREES: Final = phrase("fault.accepted.degrees")
_POLE: Final = phrase("fault.accepted.no_pole")

Shapes = npt.NDArray[np.object_]


def select_outlines(sheet: Sheet, corners: int) -> Sheet:
    """Return the rows of a sheet that are areas, with valid outlines in degrees (EPSG:4326)."""
    if sheet.shapes is None:
        return sheet
    shapes = sheet.shapes
    _check_corners(sheet, shapes, corners)
    notes: dict[str, npt.NDArray[np.bool_]] = {}
    notes["outlines_flattened"] = shapely.has_z(shapes)
    shapes = in_degrees(shapely.force_2d(shapes), sheet.system)
    areal = np.isin(shapely.get_type_id(shapes), _AREAS) & ~shapely.is_empty(shapes)
    wanted = np.where(areal, "", _AREA).astype(object)
    shapes, notes["outlines_cut"] = _cut_at_date_line(shapes, areal, wanted)
    notes["outlines_repaired"] = areal & ~shapely.is_valid(shapes)
    repaired = notes["outlines_repaired"]
    shapes[repaired] = shapely.make_valid(shapes[repaired])
    shapes = np.array(
        [_area_of(shape) if fits else None for shape, fits in zip(shapes, areal, strict=True)],
        object,
    )
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    wanted[missing & (wanted == "")] = _AREA
    _check_degrees(shapes, wanted)
    return _select_areas(sheet, shapes, wanted, notes)


def _check_corners(sheet: Sheet, shapes: Shapes, most: int) -> None:
    counts = shapely.get_num_coordinates(shapes)
    if (total := int(counts.sum())) <= most:
        return
    largest = int(counts.argmax())
    raise read_error(
        sheet.name, "corners", "simplified",
        row=int(sheet.row[largest]), value=_label(sheet, largest),
        n=total, largest=int(counts[largest]), most=most,
    )  # fmt: skip


def _cut_at_date_line(
    shapes: Shapes, areal: npt.NDArray[np.bool_], wanted: Shapes
) -> tuple[Shapes, npt.NDArray[np.bool_]]:
    """Cut areas that cross the date line; refuse those around a pole."""
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        wide = areal & ((bounds[:, 2] - bounds[:, 0] > 180) | (bounds[:, 2] > 180))
    cut, shapes = np.zeros(len(shapes), bool), shapes.copy()
    for at in np.flatnonzero(wide):
        unwound, closed = _unwound(shapes[at])
        if not closed:
            wanted[at] = _POLE
        elif unwound is not None:
            shapes[at], cut[at] = _fold_outline(shapely.make_valid(unwound)), True
    return shapes, cut


def _unwound(shape: Any) -> tuple[Any, bool]:
    """Return an area whose rings run on beyond 180 degrees if any does, and whether all close."""
    changed = bool(shapely.bounds(shape)[2] > 180)
    parts = []
    for polygon in _polygons(shape):
        rings = []
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)
            steps = np.diff(points[:, 0])
            turns = np.where((np.abs(steps) > 180) & (np.abs(steps) < 360), -np.sign(steps), 0)
            shift = 360 * np.concatenate([[0], np.cumsum(turns)])
            if shift[-1]:
                return None, False
            changed |= bool(turns.any())
            rings.append(points + np.column_stack([shift, np.zeros(len(points))]))
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return (shapely.MultiPolygon(parts) if changed else None), True


def _fold_outline(shape: Any) -> Any:
    """Return an area with what lies beyond 180 degrees on the other side."""
    parts = []
    for turn in (-360, 0, 360):
        part = shapely.intersection(shape, shapely.box(-180 + turn, -90, 180 + turn, 90))
        corners = shapely.get_coordinates(part) - [turn, 0]
        parts.append(shapely.set_coordinates(part, corners))
    return shapely.union_all(parts)


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


def _check_degrees(shapes: Shapes, wanted: Shapes) -> None:
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        wild = (np.abs(bounds[:, [0, 2]]) > 180.0001).any(1) | (np.abs(bounds[:, [1, 3]]) > 90).any(
            1
        )
    infinite = ~shapely.is_missing(shapes) & ~np.isfinite(bounds).all(1)
    wanted[(wild | infinite) & (wanted == "")] = _DEGREES


def _select_areas(
    sheet: Sheet, shapes: Shapes, wanted: Shapes, notes: dict[str, npt.NDArray[np.bool_]]
) -> Sheet:
    """Return the rows that are areas; the others are bad records."""
    good = wanted == ""
    bad = tuple(
        BadRow(int(sheet.row[at]), _label(sheet, at), wanted[at]) for at in np.flatnonzero(~good)
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
