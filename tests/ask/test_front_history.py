"""The history of a front: the days on which it moved, and what each rests on."""

from __future__ import annotations

from datetime import timedelta

from geo import Atlas
from geo.ask import control
from geo.ask.front_history import corrections_of, trace_front, trace_unit
from geo.ask.uncertainty.ground import load_surroundings


def test_every_move_is_one_of_the_picture(atlas: Atlas) -> None:
    unit = "IQG15Q08N01a"
    for other in load_surroundings(atlas).neighbours[unit]:
        for move in trace_front(atlas, unit, other):
            after = control.at(atlas, move.day).set_index("unit")["holder"]
            before = control.at(atlas, move.day - timedelta(1)).set_index("unit")["holder"]
            assert (before[unit], after[unit]) == (move.here.before, move.here.holder)
            assert (before[other], after[other]) == (move.beside.before, move.beside.holder)
            was, is_front = before[unit] != before[other], after[unit] != after[other]
            kinds = {(True, True): "turned", (False, True): "began", (True, False): "ended"}
            assert move.kind == kinds[was, is_front]


def test_no_day_of_a_front_is_left_out(atlas: Atlas) -> None:
    unit, other = "IQG13Q01N01a", "IQG13Q01N01c"
    moves = {move.day for move in trace_front(atlas, unit, other)}
    rows = [row for row in atlas.records("spells") if row["unit"] in (unit, other)]
    for day in {row["start"] for row in rows if row["start"] > atlas.profile.days.first}:
        pairs = [
            tuple(control.at(atlas, item).set_index("unit").loc[[unit, other], "holder"])
            for item in (day - timedelta(1), day)
        ]
        is_move = pairs[0] != pairs[1] and any(len(set(pair)) == 2 for pair in pairs)
        assert (day in moves) == is_move, day


def test_corrections_name_release_and_reason(atlas: Atlas) -> None:
    known = corrections_of(atlas)
    reasons = {row["reason"] for row in atlas.records("corrections") if row["table"] == "spells"}
    message = {
        correction.reason
        for corrections in known.values()
        for correction in corrections
        if correction.reason
    }
    assert message & reasons
    sides = [move.here for moves in trace_unit(atlas, "IQG13Q04N06") for move in moves]
    assert any(side.corrections for side in sides)
