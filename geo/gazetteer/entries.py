"""The gazetteer: every named thing of the atlas, found by any of its spellings in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.cache import derived
from geo.gazetteer.lexicon import Key, key, lexicon
from geo.gazetteer.place_names import PlaceName, names_of_row
from geo.gazetteer.spelling import spoken
from geo.model import Layer
from geo.profile import current


class Kind(StrEnum):
    """Kinds of things that a text may name."""

    PLACE = "place"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    AREA = "area"
    FIELD = "field"
    PIPELINE = "pipeline"
    REFINERY = "refinery"
    CROSSING = "crossing"
    AIRPORT = "airport"
    ACTOR = "actor"

    @property
    def layer(self) -> Layer | None:
        """The layer of the map that draws it; none for an actor."""
        return _LAYERS.get(self)


_LAYERS = {
    Kind.PLACE: Layer.TOWNS,
    Kind.GOVERNORATE: Layer.GOVERNORATES,
    Kind.DISTRICT: Layer.DISTRICTS,
    Kind.SUBDISTRICT: Layer.SUBDISTRICTS,
    Kind.AREA: Layer.DISPUTED,
    Kind.FIELD: Layer.FIELDS,
    Kind.PIPELINE: Layer.PIPELINES,
    Kind.REFINERY: Layer.REFINERIES,
    Kind.CROSSING: Layer.CROSSINGS,
    Kind.AIRPORT: Layer.AIRPORTS,
}

#: How well known a thing of a kind is where its table does not rank it: 1 a capital, 5 a hamlet.
RANKS = {
    Kind.GOVERNORATE: 1,
    Kind.AIRPORT: 2,
    Kind.DISTRICT: 3,
    Kind.AREA: 3,
    Kind.FIELD: 3,
    Kind.PIPELINE: 3,
    Kind.CROSSING: 3,
    Kind.REFINERY: 4,
    Kind.SUBDISTRICT: 4,
}


Row = Mapping[Any, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Entry:
    """One thing that has a name."""

    kind: Kind
    """What it is."""
    id: str
    """Its id in its table: ISO 3166-2 for governorates, P-codes for districts and sub-districts."""
    names: tuple[tuple[str, str], ...]
    """Code of a language and the name in it; those of small places may be empty but in English."""
    rank: int
    """How well known: 1 a capital, 5 a hamlet."""
    lon: float = 0.0
    """Longitude of its point, degrees (EPSG:4326)."""
    lat: float = 0.0
    """Latitude of its point, degrees."""
    box: Box = (0.0, 0.0, 0.0, 0.0)
    """West, south, east, north in degrees; the point twice where it is one."""
    within: frozenset[str] = frozenset()
    """ISO code and P-codes of the governorate and district that it lies in or is."""

    @property
    def key(self) -> str:
        """Kind and id, ``place:kirkuk``."""
        return f"{self.kind}:{self.id}"

    @property
    def english(self) -> str:
        """The name in English."""
        return self.name("en")

    def name(self, language: str) -> str:
        """Return the name in a language, else that in English."""
        known = dict(self.names)
        return known.get(language) or known.get("en", "")


@dataclass(frozen=True)
class EntryName:
    """A spelling of an entry."""

    entry: Entry
    """What goes by it."""
    text: str
    """The spelling."""
    letters: Key
    """Its words as :func:`geo.gazetteer.lexicon.key` has them."""
    sounds: Key
    """How these sound, see :func:`geo.gazetteer.spelling.spoken`."""
    main: bool
    """Whether it is the entry's own name."""
    needs_kind: bool
    """Whether the text must say of what kind it is."""
    in_prose: bool = True
    """Whether a text may mean it by this name; if not, only who looks for it finds it."""


def sounds(words: Key) -> Key:
    """Return how the words of a name sound."""
    return tuple(map(spoken, words))


