"""The layer of event data against what folium offers, on the same events in the same run.

Run alone with ``python -m bench.layer``. Folium's clusters need a script that is on no machine
without a network; what works offline is measured: one GeoJSON layer, and one circle an event.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
from playwright.sync_api import Page
from xstatic.pkg import jquery

from bench.events import make_events
from bench.page import WATCH, browser, calm_at
from geo import Atlas, View, export
from geo.draw import AtlasMap
from geo.draw.page import Inline
from geo.events.container import encode

COUNTS = (100_000, 1_000_000)
#: All days, so that every event is drawn.
ALL = View(window=0)

FRAMES = """() => {
  const atlas = Greenline.on(map_greenline);
  const {stage, userEvents} = atlas;
  const {first, last} = userEvents.store;
  const times = [];
  for (let i = 0; i < 40; i++) {
    const start = performance.now();
    atlas.set({interval: [first + i % 9, last]});
    stage.paint();
    stage.easel.screen.getImageData(0, 0, 1, 1);
    times.push(performance.now() - start);
  }
  atlas.set({interval: null});
  return times.sort((a, b) => a - b)[20];
}"""

#: From the click to the text in the card; each time of a chunk that is not open yet.
CLICKS = """async () => {
  const atlas = Greenline.on(map_greenline);
  const {store, filter} = atlas.userEvents;
  const box = document.querySelector('.gl-details');
  const times = [];
  for (let i = 0; i < 9; i++) {
    const row = Math.floor((store.n * (i + 0.5)) / 9);
    store.texts.open.clear();
    atlas.set({selection: null});
    atlas.map.setView(atlas.userEvents.locate(String(row)), 14, {animate: false});
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const start = performance.now();
    const shown = new Promise((done) => new MutationObserver(() => {
      const texts = store.texts.now(Number((atlas.view.selection || '').split(':')[1]));
      if (texts && box.textContent.includes(texts.text)) done(performance.now() - start);
    }).observe(box, {childList: true}));
    atlas.map.fire('click', {latlng: atlas.userEvents.locate(String(row))});
    const late = new Promise((done) => setTimeout(() => done(NaN), 3000));
    times.push(await Promise.race([shown, late]));
  }
  const found = times.filter((time) => time === time).sort((a, b) => a - b);
  return [found[found.length >> 1], found.length];
}"""


def measure(counts: tuple[int, ...] = COUNTS) -> dict[str, Any]:
    """Return bytes, seconds and frames of the layer, and of the peers at the first count."""
    atlas = Atlas.load()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "bare.html"
        bare_s = _seconds(lambda: export.html(atlas, ALL, plain))
        result: dict[str, Any] = {
            "bare": {
                "bytes": plain.stat().st_size,
                "export_s": bare_s,
                "calm_ms": measure_calm(plain, "map-drawn"),
            }
        }
        for count in counts:
            result[str(count)] = measure_one(
                atlas, make_events(count), Path(folder), result["bare"]
            )
        rows = make_events(counts[0])
        result["geojson"] = _peer(rows, geojson, Path(folder))
        result["circles"] = _peer(rows.head(counts[0] // 10), circles, Path(folder))
    ours, theirs = result[str(counts[0])], result["geojson"]
    everything = result["bare"]["bytes"] + ours["bytes_over"]
    result["ratio_to_geojson"] = {
        "bytes": round(theirs["bytes"] / everything, 1),
        "export_s": round(theirs["export_s"] / ours["export_s"], 1),
        "calm_ms": round(theirs["calm_ms"] / (result["bare"]["calm_ms"] + ours["calm_over"]), 1),
    }
    return result


def measure_one(
    atlas: Atlas, rows: pd.DataFrame, folder: Path, plain: dict[str, Any]
) -> dict[str, Any]:
    file = folder / f"{len(rows)}.html"
    export_s = _seconds(lambda: export.html(atlas, ALL, file, user_events=rows))
    return {
        "bytes_over": file.stat().st_size - plain["bytes"],
        "bytes_an_event": _columns(rows),
        "encode_s": _seconds(lambda: encode(rows)),
        "export_s": export_s,
        "export_over": round(export_s - plain["export_s"], 2),
        "calm_over": round(measure_calm(file, "user-events-drawn") - plain["calm_ms"], 1),
        **measure_page(file),
    }


def _columns(rows: pd.DataFrame) -> dict[str, float]:
    """Return bytes an event before base64: of all columns, of those that a map needs, of the texts.

    Counted are place, day, kind, best figure and source; the others are made to be one value.
    """
    counted = rows[[*rows.columns]].assign(
        actor_a="", actor_b="", low=rows["best"], high=rows["best"], end=rows["start"],
        date_precision="day", position_precision="exact",
    )  # fmt: skip
    sizes = {
        "all": encode(rows, text=False),
        "counted": encode(counted, text=False),
        "texts": encode(rows),
    }
    size = {name: len(content) / len(rows) for name, content in sizes.items()}
    size["texts"] -= size["all"]
    return {name: round(value, 2) for name, value in size.items()}


def measure_page(file: Path) -> dict[str, Any]:
    """Return what a page tells of itself: frames, clicks, memory."""
    with browser() as started:
        page = started.new_page(viewport={"width": 1200, "height": 800})
        page.goto(file.resolve().as_uri())
        wait_until(page, "performance.getEntriesByName('user-events-drawn').length > 0")
        page.wait_for_timeout(800)
        frame, (click, clicked) = page.evaluate(FRAMES), page.evaluate(CLICKS)
        answer = page.context.new_cdp_session(page)
        answer.send("HeapProfiler.collectGarbage")
        heap = answer.send("Runtime.getHeapUsage")["usedSize"]
    assert clicked >= 5
    return {
        "frame_ms": round(frame, 1),
        "click_ms": round(click, 1),
        "heap_mb": round(heap / 1e6, 1),
    }


def geojson(rows: pd.DataFrame) -> folium.Map:
    """Return a map of one GeoJSON layer on a canvas, with popups."""
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]},
         "properties": {"date": day, "type": kind, "deaths": deaths, "text": text}}
        for lon, lat, day, kind, deaths, text in plain_rows(rows)
    ]  # fmt: skip
    page = AtlasMap(location=[33.2, 43.7], zoom_start=7, prefer_canvas=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=3, weight=0, fill=True, fill_opacity=0.7),
        popup=folium.GeoJsonPopup(["date", "type", "deaths", "text"]),
    ).add_to(page)
    return page


def circles(rows: pd.DataFrame) -> folium.Map:
    """Return a map of one circle an event on a canvas, with popups, which ask for jQuery."""
    page = AtlasMap(location=[33.2, 43.7], zoom_start=7, prefer_canvas=True)
    code = (Path(jquery.BASE_DIR) / "jquery.js").read_text(encoding="utf-8")
    figure: Any = page.get_root()
    figure.header.add_child(Inline("script", code))
    for lon, lat, day, kind, deaths, text in plain_rows(rows):
        popup = f"{day} {kind}, {deaths} killed<br>{text}"
        folium.CircleMarker((lat, lon), radius=3, weight=0, fill=True, popup=popup).add_to(page)
    return page


def plain_rows(rows: pd.DataFrame) -> Any:
    deaths = rows["best"].astype("float64").replace(np.nan, None)
    days = rows["start"].dt.strftime("%Y-%m-%d")
    return zip(rows["lon"], rows["lat"], days, rows["type"], deaths, rows["text"], strict=True)


def _peer(rows: pd.DataFrame, make: Callable[[pd.DataFrame], Any], folder: Path) -> dict[str, Any]:
    file = folder / f"{make.__name__}.html"
    seconds = _seconds(lambda: file.write_text(make(rows).get_root().render(), encoding="utf-8"), 1)
    result = {"events": len(rows), "bytes": file.stat().st_size, "export_s": seconds}
    with browser() as started:
        page = started.new_page(viewport={"width": 1200, "height": 800})
        page.goto(file.resolve().as_uri())
        page.wait_for_timeout(500)
        answer = page.context.new_cdp_session(page)
        answer.send("HeapProfiler.collectGarbage")
        heap = answer.send("Runtime.getHeapUsage")["usedSize"]
    return result | {"calm_ms": measure_calm(file), "heap_mb": round(heap / 1e6, 1)}


def measure_calm(file: Path, drawn: str = "", repeat: int = 3) -> float:
    """Return ms to calm once a mark is set, the best of several fresh browsers."""
    result = []
    for _ in range(repeat):
        with browser() as started:
            page = started.new_page(viewport={"width": 1200, "height": 800})
            page.add_init_script(WATCH)
            page.goto(file.resolve().as_uri(), wait_until="commit")
            if drawn:
                wait_until(page, f"performance.getEntriesByName('{drawn}').length > 0")
            result.append(calm_at(page))
    return round(min(result), 1)


def wait_until(page: Page, what: str) -> None:
    while not page.evaluate(what):
        page.wait_for_timeout(50)


def _seconds(run: Callable[[], Any], repeat: int = 2) -> float:
    """Return the best of several runs."""
    result = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        result.append(time.perf_counter() - start)
    return round(min(result), 2)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
