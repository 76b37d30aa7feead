"""Oil and gas fields and refineries in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import geopandas as gpd

from geo.draw.style import STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.marks import MARGIN, MarkRoom, colour_of, dot, field, placed
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter
from geo.export.picture.plate import Plate, dashed, missing
from geo.profile import current


def radius(barrels: Any, zoom: float) -> float:
    """Return how large a field is drawn, in pixels of the screen map.

    Parameters
    ----------
    barrels
        Barrels a day; missing for a field without a figure.
    zoom
        Zoom of the screen map, as web maps count it.
    """
    grow = min(1.25, max(0.55, (zoom - 3) / 5))
    return grow * (4.0 if missing(barrels) else max(4.5, min(24.0, math.sqrt(barrels) / 26)))


def _fields(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw fields, sized by barrels a day: fill is who ran it, ring is who held it."""
    largest = rows.sort_values("best", ascending=False, na_position="last")
    for row, x, y in placed(plate, largest, MARGIN):
        px = radius(row.best, plate.zoom)
        told = {"measured": 0.95}.get(str(row.figure), 0.6)
        field(
            plate.axes, x, y, px, run=colour_of(row.run_by), held=colour_of(row.holder),
            alpha=0.3 if missing(row.best) else told,
            hollow=row.kind == "gas", sure=row.position_confidence != "low",
        )  # fmt: skip


def _field_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for row, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, radius(row.best, plate.zoom) + 1, small=True)


def _refinery_rooms(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[MarkRoom]:
    for _, x, y in placed(plate, rows, MARGIN):
        yield MarkRoom(x, y, 4, small=True)


def _seen(plate: Plate, rows: gpd.GeoDataFrame) -> list[tuple[Any, ...]]:
    """Return how fields look; one that grows by less than a fifth of a pixel looks the same."""
    return [
        (row.id, row.run_by, row.holder, str(row.figure), round(radius(row.best, plate.zoom) * 5))
        for row in rows.itertuples()
    ]


def _field_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if plate.zoom < 8:
        return
    for row, x, y in placed(plate, rows):
        size = radius(row.best, plate.zoom)
        yield Name(plate.name(row), x, y, 500 - size, 10.5, STYLE["oil"], size + 3)


def _field_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    one, other = map(colour_of, current().mixed.of)
    plain = {"run": other, "held": other, "alpha": 0.6, "hollow": False, "sure": True}
    first = plain | {"run": one, "alpha": 0.95}
    yield Entry(plate.t("legend.field"), "field", {"px": 7} | first)
    faint = plain | {"run": one, "held": one}
    yield Entry(plate.t("legend.oilFaint"), "field", {"px": 6} | faint)
    gas = plain | {"alpha": 0.95, "hollow": True}
    if (rows["kind"] == "gas").any():
        yield Entry(plate.t("legend.fieldGas"), "field", {"px": 5.5} | gas)
    if (rows["position_confidence"] == "low").any():
        yield Entry(plate.t("legend.inferred"), "field", {"px": 5} | plain | {"sure": False})


def _refineries(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw refineries as squares."""
    for row, x, y in placed(plate, rows, MARGIN):
        sure = row.position_confidence != "low"
        edge = "#fbf9f4" if sure else STYLE["oil"]
        face = STYLE["oil"] if sure else "#fbf9f4bf"
        dash = dashed(() if sure else (2, 2))
        dot(plate, x, y, 4, 9.2, marker="s", facecolors=face, edgecolors=edge, linestyles=dash)


def _refinery_legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("layer.refineries"), 4, marker="s", facecolors=STYLE["oil"])


PAINTERS = {
    "fields": Painter(_fields, _field_legend, _field_names, _field_rooms, _seen),
    "refineries": Painter(_refineries, _refinery_legend, rooms=_refinery_rooms),
}
