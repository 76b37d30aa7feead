"""GeoPackage: every layer with a style that QGIS opens, and tables of sources and licences."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.ask import control
from geo.atlas import Atlas
from geo.export.tables import qgis
from geo.export.tables.credits import Credits
from geo.export.tables.qgis import OVER_TIME
from geo.export.tables.rows import convert_types, families
from geo.view import View

_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME)
"""
#: The layer of control.
CONTROL = "control"
_SPELLS = (
    "unit", "start", "end", "precision", "holder", "forces", "source", "evidence", "publishers",
    "newest", "note",
)  # fmt: skip
_VIEW = """
CREATE VIEW control_over_time AS SELECT s.fid AS OGC_FID, c.geom AS geom, {names},
  s.unit, s.start, s."end", s.precision, s.holder, s.forces, s.source, s.evidence,
  s.publishers, s.newest, s.note FROM spells s JOIN control c ON c.unit = s.unit
"""
_LISTED = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, min_x, min_y, max_x,
  max_y, srs_id) SELECT ?, data_type, ?, last_change, min_x, min_y, max_x, max_y, srs_id
  FROM gpkg_contents WHERE table_name = ?
"""
_SHAPED = """
INSERT INTO gpkg_geometry_columns SELECT ?, column_name, geometry_type_name, srs_id, z, m
  FROM gpkg_geometry_columns WHERE table_name = ?
"""
_STYLE = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)"


def package(
    atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame], credits_: Credits
) -> bytes:
    """Return layers as one GeoPackage; the same atlas and view give the same bytes."""
    stamp = f"{atlas.date.isoformat()}T00:00:00Z"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "greenline.gpkg"
        drawn: dict[str, str] = {}
        for name, rows in layers.items():
            for part, some in families(name, rows).items():
                frame = gpd.GeoDataFrame(convert_types(some), geometry="geometry", crs=4326)
                _write(frame, file, part)
                drawn[part] = name
        for name, table in credits_.tables().items():
            _write(convert_types(table), file, name)
        if CONTROL in drawn and CONTROL in layers and "unit" in layers[CONTROL]:
            _write(convert_types(control.spells(atlas).reindex(columns=_SPELLS)), file, "spells")
            _over_time(file, atlas.name_columns)
            drawn[OVER_TIME] = CONTROL
        _write_styles(file, drawn, view, stamp)
        return _reset_counter(file.read_bytes())


def _write(rows: pd.DataFrame, file: Path, name: str) -> None:
    """Add one layer or table; Arrow keeps days as days."""
    pyogrio.write_dataframe(
        rows.rename_geometry("geom") if isinstance(rows, gpd.GeoDataFrame) else rows,
        file,
        layer=name,
        driver="GPKG",
        append=file.exists(),
        promote_to_multi=True,
        use_arrow=isinstance(rows, gpd.GeoDataFrame),
    )


def _over_time(file: Path, names: list[str]) -> None:
    """Add the view of all spells of control, which costs no second copy of the ground."""
    with closing(sqlite3.connect(file)) as base, base:
        base.execute(_VIEW.format(names=", ".join(f"c.{name}" for name in names)))
        base.execute(_LISTED, (OVER_TIME, OVER_TIME, CONTROL))
        base.execute(_SHAPED, (OVER_TIME, CONTROL))


def _write_styles(file: Path, drawn: dict[str, str], view: View, stamp: str) -> None:
    """Write the styles where QGIS looks for them, and the data's day as the day of change.

    GDAL can be given the day, but only for all threads of the process.
    """
    with closing(sqlite3.connect(file)) as base, base:
        base.execute(_STYLES)
        for part, name in drawn.items():
            base.execute(_STYLE, (part, part, qgis.style(name, part, view), "Greenline", stamp))
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
            (stamp,),
        )
        base.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
    with closing(sqlite3.connect(file)) as base:
        base.execute("VACUUM")  # nothing stays in the file of the moment that stood there


def _reset_counter(content: bytes) -> bytes:
    """Set the counter of changes of an SQLite file; GDAL's number of transactions varies.

    It stands twice in the header: bytes 24 to 27, and 92 to 95, by the file format of SQLite.
    """
    counter = (1).to_bytes(4, "big")
    return content[:24] + counter + content[28:92] + counter + content[96:]
