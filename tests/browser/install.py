"""Make sure that a Chromium is there: the one that is named, found, packaged or downloaded.

``python tests/browser/install.py`` prints which one it is; the tests ask :func:`find`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

#: The shell opens a page with a third of the processor time: it has no windows of its own to draw.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
UPDATE = ("apt-get", "update")
APT = ("apt-get", "install", "--yes", "--no-install-recommends")
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install")


def find() -> str | None:
    """Return the browser to use: ``$CHROMIUM``, one on the path, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if version(named) else None
    return next((path for path in _candidates() if version(path)), None)


def version(path: str) -> str:
    """Return what a browser calls itself; empty where it does not start."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def install() -> str | None:
    """Install a browser in the first way that yields one that starts, and return it."""
    for commands in _ways():
        for command in commands:
            print("+", " ".join(command), flush=True)
            if not _run(command):
                break
        if path := find():
            return path
    return None


def main() -> int:
    """Find or install a browser; say which, or what to do."""
    named = os.environ.get("CHROMIUM")
    if named and not version(named):
        print(f"CHROMIUM={named}: does not start; name a Chromium or unset it", file=sys.stderr)
        return 1
    path = find()
    if path is None or (named is None and Path(path).name != SHELL and _has_apt()):
        path = install() or path
    if path is None:
        print(
            "no Chromium for the browser tests: none on the path, and neither apt-get nor "
            "Playwright could install one; install one and name it in CHROMIUM",
            file=sys.stderr,
        )
        return 1
    print(f"{path}: {version(path)}")
    return 0


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable_path = playwright.chromium.executable_path
    if Path(executable_path).is_file():
        yield executable_path


def _ways() -> Iterator[Sequence[Sequence[str]]]:
    if _has_apt():
        yield UPDATE, (*APT, SHELL)
        yield [(*APT, "chromium")]
        yield [(*PLAYWRIGHT, "--with-deps", "chromium")]
    yield [(*PLAYWRIGHT, "chromium")]


def _has_apt() -> bool:
    debian = Path("/etc/debian_version").is_file() and shutil.which("apt-get") is not None
    return debian and os.geteuid() == 0


def _run(command: Sequence[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, check=False, env=quiet).returncode == 0
    except OSError as error:
        print(error, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(main())
