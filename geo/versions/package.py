"""Releases as small packages: written to the same bytes each time, and opened as data folders.

A package holds the facts: descriptor, tables and outlines. Words, profile and stories belong to the
program that reads them, and come from the folder in use.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from geo import data_file
from geo.atomic_write import atomic_write
from geo.cache import cache_folder
from geo.data_file import HOME, OF_THEME, PACKAGE, PROFILE
from geo.versions.release import RELEASES, Release, number, read

#: Bytes that a package may have.
LARGEST = 1_500_000

#: Where folders in the cache lie that are made from a release or with pulled boundaries.
_MADE = (RELEASES, "atlas")


def pack(release: Release) -> bytes:
    """Return a version as a zip: the same files give the same bytes."""
    head = json.dumps(release.package, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for path, content in sorted({**release.files, PACKAGE: head.encode()}.items()):
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            opened.writestr(entry, content)
    return out.getvalue()


def keep(release: Release, data: Path) -> Path:
    """Write a version as a package into the releases of a data folder and return the file."""
    file = data / RELEASES / f"{release.version}.zip"
    file.parent.mkdir(exist_ok=True)
    with atomic_write(file) as out:
        out.write(pack(release))
    return file


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

    A folder of the cache, with an old version or with pulled boundaries, is made anew at any time:
    nothing may be kept in it.
    """
    file = folder / HOME
    if folder.parent in [cache_folder() / item for item in _MADE] and file.is_file():
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
        paths = (resource["path"], *resource.get("extrapaths", ()))
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
            for path in (resource["path"], *resource.get("extrapaths", ())):
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
    profile = yaml.safe_load(content)
    themes = profile.get("themes", [])
    known = {row["id"] for row in release.tables.get("actors", ())}
    former = {name: actor for name, actor in profile.get("former", {}).items() if name in known}
    profile |= {
        "actors": profile["actors"] | former,
        "themes": [theme for theme in themes if present.issuperset(OF_THEME.get(theme, ()))],
    }
    if former:
        profile["former"] = {}
    if number(release.version) < number(profile.get("scope", {}).get("since", "0.0.0")):
        del profile["scope"]
    return yaml.safe_dump(profile, allow_unicode=True, sort_keys=False).encode()
