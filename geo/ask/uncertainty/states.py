"""What is known of who holds each unit on a day: settled, changing between two days, or unknown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.ask.uncertainty.dating import Dating, date_spells, dating_in
from geo.atlas import Atlas
from geo.atlas.table import Record

UNKNOWN = "unknown"


@dataclass(frozen=True)
class State:
    """What is known of who holds a unit on a day."""

    spell: Record | None  #: The spell of the day, as recorded.
    spells: tuple[Record, ...]  #: All spells that the day may fall in, in their order.
    #: First day on which the change may have happened that the day falls in; that of the spell's
    #: start where the unit is settled.
    earliest: date | None
    latest: date | None  #: Last such day.

    @property
    def holder(self) -> str:
        """The recorded holder."""
        return str(self.spell["holder"]) if self.spell else UNKNOWN

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Others that may hold it."""
        holders = dict.fromkeys(str(row["holder"]) for row in self.spells)
        return tuple(holder for holder in holders if holder != self.holder)

    @property
    def is_settled(self) -> bool:
        """Whether one holder is possible, and known."""
        return self.holder != UNKNOWN and not self.alternatives

    @property
    def kind(self) -> str:
        """Whether it is ``settled``, ``changing`` or ``unknown``."""
        if self.is_settled:
            return "settled"
        return UNKNOWN if self.holder == UNKNOWN else "changing"


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def find_states(atlas: Atlas, day: date) -> Mapping[str, State]:
    """Return what is known of each unit on a day.

    >>> from geo import Atlas
    >>> find_states(Atlas.load(), date(2016, 1, 1))["IQG13Q04N06"].kind
    'settled'
    """
    dated = date_spells(atlas)
    return {unit: find_state(rows, day, dated) for unit, rows in spells_by_unit(atlas).items()}


@lru_cache(maxsize=8)
def spells_by_unit(atlas: Atlas) -> dict[str, list[Record]]:
    """Return the spells of each unit in the order of their starts."""
    result: dict[str, list[Record]] = {row["unit"]: [] for row in atlas.unit_records}
    for row in atlas.spells:
        result[row["unit"]].append(row)
    return result


def find_state(rows: Sequence[Record], day: date, dated: Mapping[str, Dating]) -> State:
    """Return what is known of a day by rows of [start, end) in the order of their starts."""
    at = bisect_right(rows, day, key=lambda row: row["start"]) - 1
    spell = rows[at] if at >= 0 and (rows[at]["end"] is None or day < rows[at]["end"]) else None
    possible = [
        row
        for row, after in zip(rows, [*rows[1:], None], strict=True)
        if dating_in(dated, row).earliest <= day and _may_last(row, after, day, dated)
    ]
    changes = [dating_in(dated, row) for row in possible[1:] or possible]
    return State(
        spell,
        tuple(possible),
        min((change.earliest for change in changes), default=None),
        max((change.latest for change in changes), default=None),
    )


def _may_last(row: Record, after: Record | None, day: date, dated: Mapping[str, Dating]) -> bool:
    """Return whether a spell may not have ended on a day."""
    if row["end"] is None:
        return True
    follows = after is not None and after["start"] == row["end"]
    ends: date = dating_in(dated, after).latest if after is not None and follows else row["end"]
    return day < ends
