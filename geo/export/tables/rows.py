"""The rows of a layer as files hold them: plain types, dates as dates, names that fit."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from shapely import get_type_id

#: Days in Arrow's type, which has one for "no day": a spell without an end stays empty.
_DATES = pd.ArrowDtype(pa.date32())
_FAMILIES = {0: "points", 4: "points", 1: "lines", 5: "lines", 3: "areas", 6: "areas"}


def convert_types(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with days as dates and everything else as text, number or truth value.

    Examples
    --------
    >>> from datetime import date
    >>> convert_types(pd.DataFrame({"since": [date(2017, 10, 16), None]}))["since"].dtype
    date32[day][pyarrow]
    """
    table = rows.copy()
    for column in table.columns:
        if column == "geometry" or not pd.api.types.is_object_dtype(table[column].dtype):
            continue
        cells = table[column].where(table[column].notna(), None)
        known = [cell for cell in cells if cell is not None]
        if known and all(isinstance(cell, bool) for cell in known):
            table[column] = pd.Series(list(cells), index=table.index, dtype="boolean")
        elif known and all(isinstance(cell, date) for cell in known):
            table[column] = pd.Series(list(cells), index=table.index, dtype=_DATES)
        else:
            table[column] = pd.Series(
                [None if cell is None else str(cell) for cell in cells],
                index=table.index,
                dtype="str",
            )
    return table


def flatten(rows: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return rows without outlines: a point within each as lon and lat (degrees), days as text."""
    table = pd.DataFrame(rows.drop(columns="geometry"))
    if len(rows) and "lon" not in table:
        points = rows.geometry.representative_point()
        places = {"lon": points.x.round(5), "lat": points.y.round(5)}
        table = table.assign(**places)
    days = convert_types(table)
    for column in days.columns[days.dtypes == _DATES]:
        table[column] = [
            cell.isoformat() if isinstance(cell, date) else "" for cell in days[column]
        ]
    return table


def families(name: str, rows: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Split rows by what their geometry is, for formats that hold one kind a layer.

    Rows without a geometry stay with the first kind.
    """
    kinds = pd.Series(get_type_id(rows.geometry.to_numpy()), index=rows.index).map(_FAMILIES)
    present = [kind for kind in ("areas", "lines", "points") if (kinds == kind).any()]
    if len(present) <= 1:
        return {name: rows}
    kinds = kinds.fillna(present[0])
    return {f"{name}_{kind}": rows[kinds == kind] for kind in present}
