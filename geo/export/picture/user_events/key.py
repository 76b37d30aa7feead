"""What the legend says of the events: the words of the page's legend, with their counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from geo.events.schema import POSITION_PRECISIONS
from geo.export.picture.entry import Entry, fill, mark
from geo.export.picture.plate import PX, Plate, dashed
from geo.export.picture.user_events.data import AREAS, UserEvents, plain, user_events_of
from geo.export.picture.user_events.look import (
    AREA,
    COLOURS,
    EVERY,
    LEAST,
    OTHER,
    PAPER,
    SHADES,
    heat,
    samples,
    size_of,
)
from geo.model import DrawnAs


def entries(plate: Plate) -> Iterator[Entry]:
    """Yield the lines of the legend; none where there are no events or their layer is off."""
    data = user_events_of(plate)
    if data is None:
        return
    rows = data.shown(plate.view)
    if data.title:
        yield Entry(data.title, "name", note=plate.t("userEvents.count", n=plate.number(len(rows))))
    yield from _STYLES[plate.view.drawn_as](plate, data, rows)
    if _among(data.precision, AREAS).any():
        look = {"marker": "s", "facecolors": PAPER, "edgecolors": AREA, "linewidths": 1.1 * PX}
        look["linestyles"] = dashed((2.5, 2))
        note = plate.number(_among(data.precision[rows], AREAS).sum())
        yield mark(plate.t("userEvents.legend.area"), 5, note=note, **look)


def _among(precision: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    return np.isin(precision, [POSITION_PRECISIONS.index(name) for name in names])


def kind(plate: Plate, name: str) -> str:
    """Return a kind as the reader sees it.

    Parameters
    ----------
    plate
        The plate of the picture.
    name
        The kind as the data writes it.
    """
    return plain(name.replace("_", " ")) or plate.t("userEvents.noKind")


def _kinds(plate: Plate, data: UserEvents, rows: np.ndarray) -> Iterator[Entry]:
    counts = np.bincount(data.colour[rows], minlength=len(EVERY))
    for name, colour, count in zip(data.kinds, COLOURS, counts, strict=False):
        yield mark(kind(plate, name), 4, note=plate.number(count), facecolors=colour)
    if len(data.kinds) > len(COLOURS):
        text, note = plate.t("userEvents.legend.other"), plate.number(counts[-1])
        yield mark(text, 4, note=note, facecolors=OTHER)


def _dots(plate: Plate, data: UserEvents, rows: np.ndarray) -> Iterator[Entry]:
    yield from _kinds(plate, data, rows)
    if _among(data.precision, ("unknown",)).any():
        note = plate.number(_among(data.precision[rows], ("unknown",)).sum())
        yield mark(plate.t("userEvents.legend.unsaid"), 4, note=note, **_ring())


def _clusters(plate: Plate, data: UserEvents, rows: np.ndarray) -> Iterator[Entry]:
    yield from _kinds(plate, data, rows)
    yield mark(plate.t("userEvents.legend.cluster"), 6.5, **_ring())


def _ring() -> dict[str, Any]:
    return {"facecolors": PAPER, "edgecolors": COLOURS[0]}


def _heat(plate: Plate, _: UserEvents, __: np.ndarray) -> Iterator[Entry]:
    for number, share in enumerate((0.1, 0.5, 1)):
        yield fill(plate.t(f"userEvents.legend.heat.{number}"), heat(share))


def _sized(plate: Plate, data: UserEvents, rows: np.ndarray) -> Iterator[Entry]:
    yield from _kinds(plate, data, rows)
    word = "userEvents.legend.people" if data.counts_people else "userEvents.deaths"
    for value in samples(data.most):
        look: dict[str, Any] = {"facecolors": PAPER, "edgecolors": AREA, "linewidths": PX}
        yield mark(plate.t(word, n=plate.number(value)), size_of(value, data.most), **look)


def _hexagons(plate: Plate, _: UserEvents, __: np.ndarray) -> Iterator[Entry]:
    for number, colour in enumerate(SHADES[:-1]):
        ends = (LEAST[number], LEAST[number + 1] - 1)
        yield fill("–".join(map(plate.number, ends)), colour)
    yield fill(plate.t("userEvents.legend.more", n=plate.number(LEAST[-1])), SHADES[-1])


_STYLES = {
    DrawnAs.DOTS: _dots,
    DrawnAs.CLUSTERS: _clusters,
    DrawnAs.SIZED: _sized,
    DrawnAs.HEAT: _heat,
    DrawnAs.HEXAGONS: _hexagons,
}
