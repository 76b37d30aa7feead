"""The base map in a picture: neighbours, water, towns, borders and names of admin units."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd

from geo.draw.style import STYLE
from geo.export.picture import ground
from geo.export.picture.entry import Entry
from geo.export.picture.entry import fill as patch
from geo.export.picture.ground import draw, fill, stroke
from geo.export.picture.layers.territory import DISPUTED_TO, listed
from geo.export.picture.marks import MARGIN, MarkRoom, dot, placed
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter, centres
from geo.export.picture.plate import PX, Plate
from geo.model import Layer

#: Zoom from which towns of a rank are shown.
FROM_ZOOM = {1: 0.0, 2: 6.5, 3: 8.0, 4: 9.0, 5: 10.5}


def _neighbours(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw the countries around."""
    for outline in rows.geometry:
        fill(
            plate,
            outline,
            STYLE["neighbour"],
            1,
            edgecolor=STYLE["neighbourLine"],
            linewidth=0.8 * PX,
        )


def _neighbour_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    for row, x, y in centres(plate, rows):
        yield Name(plate.name(row).upper(), x, y, 900, 13, STYLE["faint"], None, row.geometry)


def _water(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw rivers, wide ones wider, and lakes."""
    for row in rows.itertuples():
        if row.geometry.geom_type.endswith("LineString"):
            if row.rank > 2 and plate.zoom < 7:
                continue
            wide = {1: 2.2, 2: 1.6, 3: 1.1}.get(int(row.rank), 1.0)
            wide *= min(1.6, 0.5 + plate.zoom / 14)
            stroke(plate, row.geometry, STYLE["river"], wide, 3, capstyle="round")
        else:
            fill(plate, row.geometry, STYLE["water"], 3.1, edgecolor=STYLE["river"], linewidth=0.6)


def _water_legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield patch(plate.t("legend.water"), STYLE["water"])


def _shown(plate: Plate, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the towns that are large enough for the scale."""
    return rows[[plate.zoom >= FROM_ZOOM[int(rank)] for rank in rows["rank"]]]


def _radius(rank: int) -> float:
    """Return the radius of a town's dot in pixels of the screen map."""
    return 3.4 if rank == 1 else 2.4 if rank < 4 else 1.7


def _town_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for row, x, y in placed(plate, _shown(plate, rows)):
        yield MarkRoom(x, y, _radius(row.rank), small=True)


def _towns(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw towns that are large enough for the scale."""
    some = _shown(plate, rows)
    # As on the page the reader's events lie above: no town stands on the count of a cluster.
    z = 9.1 if plate.user_events is None else 8.2
    for row, x, y in placed(plate, some, MARGIN):
        px = _radius(row.rank)
        colour = STYLE["ink"] if row.rank < 4 else STYLE["faint"]
        dot(plate, x, y, px, z, facecolors=colour, linewidths=0.7)


def _town_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    for row, x, y in placed(plate, _shown(plate, rows)):
        size = [0, 13.5, 12, 11.5, 11, 10][int(row.rank)]
        yield Name(plate.name(row), x, y, row.rank * 100, size, bold=row.rank < 3)


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
    areas = plate.layers.get(Layer.DISPUTED) if plate.zoom <= DISPUTED_TO else None
    named = (
        set() if areas is None else {plate.name(row) for row in listed(plate, areas).itertuples()}
    )
    for row, x, y in centres(plate, rows):
        if plate.name(row) not in named:  # else the disputed area has the name
            yield Name(plate.name(row), x, y, 400, 11, STYLE["adminName"], None, row.geometry)


def _subdistricts(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of sub-districts."""
    draw(plate, ground.of_level(plate.atlas, ground.SUBDISTRICT), "subdistrict", 5.1)


PAINTERS = {
    "neighbours": Painter(_neighbours, names=_neighbour_names),
    "water": Painter(_water, _water_legend),
    "towns": Painter(_towns, names=_town_names, rooms=_town_rooms),
    "governorates": Painter(_governorates, names=_governorate_names),
    "districts": Painter(_districts, names=_district_names),
    "subdistricts": Painter(_subdistricts),
}
