"""A QGIS project beside its GeoPackage: groups, styles, labels, and the temporal controller set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import geopandas as gpd

from geo.atlas import Atlas
from geo.draw.map import home
from geo.draw.style import STYLE
from geo.export.tables import geopackage, layer_files, qgis
from geo.export.tables.credits import Credits
from geo.export.tables.rows import families
from geo.layers import SPECS
from geo.model import Language
from geo.profile import current
from geo.view import View
from geo.words import say

#: Days for which an event stays on the map while QGIS plays.
_STAYS = 30

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
    #: Columns of start and end; the end is empty where features stand at one day.
    time: tuple[str, str] | None = None
    visible: bool = True  #: Whether it is switched on.

    @property
    def id(self) -> str:
        """Its id in the project."""
        return f"{self.part}_greenline"


_GEOMETRY = {"areas": "Polygon", "lines": "Line", "points": "Point"}


def project(atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame], file: str) -> bytes:
    """Return a project (``.qgz``) that shows the layers of a GeoPackage.

    Over time QGIS shows :data:`geo.export.tables.geopackage.OVER_TIME`, which holds every spell of
    control; the layer ``control`` is the view's own day, and off. Labels follow the project's
    variable ``greenline_language`` (``en``, ``ar``, ``ckb``).
    """
    shown = list(_list_layers(view.language, layers))
    root = Element("qgis", projectname=_title(view), version="3.22.0-Białowieża")
    SubElement(root, "title").text = _title(view)
    _crs(SubElement(root, "projectCrs"))
    _tree(root, view.language, shown)
    _frame(SubElement(root, "mapcanvas", name="theMapCanvas"), atlas, view)
    every = SubElement(root, "projectlayers")
    for layer in shown:
        _layer(every, layer, file)
    _time(root, view)
    _variables(root, view.language)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return layer_files.pack({"greenline.qgs": (head + tostring(root, "unicode")).encode("utf-8")})


def zip_project(
    atlas: Atlas, view: View, layers: dict[str, gpd.GeoDataFrame], credits_: Credits
) -> bytes:
    """Return a project and the GeoPackage that it shows as one zip: unpack it, open the project."""
    return layer_files.pack(
        {
            "greenline.qgz": project(atlas, view, layers, "greenline.gpkg"),
            "greenline.gpkg": geopackage.package(atlas, layers, credits_),
        }
    )


def _title(view: View) -> str:
    return f"Greenline: {say(f'sentence.{view.perspective}', view.language)}, {view.date}"


def _list_layers(language: Language, layers: dict[str, gpd.GeoDataFrame]) -> Iterator[Shown]:
    """Yield the layers of the project, from the top down."""
    for name, rows in reversed(layers.items()):
        title = say(f"layer.{name}", language) if name in SPECS else name
        time = ("start", "") if "start" in rows and "end" in rows and name == "events" else None
        for part, some in families(name, rows).items():
            kind = next((item for item in _GEOMETRY if part == f"{name}_{item}"), "")
            geometry = _GEOMETRY.get(kind) or _geometry(some)
            control = name == geopackage.CONTROL
            if control:
                over = f"{title}, {current().days}"
                yield Shown(geopackage.OVER_TIME, name, geometry, over, ("start", "end"))
            yield Shown(part, name, geometry, title, time, visible=not control)


def _geometry(rows: gpd.GeoDataFrame) -> str:
    kinds = set(rows.geom_type.dropna())
    if kinds & {"Polygon", "MultiPolygon"}:
        return "Polygon"
    return "Line" if kinds & {"LineString", "MultiLineString"} else "Point"


def _crs(parent: Element) -> None:
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "authid").text = "EPSG:4326"
    SubElement(system, "srid").text = "4326"
    SubElement(system, "proj4").text = "+proj=longlat +datum=WGS84 +no_defs"


def _tree(root: Element, language: Language, shown: list[Shown]) -> None:
    """Write the list of layers, in the groups of the map."""
    tree = SubElement(root, "layer-tree-group")
    groups: dict[str, Element] = {}
    for layer in shown:
        group = SPECS[layer.layer].group if layer.layer in SPECS else ""
        if group not in groups:
            title = say(f"group.{group}", language) if group else "Greenline"
            marks = {"name": title, "checked": "Qt::Checked", "expanded": "1"}
            groups[group] = SubElement(tree, "layer-tree-group", marks)
        state = "Qt::Checked" if layer.visible else "Qt::Unchecked"
        marks = {"id": layer.id, "name": layer.title, "checked": state, "expanded": "0"}
        SubElement(groups[group], "layer-tree-layer", marks)


def _frame(canvas: Element, atlas: Atlas, view: View) -> None:
    SubElement(canvas, "units").text = "degrees"
    extent = SubElement(canvas, "extent")
    edges = ("xmin", "ymin", "xmax", "ymax")
    for edge, value in zip(edges, view.bounds or home(atlas), strict=True):
        SubElement(extent, edge).text = f"{value:g}"
    _crs(SubElement(canvas, "destinationsrs"))


def _layer(parent: Element, layer: Shown, file: str) -> None:
    """Write one layer: where it lies, how it looks, what it is called and when it stood."""
    marks = {
        "type": "vector",
        "geometry": layer.geometry,
        "labelsEnabled": str(int(_is_named(layer))),
    }
    made = SubElement(parent, "maplayer", marks)
    SubElement(made, "id").text = layer.id
    narrowed = f"|subset={_FILTERS[layer.layer]}" if layer.layer in _FILTERS else ""
    SubElement(made, "datasource").text = f"./{file}|layername={layer.part}{narrowed}"
    SubElement(made, "layername").text = layer.title
    _crs(SubElement(made, "srs"))
    SubElement(made, "provider", encoding="UTF-8").text = "ogr"
    style = qgis.style(layer.layer, layer.part)
    made.extend(fromstring(style.partition("\n")[2]))  # noqa: S314 -- of our own making
    if layer.time:
        start, end = layer.time
        period = {
            "enabled": "1",
            "mode": "2" if end else "1",  # start and end of each feature, or one day of it
            "limitMode": "0",
            "startField": start,
            "endField": end,
            "fixedDuration": "0" if end else str(_STAYS),
            "durationUnit": "d",
            "accumulate": "0",
        }
        SubElement(made, "temporal", period)
    if _is_named(layer):
        _labels(made, layer)


def _is_named(layer: Shown) -> bool:
    return layer.layer in _NAMED


def _labels(layer: Element, item: Shown) -> None:
    """Write names in the language of the project's variable, in English where they have none."""
    labels = SubElement(layer, "labeling", type="simple")
    settings = SubElement(labels, "settings", calloutType="simple")
    column = f"attribute(concat('name_', coalesce(@{VARIABLE}, 'en')))"
    style = {
        "fieldName": f"coalesce(nullif({column}, ''), \"name_en\")",
        "isExpression": "1",
        "fontFamily": "DejaVu Sans",  # has the letters of all three languages
        "fontSize": "8",
        "fontSizeUnit": "Point",
        "textColor": qgis.rgba(STYLE["disputed" if item.layer == "disputed" else "ink"]),
    }
    text = SubElement(settings, "text-style", style)
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferColor": "251,249,244,255"}
    SubElement(text, "text-buffer", halo)
    # Areas with a name are no obstacle to the names of the places inside them.
    SubElement(settings, "rendering", obstacle="0", drawLabels="1")


def _time(root: Element, view: View) -> None:
    """Set the temporal controller: from the first to the last day, by months."""
    marks = {
        "timeStep": "1",
        "timeStepUnit": "mon",
        "frameRate": "4",
        "cumulativeTemporalRange": "0",
    }
    settings = SubElement(root, "ProjectTimeSettings", marks)
    span = SubElement(settings, "TemporalRange")
    SubElement(span, "start").text = f"{current().days.first}T00:00:00Z"
    SubElement(span, "end").text = f"{max(current().days.last, view.date)}T00:00:00Z"


def _variables(root: Element, language: Language) -> None:
    listed = SubElement(SubElement(root, "properties"), "Variables")
    for key, values in (("variableNames", VARIABLE), ("variableValues", str(language))):
        parent = SubElement(listed, key, type="QStringList")
        SubElement(parent, "value").text = values
