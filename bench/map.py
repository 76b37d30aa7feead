"""The map as one file, against what `geopandas.explore` makes, in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from xstatic.pkg import jquery

from bench.page import browser, median
from geo import Atlas, View, client, export


def explore(file: Path, count: int = 1000) -> None:
    """Save what `geopandas.explore` makes of as many points, with its libraries put in.

    As saved it is blank without a network; Bootstrap and icons, which it does not need, are left
    out in its favour.
    """
    rng = np.random.default_rng(1)
    points = gpd.GeoDataFrame(
        {
            "date": ["2014-08-03"] * count,
            "type": rng.choice(list("abcde"), count),
            "deaths": rng.integers(0, 50, count),
            "note": ["some ninety characters of text on what happened there and by whom"] * count,
        },
        geometry=gpd.points_from_xy(rng.uniform(41, 46, count), rng.uniform(33, 37, count)),
        crs=4326,
    )
    result = points.explore(tiles=None)
    code = (Path(jquery.BASE_DIR) / "jquery.js").read_text(encoding="utf-8")
    text = result.get_root().render()
    head, body = text.split("</head>", 1)
    outside = ('src="http', 'href="http')
    lines = [line for line in head.splitlines() if not any(mark in line for mark in outside)]
    scripts = "".join(f"<script>{text}</script>" for text in (client.leaflet_script(), code))
    libraries = f"<head>{scripts}<style>{client.leaflet_sheet()}</style>"
    everything = "\n".join(lines).replace("<head>", libraries, 1) + "</head>" + body
    file.write_text(everything, encoding="utf-8")


def slider(file: Path) -> dict[str, float]:
    """Time steps of the slider: from input to the second frame after it, and painting alone."""
    script = """async () => {
      const atlas = Greenline.on(map_greenline);
      const slider = document.getElementById('gl-slider');
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const whole = [], paint = [], long = [0];
      new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
        .observe({entryTypes: ['longtask']});
      const first = Greenline.Dates.day('2014-06-01');
      for (let i = 0; i < 60; i++) {
        await frame();
        const start = performance.now();
        slider.value = first + i * 21;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        await frame();
        whole.push(performance.now() - start);
        const again = performance.now();
        atlas.stage.easel.stale = true;
        atlas.stage.paint();
        atlas.stage.easel.screen.getImageData(0, 0, 1, 1);
        paint.push(performance.now() - again);
      }
      const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];
      await new Promise((done) => setTimeout(done, 100));
      return {step_ms: middle(whole), paint_ms: middle(paint), longest_task_ms: Math.max(...long)};
    }"""
    with browser() as started:
        page = started.new_page(viewport={"width": 1200, "height": 800})
        page.goto(file.resolve().as_uri())
        page.wait_for_function("performance.getEntriesByName('map-drawn').length > 0")
        return {key: round(value, 1) for key, value in page.evaluate(script).items()}


def measure() -> dict[str, Any]:
    """Measure the map without event data, and what a reader would use instead."""
    atlas = Atlas.load()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "greenline.html", Path(folder) / "explore.html"
        export.html(atlas, View(), ours)
        explore(theirs)
        sizes = {"ours": ours.stat().st_size, "explore": theirs.stat().st_size}
        results = {"bytes": sizes, "ours": median(ours), "explore_1000": median(theirs)}
        results["slider"] = slider(ours)
    calm = results["ours"]["calm_ms"] / results["explore_1000"]["calm_ms"]
    return results | {"calm_ratio": round(calm, 2)}
