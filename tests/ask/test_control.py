"""Who holds what: every unit on every day, however it is asked, and as assertions have it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import folium
import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas, QuestionError, ViewError
from geo.ask import changes, control, holdings, perspective
from geo.ask.assertions import holder_on, verify
from geo.ask.dated_frame import DatedFrame
from geo.ask.perspective import group_spells
from geo.profile import current


@pytest.mark.parametrize("view", current().perspectives)
def test_of_days_that_the_data_does_not_cover_nothing_is_stated(atlas: Atlas, view: str) -> None:
    days = current().days
    before, after = days.first - timedelta(days=1), days.last + timedelta(days=1)
    for day, side in ((before, "before the first"), (after, "after the last")):
        accepted = f"expected a day from {days.first}"
        with pytest.raises(ViewError, match=f"day {day}: lies {side} day of the data; {accepted}"):
            control.at(atlas, day, view)


def test_a_spell_holds_from_its_start_to_the_day_before_its_end() -> None:
    start, end = date(2014, 6, 12), date(2017, 10, 16)
    rows = pd.DataFrame({"start": [start, end], "end": [end, None]})
    rows["end"] = rows["end"].astype(object)
    day = timedelta(days=1)
    assert control.valid_on(rows, start - day).empty
    assert control.valid_on(rows, start).index.tolist() == [0]
    assert control.valid_on(rows, end - day).index.tolist() == [0]
    assert control.valid_on(rows, end).index.tolist() == [1]
    assert control.valid_on(rows, date(9000, 1, 1)).index.tolist() == [1]
    assert control.valid_on(rows.iloc[:0], start).empty


def test_a_point_within_each_unit_is_of_that_unit(atlas: Atlas) -> None:
    units = atlas.units
    for unit, shape in zip(units["unit"], units.geometry, strict=True):
        point = shape.representative_point()
        assert perspective.unit_at(atlas, point.x, point.y) == unit


@pytest.mark.parametrize("position", [(44.4, 40.0), (0, 0), (float("nan"), 35), (float("inf"), 35)])
def test_a_point_outside_iraq_is_told(atlas: Atlas, position: tuple[float, float]) -> None:
    with pytest.raises(QuestionError, match="lies outside the country"):
        perspective.unit_at(atlas, *position)


def test_there_are_enough_assertions_each_of_another_place_or_day(atlas: Atlas) -> None:
    rows = atlas.table("assertions")
    assert len(rows) >= 200
    assert not rows.duplicated(["lon", "lat", "day", "perspective"]).any()
    for result in verify(atlas):
        spells = group_spells(atlas, result.perspective)[result.unit]
        assert result.answer == holder_on(spells, result.day)
    assert (rows["seen"] == False).sum() >= 200  # noqa: E712


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
