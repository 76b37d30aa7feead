"""Figures in the texts of a story: each has to be one that a check asks for or is answered with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from geo.stories.texts import Texts

#: A number of Western digits, and the unit that makes even a small one a figure.
_NUMBER = re.compile(
    r"(?<![\d.,])(?<![A-Za-z])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*\d)"
    r"(?P<unit>\s?%|(?:\s\w+)?\s?\S{1,3}²)?"
)

#: What a number may be counted in by the word behind it: *300 thousand*, *4.4 million*.
_SCALES = (1, 1_000, 1_000_000)

#: Other digits and separators, as Western ones.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫٪", "01234567890123456789,.%")

#: Whole numbers up to this are days or small counts where no unit stands behind them.
_SMALL = 31

#: Whole numbers without a separator that are years.
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Figure:
    """A number in a text."""

    text: str  #: As written, with its unit.
    value: float  #: The number.
    precision: float  #: Half a unit of its last digit.


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text: numbers that are neither days, years nor small counts.

    >>> text = "On 16 October 2017 it lost 28 %, or 14,439 km², and ١٤٬٤٣٩ كم² of 7 fields."
    >>> [figure.value for figure in find_figures(text)]
    [28.0, 14439.0, 14439.0]
    """
    for match in _NUMBER.finditer(text.translate(_WESTERN)):
        digits = match[0].removesuffix(match["unit"] or "")
        value = float(digits.replace(",", ""))
        is_plain = digits.isdigit() and not match["unit"]
        if is_plain and (value <= _SMALL or value in _YEARS):
            continue
        places = len(digits.partition(".")[2])
        yield Figure(match[0], value, 0.5 * 10**-places)


def find_untested(texts: Texts, tested: Iterable[float]) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of a text in each language that are none of those tested, and where."""
    known = list(tested)
    for code, text in texts.pairs:
        for figure in find_figures(text):
            scales = _SCALES[: 1 if figure.text.endswith("%") or figure.value >= 1_000 else None]
            if not any(
                abs(value - figure.value * scale) <= figure.precision * scale
                for value in known
                for scale in scales
            ):
                yield code, figure


def tested_values(ask: Any, lines: Iterable[Mapping[str, str]], value: Any) -> Iterator[float]:
    """Yield the numbers that a check asks for, and those of what the atlas has on it.

    Shares of 1 count as percentages too.
    """
    for field in fields(ask):
        yield from _numbers(getattr(ask, field.name))
    yield from _numbers(value)
    for line in lines:
        for text in line.values():
            yield from (figure.value for figure in find_figures(text))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
        if 0 < value <= 1:
            yield 100 * value
