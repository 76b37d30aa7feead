"""The confidence of an open spell falls with the age of its last confirmation, in every answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from geo import Atlas
from geo.ask import control, holdings
from geo.ask.uncertainty import confirmation
from geo.ask.uncertainty.confirmation import ORDER
from geo.cli import main
from geo.cli.output import value
from geo.draw.layers.territory import Control

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def faded(atlas: Atlas) -> Mapping[str, Any]:
    """Return an open spell that was high and fell to low before the last day."""
    last = atlas.profile.days.last
    rows = (row for row in atlas.records("spells") if row["confidence"] == "high")
    known = confirmation.compute_fading(atlas)
    return next(row for row in rows if row["id"] in known and known[row["id"]].on(last) == "low")


def test_a_spell_falls_two_and_five_years_after_its_last_confirmation() -> None:
    fading = confirmation.Fading("high", date(2018, 3, 31))
    days = [date(2020, 3, 30), date(2020, 3, 31), date(2023, 3, 30), date(2023, 3, 31)]
    assert [fading.on(day) for day in days] == ["high", "medium", "medium", "low"]
    assert confirmation.Fading("low", date(2018, 3, 31)).on(date(2018, 4, 1)) == "low"


def test_the_month_that_the_note_names_counts_more_than_a_newer_source(atlas: Atlas) -> None:
    known = confirmation.compute_fading(atlas)
    for row in atlas.records("spells"):
        if row["id"] in known and (stated := confirmation.STATED.findall(row["note"])):
            days = [confirmation.last_day(text) for text in stated]
            assert known[row["id"]].confirmed == max([row["start"], *filter(None, days)])


def test_only_open_spells_fade_and_none_becomes_surer(atlas: Atlas) -> None:
    rows = control.spells(atlas)
    closed = rows[rows["end"].notna()]
    assert (closed["confidence"] == closed["recorded"]).all()
    assert closed[["medium_from", "low_from"]].isna().all(axis=None)
    rank = rows[["confidence", "recorded"]].map(ORDER.index)
    assert (rank["confidence"] <= rank["recorded"]).all()
    assert (rank["confidence"] < rank["recorded"]).any()


def test_every_answer_on_a_day_is_as_sure_as_the_rule_says(
    atlas: Atlas, faded: Mapping[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    known = confirmation.compute_fading(atlas)[faded["id"]]
    (medium, _), (low, _) = known.starts()
    for day in (medium - DAY, medium, low - DAY, low):
        sure = known.on(day)
        held = control.at(atlas, day).set_index("unit").loc[faded["unit"]]
        assert held["confidence"] == sure
        pieces = control.valid_on(control.by_confidence(atlas), day).set_index("unit")
        assert pieces.loc[faded["unit"], "confidence"] == sure
        main(["at", str(day), "--place", faded["unit"], "--json"])
        assert json.loads(capsys.readouterr().out)["confidence"] == sure
    main(["history", faded["unit"], "--json"])
    spells = json.loads(capsys.readouterr().out)["units"][0]["spells"]
    assert spells[-1]["confidence"] == "low"
    assert value(spells[-1]["end"]) is None


def test_the_page_gets_the_days_on_which_each_spell_falls(
    atlas: Atlas, faded: Mapping[str, Any]
) -> None:
    columns = Control(atlas).data()["control"]["spells"]
    unit = [row["unit"] for row in holdings.on(atlas, atlas.profile.days.last)].index(faded["unit"])
    at = max(i for i, item in enumerate(columns["unit"]) if item == unit)
    days = [day.toordinal() - date(1970, 1, 1).toordinal() for day, _ in
            confirmation.compute_fading(atlas)[faded["id"]].starts()]  # fmt: skip
    assert columns["confidence"][at] == "high"
    assert [columns["medium_from"][at], columns["low_from"][at]] == days
