"""The codes of another year's areas, by outlines that a reader brings beside a table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.atlas import Atlas
from geo.tabular.grid import Sheet
from geo.tabular.source import read_error
from geo.user_areas.named_ground import Codes, Ground, areas
from geo.user_areas.polygons import guess_title

#: A code has letters and digits, and nothing that a name or a sentence has.
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w\-./]{2,30}")


def read_codes(atlas: Atlas, sheet: Sheet) -> Codes:
    """Return areas by the codes beside outlines: each is the units whose middle lies inside.

    A code that several outlines share, such as that of a governorate of theirs, is of all of them.
    """
    points = gpd.GeoSeries(atlas.units.geometry.representative_point()).to_numpy()
    outline, unit = shapely.STRtree(points).query(np.asarray(sheet.shapes), predicate="contains")
    reached = sheet.frame.iloc[np.unique(outline)]  # no more than there are units, of any file
    texts = reached.astype("str").apply(lambda cells: cells.str.strip())
    coded = texts.apply(lambda cells: cells.map(lambda text: bool(_CODE.fullmatch(text))))
    columns = texts.columns[coded.sum() > (texts != "").sum() / 2]
    title = guess_title(replace(sheet, frame=texts.drop(columns=columns)))
    codes = Codes()
    for column in columns:
        for code, rows in texts[column][coded[column]].groupby(texts[column]):
            units = tuple(sorted(set(unit[np.isin(outline, rows.index)].tolist())))
            if units:
                name = texts[title][rows.index[0]] if title and len(rows) == 1 else str(code)
                level = _find_closest_area(atlas, units).level
                codes.add(str(code), Ground(str(code), name, level, units))
    if not codes:
        raise read_error(sheet.name, "no_codes", "coded_outlines")
    return codes


def _find_closest_area(atlas: Atlas, units: tuple[int, ...]) -> Ground:
    """Return the area of the atlas that shares most with some units, for what they leave out."""
    wanted = set(units)
    return max(
        areas(atlas),
        key=lambda area: len(wanted & set(area.units)) / len(wanted | set(area.units)),
    )
