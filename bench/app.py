"""The app for one reader alone, in headless Chromium: how long he waits for what he did.

- **Perspective**: from a press on the map's own choice, which stood in the side bar once, to the
  picture that shows it; the app hears of it meanwhile.
- **Language**: from a click in the side bar to the first picture of the map in that language, which
  is a whole way: browser, server, script, browser, frame.
- **Bare component**: from a click to the answer of an app that does nothing but answer, the least
  that a way through Streamlit takes on the machine.
- **Upload**: from the choice of a file of 30,000 events to all of them on the map.

Run with ``python -m bench.run app``.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from bench.events import make_events
from bench.page import browser
from tests.browser.app import App
from tests.browser.serve import serve

#: Acts that are measured, after two that warm what a server makes once.
ACTS, WARM = 11, 2

#: Events of the file, and how often it is brought.
ROWS, FILES = 30_000, 3

BARE = """
import streamlit as st
answer = st.components.v2.component("answer", js='''
export default function ({data, parentElement, setStateValue}) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.id = "ask";
    parentElement.append(button);
    button.onclick = () => {
      window.asked = performance.now();
      setStateValue("n", Number(button.textContent) + 1);
    };
  }
  if (button.textContent !== String(data.n)) {
    button.textContent = data.n;
    const done = () => { window.took = performance.now() - window.asked; };
    requestAnimationFrame(() => setTimeout(done));
  }
}''', isolate_styles=False)
key = st.session_state.get("one") or {}
answer(key="one", data={"n": key.get("n") or 0}, on_n_change=lambda: None)
"""

#: Notes when the reader presses, and in the map's frame, a document of its own, when the picture is
#: there that shows a language or a perspective.
PRESSED = """() => addEventListener('pointerdown', () => {
  window.pressed = performance.timeOrigin + performance.now();
}, {once: true, capture: true})"""
SHOWN = """([name, value]) => {
  window.shown = null;
  const note = () => { window.shown = performance.timeOrigin + performance.now(); };
  const look = () => Greenline.on(map_greenline).view[name] === value
    ? requestAnimationFrame(() => setTimeout(note)) : requestAnimationFrame(look);
  look();
}"""


def measure() -> dict[str, Any]:
    """Start the app, act as a reader does, and return the medians in ms."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "bare.py"
        plain.write_text(BARE, "utf-8")
        table = Path(folder) / "events.csv"
        make_events(ROWS).drop(columns=["end", "date_precision", "position_precision"]).to_csv(
            table, index=False
        )
        with serve_app(plain) as address, browser() as started:
            least = measure_bare(started.new_page(), address)
        with serve_app() as address, browser() as started:
            page = started.new_page(viewport={"width": 1440, "height": 900})
            shown = App(page).open(address)
            perspective = _perspectives(shown)
            language = _languages(shown)
            uploads = [_upload(shown, table) for _ in range(FILES)]
    return {
        "bare_ms": _median(least),
        "perspective_ms": _median(perspective),
        "language_ms": _median(language),
        "upload_ms": _median(uploads),
        "upload_rows": ROWS,
    }


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1)


@contextmanager
def serve_app(script: Path | None = None) -> Iterator[str]:
    """Serve the app, or a script, until it is no longer needed."""
    command = ("streamlit", "run", str(script or "app.py"), "--server.port")
    with serve(command) as server:
        yield server.address


def measure_bare(page: Page, address: str) -> list[float]:
    page.goto(address)
    result = []
    for count in range(WARM + ACTS):
        page.wait_for_function(
            "(n) => document.querySelector('#ask')?.textContent === n", arg=str(count)
        )
        page.wait_for_timeout(500)
        page.evaluate("() => { window.took = null; }")
        page.locator("#ask").click(force=True)
        page.wait_for_function("() => window.took !== null")
        result.append(page.evaluate("() => window.took"))
    return result[WARM:]


def _perspectives(shown: App) -> list[float]:
    """Take one perspective after the other on the map."""
    names, result = ("federal", "region", "un", "held"), []
    for count in range(WARM + ACTS):
        name = names[count % len(names)]
        shown.rests()
        shown.frame.evaluate(PRESSED)
        shown.frame.evaluate(SHOWN, ["perspective", name])
        shown.frame.locator(f".gl-choice:has(input[value={name}])").click()
        result.append(measure_press(shown, shown.frame))
    shown.perspective("held")
    return result[WARM:]


def _languages(shown: App) -> list[float]:
    """Take one language after the other in the side bar."""
    shown.unfold()
    buttons = shown.page.locator(".st-key-gl-language button")
    codes, result = ("ar", "ckb", "en"), []
    for count in range(WARM + ACTS):
        code = codes[count % len(codes)]
        shown.rests()
        shown.page.wait_for_timeout(300)
        shown.page.evaluate(PRESSED)
        shown.frame.evaluate(SHOWN, ["language", code])
        buttons.nth((count + 1) % len(codes)).click()
        result.append(measure_press(shown, shown.page))
    while shown.view("language") != "en":
        buttons.nth(0).click()
        shown.until("view.language === 'en'")
    return result[WARM:]


def measure_press(shown: App, pressed: Page | Frame) -> float:
    """Return ms from the press, in the window or in the map's frame, to the picture."""
    shown.frame.wait_for_function("() => window.shown !== null")
    end: float = shown.frame.evaluate("() => window.shown")
    return end - float(pressed.evaluate("() => window.pressed"))


def _upload(shown: App, table: Path) -> float:
    """Bring a file; return ms until its events are on the map."""
    shown.section("data")
    shown.rests()
    begun = time.perf_counter()
    shown.page.locator("input[type=file]").first.set_input_files(table)
    shown.until("atlas.userEvents.store?.day.length === argument", ROWS)
    taken = 1000 * (time.perf_counter() - begun)
    shown.page.locator(".st-key-gl-user-events-forget button").click()
    shown.until("!atlas.layers.has('user_events')")
    return taken
