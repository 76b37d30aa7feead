"""Rows that name a place and give no position: the gazetteer's candidates for the names.

No row is placed without the reader's consent. :func:`named_places` lists what each name may mean,
the reader decides, and the file is read again with those positions
(:func:`geo.events.draft.place_rows`), which its report counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from geo.atlas import Atlas
from geo.events.report import Reason, Report
from geo.gazetteer.entries import Kind
from geo.gazetteer.resolver import Place, candidates

#: Names that are looked up at most, those of most rows first.
MOST: Final = 300

#: Position precision of an event that names a thing of this kind; of all others it is ``near``.
_PRECISIONS: Final = {
    Kind.GOVERNORATE: "governorate",
    Kind.DISTRICT: "district",
    Kind.SUBDISTRICT: "district",
    Kind.AREA: "district",
}


@dataclass(frozen=True)
class NamedPlace:
    """A name that stands in rows without a position."""

    name: str  #: The name as the file writes it.
    rows: int  #: How many rows have it and no position.
    #: What it may mean, the likeliest first; none where nothing resembles it.
    options: tuple[Place, ...]
    sure: bool  #: Whether the gazetteer is sure that the first of them is meant.


def named_places(atlas: Atlas, report: Report) -> tuple[NamedPlace, ...]:
    r"""Return what the names may mean of rows that were set aside without a position.

    >>> from geo import Atlas, events
    >>> table = b"date,place,lon,lat\n2017-10-16,Kerkouk,,\n2017-10-16,Nowhere at all,,\n"
    >>> report = events.read(table, mapping={"place": "place"}).report
    >>> [(place.name, place.rows, place.sure) for place in named_places(Atlas.load(), report)]
    [('Kerkouk', 1, True), ('Nowhere at all', 1, False)]
    """
    column, aside = report.columns.get("place", ""), report.aside
    if column not in aside.columns:
        return ()
    names = aside.loc[aside["reason"] == Reason.NO_POSITION, column].str.strip()
    counts = Counter(names[(names != "").to_numpy()].tolist())
    places = []
    for name, rows in counts.most_common(MOST):
        options, sure = candidates(atlas, name)
        places.append(NamedPlace(name, rows, options, sure))
    return tuple(places)


def position_of(place: Place) -> tuple[float, float, str]:
    """Return longitude, latitude and position precision of what happened at a place."""
    kind = place.entry.kind if place.entry else None
    return place.lon, place.lat, _PRECISIONS.get(kind, "near") if kind else "near"
