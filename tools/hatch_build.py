"""Build the page's scripts as the wheel is built, and put them and the fonts into it.

An editable installation needs them only once a page is made: where deno is not installed, it goes
on without them.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClientHook(BuildHookInterface[Any]):
    """Runs ``geo/client/build.py``, which needs nothing of the package."""

    PLUGIN_NAME = "custom"

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


def _client(root: Path) -> ModuleType:
    """Load the build of the client from its file, without importing the package."""
    path = root / "geo" / "client" / "build.py"
    found = importlib.util.spec_from_file_location("greenline_client_build", path)
    if found is None or found.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
