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
from geo.data_file import HOME, PACKAGE
from geo.versions.release import RELEASES, Release, read

#: Bytes that a package may have.
LARGEST = 1_500_000

#: Where folders in the cache lie that are made from a release or with pulled boundaries.
_MADE = (RELEASES, "atlas")

#: Tables that a theme of the profile cannot do without, by theme.
_THEMES = {"oil": "fields", "crossings": "crossings", "lines": "lines_shape", "people": "census"}


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
    target = cache_folder() / RELEASES / f"{version}-{digest.hexdigest()[:12]}"
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
    """Return the data folder that keeps the releases and proposals of a folder, mostly itself.

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
    """Return the files of a folder with the facts of a release and all else of today."""
    files: dict[str, bytes] = {}
    resources, present = [], set()
    for resource in package["resources"]:
        everything = (resource["path"], *resource.get("extrapaths", ()))
        if resource["format"] == "csv" and resource["path"] in release.files:
            fields = [field["name"] for field in resource["schema"]["fields"]]
            files[resource["path"]] = _table(release, resource["name"], fields)
        elif resource["format"] == "shp" and all(path in release.files for path in everything):
            files |= {path: release.files[path] for path in everything}
        elif resource["format"] in ("csv", "shp"):
            continue
        else:
            files |= {path: (data / path).read_bytes() for path in everything}
        resources.append(resource)
        present.add(resource["name"])
    dates = {key: release.package[key] for key in ("version", "created", "checked", "last_day")
            if key in release.package}  # fmt: skip
    files["profile.yaml"] = _profile(files["profile.yaml"], present)
    head = {**package, **dates, "resources": resources}
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


def _table(release: Release, name: str, columns: list[str]) -> bytes:
    """Return a table with the columns of today; those that it did not have yet are empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(release.tables[name])
    return out.getvalue().encode()


def _profile(content: bytes, present: set[str]) -> bytes:
    """Return the profile without the themes whose tables the release did not have yet."""
    profile = yaml.safe_load(content)
    themes = [
        theme for theme in profile.get("themes", ()) if _THEMES.get(theme, "") in {"", *present}
    ]
    if themes == profile.get("themes", []):
        return content
    profile["themes"] = themes
    return yaml.safe_dump(profile, allow_unicode=True, sort_keys=False).encode()
