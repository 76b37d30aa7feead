"""Open a page in headless Chromium with the network off and time what a reader would feel."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.install import find

FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip

#: A graphics processor in software, which some peers do not draw without. A browser on a machine
#: without one has none either: each frame of a page then costs many times what it costs there.
GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
CALM = 700

#: Watches the main thread: a gap of over 50 ms between frames, or a change of the page, is work.
WATCH = """
window.bench = {busy: 0, frames: [], record: false, long: []};
new PerformanceObserver((list) => bench.long.push(...list.getEntries().map((one) => one.duration)))
  .observe({entryTypes: ['longtask']});
let last = performance.now();
const tick = () => {
  const now = performance.now();
  if (now - last > 50) bench.busy = now;
  if (bench.record) bench.frames.push(now - last);
  last = now;
  requestAnimationFrame(tick);
};
requestAnimationFrame(tick);
new MutationObserver(() => { bench.busy = performance.now(); })
  .observe(document, {subtree: true, childList: true});
addEventListener('load', () => { bench.load = performance.now(); });
"""


@contextmanager
def browser(*, graphics: bool = True) -> Iterator[Browser]:
    """Start one fresh browser."""
    flags = [*FLAGS, *(GRAPHICS if graphics else ())]
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=find(), args=flags)
        try:
            yield started
        finally:
            started.close()


def measure_page(file: Path) -> dict[str, Any]:
    """Open a file in a fresh browser; return ms to calm, frames a second, requests and errors.

    With them goes the longest task of over 50 ms of the main thread while the map was moved and
    zoomed, 0 where there was none.
    """
    requests: list[str] = []
    errors: list[str] = []
    with browser() as started:
        page = started.new_page(viewport={"width": 1200, "height": 800})
        page.on("request", lambda character: requests.append(character.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.add_init_script(WATCH)
        page.goto(file.resolve().as_uri(), wait_until="commit")
        calm = calm_at(page)
        page.evaluate("bench.long = []")  # those of the opening are told by the calm
        result = {"calm_ms": calm, "pan_fps": _frames(page, _pan), "zoom_fps": _frames(page, _zoom)}
        result["longest_task_ms"] = page.evaluate("Math.max(0, ...bench.long)")
    outside = sum(request.startswith("http") for request in requests)
    return {**result, "requests": outside, "errors": errors}


def median(file: Path, repeat: int = 3) -> dict[str, Any]:
    """Return the medians of several fresh browsers."""
    runs = [measure_page(file) for _ in range(repeat)]
    keys = ("calm_ms", "pan_fps", "zoom_fps", "longest_task_ms")
    return {
        **{key: round(statistics.median(run[key] for run in runs), 1) for key in keys},
        "requests": max(run["requests"] for run in runs),
        "errors": max((run["errors"] for run in runs), key=len),
    }


def calm_at(page: Page) -> float:
    """Return when the page came to rest, in ms since it was asked for."""
    while True:
        now, busy = page.evaluate("[performance.now(), Math.max(bench.busy, bench.load || 1e9)]")
        if now - busy > CALM:
            return float(busy)
        page.wait_for_timeout(50)


def _frames(page: Page, gesture: Any) -> float:
    page.evaluate("bench.frames = []; bench.record = true")
    gesture(page)
    page.wait_for_timeout(350)
    gaps = page.evaluate("(bench.record = false, bench.frames)")
    return 1000 * len(gaps) / sum(gaps)


def _pan(page: Page) -> None:
    page.mouse.move(600, 400)
    page.mouse.down()
    for step in range(90):
        page.mouse.move(600 + 2 * (step % 45), 400 + step % 45)
        page.wait_for_timeout(12)
    page.mouse.up()


def _zoom(page: Page) -> None:
    for step in range(12):
        page.mouse.wheel(0, -120 if step // 3 % 2 == 0 else 120)
        page.wait_for_timeout(120)
