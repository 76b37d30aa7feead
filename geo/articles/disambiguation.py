"""Which of the things that go by a name is meant: by kind, by level, by what is named beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.articles.name_context import Cue
from geo.articles.name_matcher import NameMatch
from geo.gazetteer.entries import Entry, EntryName, Kind
from geo.profile import current

#: Kilometres within which two things of one name are the same town and what is called after it.
_NEAR = 20.0

#: By how many ranks one must be better known than all others to be meant without a word more.
_AHEAD = 2

#: Kinds that are named only with a word that tells them, where a town has the same name.
_TOLD = frozenset((Kind.FIELD, Kind.PIPELINE, Kind.REFINERY, Kind.AIRPORT))

#: What is meant where only a name is said, first to last.
_ORDER = (
    Kind.PLACE,
    Kind.FIELD,
    Kind.PIPELINE,
    Kind.REFINERY,
    Kind.AIRPORT,
    Kind.CROSSING,
    Kind.SUBDISTRICT,
    Kind.DISTRICT,
    Kind.AREA,
    Kind.GOVERNORATE,
)

#: What else a word for a level may mean: papers call a sub-district a district.
_LEVELS = {
    Kind.DISTRICT: (Kind.DISTRICT, Kind.SUBDISTRICT, Kind.AREA),
    Kind.SUBDISTRICT: (Kind.SUBDISTRICT, Kind.DISTRICT),
    Kind.AREA: (Kind.AREA, Kind.DISTRICT, Kind.SUBDISTRICT),
}


@dataclass(frozen=True)
class Meaning:
    """What a name stands for."""

    entries: tuple[Entry, ...]
    """What is meant; empty where that must be asked; several for a field in parts."""
    candidates: tuple[Entry, ...]
    """What it may mean, the best known first."""
    sure: bool = True
    """Whether nothing else was weighed against it."""


def disambiguate(spot: NameMatch, cue: Cue | None, around: Iterable[Entry]) -> Meaning:
    """Return what a name stands for."""
    hits = _of_kind(spot.hits, cue)
    if not hits:
        return Meaning((), ())
    entries = tuple({one.entry: None for one in hits})
    if all(one.needs_kind and one.entry.kind is Kind.FIELD for one in hits):
        return Meaning(entries, entries)  # the domes of Kirkuk share its name
    heads = [_head(family, hits) for family in _families(entries)]
    ranked = tuple(sorted(heads, key=lambda head: (head.rank, head.key)))
    if len(ranked) == 1:
        return Meaning(ranked, ranked)
    closest = _closest(ranked, around)
    if ranked[1].rank - ranked[0].rank < _AHEAD:
        return Meaning(closest, ranked, sure=False)
    return Meaning(ranked[:1] if closest in {(), ranked[:1]} else (), ranked, sure=False)


def _of_kind(hits: Sequence[EntryName], cue: Cue | None) -> tuple[EntryName, ...]:
    """Leave out what the words beside the name rule out."""
    wanted = Kind(cue.kind) if cue else None
    for kind in _LEVELS.get(wanted, (wanted,)) if wanted else ():
        own = tuple(one for one in hits if one.entry.kind is kind)
        if own:
            return own
    free = tuple(one for one in hits if not one.needs_kind)
    ground = {one.entry.kind for one in free} - _TOLD - {Kind.CROSSING}
    town = any(one.entry.kind is Kind.PLACE and one.entry.rank < 5 for one in free)
    out = (_TOLD if ground else frozenset()) | ({Kind.CROSSING} if town else frozenset())
    return tuple(one for one in free if one.entry.kind not in out)


def _families(entries: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """Put a town with the units, fields and gates that are called after it."""
    families: list[list[Entry]] = []
    for entry in entries:
        own = [family for family in families if any(_kin(entry, one) for one in family)]
        families = [family for family in families if family not in own]
        families.append([entry, *(one for family in own for one in family)])
    return [tuple(family) for family in families]


def _kin(one: Entry, other: Entry) -> bool:
    if one.id in other.within or other.id in one.within:
        return True
    areas = [each for each in (one, other) if each.kind is Kind.AREA]
    if areas and one.within & other.within:
        return True
    return distance(one, other) < _NEAR


def distance(one: Entry, other: Entry) -> float:
    """Return the kilometres between two points, on a sphere."""
    lat = math.radians((one.lat + other.lat) / 2)
    x = math.radians(one.lon - other.lon) * math.cos(lat)
    return 6371.0 * math.hypot(x, math.radians(one.lat - other.lat))


def _head(family: tuple[Entry, ...], hits: Sequence[EntryName]) -> Entry:
    """Return which of a family is meant: the one of that very name, a town before its district."""
    main = {one.entry for one in hits if one.main}

    def place(entry: Entry) -> tuple[bool, float, int, str]:
        order: float = _ORDER.index(entry.kind)
        if entry.kind is Kind.PLACE and entry.rank > 4:
            order = _ORDER.index(Kind.CROSSING) + 0.2  # a gate is better known than its hamlet
        elif entry.kind is Kind.CROSSING and entry not in main:
            order += 0.5
        return entry not in main, order, entry.rank, entry.id

    return min(family, key=place)


def _closest(ranked: tuple[Entry, ...], around: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the one thing that lies where other names of the sentence lie, if there is one.

    The narrowest unit decides: a district before a governorate.
    """
    named = {code for one in around for code in (*one.within, one.id)}
    admin = current().admin
    for size in (admin.subdistrict, admin.district, admin.governorate):
        own = {code for code in named if len(code) == size}
        shared = tuple(one for one in ranked if one.within & own)
        if shared:
            return shared if len(shared) == 1 else ()
    return ()
