"""The age of the newest evidence in a picture."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import shapely

from geo.ask.evidence import NAMES
from geo.export.picture.entry import Entry
from geo.export.picture.entry import fill as patch
from geo.export.picture.ground import fill
from geo.export.picture.painter import Painter
from geo.export.picture.plate import Plate
from geo.layers.evidence import FILLS


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Fill the ground by the class of age, over control and under the fronts."""
    for name, group in rows.groupby("age", sort=True):
        whole = shapely.coverage_union_all(group.geometry.to_numpy())
        colour = FILLS[str(name)]
        fill(plate, whole, colour, 2.8, edgecolor=colour, linewidth=0.4)


def _legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield Entry(plate.t("layer.evidence"))
    for name in NAMES:
        if (rows["age"] == name).any():
            yield patch(plate.t(f"evidence.{name}"), FILLS[name])


PAINTERS = {"evidence": Painter(_paint, _legend)}
