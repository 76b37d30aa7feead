"""How sure the atlas is: days of change, widths of fronts, and bands of figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.ask import changes, control, exposure, holdings, people
from geo.ask.uncertainty import fronts
from geo.ask.uncertainty.dating import (
    Dating,
    Report,
    bounds,
    date_change,
    date_spells,
    dating_in,
    find_states,
    write_edtf,
)
from geo.ask.uncertainty.near_line import NEAR_LINE, load_surroundings
from geo.ask.uncertainty.samples import SAMPLES, draw_holders, draw_strata, ranges_by_holder
from geo.model import HELD

START = date(2017, 10, 16)


def _row(start: date, precision: str, holder: str = "b", **more: object) -> dict[str, object]:
    row = {"id": "u-2", "start": start, "precision": precision, "holder": holder, "source": "s"}
    return {**row, **more}


BEFORE = _row(date(2014, 6, 12), "day", "a")


@pytest.mark.parametrize(
    ("precision", "documented", "expected"),
    [
        ("day", [], ("2017-10-16", "2017-10-16")),
        ("month", [], ("2017-10-16", "2017-10-31")),
        ("year", [], ("2017-10-16", "2017-12-31")),
        ("inferred", [date(2017, 10, 17), date(2017, 10, 20)], ("2017-10-16", "2017-10-20")),
        ("inferred", [date(2017, 10, 1), date(2017, 10, 16)], ("2017-10-09", "2017-10-23")),
    ],
)
def test_a_precision_allows_so_many_days(
    precision: str, documented: list[date], expected: tuple[str, str]
) -> None:
    assert tuple(map(str, bounds(START, precision, documented))) == expected


def test_sources_that_differ_widen_a_change_and_both_are_named() -> None:
    later = Report("u", "b", date(2017, 10, 18), date(2017, 10, 18), "other")
    dating = date_change(BEFORE, _row(START, "day"), None, {}, [later])
    assert dating == Dating(START, date(2017, 10, 18), ("s", "other"))
    still = Report("u", "a", START, START, "other")  # the former holder on the day itself
    assert date_change(BEFORE, _row(START, "day"), None, {}, [still]).latest == START + timedelta(1)
    years_off = Report("u", "b", date(2015, 1, 1), date(2015, 1, 1), "other")
    assert date_change(BEFORE, _row(START, "day"), None, {}, [years_off]) == Dating(START, START)


def test_what_a_row_says_itself_counts_and_neighbours_keep_a_day() -> None:
    row = _row(START, "inferred", earliest=date(2017, 10, 15), latest=date(2017, 10, 17))
    stated = Dating(date(2017, 10, 15), date(2017, 10, 17), ("s",))
    assert date_change(BEFORE, row, None, {}) == stated
    close = [_row(START - timedelta(2), "day", "a"), _row(START + timedelta(3), "day", "c")]
    dating = date_change(close[0], _row(START, "inferred"), close[1], {})
    assert dating == Dating(START - timedelta(1), START + timedelta(2))


def test_edtf_says_a_day_a_month_a_year_or_one_of_several_days() -> None:
    assert write_edtf(Dating(START, START), "day") == "2017-10-16"
    assert write_edtf(Dating(date(2014, 1, 1), date(2014, 12, 31)), "year") == "2014"
    assert write_edtf(Dating(START, date(2017, 10, 31)), "month") == "[2017-10-16..2017-10-31]"


def test_states_and_columns_agree_on_days_of_october(atlas: Atlas) -> None:
    spells = {row["id"]: row for row in atlas.spells}
    dated = date_spells(atlas)
    for day in (date(2017, 10, n) for n in (10, 16, 20)):
        states = find_states(atlas, day, HELD)
        rows = control.at(atlas, day).set_index("unit")
        for unit, state in states.items():
            row = rows.loc[unit]
            assert row["holder"] == state.holder
            assert row["alternatives"] == ";".join(state.alternatives)
            assert state.earliest <= state.latest
            if state.alternatives:  # the day lies within the days of one of its changes
                inside = [dating_in(dated, spell) for spell in state.spells]
                assert any(dating.earliest <= day < dating.latest for dating in inside)
            else:
                spell = spells[row["spell"]]
                assert unit.startswith(spell["context"] or spell["unit"])
        assert {bool(state.alternatives) for state in states.values()} == {True, False}


def _recompute(atlas: Atlas, day: date, units: list[str]) -> dict[str, list[float]]:
    """Return each holder's km² in each sample, by the rules of docs/uncertainty.md alone."""
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in sorted(atlas.spells, key=lambda row: row["start"]):
        rows[row["unit"]].append(row)
    dated, around = date_spells(atlas), load_surroundings(atlas)
    recorded = {row["unit"]: row["holder"] for row in holdings.on(atlas, day)}
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records}
    result: dict[str, list[float]] = defaultdict(lambda: [0.0] * SAMPLES)
    for sample in range(SAMPLES):
        holders = {}
        for unit in units:
            began = []
            for row in rows[unit]:
                dating = dating_in(dated, row)
                step, first = draw_strata(
                    atlas.version, f"date {row['start']} {row['precision']} {row['holder']}"
                )
                quantile = ((sample * step + first) % SAMPLES + 0.5) / SAMPLES
                began.append(dating.earliest + timedelta(int(quantile * dating.days)))
            last = max(i for i, start in enumerate(began) if start <= day)
            holders[unit] = rows[unit][last]["holder"]
            begun = [row for row in rows[unit] if row["start"] <= day]
            spell = next(row for row in begun if row["end"] is None or day < row["end"])
            step, first = draw_strata(atlas.version, f"holder {spell['id']}")
            quantile = ((sample * step + first) % SAMPLES + 0.5) / SAMPLES
            beside = [recorded[other] for other in around.neighbours[unit]]
            sides = {*atlas.profile.actors} - {recorded[unit]}
            others = [holder for holder in beside if holder in sides]
            right = 0.75 if spell["holder"] in ("mixed", "contested") else 1
            right *= 0.85 if spell["evidence"] == "conflicting" else 1
            if others and quantile < 1 - 0.995 * right:
                holders[unit] = others[0]
        for unit in units:
            result[holders[unit]][sample] += km2[unit]
        for pcode in {unit[:11] for unit in units} & set(around.cuts):
            step, first = draw_strata(atlas.version, f"cut {pcode}")
            quantile = ((sample * step + first) % SAMPLES + 0.5) / SAMPLES
            for (_, agree), moves in zip(NEAR_LINE, around.cuts[pcode], strict=True):
                for move in moves if quantile < 1 - agree else ():
                    result[holders[move.source]][sample] -= move.share * km2[move.source]
                    result[holders[move.target]][sample] += move.share * km2[move.source]
    return result


