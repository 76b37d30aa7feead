"""Styles of QGIS (QML): the colours of the map, by holder where a layer has one."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.draw.style import EVENTS, STYLE, holder_colours, strong_colours
from geo.layers import SPECS
from geo.layers.spec import Classes, Plain, Shape
from geo.model import Language
from geo.words import language

_NOTHING = "0,0,0,0"

#: Palettes that a layer's spec names.
PALETTES: dict[str, Callable[[], dict[str, str]]] = {
    "holders": holder_colours,
    "strong": strong_colours,
    "events": lambda: EVENTS,
}

#: How a table is drawn that no layer of the map is.
_OTHER = Plain(STYLE["accent"], 0.2)


def style(name: str, part: str) -> str:
    """Return the style of a layer, ``part`` being its table (``water_lines``)."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology")
    shape = _shape(name, part)
    look = SPECS[name].qgis if name in SPECS else _OTHER
    if isinstance(look, Classes):
        _add_categories(root, shape, look.column, PALETTES[look.palette]())
    else:
        renderer = SubElement(root, "renderer-v2", {"type": "singleSymbol"})
        options = _options(_KINDS[shape], rgba(look.colour), look.width, look.fill or None)
        _symbol(SubElement(renderer, "symbols"), "0", shape, options)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + tostring(root, "unicode")


def _add_categories(root: Element, shape: Shape, column: str, colours: dict[str, str]) -> None:
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": column})
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (value, colour) in enumerate(colours.items()):
        attributes = {"symbol": str(number), "value": value, "label": _label(column, value)}
        SubElement(categories, "category", attributes)
        _symbol(symbols, str(number), shape, _options(_KINDS[shape], rgba(colour), 0.2, colour))


def _label(column: str, value: str) -> str:
    kind = "event" if column == "type" else "holder"
    words = language(Language.EN)
    return words.get(f"{kind}.{value}") or words.get(f"class.{value}") or value


def _symbol(symbols: Element, name: str, shape: Shape, options: dict[str, str]) -> None:
    kind = _KINDS[shape]
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


#: Symbols of QGIS by what the features are.
_KINDS = {Shape.AREAS: "fill", Shape.LINES: "line", Shape.POINTS: "marker"}


def _shape(name: str, part: str) -> Shape:
    """Return what the features of a table are, which may hold one kind of several."""
    for shape in Shape:
        if part == f"{name}_{shape}":
            return shape
    return SPECS[name].shape if name in SPECS else Shape.POINTS


def rgba(colour: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> rgba("#a9c4df")
    '169,196,223,255'
    """
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
