"""Styles of QGIS (QML): the colours of the map, by holder where a layer has one."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.draw.style import EVENTS, STYLE, holder_colours, strong_colours
from geo.model import Language
from geo.words import language

_NOTHING = "0,0,0,0"

#: Column and colours of the layers that are coloured by a column.
_CLASSES: dict[str, tuple[str, Callable[[], dict[str, str]]]] = {
    "control": ("holder", holder_colours),
    "fields": ("holder", strong_colours),
    "crossings": ("run_by", strong_colours),
    "airports": ("run_by", strong_colours),
    "events": ("type", lambda: EVENTS),
}

#: Colour of what is drawn in one colour, and width of its line (mm).
_PLAIN: dict[str, tuple[str, float]] = {
    "neighbours": (STYLE["neighbourLine"], 0.1),
    "water": (STYLE["river"], 0.3),
    "disputed": (STYLE["disputed"], 0.6),
    "subdistricts": (STYLE["district"], 0.1),
    "districts": (STYLE["district"], 0.2),
    "governorates": (STYLE["governorate"], 0.4),
    "lines": (STYLE["greenLine"], 0.6),
    "pipelines": (STYLE["oil"], 0.4),
    "refineries": (STYLE["oil"], 0.2),
    "towns": (STYLE["ink"], 0.1),
}
_FILLED = {"neighbours": STYLE["neighbour"], "water": STYLE["water"]}


def style(name: str, part: str) -> str:
    """Return the style of a layer, ``part`` being its table (``water_lines``)."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology")
    if name in _CLASSES:
        column, colours = _CLASSES[name]
        _categorised(root, part, column, colours())
    else:
        colour, width = _PLAIN.get(name, (STYLE["accent"], 0.2))
        renderer = SubElement(root, "renderer-v2", {"type": "singleSymbol"})
        options = _options(_kind(part), rgba(colour), width, _FILLED.get(name))
        _symbol(SubElement(renderer, "symbols"), "0", part, options)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + tostring(root, "unicode")


def _categorised(root: Element, part: str, column: str, colours: dict[str, str]) -> None:
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": column})
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (value, colour) in enumerate(colours.items()):
        told = {"symbol": str(number), "value": value, "label": _label(column, value)}
        SubElement(categories, "category", told)
        _symbol(symbols, str(number), part, _options(_kind(part), rgba(colour), 0.2, colour))


def _label(column: str, value: str) -> str:
    kind = "event" if column == "type" else "holder"
    words = language(Language.EN)
    return words.get(f"{kind}.{value}") or words.get(f"class.{value}") or value


def _symbol(symbols: Element, name: str, part: str, options: dict[str, str]) -> None:
    kind = _kind(part)
    symbol = SubElement(symbols, "symbol", {"type": kind, "name": name, "alpha": "1"})
    drawn = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}[kind]
    layer = SubElement(symbol, "layer", {"class": drawn, "enabled": "1", "pass": "0"})
    listed = SubElement(layer, "Option", {"type": "Map"})
    for key, value in options.items():
        SubElement(listed, "Option", {"name": key, "value": value, "type": "QString"})


def _options(kind: str, colour: str, width: float, fill: str | None) -> dict[str, str]:
    if kind == "line":
        return {"line_color": colour, "line_width": str(width), "line_style": "solid"}
    if kind == "marker":
        return {
            "color": colour,
            "outline_color": "255,255,255,255",
            "size": "2.4",
            "name": "circle",
        }
    return {
        "color": rgba(fill) if fill else _NOTHING,
        "style": "solid" if fill else "no",
        "outline_color": colour,
        "outline_width": str(width),
    }


def _kind(part: str) -> str:
    if part.endswith("_lines") or part in {"lines", "pipelines"}:
        return "line"
    points = {"fields", "refineries", "crossings", "airports", "events", "towns", "user_events"}
    return "marker" if part in points or part.endswith("_points") else "fill"


def rgba(colour: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> rgba("#a9c4df")
    '169,196,223,255'
    """
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
