"""How many people the census counted on a piece of ground, and who administered it."""

from __future__ import annotations

from datetime import date

import pytest

from geo import Atlas
from geo.ask import people
from geo.ask.exposures import exposure

DAY = date(2017, 9, 27)
#: The census's figures of four districts, as its publisher prints them.
PRINTED = {
    "districts:IQG13Q02": 85_773,
    "districts:IQG13Q01": 321_299,
    "districts:IQG15Q07": 201_002,
    "governorates:IQ-KI": 2_034_627,
}


@pytest.mark.quick(1)
@pytest.mark.parametrize("ground", list(PRINTED))
def test_whole_ground_counts_whom_the_publisher_prints(atlas: Atlas, ground: str) -> None:
    totals = exposure(atlas, DAY, places=ground).totals.iloc[0]
    ends = [totals[f"residents_{end}"] for end in ("low", "best", "high")]
    assert ends == [PRINTED[ground]] * 3


def test_divided_ground_has_a_range(atlas: Atlas) -> None:
    """Daquq is cut by the front of 2014: the town's people live in one part of it."""
    units = atlas.units.query("pcode == 'IQG13Q02N02'")
    assert len(units) > 1
    rows = people.on(atlas, units[["unit", "km2"]])
    by_unit = rows.assign(**people.estimates(rows, ["unit"])).groupby("unit")
    sums = by_unit[["residents_low", "residents_best", "residents_high"]].sum()
    census = atlas.table("census").set_index("pcode").loc["IQG13Q02N02"]
    urban = census["urban_male"] + census["urban_female"]
    rural = census["rural_male"] + census["rural_female"]
    assert sums["residents_best"].sum() == pytest.approx(urban + rural)
    assert sums["residents_low"].max() == urban
    assert sums["residents_high"].min() == rural
    assert (sums["residents_low"] <= sums["residents_best"]).all()
    assert (sums["residents_best"] <= sums["residents_high"]).all()


def test_half_a_sub_district_has_half_its_rural_people(atlas: Atlas) -> None:
    unit = atlas.units.query("unit == 'IQG13Q04N05'")[["unit", "km2"]]
    rows = people.on(atlas, unit.assign(km2=unit["km2"] / 2))
    result = {name: cells.sum() for name, cells in people.estimates(rows, ["unit"]).items()}
    assert result == {"residents_low": 0, "residents_best": 31_380 / 2, "residents_high": 31_380}
