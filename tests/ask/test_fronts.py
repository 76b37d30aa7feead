"""A front within a sub-district is known to the distance between the settlements that drew it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.ask.uncertainty import fronts


def test_every_two_parts_that_touch_have_a_width(atlas: Atlas) -> None:
    rows = fronts.widths(atlas)
    parts = set(atlas.table("parts")["id"])
    assert set(rows["unit"]) | set(rows["other"]) <= parts
    assert (rows["unit"].str[:-1] == rows["other"].str[:-1]).all()
    assert rows["km"].between(1, 100).all()
    assert not rows.duplicated(["unit", "other"]).any()


@pytest.mark.parametrize("which", [0, 20, 50])
def test_the_width_is_that_between_the_nearest_settlements(atlas: Atlas, which: int) -> None:
    row = fronts.widths(atlas).iloc[which]
    metric = atlas.profile.equidistant
    seeds = atlas.table("seeds").merge(atlas.table("places"), left_on="place", right_on="id")
    points = gpd.GeoSeries.from_xy(seeds["lon"], seeds["lat"], crs=4326).to_crs(metric)
    units = [unit["unit"] for unit in atlas.unit_records]
    lines = {
        (units[at], units[to]): line for at, to, line in zip(*fronts.borders(atlas), strict=True)
    }
    line = shapely.line_merge(lines[row["unit"], row["other"]])
    spots = shapely.points(shapely.get_coordinates(shapely.segmentize(line, 1000)))
    ways = [
        sum(points[seeds["part"] == part].distance(spot).min() for part in row[["unit", "other"]])
        for spot in spots
    ]
    assert np.median(ways) / 1000 == pytest.approx(row["km"], abs=0.06)
