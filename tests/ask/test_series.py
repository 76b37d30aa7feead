"""Series and panels say on every day what the answer for that day says."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo import Atlas, QuestionError, ViewError
from geo.ask import area_of_interest, control, exposure, perspective, series

YEARS = ("2014-01-01", "2018-12-31")


def sums(rows: pd.DataFrame, *keys: str) -> dict[object, float]:
    return {key: km2 for key, km2 in rows.groupby([*keys])["km2"].sum().items() if km2}


@pytest.mark.parametrize("view", ["held", "region"])
def test_each_day_of_a_series_is_the_answer_for_that_day(atlas: Atlas, view: str) -> None:
    rows = control.series(atlas, *YEARS, "year", perspective=view)
    assert [f"{day:%Y-%m-%d}" for day in rows["day"].unique()] == [
        f"{y}-01-01" for y in range(2014, 2019)
    ]
    for day, of_day in rows.groupby("day"):
        expected = sums(control.at(atlas, day.date(), view), "holder")
        assert sums(of_day, "holder") == pytest.approx(expected)
        assert of_day["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("by", ["governorate", "district", "unit"])
def test_divided_ground_adds_up(atlas: Atlas, by: str) -> None:
    day = date(2016, 1, 1)
    rows = control.series(atlas, day, day, "day", by=by)
    held = control.at(atlas, day)
    assert sums(rows, by, "holder") == pytest.approx(sums(held, by, "holder"))
    assert rows.groupby(by)["share"].sum().to_numpy() == pytest.approx(1)


def test_areas_have_the_ground_that_their_p_codes_name(atlas: Atlas) -> None:
    day = date(2017, 10, 16)
    rows = control.series(atlas, day, day, "day", by="area").set_index(["area", "holder"])["km2"]
    held = control.at(atlas, day)
    for area in atlas.records("areas")[:6]:
        inside = held.iloc[perspective.within(held, area["pcodes"])]
        assert rows[area["id"]][lambda km2: km2 > 0].to_dict() == pytest.approx(
            sums(inside, "holder")
        )
    none = control.series(atlas, *YEARS, places="districts:IQG18Q02", by="area", bands=True)
    types = {"day": "datetime64[s]", "area": "str", "holder": "str"}
    types |= dict.fromkeys(("km2", "km2_low", "km2_high", "share"), "float64")
    assert none.empty and none.dtypes.astype("str").to_dict() == types


def test_changes_are_the_days_on_which_the_ground_of_a_place_changed(atlas: Atlas) -> None:
    days = control.series(atlas, *YEARS, "change", "Kirkuk")["day"].unique()
    starts = {
        row.start
        for unit in area_of_interest.ask(atlas, places="Kirkuk").pieces["unit"]
        for row in control.history(atlas, unit).itertuples()
        if date(2014, 1, 1) < row.start <= date(2018, 12, 31)
    }
    assert [day.date() for day in pd.DatetimeIndex(days)] == [date(2014, 1, 1), *sorted(starts)]


def test_a_panel_is_the_answer_for_each_day(atlas: Atlas) -> None:
    rows = control.panel(atlas, "2017-09-01", "2017-12-01")
    assert str(rows["day"].dtype) == str(rows["since"].dtype) == "datetime64[s]"
    same = ["unit", "holder", "since", "spell", "precision", "evidence", "source"]
    for day, of_day in rows.groupby("day"):
        held = pd.DataFrame(control.at(atlas, day.date()))
        assert of_day["publishers"].tolist() == held["publishers"].map("{:.0f}".format).tolist()
        pd.testing.assert_frame_equal(of_day[same].reset_index(drop=True), held[same])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"freq": "fortnight"}, "freq 'fortnight': expected one of day, week, month"),
        ({"by": "county"}, "by 'county': expected one of holder, governorate"),
        ({"places": "Atlantis"}, "Atlantis"),
        ({"perspective": "moon"}, "perspective 'moon': expected one of held"),
        ({"start": "2015-02-02", "end": "2015-02-20"}, "at least one first day of a month"),
        ({"start": "2015-02-02", "end": "2015-02-01"}, "expected the earlier day first"),
    ],
)
def test_what_there_is_not_is_refused(atlas: Atlas, given: dict[str, str], says: str) -> None:
    query = {"start": YEARS[0], "end": YEARS[1], **given}
    with pytest.raises((QuestionError, ViewError), match=says):
        control.series(atlas, **query)


@pytest.mark.thorough
def test_bands_are_those_of_the_exposure_of_each_day(atlas: Atlas) -> None:
    rows = series(atlas, "2017-10-01", "2017-11-01", places="areas:un", bands=True)
    for day, table in rows[rows["km2"] > 0].groupby("day"):
        totals = exposure(atlas, day.date(), by="holder", places="areas:un").totals
        expected = totals[totals["km2"] > 0].set_index("group")[["km2", "km2_low", "km2_high"]]
        actual = table.set_index("holder")[["km2", "km2_low", "km2_high"]]
        pd.testing.assert_frame_equal(actual, expected, check_like=True, check_names=False)
    classes = series(atlas, "2017-10-01", "2017-10-01", perspective="un", bands=True)
    assert classes["km2_low"].to_numpy() == pytest.approx(classes["km2"].to_numpy())
