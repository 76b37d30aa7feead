"""The parts of a sub-district that a front ran through, drawn from the settlements on each side.

A settlement pulls the ground that is nearer to it than to any other; the ground of all settlements
of one part is that part. The line between two parts is therefore approximate: it runs half-way
between settlements whose holder is known, smoothed, and never across the sub-district's border.
A post (a base, a hill, a plant) pulls no ground farther than `REACH`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.derive.cutline import is_clean, merge_strings, open_strings, pieces, smooth_line
from geo.derive.units import subdistricts, units
from geo.errors import DataError, Fault

__all__ = ["Pull", "cut", "derive", "draw", "units"]

#: A degree of longitude against one of latitude, in the middle of the belt (35.5 N).
ASPECT = 0.8141
#: How far a post pulls ground, in degrees of latitude (about 4 km).
REACH = 0.036
#: Kinds of places that are posts.
POSTS = ("base", "other")
#: Ground without a settlement of its own, below this area (square degrees, about 20 km2),
#: goes to the part that surrounds it most.
CRUMB = 2e-3

Ground = dict[str, BaseGeometry]


@dataclass(frozen=True)
class Pull:
    """Settlements and posts that pull ground."""

    seeds: np.ndarray
    names: np.ndarray
    reach: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Pull:
        """Read a frame with the columns lon, lat, part, kind."""
        first = frame.drop_duplicates(["lon", "lat"])
        post = first["kind"].isin(POSTS).to_numpy()
        return cls(
            seeds=first[["lon", "lat"]].to_numpy(float),
            names=np.array(list(first["part"])),
            reach=np.where(post & ~post.all(), REACH, np.inf),
        )

    @property
    def flat(self) -> np.ndarray:
        """The seeds with a degree of longitude as long as one of latitude."""
        return self.seeds * [ASPECT, 1.0]

    def owner(self, point: tuple[float, ...]) -> str:
        """Return the part of the nearest place that reaches a spot."""
        far = np.hypot(*(self.flat - np.array(point) * [ASPECT, 1.0]).T)
        return str(self.names[np.argmin(np.where(far <= self.reach, far, np.inf))])


def derive(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Draw the parts of every cut sub-district."""
    return {
        "control/parts.shp": draw(
            _table(data / "control" / "parts.csv"),
            _table(data / "control" / "seeds.csv"),
            _table(data / "places" / "places.csv"),
            subdistricts(data),
        )
    }


