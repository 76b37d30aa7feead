"""For QGIS: a GeoPackage whose layers have the map's colours, and a project that shows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.ask import control
from geo.draw.map import home
from geo.draw.style import EVENTS, STYLE, holder_colours, strong_colours
from geo.export.tables.job import Job, convert_types, families, pack, render_xml
from geo.files.atomic_write import scratch_folder
from geo.layers import SPECS
from geo.layers.spec import Classes, Plain, Shape
from geo.model import HELD, Layer
from geo.profile import current
from geo.view import View
from geo.words import language, say, side_word
from geo.words.cells import NOT_XML

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

#: The table of the ground of control with every spell, for maps over time.
OVER_TIME = "control_over_time"

#: Days for which an event stays on the map while QGIS plays.
_STAYS = 30

#: What the project calls the language of its labels, a variable that a reader may change.
VARIABLE = "greenline_language"

#: Palettes that a layer's spec names.
PALETTES: dict[str, Callable[[], dict[str, str]]] = {
    "holders": holder_colours,
    "strong": strong_colours,
    "events": lambda: EVENTS,
}

#: Symbols of QGIS and what draws them, by what the features are.
_SYMBOLS = {
    Shape.AREAS: ("fill", "SimpleFill", "Polygon"),
    Shape.LINES: ("line", "SimpleLine", "Line"),
    Shape.POINTS: ("marker", "SimpleMarker", "Point"),
}


def colours(layer: str) -> dict[str, str]:
    """Return the colours of a layer by the value of its class; ``all`` where it has one colour."""
    look = _look(layer)
    return PALETTES[look.palette]() if isinstance(look, Classes) else {"all": look.colour}


def _look(layer: str) -> Classes | Plain:
    return SPECS[layer].qgis if layer in SPECS else Plain(STYLE["accent"], 0.2)


def describe_symbols(name: str, shape: Shape, view: View, *, over: bool = False) -> dict[str, Any]:
    """Return how features of a layer are drawn, as the templates of QGIS take it.

    A holder ``over`` time is called by all its names.
    """
    kind, drawn, _ = _SYMBOLS[shape]
    look = _look(name)
    if isinstance(look, Plain):
        options = _options(kind, look.colour, look.width, look.fill)
        return {"kind": kind, "drawn": drawn, "column": "", "classes": [{"options": options}]}
    classes = [
        {
            "value": value,
            "label": _label(name, value, view, over),
            "options": _options(kind, colour, 0.2, colour),
        }
        for value, colour in colours(name).items()
    ]
    return {"kind": kind, "drawn": drawn, "column": look.column, "classes": classes}


def _label(name: str, value: str, view: View, over: bool) -> str:
    """Return what the map's legend calls a class."""
    words = language(view.language)
    if name == Layer.EVENTS:
        return words[f"event.{value}"]
    days = current().days
    perspective = view.perspective if name == Layer.CONTROL and not over else HELD
    keys = [
        side_word(value, perspective, day)
        for day in ((days.first, days.last) if over else (view.date,))
    ]
    names = [words.get(key) or words.get(f"class.{value}") or value for key in keys]
    return words["sentence.comma"].join(dict.fromkeys(names))


def _options(kind: str, colour: str, width: float, fill: str) -> dict[str, str]:
    if kind == "line":
        return {"line_color": rgba(colour), "line_width": str(width), "line_style": "solid"}
    if kind == "marker":
        edge = {"outline_color": "255,255,255,255", "size": "2.4", "name": "circle"}
        return {"color": rgba(colour), **edge}
    return {
        "color": rgba(fill) if fill else "0,0,0,0",
        "style": "solid" if fill else "no",
        "outline_color": rgba(colour),
        "outline_width": str(width),
    }


