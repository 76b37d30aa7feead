"""Open a peer's page in Chromium, move its window, click, and weigh it; every step has a limit."""

from __future__ import annotations

import functools
import http.server
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Error, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as LateError

from bench.page import CALM, FLAGS, GRAPHICS, WATCH
from bench.peers import libraries
from bench.peers.peer import PAGE, Peer
from tests.browser.install import find

OPEN_LIMIT_S, OFF_LIMIT_S = 90.0, 40.0
#: A page that rests so long, in ms, and has drawn nothing will not draw.
RESTS_MS = 2000
MOVES_LIMIT_S, CLICKS_LIMIT_S = 6.0, 6.0
#: Seconds in which a click has to bring its text.
TEXT_LIMIT_S = 6.0
#: Seconds over a limit after which a page that does not answer is ended.
GRACE_S = 10.0
MEMORY_LIMIT_MB = 8000
MOVES, YEAR = 40, 365
POLL_MS = 50

#: Moves the window day by day; a frame is the time from the change to the picture that shows it.
MOVE = """async ([first, step, days, count, limit]) => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const times = [], begun = performance.now();
  let at = first;
  for (let i = 0; i < count && (i < 1 || performance.now() - begun < limit); i++) {
    await next();
    const start = performance.now();
    at = first + i * step;
    await peer.move(at, at + days);
    peer.flush();
    times.push(performance.now() - start);
  }
  return {times, first: at};
}"""

#: Waits for a text after the next click or move of the mouse.
LISTEN = """([kind, limit]) => {
  peer.close();
  const before = peer.text() || '';
  window.benchText = {};
  addEventListener(kind, () => {
    const start = performance.now();
    const look = () => {
      const text = peer.text() || '';
      if (text !== before && text.trim().length > 20) {
        window.benchText.ms = performance.now() - start;
      } else if (performance.now() - start < limit) {
        setTimeout(look, 2);
      } else {
        window.benchText.ms = -1;
      }
    };
    look();
  }, {capture: true, once: true});
}"""


