"""Two maps on one sheet: two days, or two perspectives, beside or below one another."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from matplotlib.axes import Axes

from geo.export.picture import sheet as sheets
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import RULE, Box
from geo.model import Layer
from geo.view import View
from geo.words import locale

#: Points of print between two maps, and of the line above each that says what it shows.
_GAP, _CAPTION = 6.0, 13.0


def views(view: View) -> tuple[View, View] | None:
    """Return the views of the two maps that a view asks for; None where it asks for one.

    The earlier of two days comes first; of two perspectives the view's own.

    Examples
    --------
    >>> one, other = views(View(date="2017-11-01", compare="2014-08-08", compare_mode="side"))
    >>> one.date.year, other.date.year
    (2014, 2017)
    >>> views(View(date="2017-11-01", compare="2014-08-08")) is None
    True
    """
    if view.compare_mode == "change" or (view.compare is None and view.against is None):
        return None
    single = view.with_(compare=None, against=None, compare_mode="change")
    other = single.with_(
        date=view.compare or view.date, perspective=view.against or view.perspective
    )
    return (other, single) if other.date < single.date else (single, other)


def boxes(place: Box, *, rtl: bool) -> tuple[Box, Box]:
    """Return where the two maps stand in the place of one: in the direction of reading.

    Parameters
    ----------
    place
        Left, bottom, width and height in points of print.
    rtl
        Whether the first is the one to the right.
    """
    left, bottom, wide, high = place
    if wide >= high:
        half = (wide - _GAP - 2 * RULE) / 2
        near = (left, bottom, half, high - _CAPTION)
        far = (left + wide - half, bottom, half, high - _CAPTION)
        return (far, near) if rtl else (near, far)
    half = (high - _GAP - 2 * RULE) / 2 - _CAPTION
    upper = (left, bottom + high - half - _CAPTION, wide, half)
    return upper, (left, bottom, wide, half)


def together(one: Plate, other: Plate) -> dict[Layer, gpd.GeoDataFrame]:
    """Return the features of both maps, for the legend of both.

    Parameters
    ----------
    one, other
        The plates of the two maps.
    """
    found = dict(one.layers)
    for layer, rows in other.layers.items():
        both = [found[layer], rows] if layer in found else [rows]
        found[layer] = gpd.GeoDataFrame(pd.concat(both, ignore_index=True), crs=rows.crs)
    return found


def caption(plate: Plate, whole: View, place: Box) -> None:
    """Write above a map what it shows: its day, and its perspective where there are two.

    Parameters
    ----------
    plate
        The map.
    whole
        The view that asks for both.
    place
        The map's box.
    """
    left, bottom, wide, high = place
    day = locale.day(plate.view.date, plate.view.language)
    words = [plate.t(f"perspective.{plate.view.perspective}")] if whole.against else []
    text = plate.t("sentence.comma").join([*words, day])
    axes: Axes = sheets.axes(plate.figure, (left, bottom + high + RULE, wide, _CAPTION))
    side, x = ("right", wide) if plate.rtl else ("left", 0.0)
    axes.text(x, 1, plate.run(text), fontsize=9, ha=side, va="bottom", **plate.face(bold=True))


def plates(plate: Plate, layers: tuple[dict[Layer, gpd.GeoDataFrame], ...]) -> list[Plate]:
    """Return a plate for each of the two maps of a sheet.

    Parameters
    ----------
    plate
        The sheet's own, whose axes become those of the first map.
    layers
        Features of each.
    """
    both = views(plate.view)
    assert both is not None
    axes = [plate.axes, sheets.map_axes(plate.figure)]
    return [
        replace(plate, view=view, layers=own, axes=own_axes)
        for view, own, own_axes in zip(both, layers, axes, strict=True)
    ]
