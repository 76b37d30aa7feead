"""What a reader means by a name, a code or a position: the gazetteer and its resolver.

Commands, questions about areas, stories and texts find places here; the search in the page
(``client/page/search/search.ts``) spells names by the same rules, and
``tests/fixtures/places.json`` holds the two together. A name counts however it is transcribed;
what only resembles a name is never taken for it, but suggested.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.errors import AmbiguousError, QuestionError
from geo.files.cache import load_derived
from geo.gazetteer.entries import HAMLET, POINT_KINDS, Entry, EntryName, Kind, sounds, spell_names
from geo.gazetteer.lexicon import Key, key, lexicon, rules, spell_sound
from geo.model import Language
from geo.profile import current
from geo.words import say
from geo.words.cells import pair

#: Two numbers and nothing else are longitude and latitude, as everywhere in the program.
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_TWO_NUMBERS = re.compile(rf"\s*{_NUMBER}\s*(?:[,;]|\s)\s*{_NUMBER}\s*", re.ASCII)

#: RFC 5870 puts latitude first.
_GEO = re.compile(rf"geo:{_NUMBER},{_NUMBER}(?:[,;].*)?", re.ASCII | re.IGNORECASE)


#: Digits and points of Arabic, as English writes them.
_PLAIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،", "01234567890123456789.,")

#: A comma between digits.
_COMMA = re.compile(r"(?<=\d),(?=\d)", re.ASCII)


def _normalise_digits(text: str) -> str:
    """Return a text with digits as in English; commas are points where both numbers have one."""
    result = text.translate(_PLAIN)
    commas = "." not in result and len(_COMMA.findall(result)) == 2
    return _COMMA.sub(".", result) if commas else result


def position(text: str) -> tuple[float, float] | None:
    r"""Return the longitude and latitude that a text gives; None where it is not a position.

    Two bare numbers are longitude and latitude; letters of the compass, WKT and ``geo:`` say
    themselves which is which. MGRS and UTM are read too, decimal commas and Arabic digits.

    >>> position("44.39,35.47"), position("35.47N 44.39E"), position("geo:35.47,44.39")
    ((44.39, 35.47), (44.39, 35.47), (44.39, 35.47))
    >>> [round(number, 2) for number in position("35°28'12\"N, 44°23'24\"E")]
    [44.39, 35.47]
    >>> position("POINT (44.39 35.47)"), position("Kirkuk")
    ((44.39, 35.47), None)
    >>> position("44,39 35,47"), position("٤٤٫٣٩، ٣٥٫٤٧")
    ((44.39, 35.47), (44.39, 35.47))
    """
    text = _normalise_digits(text)
    if match := _TWO_NUMBERS.fullmatch(text):
        numbers = float(match[1]), float(match[2])
        _check_order(text, *numbers)
    elif geo := _GEO.fullmatch(text.strip()):
        numbers = float(geo[2]), float(geo[1])
    elif on_grid := grid_position(text):
        numbers = on_grid
    else:
        first, second, order = pair(text)
        if not order or math.isnan(first) or math.isnan(second):
            return None
        numbers = (first, second) if order == "lonlat" else (second, first)
    if not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise QuestionError(
            f"position {text[:80]!r}: expected a longitude from -180 to 180 and a latitude from "
            "-90 to 90, in degrees"
        )
    return numbers


def _check_order(text: str, lon: float, lat: float) -> None:
    """Raise where two numbers lie in the region only the other way round."""
    west, south, east, north = current().region
    there = west <= lon <= east and south <= lat <= north
    turned = west <= lat <= east and south <= lon <= north
    if turned and not there:
        raise QuestionError(
            f"position {text[:80]!r}: expected longitude first; did you mean {lat:g},{lon:g}?"
        )


#: Letters of bands of latitude, 8 degrees each from 80° south on, the last one 12; of columns and
#: rows of squares of 100 km, of which rows begin anew every 2,000 km.
BANDS, COLUMNS = "CDEFGHJKLMNPQRSTUVWX", "ABCDEFGHJKLMNPQRSTUVWXYZ"
ROWS = COLUMNS[:20]

_MGRS = re.compile(rf"(\d\d?)\s*([{BANDS}])\s*([{COLUMNS}])([{ROWS}])\s*(\d+\s+\d+|\d*)", re.ASCII)
_UTM = re.compile(
    rf"(\d{{1,2}})\s*([{BANDS}])\s+(\d{{6}}(?:\.\d+)?)\s*(?:mE|E)?\s*[,;]?\s*"
    r"(\d{1,8}(?:\.\d+)?)\s*(?:mN|N)?",
    re.ASCII | re.IGNORECASE,
)


def grid_position(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of a place on a grid; None where the text names none.

    A square of MGRS stands for its centre, as finely as its digits say. WGS 84.

    >>> [[round(number, 4) for number in grid_position(text) or ()]
    ...  for text in ("38S ME 44854 25125", "38sme4485425125", "38S 444854.5 3925125.5")]
    [[44.3922, 35.4681], [44.3922, 35.4681], [44.3922, 35.4681]]
    >>> grid_position("38S ME 448 2517"), grid_position("K1")
    (None, None)
    """
    if utm := _UTM.fullmatch(text.strip()):
        return _unproject(int(utm[1]), utm[2].upper() < "N", float(utm[3]), float(utm[4]))
    match = _MGRS.fullmatch(text.strip().upper())
    if not match:
        return None
    zone, band = int(match[1]), match[2]
    middle = len(match[5]) // 2
    parts = match[5].split()
    east, north = parts if len(parts) == 2 else (match[5][:middle], match[5][middle:])
    at = COLUMNS.index(match[3]) - (zone - 1) % 3 * 8
    if len(east) != len(north) or len(east) > 5 or not 0 <= at < 8:
        return None
    size = 10 ** (5 - len(east))
    x = (at + 1) * 100_000 + int(east or 0) * size + size / 2
    row = (ROWS.index(match[4]) - (0 if zone % 2 else 5)) % 20
    y = row * 100_000 + int(north or 0) * size + size / 2
    south = BANDS.index(band) * 8 - 80
    for turn in range(5):
        numbers = _unproject(zone, south < 0, x, y + turn * 2_000_000)
        if numbers and south - 1 <= numbers[1] <= south + (13 if band == "X" else 9):
            return numbers
    return None


