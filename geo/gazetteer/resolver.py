"""The place resolver: what a reader means by a name, a code or a position.

Commands, questions about areas, stories and articles find places here; the search in the page
(``client/page/search/search.ts``) spells names by the same rules, and
``tests/fixtures/places.json`` holds the two together. A name counts however it is transcribed;
what only resembles a name is never taken for it, but suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.coordinates import position
from geo.gazetteer.entries import Entry, EntryName, Kind
from geo.gazetteer.index import gazetteer
from geo.gazetteer.lexicon import Key, key, lexicon, rules, spell_sound

#: Kinds that lie somewhere, in the order in which a name is looked for.
SOMEWHERE = (
    Kind.PLACE, Kind.SUBDISTRICT, Kind.DISTRICT, Kind.GOVERNORATE, Kind.AREA, Kind.CROSSING,
    Kind.AIRPORT, Kind.FIELD, Kind.REFINERY,
)  # fmt: skip

#: Kinds that are pieces of ground, in the order in which a name is looked for.
GROUND = (Kind.AREA, Kind.DISTRICT, Kind.GOVERNORATE, Kind.SUBDISTRICT)

#: Pieces of ground by the word that stands before the colon: table, key of a row.
GROUND_TABLES = {
    "areas": ("areas", "id"),
    "districts": ("districts", "pcode"),
    "governorates": ("governorates", "iso"),
    "subdistricts": ("subdistricts", "pcode"),
    "units": ("units of control", "unit"),
}

#: Names that a message suggests, at most.
SUGGESTED = 5

#: How alike a text and a name must be to be suggested, of 100.
ALIKE = 70

#: What each rank above a hamlet adds to the likeness, so that the better known come first.
WELL_KNOWN = 3

#: Characters that a text may have.
LONGEST = 200

#: Rank from which a place is too little known to be meant by a name that only sounds like its own,
#: where something else is called so.
_HAMLET = 5

#: Characters of a text that a message shows.
_SHOWN = 80


@dataclass(frozen=True)
class Place:
    """Something that lies somewhere."""

    name: str  #: Its English name; a position as it was written.
    lon: float  #: Longitude of its point, degrees (EPSG:4326).
    lat: float  #: Latitude of its point, degrees.
    #: What the gazetteer has of it; None for a position and for a part of a sub-district.
    entry: Entry | None = None
    #: P-codes or the ISO code of the ground that it takes in, or the id of a part; none where it is
    #: a point.
    codes: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.lon, self.lat


def resolve(atlas: Atlas, text: str, kinds: Sequence[Kind] = SOMEWHERE) -> Place:
    """Return the place that a text stands for.

    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> [resolve(atlas, name).entry.key for name in ("Sulaimaniya", "Khanakin", "Kerkouk")]
    ['place:sulaymaniyah', 'place:khanaqin', 'place:kirkuk']
    >>> resolve(atlas, "Kirkuk governorate").codes
    ('IQ-KI',)
    """
    text = text.encode("utf-8", "replace").decode().strip()  # a shell may hand over any bytes
    if len(text) > LONGEST:
        raise QuestionError(f"place {text[:_SHOWN]!r}...: expected at most {LONGEST} characters")
    place = _find_coded(atlas, text, kinds)
    if place is None and Kind.PLACE in kinds and (point := position(text)):
        place = Place(text, *point)
    if place is None:
        place = _find_named(atlas, text, kinds)
    if place is None:
        raise QuestionError(_unknown_message(atlas, text, kinds))
    return place


def candidates(
    atlas: Atlas, text: str, kinds: Sequence[Kind] = SOMEWHERE
) -> tuple[tuple[Place, ...], bool]:
    """Return candidates for a name, the likeliest first, and whether the first is certain.

    It is not where another thing of its kind is spelled the same, however little known: who only
    looks for a place sees at once that it is another one, rows of a table do not. Where nothing is
    called so, the candidates are what resembles it, none of them for sure.

    >>> from geo import Atlas
    >>> places, sure = candidates(Atlas.load(), "Kerkouk")
    >>> [place.entry.key for place in places][:2], sure
    (['place:kirkuk', 'district:IQG13Q04'], True)
    >>> candidates(Atlas.load(), "Kirkik")[1]
    False
    """
    try:
        place: Place | None = resolve(atlas, text, kinds)
    except QuestionError:
        place = None
    hits = [name for name in gazetteer(atlas).find_spelled(text[:LONGEST]) if not name.needs_kind]
    orders = _orders(key(text), hits, kinds)
    places = [
        _place(atlas, item) for item in sorted(orders, key=lambda item: (orders[item], item.key))
    ]
    alike = 0
    if place:
        places = [place, *(item for item in places if item.entry != place.entry)]
        own_order = orders.get(place.entry) if place.entry else None
        alike = sum(order[:3] == own_order[:3] for order in orders.values()) if own_order else 0
    elif not places:
        places = [_place(atlas, entry) for entry in _find_alike(atlas, text[:LONGEST], kinds)]
    return tuple(places[:SUGGESTED]), place is not None and alike < 2


def suggestions(atlas: Atlas, text: str, kinds: Sequence[Kind] = SOMEWHERE) -> tuple[str, ...]:
    """Return English names of at most five things whose names resemble a text, the closest first.

    >>> from geo import Atlas
    >>> suggestions(Atlas.load(), "Kirkik")[0]
    'Kirkuk'
    """
    names = (entry.english for entry in _find_alike(atlas, text, kinds))
    return tuple(dict.fromkeys(names))[:SUGGESTED]


def _find_alike(atlas: Atlas, text: str, kinds: Sequence[Kind]) -> list[Entry]:
    """Return the things whose names resemble a text, the closest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only where nothing is found

    words = key(text)
    scores: dict[Entry, float] = {}
    for wanted, known in zip(_forms(words), _index_entries(atlas, tuple(kinds)), strict=True):
        near = process.extract(wanted, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=50)
        for form, score, _ in near:
            for entry in known[form]:
                scores[entry] = max(score, scores.get(entry, 0))

    def order(item: Entry) -> tuple[float, int, str, str]:
        known = -scores[item] - WELL_KNOWN * (_HAMLET - item.rank)
        return known, kinds.index(item.kind), item.english, item.key

    return sorted(scores, key=order)


