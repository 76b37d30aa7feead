"""Import every module of ``geo`` as where the runtime lock alone is installed; print what fails."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements/base.lock"


def normalise_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PINNED = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
ALLOWED = {*map(normalise_name, PINNED), "greenline"}


class Refusal:
    """Finds no module of a package that the runtime lock does not name."""

    def __init__(self) -> None:
        self.refused = {
            module
            for module, packages in metadata.packages_distributions().items()
            if not ALLOWED & set(map(normalise_name, packages))
        }

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in self.refused:
            raise ModuleNotFoundError(f"{name}: not in {LOCK.name}", name=name)


if __name__ == "__main__":
    sys.meta_path.insert(0, Refusal())
    import geo

    for info in pkgutil.walk_packages(geo.__path__, "geo."):
        # Both run when imported.
        if not info.name.endswith(".__main__") and info.name != "geo.web.script":
            try:
                importlib.import_module(info.name)
            except ModuleNotFoundError as error:
                print(f"{info.name}: {error}")