class LimitError(RuntimeError):
    """A measure took more time or memory than it may: in words, and what was measured before."""

    def __init__(self, reason: str, result: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.result = result or {}


class Guard(threading.Thread):
    """Weighs the browser that is started after it, and ends that where it passes a limit."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self.reason = ""
        self._deadline: tuple[float, str] | None = None
        self._over = threading.Event()
        self._others = set(_children())

    def limit(self, seconds: float, what: str) -> None:
        """Give the next step so many seconds."""
        self._deadline = (time.monotonic() + seconds, what)

    def run(self) -> None:
        """Watch until :meth:`close` is called."""
        while not self._over.wait(0.2):
            childs = [
                child for child in _children() if child not in self._others and _is(child, "chrom")
            ]
            drawn = [
                process
                for process in childs
                if _is(process, "--type=renderer", "--type=gpu-process")
            ]
            self.peak_mb = max(self.peak_mb, sum(map(_rss, drawn)) / 1e6)
            if self.peak_mb > MEMORY_LIMIT_MB:
                self._end(childs, f"more than {MEMORY_LIMIT_MB // 1000} GB of memory")
            deadline = self._deadline
            if deadline and time.monotonic() > deadline[0]:
                self._end(childs, deadline[1])

    def close(self) -> None:
        """Stop watching."""
        self._over.set()
        self.join()

    def _end(self, processes: list[psutil.Process], reason: str) -> None:
        self.reason = self.reason or reason
        self._deadline = None
        for process in processes:
            try:
                process.kill()
            except psutil.Error:
                continue


def _children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _is(process: psutil.Process, *marks: str) -> bool:
    try:
        return any(mark in " ".join(process.cmdline()) for mark in marks)
    except psutil.Error:
        return False


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


@contextmanager
def _page(guard: Guard) -> Iterator[Page]:
    with sync_playwright() as play:
        flags = (*FLAGS, *GRAPHICS, "--js-flags=--max-old-space-size=8192")
        started = play.chromium.launch(executable_path=find(), args=list(flags))
        guard.start()
        try:
            page = started.new_page(viewport={"width": 1200, "height": 800})
            page.set_default_timeout(0)  # the guard ends what takes too long
            yield page
        except Error as error:
            raise LimitError(guard.reason or _first_line(error)) from error
        finally:
            guard.close()
            started.close()


def _first_line(error: Error) -> str:
    text = error.message.splitlines()[0]
    return "the page broke down" if "crash" in text.lower() or "closed" in text else text


def without_network(peer: Peer, folder: Path) -> dict[str, Any]:
    """Open a page from the disk with the network off; return what it asks for and if it draws."""
    requests: list[str] = []
    guard = Guard()
    with _page(guard) as page:
        page.on("request", lambda character: requests.append(character.url))
        page.add_init_script(WATCH)
        guard.limit(OFF_LIMIT_S, f"over {OFF_LIMIT_S:.0f} s")
        page.goto((folder / PAGE).resolve().as_uri(), wait_until="commit")
        while not (drawn := is_ready(page, peer)) and _rests(page) < RESTS_MS:
            page.wait_for_timeout(2 * POLL_MS)
    return {"requests": sum(request.startswith("http") for request in requests), "draws": drawn}


def measure_page(
    peer: Peer,
    folder: Path,
    window: tuple[int, int],
    spots: Any,
    shot: Path | None = None,
) -> dict[str, Any]:
    """Open a page as a reader with a network would; return seconds, frames, clicks, memory.

    Parameters
    ----------
    peer
        Whose page it is.
    folder
        Where it lies.
    window
        The first day of the first window, and how many days lie between two windows.
    spots
        Called with the last window; returns places (longitude, latitude) to click at.
    shot
        Where a picture of the page goes.

    Raises
    ------
    LimitError
        Where it takes more than its limits, in words.
    """
    guard, result = Guard(), dict[str, Any]()
    try:
        with _address(peer, folder) as address, _page(guard) as page:
            _steps(page, guard, result, (peer, address, window, spots, shot))
    except LimitError as error:
        raise LimitError(str(error), result | {"peak_mb": round(guard.peak_mb)}) from error
    return result | {"peak_mb": round(guard.peak_mb)}


def _steps(
    page: Page,
    guard: Guard,
    result: dict[str, Any],
    what: tuple[Peer, str, tuple[int, int], Any, Path | None],
) -> None:
    """Take one measure after the other, and add each to what is found."""
    peer, address, window, spots, shot = what
    page.route(lambda url: url.startswith("http") and "//127.0.0.1" not in url, answer_route)
    page.add_init_script(WATCH)
    guard.limit(OPEN_LIMIT_S, f"over {OPEN_LIMIT_S:.0f} s to open")
    page.goto(address, wait_until="commit")
    while not is_ready(page, peer):
        page.wait_for_timeout(POLL_MS)
    result["calm_s"] = round(measure_calm(page) / 1000, 2)
    guard.limit(MOVES_LIMIT_S + GRACE_S, f"a frame takes over {GRACE_S:.0f} s")
    moved, last = measure_moves(page, window)
    result |= moved
    guard.limit(CLICKS_LIMIT_S + TEXT_LIMIT_S + 2 * GRACE_S, "does not answer to a click")
    if shot:
        with suppress(LateError):
            page.screenshot(path=shot, timeout=10_000)
    result |= measure_clicks(page, peer, spots(last))
    guard.limit(2 * GRACE_S, "does not answer")
    result |= measure_memory(page)


def empty() -> float:
    """Return the peak memory of a page without anything, in MB."""
    guard = Guard()
    with _page(guard) as page:
        guard.limit(GRACE_S, "does not start")
        page.goto("data:text/html,<title>empty</title>")
        page.wait_for_timeout(1000)
    return round(guard.peak_mb)


def _rests(page: Page) -> float:
    """Return for how many ms a page has been at rest; below zero while it loads."""
    return float(page.evaluate("performance.now() - Math.max(bench.busy, bench.load || 1e9)"))


def is_ready(page: Page, peer: Peer) -> bool:
    """Return whether a page has drawn its events; its hooks are set as soon as they can be."""
    hooks = f"(() => {{ if (!window.peer) {{ {peer.hooks} }} return !!window.peer.ready(); }})()"
    script = f"(() => {{ try {{ return {hooks}; }} catch (error) {{ return false; }} }})()"
    return bool(page.evaluate(script))


def measure_calm(page: Page) -> float:
    """Return when the page came to rest with its events drawn, in ms since it was asked for."""
    ready = page.evaluate("(peer.flush(), performance.now())") - POLL_MS
    while _rests(page) < CALM:
        page.wait_for_timeout(POLL_MS)
    return float(max(ready, page.evaluate("Math.max(bench.busy, bench.load)")))


def measure_moves(page: Page, window: tuple[int, int]) -> tuple[dict[str, Any], tuple[int, int]]:
    """Return the frames of a window that moves, and the window at which it ends."""
    first, step = window
    moved = page.evaluate(MOVE, [first, step, YEAR, MOVES, MOVES_LIMIT_S * 1000])
    times = sorted(moved["times"])
    result = {
        "frame_p50_ms": round(statistics.median(times), 1),
        "frame_p95_ms": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
        "frames": len(times),
    }
    return result, (moved["first"], moved["first"] + YEAR)


def measure_clicks(page: Page, peer: Peer, spots: list[list[float]]) -> dict[str, Any]:
    times, tried, begun = [], 0, time.monotonic()
    box = page.viewport_size or {"width": 1200, "height": 800}
    x, y = box["width"] / 2, box["height"] / 2
    for lon, lat in spots:
        if time.monotonic() - begun > CLICKS_LIMIT_S:
            break
        tried += 1
        page.mouse.move(x + 90, y + 90)
        page.evaluate("([lon, lat]) => peer.look(lon, lat)", [lon, lat])
        page.wait_for_timeout(200)
        gesture = "pointermove" if peer.hover else "pointerdown"
        page.evaluate(LISTEN, [gesture, TEXT_LIMIT_S * 1000])
        if not peer.hover:
            page.mouse.move(x, y)
            page.mouse.click(x, y)
        else:
            page.mouse.move(x, y)
        end = time.monotonic() + TEXT_LIMIT_S + 1
        while (ms := page.evaluate("window.benchText.ms")) is None and time.monotonic() < end:
            page.wait_for_timeout(20)
        if ms is not None and ms >= 0:
            times.append(ms)
    result = {"clicks": f"{len(times)} of {tried}"}
    return result | ({"click_ms": round(statistics.median(times), 1)} if times else {})


def measure_memory(page: Page) -> dict[str, Any]:
    """Return what the page itself holds after a collection: heap and array buffers."""
    answer = page.context.new_cdp_session(page)
    answer.send("HeapProfiler.collectGarbage")
    usage = answer.send("Runtime.getHeapUsage")
    held = usage["usedSize"] + usage.get("backingStorageSize", 0)
    return {"held_mb": round(held / 1e6, 1)}


def answer_route(route: Route) -> None:
    """Answer for a network from the fetched packages; what no map needs is answered empty."""
    url = route.request.url
    text = libraries.answer(url)
    kind = "text/css" if url.endswith(".css") else "text/javascript"
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=text or "", content_type=kind, headers=headers)


@contextmanager
def _address(peer: Peer, folder: Path) -> Iterator[str]:
    if not peer.served:
        yield (folder / PAGE).resolve().as_uri()
        return
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Ranges, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{PAGE}"
    finally:
        server.shutdown()
        server.server_close()


class _Ranges(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, parts of a file too, which Python's own server does not."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file, or with the part that is asked for."""
        query = self.headers.get("Range", "")
        if not query.startswith("bytes="):
            super().do_GET()
            return
        content = Path(self.translate_path(self.path))
        first, last = query[6:].split("-")
        size = content.stat().st_size
        start, end = int(first), min(int(last or size - 1), size - 1)
        with content.open("rb") as stream:
            stream.seek(start)
            part = stream.read(end - start + 1)
        self.send_response(206)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)
