"""Exposure: the figures of a piece of ground on a day, and the fields that changed hands."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas, View
from geo.ask import area_of_interest, control, inventory, production, stakes
from geo.ask.exposures import COUNTS, SUMS, By, exposure, handed_over
from geo.errors import QuestionError
from geo.model import HELD
from geo.profile import current

REFERENDUM = date(2017, 9, 27)
BEFORE = date(2017, 10, 15)
KIRKUK = {"kirkuk_baba", "kirkuk_avanah", "bai_hassan", "jambur", "khabbaz"}
ZUMMAR = {"ain_zalah", "butmah"}
DAYS = st.dates(date(1991, 1, 1), date(2025, 12, 31))
SHAPE = "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36.0"


# The fields that changed hands


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 10, 15), set()),
        (date(2017, 10, 16), KIRKUK - {"bai_hassan", "kirkuk_avanah"}),
        (date(2017, 10, 20), KIRKUK | ZUMMAR),
    ],
)
def test_fields_that_changed_hands_are_those_the_sources_name(
    atlas: Atlas, day: date, expected: set[str]
) -> None:
    table = handed_over(atlas, exposure(atlas, day), BEFORE)
    table = table[~table[["from_holder", "to_holder"]].isin(["contested", "mixed"]).any(axis=1)]
    assert set(table["id"]) == expected
    assert set(table["from_holder"]) <= {"region"}
    assert set(table["to_holder"]) <= {"federal"}
    assert (table["source"] != "").all()


# The sums


@pytest.mark.quick(1)
@pytest.mark.sampled
@pytest.mark.parametrize("by", [By.HOLDER, By.GOVERNORATE, By.DISTRICT])
@pytest.mark.parametrize("ground", [{}, {"places": "areas:kirkuk.dibis"}, {"polygon": SHAPE}])
def test_groups_add_up_to_the_whole(atlas: Atlas, by: By, ground: dict[str, str]) -> None:
    everything = exposure(atlas, REFERENDUM, **ground).totals.iloc[0]
    parts = exposure(atlas, REFERENDUM, by=by, **ground).totals
    for name in COUNTS:
        if name != "pipelines":  # one pipeline runs through several groups
            assert parts[name].sum() == pytest.approx(everything[name]), name
    for name in SUMS:
        if name in {"residents_low", "residents_high"}:
            continue  # of ground that groups divide none of them, or each, has all people
        near = {"abs": len(parts)} if name == "residents_best" else {}  # each is rounded
        total = parts[name].sum(min_count=1)
        assert total == pytest.approx(everything[name], nan_ok=True, **near), name
    assert (
        parts["residents_low"].sum()
        <= everything["residents_best"]
        <= parts["residents_high"].sum()
    )
    assert parts["pipelines"].max() <= everything["pipelines"] <= parts["pipelines"].sum()
    assert parts["group"].is_unique


@settings(max_examples=2)
@given(DAYS, st.sampled_from(list(current().perspectives)))
def test_holders_add_up_on_any_day_in_any_picture(atlas: Atlas, day: date, view: str) -> None:
    answer = exposure(atlas, day, perspective=view, by="holder")
    assert answer.totals["km2"].sum() == pytest.approx(atlas.units["km2"].sum())
    assert answer.totals["fields"].sum() == len(atlas.table("fields"))
    assert answer.totals["towns"].sum() == len(answer.towns)
    if view != HELD:
        assert set(answer.totals["group"]) <= {"federal", "region", "disputed", "unknown"}
        assert answer.ground["publishers"].dtype == "str"
    held = control.at(atlas, day, view).groupby("holder")["km2"].sum()
    km2 = answer.totals.set_index("group")["km2"]
    assert km2[held.index].to_numpy() == pytest.approx(held.to_numpy())


def test_only_figures_of_the_day_are_in_a_sum(atlas: Atlas) -> None:
    answer = exposure(atlas, date(2017, 10, 26))
    subset = production.on(atlas, date(2017, 10, 26)).set_index("field")
    counted = answer.fields.dropna(subset="best").set_index("id")
    assert counted["best"].to_dict() == subset.loc[counted.index, "best"].to_dict()
    total = answer.totals.iloc[0]
    of_day = counted[counted["figure"] == "measured"]
    assert 0 < len(of_day) < len(counted)
    for end in ("low", "best", "high"):
        assert total[f"barrels_{end}"] == pytest.approx(of_day[end].sum())
    assert total["measured"] == total["fields_with_figure"] == len(of_day)
    assert total[list(production.KINDS)].sum() == len(counted)


def test_what_groups_of_fields_gave_is_told_and_adds_to_no_sum(atlas: Atlas) -> None:
    answer = exposure(atlas, REFERENDUM)
    krg = answer.reported.query("subject == 'total:krg'")
    assert 600_000 in set(krg["value"])
    assert answer.reported["subject"].str.contains(":").all()
    assert not set(answer.reported["subject"]) & set(answer.fields["id"])


def test_events_lie_in_the_window_and_vague_ones_apart(atlas: Atlas) -> None:
    month = exposure(atlas, date(2014, 8, 31), window=31)
    assert month.events["start"].min() > date(2014, 7, 31)
    assert month.events["start"].max() <= date(2014, 8, 31)
    every = exposure(atlas, REFERENDUM, window=0)
    total = every.totals.iloc[0]
    assert total["events"] + total["events_vague"] == len(every.events)
    assert set(every.events.query("vague")["position_precision"]) <= set(stakes.VAGUE)
    shown = inventory.figures(atlas, View(date=REFERENDUM, window=0))
    assert (shown.events, shown.events_vague) == (total["events"], total["events_vague"])
    assert total["deaths_low"] <= total["deaths_best"] <= total["deaths_high"]


def test_deaths_of_a_polygon_are_those_of_the_armed_conflict_events_in_it(atlas: Atlas) -> None:
    rows = pd.read_csv(atlas.folder / "events" / "conflict.csv", parse_dates=["start", "end"])
    spots = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    corners = [tuple(map(float, pair.split(","))) for pair in SHAPE.split(";")]
    spots = spots[spots.within(shapely.Polygon(corners)) & (spots["start"] <= "2017-06-30")]
    spots = spots[spots["start"] >= "2016-07-01"]
    long = (spots["end"] - spots["start"]).dt.days >= 31
    placed = spots[spots["position_precision"].isin(["exact", "near"]) & ~long]
    total = exposure(atlas, date(2017, 6, 30), polygon=SHAPE, window=365).totals.iloc[0]
    assert len(spots) > len(placed) > 20
    assert (total["conflict"], total["conflict_apart"]) == (len(placed), len(spots) - len(placed))
    for end in ("low", "best", "high"):
        assert total[f"conflict_deaths_{end}"] == placed[f"deaths_{end}"].sum()


def test_milestones_name_armed_conflict_events_of_their_days(atlas: Atlas) -> None:
    recorded = {row["id"]: row for row in atlas.records("conflict")}
    pairs = [
        (row, recorded[name])
        for row in atlas.records("events")
        for name in row["same_as"].split(";")
        if name
    ]
    assert len(pairs) > 30
    for row, other in pairs:
        last = row["end"] or row["start"] + timedelta(31 if row["precision"] == "month" else 0)
        assert other["start"] <= last + timedelta(1), row["id"]
        assert (other["end"] or other["start"]) >= row["start"] - timedelta(1), row["id"]


def test_crossings_belong_to_who_ran_them(atlas: Atlas) -> None:
    answer = exposure(atlas, REFERENDUM, by="holder")
    region = answer.totals.set_index("group").loc["region"]
    subset = answer.crossings.query("run_by == 'region' and kind != 'airport'")
    assert region["crossings"] == len(subset)
    assert region["crossings_open"] == subset["state"].isin(["open", "partial"]).sum()
    assert set(answer.crossings["id"]) == set(atlas.table("crossings")["id"])


def test_pipelines_are_whole_over_all_units(atlas: Atlas) -> None:
    rows = exposure(atlas, REFERENDUM).pipelines
    assert "itp_new" not in set(rows["id"]), "planned only"
    assert (rows["km"] > 0).all()
    lines = atlas.table("pipelines").set_index("id")["wkt"]
    row = rows[rows["id"] == "krg_line"]
    inside = shapely.intersection(shapely.from_wkt(lines["krg_line"]), atlas.country)
    assert row["km"].sum() == pytest.approx(stakes._GEOD.geometry_length(inside) / 1000, rel=1e-6)
    assert set(row["state"]) == {"open"}


# The ground


def test_a_polygon_is_cut_exactly(atlas: Atlas) -> None:
    answer = exposure(atlas, REFERENDUM, polygon=SHAPE, by="holder")
    shape = shapely.Polygon(area_of_interest.corners(SHAPE))
    inside = shapely.intersection(atlas.country, shapely.segmentize(shape, 0.01))
    area = gpd.GeoSeries([inside], crs=4326).to_crs(current().equal_area).area.iloc[0] / 1e6
    assert answer.totals["km2"].sum() == pytest.approx(area, rel=1e-5)
    assert answer.ground["share"].between(0, 1 + 1e-9).all()
    at = shapely.points(answer.fields["lon"], answer.fields["lat"])
    assert shapely.covers(shape, at).all()
    held = control.at(atlas, REFERENDUM).set_index("unit")["holder"]
    assert (answer.ground.set_index("unit")["holder"] == held[answer.ground["unit"]]).all()


@pytest.mark.parametrize("count", [200, 2_500])
def test_a_ring_that_crosses_itself_thousands_of_times_is_refused(atlas: Atlas, count: int) -> None:
    dice = np.random.default_rng(1)
    ring = [(float(x), float(y)) for x, y in dice.uniform((39, 29), (49, 37), (count, 2))]
    with pytest.raises(QuestionError, match="cross one another at most 1,000 times"):
        area_of_interest.ask(atlas, polygon=ring)


def test_a_ring_that_crosses_itself_holds_what_lies_inside_once(atlas: Atlas) -> None:
    bow = area_of_interest.ask(atlas, polygon="44,35;45,36;45,35;44,36")
    left = area_of_interest.ask(atlas, polygon="44,35;44.5,35.5;44,36")
    right = area_of_interest.ask(atlas, polygon="45,36;45,35;44.5,35.5")
    assert bow.km2 == pytest.approx(left.km2 + right.km2, rel=1e-9)


@pytest.mark.parametrize(
    "text", ["", "44,35;45,36", "a,b;c,d;e,f", "35,44;36,200;3,4", "44,35;44,35;44,35", "1;2;3"]
)
def test_what_is_no_polygon_is_refused(atlas: Atlas, text: str) -> None:
    with pytest.raises(QuestionError, match="polygon"):
        area_of_interest.ask(atlas, polygon=text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("areas:kirkuk.daquq", ("Kirkuk", "Daquq")),
        ("districts:IQG13Q04", ("Kirkuk",)),
        ("IQG13Q04", ("Kirkuk",)),
        ("governorates:IQ-KI", ("Kirkuk",)),
        ("IQ-KI", ("Kirkuk",)),
        ("كركوك", ("Kirkuk",)),
        ("کەرکووک", ("Kirkuk",)),
        ("areas:kirkuk,districts:IQG13Q02", ("Kirkuk", "Daquq")),
    ],
)
def test_places_by_key_and_by_name(atlas: Atlas, text: str, names: tuple[str, ...]) -> None:
    result = area_of_interest.ask(atlas, places=text)
    assert result.names == names
    assert area_of_interest.ask(atlas, places=result.text).km2 == result.km2
    assert result.polygon is None


def test_an_unknown_division_or_picture_is_refused(atlas: Atlas) -> None:
    with pytest.raises(QuestionError, match="division 'colour': expected one of holder"):
        exposure(atlas, REFERENDUM, by="colour")
    with pytest.raises(QuestionError, match="perspective 'mars'"):
        exposure(atlas, REFERENDUM, perspective="mars")
