"""Files of a site as they are built; unchanged ones are reused from the earlier build."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from geo.errors import ExportError
from geo.replaced_folder import Kind

#: The file that says that a folder is a site; it is written last.
MANIFEST: Final = "site.json"

KIND: Final = Kind("site", MANIFEST)

#: Version of the layout of the folder.
SCHEMA: Final = 1

#: Names of files that a site may hold: no part of a path begins with a point.
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*", re.ASCII)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder that holds a site; an empty one where there is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    valid = isinstance(content, dict) and content.get("schema") == SCHEMA
    valid = (
        valid and isinstance(content.get("files"), dict) and isinstance(content.get("parts"), dict)
    )
    return content if valid else {}


def digest(content: bytes) -> str:
    """Return what distinguishes contents: the SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


class Store:
    """Writes the files of a site into an empty folder.

    A file whose content is that of the earlier site is linked from there, so that it keeps its
    time of change and its inode: a copy of the site to elsewhere sends what changed and no more.
    """

    def __init__(self, folder: Path, before: Path) -> None:
        self.folder, self.before = folder, before
        self.known = read_manifest(before)
        self.files: dict[str, str] = {}
        self.parts: dict[str, dict[str, Any]] = {}
        self.written = 0

    def put(self, path: str, content: bytes | str) -> None:
        """Write a file, or take it over where it did not change."""
        if not _NAME.fullmatch(path) or path in self.files:
            raise ExportError(f"{path[:200]!r}: expected the name of a file, each once")
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.files[path] = digest(data)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if self._is_same(path, data) and self._link(path):
            return
        target.write_bytes(data)
        self.written += 1

    def reuse(self, part: str, key: str) -> bool:
        """Take over all files of a part that an earlier site has under the same key.

        Returns False, and takes nothing, where it has none, or one of them was changed since.
        """
        result = self.known.get("parts", {}).get(part, {})
        paths = result.get("files", [])
        if result.get("key") != key or not paths:
            return False
        listed: Mapping[str, str] = self.known["files"]
        for path in paths:
            if not _NAME.fullmatch(str(path)) or not self._is(path, listed.get(path, "")):
                return False
        for path in paths:
            self.files[path] = listed[path]
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            if not self._link(path):
                (self.folder / path).write_bytes((self.before / path).read_bytes())
        self.parts[part] = {"key": key, "files": list(paths)}
        return True

    def close(self, part: str, key: str, paths: list[str]) -> None:
        """Note which files a part consists of."""
        self.parts[part] = {"key": key, "files": sorted(paths)}

    def manifest(self, about: Mapping[str, Any]) -> None:
        """Write the manifest, last of all."""
        files = dict(sorted(self.files.items()))
        result = {"schema": SCHEMA, **about, "parts": self.parts, "files": files}
        text = json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def _is_same(self, path: str, data: bytes) -> bool:
        hashed = digest(data)
        return self.known.get("files", {}).get(path) == hashed and self._is(path, hashed)

    def _is(self, path: str, wanted: str) -> bool:
        """Whether a file of the earlier site is there and has a content."""
        file = self.before / path
        try:
            return not file.is_symlink() and digest(file.read_bytes()) == wanted
        except OSError:
            return False

    def _link(self, path: str) -> bool:
        with suppress(OSError):
            os.link(self.before / path, self.folder / path, follow_symlinks=False)
            return True
        with suppress(OSError):
            shutil.copy2(self.before / path, self.folder / path)
            return True
        return False