@lru_cache(maxsize=2)
def gazetteer(atlas: Atlas) -> Gazetteer:
    """Return the gazetteer of an atlas, made on first use.

    Examples
    --------
    >>> from geo import Atlas
    >>> hits = gazetteer(Atlas.load()).spelled("Kerkuk")
    >>> sorted({one.entry.key for one in hits if not one.needs_kind})[-1]
    'place:kirkuk'
    """
    return Gazetteer(_kept(atlas))


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every name of an atlas, by how it sounds."""

    names: tuple[EntryName, ...]
    """Every spelling."""

    @cached_property
    def index(self) -> dict[Key, tuple[EntryName, ...]]:
        """What a text may name, by sound."""
        return self._indexed(one for one in self.names if one.in_prose)

    @cached_property
    def everything(self) -> dict[Key, tuple[EntryName, ...]]:
        """What a reader may look for, by sound."""
        return self._indexed(self.names)

    def _indexed(self, names: Iterable[EntryName]) -> dict[Key, tuple[EntryName, ...]]:
        """Return spellings by sound; a name of several words is found as one word, too."""
        found: dict[Key, list[EntryName]] = defaultdict(list)
        for one in names:
            found[one.sounds].append(one)
            joined = "".join(one.sounds)
            if len(one.sounds) > 1 and len(joined) >= JOINED:
                found[(joined,)].append(one)
        return {words: tuple(entry_names) for words, entry_names in found.items()}

    @cached_property
    def by_key(self) -> dict[str, Entry]:
        """Entries by their keys."""
        return {one.entry.key: one.entry for one in self.names}

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
                and any(one.entry.rank <= 4 and not one.needs_kind for one in entry_names)
            )
        )

    def spelled(self, text: str) -> tuple[EntryName, ...]:
        """Return who goes by a name, however it is spelled and divided into words."""
        words = sounds(key(text))
        return self.everything.get(words, ()) or self.everything.get(("".join(words),), ())


#: Letters that a name of two words needs to be looked for as one.
JOINED = 6

#: Letters that a word needs to be compared with names that it does not equal.
LONG = 7


def _kept(atlas: Atlas) -> tuple[EntryName, ...]:
    """Return every name, from the cache where it is known: to spell five thousand costs time."""
    made = derived(atlas, "names", lambda: _made(atlas))
    entries = [_entry_of(one) for one in made["entries"]]
    return tuple(
        EntryName(entries[at], text, tuple(letters), tuple(heard), *more)
        for at, text, letters, heard, *more in made["names"]
    )


def _made(atlas: Atlas) -> dict[str, Any]:
    """Return every name, spelled out, as JSON takes them."""
    from geo.gazetteer.entry_names import names  # noqa: PLC0415 -- heavy, and once for each data

    return _plain(names(atlas))


def _entry_of(made: dict[str, Any]) -> Entry:
    """Return an entry that JSON held."""
    kept: dict[str, Any] = {"kind": Kind(made["kind"]), "within": frozenset(made["within"])}
    kept |= {"names": tuple(map(tuple, made["names"])), "box": tuple(made["box"])}
    return Entry(**{**made, **kept})


def _plain(names: Iterable[EntryName]) -> dict[str, Any]:
    """Return names and entries as JSON takes them."""
    entries: dict[int, tuple[int, Entry]] = {}
    rows = []
    for one in names:
        at, _ = entries.setdefault(id(one.entry), (len(entries), one.entry))
        words = list(one.letters), list(one.sounds)
        rows.append([at, one.text, *words, one.main, one.needs_kind, one.in_prose])
    records = [
        {**vars(one), "rank": int(one.rank), "box": [*map(float, one.box)]}
        | {"lon": float(one.lon), "lat": float(one.lat), "within": sorted(one.within)}
        for _, one in entries.values()
    ]
    return {"entries": records, "names": rows}


@lru_cache(maxsize=2)
def actors(atlas: Atlas) -> Gazetteer:
    """Return the names of actors: those of the atlas and those that only texts name."""
    return Gazetteer(tuple(_actors(atlas.records("actors"))))


def _actors(table: Iterable[Row]) -> Iterator[EntryName]:
    rows = {row["id"]: row for row in table if row["id"] not in _STATES}
    known = lexicon().actors
    for one in sorted({*rows, *known}):
        row = rows.get(one, {})
        spoken_of = known.get(one, {})
        codes = dict.fromkeys((*(c.value for c in current().languages), *spoken_of))
        names = tuple(
            (code, str(row.get(f"name_{code}") or spoken_of.get(code, ("",))[0])) for code in codes
        )
        entry = Entry(Kind.ACTOR, one, names, 1)
        texts = [PlaceName(text) for spellings in spoken_of.values() for text in spellings]
        for name in (*names_of_row(Kind.ACTOR, row), *texts):
            words = key(name.text)
            yield EntryName(entry, name.text, words, sounds(words), name.main, name.needs_kind)


#: Rows of the table of actors that are states of ground, not actors.
_STATES = frozenset(("contested", "mixed", "unknown"))
