"""``python -m tools.program``: wheel, source archive and their hashes, once all names agree."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from geo.api import __version__

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what is released, or say what keeps it from it."""
    parser = argparse.ArgumentParser(prog="python -m tools.program", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write into")
    parser.add_argument("--day", default=dt.datetime.now(dt.UTC).date().isoformat())
    args = parser.parse_args(arguments)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changes = ROOT / "CHANGELOG.md"
    if wrong := find_obstacles(version, __version__, changes.read_text(encoding="utf-8")):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    dated = with_section(changes.read_text(encoding="utf-8"), version, args.day)
    changes.write_text(dated, encoding="utf-8")
    args.out.mkdir(exist_ok=True)
    command = (sys.executable, "-m", "hatchling", "build", "--directory", str(args.out))
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 -- our own build
    made = sorted(file for file in args.out.iterdir() if f"-{version}" in file.name)
    sums = "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in made
    )
    (args.out / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")
    return 0


def find_obstacles(version: str, of_package: str, changes: str) -> list[str]:
    r"""Return what keeps a version from being released.

    Examples
    --------
    >>> find_obstacles("1.0.0", "1.0.0", "## Unreleased\n\n- Added: all.\n")
    []
    >>> find_obstacles("1.1", "1.0.0", "## Unreleased\n")[0]
    "pyproject.toml, version '1.1': expected three numbers, such as 1.0.0"
    """
    wrong = []
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        wrong.append(f"pyproject.toml, version {version!r}: expected three numbers, such as 1.0.0")
    if version != of_package:
        wrong.append(f"geo/api.py, __version__ {of_package!r}: expected {version!r}")
    new = re.search(r"^## Unreleased\n+- ", changes, re.MULTILINE)
    if not new and f"## {version} " not in changes:
        wrong.append("CHANGELOG.md: expected at least one line below 'Unreleased'")
    return wrong


def with_section(changes: str, version: str, day: str) -> str:
    r"""Return the changelog with what is new below the version and its day.

    Examples
    --------
    >>> print(with_section("## Unreleased\n\n- Added: all.", "1.0.0", "2026-11-28"))
    ## Unreleased
    <BLANKLINE>
    ## 1.0.0 (2026-11-28)
    <BLANKLINE>
    - Added: all.
    >>> with_section("## 2.0.0 (unreleased)", "2.0.0", "2026-12-24")
    '## 2.0.0 (2026-12-24)'
    """
    if f"## {version} " in changes:
        return changes.replace(f"## {version} (unreleased)", f"## {version} ({day})", 1)
    return changes.replace("## Unreleased\n", f"## Unreleased\n\n## {version} ({day})\n", 1)


if __name__ == "__main__":
    sys.exit(main())
