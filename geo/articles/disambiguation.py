"""Choose among things of one name: by kind, by level, by other names beside it."""

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

    #: What is meant; empty where that must be asked; several for a field in parts.
    entries: tuple[Entry, ...]
    candidates: tuple[Entry, ...]  #: What it may mean, the best known first.
    sure: bool = True  #: Whether nothing else was weighed against it.


def disambiguate(spot: NameMatch, cue: Cue | None, around: Iterable[Entry]) -> Meaning:
    hits = _of_kind(spot.hits, cue)
    if not hits:
        return Meaning((), ())
    entries = tuple({hit.entry: None for hit in hits})
    if all(hit.needs_kind and hit.entry.kind is Kind.FIELD for hit in hits):
        return Meaning(entries, entries)  # the domes of Kirkuk share its name
    heads = [_head(family, hits) for family in _families(entries)]
    ranked = tuple(sorted(heads, key=lambda head: (head.rank, head.key)))
    if len(ranked) == 1:
        return Meaning(ranked, ranked)
    closest = _pick_closest(ranked, around)
    if ranked[1].rank - ranked[0].rank < _AHEAD:
        return Meaning(closest, ranked, sure=False)
    return Meaning(ranked[:1] if closest in {(), ranked[:1]} else (), ranked, sure=False)


def _of_kind(hits: Sequence[EntryName], cue: Cue | None) -> tuple[EntryName, ...]:
    """Leave out what the words beside the name rule out."""
    wanted = Kind(cue.kind) if cue else None
    for kind in _LEVELS.get(wanted, (wanted,)) if wanted else ():
        names = tuple(hit for hit in hits if hit.entry.kind is kind)
        if names:
            return names
    free = tuple(hit for hit in hits if not hit.needs_kind)
    ground = {name.entry.kind for name in free} - _TOLD - {Kind.CROSSING}
    town = any(name.entry.kind is Kind.PLACE and name.entry.rank < 5 for name in free)
    out = (_TOLD if ground else frozenset()) | ({Kind.CROSSING} if town else frozenset())
    return tuple(name for name in free if name.entry.kind not in out)


def _families(entries: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """Put a town with the units, fields and gates that are called after it."""
    families: list[list[Entry]] = []
    for entry in entries:
        relatives = [family for family in families if any(_kin(entry, member) for member in family)]
        families = [family for family in families if family not in relatives]
        families.append([entry, *(member for family in relatives for member in family)])
    return [tuple(family) for family in families]


def _kin(first: Entry, other: Entry) -> bool:
    if first.id in other.within or other.id in first.within:
        return True
    areas = [each for each in (first, other) if each.kind is Kind.AREA]
    if areas and first.within & other.within:
        return True
    return distance(first, other) < _NEAR


def distance(first: Entry, other: Entry) -> float:
    """Return the kilometres between two points, on a sphere."""
    lat = math.radians((first.lat + other.lat) / 2)
    x = math.radians(first.lon - other.lon) * math.cos(lat)
    return 6371.0 * math.hypot(x, math.radians(first.lat - other.lat))


def _head(family: tuple[Entry, ...], hits: Sequence[EntryName]) -> Entry:
    """Choose within a family: the exact name first, then a town before its district."""
    main = {hit.entry for hit in hits if hit.main}

    def place(entry: Entry) -> tuple[bool, float, int, str]:
        order: float = _ORDER.index(entry.kind)
        if entry.kind is Kind.PLACE and entry.rank > 4:
            order = _ORDER.index(Kind.CROSSING) + 0.2  # a gate is better known than its hamlet
        elif entry.kind is Kind.CROSSING and entry not in main:
            order += 0.5
        return entry not in main, order, entry.rank, entry.id

    return min(family, key=place)


def _pick_closest(ranked: tuple[Entry, ...], around: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the one thing that lies where other names of the sentence lie, if there is one.

    The narrowest unit decides: a district before a governorate.
    """
    named = {code for entry in around for code in (*entry.within, entry.id)}
    admin = current().admin
    for size in (admin.subdistrict, admin.district, admin.governorate):
        codes = {code for code in named if len(code) == size}
        shared = tuple(entry for entry in ranked if entry.within & codes)
        if shared:
            return shared if len(shared) == 1 else ()
    return ()
