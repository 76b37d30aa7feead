"""The ground that rows of a table name, by codes or by names of admin areas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas
from geo.gazetteer.entries import Kind
from geo.gazetteer.lexicon import key
from geo.gazetteer.resolver import gazetteer, suggestions
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.tabular.values import empty
from geo.user_areas.areas import Unmatched
from geo.user_areas.polygons import guess_title

#: Levels of admin areas, the largest first.
LEVELS: Final = (Kind.GOVERNORATE, Kind.DISTRICT, Kind.SUBDISTRICT)

#: Part of a column's different cells that must be codes, or names, for it to be one of areas: of
#: places that are no areas some share a name with one.
ENOUGH, MOST = 0.5, 0.75

#: Different cells that a column is judged by.
_LOOKED: Final = 400

#: What is written within codes in some years and not in others.
_SIGNS: Final = re.compile(r"[\s\-_./]+")


@dataclass(frozen=True)
class Ground:
    """An admin area."""

    code: str  #: P-code, or the ISO code of a governorate.
    name: str  #: English name.
    level: Kind  #: What it is.
    units: tuple[int, ...]  #: Places of its units in the atlas.


@dataclass(frozen=True, eq=False)
class NamedGround:
    """What each row of a table names."""

    ground: list[Ground | None]  #: By row; None where it names none.
    columns: tuple[str, ...]  #: Columns of the table that were read.
    unmatched: tuple[Unmatched, ...]  #: What names none, that of most rows first.


def find_ground(
    atlas: Atlas, frame: pd.DataFrame, columns: Sequence[str] = (), codes: Codes | None = None
) -> NamedGround | None:
    """Return the areas that rows name; None where no column names areas.

    Codes go before names, small areas before large ones. A name counts within the larger area that
    the row names too, so that of two districts of one name the right one is taken. ``codes`` are
    those of another list than the atlas's own.
    """
    names = list(dict.fromkeys(map(str, columns or frame.columns)))
    codes = codes or _build_codes(atlas)
    coded = [name for name in names if _share(frame[name], codes.of) >= ENOUGH]
    depths = {name: _depth(codes, frame[name]) for name in coded}
    coded.sort(key=lambda name: -depths[name])
    deepest = round(max(depths.values(), default=-1))
    named = _find_levels(atlas, frame, [item for item in names if item not in coded])
    levels = {level: name for level, name in named.items() if LEVELS.index(level) > deepest}
    if not coded and not levels:
        return None
    records = frame[names].to_dict("records")
    rows = [
        _find_ground_of_row(
            atlas,
            codes,
            [cells[name] for name in coded],
            {level: cells[name] for level, name in levels.items()},
            {level: cells[name] for level, name in named.items()} if coded else {},
        )
        for cells in records
    ]
    missed = Counter(text for ground, text in rows if ground is None)
    beside = {
        text: [cells[name] for name in reversed(named.values())]
        for cells, (ground, text) in zip(records, rows, strict=True)
        if ground is None
    }
    unmatched = tuple(
        Unmatched(text, count, _suggest(atlas, text, beside[text]))
        for text, count in missed.most_common()
    )
    used = (*coded, *(levels[level] for level in LEVELS if level in levels))
    return NamedGround([ground for ground, _ in rows], used, unmatched)


def _suggest(atlas: Atlas, text: str, beside: list[str]) -> tuple[str, ...]:
    """Return names of areas that may be meant, by what is written beside first."""
    alike = (suggestions(atlas, item[:200], LEVELS)[:3] for item in (*beside, text) if item)
    return next(filter(None, alike), ())


def _find_ground_of_row(
    atlas: Atlas,
    codes: Codes,
    cells: list[str],
    names: dict[Kind, str],
    beside: dict[Kind, str],
) -> tuple[Ground | None, str]:
    """Return the area of a row, and the text that names it or fails to."""
    text = next((item for item in cells if item), "")
    code = codes.of(text) if text else None
    if text and code is None:
        return None, text
    if code and (denied := _contradiction(atlas, code, beside)):
        return None, f"{text} \N{NOT EQUAL TO} {denied}"
    for level in LEVELS:
        if not names.get(level):
            continue
        text = names[level]
        alike = [
            ground
            for ground in _find_by_name(atlas, level, text)
            if code is None or set(ground.units) <= set(code.units)
        ]
        if len(alike) != 1:
            return None, text
        code = alike[0]
    return code, text


def _contradiction(atlas: Atlas, code: Ground, beside: dict[Kind, str]) -> str:
    """Return the name beside a code that is of other ground: lists of other years share codes."""
    for level, text in beside.items():
        named = _find_by_name(atlas, level, text) if text else ()
        if named and not any(set(area.units) & set(code.units) for area in named):
            return text
    return ""


def _find_levels(atlas: Atlas, frame: pd.DataFrame, names: list[str]) -> dict[Kind, str]:
    """Return the column that names the areas of each level best, of the levels that have one."""
    shares = {
        (level, name): _share(frame[name], partial(_find_by_name, atlas, level))
        for name in names
        for level in LEVELS
    }
    result: dict[Kind, str] = {}
    for level, name in sorted(
        shares, key=lambda share: (-shares[share], LEVELS.index(share[0]), names.index(share[1]))
    ):
        if shares[level, name] >= MOST and level not in result and name not in result.values():
            result[level] = name
    return result


def _share(text: pd.Series, names_area: Callable[[str], object]) -> float:
    """Return which part of a column's different cells names an area."""
    cells = list(dict.fromkeys(text[~empty(text)].tolist()))[:_LOOKED]
    if all(len(cell) < 2 for cell in cells):
        return 0.0
    return sum(bool(names_area(cell)) for cell in cells) / len(cells)


