"""How long the page keeps the main thread: CPU of its tasks while a reader zooms, plays, drags.

Tasks are read from Chromium's trace: its observer of long tasks misses those from 16 to 50 ms.
CPU seconds hold on a busy machine, wall times compare only within one run.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.events import make_events
from bench.page import browser
from geo import Atlas, View, export

#: Milliseconds of a frame, which no task should take.
FRAME = 16.0

#: Times from a step of the slider to its picture, where the page says that it painted.
STEPS = """() => {
  const atlas = Greenline.on(map_greenline);
  window.steps = {waiting: [], late: []};
  const painted = () => {
    const now = performance.now();
    for (const one of steps.waiting) steps.late.push(now - one);
    steps.waiting = [];
  };
  const {stage} = atlas;
  const {paint} = stage;
  if (!stage.easel) stage.paint = () => (paint.call(stage), painted());
  else atlas.on('painted', painted);
  document.getElementById('gl-slider')
    .addEventListener('input', () => steps.waiting.push(performance.now()));
}"""

#: Times the first look at what lies in the middle of the map, with the names of what is there.
HIT = """() => {
  const atlas = Greenline.on(map_greenline), {store} = atlas.userEvents;
  const row = store ? store.from(atlas.view.date) - 1 : 0;
  const [lat, lng] = store ? [store.row(row).lat, store.row(row).lng] : [35.4, 44.4];
  atlas.map.setView([lat, lng], 9, {animate: false});
  atlas.stage.paint();
  const start = performance.now();
  atlas.at({lat, lng}, true);
  return Math.round(10 * (performance.now() - start)) / 10;
}"""

QUERY = "d=2014-06-01&w=0&b=41.5,33.5,46.3,37.1"
WAYS = ("dots", "clusters", "heat", "hexagons")


def zoom(page: Page) -> None:
    """Turn the wheel in and out."""
    page.mouse.move(600, 400)
    for step in range(8):
        page.mouse.wheel(0, -240 if step % 4 < 2 else 240)
        page.wait_for_timeout(700)


def play(page: Page) -> None:
    """Play the days for some seconds."""
    page.click("#gl-time-play")
    page.wait_for_timeout(4000)
    page.click("#gl-time-play")


def slide(page: Page) -> None:
    """Drag the slider."""
    box = page.locator("#gl-slider").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    middle = box["y"] + box["height"] / 2
    at = [box["x"] + box["width"] * (0.62 + 0.15 * share / 60) for share in range(60)]
    page.mouse.move(at[0], middle)
    page.mouse.down()
    for x in at:
        page.mouse.move(x, middle)
        page.wait_for_timeout(40)
    page.mouse.up()
    page.wait_for_timeout(600)


ACTS: dict[str, Callable[[Page], None]] = {"zoom": zoom, "play": play, "slider": slide}


def tasks(trace: bytes) -> list[float]:
    """Return the CPU milliseconds of the tasks of a page's main thread, from a trace."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    marked = {
        (event["pid"], event["tid"]) for event in events if event.get("name") == "FunctionCall"
    } & mains
    # A thread that moves to another core may be charged for more than went by.
    return [
        min(event["tdur"], event["dur"]) / 1000
        for event in events
        if event.get("name") == "ThreadControllerImpl::RunTask"
        and "tdur" in event
        and (event["pid"], event["tid"]) in marked
    ]


def watch_acts(started: Browser, file: Path, ratio: int, query: str) -> dict[str, Any]:
    """Return for each act the longest task, how many took over a frame, and the slider's delay."""
    context = started.new_context(
        viewport={"width": 1200, "height": 800}, device_scale_factor=ratio, locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"{file.resolve().as_uri()}#{query}")
    while not page.evaluate("performance.getEntriesByName('map-drawn').length"):
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)
    page.evaluate(STEPS)
    result: dict[str, Any] = {}
    for name, act in ACTS.items():
        started.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
        act(page)
        took = tasks(started.stop_tracing())
        result[name] = {
            "longest_ms": round(max(took), 1),
            "over_16_ms": sum(number > FRAME for number in took),
            "tasks_ms": round(sum(took)),
        }
    late = sorted(page.evaluate("steps.late"))
    if late:
        result["slider"] |= {
            "picture_ms": round(statistics.median(late), 1),
            "picture_95_ms": round(late[int(len(late) * 0.95)], 1),
        }
    result["first_hit_ms"] = page.evaluate(HIT)
    context.close()
    return result


def measure(files: dict[str, Path] | None = None) -> dict[str, Any]:
    """Measure at one and two pixels a dot, without events of a reader and with a million."""
    atlas = Atlas.load()
    with tempfile.TemporaryDirectory() as folder, browser() as started:
        if files is None:
            files = {name: Path(folder) / f"{name}.html" for name in ("none", "million")}
            export.html(atlas, View(), files["none"])
            export.html(atlas, View(), files["million"], user_events=make_events(1_000_000))
        results: dict[str, Any] = {}
        for ratio in (1, 2):
            results[f"none_{ratio}x"] = watch_acts(started, files["none"], ratio, QUERY)
            for way in WAYS:
                query = f"{QUERY}&ev={way}"
                results[f"million_{way}_{ratio}x"] = watch_acts(
                    started, files["million"], ratio, query
                )
    return results


if __name__ == "__main__":
    named = dict(zip(("none", "million"), map(Path, sys.argv[1:]), strict=False))
    print(json.dumps(measure(named or None), indent=2))
