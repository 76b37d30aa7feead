"""Pictures and tables of one view, against a plain plot and a plain export of geopandas."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from matplotlib.figure import Figure

from geo import Atlas, View
from geo.ask.layer_content import content
from geo.export import picture, tables
from geo.file_endings import PICTURES
from geo.model import Layer


def seconds(run: Callable[[], Any], repeat: int = 3) -> float:
    """Return the best of several runs."""
    found = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return round(min(found), 2)


def plain(atlas: Atlas) -> bytes:
    """Return what geopandas plots of the units alone, without legend, names or marks."""
    out = io.BytesIO()
    figure = Figure(figsize=(11.69, 8.27))
    content(atlas, View(layers=(Layer.CONTROL,)))[Layer.CONTROL].plot(
        ax=figure.add_subplot(), column="holder"
    )
    figure.savefig(out, format="png", dpi=300)
    return out.getvalue()


def measure() -> dict[str, Any]:
    """Measure every way out of one view but the page."""
    atlas, view = Atlas.load(), View(layers=tuple(Layer))
    found: dict[str, Any] = {"geopandas_plot_png_s": seconds(lambda: plain(atlas))}
    for kind in PICTURES:
        made = picture.render(atlas, View(), kind)
        found[kind] = {
            "s": seconds(partial(picture.render, atlas, View(), kind)),
            "kb": round(len(made) / 1000),
        }
    for kind in tables.WHOLE:
        made = tables.render(atlas, view, kind)
        found[kind] = {
            "s": seconds(partial(tables.render, atlas, view, kind), 2),
            "kb": round(len(made) / 1000),
        }
    found["png_ratio"] = round(found[".png"]["s"] / found["geopandas_plot_png_s"], 1)
    return found
