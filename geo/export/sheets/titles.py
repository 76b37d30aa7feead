"""What a sheet is called: subject, place and date; its number, and the name of its file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geo.layers import groups
from geo.model import HELD, Layer
from geo.profile import current
from geo.words import locale, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas import Atlas
    from geo.atlas.table import Record
    from geo.model import Language
    from geo.view import View

#: What names the place of a map, the first that does: a table, its column in the units and its key;
#: the share of the ground in the frame that one has at least; how many there may be.
_PLACES = (
    ("districts", "district", "pcode", 0.6, 1),
    ("governorates", "governorate", "iso", 0.18, 3),
)

#: So many groups of layers at most are a subject.
_MOST = 3

#: Groups of layers that are the ground of a map, not its subject.
_GROUND = ("admin", "base")


def title(atlas: Atlas, view: View, when: str | None = None) -> str:
    """Return the title of a sheet: subject, place and date.

    Parameters
    ----------
    atlas, view
        What the sheet shows.
    when
        What stands in place of the date; None takes the date of the view.
    """
    words = {"what": subject(view), "where": place(atlas, view), "when": when or dated(view)}
    return say("picture.title", view.language, **words)


def subject(view: View) -> str:
    """Return what is drawn: the perspective where control is, else the groups of the layers."""
    if Layer.CONTROL in view.layers:
        return perspective(view)
    every = groups()
    shown = [
        group
        for group in current().groups
        if group not in _GROUND and any(layer in view.layers for layer in every[group])
    ]
    names = [say(f"group.{group}", view.language) for group in shown or _GROUND[:1]]
    return say("sentence.comma", view.language).join(names[:_MOST])


def perspective(view: View) -> str:
    """Return the name of the perspective, and of a second one that it is compared with."""
    what = say(f"sentence.{view.perspective}", view.language)
    if view.against is None:
        return what
    other = say(f"sentence.{view.against}", view.language)
    if view.compare_mode != "change":
        return say("sentence.swipe", view.language, one=what, other=other)
    return say("sentence.against", view.language, what=what, other=other)


def dated(view: View) -> str:
    """Return the day shown, or both days that are compared."""
    if view.compare is None:
        return locale.day(view.date, view.language)
    days = sorted((view.compare, view.date))
    return " – ".join(locale.day(day, view.language) for day in days)


def place(atlas: Atlas, view: View) -> str:
    """Return the place that the frame shows.

    The district where one fills the frame, else the governorates that have most of it, else the
    name that the profile has for the area that opens.
    """
    home = say("picture.place.home", view.language)
    if view.bounds is None:
        return home
    import shapely  # noqa: PLC0415 -- most sheets need no geometry

    parts = shapely.area(shapely.intersection(atlas.unit_shapes, shapely.box(*view.bounds)))
    whole = float(parts.sum())
    if not whole:
        return home
    for table, column, key, least, most in _PLACES:
        ground: dict[str, float] = {}
        for unit, part in zip(atlas.unit_records, parts, strict=True):
            ground[unit[column]] = ground.get(unit[column], 0.0) + float(part)
        large = sorted(
            (one for one in ground if ground[one] >= least * whole), key=ground.__getitem__
        )
        if 1 <= len(large) <= most:
            rows = {row[key]: row for row in atlas.records(table)}
            names = [name_of(rows[one], view.language, atlas) for one in reversed(large)]
            return say("sentence.comma", view.language).join(names)
    return home


def name_of(row: Record, language: Language, atlas: Atlas) -> str:
    """Return the name of a record in a language, else in another one.

    Parameters
    ----------
    row
        The record.
    language
        The language.
    atlas
        The atlas, which knows the columns of names.
    """
    columns = (f"name_{language}", *atlas.name_columns)
    return next((str(row[column]) for column in columns if row.get(column)), "")


def holder(view: View, name: str) -> str:
    """Return the name of a holder, or of a class of ground, on the day shown."""
    day = view.date if view.perspective == HELD else None
    return say(current().holder_word(name, day), view.language)


def doubts(view: View, counts: Mapping[str, int]) -> str:
    """Return how many units are contested and mixed on the day; empty where days are compared."""
    two = view.against is not None and view.compare_mode != "change"
    if view.compare is not None or two or Layer.CONTROL not in view.layers:
        return ""
    parts = []
    for kind in ("contested", "mixed"):
        if count := counts.get(kind, 0):
            key = f"sentence.{kind}.one" if count == 1 else f"sentence.{kind}"
            parts.append(say(key, view.language, n=locale.number(count, view.language)))
    return say("sentence.and", view.language).join(parts)


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


def catalogued(atlas: Atlas, view: View, file: Path, paper: str) -> Path:
    """Name a file by OCHA's pattern: catalogue number, short name, paper, day of production.

    Parameters
    ----------
    atlas, view
        What the map shows; its number is that on the sheet.
    file
        Its stem is the short name of the map; its folder and ending stay.
    paper
        Size of the sheet.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> catalogued(Atlas.load(), View(), Path("kirkuk control.pdf"), "a4").name[8:26]
    '_kirkuk_control_a4'
    """
    country, _, digits = number(atlas, view).split("-")
    short = re.sub(r"[^\w.]+", "_", file.stem).strip("_")
    size = re.sub(r"\W+", "", paper)
    return file.with_name(f"{country}{digits}_{short}_{size}_{atlas.date:%Y%m%d}{file.suffix}")