def _forms(words: Key) -> tuple[str, str]:
    """Return the letters of a name and how it sounds, each as one word."""
    return "".join(words), "".join(map(spell_sound, words))


@lru_cache(maxsize=8)
def _index_entries(
    atlas: Atlas, kinds: tuple[Kind, ...]
) -> tuple[dict[str, tuple[Entry, ...]], ...]:
    """Return the things of some kinds by the letters of their names, and by how they sound."""
    result: tuple[dict[str, dict[Entry, None]], ...] = {}, {}
    for name in gazetteer(atlas).names:
        if name.entry.kind in kinds and not name.needs_kind:
            for form, by_form in zip(_forms(name.letters), result, strict=True):
                by_form.setdefault(form, {})[name.entry] = None
    return tuple({form: tuple(entries) for form, entries in by_form.items()} for by_form in result)


def _unknown_message(atlas: Atlas, text: str, kinds: Sequence[Kind]) -> str:
    shown = f"place {text[:_SHOWN]!r}"
    near = suggestions(atlas, text, kinds) if text else ()
    if near:
        *some, last = near
        listed = f"{', '.join(some)} or {last}" if some else last
        return f"{shown}: did you mean {listed}?"
    named = ", ".join(_CALLED[kind] for kind in kinds)
    codes = "a P-code or a position as lon,lat" if Kind.PLACE in kinds else "or a P-code"
    return f"{shown}: expected a {named}, {codes}"


#: What a message calls each kind.
_CALLED = {
    Kind.PLACE: "town, village",
    Kind.SUBDISTRICT: "sub-district",
    Kind.DISTRICT: "district",
    Kind.GOVERNORATE: "governorate",
    Kind.AREA: "disputed area",
    Kind.CROSSING: "border crossing",
    Kind.AIRPORT: "airport",
    Kind.FIELD: "field",
    Kind.REFINERY: "refinery",
    Kind.PIPELINE: "pipeline",
}


