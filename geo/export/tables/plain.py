"""Tables without a map: CSV, XLSX and Parquet; of events also piece by piece, none held whole.

Bytes depend on content alone. A CSV has a heading, a row of HXL hashtags, then the rows, in UTF-8
with a mark for spreadsheets; GeoParquet has sources and licences in the file's metadata.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import IO, Any, Final, Protocol

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.atlas import Atlas
from geo.events.schema import TYPES
from geo.export.tables.job import DATES, Job, convert_types, pack
from geo.files.atomic_write import write_together
from geo.layers import SPECS
from geo.view import View
from geo.words.cells import NOT_XML, csv, guard_formula, plain_rows

#: Hashtags of the Humanitarian Exchange Language 1.1 by column; a layer's spec has further ones.
_TAGS = {
    "unit": "#loc+unit+code",
    "pcode": "#adm3+code",
    "subdistrict": "#adm3+code",
    "district": "#adm2+code",
    "governorate": "#adm1+code",
    "iso": "#adm1+code+iso",
    "pcodes": "#loc+code+list",
    "area": "#loc+area+code",
    "alt_names": "#loc+name+alt",
    "place": "#loc+name",
    "level": "#loc+type",
    "kind": "#loc+type",
    "lon": "#geo+lon",
    "lat": "#geo+lat",
    "km2": "#indicator+area+km2",
    "holder": "#org+holder",
    "before": "#org+holder+before",
    "run_by": "#org+runs",
    "operator": "#org+operator",
    "actor_a": "#org+actor+a",
    "actor_b": "#org+actor+b",
    "said_by": "#org+says",
    "claimant": "#org+claims",
    "since": "#date+start",
    "start": "#date+start",
    "end": "#date+end",
    "type": "#event+type",
    "text": "#description",
    "note": "#description+note",
    "low": "#indicator+production+min",
    "best": "#indicator+production+best",
    "high": "#indicator+production+max",
    "deaths_low": "#affected+killed+min",
    "deaths_best": "#affected+killed+best",
    "deaths_high": "#affected+killed+max",
    "population": "#population",
    "capacity_bpd": "#capacity+bpd",
    "source": "#meta+source",
    "certainty": "#meta+certainty",
    "evidence": "#meta+evidence",
    "confidence": "#meta+confidence",
    "precision": "#meta+precision",
    "state": "#status",
    "id": "#meta+id",
}


def tag(table: str, column: str) -> str:
    """Return the HXL hashtag of a column of a table.

    >>> tag("districts", "pcode"), tag("control", "pcode"), tag("fields", "status")
    ('#adm2+code', '#adm3+code', '#meta+status')
    """
    if table in SPECS and column in SPECS[table].hxl:
        return SPECS[table].hxl[column]
    if column.startswith("name_"):
        return f"#loc+name+i_{column.removeprefix('name_')}"
    return _TAGS.get(column, f"#meta+{column.lower()}")


def _flatten(job: Job, name: str) -> pd.DataFrame:
    """Return a layer without outlines, hashtags first: a point within each as lon and lat."""
    rows = job.layers[name]
    table = convert_types(pd.DataFrame(rows.drop(columns="geometry")))
    if len(rows) and "lon" not in table:
        points = rows.geometry.representative_point()
        table = table.assign(lon=points.x.round(5), lat=points.y.round(5))
    for column in table.columns[table.dtypes == DATES]:
        table[column] = ["" if pd.isna(day) else day.isoformat() for day in table[column]]
    if not job.hxl:
        return table
    tags = pd.DataFrame([{column: tag(name, column) for column in table}], dtype=object)
    return pd.concat([tags, table.astype(object)], ignore_index=True)


def _encode(rows: pd.DataFrame) -> bytes:
    return csv(rows).encode("utf-8-sig")


def write_csv(job: Job, name: str) -> bytes:
    """Return a layer as CSV; outlines are a point within each (lon, lat in degrees)."""
    return _encode(_flatten(job, name))


def list_csv(job: Job) -> dict[str, bytes]:
    """Return layers, sources and licences as CSV, by the names of their files."""
    layers = {f"{name}.csv": write_csv(job, name) for name in job.layers}
    return layers | {f"{name}.csv": _encode(rows) for name, rows in job.credits.items()}


def write_csv_zip(job: Job) -> bytes:
    """Return layers, sources and licences as one zip of CSV files."""
    return pack({"README.txt": job.text.encode(), **list_csv(job)})


#: The longest text that a cell of XLSX may hold.
LONGEST = 32_767
CUT = " [cut: a cell of XLSX holds no more]"


def write_xlsx(job: Job) -> bytes:
    """Return a sheet a layer, then sources and licences; no text becomes a formula."""
    out = io.BytesIO()
    day = job.atlas.date
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        sheets = {name: _flatten(job, name) for name in job.layers} | job.credits
        for name, rows in sheets.items():
            table = rows.map(_fit_cell)
            heads = 2 if name in job.layers and job.hxl else 1
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(heads, 0))
            sheet = writer.sheets[name]
            for cells in sheet.iter_cols():
                widest = max(len(str(cell.value or "")) for cell in cells)
                sheet.column_dimensions[cells[0].column_letter].width = min(50, max(10, widest + 2))
                for cell in cells:
                    if guard_formula(cell.value) != cell.value:
                        # Kept as text, and so when a reader edits it.
                        cell.data_type, cell.quotePrefix = "s", True
        writer.book.properties.creator = "Greenline"
        writer.book.properties.title = job.about["citation"]
    # openpyxl writes the clock's time twice, and in the zip.
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    stamp = f"{day}T00:00:00Z".encode()
    members[core] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", stamp, members[core])
    return pack(members)


def _fit_cell(cell: Any) -> Any:
    """Return a cell as XLSX can hold it."""
    if not isinstance(cell, str):
        return None if pd.isna(cell) else cell
    text = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", cell)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def write_parquet(job: Job, name: str) -> bytes:
    """Return a layer as GeoParquet 1.1, with the box of each shape for readers that skip."""
    first, out = io.BytesIO(), io.BytesIO()
    convert_types(job.layers[name]).to_parquet(
        first, index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    table = pq.read_table(first)
    notes = {key: plain_rows(rows) for key, rows in job.credits.items()}
    more = {b"greenline": json.dumps(notes, ensure_ascii=False).encode()}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **more})
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def write_over_time(atlas: Atlas, rows: pd.DataFrame, path: Path, perspective: str) -> None:
    """Write who held what over time, with its sources and licences in ``NAME.credits.txt``."""
    if path.suffix.lower() == ".parquet":
        out = io.BytesIO()
        rows.to_parquet(out, index=False)
        content = out.getvalue()
    else:
        days = rows.select_dtypes("datetime").apply(lambda cells: cells.dt.strftime("%Y-%m-%d"))
        content = _encode(rows.assign(**days))
    view = View(date=rows["day"].iloc[-1].date(), perspective=perspective)
    named = rows if "source" in rows else pd.DataFrame(atlas.spells)
    job = Job(atlas, view, {"control": gpd.GeoDataFrame(named)})
    with write_together(path, path.with_suffix(".credits.txt")) as (table, cited):
        table.write(content)
        cited.write(job.text.encode())


_ARROW_TYPES: Final = {"datetime64[s]": pa.date32(), "float64": pa.float64(), "Int32": pa.int32()}

#: Columns of :data:`geo.events.schema.COLUMNS` as Parquet holds them; categories are text.
EVENT_SCHEMA: Final = pa.schema(
    [(name, _ARROW_TYPES.get(str(kind), pa.string())) for name, kind in TYPES.items()]
)


class Pieces(Protocol):
    """A table that grows at its end."""

    def add(self, rows: pd.DataFrame) -> None:
        """Write some rows more."""

    def close(self) -> None:
        """Write what closes the table."""


class Csv:
    """A CSV file in UTF-8 with a mark for spreadsheets; no cell runs as a formula.

    >>> import io
    >>> file = io.BytesIO()
    >>> table = Csv(file)
    >>> table.add(pd.DataFrame({"a": ["=1"]}))
    >>> table.add(pd.DataFrame({"a": ["2"]}))
    >>> file.getvalue().decode("utf-8-sig").split()
    ['a', "'=1", '2']
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._begun = False

    def add(self, rows: pd.DataFrame) -> None:
        """Write some rows more; the first rows name the columns."""
        text = csv(rows)
        if self._begun:
            text = text[len(csv(rows.head(0))) :]
        self._file.write(text.encode("utf-8" if self._begun else "utf-8-sig"))
        self._begun = True

    def close(self) -> None:
        """Do nothing: every row is written."""


class Parquet:
    """A Parquet file of events, one row group a piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self._writer = pq.ParquetWriter(file, EVENT_SCHEMA, compression="zstd")

    def add(self, rows: pd.DataFrame) -> None:
        """Write some events more."""
        arrays = [_array(rows[field.name], field.type) for field in EVENT_SCHEMA]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=EVENT_SCHEMA))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


def _array(cells: pd.Series, kind: pa.DataType) -> Any:
    array = pa.Array.from_pandas(cells)
    return array.cast(kind)
