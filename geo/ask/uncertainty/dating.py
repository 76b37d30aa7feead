"""Between which two days each change of holder happened."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from geo.ask.perspective import group_spells
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.files.cache import load_derived
from geo.model import HELD

#: How far off an inferred day may be where no documented day of the same advance lies beside it:
#: of neighbours known to the day, nine in ten changed within so many days (docs/accuracy.md).
ALLOWANCE = timedelta(days=7)

#: Two sources whose days lie farther apart tell of two changes.
SAME_CHANGE = timedelta(days=45)

_DAY = timedelta(days=1)

#: A row that follows another of its key: that one, the row, and the one after it.
Change = tuple[Record, Record, Record | None]

#: Positions of events that are no place.
_VAGUE = ("district", "governorate", "country")


@dataclass(frozen=True)
class Dating:
    """The days between which a change happened."""

    earliest: date  #: First day on which it may have been so.
    latest: date  #: First day on which it is certain to have been so.
    #: Sources that give other days than one another; none where they agree.
    sources: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Number of days on which it may have happened."""
        return (self.latest - self.earliest).days + 1


@lru_cache(maxsize=8)
def date_spells(atlas: Atlas) -> Mapping[str, Dating]:
    """Return when each spell began whose day is in doubt, by its id; see :func:`dating_in`.

    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> rows, dated = atlas.spells, date_spells(atlas)
    >>> all(dating_in(dated, row).earliest <= row["start"] for row in rows)
    True
    """
    stored = load_derived(atlas, "dating", lambda: _write(_date_units(atlas)))
    return MappingProxyType(
        {
            name: Dating(date.fromisoformat(earliest), date.fromisoformat(latest), tuple(sources))
            for name, (earliest, latest, sources) in stored.items()
        }
    )


def dating_in(dated: Mapping[str, Dating], row: Mapping[str, Any]) -> Dating:
    """Return when a row began: by its dating, else on its recorded day."""
    return dated.get(row.get("id", "")) or Dating(row["start"], row["start"])


def _write(dated: Mapping[str, Dating]) -> dict[str, tuple[str, str, list[str]]]:
    return {
        name: (str(dating.earliest), str(dating.latest), list(dating.sources))
        for name, dating in dated.items()
        if dating.days > 1 or dating.sources
    }


def date_changes(
    changes: Sequence[Change], reports: Mapping[str, Sequence[Report]] = {}
) -> dict[str, Dating]:
    """Return when each row began, by its id; ``reports`` say of units what other sources do."""
    days = documented_days(changes)
    return {
        row["id"]: date_change(before, row, after, days, reports.get(row.get("unit", ""), ()))
        for before, row, after in changes
    }


def _date_units(atlas: Atlas) -> dict[str, Dating]:
    by_unit: dict[str, list[Report]] = defaultdict(list)
    for report in (*_read_events(atlas), *_read_assertions(atlas)):
        by_unit[report.unit].append(report)
    # What holds for a whole district or governorate says nothing of the days of its places.
    changes = [change for change in changes_of(atlas.spells, "unit") if not change[1]["context"]]
    return date_changes(changes, by_unit)


def changes_of(rows: Iterable[Record], key: str) -> Iterator[Change]:
    """Yield each row that follows another of its key, with that one and the one after it."""
    by_key: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_key[row[key]].append(row)
    for spans in by_key.values():
        spans.sort(key=lambda row: row["start"])
        yield from zip(spans, spans[1:], [*spans[2:], None], strict=False)


def documented_days(changes: Iterable[Change]) -> dict[tuple[str, str], list[date]]:
    """Return the days, known as such, on which one holder followed another somewhere."""
    result: dict[tuple[str, str], set[date]] = defaultdict(set)
    for before, row, _ in changes:
        if row["precision"] == "day":
            result[before["holder"], row["holder"]].add(row["start"])
    return {pair: sorted(days) for pair, days in result.items()}


@dataclass(frozen=True)
class Report:
    """What a source says of a unit: who took it on a day, or held it then."""

    unit: str
    holder: str
    earliest: date
    latest: date
    source: str

    def days_of(
        self, before: Record, row: Record, after: Record | None
    ) -> tuple[date, date] | None:
        """Return the days that it gives for a change; None where it speaks of another one."""
        if self.holder == row["holder"]:
            days = self.earliest, self.latest
        elif self.holder == before["holder"] and self.earliest >= row["start"]:
            days = row["start"], self.earliest + _DAY
        else:
            return None
        if max(abs(day - row["start"]) for day in days) > SAME_CHANGE:
            return None
        between = before["start"] < days[0] and (after is None or days[1] < after["start"])
        return days if between else None


