"""One line of the legend, and how its sample looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as given
from typing import Any

from geo.draw.style import LINES, hatches
from geo.export.picture.plate import PX, dashed


@dataclass(frozen=True)
class Entry:
    """One line of the legend."""

    text: str
    """What it says, in the words of the page's legend."""

    kind: str = "none"
    """How its sample is drawn: fill, line, field, mark or none; a name heads the lines below it."""

    look: dict[str, Any] = given(default_factory=dict)
    """Colours and shapes of the sample."""

    note: str = ""
    """A count that is written behind the text."""

    @property
    def told(self) -> str:
        """The text with its count."""
        return f"{self.text} · {self.note}" if self.note else self.text


def fill(text: str, colour: Any, hatch: str | None = None) -> Entry:
    """Return a line whose sample is a filled patch.

    Parameters
    ----------
    text
        What it stands for.
    colour
        Colour of the patch.
    hatch
        Name of a hatch (:func:`geo.draw.style.hatches`); another name draws none.
    """
    look: dict[str, Any] = {"facecolor": colour}
    if hatch in hatches():
        look["hatch"] = hatch
    return Entry(text, "fill", look)


def line(text: str, name: str) -> Entry:
    """Return a line whose sample is one of :data:`geo.draw.style.LINES`, with its band if any.

    Parameters
    ----------
    text
        What it stands for.
    name
        Name of the line.
    """
    look = LINES[name]
    entry = stroke(text, look["colour"], look["width"], look["dash"])
    return replace(entry, look=entry.look | {"band": look["band"]}) if "band" in look else entry


def stroke(text: str, colour: str, px: float, dash: Sequence[float]) -> Entry:
    """Return a line whose sample is a stroke, its width and dashes in pixels of the screen map.

    Parameters
    ----------
    text
        What it stands for.
    colour
        Its colour.
    px
        Its width.
    dash
        Lengths of dashes and gaps; empty for a line without gaps.
    """
    look = {"color": colour, "linewidth": px * PX, "linestyle": dashed(dash)}
    return Entry(text, "line", look | {"dash_capstyle": "butt", "solid_capstyle": "butt"})


def mark(text: str, px: float, note: str = "", **look: Any) -> Entry:
    """Return a line whose sample is a mark with a radius of so many pixels of the screen map.

    Parameters
    ----------
    text
        What it stands for.
    px
        The radius.
    note
        What stands behind the text, in small letters.
    **look
        How the mark is drawn: what ``scatter`` of matplotlib takes.
    """
    return Entry(text, "mark", {"s": (2 * px * PX) ** 2} | look, note)
