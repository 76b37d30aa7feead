"""Tests in a real Chromium that has no network: what a reader sees and does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Request

#: Milliseconds that a page may take for what it is asked: much, for the machine may be busy.
WAIT = 60_000

#: Waits for two frames, after which what was asked for has been painted.
FRAMES = """(async () => {
  const rest = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const isPainting = () => {
    const map = window.map_greenline;
    return map && window.Greenline?.on?.(map)?.stage.pending;
  };
  await rest();
  for (let frames = 0; frames < 600 && isPainting(); frames++) await rest();
})()"""

#: One number for each canvas of the map, from all its pixels, once the ground is painted whole.
PICTURE = """(Greenline.on(map_greenline).stage.repaintParted(),
  [...document.querySelectorAll('.leaflet-pane canvas')]).map((canvas) => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let sum = 2166136261;
  for (const pixel of new Uint32Array(data.buffer)) sum = Math.imul(sum ^ pixel, 16777619);
  return sum;
})"""


@dataclass
class Opened:
    """A page that is open, and everything that went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """Addresses asked for that are neither of a file nor within the page."""

    errors: list[str] = field(default_factory=list)
    """Errors of scripts and of the console."""

    def listen(self) -> None:
        """Take note of requests and errors from now on."""
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda line: self.errors.append(line.text) if line.type == "error" else None
        )

    def _note(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.requests.append(request.url)

    def assert_calm(self) -> None:
        """Assert that the page asked for nothing and that nothing went wrong."""
        assert self.requests == []
        assert self.errors == []

    def tell(self, expression: str, argument: Any = None) -> Any:
        """Return a JavaScript expression of ``atlas``, ``view`` and the ``argument``."""
        return self.page.evaluate(
            "(argument) => { const atlas = Greenline.on(map_greenline); const {view} = atlas;"
            f" return ({expression}); }}",
            argument,
        )

    def settle(self) -> None:
        """Wait until what was asked for has been painted."""
        self.page.evaluate(FRAMES)

    def picture(self) -> list[int]:
        """Return a number for each canvas of the map, once it is painted."""
        self.settle()
        sums: list[int] = self.page.evaluate(PICTURE)
        return sums

    def until(self, expression: str, argument: Any = None) -> None:
        """Wait until an expression, as :meth:`tell` takes it, is true."""
        self.page.wait_for_function(
            "(argument) => { const atlas = Greenline.on(map_greenline); const {view} = atlas;"
            f" return ({expression}); }}",
            arg=argument,
        )

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a position lies in the window."""
        x, y = self.tell(
            "(({x, y}, box) => [x + box.x, y + box.y])(atlas.map.latLngToContainerPoint(argument),"
            " atlas.map.getContainer().getBoundingClientRect())",
            [lat, lon],
        )
        return x, y

    def click(self, lat: float, lon: float) -> None:
        """Click on a position."""
        self.page.mouse.click(*self.pixel(lat, lon))
        self.settle()

    def show(self, name: str) -> None:
        """Open a panel, whether it is open or not."""
        button = self.page.locator(f"#gl-{name}")
        if not self.page.locator(".gl-tools").is_visible():  # a phone's sheet takes their place
            self.page.locator(".gl-over .gl-close").locator("visible=true").first.click()
        if not button.is_visible():
            self.page.locator("#gl-more").click()
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        self.page.locator(f"#gl-panel-{name}").wait_for()

    @property
    def card(self) -> str:
        """The text of the card of what is selected; empty where none is open."""
        box = self.page.locator(".gl-details")
        if not box.is_visible():
            return ""
        self.page.evaluate(
            "document.querySelector('.gl-details .gl-behind')?.setAttribute('open', '')"
        )
        return box.inner_text()

    @property
    def query(self) -> str:
        """What stands behind the # of the address."""
        return self.page.url.partition("#")[2]
