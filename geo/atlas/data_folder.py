"""A data folder read: its descriptor, tables and outlines, and what is wrong with them.

Data is checked once: a note in the cache folder, an empty file whose name is the SHA-256 of all
files of the data and of the code that checks them, stands for it. Where either changes, all is
checked anew. A note may be removed at any time; where none can be written the data is checked each
time.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo import profile as profiles
from geo.atlas.descriptor import Descriptor, is_left_out, paths_of, read_package
from geo.atlas.table import (
    OPTIONAL_OUTLINES,
    Frames,
    Table,
    Tables,
    absent_tables,
    read_table,
)
from geo.errors import DataError, Fault
from geo.files import data_file
from geo.files.cache import SHIPPED, cache_folder, code_hash, text_hash
from geo.files.data_file import PACKAGE
from geo.profile import Profile

if TYPE_CHECKING:
    import geopandas as gpd

#: Parts of the package whose code decides what is a fault.
_CODE = ("atlas/*.py", "files/data_file.py", "layers/*.py", "model.py", "profile/*.py")

#: A data folder without faults: its descriptor, its profile, tables and outlines, empty where it
#: does without them, and the SHA-256 of its files in hex.
Contents = tuple[Descriptor, Profile, Tables, "Frames[gpd.GeoDataFrame]", str]


def _note(digest: str, folder: Path) -> Path:
    return folder / "checked" / text_hash(digest, code_hash(*_CODE))


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


def read_folder(folder: Path) -> Contents:
    """Read a data folder, and check it unless data with the same hash was checked before.

    It is held as the bytes of its files; tables and outlines are read from these on demand.
    """
    package, faults = read_package(folder)
    files: dict[str, bytes] = {}
    with suppress(OSError, KeyError, TypeError, ValueError):
        files = {} if faults else dict(_read_files(folder, package))
    digest = _hash(files)
    if not digest or not was_checked(digest):
        from geo.atlas.checking import find_faults  # noqa: PLC0415 -- heavy, once for each data

        if faults := find_faults(folder):
            raise DataError(faults)
        if not digest or folder_hash(folder, package) != digest:
            accepted = "files that can be read and stay as they are meanwhile; try again"
            raise DataError([Fault(PACKAGE, None, "", "files that changed", accepted)])
        remember_checked(digest)
    profile = profiles.load(folder)
    tables: dict[str, Table] = {}
    shapes: dict[str, Callable[[], gpd.GeoDataFrame]] = {
        name: partial(_read_outlines, name, {}) for name in OPTIONAL_OUTLINES
    }
    for resource in package["resources"]:
        name, paths = resource["name"], paths_of(resource)
        if resource.get("optional"):
            if not is_left_out(folder, resource):
                tables[name] = read_table(folder, resource)
        elif resource["format"] == "csv":
            tables[name] = Table.of(resource, files[paths[0]])
        elif resource["format"] == "shp":
            shapes[name] = partial(_read_outlines, name, {path: files[path] for path in paths})
    return (
        package,
        profile,
        Tables({**tables, **absent_tables(tables)}, profile.languages),
        Frames(shapes, profile.languages),
        digest,
    )


def _read_outlines(name: str, files: Mapping[str, bytes]) -> gpd.GeoDataFrame:
    """Read outlines from the bytes of their files; empty ones where there are none."""
    from geo.atlas import outlines  # noqa: PLC0415 -- geopandas only where outlines are needed

    if not files:
        return outlines.empty_outlines(name)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for path, content in files.items():
            opened.writestr(Path(path).name, content)
    rows = outlines.read(archive.getvalue(), next(iter(files)))
    return rows.set_crs(4326, allow_override=True)


def _read_files(folder: Path, package: Descriptor) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a version with its bytes, the descriptor first."""
    yield PACKAGE, data_file.read(folder, PACKAGE)
    for resource in package["resources"]:
        if not resource.get("optional"):
            for path in paths_of(resource):
                yield path, data_file.read(folder, path)


def _hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of files, in hex; empty where there are none."""
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(b"" if path == PACKAGE else path.encode())
        digest.update(content)
    return digest.hexdigest() if files else ""


def folder_hash(folder: Path, package: Descriptor) -> str:
    """Return the SHA-256 of every file of the package, in the package's order, in hex."""
    return _hash(dict(_read_files(folder, package)))
