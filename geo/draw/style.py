"""Colours of the map: one table for the page, its legend and pictures.

Holders, mixed and contested ground differ in luminance, so that a copy in greys and readers with
any colour vision tell them apart; contested, mixed and doubtful ground differ by hatching too.
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

#: Second cue for what is not plainly held: slanting lines of a colour, step, width (px) and slant;
#: dots where they do not slant.
_HATCHES: dict[str, dict[str, Any]] = {
    "mixed": {"colour": "", "step": 6, "width": 2.1, "slant": 1},
    "contested": {"colour": "#642910", "step": 4, "width": 1.3, "slant": 1},
    "unknown": {"colour": "#b9b4aa", "step": 5, "width": 0.8, "slant": -1},
}

#: Stripes of the other holder on ground that changes hands: as wide as the gaps between them.
_CHANGING: dict[str, Any] = {"step": 14, "width": 5, "slant": 1}

#: Stripes of a second perspective.
_STRIPES: dict[str, Any] = {"step": 12, "width": 2.2, "slant": -1}

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

#: Pipelines: states from the lowest drawn to the highest, widths by kind, dashes by state. Where
#: several lie on the same ground, the highest one's halo of paper hides the others: two broken
#: lines on top of one another would look like a whole one.
PIPELINES: dict[str, Any] = {
    "states": ("unknown", "shut", "partial", "open"),
    "width": {"export": 2.4, "domestic": 1.5, "feeder": 1.5},
    "halo": 1.8,
    "dash": {"unknown": (2, 3.5), "shut": (7, 5), "partial": (13, 3, 3.5, 3), "open": ()},
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
    "disputedBand": "rgba(122,46,92,0.17)",
    "greenLine": "#3d7a45",
    "oil": "#1f1d1b",
    "oilFaint": "rgba(251,249,244,0.75)",
    "gas": "#5d544c",
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
    return actors | {"mixed": profile.actors[profile.mixed.of[0]].strong} | _STATES


def strong_colours() -> dict[str, str]:
    """Return the darker companion of every holder's colour, by the profile in use."""
    actors = {name: actor.strong for name, actor in current().actors.items()}
    return actors | _STRONG_STATES


def hatches() -> dict[str, dict[str, Any]]:
    """Return the hatches of what is not plainly held, by the profile in use.

    ``against.CLASS`` is a second picture's class over the first one's fill: stripes that are
    strong, far apart and slant the other way than those of ground that is held by several.
    """
    mixed = _HATCHES["mixed"] | {"colour": current().mixed.hatch}
    strong = strong_colours() | {"disputed": STYLE["disputed"]}
    second = {f"against.{name}": _STRIPES | {"colour": colour} for name, colour in strong.items()}
    fills = holder_colours().items()
    changing = {f"changing.{name}": _CHANGING | {"colour": colour} for name, colour in fills}
    return _HATCHES | {"mixed": mixed} | second | changing


def page_style() -> dict[str, Any]:
    """Return all that the page needs to know of colours and lines."""
    colours = {"holders": holder_colours(), "strong": strong_colours(), "hatches": hatches()}
    style = colours | STYLE
    return style | {"night": dark_palette.page_style(style)}
