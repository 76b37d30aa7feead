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

#: Files of the data that only who works on it needs.
_LEFT_OUT = {"reviews.csv"}

#: What is made by ``tools/first_use.py``, with the folders of the cache that a wheel carries of it.
_MADE = {"page": ("checked", "pages", "profiles"), "answer": ("derived",)}


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
        """Derive what the first page and answer need, and name it to the builder."""
        self._folder = tempfile.mkdtemp(prefix="greenline-kept-")
        environment = {name: os.environ[name] for name in os.environ if name != "GREENLINE_DATA"}
        for what, folders in _MADE.items():
            cache = Path(self._folder) / what
            environment |= {"GREENLINE_CACHE": str(cache), "PYTHONPATH": self.root}
            command = [sys.executable, "-P", "-m", "tools.first_use", what]
            subprocess.run(command, cwd=self.root, env=environment, check=True)  # noqa: S603 -- ours
            for folder in folders:
                for path in sorted((cache / folder).glob("*")):
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