def rgba(colour: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> rgba("#a9c4df")
    '169,196,223,255'
    """
    return ",".join(str(part) for part in bytes.fromhex(colour[1:])) + ",255"


@dataclass(frozen=True)
class Shown:
    """One layer of the project."""

    part: str  #: Its table in the GeoPackage.
    layer: str  #: The layer of the map that it belongs to.
    shape: Shape
    title: str  #: What the list of layers calls it.
    view: View  #: The view that the project is of.
    #: Columns of start and end; the end is empty where features stand at one day.
    time: tuple[str, str] | None = None
    visible: bool = True  #: Whether it is switched on.

    @property
    def id(self) -> str:
        """Its id in the project."""
        return f"{self.part}_greenline"

    @property
    def geometry(self) -> str:
        """What its features are, in the words of QGIS."""
        return _SYMBOLS[self.shape][2]

    @property
    def look(self) -> dict[str, Any]:
        """How its features are drawn."""
        return describe_symbols(self.layer, self.shape, self.view, over=self.part == OVER_TIME)

    @property
    def subset(self) -> str:
        """What it is narrowed to until a reader takes the filter away."""
        narrow = SPECS[self.layer].narrow if self.layer in SPECS else ""
        return f"|subset={narrow}" if narrow else ""

    @property
    def labelled(self) -> bool:
        """Whether its features are named on the map."""
        return self.layer in SPECS and SPECS[self.layer].named

    @property
    def ink(self) -> str:
        """The colour of their names."""
        return rgba(STYLE["disputed" if self.layer == Layer.DISPUTED else "ink"])


def _list_shown(job: Job) -> Iterator[tuple[Shown, gpd.GeoDataFrame]]:
    """Yield the layers of the project with their rows, from the ground up."""
    for name, rows in job.layers.items():
        title, view = job.title(name), job.view
        spec = SPECS.get(name)
        time = ("start", "") if spec and spec.shape is Shape.POINTS and "start" in rows else None
        for part, some in families(name, rows).items():
            kinds = {kind.removeprefix("Multi") for kind in some.geom_type.dropna()}
            shape = next((kind for kind, about in _SHAPES.items() if about & kinds), Shape.POINTS)
            control = name == Layer.CONTROL
            yield Shown(part, name, shape, title, view, time, visible=not control), some
            if control and "unit" in rows:
                over = f"{title}, {current().days}"
                yield Shown(OVER_TIME, name, shape, over, view, ("start", "end")), some.head(0)


_SHAPES = {
    Shape.AREAS: {"Polygon"},
    Shape.LINES: {"LineString"},
    Shape.POINTS: {"Point"},
}


def write_project(job: Job, file: str) -> bytes:
    """Return a project (``.qgz``) that shows the layers of a GeoPackage.

    Over time QGIS shows :data:`OVER_TIME`, which holds every spell of control; the layer
    ``control`` is the view's own day, and off. Labels follow the project's variable
    ``greenline_language`` (``en``, ``ar``, ``ckb``).
    """
    view = job.view
    layers = [layer for layer, _ in _list_shown(job)][::-1]
    groups: dict[tuple[str, str], list[Shown]] = {}
    for layer in layers:
        group = SPECS[layer.layer].group if layer.layer in SPECS else ""
        title = say(f"group.{group}", view.language) if group else "Greenline"
        groups.setdefault((group, title), []).append(layer)
    text = render_xml(
        "qgis_project",
        title=f"Greenline: {say(f'sentence.{view.perspective}', view.language)}, {view.date}",
        groups=groups,
        layers=layers,
        extent=[f"{edge:g}" for edge in view.bounds or home(job.atlas)],
        file=NOT_XML.sub("?", file),
        stays=_STAYS,
        variable=VARIABLE,
        language=view.language,
        first=current().days.first,
        last=max(current().days.last, view.date),
    )
    return pack({"greenline.qgs": (DOCTYPE + text).encode("utf-8")})


def write_project_zip(job: Job) -> bytes:
    """Return a project and the GeoPackage that it shows as one zip: unpack it, open the project."""
    file = "greenline.gpkg"
    return pack({"greenline.qgz": write_project(job, file), file: write_geopackage(job)})


_SPELLS = (
    "unit", "start", "end", "precision", "holder", "forces", "source", "evidence", "publishers",
    "newest", "note",
)  # fmt: skip

#: A view of all spells of control, which costs no second copy of the ground.
_VIEW = """
CREATE VIEW control_over_time AS SELECT s.fid AS OGC_FID, c.geom AS geom, {names}, {columns}
  FROM spells s JOIN control c ON c.unit = s.unit;
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, min_x, min_y, max_x,
  max_y, srs_id) SELECT 'control_over_time', data_type, 'control_over_time', last_change, min_x,
  min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = 'control';
INSERT INTO gpkg_geometry_columns SELECT 'control_over_time', column_name, geometry_type_name,
  srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = 'control';
"""


def write_geopackage(job: Job) -> bytes:
    """Return layers as one GeoPackage with the styles that QGIS looks for.

    The same atlas and view give the same bytes: the days of change are the data's.
    """
    stamp = f"{job.atlas.date.isoformat()}T00:00:00Z"
    layers = [*_list_shown(job)]
    tables: dict[str, pd.DataFrame] = {
        layer.part: rows for layer, rows in layers if layer.part != OVER_TIME
    }
    tables |= job.credits
    is_timed = any(layer.part == OVER_TIME for layer, _ in layers)
    if is_timed:
        tables["spells"] = control.spells(job.atlas).reindex(columns=_SPELLS)
    tables["layer_styles"] = _list_styles([layer for layer, _ in layers], stamp)
    with scratch_folder() as folder:
        file = folder / "greenline.gpkg"
        for name, table in tables.items():
            rows = convert_types(table)
            is_shaped = isinstance(rows, gpd.GeoDataFrame)
            pyogrio.write_dataframe(
                rows.rename_geometry("geom") if is_shaped else rows,
                file,
                layer=name,
                driver="GPKG",
                append=file.exists(),
                promote_to_multi=True,
                use_arrow=is_shaped,  # keeps days as days
            )
        with closing(sqlite3.connect(file)) as base:
            if is_timed:
                names = ", ".join(f"c.{name}" for name in job.atlas.name_columns)
                columns = ", ".join(f's."{column}"' for column in _SPELLS)
                base.executescript(_VIEW.format(names=names, columns=columns))
            # GDAL can be given the day, but only for all threads of the process.
            with base:
                base.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
            base.execute("VACUUM")  # nothing stays in the file of the moment that stood there
        content = file.read_bytes()
    # GDAL's number of transactions varies: the counter of changes, which stands twice in SQLite's
    # header, is set.
    counter = (1).to_bytes(4, "big")
    return content[:24] + counter + content[28:92] + counter + content[96:]


def _list_styles(layers: list[Shown], stamp: str) -> pd.DataFrame:
    """Return the table of styles as QGIS makes it."""
    rows: list[Mapping[str, Any]] = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer.part,
            "f_geometry_column": "geom",
            "styleName": layer.part,
            "styleQML": DOCTYPE + render_xml("qgis_style", look=layer.look),
            "styleSLD": "",
            "useAsDefault": True,
            "description": "Greenline",
            "owner": "",
            "ui": None,
            "update_time": pd.Timestamp(stamp),
        }
        for layer in layers
    ]
    return pd.DataFrame(rows)
