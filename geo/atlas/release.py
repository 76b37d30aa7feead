"""Releases of the data: small packages with the facts of one version, opened as data folders."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from geo.atlas.descriptor import paths_of
from geo.errors import GreenlineError
from geo.files import data_file
from geo.files.cache import cache_folder
from geo.files.data_file import HOME, PACKAGE, PROFILE
from geo.layers import tables_of

Row = Mapping[str, str]

#: Where a data folder keeps its releases.
RELEASES = "releases"

#: Bytes that one version may have in all, unpacked, and files that a package may hold.
LARGEST, MOST_FILES = 64_000_000, 400

_NUMBER = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)

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
    called: str  #: What the reader called it: a version, a folder, a package.

    @property
    def version(self) -> str:
        """The version, three numbers; older descriptors have another text."""
        return str(self.package.get("version", ""))

    @property
    def date(self) -> str:
        """The day of the data, as ISO text."""
        return str(self.package.get("created", ""))[:10]

    @cached_property
    def tables(self) -> Mapping[str, list[dict[str, str]]]:
        """Rows of each table by its name, every cell as text."""
        result = {}
        for resource in self.package["resources"]:
            content = self.files.get(resource["path"])
            if resource.get("format") == "csv" and content is not None:
                result[resource["name"]] = _rows(content, resource["path"], self.called)
        return result

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table by its schema; none where there is no such table."""
        return tuple(field["name"] for field in self._schema(table).get("fields", ()))

    def key(self, table: str) -> tuple[str, ...]:
        """Return the columns that name a row of a table; none where its schema has none."""
        columns = self.columns(table)
        keys = ["id"] if "id" in columns else self._schema(table).get("primaryKey", ())
        return tuple(column for column in keys if column in columns)

    def _schema(self, table: str) -> Mapping[str, Any]:
        for resource in self.package["resources"]:
            if resource["name"] == table:
                return dict(resource.get("schema", {}))
        return {}


def _rows(content: bytes, path: str, called: str) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise VersionError(f"{called}: {path}: {error}; expected a CSV table in UTF-8") from None
    if any(None in row or None in row.values() for row in rows):
        raise VersionError(f"{called}: {path}: expected as many cells in each row as columns")
    return rows


def read(name: str, data: Path) -> Release:
    """Read a version that a data folder keeps or prepares, or a package (.zip) from elsewhere."""
    if not name.endswith(".zip"):
        return _of_number(name, data)
    release = of_package(Path(name), name)
    number(release.version)
    return release


def _of_number(name: str, data: Path) -> Release:
    if name in list_released(data):
        file = data / RELEASES / f"{name}.zip"
        stat = file.stat()
        return _read_kept(str(file), stat.st_mtime_ns, stat.st_size)
    now = of_folder(data, str(data))
    if now.version == name:
        return now
    accepted = ", ".join([*list_released(data), f"{now.version} (in preparation)"])
    raise VersionError(f"version {name[:80]!r}: expected one of {accepted}, or a package (.zip)")


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


def _of_files(files: Mapping[str, bytes], called: str) -> Release:
    if PACKAGE not in files:
        raise VersionError(f"{called}: no {PACKAGE}; expected a released package (.zip)")
    package = _package(files[PACKAGE], called)
    return Release(package, {path: files[path] for path in paths(package) if path in files}, called)


