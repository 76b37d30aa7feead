"""Outlines of disputed areas, and approximate lines between the ground of two holders.

The areas are sub-districts dissolved as ``disputed/areas.csv`` lists them. No line was ever
surveyed or agreed, so each is the edge of the ground that one row of ``claims/claims.csv`` lists:
change the row's P-codes and the line moves with them. ``boundaries/subdistricts.shp`` is a source
table: it was converted once from our generalisation of OCHA's COD-AB of 3 June 2019 (see
``sources.csv``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.errors import DataError, Fault

#: The sub-districts.
SUBDISTRICTS = "boundaries/subdistricts.shp"

#: The table that says which ground an area is, and the outlines derived from it.
TABLE = "disputed/areas.csv"
OUTLINES = "disputed/areas.shp"

#: Where outlines and borders come from, whoever says that an area is disputed.
SOURCE = "ocha-cod-ab-2019"

#: The tables that say which ground lies behind a line and what the line is called.
CLAIMS = "claims/claims.csv"
INSTRUMENTS = "claims/instruments.csv"

#: The lines derived from them.
LINE_OUTLINES = "claims/lines.shp"

#: Each line, with the instrument that names and dates it and the claim whose edge it is.
LINES = {
    "green_line": ("line_2003", "region_2003_line"),
    "region_boundary_2009": ("region_boundary_2009", "un_region_boundary"),
}

#: How far a line's place on the ground can be trusted.
POSITION = "approximate"


def subdistricts(data: Path) -> gpd.GeoDataFrame:
    """Read the sub-districts."""
    return pyogrio.read_dataframe(data / SUBDISTRICTS)


def country(data: Path) -> shapely.Geometry:
    """Return the country's outline: its sub-districts dissolved, every border vertex kept."""
    return shapely.coverage_union_all(subdistricts(data).geometry.to_numpy())


def select_covered(units: gpd.GeoDataFrame, codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the sub-districts that P-codes name, themselves or through their district.

    >>> units = gpd.GeoDataFrame({"pcode": ["A1", "A2", "B1"], "district": ["A", "A", "B"]})
    >>> select_covered(units, ["A", "B1"]).pcode.tolist()
    ['A1', 'A2', 'B1']
    """
    wanted = set(codes)
    unknown = wanted - set(units["pcode"]) - set(units["district"])
    if unknown:
        raise KeyError(min(unknown))
    return units[units["pcode"].isin(wanted) | units["district"].isin(wanted)]


def derive_areas(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Dissolve the outline of every disputed area."""
    areas = _rows(data, TABLE)
    units = subdistricts(data)
    shapes = [_outline(units, area["pcodes"], row) for row, area in enumerate(areas, start=2)]
    columns = {key: [area[key] for area in areas] for key in ("id", "name_en", "level")}
    columns["source"] = [SOURCE] * len(areas)
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=units.crs)
    return {OUTLINES: frame.sort_values("id", ignore_index=True)}


def _outline(units: gpd.GeoDataFrame, pcodes: str, row: int) -> shapely.Geometry:
    """Dissolve the sub-districts of one cell of P-codes."""
    try:
        ground = select_covered(units, pcodes.split(";"))
    except KeyError as error:
        accepted = "P-codes of sub-districts or districts, joined by ;"
        raise DataError([Fault(TABLE, row, "pcodes", error.args[0], accepted)]) from error
    return shapely.coverage_union_all(ground.geometry.to_numpy())


def derive_lines(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Draw every line along the borders of sub-districts."""
    claims, instruments = _rows(data, CLAIMS), _rows(data, INSTRUMENTS)
    units = subdistricts(data)
    records, shapes = [], []
    for line in sorted(LINES):
        instrument, claim = LINES[line]
        _, named = _row(instruments, instrument, INSTRUMENTS)
        number, ground = _row(claims, claim, CLAIMS)
        record = {"id": line} | {name: named[name] for name in named if name.startswith("name_")}
        record |= {"date": named["date"], "position": POSITION, "source": SOURCE}
        records.append(record)
        shapes.append(edge(units, _line_ground(units, ground["pcodes"], number)))
    return {LINE_OUTLINES: gpd.GeoDataFrame(records, geometry=shapes, crs=units.crs)}


def edge(units: gpd.GeoDataFrame, inside: NDArray[np.bool_]) -> shapely.MultiLineString:
    """Return the border between some units and all others, without the outer border.

    >>> squares = [shapely.box(x, 0, x + 1, 1) for x in range(3)]
    >>> row = gpd.GeoDataFrame(geometry=squares, crs=4326)
    >>> edge(row, row.index < 2).wkt
    'MULTILINESTRING ((2 0, 2 1))'
    """
    near = shapely.coverage_union_all(np.asarray(units.geometry[inside]))
    far = shapely.coverage_union_all(np.asarray(units.geometry[~inside]))
    shared = shapely.get_parts(shapely.intersection(near.boundary, far.boundary))
    merged = shapely.line_merge(shapely.union_all(shared[shapely.get_dimensions(shared) == 1]))
    strings = sorted(shapely.get_parts(shapely.normalize(merged)), key=lambda string: string.bounds)
    return shapely.MultiLineString(strings)


def _rows(data: Path, table: str) -> list[dict[str, str]]:
    with (data / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _row(rows: list[dict[str, str]], key: str, table: str) -> tuple[int, dict[str, str]]:
    """Return the row with an id and its number in the file."""
    for number, row in enumerate(rows, start=2):
        if row["id"] == key:
            return number, row
    raise DataError([Fault(table, None, "id", "no such row", f"a row {key}")])


def _line_ground(units: gpd.GeoDataFrame, pcodes: str, row: int) -> NDArray[np.bool_]:
    """Tell which units P-codes of any level name, themselves or through what they are part of."""
    codes = pcodes.split(";")
    for code in codes:
        if not units["pcode"].str.startswith(code).any():
            accepted = "P-codes of sub-districts, districts or governorates, joined by ;"
            raise DataError([Fault(CLAIMS, row, "pcodes", code, accepted)])
    return units["pcode"].str.startswith(tuple(codes)).to_numpy(dtype=bool)
