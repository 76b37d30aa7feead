"""The code that a telephone reads: it leads to the live state of the map."""

from __future__ import annotations

from urllib.parse import urlsplit

import numpy as np
import segno
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geo.draw.style import STYLE
from geo.errors import ExportError
from geo.view import View

#: Modules on a side beyond which a code of the size on the sheet is too fine to be read.
_FINEST = 69


def link(address: str, view: View, version: str = "") -> str:
    """Return where a view stands live, in an app or on a site, and by which version it was made.

    Parameters
    ----------
    address
        Address of the app, or of a file that ``greenline export`` made and somebody publishes.
    view
        The state; a file (``.html``) has it behind ``#``, an app behind ``?``.
    version
        Version of the data.

    Raises
    ------
    ExportError
        Where the address is none of the web.

    Examples
    --------
    >>> link("https://example.org/greenline", View(date="2014-08-08"), "1.2.0")
    'https://example.org/greenline?d=2014-08-08&v=1.2.0'
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # of a host in brackets that is none
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ExportError(
            f"address {address[:80]!r}: expected an address such as https://example.org/map, "
            "without ? and #"
        )
    query = view.to_query(version)
    sign = "#" if parts.path.endswith((".html", ".htm")) else "?"
    return f"{address}{sign}{query}" if query else address


def draw(box: Axes, text: str, caption: str = "") -> bool:
    """Draw a text as a QR code; returns whether it is coarse enough to be read, and drawn.

    Parameters
    ----------
    box
        The axes of this part of the sheet, in points.
    text
        What the code says.
    caption
        What stands below it, for those who wonder where it leads.

    Returns
    -------
    bool
        Whether it was drawn.
    """
    made = segno.make(text, error="m", micro=False)
    cells = np.array([[bool(cell) for cell in row] for row in made.matrix])
    if len(cells) > _FINEST:
        return False
    rim = 2
    box.set(xlim=(-rim, len(cells) + rim), ylim=(len(cells) + rim, -rim), facecolor="white")
    box.axis("on")
    box.set(xticks=[], yticks=[])
    for spine in box.spines.values():
        spine.set_visible(False)
    corners = [
        point for row, column in np.argwhere(cells) for point in _square(float(column), float(row))
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * int(cells.sum())
    box.text(
        0.5, -0.04, caption, transform=box.transAxes, fontsize=6, ha="center", va="top",
        color=STYLE["faint"], parse_math=False,
    )  # fmt: skip
    box.add_patch(
        PathPatch(Path(corners, codes), facecolor=STYLE["ink"], linewidth=0, antialiased=False)
    )
    return True


def _square(x: float, y: float) -> list[tuple[float, float]]:
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
