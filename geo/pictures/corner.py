"""What stands in the corner of a paper: the map of the country, the code of the live state."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from geo import client
from geo.draw.kept_page import kept_page
from geo.files.cache import load_derived, text_hash
from geo.model import Layer
from geo.pictures import painter, titles
from geo.pictures.ground import mercator
from geo.view import View, before_query
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import Bounds

#: Pattern that a code is mixed with; trying all eight for the best takes ten times as long.
MASK = 2

#: Modules on a side beyond which a code of the size on the sheet is too fine to be read.
_FINEST = 69

#: Pixels of the longer side of the locator, which are those of the screen map.
_LOCATOR = 150.0

#: Layers of the locator.
_GROUND = (Layer.DISPUTED, Layer.GOVERNORATES)


def link(address: str, view: View, version: str = "") -> str:
    """Return where a view stands live, in an app or on a site, and by which version it was made.

    >>> from geo import View
    >>> link("https://example.org/greenline", View(date="2014-08-08"), "1.2.0")
    'https://example.org/greenline?d=2014-08-08&v=1.2.0'
    """
    query = view.to_query(version)
    start = before_query(address)
    return start + query if query else address


def code(text: str) -> str | None:
    """Return a text as a QR code in SVG; None where it would be too fine to be read."""
    import segno  # noqa: PLC0415 -- with half of the web's libraries: where a sheet has a code

    try:
        made = segno.make(text, error="m", micro=False, mask=MASK)
    except segno.DataOverflowError:
        return None
    if made.symbol_size(border=0)[0] > _FINEST:
        return None
    out = io.BytesIO()
    made.save(
        out,
        kind="svg",
        border=2,
        scale=4,
        dark="#23262b",
        light="#ffffff",
        xmldecl=False,
        omitsize=True,
    )
    return out.getvalue().decode()


def locator(atlas: Atlas, view: View, shown: Bounds, *, night: bool) -> dict[str, Any]:
    """Return the small map of the country, and where the frame of the large one lies on it.

    Parameters
    ----------
    shown
        What the large map shows: west, south, east, north (degrees).
    night
        Whether it stands on dark ground.
    """
    drawn_by = text_hash(client.host_script())
    west, south, east, north, wide, high, svg = load_derived(
        atlas, f"locator {drawn_by}{' dark' * night}", lambda: _small_map(atlas, night=night)
    )
    left, right = ((lon - west) / (east - west) for lon in (shown[0], shown[2]))
    low, up = (mercator(lat) for lat in (south, north))
    bottom, top = ((up - mercator(lat)) / (up - low) for lat in (shown[1], shown[3]))
    edges = [min(1.0, max(0.0, share)) for share in (left, top, right, bottom)]
    alt = say("picture.locator", view.language, where=titles.place(atlas, view))
    return {"svg": svg, "ratio": high / wide, "frame": edges, "alt": alt}


def _small_map(atlas: Atlas, *, night: bool) -> list[Any]:
    """Return the bounds (degrees), size (pixels) and drawing of the small map."""
    west, south, east, north = kept_page(atlas).country
    rim = 0.03 * max(east - west, north - south)
    box = (west - rim, south - rim, east + rim, north + rim)
    across = math.radians(box[2] - box[0])
    ratio = (mercator(box[3]) - mercator(box[1])) / across
    wide, high = (_LOCATOR, _LOCATOR * ratio) if ratio < 1 else (_LOCATOR / ratio, _LOCATOR)
    frame = painter.Frame(box, round(wide), round(high))
    options: dict[str, Any] = {"layers": _GROUND, "names": False, "night": night}
    made = painter.draw(atlas, View(), frame, prefix="locator-", **options)
    return [*made.bounds, made.width, made.height, made.svg]
