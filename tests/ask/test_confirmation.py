"""The confidence of a spell falls with age and beside a front in its sub-district, everywhere."""

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
        if row["end"] is None and (stated := confirmation.STATED.findall(row["note"])):
            days = [confirmation.last_day(text) for text in stated]
            assert known[row["id"]].confirmed == max([row["start"], *filter(None, days)])


def test_a_part_is_less_sure_while_a_front_runs_within_its_sub_district() -> None:
    front = date(2018, 4, 1), date(2018, 6, 1)
    fading = confirmation.Fading("high", date(2018, 3, 31), front)
    assert list(fading.changes()) == [
        (date(2018, 4, 1), "medium"), (date(2018, 6, 1), "high"),
        (date(2020, 3, 31), "medium"), (date(2023, 3, 31), "low"),
    ]  # fmt: skip
    standing = confirmation.Fading("high", None, (date(2018, 4, 1), None))
    assert standing.on(date(2060, 1, 1)) == "medium"


def test_no_part_beside_another_holder_is_high(atlas: Atlas) -> None:
    pcodes = {row["unit"]: row["pcode"] for row in atlas.unit_records}
    recorded = {row["id"]: row["confidence"] for row in atlas.records("spells")}
    lowered = 0
    for day in (date(2014, 8, 20), date(2016, 10, 25), date(2017, 7, 20), date(2017, 10, 17)):
        held = control.at(atlas, day).set_index("unit")
        front = held["holder"].groupby(pcodes).transform("nunique") > 1
        assert set(held.loc[front, "confidence"]) == {"medium", "low"}
        lowered += sum(recorded[spell] == "high" for spell in held.loc[front, "spell"])
        alone = held[~front & (held["spell"].map(recorded) == "high")]
        assert "high" in set(alone["confidence"])
    assert lowered


def test_only_open_spells_fade_and_none_becomes_surer(atlas: Atlas) -> None:
    rows = control.spells(atlas)
    closed = rows[rows["end"].notna() & rows["divided_from"].isna()]
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
