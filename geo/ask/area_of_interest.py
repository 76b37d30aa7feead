"""The area of interest: the whole country, areas by name, or a polygon of the reader's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask import perspective
from geo.atlas import Atlas
from geo.atlas.outlines import areas_km2
from geo.errors import QuestionError
from geo.gazetteer.resolver import GROUND, GROUND_TABLES, resolve
from geo.model import HELD
from geo.view import Bounds
from geo.view.kinds import MOST_SELF_CROSSINGS, self_crossings
from geo.words import phrase

#: The name of all areas, and the class of ground that a perspective lists.
ALL = "all"
DISPUTED = "disputed"

#: Points off every unit (crossings on the border) belong to the nearest one within so many degrees.
REACH = 0.1

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class AreaOfInterest:
    """An area of interest: the whole country, areas by name, or a polygon.

    Everything is counted by units, or cut by the polygon where there is one.
    """

    text: str
    """The question as the view's key ``a`` has it; empty for the whole country."""

    names: tuple[str, ...]
    """English names of the areas; none for the country and for a polygon."""

    pieces: gpd.GeoDataFrame
    """Units, or their parts within the polygon (EPSG:4326): unit, pcode, district, governorate,
    km2, share (of the unit's own area, 0 to 1), geometry."""

    polygon: shapely.Geometry | None
    """The polygon (EPSG:4326), valid; None for areas and for the country."""

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """The ground as a GeoJSON geometry (EPSG:4326)."""
        ground: Any = self.pieces.union_all() if self.polygon is None else self.polygon
        return dict(shapely.geometry.mapping(ground))

    @property
    def km2(self) -> float:
        """Area in km², on an equal-area projection."""
        return float(self.pieces["km2"].sum())

    def holds(self, rows: pd.DataFrame) -> np.ndarray:
        """Return for each row (unit, lon, lat) whether it lies here.

        By the unit it belongs to; by its position where it is a polygon.

        Parameters
        ----------
        rows
            Table with ``unit``, ``lon`` and ``lat`` (degrees, EPSG:4326).

        Returns
        -------
        numpy.ndarray
            Booleans, shape (n,).
        """
        if self.polygon is None:
            if not self.text:
                return np.ones(len(rows), dtype=bool)
            inside: np.ndarray = rows["unit"].isin(set(self.pieces["unit"])).to_numpy()
            return inside
        lon, lat = (rows[name].to_numpy(dtype=float) for name in ("lon", "lat"))
        result: np.ndarray = shapely.intersects_xy(self.polygon, lon, lat)
        return result & ~np.isnan(lon) & ~np.isnan(lat)


def ask(
    atlas: Atlas,
    *,
    polygon: str | Ring | shapely.Geometry | None = None,
    places: str | Iterable[str] | None = None,
) -> AreaOfInterest:
    """Return an area of interest; the whole country where nothing is named.

    Parameters
    ----------
    polygon
        Corners as ``lon,lat;lon,lat;...`` in degrees (EPSG:4326), as pairs, or as a polygon. A ring
        that crosses itself holds what lies inside an odd number of times.
    places
        Areas: ``areas:kirkuk.daquq``, ``areas:all``, ``areas:un`` (those that a perspective lists),
        ``districts:IQG13Q04``, ``governorates:IQ-KI``, ``units:IQG13Q04N06``, P-codes, ISO codes,
        or names of disputed areas, districts or governorates.

    Raises
    ------
    QuestionError
        Where an area does not exist, a polygon is none, or it lies outside the atlas.

    Examples
    --------
    >>> from geo import Atlas
    >>> area_of_interest = ask(Atlas.load(), places="areas:kirkuk.daquq")
    >>> area_of_interest.names, round(area_of_interest.km2)
    (('Kirkuk', 'Daquq'), 5590)
    """
    if polygon is not None and places is not None:
        raise QuestionError("a polygon and places: expected one of the two")
    if polygon is not None:
        return _read_drawn(atlas, polygon)
    if places is None or not places:
        return AreaOfInterest("", (), _pieces(atlas), None)
    texts = [places] if isinstance(places, str) else list(places)
    parts = [part for text in texts for part in (text.split(",") if ":" in text else [text])]
    areas = [area for part in parts for area in _find_areas(atlas, part)]
    inside = sorted({unit for _, _, units in areas for unit in units})
    pieces = _pieces(atlas).iloc[inside].reset_index(drop=True)
    names = tuple(dict.fromkeys(name for _, name, _ in areas))
    return AreaOfInterest(_join_keys([key for key, *_ in areas]), names, pieces, None)


