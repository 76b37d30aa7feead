"""From an address to the map, against an app that does nothing but answer, in one run.

The first visit is that of a fresh browser at a server that has just started, with what an
installation brings: what the wheel carries is made before. The later one is the same browser's.
How long the server takes until it answers is told apart: it prepares what the first visit needs.

Run with ``python -m bench.run opening``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.app import BARE
from bench.page import browser
from tests.browser.app import STANDS
from tests.browser.serve import serve

#: Servers that are started of each kind.
_RUNS = 3

#: What a wheel carries of what is made of its data (tools/hatch_build.py).
_INSTALL = (
    "from geo import Atlas; from geo.draw.kept_page import kept_page; "
    "from geo.painter.home_picture import home_picture; atlas = Atlas.load(); kept_page(atlas); "
    "[home_picture(atlas, night=night) for night in (False, True)]"
)

_ANSWERS = "() => document.querySelector('#ask') !== null"
_PICTURE = "() => document.querySelector('#gl-home img')?.naturalWidth > 0"


def measure() -> dict[str, Any]:
    """Return medians in ms and bytes, of the app and of a bare one."""
    result: dict[str, list[dict[str, float]]] = {"bare": [], "app": []}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "bare.py"
        plain.write_text(BARE, "utf-8")
        remaining = {"GREENLINE_CACHE": folder}
        subprocess.run([sys.executable, "-c", _INSTALL], env=os.environ | remaining, check=True)
        for _ in range(_RUNS):
            for name, script, ready in (("bare", str(plain), _ANSWERS), ("app", "app.py", STANDS)):
                command = ("streamlit", "run", script, "--server.port")
                start = time.perf_counter()
                with serve(command, environment=remaining) as server:
                    taken = {"start_ms": 1000 * (time.perf_counter() - start)}
                    with browser(graphics=False) as started:
                        taken |= _visits(started.new_page(), server.address, ready)
                result[name].append(taken)
    medians: dict[str, float] = {
        f"{name}_{key}": round(statistics.median(item[key] for item in some))
        for name, some in result.items()
        for key in some[0]
    }
    for visit in ("first", "later"):
        medians[f"{visit}_ratio"] = round(
            100 * medians[f"app_{visit}_ms"] / medians[f"bare_{visit}_ms"]
        ) / 100  # fmt: skip
    medians["more_bytes"] = medians["app_bytes"] - medians["bare_bytes"]
    return medians


def _visits(page: Page, address: str, ready: str) -> dict[str, float]:
    """Open an address twice; return ms until it is ready, and the bytes of the first time."""
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"]) * 0.75),
    )
    result: dict[str, float] = {}
    for visit in ("first", "later"):
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        if ready is STANDS and visit == "first":
            page.wait_for_function(_PICTURE)
            result["picture_ms"] = 1000 * (time.perf_counter() - start)
        page.wait_for_function(ready, timeout=120_000)
        result[f"{visit}_ms"] = 1000 * (time.perf_counter() - start)
        if visit == "first":
            page.wait_for_timeout(500)
            result["bytes"] = sum(sizes)
        page.wait_for_timeout(1000)
    return result
