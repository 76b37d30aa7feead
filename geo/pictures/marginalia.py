"""What stands around a map: title, number, credits, and on paper the locator and the code."""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import client
from geo.ask.credits import credit_line, credits_drawn, source_ranks
from geo.draw.chrome import compose, day_title, is_of_holders, subject, when_title
from geo.draw.kept_page import kept_page
from geo.files.cache import load_derived, text_hash
from geo.model import HELD, Layer
from geo.pictures import painter
from geo.pictures.ground import mercator
from geo.profile import current
from geo.view import View, before_query
from geo.words import locale, name_of, say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.pictures.settings import Format
    from geo.view import Bounds

#: What names the place of a map, the first that does: a table, its column in the units and its key;
#: the share of the ground in the frame that one has at least; how many there may be.
_PLACES = (
    ("districts", "district", "pcode", 0.6, 1),
    ("governorates", "governorate", "iso", 0.18, 3),
)

#: The share of the ground in the frame that the places named must have together.
_MAJORITY = 0.6

#: The share of the country's ground from which a frame shows the country.
_NEARLY_ALL = 0.9

#: Columns of tables that name sources, and publishers that are named.
_CITING, _NAMED = ("source", "position_source", "state_source"), 5

#: Pattern that a code is mixed with; trying all eight for the best takes ten times as long.
MASK = 2

#: Modules on a side beyond which a code of the size on the sheet is too fine to be read.
_FINEST = 69

#: Pixels of the longer side of the locator, which are those of the screen map.
_LOCATOR = 150.0

#: Layers of the locator.
_GROUND = (Layer.DISPUTED, Layer.GOVERNORATES)


def title(atlas: Atlas, view: View, what: str = "", when: str | None = None) -> str:
    """Return the title of a sheet: subject (by default that of the layers), place and date."""
    return compose(view, what or subject(view), place(atlas, view), when or days(view))


def headline(atlas: Atlas, view: View, what: str = "") -> str:
    """Return subject and place."""
    what = what or subject(view)
    key = "graphic.title.held" if is_of_holders(view, what) else "graphic.title"
    return say(key, view.language, what=what, where=place(atlas, view))


def days(view: View) -> str:
    """Return the day shown, or the two that are compared."""
    return when_title(view) if view.against is None else day_title(view)


def place(atlas: Atlas, view: View) -> str:
    """Return the place that the frame shows.

    The country where nearly all of it is in the frame, else the district that fills the frame,
    else the governorates that have most of it, else what the profile calls the area that opens.
    """
    home = say("map.place", view.language)
    if view.bounds is None:
        return home
    import shapely  # noqa: PLC0415 -- most sheets need no geometry

    parts = shapely.area(shapely.intersection(atlas.unit_shapes, shapely.box(*view.bounds)))
    total = float(parts.sum())
    if not total:
        return home
    if total >= _NEARLY_ALL * float(shapely.area(atlas.unit_shapes).sum()):
        return say("country", view.language)
    for table, column, key, least, most in _PLACES:
        ground: dict[str, float] = defaultdict(float)
        for unit, part in zip(atlas.unit_records, parts, strict=True):
            ground[unit[column]] += float(part)
        large = sorted(
            ((area, name) for name, area in ground.items() if area >= least * total), reverse=True
        )
        if len(large) <= most and sum(area for area, _ in large) >= _MAJORITY * total:
            rows = {row[key]: row for row in atlas.records(table)}
            names = [name_of(rows[name], view.language) for _, name in large]
            return say("sentence.comma", view.language).join(names)
    return home


def meaning(atlas: Atlas, view: View) -> str:
    """Return what the perspective is, where it is not simply who held the ground."""
    if view.perspective == HELD:
        return ""
    rows = {row["id"]: row for row in atlas.records("perspectives")}
    row = rows[str(view.perspective)]
    return str(row.get(f"text_{view.language}") or row["text_en"])


def number(atlas: Atlas, view: View) -> str:
    """Return the number of a map: the same for the same data and view, another for any other."""
    seed = f"{atlas.version} {view.to_query()}".encode()
    digits = hashlib.sha256(seed).hexdigest()[:6]
    return f"{current().country}-{view.date:%Y%m%d}-{digits}"


