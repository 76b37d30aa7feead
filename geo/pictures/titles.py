"""What a sheet is called: subject, place and date; its number, and the name of its file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geo.draw.chrome import compose, day_title, is_held, subject, when_title
from geo.model import HELD
from geo.profile import current
from geo.words import name_of, say, side_word

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

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


def title(atlas: Atlas, view: View, what: str = "", when: str | None = None) -> str:
    """Return the title of a sheet: subject (by default that of the layers), place and date."""
    return compose(view, what or subject(view), place(atlas, view), when or days(view))


def headline(atlas: Atlas, view: View, what: str = "") -> str:
    """Return subject and place."""
    what = what or subject(view)
    key = "graphic.title.held" if is_held(view, what) else "graphic.title"
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
        ground: dict[str, float] = {}
        for unit, part in zip(atlas.unit_records, parts, strict=True):
            ground[unit[column]] = ground.get(unit[column], 0.0) + float(part)
        large = sorted(
            (name for name in ground if ground[name] >= least * total), key=ground.__getitem__
        )
        if 1 <= len(large) <= most and sum(map(ground.__getitem__, large)) >= _MAJORITY * total:
            rows = {row[key]: row for row in atlas.records(table)}
            names = [name_of(rows[name], view.language) for name in reversed(large)]
            return say("sentence.comma", view.language).join(names)
    return home


def holder(view: View, name: str) -> str:
    """Return the name of a holder, or of a class of ground, on the day shown."""
    return say(side_word(name, view.perspective, view.date), view.language)


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
