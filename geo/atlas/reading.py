"""A data folder read: its descriptor, tables and outlines, and what is wrong with them.

Data is checked once: a note in the cache folder, an empty file whose name is the SHA-256 of all
files of the data and of the code that checks them, stands for it. Where either changes, all is
checked anew. A note may be removed at any time; where none can be written the data is checked each
time.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from geo import profile as profiles
from geo.atlas import rules
from geo.atlas.cells import Descriptor
from geo.atlas.table import Table, read_package, read_table
from geo.cache import cache_folder
from geo.errors import DataError, Fault, GreenlineError

#: Parts of the package whose code decides what is a fault.
_CODE = ("atlas/*.py", "derive/units.py", "data_file.py", "layers/*.py", "model.py", "profile*.py")


@cache
def _code() -> bytes:
    """Return the hash of the code that checks."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for pattern in _CODE:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.digest()


def _note(digest: str) -> Path:
    name = hashlib.sha256(digest.encode() + _code()).hexdigest()
    return cache_folder() / "checked" / name


def was_checked(digest: str) -> bool:
    """Return whether data of this hash was checked and had no fault."""
    try:
        return _note(digest).is_file()
    except OSError:
        return False


def remember_checked(digest: str) -> None:
    """Take note that data of this hash has no fault."""
    with suppress(OSError):
        note = _note(digest)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


Contents = tuple[Descriptor, dict[str, Table], dict[str, gpd.GeoDataFrame], list[Fault]]


def read_folder(folder: Path) -> tuple[Contents, str]:
    """Read a data folder, and check it unless data with the same hash was checked before.

    Returns
    -------
    tuple
        Descriptor, tables, outlines and faults; and the SHA-256 of all files, empty where there
        are faults.
    """
    found = _read_known(folder)
    if found:
        return found
    before = _digest(folder)
    contents = read_and_check(folder)
    if contents[3]:
        return contents, ""
    digest = folder_hash(folder, contents[0])
    if digest == before:
        remember_checked(digest)
    return contents, digest


def _read_known(folder: Path) -> tuple[Contents, str] | None:
    """Read a folder that was checked before; None where it was not, or changes meanwhile."""
    digest = _digest(folder)
    if not digest or not was_checked(digest):
        return None
    try:
        contents = _contents(folder, checked=True)
    except (GreenlineError, OSError, ValueError, KeyError, TypeError):
        return None
    return (contents, digest) if not contents[3] and _digest(folder) == digest else None


def _digest(folder: Path) -> str:
    """Return the hash of a folder's files; empty where it cannot be told."""
    package, faults = read_package(folder)
    try:
        return "" if faults else folder_hash(folder, package)
    except (OSError, KeyError, TypeError):
        return ""


def read_and_check(folder: Path) -> Contents:
    """Read a data folder and check every cell, and the rules between tables."""
    return _contents(folder, checked=False)


def _contents(folder: Path, *, checked: bool) -> Contents:
    package, faults = read_package(folder)
    try:
        profile = profiles.load(folder)
    except DataError as error:
        faults.extend(error.faults)
    if faults:
        return package, {}, {}, faults
    tables: dict[str, Table] = {}
    shapes: dict[str, gpd.GeoDataFrame] = {}
    for resource in package["resources"]:
        if resource["format"] == "csv":
            table = read_table(folder, resource, checked=checked)
            faults.extend(table.faults)
            if not table.faults:
                tables[resource["name"]] = table
        elif resource["format"] != "shp":
            faults.extend(_absent(folder, resource))
        else:
            shape, fault = _read_shape(folder, resource)
            faults.extend(fault)
            if shape is not None:
                shapes[resource["name"]] = shape
    if not checked:
        faults += rules.broken(package, tables, shapes, profile)
    return package, tables, shapes, faults


def _read_shape(
    folder: Path, resource: dict[str, Any]
) -> tuple[gpd.GeoDataFrame | None, list[Fault]]:
    path = resource["path"]
    for extra in resource.get("extrapaths", ()):
        if not (folder / extra).is_file():
            return None, [Fault(extra, None, "", "no file", f"the companion of {path}")]
        if extra.endswith(".cpg") and (folder / extra).read_text().strip().upper() != "UTF-8":
            return None, [Fault(extra, None, "", (folder / extra).read_text(), "UTF-8")]
    try:
        frame = pyogrio.read_dataframe(folder / path, encoding="utf-8")
    except Exception as error:  # noqa: BLE001 -- GDAL raises many kinds; each is one fault
        return None, [Fault(path, None, "", str(error), "a Shapefile with .shx, .dbf and .prj")]
    if lost := _lost(folder, resource, len(frame)):
        return None, [lost]
    if frame.crs is None or not frame.crs.equals(4326, ignore_axis_order=True):
        return None, [Fault(path, None, "", str(frame.crs), "longitude and latitude, EPSG:4326")]
    text = frame.select_dtypes(include="object").columns.difference(["geometry"])
    frame[text] = frame[text].fillna("")
    frame.attrs["path"] = path
    return frame.set_crs(4326, allow_override=True), []


def _lost(folder: Path, resource: dict[str, Any], rows: int) -> Fault | None:
    """Return a fault where the table beside the outlines has not a row for each: GDAL is silent."""
    outlines = (folder / resource["path"]).with_suffix(".shx").stat().st_size // 8 - 12  # a head
    for extra in (one for one in resource.get("extrapaths", ()) if one.endswith(".dbf")):
        with (folder / extra).open("rb") as file:
            head = file.read(8)
        counted = int.from_bytes(head[4:8], "little") if len(head) == 8 else 0
        if counted != outlines or rows != outlines:
            return Fault(extra, None, "", f"{counted} rows", f"one for each of {outlines} outlines")
    return None


def _absent(folder: Path, resource: dict[str, Any]) -> list[Fault]:
    """Return a fault for each file of a resource that is not there; others read what is in it."""
    paths = (resource["path"], *resource.get("extrapaths", ()))
    accepted = "a file that datapackage.json names"
    return [
        Fault(path, None, "", "no file", accepted)
        for path in paths
        if not (folder / path).is_file()
    ]


def folder_hash(folder: Path, package: Descriptor) -> str:
    """Return the SHA-256 of every file of the package, in the package's order, in hex.

    Parameters
    ----------
    folder
        The folder.
    package
        Its descriptor.
    """
    digest = hashlib.sha256((folder / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        for path in (resource["path"], *resource.get("extrapaths", ())):
            digest.update(path.encode())
            digest.update((folder / path).read_bytes())
    return digest.hexdigest()