def _unproject(zone: int, south: bool, x: float, y: float) -> tuple[float, float] | None:
    """Return the degrees of an easting and northing (m); None outside of the grid."""
    from pyproj import Transformer  # noqa: PLC0415 -- few positions are on a grid

    if not 1 <= zone <= 60 or not 0 <= y <= 10_000_000:
        return None
    code = f"EPSG:{(32700 if south else 32600) + zone}"
    lon, lat = Transformer.from_crs(code, 4326, always_xy=True).transform(x, y)
    return float(lon), float(lat)


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
    content = load_derived(atlas, "names", lambda: _names_as_json(spell_names(atlas)))
    entries = [_entry_of(entry) for entry in content["entries"]]
    return tuple(
        EntryName(entries[at], text, tuple(letters), tuple(heard), *more)
        for at, text, letters, heard, *more in content["names"]
    )


def _entry_of(row: dict[str, Any]) -> Entry:
    """Return an entry that JSON held."""
    names, box = tuple(map(tuple, row["names"])), tuple(row["box"])
    kind, within = Kind(row["kind"]), frozenset(row["within"])
    return Entry(**{**row, "kind": kind, "within": within, "names": names, "box": box})


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


#: Kinds that lie somewhere, in the order in which a name is looked for.
SOMEWHERE = (
    Kind.PLACE, Kind.SUBDISTRICT, Kind.DISTRICT, Kind.GOVERNORATE, Kind.AREA, Kind.CROSSING,
    Kind.AIRPORT, Kind.FIELD, *POINT_KINDS.values(),
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

#: Characters of a text that a message shows.
_QUOTED = 80


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
        raise QuestionError(f"place {text[:_QUOTED]!r}...: expected at most {LONGEST} characters")
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
        first_order = orders.get(place.entry) if place.entry else None
        alike = sum(order[:3] == first_order[:3] for order in orders.values()) if first_order else 0
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
    for query, index in zip(_forms(words), _index_entries(atlas, tuple(kinds)), strict=True):
        near = process.extract(query, list(index), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=50)
        for form, score, _ in near:
            for entry in index[form]:
                scores[entry] = max(score, scores.get(entry, 0))

    def order(item: Entry) -> tuple[float, int, str, str]:
        likeness = -scores[item] - WELL_KNOWN * (HAMLET - item.rank)
        return likeness, kinds.index(item.kind), item.english, item.key

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
    quoted = f"place {text[:_QUOTED]!r}"
    near = suggestions(atlas, text, kinds) if text else ()
    if near:
        *some, last = near
        listed = f"{', '.join(some)} or {last}" if some else last
        return f"{quoted}: did you mean {listed}?"
    named = ", ".join(say(f"kind.{kind}", Language.EN).lower() for kind in kinds)
    codes = "a P-code or a position as lon,lat" if Kind.PLACE in kinds else "or a P-code"
    return f"{quoted}: expected a {named}, {codes}"


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
        raise AmbiguousError(f"place {text[:_QUOTED]!r}: several are called so, expected {listed}")
    return _place(atlas, best[0])


_Order = tuple[bool, int, bool, int, bool]


def _orders(words: Key, hits: Iterable[EntryName], kinds: Sequence[Kind]) -> dict[Entry, _Order]:
    """Return the sort key of an entry: the most likely candidate has the least."""
    ranked: dict[Entry, _Order] = {}
    for hit in hits:
        if hit.entry.kind in kinds:
            heard = _join_letters(hit.letters) != _join_letters(words)
            hamlet = hit.entry.rank >= HAMLET
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