def _package(content: bytes, called: str) -> dict[str, Any]:
    try:
        package = json.loads(content)
        is_descriptor = all(map(_is_resource, package["resources"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_descriptor = False
    if not is_descriptor:
        raise VersionError(f"{called}: {PACKAGE} is no descriptor of a data package")
    return dict(package)


def _is_resource(value: Any) -> bool:
    """Return whether an entry of a descriptor has what is read of it, in its types."""
    fields = value.get("schema", {}).get("fields", [])
    columns = [each["name"] for each in fields]
    keys = value.get("schema", {}).get("primaryKey", [])
    names = (*paths_of(value), value["name"], *columns, *keys)
    is_whole = value["format"] != "csv" or bool(columns)
    return is_whole and all(isinstance(name, str) and name for name in names)


def paths(package: Mapping[str, Any]) -> list[str]:
    """Return the paths of the tables and outlines of a package, companions too."""
    return [
        path
        for resource in package["resources"]
        if resource.get("format") in ("csv", "shp") and not resource.get("optional")
        for path in paths_of(resource)
    ]


def folder_of(version: str, data: Path) -> Path:
    """Return a data folder that holds a version as today's program reads it."""
    release = read(version, data)
    if release.called == str(data):
        return data
    files = _files_of(release, json.loads(data_file.read(data, PACKAGE)), data)
    home = str(data.resolve())
    digest = hashlib.sha256(home.encode())
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    target = cache_folder() / RELEASES / f"{release.version}-{digest.hexdigest()[:12]}"
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent))
        for path, content in files.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(content)
        (fresh / HOME).write_text(home, encoding="utf-8")
        try:
            fresh.rename(target)
        except OSError:  # somebody else was as fast
            shutil.rmtree(fresh, ignore_errors=True)
    return target


def home_of(folder: Path) -> Path:
    """Return the data folder that keeps the releases of a folder, mostly itself.

    A folder of the cache, with an old version, is made anew at any time: nothing may be kept in it.
    """
    file = folder / HOME
    if folder.parent == cache_folder() / RELEASES and file.is_file():
        home = Path(file.read_text(encoding="utf-8"))
        if home != folder and (home / PACKAGE).is_file():
            return home_of(home)
    return folder


def _files_of(release: Release, package: Mapping[str, Any], data: Path) -> dict[str, bytes]:
    """Return the files of a folder with the facts of a release and all else of today.

    Tables keep the schema of their own package; columns that they did not have yet are empty.
    """
    files: dict[str, bytes] = {}
    resources = []
    today = {resource["name"]: resource for resource in package["resources"]}
    for resource in release.package["resources"]:
        paths = paths_of(resource)
        # Optional tables stay out: what today is derived from them had another form then.
        is_optional = today.get(resource["name"], {}).get("optional")
        if is_optional or not all(path in release.files for path in paths):
            continue
        if resource["format"] == "csv":
            table = _with_columns(resource, today.get(resource["name"], resource))
            files[paths[0]] = _table(release, table)
            resources.append(table)
        else:
            files |= {path: release.files[path] for path in paths}
            resources.append(resource)
    for resource in package["resources"]:
        if resource["format"] not in ("csv", "shp"):
            resources.append(resource)
            for path in paths_of(resource):
                files[path] = (data / path).read_bytes()
    files[PROFILE] = _profile(files[PROFILE], release, {each["name"] for each in resources})
    head = {**package, **release.package, "resources": resources}
    files[PACKAGE] = json.dumps(head, ensure_ascii=False, indent=1).encode()
    return files | _find_unlisted(data, files)


def _find_unlisted(data: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that the program reads and the descriptor does not name, such as calendars."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for name in ("words", "language")
        for path in sorted((data / name).rglob("*"))
        if path.is_file() and str(path.relative_to(data)) not in files
    }


def _with_columns(resource: Mapping[str, Any], today: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a table with the columns that it did not have yet, which are empty."""
    schema = resource["schema"]
    names = {field["name"] for field in schema["fields"]}
    lacking = [
        {name: cell for name, cell in field.items() if name != "constraints"}
        for field in today["schema"]["fields"]
        if field["name"] not in names
    ]
    return {**resource, "schema": {**schema, "fields": [*schema["fields"], *lacking]}}


def _table(release: Release, resource: Mapping[str, Any]) -> bytes:
    out = io.StringIO(newline="")
    columns = [field["name"] for field in resource["schema"]["fields"]]
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(release.tables[resource["name"]])
    return out.getvalue().encode()


def _profile(content: bytes, release: Release, present: set[str]) -> bytes:
    """Return the profile with the actors, the scope and the themes that a release had."""
    import yaml  # noqa: PLC0415 -- releases of before alone

    profile = yaml.safe_load(content)
    themes = profile.get("themes", [])
    actor_ids = {row["id"] for row in release.tables.get("actors", ())}
    former = {name: actor for name, actor in profile.get("former", {}).items() if name in actor_ids}
    profile |= {
        "actors": profile["actors"] | former,
        "themes": [theme for theme in themes if present.issuperset(tables_of(theme))],
    }
    if former:
        profile["former"] = {}
    if number(release.version) < number(profile.get("scope", {}).get("since", "0.0.0")):
        del profile["scope"]
    return yaml.safe_dump(profile, allow_unicode=True, sort_keys=False).encode()
