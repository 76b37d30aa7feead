"""Run the tests as on other machines: other fonts, languages, pixels, under load.

``python tests/browser/machines.py`` runs those of ``make test`` on each machine of the list;
``NAME ...`` only on those; what follows ``--`` goes to pytest in their place. Nothing is installed: Debian's fonts are unpacked and its
languages built in a folder of the cache, and what cannot be had is skipped with its reason.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "greenline-machines"

FONTS = {"dejavu": "fonts-dejavu-core", "noto": "fonts-noto-core", "liberation": "fonts-liberation"}

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
"""


@dataclass(frozen=True)
class Machine:
    """What differs between one machine and another."""

    fonts: str
    """The one family of fonts that is there: a key of ``FONTS``."""

    locale: str
    """The language of the system, as glibc writes it."""

    scale: int
    """Pixels of the device to one of CSS."""

    busy: int = 0
    """Loops that run beside the tests."""


MACHINES = {
    "noto": Machine("noto", "de_DE", 1),
    "liberation": Machine("liberation", "ar_IQ", 2),
    "dejavu": Machine("dejavu", "en_US", 2, busy=2),
}


class MissingError(Exception):
    """What a machine needs is not to be had here."""


def fonts(name: str) -> Path:
    """Return a fontconfig file that knows one family of fonts."""
    folder = CACHE / "fonts" / name
    if not folder.is_dir():
        if not (shutil.which("apt-get") and shutil.which("dpkg")):
            raise MissingError(f"the fonts of {FONTS[name]} come from Debian's packages")
        fetched = CACHE / "packages" / name
        shutil.rmtree(fetched, ignore_errors=True)
        fetched.mkdir(parents=True)
        done = subprocess.run(["apt-get", "download", "-q", FONTS[name]], cwd=fetched, check=False)
        packages = list(fetched.glob("*.deb"))
        if done.returncode or not packages:
            raise MissingError(f"apt-get download {FONTS[name]} failed; try apt-get update")
        subprocess.run(["dpkg", "-x", packages[0], fetched / "unpacked"], check=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        (fetched / "unpacked" / "usr" / "share" / "fonts").rename(folder)
    file = CACHE / f"{name}.conf"
    file.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    return file


def locales(name: str) -> Path:
    """Return a folder in which glibc finds a language."""
    folder = CACHE / "locales"
    if not (folder / f"{name}.utf8").is_dir():
        if not shutil.which("localedef") or not Path("/usr/share/i18n/locales", name).is_file():
            raise MissingError(f"the language {name} comes from Debian's package locales")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.UTF-8"
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", target], check=True)
        target.rename(folder / f"{name}.utf8")
    return folder


@contextmanager
def keep_busy(loops: int) -> Iterator[None]:
    """Keep as many cores busy as there are loops."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for item in running:
            item.kill()
            item.wait()


def run(machine: Machine, arguments: list[str]) -> int:
    """Run the tests as on a machine; return pytest's exit status."""
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(fonts(machine.fonts)),
        "LOCPATH": str(locales(machine.locale)),
        "LC_ALL": f"{machine.locale}.UTF-8",
        "LANG": f"{machine.locale}.UTF-8",
    }
    command = [
        sys.executable, "-m", "pytest", "-n", "3", "--dist", "worksteal",
        f"--scale={machine.scale}", f"--locale={machine.locale.replace('_', '-')}",
        *(arguments or ["-m", "not thorough"]),
    ]  # fmt: skip
    with keep_busy(machine.busy):
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Run the tests on the machines named, or on all."""
    subset, _, given = " ".join(sys.argv[1:]).partition("--")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MACHINES))
    names = parser.parse_args(subset.split()).names or list(MACHINES)
    if unknown := set(names) - set(MACHINES):
        parser.error(f"{', '.join(sorted(unknown))}: expected {', '.join(MACHINES)}")
    failed = []
    for name in names:
        machine = MACHINES[name]
        print(f"== {name}: {machine}", flush=True)
        start = time.monotonic()
        try:
            status = run(machine, given.split())
        except MissingError as reason:
            print(f"== {name}: skipped: {reason}", flush=True)
            continue
        print(f"== {name}: exit {status} after {time.monotonic() - start:.0f} s", flush=True)
        failed += [name] if status else []
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
