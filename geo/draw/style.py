"""Colours of the map: one table for the page, its legend and pictures.

Holders differ in luminance, so that a copy in greys and readers with any colour vision tell them
apart; ground that is divided or contested is striped in the colours of its two sides. By night the
hues stay on a dark ground, with inks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from geo.layers import SPECS
from geo.layers.spec import Line
from geo.profile import current

#: Fills of what is not an actor: states of control, and classes of a claim.
_STATES: dict[str, str] = {
    "contested": "#7e6358",
    "unknown": "#e6e3dd",
    "disputed": "#c9b3c4",
    "same": "#f3f0e8",
}

#: Darker companions of the states, for small marks.
_STRONG_STATES: dict[str, str] = {
    "mixed": "#6c6a4e",
    "contested": "#9b3d2b",
    "unknown": "#77736b",
}

#: The one texture, stripes of a second colour as wide as the gaps between them (px): how far they
#: lie apart along the edge of what they fill, and how wide they are.
_STRIPES: dict[str, Any] = {"step": 10, "width": 3.5}

#: Kinds of events, distinguishable by colour-blind readers too (tests/draw/test_colours.py).
EVENTS: dict[str, str] = {
    "law": "#574e4d",
    "politics": "#8671ff",
    "referendum": "#066c8f",
    "agreement": "#14a5a6",
    "battle": "#540801",
    "attack": "#c98705",
    "takeover": "#9b4a00",
    "displacement": "#42005c",
    "oil": "#00000d",
    "crossing": "#81826a",
}

#: The shape of each kind's mark, the second cue beside its colour.
EVENT_SHAPES: dict[str, str] = {
    "law": "square",
    "politics": "plus",
    "referendum": "octagon",
    "agreement": "hexagon",
    "battle": "burst",
    "attack": "triangle",
    "takeover": "diamond",
    "displacement": "wedge",
    "oil": "pentagon",
    "crossing": "star",
}


def _line(line: Line) -> dict[str, Any]:
    look: dict[str, Any] = {"colour": line.colour, "width": line.width, "dash": line.dash}
    return look if line.band is None else look | {"band": line.band}


#: Lines of the map: colour, width, dashes and gaps in pixels of the screen map, none where whole.
#: The page, its legend and the pictures all draw from here.
LINES: dict[str, dict[str, Any]] = {
    name: _line(line) for spec in SPECS.values() for name, line in spec.lines.items()
}

#: How the features of plain layers are drawn, by layer.
MARKS: dict[str, dict[str, Any]] = {
    name: asdict(spec.mark) for name, spec in SPECS.items() if spec.mark is not None
}

#: Pipelines: states from the lowest drawn to the highest, widths by kind where oil moves, and of
#: all others. Where several lie on the same ground, the highest one's halo hides the others.
PIPELINES: dict[str, Any] = {
    "states": ("unknown", "shut", "partial", "open"),
    "width": {"export": 2.2, "domestic": 1.4, "feeder": 1.4},
    "idle": 0.8,
    "halo": 1.6,
}

STYLE: dict[str, Any] = {
    "events": EVENTS,
    "eventShapes": EVENT_SHAPES,
    "lines": LINES,
    "marks": MARKS,
    "pipelines": PIPELINES,
    "paper": "#fbf9f4",
    "land": "#f3f0e8",
    "sea": "#dfe8ec",
    "neighbour": "#ece8df",
    "neighbourLine": "#c4beb1",
    "water": "#cfe0e8",
    "river": "#9dbccb",
    "waterName": "#557c90",
    "country": "#5f5a52",
    "governorate": "#7d776d",
    "district": "#a09a8e",
    "front": "#3a3733",
    "doubt": "rgba(128,122,114,0.4)",
    "disputed": "#7a2e5c",
    "disputedBand": "rgba(122,46,92,0.12)",
    "greenLine": "#3d7a45",
    "oil": "#1f1d1b",
    "idle": "#6f6a63",
    "oilName": "#6b4400",
    "ink": "#23262b",
    "faint": "#6f6b63",
    "adminName": "#5b564d",
    "halo": "rgba(251,249,244,0.88)",
    "eventHalo": "rgba(251,249,244,0.88)",
    "eventEdge": "rgba(0,0,0,.3)",
    "accent": "#c8421f",
    "window": "rgba(200,66,31,0.12)",
    "bars": "#a79f90",
}


def holder_colours() -> dict[str, str]:
    """Return the fill of every holder and class, by the profile in use."""
    profile = current()
    actors = {name: actor.colour for name, actor in profile.actors.items()}
    return actors | {"mixed": profile.actors[profile.mixed.of[0]].colour} | _STATES


def strong_colours() -> dict[str, str]:
    """Return the darker companion of every holder's colour, by the profile in use."""
    actors = {name: actor.strong for name, actor in current().actors.items()}
    return actors | _STRONG_STATES


