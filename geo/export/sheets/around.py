"""What stands around a map on a sheet: the code of its live state, the locator, credits."""

from __future__ import annotations

import io
import math
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo import client, painter
from geo.ask.contents.credits import credit_line, credits_drawn, credits_for, source_ranks
from geo.cache import load_derived, text_hash
from geo.draw.kept_page import kept_page
from geo.errors import ExportError
from geo.export.sheets import titles
from geo.model import Layer
from geo.words import locale, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas import Atlas
    from geo.view import Bounds, View

#: Pattern that a code is mixed with; trying all eight for the best takes ten times as long.
MASK = 2

#: Modules on a side beyond which a code of the size on the sheet is too fine to be read.
_FINEST = 69

#: Longest address of an app or a site; signs that none has: of a query, or outside RFC 3986.
_LONGEST, _NOT_IN_ADDRESS = 300, '?#<>"\\^`{|} '

#: Pixels of the longer side of the locator, which are those of the screen map.
_LOCATOR = 150.0

#: Columns of tables that name sources, and publishers that are named.
_CITING, _NAMED = ("source", "position_source", "state_source"), 5

#: Layers of the locator.
_GROUND = (Layer.DISPUTED, Layer.GOVERNORATES)


def home(atlas: Atlas) -> Bounds:
    """Return the frame that opens: west, south, east, north (degrees)."""
    return kept_page(atlas).home


def link(address: str, view: View, version: str = "") -> str:
    """Return where a view stands live, in an app or on a site, and by which version it was made.

    >>> from geo import View
    >>> link("https://example.org/greenline", View(date="2014-08-08"), "1.2.0")
    'https://example.org/greenline?d=2014-08-08&v=1.2.0'
    """
    query = view.to_query(version)
    start = before_query(address)
    return start + query if query else address


def before_query(address: str) -> str:
    """Return an address of an app or a page up to the view that follows; refuse what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a host in brackets that is none
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > _LONGEST
        or not address.isprintable() or any(sign in _NOT_IN_ADDRESS for sign in address)
    ):  # fmt: skip
        raise ExportError(
            f"address {address[:80]!r}: expected an address such as https://example.org/map, "
            f"without ?, # and spaces, of at most {_LONGEST} characters"
        )
    return address + ("#" if parts.path.endswith((".html", ".htm")) else "?")


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


def locator(atlas: Atlas, view: View, shown: Bounds) -> dict[str, Any]:
    """Return the small map of the country, and where the frame of the large one lies on it.

    Parameters
    ----------
    shown
        What the large map shows: west, south, east, north (degrees).
    """
    drawn_by = text_hash(client.host_script())
    west, south, east, north, wide, high, svg = load_derived(
        atlas, f"locator {drawn_by}", lambda: _small_map(atlas)
    )
    left, right = ((lon - west) / (east - west) for lon in (shown[0], shown[2]))
    low, up = (mercator(lat) for lat in (south, north))
    bottom, top = ((up - mercator(lat)) / (up - low) for lat in (shown[1], shown[3]))
    edges = [min(1.0, max(0.0, share)) for share in (left, top, right, bottom)]
    alt = say("picture.locator", view.language, where=titles.place(atlas, view))
    return {"svg": svg, "ratio": high / wide, "frame": edges, "alt": alt}


def _small_map(atlas: Atlas) -> list[Any]:
    """Return the bounds (degrees), size (pixels) and drawing of the small map."""
    from geo.view import View  # noqa: PLC0415 -- a cycle of packages otherwise

    west, south, east, north = kept_page(atlas).country
    rim = 0.03 * max(east - west, north - south)
    box = (west - rim, south - rim, east + rim, north + rim)
    across = math.radians(box[2] - box[0])
    ratio = (mercator(box[3]) - mercator(box[1])) / across
    wide, high = (_LOCATOR, _LOCATOR * ratio) if ratio < 1 else (_LOCATOR / ratio, _LOCATOR)
    frame = painter.Frame(box, round(wide), round(high))
    made = painter.draw(atlas, View(), frame, layers=_GROUND, names=False, prefix="locator-")
    return [*made.bounds, made.width, made.height, made.svg]


def mercator(lat: float) -> float:
    """Return how far a latitude (degrees) lies from the equator in Web Mercator, in radians."""
    return math.asinh(math.tan(math.radians(lat)))


def credit_lines(
    atlas: Atlas,
    view: View,
    sentence: str,
    more: Sequence[str] = (),
    pictures: Sequence[painter.Picture] = (),
) -> list[str]:
    """Return the texts below a map: disclaimer, rights holders, citation, number, projection."""

    def t(key: str, **values: object) -> str:
        return say(key, view.language, **values)

    day, label = _data_words(atlas, view)
    return [
        *more,
        f"{t('about.disclaimer')} {t('about.neutral')}",
        *filter(None, [rights(atlas, view, pictures)]),
        " ".join(
            [sources(atlas, view), t("about.citation", what=sentence, date=day, version=label)]
        ),
        f"{number_line(atlas, view)} {t('picture.projection')}",
    ]


def number_line(atlas: Atlas, view: View) -> str:
    """Return the number of a map, and of which data it is made."""
    day, label = _data_words(atlas, view)
    number = titles.number(atlas, view)
    return say("picture.number", view.language, number=number, date=day, version=label)


def data_line(atlas: Atlas, view: View) -> str:
    """Return of which data a map is made."""
    day, label = _data_words(atlas, view)
    return say("picture.data", view.language, date=day, version=label)


def _data_words(atlas: Atlas, view: View) -> tuple[str, str]:
    """Return the day and the version of the data in the language of a view."""
    day = locale.digits(atlas.date.isoformat(), view.language)
    return day, f"\u2068{atlas.label}\u2069" if view.language.rtl else atlas.label


def rights(atlas: Atlas, view: View, pictures: Sequence[painter.Picture] = ()) -> str:
    """Return the rights holders of what is drawn, in the words that their licences ask for.

    Before anything is drawn they are those of all layers of the view.
    """
    if not pictures:
        return credit_line(credits_for(atlas, view.shown_layers), view.language)
    shown: dict[str, set[str]] = {}
    for picture in pictures:
        for layer, parts in picture.shown.items():
            shown.setdefault(layer, set()).update(parts)
    drawn = {(mark.layer, mark.id) for item in pictures for mark in (*item.marks, *item.names)}
    return credit_line(credits_drawn(atlas, shown, drawn), view.language)


def sources(atlas: Atlas, view: View) -> str:
    """Return how many sources the layers of a view cite, and the best of those cited most often."""
    tables = sorted({name for layer in view.shown_layers for name in layer.spec.tables})
    count, names = load_derived(atlas, f"sources of {tables}", lambda: _cite_tables(atlas, tables))
    words = {"n": locale.number(count, view.language), "names": ", ".join(names)}
    return say("picture.sources", view.language, **words) if count else ""


def _cite_tables(atlas: Atlas, tables: Sequence[str]) -> list[Any]:
    """Return the number of sources that tables cite, and the publishers of most of them."""
    cited = {
        item
        for name in tables
        if name in atlas.names
        for row in atlas.records(name)
        for column in _CITING
        for item in (row.get(column) or "").split(";")
    }
    known = atlas.publishers.keys() & cited
    often = Counter(atlas.publishers[item] for item in sorted(known)).most_common(_NAMED)
    ranks: dict[str, int] = {}
    for source, rank in source_ranks(atlas).items():
        ranks[atlas.publishers[source]] = rank
    best = sorted(often, key=lambda pair: (ranks[pair[0]], -pair[1]))
    return [len(known), [name for name, _ in best]]
