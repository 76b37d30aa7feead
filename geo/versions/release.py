"""One version of the data as text: its descriptor and its tables, wherever it is kept."""

from __future__ import annotations

import csv
import io
import json
import lzma
import os
import re
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from geo import data_file
from geo.data_file import PACKAGE
from geo.errors import GreenlineError

Row = Mapping[str, str]

#: Where a data folder keeps its releases.
RELEASES = "releases"

#: Bytes that one version may have in all, unpacked, and files that a package may hold.
LARGEST, MOST_FILES = 64_000_000, 400

_NUMBER = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^@{}-]{0,199}", re.ASCII)


#: What a damaged zip raises besides errors of the system.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)


class VersionError(GreenlineError, ValueError):
    """A version of the data that is not there, or cannot be read."""


def number(text: str) -> tuple[int, int, int]:
    """Return the three numbers of a version.

    >>> number("1.10.0") > number("1.9.4")
    True
    """
    match = _NUMBER.fullmatch(text)
    if not match:
        raise VersionError(f"version {text[:80]!r}: expected three numbers such as 1.2.0")
    return int(match[1]), int(match[2]), int(match[3])


@dataclass(frozen=True, eq=False)
class Release:
    """The tables of one version, as text."""

    package: Mapping[str, Any]  #: The descriptor.
    files: Mapping[str, bytes]  #: The files by path within the data folder.
    called: str  #: What the reader called it: a version, a folder, a revision.

    @property
    def version(self) -> str:
        """The version, three numbers; older descriptors have another text."""
        return str(self.package.get("version", ""))

    @property
    def date(self) -> str:
        """The day of the data, as ISO text."""
        return str(self.package.get("created", ""))[:10]

    @property
    def name(self) -> str:
        """What to call it in a sentence: its version, else what the reader called it."""
        return self.version if _NUMBER.fullmatch(self.version) else self.called

    @cached_property
    def tables(self) -> Mapping[str, list[dict[str, str]]]:
        """Rows of each table by its name, every cell as text."""
        result = {}
        for resource in self.package["resources"]:
            content = self.files.get(resource["path"])
            if resource.get("format") == "csv" and content is not None:
                result[resource["name"]] = _rows(content, resource["path"], self.called)
        return result

    def edit(self, package: Mapping[str, Any], files: Mapping[str, bytes]) -> Release:
        """Return this version with another descriptor and changed files; other tables are kept."""
        same = {path: file for path, file in files.items() if self.files.get(path) != file}
        made = Release(package, {**self.files, **same}, self.called)
        rows = {
            item["name"]: _rows(same[item["path"]], item["path"], self.called)
            for item in package["resources"]
            if item.get("format") == "csv" and item["path"] in same
        }
        made.__dict__["tables"] = {**self.tables, **rows}  # as the cached property keeps them
        return made

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table by its schema; none where there is no such table."""
        for resource in self.package["resources"]:
            if resource["name"] == table:
                return tuple(
                    field["name"] for field in resource.get("schema", {}).get("fields", ())
                )
        return ()


def _rows(content: bytes, path: str, called: str) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise VersionError(f"{called}: {path}: {error}; expected a CSV table in UTF-8") from None
    if any(None in row or None in row.values() for row in rows):
        raise VersionError(f"{called}: {path}: expected as many cells in each row as columns")
    return rows


def read(where: str | Path, data: Path) -> Release:
    name = str(where)
    if _NUMBER.fullmatch(name):
        return _of_number(name, data)
    path = Path(name)
    if os.path.isdir(name):  # noqa: PTH112 -- says no where Path raises, as for a name too long
        return of_folder(path, name)
    if path.suffix == ".zip":
        return of_package(path, name)
    return of_revision(name, data)


def _of_number(name: str, data: Path) -> Release:
    if (remaining := data / RELEASES / f"{name}.zip").is_file():
        stat = remaining.stat()
        return _read_kept(str(remaining), stat.st_mtime_ns, stat.st_size)
    now = of_folder(data, str(data))
    if now.version == name:
        return now
    known = ", ".join([*list_released(data), f"{now.version} (in preparation)"])
    raise VersionError(f"version {name}: expected one of {known}")


@lru_cache(maxsize=4)
def _read_kept(file: str, *_: int) -> Release:
    """Return a package that the data folder keeps, read once while its file stays as it is."""
    return of_package(Path(file), Path(file).stem)


def list_released(data: Path) -> list[str]:
    """Return the versions that a data folder keeps as packages, the oldest first."""
    # A name too long for a file is no folder either: `Path.is_dir` would raise.
    selected = (data / RELEASES).glob("*.zip") if os.path.isdir(data) else ()  # noqa: PTH112
    stems = (item.stem for item in selected if _NUMBER.fullmatch(item.stem))
    return sorted(stems, key=number)


def of_folder(folder: Path, called: str) -> Release:
    """Read the version that a data folder holds."""
    files = {}
    try:
        package = _package(data_file.read(folder, PACKAGE), called)
        for path in paths(package):
            with suppress(FileNotFoundError, NotADirectoryError):
                files[path] = data_file.read(folder, path)
    except OSError as error:
        raise VersionError(f"{called}: {error.strerror}; expected a data folder") from None
    return Release(package, files, called)


def of_package(file: Path, called: str) -> Release:
    """Read a released package: a zip with the descriptor and the files that it names."""
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_FILES or size > LARGEST:
                raise VersionError(
                    f"{called}: {len(entries)} files of {size:,} bytes; expected at most "
                    f"{MOST_FILES} files of {LARGEST:,} bytes"
                )
            return _of_files({entry.filename: opened.read(entry) for entry in entries}, called)
    except (OSError, ValueError, RuntimeError, NotImplementedError, *_DAMAGED) as error:
        raise VersionError(f"{called}: {error}; expected a released package (.zip)") from None


def of_revision(revision: str, data: Path) -> Release:
    """Read the data folder as it stood in a git revision of its checkout."""
    if not _REVISION.fullmatch(revision):
        raise VersionError(f"{revision[:80]!r}: {_WAYS}")
    within = _git(data, revision, "rev-parse", "--show-prefix").decode().strip()
    top = Path(_git(data, revision, "rev-parse", "--show-toplevel").decode().strip())
    content = _git(top, revision, "archive", "--format=tar", f"{revision}:{within.rstrip('/')}")
    files, size = {}, 0
    with tarfile.open(fileobj=io.BytesIO(content)) as opened:
        for item in opened:
            stream = opened.extractfile(item) if item.isreg() else None
            size += item.size
            if stream and size <= LARGEST:
                files[item.name] = stream.read()
    return _of_files(files, revision)


_WAYS = "expected a version such as 1.0.0, a data folder, a package (.zip) or a git revision"


def _git(data: Path, revision: str, *command: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- the revision is of plain signs, and no option
            ["git", "-C", str(data), *command],  # noqa: S607
            capture_output=True,
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise VersionError(f"{revision!r}: git cannot be run; {_WAYS}") from None
    if done.returncode:
        raise VersionError(f"{revision!r}: {_WAYS}")
    return done.stdout


def _of_files(files: Mapping[str, bytes], called: str) -> Release:
    if PACKAGE not in files:
        raise VersionError(f"{called}: no {PACKAGE}; {_WAYS}")
    package = _package(files[PACKAGE], called)
    return Release(package, {path: files[path] for path in paths(package) if path in files}, called)


def _package(content: bytes, called: str) -> dict[str, Any]:
    try:
        package = json.loads(content)
        known = all(map(_is_resource, package["resources"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        known = False
    if not known:
        raise VersionError(f"{called}: {PACKAGE} is no descriptor of a data package")
    return dict(package)


def _is_resource(value: Any) -> bool:
    """Return whether an entry of a descriptor has what is read of it, in its types."""
    fields = value.get("schema", {}).get("fields", [])
    columns = [each["name"] for each in fields]
    names = (value["path"], value["name"], *value.get("extrapaths", ()), *columns)
    return all(isinstance(name, str) and name for name in names)


def paths(package: Mapping[str, Any]) -> list[str]:
    """Return the paths of the tables and outlines of a package, companions too."""
    return [
        path
        for resource in package["resources"]
        if resource.get("format") in ("csv", "shp")
        for path in (resource["path"], *resource.get("extrapaths", ()))
    ]
