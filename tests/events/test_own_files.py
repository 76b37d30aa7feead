"""Files that the atlas wrote with a reader's events: read again, they hold the same events."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas, View
from geo.events import read
from geo.export.tables import tables
from geo.tabular.source import PREFERRED

ROWS = """id,start,end,date_precision,lat,lon,place,position_precision,type,actor_a,best,source,text
a-1,2017-09-20,2017-09-21,week,35.47,44.39,كركوك,town,attack,region,3,radio,first
a-2,2017-09-25,2017-09-25,day,36.19,44.01,Erbil,exact,law,,,radio,"=1+1; second"
"""

#: Columns that come back alike; names of Shapefile's columns have ten letters.
ALIKE = ["id", "start", "end", "place", "type", "actor_a", "best", "source", "text"]


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    file = tmp_path_factory.mktemp("own") / "brought.csv"
    file.write_text(ROWS, encoding="utf-8")
    return read(file).rows


@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind",
    [".gpkg", ".geojson", ".shp.zip", ".csv.zip", ".xlsx", ".parquet.zip", ".qgz.zip", ".kml", ".gpx", ".fgb", ".fgb.zip"],
)  # fmt: skip
def test_a_file_that_the_atlas_wrote_gives_the_events_back(
    atlas: Atlas, events: pd.DataFrame, tmp_path: Path, kind: str
) -> None:
    points = gpd.points_from_xy(events["lon"], events["lat"])
    days = {name: events[name].dt.date for name in ("start", "end")}
    rows = events.assign(**days).drop(columns=["lon", "lat"])
    layer = gpd.GeoDataFrame(rows, geometry=points, crs=4326)
    view = View(date="2017-09-27", layers=("crossings",))
    single = PREFERRED if kind == ".fgb" else None
    file = tables(atlas, view, tmp_path / f"own{kind}", layer=single, more={PREFERRED: layer})
    again = read(file)
    assert again.report.rows_kept == again.report.rows_read == len(events)
    back = again.rows.sort_values("id", ignore_index=True)
    precise = [] if kind == ".shp.zip" else ["date_precision", "position_precision"]
    columns = ALIKE + precise
    pd.testing.assert_frame_equal(
        back[columns].astype("str"), events[columns].astype("str"), check_dtype=False
    )
    assert (back[["lon", "lat"]] - events[["lon", "lat"]]).abs().max().max() < 1e-5
    text = {str(note) for note, _ in again.report.notes}
    assert text <= {"other_layers"}
