"""Named things of the atlas, and their spellings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geo.gazetteer.lexicon import Key, spell_sound
from geo.layers import POINTS, SPECS
from geo.model import Layer


class Kind(StrEnum):
    """Kinds of things that a text may name; layers of points add their own."""

    _ignore_ = "members points"

    PLACE = "place"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    AREA = "area"
    FIELD = "field"
    PIPELINE = "pipeline"
    CROSSING = "crossing"
    AIRPORT = "airport"
    members = vars()
    for points in POINTS:
        members[SPECS[points].thing.upper()] = SPECS[points].thing

    @property
    def layer(self) -> Layer:
        """The layer of the map that draws it."""
        return _LAYERS[self]


#: Kinds of layers of points that their specification describes in full, by the layer.
POINT_KINDS = {Layer(name): Kind(SPECS[name].thing) for name in POINTS}

_LAYERS = {
    **{kind: layer for layer, kind in POINT_KINDS.items()},
    Kind.PLACE: Layer.TOWNS,
    Kind.GOVERNORATE: Layer.GOVERNORATES,
    Kind.DISTRICT: Layer.DISTRICTS,
    Kind.SUBDISTRICT: Layer.SUBDISTRICTS,
    Kind.AREA: Layer.DISPUTED,
    Kind.FIELD: Layer.FIELDS,
    Kind.PIPELINE: Layer.PIPELINES,
    Kind.CROSSING: Layer.CROSSINGS,
    Kind.AIRPORT: Layer.AIRPORTS,
}

#: How well known a thing of a kind is where its table does not rank it: 1 a capital, 5 a hamlet.
RANKS = {
    **dict.fromkeys(POINT_KINDS.values(), 4),
    Kind.GOVERNORATE: 1,
    Kind.AIRPORT: 2,
    Kind.DISTRICT: 3,
    Kind.AREA: 3,
    Kind.FIELD: 3,
    Kind.PIPELINE: 3,
    Kind.CROSSING: 3,
    Kind.SUBDISTRICT: 4,
}


Row = Mapping[Any, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Entry:
    """One thing that has a name."""

    kind: Kind  #: What it is.
    #: Its id in its table: ISO 3166-2 for governorates, P-codes for districts and sub-districts.
    id: str
    #: Code of a language and the name in it; those of small places may be empty but in English.
    names: tuple[tuple[str, str], ...]
    rank: int  #: How well known: 1 a capital, 5 a hamlet.
    lon: float = 0.0  #: Longitude of its point, degrees (EPSG:4326).
    lat: float = 0.0  #: Latitude of its point, degrees.
    #: West, south, east, north in degrees; the point twice where it is one.
    box: Box = (0.0, 0.0, 0.0, 0.0)
    #: ISO code and P-codes of the governorate and district that it lies in or is.
    within: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Kind and id, ``place:kirkuk``."""
        return f"{self.kind}:{self.id}"

    @property
    def english(self) -> str:
        return self.name("en")

    def name(self, language: str) -> str:
        """Return the name in a language, else that in English."""
        known = dict(self.names)
        return known.get(language) or known.get("en", "")


@dataclass(frozen=True)
class EntryName:
    """A spelling of an entry."""

    entry: Entry  #: What goes by it.
    text: str  #: The spelling.
    letters: Key  #: Its words as :func:`geo.gazetteer.lexicon.key` has them.
    sounds: Key  #: How these sound, see :func:`geo.gazetteer.lexicon.spell_sound`.
    main: bool  #: Whether it is the entry's own name.
    needs_kind: bool  #: Whether the text must say of what kind it is.
    #: Whether a text may mean it by this name; if not, only who looks for it finds it.
    in_prose: bool = True


def sounds(words: Key) -> Key:
    """Return how the words of a name sound."""
    return tuple(map(spell_sound, words))
