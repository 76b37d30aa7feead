"""A QGIS project beside its GeoPackage: groups, styles, labels, and the temporal controller set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from geo.atlas import Atlas
from geo.cell_output import NOT_XML
from geo.draw.map import home
from geo.draw.style import STYLE
from geo.export.tables import geopackage, layer_files, qgis
from geo.export.tables.credits import Credits
from geo.export.tables.rows import families
from geo.export.templates import render_xml
from geo.layers import SPECS
from geo.profile import current
from geo.view import View
from geo.words import say

#: Days for which an event stays on the map while QGIS plays.
_STAYS = 30

#: Layers whose features QGIS shows on their days.
TIMED = ("events", "conflict")

#: What the project calls the language of its labels, a variable that a reader may change.
VARIABLE = "greenline_language"

#: What a layer is narrowed to until a reader takes the filter away: villages would hide the map.
_FILTERS = {"towns": '"rank" <= 3'}

#: Layers whose features have names that are worth writing on a map.
_NAMED = ("towns", "governorates", "disputed", "fields", "crossings")


@dataclass(frozen=True)
class Shown:
    """One layer of the project."""

    part: str  #: Its table in the GeoPackage.
    layer: str  #: The layer of the map that it belongs to.
    geometry: str  #: ``Polygon``, ``Line`` or ``Point``, as QGIS says it.
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
    def look(self) -> dict[str, Any]:
        """How its features are drawn."""
        return qgis.describe_symbols(self.layer, self.part, self.view)

    @property
    def subset(self) -> str:
        """What it is narrowed to."""
        return f"|subset={_FILTERS[self.layer]}" if self.layer in _FILTERS else ""

    @property
    def labelled(self) -> bool:
        """Whether its features are named on the map."""
        return self.layer in _NAMED

    @property
    def ink(self) -> str:
        """The colour of their names."""
        return qgis.rgba(STYLE["disputed" if self.layer == "disputed" else "ink"])


_GEOMETRY = {"areas": "Polygon", "lines": "Line", "points": "Point"}


def project(atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame], file: str) -> bytes:
    """Return a project (``.qgz``) that shows the layers of a GeoPackage.

    Over time QGIS shows :data:`geo.export.tables.qgis.OVER_TIME`, which holds every spell of
    control; the layer ``control`` is the view's own day, and off. Labels follow the project's
    variable ``greenline_language`` (``en``, ``ar``, ``ckb``).
    """
    shown = list(_list_layers(view, layers))
    groups: dict[tuple[str, str], list[Shown]] = {}
    for layer in shown:
        group = SPECS[layer.layer].group if layer.layer in SPECS else ""
        title = say(f"group.{group}", view.language) if group else "Greenline"
        groups.setdefault((group, title), []).append(layer)
    text = render_xml(
        "qgis_project",
        title=f"Greenline: {say(f'sentence.{view.perspective}', view.language)}, {view.date}",
        groups=groups,
        layers=shown,
        extent=[f"{edge:g}" for edge in view.bounds or home(atlas)],
        file=NOT_XML.sub("?", file),
        stays=_STAYS,
        variable=VARIABLE,
        language=view.language,
        first=current().days.first,
        last=max(current().days.last, view.date),
    )
    return layer_files.pack({"greenline.qgs": (qgis.DOCTYPE + text).encode("utf-8")})


def zip_project(
    atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame], credits_: Credits
) -> bytes:
    """Return a project and the GeoPackage that it shows as one zip: unpack it, open the project."""
    return layer_files.pack(
        {
            "greenline.qgz": project(atlas, view, layers, "greenline.gpkg"),
            "greenline.gpkg": geopackage.package(atlas, view, layers, credits_),
        }
    )


def _list_layers(view: View, layers: dict[str, gpd.GeoDataFrame]) -> Iterator[Shown]:
    """Yield the layers of the project, from the top down."""
    for name, rows in reversed(layers.items()):
        title = say(f"layer.{name}", view.language) if name in SPECS else name
        time = ("start", "") if "start" in rows and "end" in rows and name in TIMED else None
        for part, some in families(name, rows).items():
            kind = next((item for item in _GEOMETRY if part == f"{name}_{item}"), "")
            geometry = _GEOMETRY.get(kind) or _geometry(some)
            control = name == geopackage.CONTROL
            if control:
                over = f"{title}, {current().days}"
                yield Shown(qgis.OVER_TIME, name, geometry, over, view, ("start", "end"))
            yield Shown(part, name, geometry, title, view, time, visible=not control)


def _geometry(rows: gpd.GeoDataFrame) -> str:
    kinds = set(rows.geom_type.dropna())
    if kinds & {"Polygon", "MultiPolygon"}:
        return "Polygon"
    return "Line" if kinds & {"LineString", "MultiLineString"} else "Point"
