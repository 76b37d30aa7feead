"""A view as tables: GeoPackage, QGIS project, GeoJSON, FlatGeobuf, Shapefile, CSV, KML and others.

Every file carries its sources and licences, inside it or in the same zip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import geopandas as gpd

from geo.ask import layer_content
from geo.atlas import Atlas
from geo.errors import ExportError
from geo.export.tables import gis, plain, qgis
from geo.export.tables.job import Job, pack
from geo.files.atomic_write import required_ending, write_together
from geo.profile import current
from geo.view import View

#: What writes a file of one layer, by its ending.
SINGLE: dict[str, Callable[[Job, str], bytes]] = {
    ".csv": plain.write_csv,
    ".parquet": plain.write_parquet,
    ".fgb": gis.write_flatgeobuf,
}


def _write_zip(ending: str, job: Job) -> bytes:
    """Return a zip with a file of each layer."""
    members = {f"{name}{ending}": SINGLE[ending](job, name) for name in job.layers}
    return pack({"README.txt": job.text.encode(), **members})


#: What writes a file of every layer, by its ending.
WHOLE: dict[str, Callable[[Job], bytes]] = {
    ".gpkg": qgis.write_geopackage,
    ".geojson": gis.write_geojson,
    ".shp.zip": gis.write_shapefiles,
    ".csv.zip": plain.write_csv_zip,
    ".xlsx": plain.write_xlsx,
    ".parquet.zip": partial(_write_zip, ".parquet"),
    ".qgz.zip": qgis.write_project_zip,
    ".fgb.zip": partial(_write_zip, ".fgb"),
    ".kml": gis.write_kml,
    ".gpx": gis.write_gpx,
}

#: A project of QGIS, which shows the GeoPackage beside it.
PROJECT = ".qgz"


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    *,
    layer: str | None = None,
    more: Mapping[str, gpd.GeoDataFrame] | None = None,
    hxl: bool = True,
) -> bytes:
    """Return a view as a table.

    Parameters
    ----------
    atlas, view
        What to write; the layers that the view shows.
    kind
        One of the endings in ``WHOLE`` and ``SINGLE``.
    layer
        The layer that a file of one layer holds; may be left out where the view shows one.
    more
        Further layers (EPSG:4326) by name, for instance the reader's own events.
    hxl
        Whether a row of HXL hashtags follows the heading of a CSV.

    Raises
    ------
    ExportError
        Where the view shows no such layer, or several and none is named.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> text = render(Atlas.load(), View(layers=("crossings",)), ".csv").decode("utf-8-sig")
    >>> text.splitlines()[1][:28]
    '#meta+id,#loc+name+i_en,#loc'
    """
    return _write(_plan(atlas, view, kind, layer, more, hxl=hxl), kind)


def _plan(
    atlas: Atlas,
    view: View,
    kind: str,
    layer: str | None,
    more: Mapping[str, gpd.GeoDataFrame] | None,
    *,
    hxl: bool,
) -> Job:
    """Return what a file of a kind holds: all that a view shows and further layers, or one."""
    content = layer_content.content(atlas, view)
    layers = {str(name): rows for name, rows in content.items()} | dict(more or {})
    if kind in SINGLE:
        name = layer or (next(iter(layers)) if len(layers) == 1 else "")
        if name not in layers:
            names = ", ".join(layers) or "none: the view shows no layer that is a table"
            raise ExportError(
                f"a file of this kind holds one layer: name it by --table, of {names}"
                if not layer and layers
                else f"table {name!r}: expected a layer shown, of {names}"
            )
        layers = {name: layers[name]}
    return Job(atlas, view, layers, hxl)


def _write(job: Job, kind: str) -> bytes:
    return SINGLE[kind](job, *job.layers) if kind in SINGLE else WHOLE[kind](job)


def tables(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    *,
    layer: str | None = None,
    more: Mapping[str, gpd.GeoDataFrame] | None = None,
    hxl: bool = True,
) -> Path:
    """Write a view as a table; the file's ending says which.

    A CSV cannot hold its sources: they lie beside it as ``NAME.credits.txt``. Beside a QGIS project
    lies its GeoPackage, ``NAME.gpkg``.

    Parameters
    ----------
    atlas, view, layer, more, hxl
        As in :func:`render`; no view is one of every layer.
    path
        The file; its ending says which format.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ExportError
        Where the ending is unknown, the layer is not shown or the file cannot be written.
    """
    target, view = Path(path), view or View(layers=tuple(current().layers))
    kind = required_ending(path, (*WHOLE, PROJECT, *SINGLE))
    try:
        job = _plan(atlas, view, kind, layer, more, hxl=hxl)
        if kind == PROJECT:
            base = target.with_suffix(".gpkg")
            package = qgis.write_geopackage(job)
            files = {target: qgis.write_project(job, base.name), base: package}
        else:
            files = {target: _write(job, kind)}
    except ExportError as error:
        raise ExportError(f"{target.name}: {error}") from None
    if kind == ".csv":
        files[target.with_suffix(".credits.txt")] = job.text.encode()
    with write_together(*files) as parts:
        for part, content in zip(parts, files.values(), strict=True):
            part.write(content)
    return target
