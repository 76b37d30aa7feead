"""Events of the atlas in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd

from geo.draw.style import EVENT_SHAPES, EVENTS, STYLE
from geo.export.picture.entry import Entry, mark
from geo.export.picture.marks import MARGIN, dot, placed
from geo.export.picture.painter import Painter
from geo.export.picture.plate import PX, Plate, dashed

#: The shapes of the page's marks, as Matplotlib has them.
MARKERS: dict[str, Any] = {
    "plus": "P",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "wedge": "v",
    "pentagon": "p",
    "hexagon": "H",
    "octagon": "8",
    "star": (5, 1, 0),
    "burst": (8, 1, 0),
}

#: Rows are drawn as exact where their place is known so well.
EXACT = ("exact", "place")


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw events, those at one spot as one mark with their number."""
    known = rows[rows.geometry.notna()].sort_values("start", kind="stable")
    # As on the page: a spot stands where its first event puts it, later spots lie above.
    spots = known.groupby([known.geometry.x.round(3), known.geometry.y.round(3)], sort=False)
    last = known.loc[[group.index[-1] for _, group in spots]]
    counts = {group.index[-1]: len(group) for _, group in spots}
    for row, x, y in placed(plate, last, MARGIN):
        colour = EVENTS[row.type]
        vague = row.position_precision not in EXACT
        more: dict[str, Any] = {"facecolors": "#fbf9f4" if vague else colour}
        more["marker"] = MARKERS[EVENT_SHAPES[row.type]]
        if vague:
            more |= {"edgecolors": colour, "linewidths": 2 * PX, "linestyles": dashed((3, 2))}
        count = counts[row.Index]
        dot(plate, x, y, 7.5 if count > 1 else 5, 10, **more)
        if count > 1:
            text = plate.number(count)
            plate.axes.text(
                x, y, text, fontsize=9.5 * PX, ha="center", va="center_baseline", zorder=10.1,
                color=colour if vague else "white", parse_math=False, **plate.face(bold=True),
            )  # fmt: skip


def _legend(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    for kind in plate.view.event_types:
        yield mark(
            plate.t(f"event.{kind}"), 5, facecolors=EVENTS[kind], marker=MARKERS[EVENT_SHAPES[kind]]
        )
    vague = {"facecolors": STYLE["paper"], "edgecolors": STYLE["ink"], "linewidths": 2 * PX}
    yield mark(plate.t("legend.vague"), 5, linestyles=dashed((3, 2)), **vague)


PAINTERS = {"events": Painter(_paint, _legend)}