def units_of(atlas: Atlas, points: pd.DataFrame, reach: float = REACH) -> pd.Series:
    """Return the unit that each point (lon, lat) lies in or is nearest to; '' where none is near.

    Parameters
    ----------
    points
        Columns lon and lat (EPSG:4326); a row without them has no unit.
    reach
        How far off a unit counts, in degrees: crossings stand on the border.
    """
    units = _pieces(atlas)
    tree = shapely.STRtree(units.geometry.to_numpy())
    placed = points[points["lon"].notna() & points["lat"].notna()]
    at = shapely.points(placed["lon"].to_numpy(float), placed["lat"].to_numpy(float))
    which, unit = tree.query_nearest(at, max_distance=reach, all_matches=False)
    series = pd.Series("", index=points.index, dtype="str")
    series[placed.index[which]] = units["unit"].to_numpy()[unit]
    return series


@lru_cache(maxsize=4)
def _pieces(atlas: Atlas) -> gpd.GeoDataFrame:
    names = ["unit", "pcode", "district", "governorate", "km2", "geometry"]
    return atlas.units[names].assign(share=1.0)


@lru_cache(maxsize=4)
def units_of_areas(atlas: Atlas) -> pd.DataFrame:
    """Return which unit lies in which disputed area, area by area: unit, area."""
    units = _pieces(atlas)
    pairs = [
        (units["unit"][at], row["id"])
        for row in atlas.records("areas")
        for at in perspective.within(units, row["pcodes"])
    ]
    return pd.DataFrame(pairs, columns=["unit", "area"])


def _read_drawn(atlas: Atlas, polygon: str | Ring | shapely.Geometry) -> AreaOfInterest:
    units = _pieces(atlas)
    west, south, east, north = units.total_bounds
    shape = _read_shape(polygon, (west - REACH, south - REACH, east + REACH, north + REACH))
    hit = units[shapely.intersects(units.geometry.to_numpy(), shape)]
    cut = shapely.intersection(hit.geometry.to_numpy(), shape)
    pieces = gpd.GeoDataFrame(hit.drop(columns="geometry"), geometry=cut, crs=4326)
    pieces["km2"] = areas_km2(pieces.geometry, atlas.profile.equal_area)
    pieces["share"] = pieces["km2"] / hit["km2"]
    pieces = pieces[pieces["km2"] > 0].reset_index(drop=True)
    if pieces.empty:
        raise QuestionError(phrase("fault.polygon", corners=_write_corners(shape)[:80]))
    text = polygon if isinstance(polygon, str) else _write_corners(shapely.simplify(shape, 1e-6))
    return AreaOfInterest(text, (), pieces, shape)


def _read_shape(polygon: str | Ring | shapely.Geometry, within: Bounds) -> shapely.Geometry:
    """Return a polygon as a valid area within a box (west, south, east, north, in degrees)."""
    if isinstance(polygon, shapely.Geometry):
        shape = polygon
    else:
        ring = corners(polygon) if isinstance(polygon, str) else list(polygon)
        if self_crossings(ring) > MOST_SELF_CROSSINGS:
            crossings = {"n": len(ring), "most": MOST_SELF_CROSSINGS}
            raise QuestionError(phrase("fault.polygon.crossed", **crossings))
        shape = shapely.Polygon(ring)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise QuestionError(phrase("fault.polygon.endless"))
    shape = shapely.make_valid(shape)
    areal = [part for part in shapely.get_parts(shape) if part.area > 0]
    if not areal:
        raise QuestionError(phrase("fault.polygon.flat"))
    # Edges are straight in degrees; on the equal-area projection they bend, hence more corners.
    # Only near the units do they matter: around the world they would be hundreds of thousands.
    near = shapely.intersection(shapely.union_all(areal), shapely.box(*within))
    return shapely.segmentize(near, 0.05)


