"""Who holds what: every unit on every day, the same however it is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from geo import Atlas, QuestionError, ViewError
from geo.ask import control, perspective
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
