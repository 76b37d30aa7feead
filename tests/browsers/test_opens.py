"""File and app open in Firefox and in WebKit, drawn and without a fault; ``make browsers`` runs it.

Debian has no geckodriver: Firefox is driven by its own Marionette, WebKitGTK by its driver. Both
speak W3C WebDriver.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.app import STANDS
from tests.browser.conftest import address, exported
from tests.browser.serve import free_port

__all__ = ["address", "exported"]  # fixtures of the tests in Chromium

#: Seconds that a page may take: much, for the machine may be busy.
WAIT = 60.0

#: How many colours the map's canvases hold, once it is drawn.
COLOURS = """
if (!performance.getEntriesByName('map-drawn').length) return 0;
const seen = new Set();
for (const canvas of document.querySelectorAll('.leaflet-pane canvas')) {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (const pixel of new Uint32Array(data.buffer)) seen.add(pixel);
}
return seen.size;
"""

#: Whether the app's map stands, with none of Streamlit's errors and notes beside it.
SOUND = f"return ({STANDS})() && !document.querySelector('[data-testid=stException], [data-testid=stAlert]')"

Window = tuple[Callable[[str], object], Callable[[str], object]]


@contextlib.contextmanager
def firefox() -> Iterator[Window]:
    """Yield what goes to an address and what runs a script, in Firefox."""
    marionette = pytest.importorskip("marionette_driver.marionette").Marionette
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    window = marionette(
        bin=path, headless=True, port=free_port(), app="fxdesktop", socket_timeout=WAIT,
        startup_timeout=WAIT, gecko_log=os.devnull,
    )  # fmt: skip
    window.start_session()
    try:
        yield window.navigate, lambda script: window.execute_script(script, sandbox=None)
    finally:
        window.quit()
        window.cleanup()


@contextlib.contextmanager
def webkit() -> Iterator[Window]:
    """Yield the same in WebKitGTK's MiniBrowser, on a screen that nobody sees."""
    selenium = pytest.importorskip("selenium.webdriver")
    options = selenium.WebKitGTKOptions()
    options.binary_location = str(max(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    read, write = os.pipe()
    words = ("-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
    screen = subprocess.Popen(["Xvfb", *words], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    sandbox = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    environment = {**os.environ, **sandbox, "DISPLAY": display, "GDK_BACKEND": "x11"}
    service = selenium.WebKitGTKService(shutil.which("WebKitWebDriver"), env=environment)
    window = selenium.WebKitGTK(options=options, service=service)
    try:
        yield window.get, window.execute_script
    finally:
        window.quit()
        screen.terminate()
        screen.wait(timeout=20)


#: The browsers, and a command that is there where they are installed.
BROWSERS = {firefox: "firefox", webkit: "WebKitWebDriver"}


@pytest.mark.skipif(not os.environ.get("GREENLINE_BROWSERS"), reason="`make browsers` runs it")
@pytest.mark.parametrize("browser", BROWSERS, ids=lambda browser: browser.__name__)
def test_file_and_app_open_drawn(browser: object, exported: Path, address: str) -> None:
    if not shutil.which(BROWSERS[browser]):
        pytest.skip("not installed; `make browsers` does so on Debian, as root")
    with browser() as (go, run):

        def wait(script: str, least: int = 1) -> None:
            end = time.monotonic() + WAIT
            while int(run(script) or 0) < least:
                assert time.monotonic() < end, f"not in {WAIT} s: {script}"
                time.sleep(0.1)

        go(exported.as_uri())
        wait(COLOURS, 500)
        assert "27 September 2017" in run("return document.querySelector('.gl-sentence').innerText")
        assert run("return document.documentElement.scrollWidth <= innerWidth")
        go(address)
        wait(SOUND)
