"""A control map of somebody else over the atlas's: where the two agree, and where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask import holdings
from geo.ask.holder_names import resolve_holders
from geo.atlas import Atlas
from geo.atlas.outlines import areas_km2
from geo.errors import QuestionError
from geo.renamed import keep_calls
from geo.view import day_of
from geo.words import phrase

__all__ = ["Comparison", "rival"]

#: Degrees between corners at most: edges are straight in degrees and bend where areas are measured.
_STEP: Final = 0.05

#: Pieces smaller than this, in km², are what is left between two drawings of one line.
SLIVER: Final = 0.05

#: What of a spell a row of the comparison says.
_SPELL: Final = (
    *("spell", "since", "held_since", "precision", "certainty", "probability"),
    *("evidence", "publishers", "newest", "source"),
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a rival map says of the ground, against the atlas on one day.

    Attributes
    ----------
    day
        The day.
    pairs
        km2 and units by ours (holder in the atlas) and theirs (holder on the rival map).
    units
        One row a unit and holder on the rival map: unit, pcode, names, district, governorate, ours,
        theirs, km2, share (of the unit), and our spell, its start, precision, certainty, evidence
        and source.
    holders
        One row a holder: ours_km2 (within the rival map's ground), theirs_km2, both_km2 and iou
        (both over either, 0 to 1).
    uncovered_km2
        Ground of the atlas of which the rival map says nothing.
    outside_km2
        Ground of the rival map beyond the atlas, within three degrees of it.
    overlap_km2
        Ground that the rival map gives to two holders; counted for the one that lies above.
    """

    day: date
    pairs: pd.DataFrame
    units: pd.DataFrame
    holders: pd.DataFrame
    uncovered_km2: float
    outside_km2: float
    overlap_km2: float

    @property
    def shared_km2(self) -> float:
        """Ground on which both say the same."""
        same = self.pairs["ours"] == self.pairs["theirs"]
        return float(self.pairs.loc[same, "km2"].sum())

    @property
    def different_km2(self) -> float:
        """Ground on which they differ."""
        return float(self.pairs["km2"].sum()) - self.shared_km2

    def __repr__(self) -> str:
        """Return the figures in one line."""
        return (
            f"<Comparison {self.day}: {self.shared_km2:,.1f} km² alike, "
            f"{self.different_km2:,.1f} km² not, {self.uncovered_km2:,.1f} km² not covered>"
        )


@dataclass(frozen=True, eq=False)
class RivalGround:
    """The ground of a rival map, cut by the units of the atlas."""

    #: One row a unit and holder (EPSG:4326): unit, holder, km2, share, geometry.
    pieces: gpd.GeoDataFrame

    outside_km2: float
    overlap_km2: float


def rival(
    atlas: Atlas,
    day: date | str,
    areas: gpd.GeoDataFrame,
    *,
    holder: str = "holder",
    names: Mapping[str, str | None] | None = None,
) -> Comparison:
    """Return where a control map of somebody else agrees with the atlas on a day, and where not.

    Parameters
    ----------
    day
        The day, also as ISO text.
    areas
        The control map: polygons, in degrees where they name no projection.
    holder
        The column that says who holds each.
    names
        A holder of the atlas for each name in that column that is none; None leaves it out.

    Returns
    -------
    Comparison
        km² by pair of holders, and the units (see its attributes).

    Raises
    ------
    QuestionError
        Where the column does not exist, or a name in it is no holder.
    """
    if holder not in areas.columns:
        columns = ", ".join(str(name) for name in areas.columns if name != "geometry")
        raise QuestionError(f"column {holder!r}: expected one of {columns}")
    known = resolve_holders(atlas, areas[holder].astype("str"), names)
    holders = [known[str(text).strip()] for text in areas[holder].astype("str")]
    return compare_with(atlas, day_of(day), ground(atlas, _in_degrees(areas), holders))


def ground(atlas: Atlas, shapes: gpd.GeoSeries, holders: list[str | None]) -> RivalGround:
    """Cut the ground of each holder by the units of the atlas."""
    by_holder, overlap = _dissolve(atlas, shapes, holders)
    units = atlas.units
    tree = shapely.STRtree(units.geometry.to_numpy())
    parts = []
    for holder, shape in by_holder.items():
        inside = np.sort(tree.query(shape, predicate="intersects"))
        cut = shapely.intersection(units.geometry.to_numpy()[inside], shape)
        parts.append(
            gpd.GeoDataFrame(
                {
                    "unit": units["unit"].to_numpy()[inside],
                    "holder": holder,
                    "all": units["km2"].to_numpy()[inside],
                },
                geometry=[_keep_areas(piece) for piece in cut],
                crs=4326,
            )
        )
    pieces = pd.concat(parts, ignore_index=True) if parts else gpd.GeoDataFrame()
    if not len(pieces):
        raise QuestionError(phrase("fault.elsewhere"))
    pieces["km2"] = areas_km2(pieces.geometry, atlas.profile.equal_area)
    pieces["share"] = (pieces["km2"] / pieces["all"]).clip(upper=1.0)
    pieces = pieces[pieces["km2"] > SLIVER].drop(columns="all").reset_index(drop=True)
    total = _km2(atlas, list(by_holder.values()))
    return RivalGround(pieces, max(0.0, total - float(pieces["km2"].sum())), overlap)


