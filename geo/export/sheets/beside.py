"""Two maps of one view beside one another: their views, and what is written above each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import Layer
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.user_areas.areas import UserAreas
    from geo.view import View


def split_view(view: View, areas: UserAreas | None = None) -> tuple[View, View] | None:
    """Return the views of the two maps that a view asks for; None where it asks for one.

    The earlier of two days comes first; of two perspectives the view's own; ours before a control
    map of the reader.

    >>> from geo import View
    >>> view, other = split_view(View(date="2017-11-01", compare="2014-08-08", compare_mode="side"))
    >>> view.date.year, other.date.year
    (2014, 2017)
    >>> split_view(View(date="2017-11-01", compare="2014-08-08")) is None
    True
    """
    if view.compare_mode == "change":
        return None
    single = view.with_(compare=None, against=None, compare_mode="change")
    if view.compare is None and view.against is None:
        two = (Layer.CONTROL, Layer.USER_AREAS)
        if areas is None or areas.style != "control" or not {*two} <= {*view.layers}:
            return None
        theirs, ours = (
            single.with_(layers=tuple(item for item in view.layers if item != layer))
            for layer in two
        )
        return ours, theirs
    other = single.with_(
        date=view.compare or view.date, perspective=view.against or view.perspective
    )
    return (other, single) if other.date < single.date else (single, other)


def caption(total: View, view: View, areas: UserAreas | None = None) -> str:
    """Return what is written above a map: its day, and whose map it is where that differs."""
    words = [locale.day(view.date, view.language)]
    if areas is not None and Layer.CONTROL not in view.layers:
        words.insert(0, say("userAreas.yours", view.language, name=areas.name))
    elif total.against or (areas is not None and total.compare is None):
        words.insert(0, say(f"perspective.{view.perspective}", view.language))
    return say("sentence.comma", view.language).join(words)