@pytest.mark.parametrize(
    ("where", "day"), [("IQG15Q08", date(2017, 8, 25)), ("IQG13", date(2017, 10, 16))]
)
def test_the_worked_examples_are_what_their_rules_give(atlas: Atlas, where: str, day: date) -> None:
    units = [row["unit"] for row in atlas.unit_records if row["pcode"].startswith(where)]
    holders = {row["unit"]: row["holder"] for row in holdings.on(atlas, day)}
    ranges = ranges_by_holder(atlas, day, "held", {unit: holders[unit] for unit in units})
    by_hand = _recompute(atlas, day, units)
    for holder, (low, best, high) in ranges.items():
        ordered = sorted(by_hand[holder])
        assert low == pytest.approx(min(best, max(0.0, ordered[9])), abs=1e-6)
        assert high == pytest.approx(max(best, ordered[189]), abs=1e-6)
    assert any(high - low > 1 for low, _, high in ranges.values())


def test_bands_hold_the_recorded_figure_and_are_the_same_each_time(atlas: Atlas) -> None:
    day = date(2017, 10, 15)
    table = exposure(atlas, day, by="holder").totals.set_index("group")
    assert (table["km2_low"] <= table["km2"]).all()
    assert (table["km2"] <= table["km2_high"]).all()
    assert table.loc["region", "km2_low"] < table.loc["region", "km2"]
    for name in ("barrels", "residents"):
        known = table[table[f"{name}_best"].notna()]
        assert (known[f"{name}_low"] <= known[f"{name}_best"]).all()
        assert (known[f"{name}_best"] <= known[f"{name}_high"]).all()
    first = dict(draw_holders(atlas, day))
    draw_holders.cache_clear()
    assert dict(draw_holders(atlas, day)) == first


def test_changes_have_bands_over_both_days_at_once(atlas: Atlas) -> None:
    result = changes(atlas, date(2017, 10, 15), date(2017, 10, 20)).totals.iloc[0]
    assert (result["from_holder"], result["to_holder"]) == ("region", "federal")
    assert 0 < result["km2_low"] < result["km2"] <= result["km2_high"]
    assert result["km2_high"] - result["km2_low"] < result["km2"]


def test_changes_have_people_over_both_days_at_once(atlas: Atlas) -> None:
    first, last = date(2014, 6, 9), date(2014, 6, 14)
    result = changes(atlas, first, last)
    row = result.totals.set_index(["from_holder", "to_holder"]).loc["federal", "region"]
    recorded = people.on(
        atlas, result.units.query("to_holder == 'region' and from_holder == 'federal'")
    )
    ends = people.estimates(recorded.assign(pair=1), ["pair"])
    assert row["residents_low"] <= ends["residents_low"].sum()
    assert row["residents_best"] == round(ends["residents_best"].sum())
    assert row["residents_high"] > ends["residents_high"].sum()
    claimed = changes(atlas, first, last, "un").totals
    assert claimed["km2_low"].equals(claimed["km2"])


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
