"""Pictures and tables of one view: seconds and size."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from geo import Atlas, View
from geo.export import tables
from geo.files.atomic_write import PICTURES
from geo.model import Layer
from geo.pictures import GraphicSettings, render


def seconds(run: Callable[[], Any], repeat: int = 3) -> float:
    """Return the best of several runs."""
    result = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        result.append(time.perf_counter() - start)
    return round(min(result), 2)


def measure() -> dict[str, Any]:
    """Measure every way out of one view but the page."""
    atlas, view = Atlas.load(), View(layers=tuple(Layer))
    result: dict[str, Any] = {}
    for kind in PICTURES:
        made = render(atlas, View(), kind, GraphicSettings("a4"))
        result[kind] = {
            "s": seconds(partial(render, atlas, View(), kind, GraphicSettings("a4"))),
            "kb": round(len(made) / 1000),
        }
    for kind in tables.WHOLE:
        made = tables.render(atlas, view, kind)
        result[kind] = {
            "s": seconds(partial(tables.render, atlas, view, kind), 2),
            "kb": round(len(made) / 1000),
        }
    return result
