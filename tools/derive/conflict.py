"""Armed conflict events of the scope, from the file of Uppsala's Georeferenced Event Dataset.

``python -m tools.derive.conflict FILE`` writes ``data/events/conflict.csv`` and counts what is left
out, by reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import Geod

from geo.atlas import Atlas

SOURCE = "ucdp-ged-191-iraq"

#: What a position stands for, by ``where_prec``.
PRECISIONS = {"1": "exact", "2": "near", "3": "district", "4": "governorate"}
KINDS = {"1": "state", "2": "non_state", "3": "one_sided"}

#: Governorates as the dataset spells them.
GOVERNORATES = {
    "Nīnawá province": "IQG15",
    "Diyālá province": "IQG10",
    "Şalāḩ ad Dīn province": "IQG16",
    "Kirkūk province": "IQG13",
    "At-Ta'mim province": "IQG13",
    "Dahūk province": "IQG09",
    "Arbīl province": "IQG11",
    "As Sulaymānīyah province": "IQG06",
    "Wāsiţ province": "IQG18",
}

#: Metres from an event to a place of the gazetteer that names it; farther, its sub-district does.
NEAR = 5_000


def derive(atlas: Atlas, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the events in scope, and how many others there are by reason."""
    scope = atlas.profile.scope
    assert scope is not None
    lon, lat = (pd.to_numeric(rows[name], "coerce") for name in ("longitude", "latitude"))
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    units = atlas.subdistricts[["pcode", "geometry"]]
    inside = points.sjoin(units, how="left", predicate="intersects")
    pcode = inside["pcode"].groupby(level=0).first().reindex(rows.index).fillna("")
    governorate = rows["adm_1"].map(GOVERNORATES).fillna("")
    district = pcode.str[: atlas.profile.admin.district]
    in_scope = pcode.map(scope.has_conflict)
    codes = units["pcode"][units["pcode"].map(scope.has_conflict)]
    districts = set(codes.str[: atlas.profile.admin.district])
    precision = rows["where_prec"].map(PRECISIONS).fillna("")
    belongs = precision.isin(["exact", "near"]) & in_scope
    belongs |= (precision == "district") & district.isin(districts) & (governorate != "")
    belongs |= (precision == "governorate") & governorate.isin(scope.conflict.governorates)
    days = [pd.to_datetime(rows[name], errors="coerce") for name in ("date_start", "date_end")]
    dated = days[0].notna() & days[1].notna()
    placed = lon.notna() & lat.notna()
    reason = pd.Series("outside the scope", rows.index)
    reason[precision == ""] = "where_prec " + rows["where_prec"]
    reason[~placed] = "no position"
    reason[~dated] = "no day"
    taken = belongs & placed & dated
    names = _names(atlas, lon, lat)
    place = names.where(names != "", pcode)
    place = place.where(precision != "district", district)
    place = place.where(precision != "governorate", governorate)
    sides = atlas.table("sides").set_index("ucdp")["id"]
    table = pd.DataFrame(
        {
            "id": "ged-" + rows["id"],
            "start": rows["date_start"],
            "end": rows["date_end"].where(rows["date_end"] != rows["date_start"], ""),
            "kind": rows["type_of_violence"].map(KINDS),
            "side_a": rows["side_a"].map(sides),
            "side_b": rows["side_b"].map(sides),
            "place": place,
            "spelling": rows["where_coordinates"],
            "lon": rows["longitude"],
            "lat": rows["latitude"],
            "position_precision": precision,
            "deaths_low": rows["low"],
            "deaths_best": rows["best"],
            "deaths_high": rows["high"],
            "reports": rows["number_of_sources"].where(rows["number_of_sources"] != "-1", ""),
            "source": SOURCE,
        }
    )[taken]
    if table.isna().any(axis=None):
        raise SystemExit(f"a name that no table has:\n{table[table.isna().any(axis=1)]}")
    return table.sort_values(["start", "id"]), reason[~taken].value_counts()


def _names(atlas: Atlas, lon: pd.Series, lat: pd.Series) -> pd.Series:
    """Return the nearest place of the gazetteer, '' where none is near."""
    places = atlas.table("places")
    spots = gpd.GeoSeries.from_xy(places["lon"], places["lat"], crs=4326).to_crs(32638)
    points = gpd.GeoSeries.from_xy(lon.fillna(0), lat.fillna(0), crs=4326).to_crs(32638)
    (at, nearest), _ = spots.sindex.nearest(points, return_all=False, return_distance=True)
    ids = pd.Series("", lon.index)
    here, there = (places.iloc[nearest], lon.index[at])
    metres = Geod(ellps="WGS84").inv(here["lon"], here["lat"], lon[there], lat[there])[2]
    ids[there] = here["id"].where(metres <= NEAR, "").to_numpy()
    return ids


def main(file: str) -> None:
    """Write the table and print what was left out."""
    atlas = Atlas.load()
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    table, left_out = derive(atlas, rows)
    table.to_csv(Path(atlas.folder) / "events" / "conflict.csv", index=False, lineterminator="\n")
    print(f"{len(table)} of {len(rows)} events")
    print(left_out.to_string())


if __name__ == "__main__":
    main(sys.argv[1])
