"""Disputed areas with who says so, and the approximate line of 1991-2003."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.ask import perspective
from geo.atlas import Atlas
from geo.draw.bundle import columns
from geo.draw.layers.base import SOURCED, AtlasLayer
from geo.draw.layers.ground import ground, people_sources
from geo.draw.topology import encode_shapes
from geo.model import Layer

_PLACED = ("km2", "lon", "lat", "units")
_SAID = ("precision", "text")


class Disputed(AtlasLayer):
    """Areas that somebody says are disputed: an outline with a soft inner band."""

    layer = Layer.DISPUTED

    def data(self) -> dict[str, Any]:
        """Return areas as sets of units, with every statement that they are disputed."""
        bases = self.atlas.table("bases")
        return {
            **ground(self.atlas),
            "disputed": {
                "areas": columns(
                    _areas(self.atlas),
                    (
                        "id",
                        *self.atlas.name_columns,
                        "level",
                        "pcodes",
                        "list_number",
                        *_PLACED,
                        *SOURCED,
                    ),
                ),
                "bases": columns(
                    bases,
                    ("area", "basis", "said_by", "claimant", "since", *_SAID, *SOURCED),
                ),
            },
        }

    def sources(self) -> pd.Series:
        """Return the sources of areas, of statements and of the people who live there."""
        cited = [self.atlas.table(name)["source"] for name in ("areas", "bases")]
        return pd.concat([*cited, people_sources(self.atlas)])


def _areas(atlas: Atlas) -> pd.DataFrame:
    areas = atlas.areas
    units = atlas.units
    points = areas.geometry.representative_point()
    inside = [perspective.within(units, codes) for codes in areas["pcodes"]]
    return areas.assign(lon=points.x, lat=points.y, units=inside)


class Lines(AtlasLayer):
    """The line of 1991-2003, drawn only as the sources allow and marked approximate."""

    layer = Layer.LINES

    def data(self) -> dict[str, Any]:
        """Return the lines with their names."""
        lines = self.atlas.outlines("lines")
        return {
            "lines": {
                "rows": columns(lines, ("id", *self.atlas.name_columns, "source", "confidence")),
                "shapes": encode_shapes(lines.geometry, closed=False),
            }
        }

    def sources(self) -> pd.Series:
        """Return the sources of the lines."""
        return self.atlas.outlines("lines")["source"]
