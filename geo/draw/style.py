"""Colours of the map: one table for the page, its legend and pictures.

Holders differ in luminance, so that a copy in greys and readers with any colour vision tell them
apart; ground that is divided or contested is striped in the colours of its two sides.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.draw import dark_palette
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
    return style | {"night": dark_palette.page_style(style)}
