"""The widget in a real JupyterLab and a real marimo, on loopback: Python and the reader share one view."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, Route

from tests.browser.conftest import browser
from tests.browser.serve import free_port

__all__ = ["browser"]  # a fixture of the browser's tests

ROOT = Path(__file__).parents[2]

#: Seconds that a server or a kernel may take: much, for the machine may be busy.
WAIT = 120.0

MAKE = "import geo; from geo import Atlas, View; shown = geo.widget(Atlas.load(), View(date='2017-10-16'), height=500)"
LAB = [
    MAKE + "; shown",
    "print('selected', shown.selection)",
    "shown.view = shown.view.with_(date='2014-08-08'); print('set')",
]
MARIMO = f"""import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
    {MAKE}
    held = mo.ui.anywidget(shown)
    return held, mo, shown

@app.cell
def _(held):
    held

@app.cell
def _(mo):
    press = mo.ui.run_button(label="Go to 2014")
    press

@app.cell
def _(held, mo):
    mo.md("selected " + str(held.value["selection"]))

@app.cell
def _(press, shown):
    if press.value:
        shown.view = shown.view.with_(date="2014-08-08")

if __name__ == "__main__":
    app.run()
"""


def why_not(module: str) -> str | None:
    """Return why a server cannot be tried here; None where it can."""
    if not os.environ.get("GREENLINE_BROWSERS"):
        return f"{module}: a real server takes a minute: `make browsers` runs these tests"
    if find_spec(module) is None:
        return f"{module}: not installed: `make browsers` installs it"
    return None


@contextmanager
def serving(*words: str, folder: Path, address: str) -> Iterator[None]:
    """Run a server until the test ends, and wait until it answers."""
    around = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *words], cwd=folder, env=around, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while True:  # pytest's own limit ends it
                try:
                    urllib.request.urlopen(address, timeout=5).close()
                    break
                except OSError:
                    output = (folder / "server.log").read_text(errors="replace")[-800:]
                    assert server.poll() is None, output
                    time.sleep(0.3)
            yield
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page that reaches loopback alone."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(WAIT * 1000)

    def only_loopback(route: Route) -> None:
        if re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|blob:|data:", route.request.url):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", only_loopback)
    try:
        yield context.new_page()
    finally:
        context.close()


def map_frame(page: Page) -> Frame:
    """Return the frame of the map once it is drawn."""
    page.wait_for_selector("iframe[title^='Greenline']")
    while True:  # pytest's own limit ends it
        for frame in page.frames[1:]:
            if frame.evaluate("performance.getEntriesByName('map-drawn').length > 0"):
                return frame
        page.wait_for_timeout(200)


def share_a_view(page: Page, read: Callable[[], None], go: Callable[[], None]) -> None:
    """Choose something on the map and let Python say it; let Python set the day and see it."""
    frame = map_frame(page)
    assert "2017" in frame.inner_text(".gl-sentence")
    frame.evaluate("Greenline.on(map_greenline).set({selection: 'fields:bai_hassan'})")
    read()
    while not page.get_by_text("selected fields:bai_hassan").count():  # pytest's own limit ends it
        page.wait_for_timeout(500)
        read()  # what the page reports may reach the kernel after the cell
    go()
    frame.wait_for_function(
        "() => document.querySelector('.gl-sentence').innerText.includes('2014')"
    )
    assert frame.evaluate("window.origin") == "null"


@pytest.mark.skipif(bool(why_not("jupyterlab")), reason=why_not("jupyterlab") or "")
def test_jupyterlab(page: Page, tmp_path: Path) -> None:
    import nbformat  # slow to load, and every worker loads this module

    cells = [nbformat.v4.new_code_cell(text) for text in LAB]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, tmp_path / "map.ipynb")
    port = free_port()
    address = f"http://127.0.0.1:{port}/lab/tree/map.ipynb"
    words: dict[str, Any] = {
        "ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.root_dir": tmp_path,
        "ServerApp.allow_root": True, "IdentityProvider.token": "", "ServerApp.open_browser": False,
        "LabApp.news_url": "", "ServerApp.disable_check_xsrf": True,
    }  # fmt: skip
    options = [f"--{name}={value}" for name, value in words.items()]
    with serving("-m", "jupyterlab", *options, folder=tmp_path, address=address):
        page.goto(address)
        inputs = page.locator(".jp-Notebook .jp-Cell .jp-InputArea-editor")
        inputs.nth(2).wait_for()

        prompts = page.locator(".jp-Notebook .jp-Cell .jp-InputPrompt")

        def run(number: int) -> None:
            before = prompts.nth(number).inner_text().strip()
            while prompts.nth(number).inner_text().strip() in {"", "[ ]:", before}:
                inputs.nth(number).click()  # before the kernel is there nothing is run
                page.keyboard.press("Control+Enter")
                page.wait_for_timeout(1000)

        run(0)
        share_a_view(page, lambda: run(1), lambda: run(2))


@pytest.mark.skipif(bool(why_not("marimo")), reason=why_not("marimo") or "")
def test_marimo(page: Page, tmp_path: Path) -> None:
    (tmp_path / "map.py").write_text(MARIMO, "utf-8")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    words = [
        "run",
        "map.py",
        "--headless",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-token",
    ]
    with serving("-m", "marimo", *words, folder=tmp_path, address=address):
        page.goto(address)
        share_a_view(page, lambda: None, page.get_by_text("Go to 2014").first.click)