def hatches() -> dict[str, dict[str, Any]]:
    """Return stripes over a fill: ``over.CLASS`` of a second class, and those of states.

    The former lie on ground that is divided, contested or changing hands, and where a second
    perspective or a reader's map differs from the first.
    """
    fills = holder_colours()
    second = {"mixed": fills[current().mixed.of[1]], "contested": fills["unknown"]}
    second |= {f"over.{name}": colour for name, colour in fills.items()}
    return {name: _STRIPES | {"colour": colour} for name, colour in second.items()}


def css_fill(holder: str) -> str:
    """Return the fill of a holder as a background of CSS, striped where two sides share it."""
    colours = holder_colours()
    ground = colours.get(holder, colours["unknown"])
    if not (lines := hatches().get(holder)):
        return ground
    wide = lines["width"]
    return (
        f"repeating-linear-gradient(-45deg,{lines['colour']} 0 {wide}px,"
        f"{ground} {wide}px {2 * wide}px)"
    )


def page_style() -> dict[str, Any]:
    """Return all that the page needs to know of colours and lines."""
    colours = {"holders": holder_colours(), "strong": strong_colours(), "hatches": hatches()}
    style = colours | STYLE
    return style | {"night": _dark_style(style)}


#: Inks of the dark palette: what is no holder and no line of a layer.
_DARK_INKS: dict[str, str] = {
    "paper": "#1c1f22",
    "land": "#24282b",
    "sea": "#101518",
    "neighbour": "#373c41",  # apart from the dark ground of a holder
    "neighbourLine": "#565c62",
    "water": "#17303d",
    "river": "#3f6a7e",
    "waterName": "#9cc3d6",
    "country": "#b5afa4",
    "governorate": "#8d877c",
    "district": "#625e57",
    "front": "#f2eee5",
    "disputed": "#f0a9d0",
    "disputedBand": "rgba(240,169,208,0.12)",
    "greenLine": "#7cc087",
    "oil": "#f4f1ea",
    "idle": "#a8a39a",
    "oilName": "#f0cf95",
    "ink": "#f4f1ea",
    "faint": "#b9b4aa",
    "adminName": "#d2ccc0",
    "halo": "rgba(18,20,22,0.9)",
    "accent": "#ff8a66",
    "window": "rgba(255,138,102,0.2)",
    "bars": "#8d8980",
}

#: The lightness of a dark fill and line (OKLab, Ottosson 2020, 0 to 1, where equal steps look
#: equal), from that of the light palette: fills stay in their order, lines become light.
_FILL, _LINE = (0.99, -0.12), (-0.5, 1.07)


def dark_fill(colour: str) -> str:
    """Return a fill of the dark map for one of the light map.

    >>> dark_fill("#ffffff") < "#e0e0e0"
    True
    """
    return _shift_colour(colour, *_FILL)


def dark_line(colour: str) -> str:
    """Return the colour of a line or small mark on the dark map.

    >>> dark_line("#000000") > "#bbbbbb"
    True
    """
    return _shift_colour(colour, *_LINE)


def _dark_style(style: dict[str, Any]) -> dict[str, Any]:
    """Return what differs in the dark palette of a style."""
    return {
        **_DARK_INKS,
        # What did not change recedes here too.
        "holders": {name: dark_fill(colour) for name, colour in style["holders"].items()}
        | {"same": "#2b2f32"},
        "strong": {name: dark_line(colour) for name, colour in style["strong"].items()},
        "hatches": _shift_looks(style["hatches"], dark_fill),
        "lines": _shift_looks(style["lines"], dark_line),
        "marks": _shift_looks(style["marks"], dark_line),
        "doubt": "rgba(150,146,138,0.4)",
        "eventHalo": "rgba(244,241,234,0.95)",
        "eventEdge": "rgba(244,241,234,0.95)",
    }


def _shift_looks(
    looks: dict[str, dict[str, Any]], shift: Callable[[str], str]
) -> dict[str, dict[str, Any]]:
    return {name: look | {"colour": shift(look["colour"])} for name, look in looks.items()}


def _shift_colour(colour: str, factor: float, shift: float) -> str:
    """Return a colour of another lightness and, as far as a screen has it, the same hue."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return colour
    light, a, b = _oklab(colour)
    light = min(0.95, max(0.14, light * factor + shift))
    for share in (1.0, 0.9, 0.7, 0.5, 0.25, 0.0):
        rgb = _linear(light, a * share, b * share)
        if all(-0.001 <= part <= 1.001 for part in rgb):
            break
    return "#" + "".join(f"{round(255 * _curve(min(1, max(0, part)))):02x}" for part in rgb)


def _curve(part: float) -> float:
    return float(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def _oklab(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


def _linear(light: float, a: float, b: float) -> tuple[float, float, float]:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )
