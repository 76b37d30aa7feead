"""District and km to the nearest field of many events, against GeoPandas in the same run.

Run alone with ``python -m bench.attribution``.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from bench.events import make_events
from geo import Atlas
from geo.events.attribution import Attributor
from geo.events.lookup import Locator, Nearest
from geo.profile import current

#: How many events, and how often each way is timed.
COUNTS = {100_000: 3, 1_000_000: 2}


def measure(counts: dict[int, int] | None = None) -> dict[str, Any]:
    """Return seconds of both ways and their ratio; the answers are checked to be the same."""
    atlas = Atlas.load()
    result: dict[str, Any] = {
        "first_call_s": round(time_first(), 2),
        "prepare_s": round(_seconds(lambda: Attributor.of(atlas), 2)[0], 3),
    }
    for count, repeat in (counts or COUNTS).items():
        result[str(count)] = measure_one(atlas, make_events(count), repeat)
    return result


def time_first() -> float:
    """Return the seconds of the first call in this process."""
    atlas, rows = Atlas.load(), make_events(100, seed=9)
    _ = atlas.districts
    return _seconds(lambda: attribute_by_us(atlas, rows), 1)[0]


def measure_one(atlas: Atlas, rows: pd.DataFrame, repeat: int) -> dict[str, Any]:
    ours, mine = _seconds(lambda: attribute_by_us(atlas, rows), repeat)
    peer, theirs = _seconds(lambda: _geopandas(atlas, rows), repeat)
    number, _ = _seconds(lambda: Attributor.of(atlas).attribute(rows), repeat)
    on_border = check_same(mine, theirs)
    return {
        "ours_s": round(ours, 4),
        "geopandas_s": round(peer, 3),
        "times_faster": round(peer / ours, 1),
        "all_columns_s": round(number, 4),
        "same": True,
        "on_a_border": on_border,
    }


def attribute_by_us(atlas: Atlas, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return district, nearest field and km, from outlines and fields on; nothing is kept."""
    districts, fields = atlas.districts, atlas.table("fields")
    lon, lat = rows["lon"].to_numpy(), rows["lat"].to_numpy()
    district = Locator.of(districts.geometry.to_numpy()).locate(lon, lat)
    nearest = Nearest.of(fields["lon"].to_numpy(), fields["lat"].to_numpy())
    return district, *nearest.find_nearest(lon, lat)


def _geopandas(atlas: Atlas, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the same by two spatial joins, as anyone would write them."""
    districts, fields = atlas.districts[["geometry"]], atlas.table("fields")
    at = gpd.points_from_xy(fields["lon"], fields["lat"])
    places = gpd.GeoDataFrame(geometry=at, crs=4326).to_crs(current().equidistant)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    inside = gpd.sjoin(points, districts, how="left", predicate="intersects")
    near = gpd.sjoin_nearest(points.to_crs(current().equidistant), places, distance_col="m")
    return inside, near


def check_same(
    mine: tuple[np.ndarray, np.ndarray, np.ndarray],
    theirs: tuple[pd.DataFrame, pd.DataFrame],
) -> int:
    """Make sure that both ways agree; return how many events the join gives to two districts."""
    inside, near = theirs
    joined = inside["index_right"].fillna(-1).astype(int)
    agrees = joined.to_numpy() == mine[0][inside.index]
    assert agrees_with_any(agrees, inside.index)
    assert (near.groupby(level=0)["m"].first() / 1000 - mine[2]).abs().max() < 1e-4
    equal = near["index_right"].to_numpy() == mine[1][near.index]
    assert agrees_with_any(equal, near.index)
    return int(inside.index.duplicated().sum())


def agrees_with_any(agrees: np.ndarray, index: pd.Index) -> bool:
    """Tell whether every event agrees with some row of its own."""
    return bool(pd.Series(agrees).groupby(np.asarray(index)).any().all())


def _seconds(run: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    best, answer = float("inf"), None
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        answer = run()
        best = min(best, time.perf_counter() - start)
    return best, answer


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
