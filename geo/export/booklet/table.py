"""Tables of print: a heading, columns, rows whose cells break into lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes

from geo.draw.style import STYLE
from geo.export.picture.legend import wrap
from geo.export.picture.plate import Plate

#: Points of a heading, of the first and each further line of a row, and between two columns.
HEAD, LINE, MORE, GAP = 15.0, 10.5, 8.2, 8.0

#: Size of letters, and their width on average, in points.
_SIZE, _LETTER = 6.8, 3.75


@dataclass(frozen=True)
class Table:
    """A table that is drawn from the top down."""

    heading: str
    """What stands above it."""

    columns: Sequence[tuple[str, float]]
    """Name of each column and its share of the width."""

    rows: Sequence[Sequence[str]]
    """Cells as text."""

    numbers: Sequence[int] = field(default_factory=tuple)
    """Columns that stand to the far side."""

    def draw(self, plate: Plate, box: Axes, top: float, bottom: float) -> tuple[float, int]:
        """Draw as many rows as find room."""
        width = float(box.get_xlim()[1])
        y = top
        if self.heading:
            y -= HEAD
            write(plate, box, 0, y, self.heading, size=8.6, colour=STYLE["ink"], heavy=True)
        y -= LINE
        self._line(plate, box, y, [[name] for name, _ in self.columns], faint=True)
        box.plot([0, width], [y - 2.6, y - 2.6], color=STYLE["neighbourLine"], linewidth=0.5)
        drawn = 0
        for row in self.rows:
            cells = self._cells(row, width)
            tall = _tall(cells)
            if y - tall < bottom:
                break
            self._line(plate, box, y - LINE, cells)
            y -= tall
            drawn += 1
        return y, drawn

    def height(self, width: float) -> float:
        """Return how much room the whole table takes, in points."""
        rows = sum(_tall(self._cells(row, width)) for row in self.rows)
        return (HEAD if self.heading else 0) + LINE + rows

    def _cells(self, row: Sequence[str], width: float) -> list[list[str]]:
        """Return the cells of a row broken into lines."""
        return [
            wrap(cell, (share * width - GAP) / _LETTER)
            for cell, (_, share) in zip(row, self.columns, strict=True)
        ]

    def _line(
        self, plate: Plate, box: Axes, y: float, cells: list[list[str]], *, faint: bool = False
    ) -> None:
        """Write one row, its first line at y."""
        start, width = 0.0, float(box.get_xlim()[1])
        colour = STYLE["faint"] if faint else STYLE["ink"]
        for number, (lines, (_, share)) in enumerate(zip(cells, self.columns, strict=True)):
            far = number in self.numbers
            x = start + share * width - GAP if far else start
            for step, text in enumerate(lines):
                write(plate, box, x, y - MORE * step, text, size=_SIZE, colour=colour, far=far)
            start += share * width


def _tall(cells: list[list[str]]) -> float:
    """Return the height of a row in points."""
    return LINE + MORE * (max(map(len, cells)) - 1)


def write(
    plate: Plate,
    box: Axes,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    colour: str,
    heavy: bool = False,
    far: bool = False,
) -> Any:
    """Write a text so far from the reading side, with its base at y."""
    at = float(box.get_xlim()[1]) - x if plate.rtl else x
    side = "right" if plate.rtl != far else "left"
    # A title or an address of another script keeps its own direction, and its full stop its place.
    shaped = text if plate.rtl and text.isascii() else plate.run(text)
    return box.text(
        at, y, shaped, fontsize=size, color=colour, ha=side, va="baseline",
        parse_math=False, **plate.face(bold=heavy),
    )  # fmt: skip