def catalogue_name(atlas: Atlas, view: View, file: Path, paper: str) -> Path:
    """Name a file by OCHA's pattern: catalogue number, short name, paper, day of production.

    >>> from geo import Atlas, View
    >>> catalogue_name(Atlas.load(), View(), Path("kirkuk control.pdf"), "a4").name[8:26]
    '_kirkuk_control_a4'
    """
    country, _, digits = number(atlas, view).split("-")
    short = re.sub(r"[^\w.]+", "_", file.stem).strip("_")
    size = re.sub(r"\W+", "", paper)
    return file.with_name(f"{country}{digits}_{short}_{size}_{atlas.date:%Y%m%d}{file.suffix}")


def write_credits(
    atlas: Atlas, view: View, pictures: Sequence[painter.Picture], shape: Format, sentence: str
) -> list[str]:
    """Return whom a picture names below its maps and of which data it is made, by its format."""
    t: Any = partial(say, code=view.language)
    label = f"\u2068{atlas.label}\u2069" if view.language.rtl else atlas.label
    data = {"date": locale.digits(atlas.date.isoformat(), view.language), "version": label}
    rights = _rights(atlas, view, pictures)
    numbered = t("picture.number", number=number(atlas, view), **data)
    if shape.paper:
        return [
            f"{t('about.disclaimer')} {t('about.neutral')}",
            rights,
            f"{_sources(atlas, view)} {t('about.citation', what=sentence, **data)}",
            f"{numbered} {t('picture.projection')}",
        ]
    if shape.pixels:
        return [" · ".join(filter(None, [rights, t("picture.data", **data)]))]
    return [rights, numbered]


def _rights(atlas: Atlas, view: View, pictures: Sequence[painter.Picture]) -> str:
    """Return the rights holders of what is drawn, in the words that their licences ask for."""
    parts: dict[str, set[str]] = {}
    for picture in pictures:
        for layer, names in picture.drawn.items():
            parts.setdefault(layer, set()).update(names)
    drawn = {(mark.layer, mark.id) for item in pictures for mark in (*item.marks, *item.names)}
    return credit_line(credits_drawn(atlas, parts, drawn), view.language)


def _sources(atlas: Atlas, view: View) -> str:
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
    cited &= atlas.publishers.keys()
    often = Counter(atlas.publishers[item] for item in sorted(cited)).most_common(_NAMED)
    ranks = {atlas.publishers[source]: rank for source, rank in source_ranks(atlas).items()}
    best = sorted(often, key=lambda pair: (ranks[pair[0]], -pair[1]))
    return [len(cited), [name for name, _ in best]]


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
        drawing = segno.make(text, error="m", micro=False, mask=MASK)
    except segno.DataOverflowError:
        return None
    if drawing.symbol_size(border=0)[0] > _FINEST:
        return None
    out, look = io.BytesIO(), {"dark": "#23262b", "light": "#ffffff", "border": 2, "scale": 4}
    drawing.save(out, kind="svg", xmldecl=False, omitsize=True, **look)
    return out.getvalue().decode()


def locator(atlas: Atlas, view: View, frame: Bounds, *, night: bool) -> dict[str, Any]:
    """Return the small map of the country, and where the frame of the large one lies on it.

    Parameters
    ----------
    frame
        What the large map shows: west, south, east, north (degrees).
    night
        Whether it stands on dark ground.
    """
    drawn_by = text_hash(client.host_script())
    west, south, east, north, wide, high, svg = load_derived(
        atlas, f"locator {drawn_by}{' dark' * night}", lambda: _small_map(atlas, night=night)
    )
    sides = [(lon - west) / (east - west) for lon in (frame[0], frame[2])]
    low, up = (mercator(lat) for lat in (south, north))
    bottom, top = ((up - mercator(lat)) / (up - low) for lat in (frame[1], frame[3]))
    edges = [min(1.0, max(0.0, share)) for share in (sides[0], top, sides[1], bottom)]
    alt = say("picture.locator", view.language, where=place(atlas, view))
    return {"svg": svg, "ratio": high / wide, "frame": edges, "alt": alt}


def _small_map(atlas: Atlas, *, night: bool) -> list[Any]:
    """Return the bounds (degrees), size (pixels) and drawing of the small map."""
    west, south, east, north = kept_page(atlas).country
    rim = 0.03 * max(east - west, north - south)
    box = (west - rim, south - rim, east + rim, north + rim)
    ratio = (mercator(box[3]) - mercator(box[1])) / math.radians(box[2] - box[0])
    frame = painter.Frame(box, round(_LOCATOR / max(1, ratio)), round(_LOCATOR * min(1, ratio)))
    picture = painter.draw(
        atlas, View(), frame, prefix="locator-", layers=_GROUND, names=False, night=night
    )
    return [*picture.bounds, picture.width, picture.height, picture.svg]
