"""A window of Firefox (through Marionette) or of WebKit (through Selenium), with one set of acts.

Debian has no geckodriver, so Firefox is told through its own Marionette protocol; WebKitGTK's
MiniBrowser is told through WebKitWebDriver. Both know the acts of W3C WebDriver.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Seconds that a page may take for what it is asked: much, for the machine may be busy.
WAIT = 60.0

#: Collects what goes wrong in a page from now on.
LISTEN = """
window.faults = window.faults || [];
window.addEventListener('error', (event) => faults.push(String(event.message)));
window.addEventListener('unhandledrejection', (event) => faults.push(String(event.reason)));
"""

MAP = "const atlas = Greenline.on(map_greenline); const {view} = atlas;"


class Window:
    """What both windows can do; each goes, runs scripts, finds, presses, clicks and resizes in its way."""

    name: str

    downloads: Path
    """The folder into which the browser saves files."""

    def click(self, selector: str) -> None:
        """Click on an element as a person does."""
        self.find(selector).click()

    def choose(self, selector: str, file: Path) -> None:
        """Choose a file in a field for files."""
        self.find(selector).send_keys(str(file))

    def save(self, selector: str) -> Path:
        """Click on a button that saves a file, and return the file once it is there whole."""
        before = set(self.downloads.iterdir())
        self.click(selector)
        end = time.monotonic() + WAIT
        size = 0
        while time.monotonic() < end:
            time.sleep(0.3)
            # While it comes Firefox has a second file beside it, WebKit one of another name.
            new = sorted(set(self.downloads.iterdir()) - before)
            if len(new) == 1 and new[0].suffix not in (".part", ".wkdownload"):
                if size and new[0].stat().st_size == size:
                    return new[0]
                size = new[0].stat().st_size
        raise AssertionError(f"{self.name}: {selector} saved no file in {WAIT} s")

    def until(self, condition: str, *arguments: Any) -> None:
        """Wait until an expression of the page is true."""
        end = time.monotonic() + WAIT
        while not self.run(f"return Boolean({condition})", *arguments):
            assert time.monotonic() < end, f"{self.name}: {condition} {arguments}: not in {WAIT} s"
            time.sleep(0.05)

    def open(self, file: Path, query: str = "") -> None:
        """Open an exported file and wait until its map is drawn."""
        self.go("about:blank")
        self.go(file.as_uri() + (f"#{query}" if query else ""))
        self.run(LISTEN)
        self.until("performance.getEntriesByName('map-drawn').length > 0")

    def tell(self, expression: str, *arguments: Any) -> Any:
        """Return an expression of ``atlas`` and its ``view``."""
        return self.run(f"{MAP} return ({expression});", *arguments)

    def until_map(self, expression: str, *arguments: Any) -> None:
        """Wait until an expression of ``atlas`` and its ``view`` is true."""
        self.until(
            f"(function () {{ {MAP} return ({expression}); }}).apply(null, arguments)", *arguments
        )

    def text(self, selector: str) -> str:
        """Return the text of an element as it is shown."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def count(self, selector: str) -> int:
        """Return how many elements there are."""
        return int(self.run("return document.querySelectorAll(arguments[0]).length", selector))

    def settle(self) -> None:
        """Wait until what was asked for has been painted."""
        self.run_later("requestAnimationFrame(() => requestAnimationFrame(() => done(true)))")

    @property
    def faults(self) -> list[str]:
        """What went wrong in the page since it was opened."""
        return list(self.run("return window.faults"))


