"""Derived tables, written where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import geopandas as gpd

from geo.derive import disputed, parts, shapefile

#: Derives tables from a data folder, by their path under it.
Derivation = Callable[[Path], dict[str, gpd.GeoDataFrame]]

#: What is derived from the sub-districts, in the order it is built.
FROM_SUBDISTRICTS: tuple[Derivation, ...] = (
    disputed.derive_areas,
    disputed.derive_lines,
    parts.derive,
)


def build(derivations: Iterable[Derivation], data: Path, out: Path) -> list[str]:
    """Write derived tables."""
    written = []
    for derive in derivations:
        for path, frame in derive(data).items():
            shapefile.write(frame, out / path)
            written.append(path)
    return written
