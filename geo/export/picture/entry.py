"""One line of the legend, and how its sample looks."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as given
from typing import Any

from geo.draw.style import HATCHES
from geo.export.picture.ground import PATTERNS
from geo.export.picture.plate import PX


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
    """Return a line whose sample is a filled patch."""
    look: dict[str, Any] = {"facecolor": colour}
    if hatch in HATCHES:
        lines = HATCHES[hatch]["colour"]
        look |= {"hatch": PATTERNS[hatch]}
        look |= {"hatchcolor": "#ffffffb0" if lines.startswith("rgba") else lines}
    return Entry(text, "fill", look)


def stroke(text: str, colour: str, px: float = 1.4, dash: Any = "solid", **more: Any) -> Entry:
    """Return a line whose sample is a stroke of so many pixels of the screen map."""
    look = {"color": colour, "linewidth": px * PX * 1.2, "linestyle": dash}
    return Entry(text, "line", look | more)


def mark(text: str, px: float, note: str = "", **look: Any) -> Entry:
    """Return a line whose sample is a mark with a radius of so many pixels of the screen map."""
    return Entry(text, "mark", {"s": (2 * px * PX) ** 2} | look, note)