def _find_coded(atlas: Atlas, text: str, kinds: Sequence[Kind]) -> Place | None:
    """Return the place whose code, key or id a text is."""
    by_key = gazetteer(atlas).by_key
    for kind in kinds:
        for key_ in (text, f"{kind}:{text}", f"{kind}:{text.upper()}"):
            if key_ in by_key and by_key[key_].kind is kind:
                return _place(atlas, by_key[key_])
    for row in atlas.records("governorates"):
        if text and row["pcode"] == text.upper():
            entry = by_key[f"{Kind.GOVERNORATE}:{row['iso']}"]
            return replace(_place(atlas, entry), codes=(text.upper(),))
    return _part(atlas, text) if Kind.PLACE in kinds else None


def _part(atlas: Atlas, text: str) -> Place | None:
    """Return the part of a sub-district whose id a text is."""
    names = {row["id"]: row["name_en"] for row in atlas.records("parts")}
    if text not in names:
        return None
    units = [row["unit"] for row in atlas.unit_records]
    point = atlas.unit_shapes[units.index(text)].representative_point()
    return Place(names[text], round(point.x, 4), round(point.y, 4), codes=(text,))


def _find_named(atlas: Atlas, text: str, kinds: Sequence[Kind]) -> Place | None:
    """Find the place of a name; None if there is none."""
    words = key(text)
    hits = [name for name in gazetteer(atlas).find_spelled(text) if not name.needs_kind]
    place = _best(atlas, text, words, hits, kinds)
    if place:
        return place
    for kind, texts in _without_context(words):
        if kind in kinds:
            hits = list(gazetteer(atlas).find_spelled(" ".join(texts)))
            if place := _best(atlas, text, texts, hits, (kind,)):
                return place
    return None


def _without_context(words: Key) -> Iterable[tuple[Kind, Key]]:
    """Yield what a text says of what kind it speaks: *Kirkuk governorate*, قضاء سنجار."""
    cues = lexicon().cues
    for size in range(min(3, len(words) - 1), 0, -1):
        for context, remainder in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if context in cues:
                yield (
                    Kind(cues[context][0]),
                    remainder[1:] if remainder[0] == "of" and len(remainder) > 1 else remainder,
                )


def _best(
    atlas: Atlas, text: str, words: Key, hits: Iterable[EntryName], kinds: Sequence[Kind]
) -> Place | None:
    """Return the best candidate: by kind, exact spelling, how well known, own name."""
    ranked = _orders(words, hits, kinds)
    if not ranked:
        return None
    first = min(ranked.values())
    best = [entry for entry, order in ranked.items() if order == first]
    if len(best) > 1:
        listed = ", ".join(sorted(item.key for item in best)[:SUGGESTED])
        raise QuestionError(f"place {text[:_SHOWN]!r}: several are called so, expected {listed}")
    return _place(atlas, best[0])


_Order = tuple[bool, int, bool, int, bool]


def _orders(words: Key, hits: Iterable[EntryName], kinds: Sequence[Kind]) -> dict[Entry, _Order]:
    """Return the sort key of an entry: the most likely candidate has the least."""
    ranked: dict[Entry, _Order] = {}
    for hit in hits:
        if hit.entry.kind in kinds:
            heard = _join_letters(hit.letters) != _join_letters(words)
            hamlet = hit.entry.rank >= _HAMLET
            kind, rank = kinds.index(hit.entry.kind), hit.entry.rank
            order = (heard and hamlet, kind, heard, rank, not hit.main)
            ranked[hit.entry] = min(order, ranked.get(hit.entry, order))
    return ranked


def _join_letters(words: Key) -> str:
    """Return the letters of a name as one word, without the article that is written onto it."""
    prefix = rules().article_prefix
    return "".join(word.removeprefix(prefix) for word in words)


def _place(atlas: Atlas, entry: Entry) -> Place:
    place = Place(entry.english, entry.lon, entry.lat, entry)
    if entry.kind is Kind.AREA:
        areas = {row["id"]: row["pcodes"] for row in atlas.records("areas")}
        return replace(place, codes=tuple(areas[entry.id].split(";")))
    return replace(place, codes=(entry.id,) if entry.kind in GROUND else ())
