"""A data folder read: its descriptor, tables and outlines, and what is wrong with them.

Data is checked once: a note in the cache folder, an empty file whose name is the SHA-256 of all
files of the data and of the code that checks them, stands for it. Where either changes, all is
checked anew. A note may be removed at any time; where none can be written the data is checked each
time.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo import profile as profiles
from geo.atlas.descriptor import Descriptor, is_left_out
from geo.atlas.table import (
    OPTIONAL_OUTLINES,
    Frames,
    Table,
    Tables,
    absent_tables,
    known_table,
    read_package,
)
from geo.errors import DataError
from geo.files import data_file
from geo.files.cache import SHIPPED, cache_folder, code_hash
from geo.files.data_file import PACKAGE
from geo.profile import Profile

if TYPE_CHECKING:
    import geopandas as gpd

#: Parts of the package whose code decides what is a fault.
_CODE = ("atlas/*.py", "files/data_file.py", "layers/*.py", "model.py", "profile/*.py")


def _code() -> str:
    """Return the hash of the code that checks."""
    return code_hash(*_CODE)


def _note(digest: str, folder: Path) -> Path:
    name = hashlib.sha256(f"{digest} {_code()}".encode()).hexdigest()
    return folder / "checked" / name


def was_checked(digest: str) -> bool:
    """Return whether data of this hash was checked and had no fault."""
    try:
        return any(_note(digest, folder).is_file() for folder in (cache_folder(), SHIPPED))
    except OSError:
        return False


def remember_checked(digest: str) -> None:
    """Take note that data of this hash has no fault."""
    with suppress(OSError):
        note = _note(digest, cache_folder())
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


@dataclass(frozen=True)
class Contents:
    """What a data folder without faults holds."""

    package: Descriptor  #: Its descriptor.
    profile: Profile  #: What is particular to it.
    tables: Tables  #: Its tables, and an empty one for each that it does without.
    shapes: Frames[
        gpd.GeoDataFrame
    ]  #: Its outlines, and an empty layer for each that it does without.
    digest: str  #: SHA-256 of all its files, in hex; '' where they changed while they were read.


def read_folder(folder: Path) -> Contents:
    """Read a data folder, and check it unless data with the same hash was checked before.

    What was checked before is held as the bytes of its files, and read from these on demand.
    """
    package, files = _files(folder)
    digest = _hash(files)
    if digest and was_checked(digest):
        return _load_checked(folder, package, files, digest)
    from geo.atlas.checking import read_and_check  # noqa: PLC0415 -- heavy, and once for each data

    package, tables, shapes, faults = read_and_check(folder)
    if faults:
        raise DataError(faults)
    same = folder_hash(folder, package) == digest
    if same:
        remember_checked(digest)
    read = {name: shape.copy for name, shape in shapes.items()}
    return _contents(folder, package, tables, read, digest if same else "")


def _load_checked(
    folder: Path, package: Descriptor, files: Mapping[str, bytes], digest: str
) -> Contents:
    tables, shapes = {}, {}
    for resource in package["resources"]:
        name, path = resource["name"], resource["path"]
        if resource.get("optional"):
            if not is_left_out(folder, resource):
                tables[name] = known_table(resource, data_file.read(folder, path))
        elif resource["format"] == "csv":
            tables[name] = known_table(resource, files[path])
        elif resource["format"] == "shp":
            parts = {
                extrapath: files[extrapath] for extrapath in (path, *resource.get("extrapaths", ()))
            }
            shapes[name] = partial(_outlines, path, parts)
    return _contents(folder, package, tables, shapes, digest)


def _contents(
    folder: Path,
    package: Descriptor,
    tables: Mapping[str, Table],
    shapes: Mapping[str, Callable[[], gpd.GeoDataFrame]],
    digest: str,
) -> Contents:
    """Return the contents of a folder without faults, with what it does without as empty."""
    profile = profiles.load(folder)
    absent = {
        name: partial(_empty_outlines, name) for name in OPTIONAL_OUTLINES if name not in shapes
    }
    return Contents(
        package,
        profile,
        Tables({**tables, **absent_tables(tables)}, profile.languages),
        Frames({**shapes, **absent}, profile.languages),
        digest,
    )


def _outlines(path: str, files: Mapping[str, bytes]) -> gpd.GeoDataFrame:
    """Read the outlines of a checked folder from the bytes of their files."""
    from geo.atlas import outlines  # noqa: PLC0415 -- geopandas only where outlines are needed

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name, content in files.items():
            opened.writestr(Path(name).name, content)
    return outlines.read(archive.getvalue(), path).set_crs(4326, allow_override=True)


def _empty_outlines(name: str) -> gpd.GeoDataFrame:
    from geo.atlas import outlines  # noqa: PLC0415 -- geopandas only where outlines are needed

    return outlines.empty_outlines(name)


def _files(folder: Path) -> tuple[Descriptor, dict[str, bytes]]:
    """Return a folder's descriptor and the bytes of its files; none where they cannot be read."""
    package, faults = read_package(folder)
    with suppress(OSError, KeyError, TypeError, ValueError, RecursionError):
        files = {} if faults else dict(_read_files(folder, package))
        if files and json.loads(files[PACKAGE]) == package:
            return package, files
    return package, {}


def _read_files(folder: Path, package: Descriptor) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a version with its bytes, the descriptor first."""
    yield PACKAGE, data_file.read(folder, PACKAGE)
    for resource in package["resources"]:
        if resource.get("optional"):
            continue
        for path in (resource["path"], *resource.get("extrapaths", ())):
            yield path, data_file.read(folder, path)


def _hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of files, in hex; empty where there are none."""
    if not files:
        return ""
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(b"" if path == PACKAGE else path.encode())
        digest.update(content)
    return digest.hexdigest()


def folder_hash(folder: Path, package: Descriptor) -> str:
    """Return the SHA-256 of every file of the package, in the package's order, in hex."""
    return _hash(dict(_read_files(folder, package)))
