"""Borders and names of governorates, districts and sub-districts in a picture."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd

from geo.draw.style import STYLE
from geo.export.picture import ground
from geo.export.picture.ground import draw
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter, centres
from geo.export.picture.plate import Plate


def _governorates(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of governorates and of the country."""
    draw(plate, ground.of_level(plate.atlas, ground.GOVERNORATE), "governorate", 5.5)
    draw(plate, ground.of_level(plate.atlas, ground.COUNTRY), "country", 5.6)


def _governorate_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if plate.zoom > 10:
        return
    for row, x, y in centres(plate, rows):
        text = "\u200a".join(plate.name(row).upper()) if not plate.rtl else plate.name(row)
        size = 10 if plate.zoom < 7 else 12
        yield Name(text, x, y, 150, size, STYLE["adminName"], None, row.geometry, bold=True)


def _districts(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of districts."""
    draw(plate, ground.of_level(plate.atlas, ground.DISTRICT), "district", 5.2)


def _district_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if not 8.5 <= plate.zoom <= 11:
        return
    for row, x, y in centres(plate, rows):
        yield Name(plate.name(row), x, y, 400, 11, STYLE["adminName"], None, row.geometry)


def _subdistricts(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of sub-districts."""
    draw(plate, ground.of_level(plate.atlas, ground.SUBDISTRICT), "subdistrict", 5.1)


PAINTERS = {
    "governorates": Painter(_governorates, names=_governorate_names),
    "districts": Painter(_districts, names=_district_names),
    "subdistricts": Painter(_subdistricts),
}
