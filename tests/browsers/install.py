"""Make sure that Debian's Firefox and WebKit are there, and say which tests are skipped where not.

``python tests/browsers/install.py`` installs what is missing where it may (Debian, as root).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")
COMMANDS = (
    ("apt-get", "update", "-q"),
    ("apt-get", "install", "-q", "--yes", "--no-install-recommends", *PACKAGES),
)


def firefox() -> str | None:
    """Return the path of Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def webkit() -> tuple[str, str] | None:
    """Return the paths of WebKit's driver and of its small browser."""
    driver = shutil.which("WebKitWebDriver")
    browsers = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    return (driver, browsers[-1]) if driver and browsers and shutil.which("Xvfb") else None


def find_missing(name: str) -> str | None:
    """Return why a browser cannot be used here; None where it can."""
    module = {"firefox": "marionette_driver", "webkit": "selenium"}[name]
    if find_spec(module) is None:
        return f"{name}: the Python package {module} is missing: `make browsers` installs it"
    if (firefox() if name == "firefox" else webkit()) is None:
        packages = PACKAGES[:1] if name == "firefox" else PACKAGES[1:]
        return f"{name}: not installed; on Debian, as root: apt-get install {' '.join(packages)}"
    return None


def main() -> int:
    """Install what is missing, where that is possible, and say what there is."""
    if not (firefox() and webkit()) and os.geteuid() == 0 and Path("/etc/debian_version").is_file():
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in COMMANDS:
            print("+", " ".join(command), flush=True)
            if subprocess.run(command, check=False, env=quiet).returncode:
                break
    for name in ("firefox", "webkit"):
        print(f"skipped: {reason}" if (reason := find_missing(name)) else f"{name}: found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