def _keep_areas(piece: shapely.Geometry) -> shapely.Geometry:
    """Return the areas of a cut, which has points and lines where borders only touch."""
    return shapely.union_all([part for part in shapely.get_parts(piece) if part.area > 0])


def compare_with(atlas: Atlas, day: date, rival: RivalGround) -> Comparison:
    """Return what the cut ground of a rival map says against the atlas on a day."""
    ours = pd.DataFrame(holdings.on(atlas, day)).set_index("unit")
    rows = pd.DataFrame(rival.pieces.drop(columns="geometry")).rename(columns={"holder": "theirs"})
    text = ours.loc[rows["unit"]].reset_index(drop=True)
    columns = ["pcode", *atlas.name_columns, "district", "governorate"]
    units = pd.concat(
        [
            rows[["unit"]],
            text[columns],
            text["holder"].rename("ours"),
            rows[["theirs", "km2", "share"]],
            text[[*_SPELL]],
        ],
        axis=1,
    )
    pairs = units.groupby(["ours", "theirs"], as_index=False).agg(
        km2=("km2", "sum"), units=("unit", "nunique")
    )
    pairs = pairs.sort_values(
        ["km2", "ours", "theirs"], ascending=[False, True, True], ignore_index=True
    )
    covered = units.groupby("unit")["km2"].sum()
    uncovered = ours["km2"].sub(covered, fill_value=0.0).clip(lower=0.0)
    return Comparison(
        day,
        pairs,
        units.sort_values(["unit", "theirs"], ignore_index=True),
        _by_holder(pairs),
        float(uncovered[uncovered > SLIVER].sum()),
        rival.outside_km2,
        rival.overlap_km2,
    )


def _by_holder(pairs: pd.DataFrame) -> pd.DataFrame:
    ours, theirs = (pairs.groupby(side)["km2"].sum() for side in ("ours", "theirs"))
    same = pairs[pairs["ours"] == pairs["theirs"]].set_index("ours")["km2"]
    result = pd.DataFrame({"ours_km2": ours, "theirs_km2": theirs, "both_km2": same}).fillna(0.0)
    result["iou"] = result["both_km2"] / (
        result["ours_km2"] + result["theirs_km2"] - result["both_km2"]
    )
    return (
        result.rename_axis("holder")
        .reset_index()
        .sort_values("theirs_km2", ascending=False, ignore_index=True)
    )


def _dissolve(
    atlas: Atlas, shapes: gpd.GeoSeries, holders: list[str | None]
) -> tuple[dict[str, Any], float]:
    """Return the ground of each holder, that of later rows above, and how much two of them had."""
    outlines = np.asarray(shapes.to_numpy(), dtype=object)
    last = {holder: at for at, holder in enumerate(holders) if holder}
    result = {
        holder: shapely.union_all(
            outlines[[at for at, item in enumerate(holders) if item == holder]]
        )
        for holder in sorted(last, key=lambda item: last[item])
    }
    result = {
        holder: shapely.segmentize(shape, _STEP)
        for holder, shape in _select_near(atlas, result).items()
    }
    separate = _km2(atlas, list(result.values()))
    above: Any = shapely.Polygon()
    apart: dict[str, Any] = {}
    for holder, shape in reversed(result.items()):
        apart[holder] = shapely.difference(shape, above)
        above = shapely.union(above, shape)
    overlap = separate - _km2(atlas, list(apart.values()))
    if overlap < SLIVER:
        return result, 0.0
    return {
        holder: shape for holder, shape in reversed(apart.items()) if not shape.is_empty
    }, overlap


def _select_near(atlas: Atlas, shapes: dict[str, Any]) -> dict[str, Any]:
    """Return shapes that touch the atlas's ground, without what lies far from it."""
    west, south, east, north = atlas.units.total_bounds
    box = shapely.box(west - 3, south - 3, east + 3, north + 3)
    near = {holder: shapely.intersection(shape, box) for holder, shape in shapes.items()}
    return {holder: shape for holder, shape in near.items() if not shape.is_empty}


def _km2(atlas: Atlas, shapes: list[Any]) -> float:
    return float(areas_km2(gpd.GeoSeries(shapes, crs=4326), atlas.profile.equal_area).sum())


def _in_degrees(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    shapes = areas.geometry
    if shapes.crs is None:
        if np.abs(np.nan_to_num(shapes.total_bounds)).max() > 360:
            raise QuestionError(
                "polygons without a CRS: expected one in degrees, or a frame that names its CRS"
            )
        shapes = shapes.set_crs(4326)
    return gpd.GeoSeries(shapes.to_crs(4326).reset_index(drop=True)).make_valid()


keep_calls(rival, compare=rival, Comparison=Comparison)
