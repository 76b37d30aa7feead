"""From an address to the map, against an app that does nothing but answer, in one run.

The first visit is that of a fresh browser at a server that has just started, with what an
installation brings: what the wheel carries is made before. Later ones are the same browser's; those
of the two apps take turns. How long the server takes until it answers is told apart: it prepares
what the first visit needs. The map stands before the app around it does; when that stands, with
the bar of its drawer, is told too.

Wall times hold for a machine that does nothing else. Beside each stands the processor time that
browser and server took until then, which says more on a busy one.

Run with ``python -m bench.run opening``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserType, Page

from bench.app import BARE
from bench.page import FLAGS, browser
from tests.browser.app import SEEN, STANDS
from tests.browser.install import find
from tests.browser.serve import serve

#: Servers that are started of each kind, and later visits at each.
_RUNS, _LATER = 3, 5

#: What a wheel carries of what is made of its data (tools/hatch_build.py).
_INSTALL = (
    "from geo import Atlas; from geo.draw.kept_page import kept_page; kept_page(Atlas.load())"
)

_ANSWERS = "() => document.querySelector('#ask') !== null"
_WHOLE = f"() => ({STANDS})() && document.querySelector('.gl-drawer-bar') !== null"

#: Names of ratios of the app's measures to those of a bare one.
_COMPARED = {
    "first": "first_ms",
    "first_cpu": "first_cpu_ms",
    "later": "later_ms",
    "later_cpu": "later_cpu_ms",
}


@dataclass
class Reader:
    """A fresh browser at a server that has just started."""

    page: Page
    address: str
    measure_cpu: Callable[[], float]
    """Processor time of browser and server so far, in ms."""
    taken: dict[str, list[float]] = field(default_factory=dict)

    def visit(self, name: str, marks: Mapping[str, str]) -> None:
        """Open the address; note when each mark is there, one after the other."""
        start, cpu = time.perf_counter(), self.measure_cpu()
        self.page.goto(self.address, wait_until="commit")
        for mark, script in marks.items():
            self.page.wait_for_function(script, timeout=120_000)
            self.note(f"{name}_{mark}ms", 1000 * (time.perf_counter() - start))
            self.note(f"{name}_{mark}cpu_ms", self.measure_cpu() - cpu)
        self.page.wait_for_timeout(1000)

    def note(self, name: str, value: float) -> None:
        """Keep a measure."""
        self.taken.setdefault(name, []).append(value)


def measure() -> dict[str, Any]:
    """Return medians in ms and bytes, of the app and of a bare one."""
    result: dict[str, list[float]] = {}
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as folder, browser(graphics=False) as started:
        plain = Path(folder) / "bare.py"
        plain.write_text(BARE, "utf-8")
        environment = {"GREENLINE_CACHE": folder}
        subprocess.run([sys.executable, "-c", _INSTALL], env=os.environ | environment, check=True)
        for _ in range(_RUNS):
            measured = _measure_once(started.browser_type, str(plain), environment)
            for name, values in measured.items():
                result.setdefault(name, []).extend(values)
            loads.append(os.getloadavg()[0])
    medians = {name: round(statistics.median(values)) for name, values in result.items()}
    ratios = {
        f"{what}_ratio": round(medians[f"app_{key}"] / medians[f"bare_{key}"], 2)
        for what, key in _COMPARED.items()
    }
    more = medians["app_bytes"] - medians["bare_bytes"]
    return {**medians, **ratios, "more_bytes": more, "load": round(max(loads), 1)}


def _measure_once(
    chromium: BrowserType, plain: str, environment: Mapping[str, str]
) -> dict[str, list[float]]:
    """Start a server of each kind, visit each for the first time and then in turns."""
    marks = {"bare": {"": _ANSWERS}, "app": {"": SEEN, "whole_": _WHOLE}}
    with ExitStack() as stack:
        readers = {}
        for name, script in (("bare", plain), ("app", "app.py")):
            reader = stack.enter_context(_read(chromium, script, environment))
            with _counted_bytes(reader):
                reader.visit("first", marks[name])
            readers[name] = reader
        for _ in range(_LATER):
            for name, reader in readers.items():
                reader.visit("later", marks[name])
    return {
        f"{name}_{key}": values
        for name, reader in readers.items()
        for key, values in reader.taken.items()
    }


@contextmanager
def _read(chromium: BrowserType, script: str, environment: Mapping[str, str]) -> Iterator[Reader]:
    """Start a server and a browser."""
    start = time.perf_counter()
    command = ("streamlit", "run", script, "--server.port")
    with serve(command, environment=environment) as server:
        took = 1000 * (time.perf_counter() - start)
        before = set(psutil.Process().children(recursive=True))
        started: Browser = chromium.launch(executable_path=find(), args=list(FLAGS))
        roots = {psutil.Process(server.process.pid)}
        roots |= set(psutil.Process().children(recursive=True)) - before
        reader = Reader(started.new_page(), server.address, lambda: _cpu_of(roots))
        reader.note("start_ms", took)
        try:
            yield reader
        finally:
            started.close()


def _cpu_of(roots: set[psutil.Process]) -> float:
    """Return the processor time in ms of processes and all that they started, the ended too."""
    alive = set(roots)
    for root in roots:
        if root.is_running():
            alive |= set(root.children(recursive=True))
    return 1000 * sum(sum(item.cpu_times()[:4]) for item in alive if item.is_running())


@contextmanager
def _counted_bytes(reader: Reader) -> Iterator[None]:
    """Count what comes to the browser meanwhile."""
    sizes: list[float] = []
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"]) * 0.75),
    )
    yield
    session.detach()
    reader.note("bytes", sum(sizes))
