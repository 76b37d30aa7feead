"""What the site has a page for: areas, districts, fields, crossings, holders, stories."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.ask import perspective, positions
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import STATES, Language, Layer
from geo.profile import current
from geo.words import name_of

Box = tuple[float, float, float, float]

#: Degrees around a point that its small map shows.
AROUND = 0.35


class Kind(StrEnum):
    """Kinds of subjects; the values are folders of the site."""

    AREA = "areas"
    DISTRICT = "districts"
    FIELD = "fields"
    CROSSING = "crossings"
    HOLDER = "holders"
    STORY = "stories"


@dataclass(frozen=True, eq=False)
class Subject:
    """Something that the site has a page for."""

    kind: Kind  #: What it is.
    id: str  #: Its id in the atlas.
    #: What it is called, by language; the English name stands in where one is missing.
    names: Mapping[Language, str]
    #: Units of control that it takes in, or the one in which its point lies.
    units: tuple[str, ...] = ()
    frame: Box | None = None  #: Where it lies: west, south, east, north in degrees (EPSG:4326).
    shape: Any = field(default=None, repr=False)  #: Its outline or point (EPSG:4326).
    layer: Layer | None = None  #: Layer of the map in which it can be selected.
    also: tuple[str, ...] = ()  #: Other names.

    @property
    def path(self) -> str:
        """Its page, from the folder of a language on."""
        return f"{self.kind}/{slug(self.id)}.html"

    @property
    def picture(self) -> str:
        """Its small map, from the site's folder on."""
        return f"pictures/{self.kind}/{slug(self.id)}"


def slug(name: str) -> str:
    """Return an id as the name of a file; ids that are none get a hash.

    >>> slug("bai_hassan"), slug("../x").startswith("x-")
    ('bai_hassan', True)
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", name) and name != "index":
        return name
    short = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40]
    return f"{short}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def story_path(story: str) -> str:
    """Return the page of a story, from the folder of a language on, without its ending."""
    return f"{Kind.STORY}/{slug(story)}"


def subjects(atlas: Atlas, wanted: tuple[str, ...] | None = None) -> dict[Kind, list[Subject]]:
    """Return the subjects of an atlas by kind, without its stories."""
    result = {
        Kind.AREA: _areas(atlas),
        Kind.DISTRICT: _districts(atlas),
        Kind.FIELD: _points(atlas, Kind.FIELD),
        Kind.CROSSING: _points(atlas, Kind.CROSSING),
        Kind.HOLDER: _holders(atlas),
    }
    if wanted is not None:
        known = {item.id for some in result.values() for item in some}
        for name in wanted:
            if name not in known:
                accepted = "expected an id of an area, district, field, crossing or holder"
                raise QuestionError(f"subject {name[:200]!r}: {accepted}")
        result = {
            kind: [item for item in some if item.id in wanted] for kind, some in result.items()
        }
    return {kind: some for kind, some in result.items() if some}


def names(row: Any) -> dict[Language, str]:
    """Return the names of a record by language, the English one where another is missing."""
    return {language: name_of(row, language, "id") for language in current().languages}


def _other_names(row: pd.Series) -> tuple[str, ...]:
    parts = str(row.get("alt_names") or "").split("|")
    return tuple(part.strip() for part in parts if part.strip())


def _areas(atlas: Atlas) -> list[Subject]:
    rows, units = atlas.areas, atlas.units
    rows = rows.sort_values(["list_number", "id"], na_position="last")
    return [
        Subject(
            Kind.AREA,
            row["id"],
            names(row),
            tuple(units["unit"].iloc[perspective.within(units, row["pcodes"])]),
            _box(row.geometry),
            row.geometry,
            Layer.DISPUTED,
        )
        for _, row in rows.iterrows()
    ]


def _districts(atlas: Atlas) -> list[Subject]:
    units = atlas.units
    return [
        Subject(
            Kind.DISTRICT,
            row["pcode"],
            names(row),
            tuple(units["unit"][units["district"] == row["pcode"]]),
            _box(row.geometry),
            row.geometry,
            Layer.DISTRICTS,
            _other_names(row),
        )
        for _, row in _sort_rows(atlas.districts).iterrows()
    ]


def _sort_rows(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return rows.sort_values(["name_en", rows.columns[0]])


def _points(atlas: Atlas, kind: Kind) -> list[Subject]:
    rows = atlas.table(str(kind)).sort_values(["name_en", "id"])
    layer = Layer.FIELDS if kind is Kind.FIELD else Layer.CROSSINGS
    result = []
    for _, row in rows.iterrows():
        placed = pd.notna(row["lon"]) and pd.notna(row["lat"])
        point = shapely.Point(row["lon"], row["lat"]) if placed else None
        result.append(
            Subject(
                kind,
                row["id"],
                names(row),
                _unit_of(atlas, point),
                _box_around(point),
                point,
                Layer.AIRPORTS if row["kind"] == "airport" else layer,
                _other_names(row),
            )
        )
    return result


def _unit_of(atlas: Atlas, point: shapely.Point | None) -> tuple[str, ...]:
    if point is None:
        return ()
    try:
        return (positions.unit_at(atlas, point.x, point.y),)
    except QuestionError:  # on the border, or beyond it
        return ()


def _holders(atlas: Atlas) -> list[Subject]:
    rows = atlas.table("actors").set_index("id", drop=False)
    known = [actor for actor in (*atlas.profile.actors, *STATES[:2]) if actor in rows.index]
    return [Subject(Kind.HOLDER, item, names(rows.loc[item])) for item in known]


def _box(shape: Any) -> Box:
    west, south, east, north = shape.bounds
    return _round_edges(west - 0.1, south - 0.08, east + 0.1, north + 0.08)


def _box_around(point: shapely.Point | None) -> Box | None:
    if point is None:
        return None
    return _round_edges(
        point.x - AROUND, point.y - AROUND * 0.6, point.x + AROUND, point.y + AROUND * 0.6
    )


def _round_edges(*edges: float) -> Box:
    west, south, east, north = (round(float(edge), 2) for edge in edges)
    return west, south, east, north
