"""A view as tables: GeoPackage, QGIS project, GeoJSON, FlatGeobuf, Shapefile, CSV, KML and others.

Every file carries its sources and licences, inside it or in the same zip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd

from geo.ask.contents import layer_content
from geo.atlas import Atlas
from geo.atomic_write import write_together
from geo.errors import ExportError
from geo.export.tables import (
    gdal,
    geojson,
    geopackage,
    layer_files,
    markup,
    project,
    shapefile,
    workbook,
)
from geo.export.tables.credits import Credits
from geo.file_endings import required_ending
from geo.profile import current
from geo.view import View

Layers = dict[str, gpd.GeoDataFrame]

#: Endings of files that hold every layer, and what writes them.
WHOLE: dict[str, Callable[[Atlas, View, Layers, Credits], bytes]] = {
    ".gpkg": geopackage.package,
    ".geojson": lambda _, __, layers, credits_: geojson.collection(layers, credits_),
    ".shp.zip": lambda _, __, layers, credits_: shapefile.zip_shapefiles(layers, credits_),
    ".csv.zip": lambda _, __, layers, credits_: layer_files.csv_zip(layers, credits_),
    ".xlsx": lambda _, __, layers, credits_: workbook.workbook(layers, credits_),
    ".parquet.zip": lambda _, __, layers, credits_: layer_files.parquet_zip(layers, credits_),
    ".qgz.zip": project.zip_project,
    ".fgb.zip": lambda _, __, layers, credits_: gdal.flatgeobufs(layers, credits_),
    ".kml": lambda _, view, layers, credits_: markup.kml(layers, credits_, view.language),
    ".gpx": lambda _, view, layers, credits_: markup.gpx(layers, credits_, view.language),
}

#: A project of QGIS, which shows the GeoPackage beside it.
PROJECT = ".qgz"

#: Endings of files that hold one layer.
SINGLE: dict[str, Callable[[str, gpd.GeoDataFrame, Credits], bytes]] = {
    ".csv": lambda name, rows, _: layer_files.csv_file(name, rows),
    ".parquet": lambda _, rows, credits_: layer_files.parquet_file(rows, credits_),
    ".fgb": gdal.flatgeobuf,
}


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
    layers = _layers(atlas, view, more)
    if kind == ".csv.zip" and not hxl:
        return layer_files.csv_zip(layers, Credits.of(atlas, view, layers), hxl=False)
    if kind in WHOLE:
        return WHOLE[kind](atlas, view, layers, Credits.of(atlas, view, layers))
    ((name, rows),) = _choose_layer(layers, layer).items()
    if kind == ".csv" and not hxl:
        return layer_files.csv_file(name, rows, hxl=False)
    return SINGLE[kind](name, rows, Credits.of(atlas, view, {name: rows}))


def _layers(atlas: Atlas, view: View, more: Mapping[str, gpd.GeoDataFrame] | None) -> Layers:
    """Return what a view shows, and further layers, by name."""
    shown = layer_content.content(atlas, view)
    return {str(name): rows for name, rows in shown.items()} | dict(more or {})


def _choose_layer(layers: Layers, layer: str | None) -> Layers:
    """Return the layer that a file of one layer holds."""
    name = layer or (next(iter(layers)) if len(layers) == 1 else "")
    if name not in layers:
        known = ", ".join(layers) or "none: the view shows no layer that is a table"
        if not layer and layers:
            raise ExportError(
                f"a file of this kind holds one layer: name it by --table, of {known}"
            )
        raise ExportError(f"table {name!r}: expected a layer shown, of {known}")
    return {name: layers[name]}


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
    if kind == PROJECT:
        return _project(atlas, view, target, more)
    try:
        content = render(atlas, view, kind, layer=layer, more=more, hxl=hxl)
    except ExportError as error:
        raise ExportError(f"{target.name}: {error}") from None
    files = {target: content}
    if kind == ".csv":
        rows = _choose_layer(_layers(atlas, view, more), layer)
        credits_ = Credits.of(atlas, view, rows).text().encode()
        files[target.with_suffix(".credits.txt")] = credits_
    write_together(files)
    return target


def _project(
    atlas: Atlas, view: View, target: Path, more: Mapping[str, gpd.GeoDataFrame] | None
) -> Path:
    """Write a GeoPackage, and the project that shows it."""
    base = target.with_suffix(".gpkg")
    layers = _layers(atlas, view, more)
    package = geopackage.package(atlas, view, layers, Credits.of(atlas, view, layers))
    write_together({target: project.project(atlas, view, layers, base.name), base: package})
    return target