def _depth(codes: Codes, text: pd.Series) -> float:
    """Return how small the areas of a column of codes are."""
    depths = [LEVELS.index(item.level) for code in text.unique() if (item := codes.of(code))]
    return sum(depths) / max(1, len(depths))


class Codes(dict[str, Ground]):
    """Areas by their codes, however they are separated."""

    def add(self, text: str, ground: Ground) -> None:
        self.setdefault(_SIGNS.sub("", text).upper(), ground)

    def of(self, text: str) -> Ground | None:
        return self.get(_SIGNS.sub("", text).upper())


@lru_cache(maxsize=4)
def _build_codes(atlas: Atlas) -> Codes:
    """Return the atlas's P-codes and ISO codes, each without the country too."""
    codes, country = Codes(), atlas.profile.country.upper()
    by_code = {area.code: area for area in list_areas(atlas)}
    iso = {row["pcode"]: row["iso"] for row in atlas.records("governorates") if row["pcode"]}
    by_code |= {pcode: by_code[code] for pcode, code in iso.items() if code in by_code}
    for code, area in by_code.items():
        codes.add(code, area)
    for code, area in by_code.items():
        alone = _SIGNS.sub("", code).upper().removeprefix(country)
        if len(alone) > 1 and not alone.isdigit():
            codes.add(alone, area)
    return codes


@lru_cache(maxsize=4)
def list_areas(atlas: Atlas) -> tuple[Ground, ...]:
    """Return every admin area of the atlas with its units."""
    units = atlas.unit_records
    result = []
    for level, table, code, column in (
        (Kind.GOVERNORATE, "governorates", "iso", "governorate"),
        (Kind.DISTRICT, "districts", "pcode", "district"),
        (Kind.SUBDISTRICT, "subdistricts", "pcode", "pcode"),
    ):
        inside: dict[str, list[int]] = {}
        for at, unit in enumerate(units):
            inside.setdefault(unit[column], []).append(at)
        result += [
            Ground(row[code], row["name_en"], level, tuple(inside[row[code]]))
            for row in atlas.records(table)
            if row[code] in inside
        ]
    return tuple(result)


@lru_cache(maxsize=20_000)
def _find_by_name(atlas: Atlas, level: Kind, text: str) -> tuple[Ground, ...]:
    """Return the areas of a level that are spelled so, or else that sound so."""
    hits = [name for name in gazetteer(atlas).find_spelled(text[:200]) if name.entry.kind is level]
    exact = [hit for hit in hits if hit.letters == key(text)]
    ids = {hit.entry.id for hit in exact or hits}
    return tuple(area for area in list_areas(atlas) if area.level is level and area.code in ids)


#: A code has letters and digits, and nothing that a name or a sentence has.
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w\-./]{2,30}")


def read_codes(atlas: Atlas, sheet: Sheet) -> Codes:
    """Return areas by the codes beside outlines: each is the units whose middle lies inside.

    A code that several outlines share, such as that of a governorate of theirs, is of all of them.
    """
    points = gpd.GeoSeries(atlas.units.geometry.representative_point()).to_numpy()
    outline, unit = shapely.STRtree(points).query(np.asarray(sheet.shapes), predicate="contains")
    reached = sheet.frame.iloc[np.unique(outline)]  # no more than there are units, of any file
    coded = reached.map(lambda text: bool(_CODE.fullmatch(text)))
    columns = reached.columns[coded.sum() > (reached != "").sum() / 2]
    title = guess_title(replace(sheet, frame=reached.drop(columns=columns)))
    codes = Codes()
    for column in columns:
        for code, rows in reached[column][coded[column]].groupby(reached[column]):
            units = tuple(sorted(set(unit[np.isin(outline, rows.index)].tolist())))
            if units:
                name = reached[title][rows.index[0]] if title and len(rows) == 1 else str(code)
                level = _find_closest_area(atlas, units).level
                codes.add(str(code), Ground(str(code), name, level, units))
    if not codes:
        raise read_error(sheet.name, "no_codes", "coded_outlines")
    return codes


def _find_closest_area(atlas: Atlas, units: tuple[int, ...]) -> Ground:
    """Return the area of the atlas that shares most with some units, for what they leave out."""
    chosen = set(units)
    return max(
        list_areas(atlas),
        key=lambda area: len(chosen & set(area.units)) / len(chosen | set(area.units)),
    )
