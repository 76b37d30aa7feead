"""Sizes of sheets, and the room of title, maps, legend and credits on them, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Paper

#: Width and height of the sheets.
SIZES: dict[Paper, tuple[float, float]] = {
    Paper.A4: (297.0, 210.0),
    Paper.A4_PORTRAIT: (210.0, 297.0),
    Paper.A3: (420.0, 297.0),
    Paper.A3_PORTRAIT: (297.0, 420.0),
    Paper.LETTER: (279.4, 215.9),
    Paper.LETTER_PORTRAIT: (215.9, 279.4),
    Paper.WIDE: (338.67, 190.5),
    Paper.SQUARE: (254.0, 254.0),
}

#: Around a sheet, around a map where its degrees stand, and between map and legend, at A4.
MARGIN, RIM, GAP = 8.0, 2.9, 3.5

#: A line above a map that says which of two it is, and the locator with the code.
CAPTION, SIDE = 4.6, 33.0

#: Millimetres of a pixel of the screen map: a name of 11 pixels has letters of 7.3 points.
PX = 0.235

#: Shares of the sheet inside its margins that maps take at least: the first with room for a legend.
SHARES = (0.66, 0.62, 0.58, 0.54, 0.5)

#: The widest legend beside a map that has the first share of the sheet.
_WIDEST = 58.0

#: A sheet is upright, with its legend below the map, from this height over width on.
_UPRIGHT = 1.1


@dataclass(frozen=True)
class Room:
    """Where things stand on a sheet."""

    page: tuple[float, float]  #: Width and height.
    grow: float  #: How much larger letters and margins are than at A4.
    map: tuple[float, float]  #: Width and height of each map, without its degrees.
    key: tuple[float, float]  #: Width and height of the legend.
    upright: bool  #: Whether the legend stands below the map.

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a map in pixels of the screen map."""
        px = PX * self.grow
        return round(self.map[0] / px), round(self.map[1] / px)

    @property
    def margin(self) -> float:
        """White around the sheet."""
        return MARGIN * self.grow


def grow(paper: Paper) -> float:
    """Return how much larger the letters of a sheet are than those at A4."""
    (width, height), (wide, high) = SIZES[paper], SIZES[Paper.A4]
    return float(max(1.0, (width * height / wide / high) ** 0.25))


def lay_out(
    paper: Paper, head: float, foot: float, maps: int = 1, share: float = SHARES[0]
) -> Room:
    """Share a sheet out among its parts.

    >>> room = lay_out(Paper.A4, 10, 14)
    >>> 0.65 < room.map[0] * room.map[1] / (281 * 194) < 0.75
    True
    """
    page, larger = SIZES[paper], grow(paper)
    wide, high = (side - 2 * MARGIN * larger for side in page)
    caption = (CAPTION if maps > 1 else 0) * larger
    rims = 2 * RIM * larger
    left = high - head - foot
    if page[1] / page[0] > _UPRIGHT:
        across = wide - rims
        each = share * wide * high / across / maps
        key = left - maps * (each + rims + caption) - GAP * larger
        return Room(page, larger, (across, each), (wide - (SIDE + 5) * larger, key), upright=True)
    tall = left - rims - caption
    needed = share * wide * high / tall / maps
    free = wide - maps * rims - GAP * larger - (maps - 1) * larger
    widest = _WIDEST * larger * (SHARES[0] / share) ** 2
    across = max(needed, (free - widest) / maps)
    key_size = (free - maps * across, left - SIDE * larger - rims)
    return Room(page, larger, (across, tall), key_size, upright=False)
