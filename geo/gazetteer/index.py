"""The gazetteer: every named thing of the atlas, found by any of its spellings in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.cache import load_derived
from geo.gazetteer.entries import Entry, EntryName, Kind, Row, sounds
from geo.gazetteer.lexicon import Key, key, lexicon
from geo.gazetteer.place_names import PlaceName, names_of_row
from geo.profile import current


@lru_cache(maxsize=2)
def gazetteer(atlas: Atlas) -> Gazetteer:
    """Return the gazetteer of an atlas, made on first use.

    >>> from geo import Atlas
    >>> hits = gazetteer(Atlas.load()).find_spelled("Kerkuk")
    >>> sorted({hit.entry.key for hit in hits if not hit.needs_kind})[-1]
    'place:kirkuk'
    """
    return Gazetteer(_load_names(atlas))


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every name of an atlas, by how it sounds."""

    names: tuple[EntryName, ...]  #: Every spelling.

    @cached_property
    def index(self) -> dict[Key, tuple[EntryName, ...]]:
        """What a text may name, by sound."""
        return self._index_sounds(name for name in self.names if name.in_prose)

    @cached_property
    def everything(self) -> dict[Key, tuple[EntryName, ...]]:
        """What a reader may look for, by sound."""
        return self._index_sounds(self.names)

    def _index_sounds(self, names: Iterable[EntryName]) -> dict[Key, tuple[EntryName, ...]]:
        """Return spellings by sound; a name of several words is found as one word, too."""
        result: dict[Key, list[EntryName]] = defaultdict(list)
        for name in names:
            result[name.sounds].append(name)
            joined = "".join(name.sounds)
            if len(name.sounds) > 1 and len(joined) >= JOINED:
                result[(joined,)].append(name)
        return {words: tuple(entry_names) for words, entry_names in result.items()}

    @cached_property
    def by_key(self) -> dict[str, Entry]:
        return {name.entry.key: name.entry for name in self.names}

    @cached_property
    def starts(self) -> frozenset[Key]:
        """Beginnings of all keys of the index, so that a search knows when to stop."""
        return frozenset(words[:size] for words in self.index for size in range(1, len(words) + 1))

    @cached_property
    def long(self) -> tuple[str, ...]:
        """Sounds of one word that a slip of the pen may be compared with: long and well known."""
        return tuple(
            sorted(
                words[0]
                for words, entry_names in self.index.items()
                if len(words) == 1
                and len(words[0]) >= LONG
                and any(
                    entry_name.entry.rank <= 4 and not entry_name.needs_kind
                    for entry_name in entry_names
                )
            )
        )

    def find_spelled(self, text: str) -> tuple[EntryName, ...]:
        """Find entries by name, whatever the spelling and division into words."""
        words = sounds(key(text))
        return self.everything.get(words, ()) or self.everything.get(("".join(words),), ())


#: Letters that a name of two words needs to be looked for as one.
JOINED = 6

#: Letters that a word needs to be compared with names that it does not equal.
LONG = 7


def _load_names(atlas: Atlas) -> tuple[EntryName, ...]:
    """Return every name, from the cache where it is known: to spell five thousand costs time."""
    made = load_derived(atlas, "names", lambda: _make_names(atlas))
    entries = [_entry_of(entry) for entry in made["entries"]]
    return tuple(
        EntryName(entries[at], text, tuple(letters), tuple(heard), *more)
        for at, text, letters, heard, *more in made["names"]
    )


def _make_names(atlas: Atlas) -> dict[str, Any]:
    """Return every name, spelled out, as JSON takes them."""
    from geo.gazetteer.entry_names import names  # noqa: PLC0415 -- heavy, and once for each data

    return _names_as_json(names(atlas))


def _entry_of(made: dict[str, Any]) -> Entry:
    """Return an entry that JSON held."""
    remaining: dict[str, Any] = {"kind": Kind(made["kind"]), "within": frozenset(made["within"])}
    remaining |= {"names": tuple(map(tuple, made["names"])), "box": tuple(made["box"])}
    return Entry(**{**made, **remaining})


def _names_as_json(names: Iterable[EntryName]) -> dict[str, Any]:
    entries: dict[int, tuple[int, Entry]] = {}
    rows = []
    for name in names:
        at, _ = entries.setdefault(id(name.entry), (len(entries), name.entry))
        words = list(name.letters), list(name.sounds)
        rows.append([at, name.text, *words, name.main, name.needs_kind, name.in_prose])
    records = [
        {**vars(entry), "rank": int(entry.rank), "box": [*map(float, entry.box)]}
        | {"lon": float(entry.lon), "lat": float(entry.lat), "within": sorted(entry.within)}
        for _, entry in entries.values()
    ]
    return {"entries": records, "names": rows}


@lru_cache(maxsize=2)
def actors(atlas: Atlas) -> Gazetteer:
    """Return the names of actors: those of the atlas and those that only texts name."""
    return Gazetteer(tuple(_actors(atlas.records("actors"))))


def _actors(table: Iterable[Row]) -> Iterator[EntryName]:
    rows = {row["id"]: row for row in table if row["id"] not in _STATES}
    known = lexicon().actors
    for item in sorted({*rows, *known}):
        row = rows.get(item, {})
        spoken_of = known.get(item, {})
        codes = dict.fromkeys((*(c.value for c in current().languages), *spoken_of))
        names = tuple(
            (code, str(row.get(f"name_{code}") or spoken_of.get(code, ("",))[0])) for code in codes
        )
        entry = Entry(Kind.ACTOR, item, names, 1)
        texts = [PlaceName(text) for spellings in spoken_of.values() for text in spellings]
        for name in (*names_of_row(Kind.ACTOR, row), *texts):
            words = key(name.text)
            yield EntryName(entry, name.text, words, sounds(words), name.main, name.needs_kind)


#: Rows of the table of actors that are states of ground, not actors.
_STATES = frozenset(("contested", "mixed", "unknown"))
