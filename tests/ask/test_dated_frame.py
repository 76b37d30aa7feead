"""Days of an answer are dates for pandas and text for JSON."""

from __future__ import annotations

import json
from datetime import date

import folium
import geopandas as gpd
import pandas as pd

from geo import Atlas
from geo.ask import changes, control, holdings
from geo.ask.dated_frame import DatedFrame


def test_since_is_a_date_that_json_takes(atlas: Atlas) -> None:
    held = control.at(atlas, "2017-10-20")
    assert str(held["since"].dtype) == "datetime64[s]"
    assert (held["since"].dt.year <= 2017).all()
    sinces = [feature["properties"]["since"] for feature in json.loads(held.to_json())["features"]]
    assert sinces == [row["since"].isoformat() for row in holdings.on(atlas, "2017-10-20")]
    page = folium.Map(tiles=None)
    folium.GeoJson(held[held["holder"] == "region"].head(2)).add_to(page)
    assert '"since": "' in page.get_root().render()
    json.dumps(changes(atlas, "2017-10-15", "2017-10-20").__geo_interface__)


def test_a_unit_without_a_spell_has_no_day() -> None:
    rows = DatedFrame(
        {"since": pd.to_datetime([None])}, geometry=gpd.points_from_xy([1], [2]), crs=4326
    )
    assert json.loads(rows.to_json())["features"][0]["properties"] == {"since": None}


def test_it_stays_one_where_rows_and_columns_are_chosen(atlas: Atlas) -> None:
    held = control.at(atlas, date(2017, 10, 20))
    columns = ["unit", "since", "geometry"]
    for some in (held.head(2), held[columns], held.to_crs(32638), held.copy()):
        assert isinstance(some, DatedFrame)
        json.dumps(some.head(1).__geo_interface__)
    assert type(held.drop(columns="geometry")) is pd.DataFrame
