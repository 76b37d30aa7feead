"""Rules of the armed conflict events: ground of their own scope, places and days that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import shapely

from geo.atlas.table import Table
from geo.errors import Fault
from geo.profile import Profile

#: Precisions of positions that are places, which belong by where they lie.
PLACED = ("exact", "near")


def broken(
    tables: Mapping[str, Table], shapes: Mapping[str, gpd.GeoDataFrame], profile: Profile
) -> Iterator[Fault]:
    if any(name not in tables for name in ("conflict", "districts", "places", "subdistricts")):
        return
    table = tables["conflict"]
    rows = table.rows
    for index in rows.index[(rows["end"] < rows["start"]).fillna(value=False)]:
        accepted = f"{rows['start'][index]} or later"
        yield table.fault(index, "end", rows["end"][index], accepted)
    if "events" in tables:
        yield from tables["events"].find_unknown("same_as", set(rows["id"]), "ids of conflict.csv")
    scope, size = profile.scope, profile.admin.district
    subdistricts = tables["subdistricts"].rows["pcode"]
    districts = set(tables["districts"].rows["pcode"])
    inside = {code for code in subdistricts if not scope or scope.has_conflict(code)}
    governorates = {code[: profile.admin.governorate] for code in subdistricts}
    if scope:
        governorates &= set(scope.conflict.governorates)
    known = {
        "exact": ({*tables["places"].rows["id"], *inside}, "an id of places.csv or a sub-district"),
        "district": ({code[:size] for code in inside} & districts, "a district"),
        "governorate": (governorates, "a governorate"),
    }
    known["near"] = known["exact"]
    cells = (rows[name].tolist() for name in ("place", "position_precision"))
    for index, place, precision in zip(rows.index, *cells, strict=True):
        places, what = known[precision]
        if place not in places:
            accepted = f"{what} with ground in the scope of armed conflict (profile.yaml)"
            yield table.fault(index, "place", place, accepted)
    outlines = shapes.get("subdistricts_shape")
    if outlines is None or not outlines.is_valid.all():
        return
    placed = rows[rows["position_precision"].isin(PLACED)]
    points = shapely.points(placed["lon"].to_numpy(float), placed["lat"].to_numpy(float))
    ground = outlines[outlines["pcode"].isin(inside)].geometry.to_numpy()
    within = gpd.GeoSeries(points, crs=4326).sindex.query(ground, "intersects")[1]
    for index in placed.index[~placed.reset_index(drop=True).index.isin(within)]:
        position = f"{rows['lon'][index]}, {rows['lat'][index]}"
        accepted = "ground in the scope of armed conflict (profile.yaml)"
        yield table.fault(index, "lon", position, accepted)
