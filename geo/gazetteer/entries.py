"""Named things of the atlas, and every spelling of their names: made once and then cached."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from geo.gazetteer.lexicon import Key, key, lexicon, spell_sound
from geo.layers import POINTS, SPECS
from geo.model import Layer

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.atlas import Atlas


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

#: The rank of a hamlet: it is meant only where words beside its name speak of a place, and by a
#: name that only sounds like its own only where nothing else is called so.
HAMLET = 5

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
        names = dict(self.names)
        return names.get(language) or names.get("en", "")


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


_PAREN = re.compile(r"\s*\(([^)]*)\)")
_CODE = re.compile(r"^[A-Z]{3,4}$")

#: What a table writes around a name to say what it is, by language.
_GENERIC = re.compile(
    r"\b(?:oil refinery|refinery|international airport|airport|fields?|block|licence|pipeline|"
    r"air base|area|dome|border crossing)\b|مصفى|مطار|الدولي|حقول?|رقعة|قبة|^خط غاز|^خط|^وصلة|"
    r"پاڵاوگەی|فڕۆکەخانەی|نێودەوڵەتیی|کێڵگەکانی|بلۆکی|گومەزی|هێڵی بەستنەوەی|هێڵی گازی|^هێڵی",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlaceName:
    """One name of a row."""

    text: str  #: The name.
    main: bool = True  #: Whether it is the row's own name, not another one that it also goes by.
    #: Whether the text must say of what kind it is (``Kirkuk`` for the refinery there).
    needs_kind: bool = False


def names_of_row(kind: str, row: Mapping[Hashable, Any]) -> Iterator[PlaceName]:
    """Yield the names of a row of the table of a kind.

    >>> row = {"name_en": "Kirkuk - Baba dome", "alt_names": "Baba Gurgur"}
    >>> [(name.text, name.needs_kind) for name in names_of_row("field", row)][:3]
    [('Kirkuk - Baba dome', False), ('Kirkuk', True), ('Baba dome', False)]
    """
    for column, text in row.items():
        if str(column).startswith("name_") and text:
            yield from _parts(kind, text, True)
    for text in (row.get("alt_names") or "").split(" | "):
        if text and not _CODE.match(text):
            yield from _parts(kind, text, False)


def _parts(kind: str, text: str, main: bool) -> Iterator[PlaceName]:
    """Yield a name as written and the names that are within it."""
    inner = _PAREN.findall(text)
    outer = _PAREN.sub("", text)
    for at, part in enumerate(outer.split(" / ")):
        is_main = main and at == 0
        yield PlaceName(part, is_main)
        if kind in _SHORT:
            yield from _shorten(kind, part, is_main)
    if inner:
        yield PlaceName(text, main)
    for part in (part for item in inner for part in item.split(", ")):
        yield PlaceName(part, main=False, needs_kind=kind in {Kind.PIPELINE, *POINT_KINDS.values()})


def _shorten(kind: str, text: str, main: bool) -> Iterator[PlaceName]:
    """Yield what is left of a name without the words that say its kind."""
    before, _, after = text.partition(" - ")
    if kind == "field" and after:
        yield PlaceName(_strip_generic(before), main, needs_kind=True)
        yield PlaceName(after, main)
        yield PlaceName(_strip_generic(after), main)
    elif (plain := _strip_generic(text)) and plain != text:
        # Two ends name a pipeline; a field's dome has a name of its own.
        free = (kind == "pipeline" and "-" in plain) or (kind == "field" and "ome" in text)
        yield PlaceName(plain, main, needs_kind=not free)


def _strip_generic(text: str) -> str:
    return " ".join(_GENERIC.sub(" ", text).split())


#: Kinds whose rows are named by what they are called after.
_SHORT = {Kind.FIELD, Kind.PIPELINE, Kind.AIRPORT, Kind.CROSSING, *POINT_KINDS.values()}


def spell_names(atlas: Atlas) -> Iterator[EntryName]:
    """Yield every spelling of everything in an atlas that has a name."""
    dropped, doubles = lexicon().dropped, lexicon().doubles
    for entry, row in _rows(atlas):
        double = entry.kind is Kind.PLACE and entry.id in doubles
        seen: set[tuple[Key, bool]] = set()
        for name in names_of_row(entry.kind, row):
            words = key(name.text)
            if words and (words, name.needs_kind) not in seen:
                seen.add((words, name.needs_kind))
                main = name.main and entry.kind is not Kind.AREA
                in_prose = not double and words not in dropped
                heard = sounds(words)
                yield EntryName(entry, name.text, words, heard, main, name.needs_kind, in_prose)


def _rows(atlas: Atlas) -> Iterator[tuple[Entry, Row]]:
    yield from _outline_entries(Kind.GOVERNORATE, atlas.governorates, "iso")
    yield from _outline_entries(Kind.DISTRICT, atlas.districts, "pcode")
    yield from _outline_entries(Kind.SUBDISTRICT, atlas.subdistricts, "pcode")
    yield from _outline_entries(Kind.AREA, atlas.areas, "id")
    for kind, rows in _points(atlas):
        located = _codes_around(atlas, rows)
        for row, within in zip(rows.to_dict("records"), located, strict=True):
            yield _entry(kind, row, within), row
    import shapely  # noqa: PLC0415 -- names are spelled once for each state of the data

    for row in atlas.table("pipelines").to_dict("records"):
        west, south, east, north = shapely.from_wkt(row["wkt"]).bounds
        middle: dict[Hashable, Any] = {"lon": (west + east) / 2, "lat": (south + north) / 2}
        entry = _entry(Kind.PIPELINE, dict(row) | middle, frozenset(), (west, south, east, north))
        yield entry, row


def _points(atlas: Atlas) -> Iterator[tuple[Kind, pd.DataFrame]]:
    crossings = atlas.table("crossings")
    airport = crossings["kind"] == "airport"
    yield Kind.PLACE, atlas.table("places")
    yield Kind.FIELD, atlas.table("fields")
    for layer, kind in POINT_KINDS.items():
        if layer in atlas.profile.layers:
            yield kind, atlas.table(layer.spec.ids)
    yield Kind.CROSSING, crossings[~airport]
    yield Kind.AIRPORT, crossings[airport]


def _outline_entries(
    kind: Kind, rows: gpd.GeoDataFrame, column: str
) -> Iterator[tuple[Entry, Row]]:
    points = rows.geometry.representative_point()
    boxes = rows.geometry.bounds.to_numpy()
    plain = rows.drop(columns="geometry").assign(lon=points.x, lat=points.y, id=rows[column])
    for row, (west, south, east, north) in zip(plain.to_dict("records"), boxes, strict=True):
        row_codes = (row.get("iso"), row.get("governorate"), row.get("district"), row.get("pcode"))
        within = {row_code for row_code in row_codes if row_code} | set(
            (row.get("pcodes") or "").split(";")
        )
        yield (
            _entry(
                kind,
                row,
                frozenset(within - {""}),
                (float(west), float(south), float(east), float(north)),
            ),
            row,
        )


def _entry(
    kind: Kind,
    row: Row,
    within: frozenset[str],
    box: Box | None = None,
) -> Entry:
    lon, lat = (float(row[name]) for name in ("lon", "lat"))
    if math.isnan(lon):
        lon = lat = 0.0
    names = tuple(
        (str(column).removeprefix("name_"), str(text or ""))
        for column, text in row.items()
        if str(column).startswith("name_")
    )
    rank = int(row["rank"]) if kind is Kind.PLACE else RANKS[kind]
    return Entry(kind, str(row["id"]), names, rank, lon, lat, box or (lon, lat, lon, lat), within)


def _codes_around(atlas: Atlas, rows: pd.DataFrame) -> list[frozenset[str]]:
    """Return the codes of the sub-district, district and governorate that each row lies in."""
    import shapely  # noqa: PLC0415 -- as above

    units = atlas.subdistricts
    points = shapely.points(rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
    texts: list[frozenset[str]] = [frozenset() for _ in range(len(rows))]
    at, unit = shapely.STRtree(units.geometry.to_numpy()).query(points, predicate="within")
    codes = units[["pcode", "district", "governorate"]].to_numpy()
    for item, number in zip(at, unit, strict=True):
        texts[item] = frozenset(map(str, codes[number]))
    return texts
