"""A data folder read and checked: every cell, every outline and the rules between tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd

from geo import profile as profiles
from geo.atlas import outlines, rules
from geo.atlas.cells import Descriptor
from geo.atlas.descriptor import is_left_out
from geo.atlas.table import Table, read_package, read_table
from geo.errors import DataError, Fault

Checked = tuple[Descriptor, dict[str, Table], dict[str, gpd.GeoDataFrame], list[Fault]]


def read_and_check(folder: Path) -> Checked:
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
        if is_left_out(folder, resource):
            continue
        if resource["format"] == "csv":
            table = read_table(folder, resource)
            faults.extend(table.faults)
            if not table.faults:
                tables[resource["name"]] = table
        elif resource["format"] != "shp":
            faults.extend(_find_absent_files(folder, resource))
        else:
            shape, fault = _read_shape(folder, resource)
            faults.extend(fault)
            if shape is not None:
                shapes[resource["name"]] = shape
    faults += rules.broken(package, tables, shapes, profile)
    return package, tables, shapes, faults


def _read_shape(
    folder: Path, resource: dict[str, Any]
) -> tuple[gpd.GeoDataFrame | None, list[Fault]]:
    path = resource["path"]
    for extra in resource.get("extrapaths", ()):
        if not (folder / extra).is_file():
            return None, [Fault(extra, None, "", "no file", f"the companion of {path}")]
        if extra.endswith(".cpg"):
            encoding = (folder / extra).read_text(errors="replace").strip()
            if encoding.upper() != "UTF-8":
                return None, [Fault(extra, None, "", encoding, "UTF-8")]
    try:
        frame = outlines.read(folder / path, path)
    except Exception as error:  # noqa: BLE001 -- GDAL raises many kinds; each is one fault
        return None, [Fault(path, None, "", str(error), "a Shapefile with .shx, .dbf and .prj")]
    if lost := _find_lost_rows(folder, resource, len(frame)):
        return None, [lost]
    if frame.crs is None or not frame.crs.equals(4326, ignore_axis_order=True):
        return None, [Fault(path, None, "", str(frame.crs), "longitude and latitude, EPSG:4326")]
    return frame.set_crs(4326, allow_override=True), []


def _find_lost_rows(folder: Path, resource: dict[str, Any], rows: int) -> Fault | None:
    """Return a fault where the table beside the outlines has not a row for each: GDAL is silent."""
    outlines = (folder / resource["path"]).with_suffix(".shx").stat().st_size // 8 - 12  # a head
    for extra in (
        extrapath for extrapath in resource.get("extrapaths", ()) if extrapath.endswith(".dbf")
    ):
        with (folder / extra).open("rb") as file:
            head = file.read(8)
        counted = int.from_bytes(head[4:8], "little") if len(head) == 8 else 0
        if counted != outlines or rows != outlines:
            return Fault(extra, None, "", f"{counted} rows", f"one for each of {outlines} outlines")
    return None


def _find_absent_files(folder: Path, resource: dict[str, Any]) -> list[Fault]:
    """Return a fault for each file of a resource that is not there; others read what is in it."""
    paths = (resource["path"], *resource.get("extrapaths", ()))
    accepted = "a file that datapackage.json names"
    return [
        Fault(path, None, "", "no file", accepted)
        for path in paths
        if not (folder / path).is_file()
    ]