def free_port() -> int:
    """Return a port of loopback that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Firefox(Window):
    """Debian's Firefox, without a screen."""

    name = "firefox"

    def __init__(self, path: str, downloads: Path) -> None:
        from marionette_driver.marionette import Marionette

        self.downloads = downloads
        self._marionette = Marionette(
            bin=path, headless=True, port=free_port(), app="fxdesktop", socket_timeout=WAIT,
            startup_timeout=WAIT, gecko_log=os.devnull,
            prefs={
                "browser.download.folderList": 2,
                "browser.download.dir": str(downloads),
                "browser.download.useDownloadDir": True,
                "browser.helperApps.neverAsk.saveToDisk": "text/html,application/octet-stream",
                "ui.prefersReducedMotion": 1,
            },
        )  # fmt: skip
        self._marionette.start_session()
        self._marionette.timeout.script = WAIT

    def go(self, address: str) -> None:
        self._marionette.navigate(address)

    def run(self, script: str, *arguments: Any) -> Any:
        return self._marionette.execute_script(script, script_args=arguments, sandbox=None)

    def run_later(self, script: str) -> Any:
        return self._marionette.execute_async_script(
            f"const done = arguments[0]; {script}", sandbox=None
        )

    def find(self, selector: str) -> Any:
        return self._marionette.find_element("css selector", selector)

    def press(self, *keys: str) -> None:
        self._marionette.actions.sequence("key", "keys").send_keys("".join(keys)).perform()

    def click_at(self, x: float, y: float) -> None:
        acts = self._marionette.actions.sequence("pointer", "mouse", {"pointerType": "mouse"})
        acts.pointer_move(round(x), round(y)).pointer_down().pointer_up().perform()

    def resize(self, width: int, height: int) -> None:
        for _ in range(2):
            bar = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]")
            self._marionette.set_window_rect(width=width + bar[0], height=height + bar[1])

    def enter(self, selector: str | None) -> None:
        self._marionette.switch_to_frame(self.find(selector) if selector else None)

    def close(self) -> None:
        self._marionette.quit()
        self._marionette.cleanup()


class WebKit(Window):
    """WebKitGTK's MiniBrowser, on a screen that nobody sees."""

    name = "webkit"

    def __init__(self, driver: str, browser: str, downloads: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        self.downloads = downloads
        self._screen, display = _screen()
        options = Options()
        options.binary_location = browser
        options.add_argument("--automation")
        self._home = tempfile.mkdtemp(prefix="greenline-webkit-")
        (Path(self._home) / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n')
        environment = {
            **os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "HOME": self._home,
            "XDG_CONFIG_HOME": self._home, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }  # fmt: skip
        self._driver = webdriver.WebKitGTK(
            options=options, service=Service(driver, env=environment)
        )
        self._driver.set_script_timeout(WAIT)
        self._frame: str | None = None

    def _act_inside(self, act: Callable[[], Any]) -> Any:
        """Do what is asked in the frame, which the driver forgets when the page around it changes its address."""
        from selenium.common.exceptions import NoSuchWindowException

        end = time.monotonic() + WAIT
        while True:
            try:
                return act()
            except NoSuchWindowException:
                if self._frame is None or time.monotonic() > end:
                    raise
                time.sleep(0.1)
                with contextlib.suppress(NoSuchWindowException):
                    self._switch()

    def _switch(self) -> None:
        self._driver.switch_to.default_content()
        if self._frame:
            element = self._driver.find_element("css selector", self._frame)
            self._driver.switch_to.frame(element)

    def go(self, address: str) -> None:
        self._driver.get(address)

    def run(self, script: str, *arguments: Any) -> Any:
        return self._act_inside(lambda: self._driver.execute_script(script, *arguments))

    def run_later(self, script: str) -> Any:
        later = f"const done = arguments[0]; {script}"
        return self._act_inside(lambda: self._driver.execute_async_script(later))

    def find(self, selector: str) -> Any:
        return self._act_inside(lambda: self._driver.find_element("css selector", selector))

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self._driver).send_keys(*keys).perform()

    def click_at(self, x: float, y: float) -> None:
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        acts = ActionBuilder(self._driver, duration=50)
        acts.pointer_action.move_to_location(round(x), round(y)).pointer_down().pointer_up()
        acts.perform()

    def resize(self, width: int, height: int) -> None:
        for _ in range(2):
            inner = self.run("return [innerWidth, innerHeight]")
            outer = self._driver.get_window_size()
            self._driver.set_window_rect(
                0, 0, outer["width"] + width - inner[0], outer["height"] + height - inner[1]
            )
            self.settle()

    def enter(self, selector: str | None) -> None:
        self._frame = selector
        self._act_inside(self._switch)

    def close(self) -> None:
        self._driver.quit()
        self._screen.terminate()
        self._screen.wait(timeout=20)
        shutil.rmtree(self._home, ignore_errors=True)


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start an X server without a screen; return it and the name of its display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb gave no display"
    return server, f":{number}"