def corners(text: str) -> list[tuple[float, float]]:
    """Read three or more corners such as ``44.1,35.2;44.6,35.2;44.4,35.6`` (lon,lat, degrees).

    Raises
    ------
    QuestionError
        Where the text is no list of three or more positions.
    """
    try:
        pairs = [pair.split(",") for pair in text.split(";") if pair.strip()]
        ring = [(float(lon), float(lat)) for lon, lat in pairs]
    except ValueError:
        ring = []
    if len(ring) < 3:
        form = "lon,lat;lon,lat;lon,lat"
        raise QuestionError(phrase("fault.polygon.text", text=repr(text[:80]), form=form))
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring):
        raise QuestionError(phrase("fault.polygon.order", text=repr(text[:80])))
    return ring


def _write_corners(shape: shapely.Geometry) -> str:
    """Return the outer corners of a shape's largest part to three decimals, each once."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    points = shapely.get_coordinates(shapely.get_exterior_ring(largest))[:-1]
    return ";".join(f"{lon:.3f},{lat:.3f}" for lon, lat in points)


def _find_areas(atlas: Atlas, text: str) -> list[tuple[str, str, list[int]]]:
    """Return key, name and indexes of units of each area that a text names."""
    kind, colon, ids = text.strip().partition(":")
    if colon and kind in GROUND_TABLES:
        names = [
            name for item in ids.split(".") if item for name in _list_members(atlas, kind, item)
        ]
        return [_find_area(atlas, kind, name) for name in names]
    entry = resolve(atlas, text, GROUND).entry
    return [_find_area(atlas, f"{entry.kind}s", entry.id)] if entry else []


def _list_members(atlas: Atlas, kind: str, name: str) -> list[str]:
    """Return the ids that a name stands for: of all areas, of those that a perspective lists."""
    if kind != "areas" or (name != ALL and name not in atlas.profile.perspectives):
        return [name]
    areas = atlas.table("areas")
    if name != ALL:
        rows = perspective.stretches(atlas, name) if name != HELD else []
        disputed = {row.unit for row in rows if row.end is None and row.holder == DISPUTED}
        is_listed = units_of_areas(atlas).groupby("area")["unit"].agg(disputed.issuperset)
        listed = is_listed.index[is_listed]
        areas = areas[areas["list_number"].notna() & areas["id"].isin(listed)]
    return list(areas["id"]) or [name]


def _find_area(atlas: Atlas, kind: str, name: str) -> tuple[str, str, list[int]]:
    table, key = GROUND_TABLES[kind]
    rows = pd.DataFrame(atlas.unit_records) if kind == "units" else atlas.table(table)
    rows = rows[rows[key] == name]
    if rows.empty:
        place = f"{kind}:{name}"
        raise QuestionError(phrase("fault.polygon.unknown", place=place, table=table))
    units, row = _pieces(atlas), rows.iloc[0]
    if column := {"units": "unit", "governorates": "governorate"}.get(kind):
        inside = np.flatnonzero(units[column] == name).tolist()
    else:
        inside = perspective.within(units, row["pcodes" if kind == "areas" else "pcode"])
    return f"{kind}:{name}", row["name_en"], inside


def _join_keys(keys: list[str]) -> str:
    """Join keys of one kind as the view has them: ``areas:kirkuk.daquq``."""
    kinds = dict.fromkeys(key.partition(":")[0] for key in keys)
    return ",".join(
        f"{kind}:" + ".".join(key.partition(":")[2] for key in keys if key.startswith(f"{kind}:"))
        for kind in kinds
    )
