"""A mark with a number on it, and the number itself."""

from __future__ import annotations

from dataclasses import dataclass

from geo.export.picture.plate import PX, Plate


@dataclass(frozen=True)
class NumberedMark:
    """Room on the map that a mark with a number takes."""

    x: float
    """Where, in metres of Web Mercator."""

    y: float
    """Where, in metres of Web Mercator."""

    px: float
    """Half its width in pixels of the screen map."""


def write_number(
    plate: Plate, spot: NumberedMark, number: int, *, px: float, colour: str, z: float
) -> None:
    """Write a number at the middle of a mark, in letters of so many pixels."""
    plate.axes.text(
        spot.x, spot.y, plate.number(number), fontsize=px * PX, color=colour, zorder=z,
        ha="center", va="center_baseline", parse_math=False, clip_on=True, **plate.face(bold=True),
    )  # fmt: skip
