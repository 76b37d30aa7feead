"""The gazetteer: every named thing of the atlas, found by any of its spellings in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.cache import load_derived
from geo.gazetteer.entries import Entry, EntryName, Kind, sounds
from geo.gazetteer.lexicon import Key, key


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

    def find_spelled(self, text: str) -> tuple[EntryName, ...]:
        """Find entries by name, whatever the spelling and division into words."""
        words = sounds(key(text))
        return self.everything.get(words, ()) or self.everything.get(("".join(words),), ())


#: Letters that a name of two words needs to be looked for as one.
JOINED = 6


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
