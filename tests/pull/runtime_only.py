"""Run ``greenline`` as where the runtime lock alone is installed: no other package is found.

Run as a program: its arguments are those of ``greenline``; without any it imports every module of
``geo`` and prints those that cannot be.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements/base.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def normalise_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Refusal:
    """Finds no module and no files of a package that the runtime lock does not name."""

    def __init__(self) -> None:
        self.allowed = {
            normalise_name(name) for name in PINNED.findall(LOCK.read_text(encoding="utf-8"))
        }
        self.allowed.add("greenline")
        self.refused = {
            module
            for module, packages in metadata.packages_distributions().items()
            if not any(normalise_name(package) in self.allowed for package in packages)
        }

    def begin(self) -> None:
        sys.meta_path.insert(0, self)
        distribution = metadata.distribution
        metadata.distribution = lambda name: distribution(
            name if normalise_name(name) in self.allowed else "-"
        )

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in self.refused:
            raise ModuleNotFoundError(f"{name}: not in {LOCK.name}", name=name)


def find_missing() -> list[str]:
    import geo

    result = []
    for walk_package in pkgutil.walk_packages(geo.__path__, "geo."):
        if (
            walk_package.name.endswith(".__main__") or walk_package.name == "geo.web.script"
        ):  # both run when imported
            continue
        try:
            importlib.import_module(walk_package.name)
        except ModuleNotFoundError as error:
            result.append(f"{walk_package.name}: {error}")
    return result


if __name__ == "__main__":
    Refusal().begin()
    if len(sys.argv) == 1:
        print("\n".join(find_missing()))
    else:
        from geo.cli import main

        sys.exit(main(sys.argv[1:]))
