"""Pulled boundaries in place of the generalised ones: a data folder of its own, derived anew."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo import atlas
from geo.atlas.atlas import pulled_marker
from geo.atomic_write import atomic_write
from geo.data_file import HOME
from geo.derive import shapefile
from geo.derive.build import FROM_SUBDISTRICTS, build
from geo.derive.neighbours import refit
from geo.derive.units import SUBDISTRICTS
from geo.errors import DataError, PullError
from geo.pull.cache import Pulled, hold_lock
from geo.versions.package import home_of

#: Columns that hold a P-code of the third level, in the spellings of COD-AB's editions.
_CODES = ("ADM3_PCODE", "adm3_pcode", "ADM3_CODE", "adm3code", "pcode")

#: Degrees of the grid that pulled outlines are put on (at most 25 m off), so that the ends of cut
#: lines can lie on them exactly (see ``geo.derive.cutline``).
GRID = 0.0004

#: Degrees of a gap that counts as a tear between neighbours and is closed.
GAP = 1e-3

#: Share of ground that an outline without a P-code must have in common with the one it replaces.
ALIKE = 0.5

#: Share of the sub-districts of the atlas that a layer must have to count as one of them.
ENOUGH = 2 / 3

#: File that marks a folder as made here: only such a one is ever removed.
MADE = ".made-by-greenline"

#: Endings of what may hold outlines.
_KINDS = (".geojson", ".json", ".shp", ".gpkg")


def replace(pulled: Pulled, base: Path) -> Path:
    """Make a data folder whose sub-districts are the pulled ones; their parts are cut anew."""
    ours = pyogrio.read_dataframe(base / SUBDISTRICTS)
    theirs = _match_outlines(ours, outlines(Path(pulled.path), len(ours)))
    place = pulled_marker().parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        with hold_lock(place / ".lock", f"{pulled.name} into the atlas", quiet=False):
            target = _build_folder(pulled, base, _coverage(ours, theirs), place)
            _remember(target, base)
            _remove(place, but=target)
    except OSError as error:
        raise PullError(f"{place}: cannot be written ({error.strerror or error})") from error
    return target


def _build_folder(pulled: Pulled, base: Path, rows: gpd.GeoDataFrame, place: Path) -> Path:
    """Build the data folder under a name of its own and return where it stands."""
    fresh = Path(tempfile.mkdtemp(dir=place, prefix=f"{pulled.name}-"))
    try:
        (fresh / MADE).touch()
        shutil.copytree(base, fresh, dirs_exist_ok=True)
        (fresh / HOME).write_text(str(home_of(base).resolve()), encoding="utf-8")
        shapefile.write(rows, fresh / SUBDISTRICTS)
        build((partial(refit, base), *FROM_SUBDISTRICTS), fresh, fresh)
        _note(fresh, pulled)
        atlas.Atlas.load(fresh)
    except BaseException as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if isinstance(error, DataError):
            raise PullError(
                f"{pulled.name}: its outlines do not fit the atlas ({error})"
            ) from error
        raise
    return fresh


def _remove(place: Path, but: Path) -> None:
    """Remove folders of earlier runs, finished or not: only those with the file that marks them."""
    for path in place.iterdir():
        if path != but and not path.is_symlink() and (path / MADE).is_file():
            shutil.rmtree(path, ignore_errors=True)


def outlines(path: Path, count: int) -> gpd.GeoDataFrame:
    """Return the layer of sub-districts of a file or zip (EPSG:4326)."""
    layers = [rows for rows in _layers(path) if len(rows) >= ENOUGH * count and _areal(rows)]
    if not layers:
        raise PullError(f"{path.name}: expected outlines of sub-districts (admin level 3)")
    return min(layers, key=lambda rows: (_code(rows) is None, abs(len(rows) - count)))


def _layers(path: Path) -> Iterator[gpd.GeoDataFrame]:
    for place in _places(path):
        try:
            for name, _ in pyogrio.list_layers(place):
                yield pyogrio.read_dataframe(place, layer=name).to_crs(4326)
        except (pyogrio.errors.DataSourceError, ValueError, RuntimeError):
            continue


def _places(path: Path) -> list[str]:
    if not zipfile.is_zipfile(path):
        return [str(path)]
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(_KINDS)]
    return [f"/vsizip/{path}/{name}" for name in names if ".." not in Path(name).parts]


def _areal(rows: Any) -> bool:
    return isinstance(rows, gpd.GeoDataFrame) and bool(
        rows.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    )


def _code(rows: gpd.GeoDataFrame) -> str | None:
    return next((name for name in _CODES if name in rows), None)


def _match_outlines(ours: gpd.GeoDataFrame, theirs: gpd.GeoDataFrame) -> np.ndarray:
    """Return their outline of each of our sub-districts: by P-code, else by shared ground."""
    code = _code(theirs)
    if code is not None:
        by_code = theirs.drop_duplicates(code).set_index(code).geometry
        missing = [pcode for pcode in ours["pcode"] if pcode not in by_code.index]
        if missing:
            raise PullError(
                f"the pulled boundaries lack {len(missing)} of {len(ours)} sub-districts "
                f"(first {missing[0]}); expected an edition with the P-codes of 2019"
            )
        return np.asarray(by_code.loc[ours["pcode"]])
    return _overlapping(ours.geometry.to_numpy(), theirs.geometry.to_numpy())


def _overlapping(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    mine, other = shapely.STRtree(theirs).query(ours, predicate="intersects")
    shared = shapely.area(shapely.intersection(ours[mine], theirs[other]))
    alike = shared / shapely.area(shapely.union(ours[mine], theirs[other]))
    best = np.full(len(ours), -1)
    for i in range(len(ours)):
        pairs = np.flatnonzero(mine == i)
        if len(pairs) and alike[pairs].max() >= ALIKE:
            best[i] = other[pairs[alike[pairs].argmax()]]
    lost = int((best < 0).sum())
    if lost or len(set(best)) < len(best):
        raise PullError(
            f"the pulled boundaries cannot be matched: {lost} of {len(ours)} sub-districts have no "
            "outline that shares half their ground"
        )
    return theirs[best]


def _coverage(ours: gpd.GeoDataFrame, theirs: np.ndarray) -> gpd.GeoDataFrame:
    """Return our rows with their outlines, as a valid coverage."""
    outlines = shapely.set_precision(theirs, GRID)
    cleaned = shapely.coverage_clean(outlines, gap_width=GAP)  # type: ignore[attr-defined]
    outlines = np.array(cleaned)
    return gpd.GeoDataFrame(ours.drop(columns="geometry"), geometry=outlines, crs=4326)


def _note(fresh: Path, pulled: Pulled) -> None:
    """Say in the package whence the outlines are."""
    file = fresh / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"] == SUBDISTRICTS:
            resource["description"] = (
                f"Outlines of the sub-districts as pulled: {pulled.citation} {pulled.url}, "
                f"{pulled.pulled}, SHA-256 {pulled.sha256[:12]}"
            )
    file.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _remember(target: Path, base: Path) -> None:
    made = {"folder": target.name, "base": atlas.version(base)}
    with atomic_write(pulled_marker()) as file:
        file.write(json.dumps(made).encode())
