"""What a sheet says of itself: subject, place and date, its number, its sentence."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pandas as pd
import shapely

from geo.atlas import Atlas
from geo.export.picture.ground import country
from geo.export.picture.layers.territory import shown
from geo.export.picture.plate import Plate
from geo.layers import groups
from geo.model import HELD, Layer
from geo.profile import current
from geo.view import View
from geo.words import locale

#: A unit names the place of a map from this share of its ground on.
_SHARE = 0.18

#: So many units name a place at most.
_MOST = 3

#: Groups of layers that are the ground of a map, not its subject.
_GROUND = ("admin", "base")


def title(plate: Plate, when: str | None = None) -> str:
    """Return the title of a sheet: subject, place and date, always; ``when`` is another date.

    Parameters
    ----------
    plate
        The plate of the picture.
    when
        What stands in place of the date; None takes the date of the view.
    """
    when = when or dated(plate)
    return plate.t("picture.title", what=subject(plate), where=place(plate), when=when)


def subject(plate: Plate) -> str:
    """Say what is drawn: the perspective where control is, else the groups of the layers."""
    if Layer.CONTROL in plate.layers:
        return said(plate)
    every = groups()
    own = [
        group
        for group in current().groups
        if group not in _GROUND and any(layer in plate.view.layers for layer in every[group])
    ]
    names = [plate.t(f"group.{group}") for group in own or _GROUND[:1]]
    return plate.t("sentence.comma").join(names[:_MOST])


def said(plate: Plate) -> str:
    """Return the name of the perspective, and of a second one whose stripes lie over it."""
    view = plate.view
    what = plate.t(f"sentence.{view.perspective}")
    if view.against is None:
        return what
    if view.compare_mode != "change":
        other = plate.t(f"sentence.{view.against}")
        return plate.t("sentence.swipe", one=what, other=other)
    return plate.t("sentence.against", what=what, other=plate.t(f"sentence.{view.against}"))


def dated(plate: Plate) -> str:
    """Return the day shown, or both days that are compared."""
    view = plate.view
    if view.compare is None:
        return _day(plate, view.date)
    first, last = sorted((view.compare, view.date))
    return f"{_day(plate, first)} – {_day(plate, last)}"


def place(plate: Plate) -> str:
    """Return the place that the frame shows.

    The district where one fills the frame, else the governorates that have most of it, else the
    name that the profile has for the whole.
    """
    atlas, frame = plate.atlas, shapely.box(*plate.degrees)
    home = plate.t("picture.place.home")
    if plate.view.bounds is None:
        return home
    ground = shapely.intersection(country(atlas), frame)
    if shapely.is_empty(ground):
        return home
    for rows, least, most in ((atlas.districts, 0.6, 1), (atlas.governorates, _SHARE, _MOST)):
        inside = shapely.area(shapely.intersection(rows.geometry.to_numpy(), frame))
        share = pd.Series(inside / shapely.area(ground), index=rows.index).sort_values()[::-1]
        large = share[share >= least]
        if 1 <= len(large) <= most:
            names = [plate.name(row) for row in rows.loc[large.index].itertuples()]
            return plate.t("sentence.comma").join(names)
    return home


def sentence(plate: Plate) -> str:
    """Say what is shown, in the words of the page's title."""
    view, t = plate.view, plate.t
    what = said(plate)
    if view.compare is not None and view.against is None:
        first, last = sorted((view.compare, view.date))
        return t(
            "sentence.compare" if view.compare_mode == "change" else "sentence.side",
            what=what,
            **{"from": _day(plate, first)},
            to=_day(plate, last),
        )
    head = what + t("sentence.comma") + _day(plate, view.date)
    return t("sentence.and").join([head, *counts(plate)])


def counts(plate: Plate) -> list[str]:
    """Say how many units are contested and mixed on the day."""
    view = plate.view
    if view.compare is not None or (view.against and view.compare_mode != "change"):
        return []
    if Layer.CONTROL not in plate.layers:
        return []
    classes = shown(plate.layers[Layer.CONTROL])
    found = []
    for kind in ("contested", "mixed"):
        count = int((classes == kind).sum())
        key = f"sentence.{kind}.one" if count == 1 else f"sentence.{kind}"
        found += [plate.t(key, n=plate.number(count))] if count else []
    return found


def meaning(plate: Plate) -> str:
    """Say what the perspective is, where it is not simply who held the ground."""
    if plate.view.perspective == HELD:
        return ""
    rows = plate.atlas.table("perspectives").set_index("id")
    return str(rows[f"text_{plate.view.language}"][str(plate.view.perspective)])


def number(plate: Plate) -> str:
    """Return the number of the map: the same for the same data and view, another for any other."""
    return number_of(plate.atlas, plate.view)


def number_of(atlas: Atlas, view: View) -> str:
    """Return the number of the map of a view.

    Parameters
    ----------
    atlas
        The atlas.
    view
        What the map shows.
    """
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

    Returns
    -------
    Path
        The file with its new name, in the same folder.

    Examples
    --------
    >>> catalogued(Atlas.load(), View(), Path("kirkuk control.pdf"), "a4").name[8:26]
    '_kirkuk_control_a4'
    """
    country, _, digits = number_of(atlas, view).split("-")
    short = re.sub(r"[^\w.]+", "_", file.stem).strip("_")
    size = re.sub(r"\W+", "", paper)
    return file.with_name(f"{country}{digits}_{short}_{size}_{atlas.date:%Y%m%d}{file.suffix}")


def _day(plate: Plate, value: date) -> str:
    return locale.day(value, plate.view.language)
