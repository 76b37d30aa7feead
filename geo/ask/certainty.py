"""How probable it is that the recorded holder is right: at a place, and of a unit, on a day.

Each rule is one function that gives a probability; what several rules doubt is doubted by each of
them, so the probabilities are multiplied. The figures are shares of independent witnesses that
agreed (``docs/accuracy.md``), no opinions. ``docs/uncertainty.md`` describes the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from geo.ask.uncertainty.dating import UNKNOWN, Dating, State, date_spells, dating_in, find_states
from geo.ask.uncertainty.near_line import NEAR_LINE, find_line, measure_ratios
from geo.atlas import Atlas
from geo.model import HELD
from geo.view import day_of

__all__ = ["Certainty", "Grade", "Reason", "UnitCertainty", "certainty_at", "certainty_on"]


class Grade(StrEnum):
    """How certain the recorded holder is."""

    SETTLED = "settled"  #: Right in 99 of 100 cases at least.
    LIKELY = "likely"  #: Right in 93 of 100 cases at least.
    IN_DOUBT = "in_doubt"


class Reason(StrEnum):
    """What makes a holder less than settled: the rule with the lowest probability."""

    NONE = ""
    LINE = "line"  #: The line between two holders is approximate here.
    DAYS = "days"  #: The ground changed hands between two days that the day lies between.
    SOURCES = "sources"  #: Sources differ on this row.
    DIVIDED = "divided"  #: Two sides shared it or fought over it.
    UNKNOWN = "unknown"  #: No spell covers the day.


#: The lowest probability of each grade.
GRADES: tuple[tuple[float, Grade], ...] = ((0.99, Grade.SETTLED), (0.93, Grade.LIKELY))

#: The recorded holder is right in so many cases where no rule has a doubt.
UNDISPUTED = 0.995

#: Share of marks and assertions on ground recorded as divided or contested that say so too.
AGREED_DIVIDED = 0.75

#: Holders that are no side of their own.
DIVIDED = ("mixed", "contested")

#: Share of rows that a page contradicts in which the row was right all the same.
AGREED_DENIED = 0.85


@dataclass(frozen=True)
class Certainty:
    """How certain the recorded holder is at a place, or on most of the ground of a unit."""

    probability: float  #: That the recorded holder is right, 0 to 1.
    reason: Reason = Reason.NONE

    @property
    def grade(self) -> Grade:
        """The grade of the probability."""
        return grade_of(self.probability)


#: What version 1 called each grade; leaves with 2.1.
CONFIDENCE = {Grade.SETTLED: "high", Grade.LIKELY: "medium", Grade.IN_DOUBT: "low"}


def grade_of(probability: float) -> Grade:
    """Return the grade of a probability.

    >>> grade_of(0.99), grade_of(0.93), grade_of(0.929)
    (<Grade.SETTLED: 'settled'>, <Grade.LIKELY: 'likely'>, <Grade.IN_DOUBT: 'in_doubt'>)
    """
    return next((grade for least, grade in GRADES if probability >= least), Grade.IN_DOUBT)


def share_by_days(dated: Mapping[str, Dating], state: State, day: date) -> float:
    """Return the share of the possible days of a change by which the recorded holder was there.

    Each day between the first and the last is as likely as another (aoristic analysis).
    """
    if not state.alternatives or state.spell is None:
        return 1.0
    share = 1.0
    for row in state.spells[1:]:
        dating = dating_in(dated, row)
        passed = min(1.0, max(0.0, ((day - dating.earliest).days + 1) / dating.days))
        share *= passed if row["start"] <= day else 1.0 - passed
    return share


def share_near_line(ratio: float) -> float:
    """Return the share of places that agree, by the ratio of the distances to two sides.

    >>> share_near_line(1.2), share_near_line(math.inf)
    (0.62, 0.994)
    """
    return next(share for least, share in NEAR_LINE if ratio >= least)


def share_by_sources(state: State) -> float:
    """Return the share of rows that are right although a page denies them."""
    spell = state.spell or {}
    return AGREED_DENIED if spell.get("evidence") == "conflicting" else 1.0


def share_divided(state: State) -> float:
    """Return the share of places that were divided or contested where the record says so."""
    return 1.0 if set(DIVIDED).isdisjoint(state.holder.split(";")) else AGREED_DIVIDED


def judge(
    dated: Mapping[str, Dating], state: State, day: date, ratio: float | None = None
) -> Certainty:
    """Judge a place of a unit, or another thing with periods, on a day.

    Parameters
    ----------
    dated
        When the rows of the state began whose day is in doubt.
    state
        What is recorded of its unit on the day.
    ratio
        Of the distances to the nearest settlement of another side and to that of the recorded
        one; None where no line cuts the sub-district.
    """
    if state.holder == UNKNOWN:
        return Certainty(0.0, Reason.UNKNOWN)
    shares = {
        Reason.DIVIDED: share_divided(state),
        Reason.DAYS: share_by_days(dated, state, day),
        Reason.SOURCES: share_by_sources(state),
        Reason.LINE: UNDISPUTED if ratio is None else share_near_line(ratio),
    }
    probability = math.prod(shares.values())
    weakest = min(shares, key=lambda reason: shares[reason])
    settled = grade_of(probability) is Grade.SETTLED
    return Certainty(round(probability, 3), Reason.NONE if settled else weakest)


@dataclass(frozen=True)
class UnitCertainty(Certainty):
    """How certain the holder of a unit is on most of its ground, and how much is in doubt."""

    doubt: float = 0.0  #: Share of its ground that is in doubt, 0 to 1.


def certainty_on(atlas: Atlas, day: date | str) -> Mapping[str, UnitCertainty]:
    """Return how certain the holder of each unit is on a day, by the id of the unit.

    >>> certain = certainty_on(Atlas.load(), "2026-07-27")
    >>> certain["IQG11Q02N02"].grade
    <Grade.SETTLED: 'settled'>
    """
    return _judge_units(atlas, day_of(day))


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def _judge_units(atlas: Atlas, day: date) -> Mapping[str, UnitCertainty]:
    dated, result = date_spells(atlas), {}
    for unit, state in find_states(atlas, day, HELD).items():
        line = find_line(atlas, unit, day)
        certain = judge(dated, state, day, NEAR_LINE[line.step][0] if line else None)
        is_doubtful = judge(dated, state, day).grade is Grade.IN_DOUBT
        doubt = 1.0 if is_doubtful else line.doubt / 100 if line else 0.0
        result[unit] = UnitCertainty(certain.probability, certain.reason, doubt)
    return result


def certainty_at(
    atlas: Atlas, day: date | str, position: tuple[float, float], unit: str
) -> Certainty:
    """Return how certain the holder of a place (lon, lat in degrees) in a unit is on a day."""
    day = day_of(day)
    import numpy as np  # noqa: PLC0415 -- most questions need none

    states = find_states(atlas, day, HELD)
    ratio = None
    if find_line(atlas, unit, day):
        holders = {name: state.holder for name, state in states.items()}
        recorded = [states[unit].holder]
        ratio = float(measure_ratios(atlas, np.array([position]), recorded, holders)[0])
    return judge(date_spells(atlas), states[unit], day, ratio)
