"""Shapes as one point each, in degrees (EPSG:4326)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj.exceptions import ProjError

from geo.errors import ReadError
from geo.tabular.source import Source

Floats = npt.NDArray[np.float64]

_DEGREES = "longitude -180 to 180 and latitude -90 to 90 in degrees, or a file that names its CRS"


@dataclass(frozen=True)
class Points:
    """Where the records of a file are."""

    lon: Floats
    """Shape (n,), degrees east; NaN where there is no shape."""

    lat: Floats
    """Shape (n,), degrees north."""

    crs: str
    """The system the file is in, as a reader knows it."""

    inner: npt.NDArray[np.bool_]
    """Shape (n,): whether the shape is a line or an area, and the point one within it."""


def points(source: Source, shapes: npt.NDArray[Any], crs: Any) -> Points:
    """Return one point for each shape.

    Parameters
    ----------
    source
        The file, for messages.
    shapes
        Shape (n,): shapely geometries, or None.
    crs
        Anything that pyproj takes; None where the file names none.

    Raises
    ------
    geo.errors.ReadError
        Where coordinates cannot be degrees though no other system is named, or the system is
        not known.
    """
    solid = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    area = solid & (shapely.get_type_id(shapes) > 0)
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    inner = shapes.copy()
    inner[area] = shapely.point_on_surface(shapes[area])
    x[solid], y[solid] = shapely.get_x(inner[solid]), shapely.get_y(inner[solid])
    return located(source, x, y, crs, area)


def located(
    source: Source, x: Floats, y: Floats, crs: Any, area: npt.NDArray[np.bool_] | None = None
) -> Points:
    """Return coordinates in degrees.

    Parameters
    ----------
    source
        The file, for messages.
    x, y
        Shape (n,): coordinates in ``crs``.
    crs
        Anything that pyproj takes; None where the file names none, then they are degrees.
    area
        Shape (n,): whether the shape is a line or an area.

    Raises
    ------
    geo.errors.ReadError
        As for :func:`points`.
    """
    known = _system(source, crs)
    inner = np.zeros(len(x), bool) if area is None else area
    if known is None or known.is_geographic:
        _check_degrees(source, x, y, known)
        return Points(x, y, "EPSG:4326" if known is None else _named(known), inner)
    change = pyproj.Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    lon, lat = change.transform(x, y)
    finite = np.isfinite(lon) & np.isfinite(lat)
    if np.isfinite(x).any() and not finite.any():
        what = f"has coordinates that do not fit its CRS, {_named(known)}"
        raise source.fail(what, accepted=_DEGREES)
    return Points(
        np.where(finite, lon, np.nan), np.where(finite, lat, np.nan), _named(known), inner
    )


def _system(source: Source, crs: Any) -> pyproj.CRS | None:
    if crs is None or crs == "":
        return None
    try:
        return pyproj.CRS.from_user_input(crs)
    except (ProjError, ValueError, TypeError, AttributeError) as error:
        first = str(error).partition("\n")[0]
        raise source.fail("names a CRS that is not known", value=first, accepted=_DEGREES) from None


def _named(crs: pyproj.CRS) -> str:
    found = crs.to_authority()
    return ":".join(found) if found else crs.name


def _check_degrees(source: Source, x: Floats, y: Floats, known: pyproj.CRS | None) -> None:
    """Refuse coordinates that cannot be degrees."""
    finite = np.isfinite(x) & np.isfinite(y)
    wild = finite & ((np.abs(x) > 360) | (np.abs(y) > 90))
    if wild.sum() * 2 <= finite.sum():
        return
    at = int(wild.argmax())
    named = f"names {_named(known)} but" if known is not None else "names no CRS and"
    raise ReadError(
        f"{named} has coordinates that cannot be degrees",
        file=source.name,
        row=at + 2,
        value=f"{x[at]:.10g} {y[at]:.10g}",
        accepted=_DEGREES,
    )
