"""The map's dark palette: the profile's colours on a dark ground, hue kept, and inks of its own.

Lightness is moved in OKLab (Ottosson 2020), where equal steps look equal: fills are dark and stay
in their order, lines and small marks become light.
"""

from __future__ import annotations

import re
from typing import Any

#: What is no holder and no line of a layer.
INKS: dict[str, str] = {
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

#: The lightness of a fill and of a line (OKLab, 0 to 1), from that of the light palette.
_FILL, _LINE = (0.99, -0.12), (-0.5, 1.07)


def fill(colour: str) -> str:
    """Return a fill of the dark map for one of the light map.

    >>> fill("#ffffff") < "#e0e0e0"
    True
    """
    return _shift_colour(colour, *_FILL, 1.0)


def line(colour: str) -> str:
    """Return the colour of a line or small mark on the dark map.

    >>> line("#000000") > "#bbbbbb"
    True
    """
    return _shift_colour(colour, *_LINE, 1.0)


def page_style(style: dict[str, Any]) -> dict[str, Any]:
    """Return what differs in the dark palette of a style (:func:`geo.draw.style.page_style`)."""
    hatches = {
        name: look | {"colour": fill(look["colour"])} for name, look in style["hatches"].items()
    }
    return {
        **INKS,
        # What did not change recedes here too.
        "holders": {name: fill(colour) for name, colour in style["holders"].items()}
        | {"same": "#2b2f32"},
        "strong": {name: line(colour) for name, colour in style["strong"].items()},
        "hatches": hatches,
        "lines": {
            name: look | {"colour": line(look["colour"])} for name, look in style["lines"].items()
        },
        "marks": {
            name: look | {"colour": line(look["colour"])} for name, look in style["marks"].items()
        },
        "doubt": "rgba(150,146,138,0.4)",
        "eventHalo": "rgba(244,241,234,0.95)",
        "eventEdge": "rgba(244,241,234,0.95)",
    }


def _shift_colour(colour: str, factor: float, shift: float, chroma: float) -> str:
    """Return a colour of another lightness and, as far as a screen has it, the same hue."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return colour
    light, a, b = _oklab(colour)
    light = min(0.95, max(0.14, light * factor + shift))
    for share in (chroma, 0.9, 0.7, 0.5, 0.25, 0.0):
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
