"""Classes of a choropleth, and the colours of classes and kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import QuestionError
from geo.words import phrase

#: From few to many: lightness falls evenly, so that a copy in greys keeps the order.
RAMP: Final = ("#eef3d0", "#c5dfa6", "#8dc4a0", "#4f9fa5", "#2f7397", "#2b4a7f", "#26235c")

#: Kinds that have no order; readers of any colour vision tell them apart.
KINDS: Final = (
    "#b0559a",
    "#3f8f8b",
    "#c98a2b",
    "#5b6fb5",
    "#8c5a3c",
    "#7a9a3a",
    "#c65b5b",
    "#4f4f5e",
)

#: What is of no class or of the kinds beyond those with a colour.
OTHER: Final = "#b8b2a6"

#: Classes at most.
MOST: Final = len(RAMP)


class Breaks(StrEnum):
    """How numbers are put into classes."""

    QUANTILES = "quantiles"
    EQUAL = "equal"


@dataclass(frozen=True)
class AreaClass:
    """A class of numbers, or a kind."""

    key: str
    colour: str
    text: str = ""  #: The kind as the file writes it; empty for numbers.
    low: float | None = None  #: The least number of the class.
    #: The number below which it ends; that of the last class belongs to it.
    high: float | None = None


def of_numbers(
    values: npt.NDArray[np.float64],
    breaks: Breaks | Sequence[float] = Breaks.QUANTILES,
    count: int = 5,
) -> tuple[list[AreaClass], list[str]]:
    """Return classes of numbers, and the key of each number; empty where it is none.

    >>> classes, keys = of_numbers(np.array([1.0, 2.0, 3.0, 40.0, np.nan]), Breaks.EQUAL, 3)
    >>> [(class_name.low, class_name.high) for class_name in classes], keys
    ([(1.0, 14.0), (14.0, 27.0), (27.0, 40.0)], ['0', '0', '0', '2', ''])
    """
    known = values[np.isfinite(values)]
    if not len(known):
        raise QuestionError(phrase("fault.no_numbers"))
    edges = _edges(known, breaks, count)
    colours = [
        RAMP[round(at * (MOST - 1) / max(1, len(edges) - 2))] for at in range(len(edges) - 1)
    ]
    classes = [
        AreaClass(str(at), colour, low=float(low), high=float(high))
        for at, (colour, low, high) in enumerate(zip(colours, edges[:-1], edges[1:], strict=True))
    ]
    places = np.clip(np.searchsorted(edges[1:-1], values, side="right"), 0, len(classes) - 1)
    return classes, [
        str(at) if np.isfinite(value) else "" for at, value in zip(places, values, strict=True)
    ]


def _edges(
    known: npt.NDArray[np.float64], breaks: Breaks | Sequence[float], count: int
) -> npt.NDArray[np.float64]:
    if not 1 <= count <= MOST:
        raise QuestionError(f"{count} classes: expected 1 to {MOST}")
    low, high = known.min(), known.max()
    if breaks == Breaks.QUANTILES:
        edges = _round(np.quantile(known, np.linspace(0, 1, count + 1)))
    elif breaks == Breaks.EQUAL:
        edges = _round(np.linspace(low, high, count + 1))
    else:
        subset = np.asarray(breaks, dtype=np.float64)
        if (
            not len(subset)
            or (np.diff(subset) <= 0).any()
            or not np.isfinite(subset).all()
            or len(subset) >= MOST
        ):
            listed = ", ".join(f"{item:g}" for item in subset)
            raise QuestionError(
                f"breaks {listed}: expected 1 to {MOST - 1} numbers that rise, such as 10,50,100"
            )
        edges = np.array([min(low, subset[0]), *subset, max(high, subset[-1])])
    unique = np.unique(edges)
    return unique if len(unique) > 1 else np.array([low, high])


def _round(edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Round edges to as few digits as keep them apart, at least two; the ends outwards.

    >>> _round(np.array([1234.0, 5678.0, 98765.0])).tolist()
    [1200.0, 5700.0, 99000.0]
    """
    edges = np.unique(edges)
    inner = [ROUND_HALF_EVEN] * (len(edges) - 2)
    for digits in range(2, 15):
        rounded = np.array([
            float(Context(digits, way).create_decimal(repr(float(edge))))
            for edge, way in zip(edges, (ROUND_FLOOR, *inner, ROUND_CEILING), strict=False)
        ])  # fmt: skip
        if (np.diff(rounded) > 0).all():
            return rounded
    return edges


def of_kinds(texts: Sequence[str]) -> tuple[list[AreaClass], list[str]]:
    """Return kinds, the most frequent first, and the key of each text.

    >>> classes, keys = of_kinds(["b", "a", "b", ""])
    >>> [class_name.text for class_name in classes], keys
    (['b', 'a'], ['0', '1', '0', ''])
    """
    counts: dict[str, int] = {}
    for text in texts:
        if text:
            counts[text] = counts.get(text, 0) + 1
    order = sorted(counts, key=lambda count: (-counts[count], count))
    places = {text: str(min(at, len(KINDS))) for at, text in enumerate(order)}
    classes = [
        AreaClass(str(at), colour, text)
        for at, (text, colour) in enumerate(zip(order, KINDS, strict=False))
    ]
    if len(order) > len(KINDS):
        classes.append(AreaClass(str(len(KINDS)), OTHER, "…"))
    return classes, [places.get(text, "") for text in texts]
