"""A reader's areas as the page and the painters of pictures have them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geo.atlas import Atlas
from geo.draw.bundle import Bundle, cell, columns
from geo.draw.layers.base import PageLayer
from geo.draw.topology import encode_shapes
from geo.tabular.source import Limits
from geo.user_areas.areas import AreaOptions, UserAreas
from geo.user_areas.reading import load_here

#: Degrees of one step of the grid that outlines are sent on (about 11 m).
_SCALE: Final = 1e-4

#: Corners from which on outlines are drawn simpler, and by how many degrees (about 50 m).
MOST_CORNERS: Final = 200_000
_SIMPLER: Final = 5e-4


def load_for_page(
    atlas: Atlas, files: list[Path | bytes], names: list[str], options: AreaOptions, limits: Limits
) -> tuple[UserAreas, bytes]:
    """Read areas in this process, and write them as a page takes them."""
    areas = load_here(atlas, files, names, options, limits)
    return areas, json.dumps(page_data(areas), ensure_ascii=False).encode()


def page_data(areas: UserAreas) -> dict[str, Any]:
    """Return areas as ``client/paint/user_areas/layer.ts`` reads them."""
    drawn = [at for at, shape in enumerate(areas.shapes) if shape is not None]
    shapes = areas.shapes[drawn]
    if drawn and int(shapely.get_num_coordinates(shapes).sum()) > MOST_CORNERS:
        shapes = shapely.simplify(shapes, _SIMPLER)
    places = np.full(len(areas.rows), -1)
    places[drawn] = range(len(drawn))
    rows = areas.rows.assign(shape=places, value=areas.rows["shown"])
    names = ("title", "key", "value", "km2", "start", "end", "units", "shape")
    return {
        "layer": str(areas.layer),
        "name": areas.name,
        "style": str(areas.style),
        "value": areas.value,
        "rows": columns(rows, names),
        "shapes": encode_shapes(shapes, closed=True, scale=_SCALE),
        "cells": [[str(name), [cell(item) for item in areas.cells[name]]] for name in areas.cells],
        "classes": [asdict(class_name) for class_name in areas.classes],
    }


class UserAreaLayer(PageLayer):
    """A reader's areas as a layer of a page that holds an atlas."""

    def __init__(self, areas: UserAreas, **options: Any) -> None:
        self.layer = areas.layer
        super().__init__(areas.name, **options)
        self.data = page_data(areas)

    def _fill(self, bundle: Bundle) -> None:
        bundle.put_layer(str(self.layer), self.data)
