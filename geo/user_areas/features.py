"""A reader's areas on a day as a layer of tables; of a control map our holder beside theirs."""

from __future__ import annotations

from datetime import date
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.ask import rival_maps
from geo.atlas import Atlas
from geo.events.user_events import named_apart
from geo.user_areas.areas import AreaStyle, UserAreas

#: Columns of areas that are no control map.
_COLUMNS: Final = ("title", "class", "value", "shown", "km2", "start", "end")

#: Columns that tables of the atlas have, which no column of a file may be taken for.
_TAKEN: Final = (*_COLUMNS, "source", "sources", "confidence", "note", "id", "fid")


def features(atlas: Atlas, areas: UserAreas, day: date) -> gpd.GeoDataFrame:
    """Return the areas that hold on a day (EPSG:4326).

    Of a control map each row is a unit and a holder: ``ours`` and ``theirs``, km2, and our spell.
    """
    if areas.style is AreaStyle.CONTROL:
        areas.check_day(day)
        pieces = rival_maps.pieces_on(atlas, areas.rival, day).rename(columns={"holder": "theirs"})
        rows = areas.compare(atlas, day).units
        placed = rows.merge(pieces[["unit", "theirs", "geometry"]], on=["unit", "theirs"])
        return gpd.GeoDataFrame(placed, geometry="geometry", crs=4326)
    areas = areas.on(day)
    rows = areas.rows
    texts = {item.key: item.text or f"{item.low:,.10g}–{item.high:,.10g}" for item in areas.classes}
    table = rows.assign(**{"class": rows["key"].map(texts).fillna("")})[list(_COLUMNS)]
    cells = named_apart(areas.cells.astype("str"), _TAKEN)
    shapes = [
        shapely.union_all(atlas.unit_shapes[list(units)]) if shape is None else shape
        for shape, units in zip(areas.shapes, rows["units"], strict=True)
    ]
    joined = pd.concat([table, cells], axis=1)
    return gpd.GeoDataFrame(joined, geometry=shapes, crs=4326).reset_index(drop=True)
