"""Styles of QGIS (QML): the colours of the map, by holder where a layer has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geo.draw.style import EVENTS, STYLE, holder_colours, strong_colours
from geo.export.templates import render_xml
from geo.layers import SPECS
from geo.layers.spec import Plain, Shape
from geo.model import HELD, Layer
from geo.profile import current
from geo.view import View
from geo.words import language, side_word

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

_NOTHING = "0,0,0,0"

#: The table of the ground of control with every spell, for maps over time.
OVER_TIME = "control_over_time"

#: Palettes that a layer's spec names.
PALETTES: dict[str, Callable[[], dict[str, str]]] = {
    "holders": holder_colours,
    "strong": strong_colours,
    "events": lambda: EVENTS,
}

#: How a table is drawn that no layer of the map is.
_OTHER = Plain(STYLE["accent"], 0.2)


def style(name: str, part: str, view: View) -> str:
    """Return the style of a layer, ``part`` being its table (``water_lines``)."""
    return DOCTYPE + render_xml("qgis_style", look=describe_symbols(name, part, view))


def describe_symbols(name: str, part: str, view: View) -> dict[str, Any]:
    """Return how the features of a table are drawn, as the templates of QGIS take it."""
    kind, drawn = _KINDS[_shape(name, part)]
    look = SPECS[name].qgis if name in SPECS else _OTHER
    if isinstance(look, Plain):
        options = _options(kind, look.colour, look.width, look.fill)
        return {"kind": kind, "drawn": drawn, "column": "", "classes": [{"options": options}]}
    classes = [
        {
            "value": value,
            "label": _label(name, part, value, view),
            "options": _options(kind, colour, 0.2, colour),
        }
        for value, colour in PALETTES[look.palette]().items()
    ]
    return {"kind": kind, "drawn": drawn, "column": look.column, "classes": classes}


def _label(name: str, part: str, value: str, view: View) -> str:
    """Return what the map's legend calls a class; a holder over time by all its names."""
    words = language(view.language)
    if name == Layer.EVENTS:
        return words[f"event.{value}"]
    days = current().days
    is_ground = name == Layer.CONTROL and part != OVER_TIME
    keys = [
        side_word(value, view.perspective if is_ground else HELD, day)
        for day in ((days.first, days.last) if part == OVER_TIME else (view.date,))
    ]
    names = [words.get(key) or words.get(f"class.{value}") or value for key in keys]
    return words["sentence.comma"].join(dict.fromkeys(names))


def _options(kind: str, colour: str, width: float, fill: str) -> dict[str, str]:
    if kind == "line":
        return {"line_color": rgba(colour), "line_width": str(width), "line_style": "solid"}
    if kind == "marker":
        return {
            "color": rgba(colour),
            "outline_color": "255,255,255,255",
            "size": "2.4",
            "name": "circle",
        }
    return {
        "color": rgba(fill) if fill else _NOTHING,
        "style": "solid" if fill else "no",
        "outline_color": rgba(colour),
        "outline_width": str(width),
    }


#: Symbols of QGIS by what the features are, and what draws them.
_KINDS = {
    Shape.AREAS: ("fill", "SimpleFill"),
    Shape.LINES: ("line", "SimpleLine"),
    Shape.POINTS: ("marker", "SimpleMarker"),
}


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
