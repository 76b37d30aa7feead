"""Build the page's scripts as the wheel is built, and put them into it.

With them go the fonts of pictures and what the page of the data is made of.
An editable installation needs them only once a page is made: where deno is not installed, it goes
on without them.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Makes the page of the wheel's own data, and with it what the cache keeps.
_PAGE = """
from geo import Atlas
from geo.draw.kept_page import kept_page
atlas = Atlas.load()
kept_page(atlas)
"""

#: Files of the data that only who works on it needs.
_LEFT_OUT = {"reviews.csv"}

#: Folders of the cache that depend on data, code and words alone.
_FOLDERS = ("checked", "pages", "profiles")


class ClientHook(BuildHookInterface[Any]):
    """Runs ``geo/client/build.py``, which needs nothing of the package."""

    PLUGIN_NAME = "custom"
    _folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts and name them to the wheel's builder."""
        client = _client(Path(self.root))
        try:
            built = client.build()
        except client.BuildError as error:
            if version != "editable":
                raise
            self.app.display_warning(str(error))
            return
        if version != "editable":
            fonts = built / client.FONTS[0]
            for path in sorted([*built.iterdir(), *fonts.iterdir()]):
                if path.is_file():
                    name = path.relative_to(built).as_posix()
                    build_data["force_include"][str(path)] = f"geo/client/built/{name}"
            for path in sorted((Path(self.root) / "data").rglob("*")):
                name = path.relative_to(self.root).as_posix().removeprefix("data/")
                if path.is_file() and name not in _LEFT_OUT:
                    build_data["force_include"][str(path)] = f"geo/_data/{name}"
            self._keep(build_data)
            self._list_materials(build_data)

    def finalize(self, *_: Any) -> None:
        """Remove what was derived for the wheel."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _list_materials(self, build_data: dict[str, Any]) -> None:
        """Write the bill of materials, and name it to the builder."""
        root = Path(self.root)
        file = Path(self._folder) / "sbom.cdx.json"
        file.write_text(_module(root / "tools" / "sbom.py").text(root), encoding="utf-8")
        build_data["force_include"][str(file)] = "geo/sbom.cdx.json"

    def _keep(self, build_data: dict[str, Any]) -> None:
        """Derive what the first page needs, with the package itself, and name it to the builder."""
        self._folder = tempfile.mkdtemp(prefix="greenline-kept-")
        environment = os.environ | {"GREENLINE_CACHE": self._folder, "PYTHONPATH": self.root}
        environment.pop("GREENLINE_DATA", None)
        subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-P", "-c", _PAGE], cwd=self.root, env=environment, check=True
        )
        for folder in _FOLDERS:
            for path in sorted((Path(self._folder) / folder).glob("*")):
                build_data["force_include"][str(path)] = f"geo/_kept/{folder}/{path.name}"


def _client(root: Path) -> ModuleType:
    """Load the build of the client from its file, without importing the package."""
    return _module(root / "geo" / "client" / "build.py")


def _module(path: Path) -> ModuleType:
    result = importlib.util.spec_from_file_location(f"greenline_{path.stem}", path)
    if result is None or result.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(result)
    result.loader.exec_module(module)
    return module
