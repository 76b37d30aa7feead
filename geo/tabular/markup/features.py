"""What documents of places say of each: cells by their names, and a shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geo.tabular.geometry import placement, points
from geo.tabular.grid import Sheet
from geo.tabular.source import Source


@dataclass
class Feature:
    """One place of a document."""

    cells: dict[str, str] = field(default_factory=dict)  #: What it says, by name.
    shape: Any = None  #: Its shape in degrees (EPSG:4326); None where it has none that can be read.
    style: str = ""  #: Name of the style that it is drawn in, within the document.
    #: Whether it is one of a reader's events in a file that the atlas wrote.
    is_preferred: bool = False


class Features:
    """The places of a document, counted while they are read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows: list[Feature] = []
        self.links = 0
        self._values = 0
        self._names: set[str] = set()

    def add(self, feature: Feature) -> None:
        """Take one more; refuse the file where they are too many."""
        limits = self.source.limits
        self.rows.append(feature)
        self._values += len(feature.cells)
        self._names |= feature.cells.keys()
        for count, most, what, accepted in (
            (len(self.rows), limits.rows, "many_rows", "rows"),
            (len(self._names), limits.columns, "columns", "columns"),
            (self._values, limits.loose, "many_cells", "cells"),
        ):
            if count > most:
                raise self.source.fail(what, accepted, n=count, most=most)

    def sheet(self, kind: str, colours_refused: int = 0) -> Sheet:
        """Return them as a table: a reader's events alone where the atlas wrote the file."""
        chosen = [item for item in self.rows if item.is_preferred] or self.rows
        if not chosen:
            raise self.source.fail("only_links" if self.links else "no_places", kind)
        names = list(dict.fromkeys(name for item in chosen for name in item.cells))
        columns = {name: [item.cells.get(name, "") for item in chosen] for name in names}
        frame = pd.DataFrame(columns, index=pd.RangeIndex(len(chosen)), dtype="str")
        shapes = np.empty(len(chosen), dtype=object)
        shapes[:] = [item.shape for item in chosen]
        placed = points(self.source, shapes, "EPSG:4326")
        others = len(self.rows) - len(chosen)
        return Sheet(
            frame=frame,
            row=np.arange(1, len(chosen) + 1),
            kind=kind,
            details={"header": True, "crs": placed.crs, "decimal": "."},
            choices=self.source.choices,
            **placement(placed),
            notes=tuple(
                (note, count)
                for note, count in (
                    ("other_layers", others),
                    ("links_not_fetched", self.links),
                    ("colours_refused", colours_refused),
                )
                if count
            ),
            name=self.source.name,
        )
