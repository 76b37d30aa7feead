"""How probable it is that the recorded holder is right."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geo import Atlas
from geo.ask import control, holdings
from geo.ask.certainty import Grade, Reason, certainty_at, certainty_on, judge
from geo.ask.perspective import unit_at
from geo.ask.uncertainty.dating import State
from geo.ask.uncertainty.near_line import find_line, load_lines, measure_ratios, settlements

START, DAY = date(2017, 10, 13), date(2017, 10, 16)


def state(holder: str = "federal", evidence: str = "stated") -> State:
    spell = {"id": "u-1", "holder": holder, "evidence": evidence, "start": START, "end": None}
    return State(spell, (spell,), START, START)


@pytest.mark.parametrize(
    ("recorded", "ratio", "expected"),
    [
        (state(), None, (Grade.SETTLED, Reason.NONE)),
        (state(), 3.5, (Grade.SETTLED, Reason.NONE)),
        (state(), 2.5, (Grade.LIKELY, Reason.LINE)),
        (state(), 1.9, (Grade.IN_DOUBT, Reason.LINE)),
        (state("mixed"), None, (Grade.IN_DOUBT, Reason.DIVIDED)),
        (state("contested"), 5.0, (Grade.IN_DOUBT, Reason.DIVIDED)),
        (state(evidence="conflicting"), None, (Grade.IN_DOUBT, Reason.SOURCES)),
        (state("mixed"), 1.2, (Grade.IN_DOUBT, Reason.LINE)),
        (State(None, (), None, None), None, (Grade.IN_DOUBT, Reason.UNKNOWN)),
    ],
)
def test_each_rule_has_its_grade_and_its_reason(
    recorded: State, ratio: float | None, expected: tuple[Grade, Reason]
) -> None:
    result = judge({}, recorded, DAY, ratio)
    assert (result.grade, result.reason) == expected


def test_within_the_days_of_a_change_the_share_of_them_that_passed_decides(atlas: Atlas) -> None:
    dated = {"id": "u-2", "holder": "federal", "start": DAY, "end": None, "evidence": "stated"}
    before = {"id": "u-1", "holder": "region", "start": START, "end": DAY, "evidence": "stated"}
    changing = [unit for unit, row in certainty_on(atlas, DAY).items() if row.reason is Reason.DAYS]
    assert len(changing) >= 4  # around Kirkuk
    rows = {row["unit"]: row for row in holdings.on(atlas, DAY)}
    assert all(rows[unit]["earliest"] <= DAY < rows[unit]["latest"] for unit in changing)
    assert all(rows[unit]["alternatives"] for unit in changing)
    # A change that is known to the day leaves no doubt of it.
    assert judge({}, State(dated, (before, dated), DAY, DAY), DAY).grade is Grade.SETTLED


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2017-08-25", "IQG15Q08N01"),  # Tal Afar
        ("2017-10-16", "IQG13Q04N02"),  # beside Kirkuk
        ("2017-10-20", "IQG13Q03N03"),  # Altun Kupri
        ("2017-09-20", "IQG13Q01"),  # Hawija's edge
        ("2016-06-01", "IQG15Q07"),  # Sinjar's south
        ("2017-01-10", "IQG15Q05N04"),  # Mosul's east bank
    ],
)
def test_ground_that_was_in_doubt_is_in_doubt(atlas: Atlas, day: str, codes: str) -> None:
    rows = control.at(atlas, day)
    rows = rows[rows["unit"].str.startswith(codes)]
    assert rows["in_doubt_km2"].sum() > 0


def test_a_place_is_in_doubt_half_way_and_settled_beside_its_settlement(atlas: Atlas) -> None:
    day = date(2017, 9, 27)
    holders = {row["unit"]: row["holder"] for row in holdings.on(atlas, day)}
    settled = settlements(atlas)
    cut = [unit for unit in load_lines(atlas) if find_line(atlas, unit, day)]
    spots = [
        (float(lon), float(lat), unit)
        for unit, lon, lat in zip(settled.unit, settled.lon, settled.lat, strict=True)
        if unit in cut and holders[unit] in atlas.profile.actors
    ]
    beside = [
        certainty_at(atlas, day, (lon, lat), unit)
        for lon, lat, unit in spots[:20]
        if unit_at(atlas, lon, lat) == unit
    ]
    assert beside
    assert all(certain.reason is not Reason.LINE for certain in beside)
    (lon, lat, unit), *others = spots
    other = next(spot for spot in others if holders[spot[2]] != holders[unit])
    line = np.linspace((lon, lat), other[:2], 50)
    ratios = measure_ratios(atlas, line, [holders[unit]] * 50, holders)
    assert ratios[1] > 3
    assert ratios.min() < 1


@pytest.mark.thorough
def test_held_since_is_the_day_on_which_the_holder_came(atlas: Atlas) -> None:
    rows = control.at(atlas, "2017-11-20").set_index("unit")
    spells = control.spells(atlas)
    for unit, row in rows.iterrows():
        unit_spells = spells[(spells["unit"] == unit) & (spells["start"] <= date(2017, 11, 20))]
        holders = unit_spells["holder"].tolist()
        first = len(holders) - 1
        while first and holders[first - 1] == holders[-1]:
            first -= 1
        start = unit_spells["start"].iloc[first]
        came_before = start == atlas.profile.days.first
        assert row["held_since"] is pd.NaT if came_before else row["held_since"].date() == start
