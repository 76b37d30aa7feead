"""What is to be written: the layers of a view, with the sources and licences that go with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

import geopandas as gpd
import jinja2
import pandas as pd
import pyarrow as pa

from geo.ask import layer_content
from geo.ask.credits import credit_line, credits_for
from geo.atlas import Atlas
from geo.layers import SPECS
from geo.view import View
from geo.words import say

#: Days in Arrow's type, which has one for "no day": a spell without an end stays empty.
DATES = pd.ArrowDtype(pa.date32())

#: Types of columns by what pandas says of their cells; all else is text.
_TYPES: dict[str, Any] = {
    "boolean": "boolean",
    "date": DATES,
    "integer": "Int64",
    "floating": "float64",
    "mixed-integer-float": "float64",
}

_KINDS = {
    **dict.fromkeys(("Point", "MultiPoint"), "points"),
    **dict.fromkeys(("LineString", "MultiLineString"), "lines"),
    **dict.fromkeys(("Polygon", "MultiPolygon"), "areas"),
}


@dataclass(frozen=True, eq=False)
class Job:
    """Layers to be written as one file, and what the file says of them."""

    atlas: Atlas
    view: View
    layers: Mapping[str, gpd.GeoDataFrame]  #: By name, from the ground up (EPSG:4326).
    hxl: bool = True  #: Whether a row of HXL hashtags follows the heading of a CSV.

    def title(self, name: str) -> str:
        """Return what the legend calls a layer; a layer of a reader's goes by its name."""
        return say(f"layer.{name}", self.view.language) if name in SPECS else name

    @cached_property
    def credits(self) -> dict[str, pd.DataFrame]:
        """Tables ``about`` (key, value), ``sources`` and ``licences`` of the atlas's layers."""
        layers = {name: rows for name, rows in self.layers.items() if name in SPECS}
        return {
            "about": pd.DataFrame(self.about.items(), columns=["key", "value"]),
            "sources": layer_content.list_cited(self.atlas, layers),
            "licences": layer_content.licences(self.atlas, layers),
        }

    @cached_property
    def about(self) -> dict[str, str]:
        """What the file is of."""
        atlas, view = self.atlas, self.view
        layers = [name for name in self.layers if name in SPECS]
        title, day = atlas.package["title"], atlas.date.isoformat()
        return {
            "title": title,
            "date shown": f"{view.compare} and {view.date}" if view.compare else f"{view.date}",
            "perspective": str(view.perspective),
            "data of": day,
            "data version": atlas.version,
            "query": view.to_query(atlas.release),
            "citation": f"{title}. Data of {day}, version {atlas.label}",
            "credit": credit_line(credits_for(atlas, layers), str(view.language)),
            "neutrality": "Claims are described, not judged; "
            "`certainty` says how sure a holder is.",
        }

    @cached_property
    def text(self) -> str:
        """The credits as plain text, for a file that cannot hold tables of them."""
        lines = [f"{key}: {value}" for key, value in self.about.items()]
        lines += ["", "Licences"]
        for row in self.credits["licences"].itertuples():
            lines.append(f"- {row.layer}: {row.title} {row.url} ({row.covers})")
        lines += ["", "Sources"]
        for row in self.credits["sources"].itertuples():
            archive = f" (archived copy: {row.archived})" if getattr(row, "archived", "") else ""
            dead = "" if pd.isna(getattr(row, "dead", pd.NaT)) else " (dead link)"
            source = f"{row.title}. {row.publisher}. {row.date}. {row.url}"
            lines.append(f"- {row.id}: {source}{dead}{archive}")
        return "\n".join(lines) + "\n"


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of some members, in their order, without the clock's time.

    Examples
    --------
    >>> pack({"a.txt": b"1"}) == pack({"a.txt": b"1"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def convert_types(rows: pd.DataFrame) -> Any:
    """Return rows with days as dates and everything else as text, number or truth value.

    Examples
    --------
    >>> from datetime import date
    >>> convert_types(pd.DataFrame({"since": [date(2017, 10, 16), None]}))["since"].dtype
    date32[day][pyarrow]
    """
    table = rows.copy()
    for column in table.select_dtypes(object).columns:
        cells = [None if pd.isna(cell) else cell for cell in table[column]]
        kind = _TYPES.get(pd.api.types.infer_dtype(cells), "str")
        if kind == "str":
            cells = [None if cell is None else str(cell) for cell in cells]
        table[column] = pd.Series(cells, table.index, dtype=kind)
        if kind == "float64":  # counts of which some are empty are whole numbers
            table[column] = table[column].convert_dtypes()
    return table.set_crs(4326) if isinstance(table, gpd.GeoDataFrame) else table


def families(name: str, rows: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Split rows by what their geometry is, for formats that hold one kind a layer.

    Rows without a geometry stay with the first kind.
    """
    kinds = rows.geom_type.map(_KINDS)
    present = [kind for kind in ("areas", "lines", "points") if (kinds == kind).any()]
    if len(present) <= 1:
        return {name: rows}
    kinds = kinds.fillna(present[0])
    return {f"{name}_{kind}": rows[kinds == kind] for kind in present}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("geo.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )


def render_xml(name: str, **values: Any) -> str:
    """Return a document of XML, without the lines that its template has between elements.

    Nothing that comes from data is taken for markup.
    """
    text = _environment().get_template(f"{name}.xml").render(**values)
    root = fromstring(text)  # noqa: S314 -- of our own making
    for element in root.iter():
        element.tail = None
        if len(element):
            element.text = None
    return tostring(root, "unicode")