def draw(
    parts: pd.DataFrame, seeds: pd.DataFrame, places: pd.DataFrame, ground: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Cut each sub-district that has parts, by its seeds."""
    outlines: Any = ground.set_index("pcode").geometry
    points = _points(seeds, places)
    drawn: Ground = {}
    for pcode, rows in parts.groupby("pcode"):
        drawn |= cut(outlines[str(pcode)], Pull.of(points[points["part"].isin(rows["id"])]))
    landless = [
        _landless_fault(row, part) for row, part in enumerate(parts["id"], 2) if part not in drawn
    ]
    if landless:
        raise DataError(landless)
    frame = parts[["id", "pcode", "confidence"]].sort_values("id", ignore_index=True)
    frame.insert(2, "source", "greenline")
    shapes = [drawn[part] for part in frame["id"]]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=ground.crs)


def cut(unit: Polygon, pull: Pull) -> Ground:
    """Cut one polygon, each line as smooth as leaves every seed on its side."""
    strings = open_strings(_middle_lines(pull, unit), unit)
    faces = pieces(unit, strings)
    owners = [pull.owner(face.representative_point().coords[0]) for face in faces]
    owners = _sweep(faces, owners, pull.seeds)
    ground = _ground(faces, owners)
    strings = merge_strings(_fronts(strings, faces, owners), unit)
    inside = shapely.intersects(shapely.points(pull.seeds), unit)
    for number, string in enumerate(strings):
        for level in (2, 1):
            trial = [*strings[:number], smooth_line(string, level), *strings[number + 1 :]]
            if is_clean(unit, trial) and _keeps(
                _assign_faces(pieces(unit, trial), ground), pull.seeds[inside], pull.names[inside]
            ):
                strings = trial
                break
    return _assign_faces(pieces(unit, strings), ground)


def _middle_lines(pull: Pull, unit: Polygon) -> BaseGeometry:
    """Lines half-way between settlements of different parts, and the bounds of posts."""
    frame = _stretch(shapely.box(*unit.union(shapely.MultiPoint(pull.seeds)).bounds), ASPECT)
    post = np.isfinite(pull.reach)
    names = pull.names[~post]
    cells = _cells(pull.flat[~post], frame)
    regions = [shapely.coverage_union_all(cells[names == name]) for name in sorted(set(names))]
    rounds = shapely.buffer(shapely.points(pull.flat[post]), pull.reach[post])
    pockets = shapely.intersection(_cells(pull.flat, frame)[post], rounds)
    lines = [shape.boundary for shape in (*regions, *pockets)]
    return _stretch(shapely.union_all(lines), 1 / ASPECT)


def _cells(flat: np.ndarray, frame: BaseGeometry) -> np.ndarray:
    """Ground nearest to each point (Voronoi), in the points' order, well beyond `frame`."""
    if len(flat) == 1:
        return np.array([frame.buffer(2.0)])
    cells = shapely.voronoi_polygons(
        shapely.multipoints(flat), extend_to=frame.buffer(2.0), ordered=True
    )
    return shapely.get_parts(cells)


def _sweep(faces: list[Polygon], owners: list[str], seeds: np.ndarray) -> list[str]:
    """Give crumbs without a settlement to the neighbour with the longest shared border."""
    points = shapely.multipoints(seeds)
    settled = [face.intersects(points) or face.area >= CRUMB for face in faces]
    swept = list(owners)
    for number, face in enumerate(faces):
        if settled[number]:
            continue
        shared: dict[str, float] = {}
        for other, owner, stays in zip(faces, owners, settled, strict=True):
            if stays:
                length = shapely.intersection(face.boundary, other.boundary).length
                shared[owner] = shared.get(owner, 0.0) + length
        swept[number] = max(sorted(shared), key=lambda owner: shared[owner])
    return swept


def _fronts(strings: list[LineString], faces: list[Polygon], owners: list[str]) -> list[LineString]:
    """Strings with a different part on each side."""
    return [string for string in strings if len(_sides(string, faces, owners)) > 1]


def _sides(string: LineString, faces: list[Polygon], owners: list[str]) -> set[str]:
    middle = string.interpolate(0.5, normalized=True)
    return {
        owner
        for face, owner in zip(faces, owners, strict=True)
        if face.boundary.distance(middle) < 1e-9
    }


def _assign_faces(faces: list[Polygon], ground: Ground) -> Ground:
    """Give each face to the part whose ground it covers most."""
    owners = []
    for face in faces:
        shares = {part: shapely.intersection(face, shape).area for part, shape in ground.items()}
        owners.append(max(shares, key=lambda part: shares[part]))
    return _ground(faces, owners)


def _ground(faces: list[Polygon], owners: list[str]) -> Ground:
    mine = np.array(owners)
    shapes = np.array(faces)
    return {
        str(part): shapely.normalize(shapely.coverage_union_all(shapes[mine == part]))
        for part in sorted(set(owners))
    }


def _keeps(ground: Ground, seeds: np.ndarray, names: np.ndarray) -> bool:
    """Whether every settlement lies in its part."""
    return all(
        name in ground and ground[name].covers(point)
        for name, point in zip(names, map(shapely.Point, seeds), strict=True)
    )


def _stretch(shape: BaseGeometry, factor: float) -> BaseGeometry:
    return shapely.transform(shape, lambda coords: coords * [factor, 1.0])


def _points(seeds: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Seeds with position and kind of their places, in a fixed order."""
    where = places[["id", "lon", "lat", "kind"]].rename(columns={"id": "place"})
    points = seeds[["place", "part"]].merge(where, on="place", how="left", validate="m:1")
    lost = [
        Fault("control/seeds.csv", row, "place", place, "an id of places/places.csv")
        for row, place, lon in zip(
            range(2, len(points) + 2), points["place"], points["lon"], strict=True
        )
        if pd.isna(lon)
    ]
    if lost:
        raise DataError(lost)
    return points.sort_values(["part", "place"], ignore_index=True)


def _landless_fault(row: int, part: str) -> Fault:
    accepted = "a part with at least one seed (control/seeds.csv) inside its sub-district"
    return Fault("control/parts.csv", row, "id", part, accepted)


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False)