def date_change(
    before: Record,
    row: Record,
    after: Record | None,
    documented: Mapping[tuple[str, str], Sequence[date]],
    reports: Iterable[Report] = (),
) -> Dating:
    """Return between which days a row began: as it says itself, else by precision and sources."""
    advance = documented.get((before["holder"], row["holder"]), ())
    first, last = bounds(row["start"], row["precision"], advance)
    differing: list[str] = []
    for report in reports:
        days = report.days_of(before, row, after)
        if days and (days[0] < first or days[1] > last):
            first, last = min(first, days[0]), max(last, days[1])
            differing += report.source.split(";")
    # What stood before held for a day at least, and so does what begins here.
    first = min(max(first, before["start"] + _DAY), row["start"])
    last = max(min(last, after["start"] - _DAY), row["start"]) if after else last
    stated = row.get("earliest"), row.get("latest")
    first, last = stated[0] or first, stated[1] or last
    named = [*row["source"].split(";"), *differing] if differing or any(stated) else []
    return Dating(first, last, tuple(dict.fromkeys(named)))


def bounds(start: date, precision: str, documented: Sequence[date]) -> tuple[date, date]:
    """Return the first and last day that the precision of a start allows.

    An inferred day is that of a larger place or of the advance that the place fell in: it may be
    any from the first to the last documented day of that advance.

    >>> bounds(date(2014, 2, 1), "month", ())
    (datetime.date(2014, 2, 1), datetime.date(2014, 2, 28))
    >>> bounds(date(2017, 10, 16), "inferred", [date(2017, 10, 16), date(2017, 10, 20)])
    (datetime.date(2017, 10, 16), datetime.date(2017, 10, 20))
    """
    if precision == "month":
        return start, start.replace(day=monthrange(start.year, start.month)[1])
    if precision == "year":
        return start, date(start.year, 12, 31)
    if precision != "inferred":
        return start, start
    near = documented[
        bisect_left(documented, start - ALLOWANCE) : bisect_right(documented, start + ALLOWANCE)
    ]
    first, last = min([start, *near]), max([start, *near])
    return (first, last) if first < last else (start - ALLOWANCE, start + ALLOWANCE)


def _read_events(atlas: Atlas) -> Iterator[Report]:
    """Yield what events say of who took a place; those of a thing's own run are left out."""
    from geo.ask import area_of_interest as areas  # noqa: PLC0415 -- frames, where nothing is cached

    rows = atlas.records("events")
    units = areas.units_of(atlas, atlas.table("events")) if rows else ()
    for row, unit in zip(rows, units, strict=True):
        if not unit or not row["to_holder"] or row["about"] or row["position_precision"] in _VAGUE:
            continue
        first, last = bounds(row["start"], row["precision"], ())
        yield Report(unit, row["to_holder"], first, last, row["source"])


def _read_assertions(atlas: Atlas) -> Iterator[Report]:
    """Yield statements of sources that the atlas does not agree with."""
    from geo.ask.assertions import verify  # noqa: PLC0415 -- where nothing is cached

    for row in verify(atlas):
        if row.perspective == HELD and row.unit and not row.holds:
            yield Report(row.unit, row.expected, row.day, row.day, row.source)


def write_edtf(dating: Dating, precision: str) -> str:
    """Return a change's day in the Extended Date/Time Format (ISO 8601-2).

    >>> write_edtf(Dating(date(2014, 2, 1), date(2014, 2, 28)), "month")
    '2014-02'
    >>> write_edtf(Dating(date(2014, 6, 10), date(2014, 6, 17)), "inferred")
    '[2014-06-10..2014-06-17]'
    """
    first, last = dating.earliest, dating.latest
    if first == last:
        return first.isoformat()
    if precision in ("month", "year") and bounds(first, precision, ()) == (first, last):
        if precision == "year" and (first.month, first.day) == (1, 1):
            return f"{first:%Y}"
        if precision == "month" and first.day == 1:
            return f"{first:%Y-%m}"
    return f"[{first}..{last}]"


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


@lru_cache(maxsize=64)  # a day is asked for by map, tables and figures, and by many readers
def find_states(atlas: Atlas, day: date, perspective: str) -> Mapping[str, State]:
    """Return what is known of each unit on a day; the classes of a perspective have no doubt.

    >>> from geo import Atlas
    >>> find_states(Atlas.load(), date(2016, 1, 1), "held")["IQG13Q04N06"].holder
    'region'
    """
    dated = date_spells(atlas) if perspective == HELD else {}
    spells, units = group_spells(atlas, perspective), (row["unit"] for row in atlas.unit_records)
    return {unit: find_state(spells.get(unit, ()), day, dated) for unit in units}


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
