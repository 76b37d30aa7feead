"""Pictures, films, atlases and tables of one view: CPU seconds, memory, size."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from geo import Atlas, View
from geo.export import picture, tables
from geo.file_endings import PICTURES
from geo.model import Layer

#: What `greenline export` is measured with: name, file, options.
COMMANDS = {
    "png_a4_300dpi_cold": ("map.png",),
    "film_60": ("film.mp4", "--from", "2014-06-01", "--to", "2014-07-30"),
    "atlas_15_areas": ("atlas.pdf", "--areas", "list", "--date", "2017-10-20"),
}


def seconds(run: Callable[[], Any], repeat: int = 3) -> float:
    """Return the best of several runs."""
    result = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        result.append(time.perf_counter() - start)
    return round(min(result), 2)


def command(name: str, *options: str) -> dict[str, float]:
    """Run ``greenline export`` in a process of its own; return its CPU seconds, memory and file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        used = _run("export", str(file), *options)
        return used | {"kb": round(file.stat().st_size / 1000)}


def map_set(atlas: Atlas) -> dict[str, float]:
    """Run ``greenline mapset`` for thirty sheets; return its CPU seconds and memory."""
    areas = ", ".join(atlas.areas.dropna(subset="list_number")["id"].head(15))
    entry = f"{{areas: [{areas}], languages: [en, ar], date: 2017-10-16}}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "maps.yaml"
        file.write_text(f"maps: [{entry}]", encoding="utf-8")
        out = Path(folder) / "out"
        used = _run("mapset", str(file), str(out))
        return used | {"files": len(list(out.glob("*.pdf")))}


def _run(*words: str) -> dict[str, float]:
    """Run ``greenline`` in a process of its own; return its CPU seconds and memory."""
    command_line = [sys.executable, "-m", "geo", *words]
    # An installation has its bytecode: where none may be written, each run would compile anew.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(
        command_line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command_line)}: ended with {running.returncode}")
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "mb": round(used.ru_maxrss / 1000),
    }


def measure() -> dict[str, Any]:
    """Measure every way out of one view but the page."""
    atlas, view = Atlas.load(), View(layers=tuple(Layer))
    result: dict[str, Any] = {}
    command(*COMMANDS["png_a4_300dpi_cold"])  # what is kept of the data is made once
    for name, words in COMMANDS.items():
        result[name] = command(*words)
    result["set_of_30_maps"] = map_set(atlas)
    for kind in PICTURES:
        made = picture.render(atlas, View(), kind)
        result[kind] = {
            "s": seconds(partial(picture.render, atlas, View(), kind)),
            "kb": round(len(made) / 1000),
        }
    for kind in tables.WHOLE:
        made = tables.render(atlas, view, kind)
        result[kind] = {
            "s": seconds(partial(tables.render, atlas, view, kind), 2),
            "kb": round(len(made) / 1000),
        }
    return result
