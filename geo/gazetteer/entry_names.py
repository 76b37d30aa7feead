"""Every name of an atlas spelled out, as the gazetteer holds them: made once and then kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas
from geo.gazetteer.entries import POINT_KINDS, RANKS, Box, Entry, EntryName, Kind, Row, sounds
from geo.gazetteer.lexicon import Key, key, lexicon

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


def names(atlas: Atlas) -> Iterator[EntryName]:
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
    if np.isnan(lon):
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
    units = atlas.subdistricts
    points = shapely.points(rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
    texts: list[frozenset[str]] = [frozenset() for _ in range(len(rows))]
    at, unit = shapely.STRtree(units.geometry.to_numpy()).query(points, predicate="within")
    codes = units[["pcode", "district", "governorate"]].to_numpy()
    for item, number in zip(at, unit, strict=True):
        texts[item] = frozenset(map(str, codes[number]))
    return texts
