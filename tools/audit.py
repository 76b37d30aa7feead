"""Look the pinned packages up among known vulnerabilities, and say what could not be looked up.

``make audit`` runs it: pip-audit for what the lock files of Python pin, ``deno audit`` for the
packages of npm that the page's code is bundled from. Without a registry that answers nothing is
known, which is said and is no fault.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
BIN: Final = Path(sys.executable).parent

#: The lock files of Python.
LOCKS: Final = ("requirements/base.lock", "requirements/dev.lock")

_OPTIONS: Final = (
    "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json",
)  # fmt: skip

#: Seconds that one look-up may take.
PATIENCE: Final = 600


@dataclass(frozen=True)
class Audited:
    """What is known of the packages of one lock file."""

    lock: str
    """The file."""

    looked_up: int = 0
    """Packages that were looked up."""

    skipped: tuple[str, ...] = ()
    """Packages that could not be looked up."""

    vulnerable: tuple[str, ...] = ()
    """What is known of the others: package, version, advisory, versions that mend it."""

    why: str = ""
    """Why nothing was looked up; empty where it was."""


def audit() -> list[Audited]:
    """Look up what every lock file pins."""
    return [*(python(lock) for lock in LOCKS), npm()]


def python(lock: str) -> Audited:
    """Look up the packages of a lock file of Python."""
    code, out, err = _run([str(BIN / "pip-audit"), "--requirement", lock, *_OPTIONS], ROOT)
    try:
        dependencies = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audited(lock, why=_last_sentence(err) or f"pip-audit ended with {code}")
    skipped = tuple(item["name"] for item in dependencies if "skip_reason" in item)
    known = [item for item in dependencies if "skip_reason" not in item]
    why = "" if known else "the registry here does not know about vulnerabilities"
    return Audited(lock, len(known), skipped, tuple(_advisories(known)), why)


def _advisories(packages: Sequence[dict[str, Any]]) -> Iterator[str]:
    for package in packages:
        for advisory in package.get("vulns", ()):
            mended = ", ".join(advisory.get("fix_versions", ())) or "no version yet"
            yield f"{package['name']} {package['version']}: {advisory['id']} (mended in {mended})"


def npm() -> Audited:
    """Look up the packages of npm."""
    lock = "geo/client/deno.lock"
    code, out, err = _run([str(BIN / "deno"), "audit"], ROOT / "geo/client")
    pinned = len(json.loads((ROOT / lock).read_text(encoding="utf-8"))["npm"])
    if code == 0:
        return Audited(lock, pinned)
    if "vulnerabilit" in out:
        result = tuple(line.strip() for line in out.splitlines() if line.strip())
        return Audited(lock, pinned, vulnerable=result)
    return Audited(lock, why=_last_sentence(err) or f"deno audit ended with {code}")


def _run(command: Sequence[str], folder: Path) -> tuple[int, str, str]:
    """Run a command; return its status and what it wrote."""
    try:
        ended = subprocess.run(  # noqa: S603 -- the programs that `make audit` installed
            command, cwd=folder, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, "", str(error)
    return ended.returncode, ended.stdout, ended.stderr


def _last_sentence(text: str) -> str:
    """Return the sentence that a command ended with."""
    lines_left = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines_left if "error" in line.lower()]
    return (errors or lines_left or [""])[-1][:300]


def lines(every: Sequence[Audited]) -> list[str]:
    """Say what was looked up, what was found, and what was skipped."""
    text = []
    for item in every:
        if item.why:
            text.append(f"{item.lock}: skipped ({item.why})")
            continue
        text.append(
            f"{item.lock}: {item.looked_up} packages looked up, "
            f"{len(item.vulnerable)} known vulnerabilities"
        )
        text += [f"  {each}" for each in item.vulnerable]
        if item.skipped:
            text.append(f"  skipped, unknown to the registry here: {', '.join(item.skipped)}")
    return text


def main() -> int:
    """Audit; end with 1 where something is known to be vulnerable."""
    every = audit()
    print("\n".join(lines(every)))
    return int(any(item.vulnerable for item in every))


if __name__ == "__main__":
    sys.exit(main())
