"""Days and numbers as each language writes them (CLDR, through babel), rounded as bands allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from geo.model import Language, Precision
from geo.profile import current

#: The sign for zero in the numbering systems of CLDR whose digits are not ours.
_ZERO = {"arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6", "deva": "\u0966"}

_PATTERNS = {
    Precision.DAY: "long",
    Precision.INFERRED: "MMMM y",
    Precision.MONTH: "MMMM y",
    Precision.YEAR: "y",
}


@cache
def locale_of(language: Language, country: str) -> Locale:
    """Return how a language is written in a country (CLDR).

    English puts the day first. A language that CLDR does not know in the country is written as
    where most speak it.

    >>> str(locale_of(Language.AR, "IQ")), str(locale_of(Language.EN, "IQ"))
    ('ar_IQ', 'en_GB')
    """
    place = "GB" if language is Language.EN else country
    try:
        return Locale(language.value, place)
    except UnknownLocaleError:
        return Locale.parse(language.value)


@cache
def signs(language: Language, country: str) -> str:
    """Return the ten digits of a language in a country, from 0 to 9."""
    system = locale_of(language, country).default_numbering_system
    return "".join(chr(ord(_ZERO.get(system, "0")) + number) for number in range(10))


def day(value: date, language: Language, precision: str = Precision.DAY) -> str:
    """Write a day in words, as exactly as it is known.

    >>> from datetime import date
    >>> day(date(2017, 9, 27), Language.EN), day(date(2017, 9, 27), Language.AR)
    ('27 September 2017', '٢٧ أيلول ٢٠١٧')
    >>> day(date(2017, 9, 27), Language.CKB, "month")
    'ئەیلوولی ٢٠١٧'
    >>> day(date(2017, 9, 27), Language.CKB, "inferred")
    'ئەیلوولی ٢٠١٧'
    """
    pattern = _PATTERNS[Precision(precision)]
    if language is Language.CKB and precision in (Precision.INFERRED, Precision.MONTH):
        pattern = "MMMM'ی' y"  # CLDR knows the linking vowel in whole dates only
    return digits(format_date(value, pattern, locale=_locale(language)), language)


def partial_day(text: str, language: Language) -> str:
    """Write an ISO 8601 day, month or year in words.

    >>> partial_day("2026-03", Language.EN), partial_day("2014", Language.AR)
    ('March 2026', '٢٠١٤')
    """
    year, month, day_of_month = [*map(int, text.split("-")), 1, 1][:3]
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[text.count("-")]
    return day(date(year, month, day_of_month), language, precision)


def stamp(value: date | None, precision: str) -> str:
    """Write a day for a column that is sorted: as far as its precision goes.

    >>> stamp(date(2014, 6, 1), "month"), stamp(None, "day")
    ('2014-06', '')
    """
    if not isinstance(value, date):
        return ""
    lengths = {Precision.DAY: 10, Precision.INFERRED: 7, Precision.MONTH: 7, Precision.YEAR: 4}
    return value.isoformat()[: lengths[Precision(precision or Precision.DAY)]]


def number(value: float, language: Language, places: int = 0) -> str:
    """Write a number with the digits and separators of a language.

    >>> number(600000, Language.EN), number(1234.56, Language.CKB, 1)
    ('600,000', '١٬٢٣٤٫٦')
    """
    pattern = "#,##0" + ("." + "#" * places if places else "")
    locale = _locale(language)
    system = locale.default_numbering_system
    system = system if system in locale.number_symbols else "latn"
    text = format_decimal(value, pattern, locale, numbering_system=system)
    return digits(text.replace("\u061c", "").replace("\u200f", ""), language)


def percent(value: int, language: Language) -> str:
    """Write a whole percent of something that is there; of 0 it says that it is less than one.

    >>> percent(12, Language.AR), percent(0, Language.EN)
    ('١٢', '<1')
    """
    return digits(str(value) if value else "<1", language)


def digits(text: str, language: Language) -> str:
    return text.translate(_digits(signs(language, current().country)))


def _locale(language: Language) -> Locale:
    return locale_of(language, current().country)


@cache
def _digits(digits: str) -> dict[int, str]:
    return str.maketrans(dict(zip("0123456789", digits, strict=True)))


#: Low, best, high.
Ends = tuple[float, float, float]


def round_band(low: float, best: float, high: float) -> Ends:
    """Round a figure and the ends of its band to two digits of the band's width.

    >>> round_band(58_262.1, 60_011, 63_202.4), round_band(0, 8_546.9, 8_546.9)
    ((58300.0, 60000.0, 63200.0), (0.0, 8500.0, 8500.0))
    """
    low, high = min(low, best), max(high, best)
    width = high - low
    step = 10 ** max(0, math.floor(math.log10(width)) - 1) if width > 1 else 1
    return _round((low, best, high), step)


def round_estimate(low: float, best: float, high: float) -> Ends:
    """Round an estimate and its ends to three digits, or to two where its band is wide.

    >>> round_estimate(1_486_934, 1_486_934, 1_486_934), round_estimate(210_300, 271_937, 398_988)
    ((1490000.0, 1490000.0, 1490000.0), (210000.0, 270000.0, 400000.0))
    """

    def power(value: float) -> int:
        return math.floor(math.log10(value)) if value >= 1 else 0

    size, half = power(abs(best)), power((high - low) / 2)
    step = 10 ** max(0, min(size - 1, max(size - 2, half)))
    return _round((low, best, high), step)


def _round(ends: Ends, step: float) -> Ends:
    low, best, high = (math.floor(end / step + 0.5) * float(step) for end in ends)
    return low, best, high


def whole_percents(parts: Sequence[float]) -> list[int]:
    """Return whole percents: what rounding down leaves goes to the largest remainders.

    A part that is not everything is never a hundred.

    >>> whole_percents([1, 1, 1]), whole_percents([997, 3]), whole_percents([0])
    ([34, 33, 33], [99, 1], [0])
    """
    total = math.fsum(parts)
    if not total:
        return [0] * len(parts)
    exact = [part / total * 100 for part in parts]
    percents = [math.floor(value) for value in exact]
    order = sorted(
        (at for at in range(len(parts)) if percents[at] < 99),
        key=lambda at: percents[at] - exact[at],
    )
    for at in order[: 100 - sum(percents)]:
        percents[at] += 1
    return percents
