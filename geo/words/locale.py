"""Days and numbers as each language writes them (CLDR, through babel)."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from geo.model import Language, Precision

LOCALES = {Language.EN: "en_GB", Language.AR: "ar_IQ", Language.CKB: "ckb_IQ"}

#: Iraq writes Arabic and Sorani with these digits and separators (CLDR numbering system ``arab``).
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PATTERNS = {
    Precision.DAY: "long",
    Precision.INFERRED: "MMMM y",
    Precision.MONTH: "MMMM y",
    Precision.YEAR: "y",
}


def day(value: date, language: Language, precision: str = Precision.DAY) -> str:
    """Write a day in words, as exactly as it is known.

    Examples
    --------
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
    return digits(format_date(value, pattern, locale=LOCALES[language]), language)


def number(value: float, language: Language, places: int = 0) -> str:
    """Write a number with the digits and separators of a language.

    Examples
    --------
    >>> number(600000, Language.EN), number(1234.56, Language.CKB, 1)
    ('600,000', '١٬٢٣٤٫٦')
    """
    pattern = "#,##0" + ("." + "#" * places if places else "")
    system = "latn" if language is Language.EN else "arab"
    text = format_decimal(value, pattern, LOCALES[language], numbering_system=system)
    return digits(text.replace("\u061c", "").replace("\u200f", ""), language)


def digits(text: str, language: Language) -> str:
    """Write the digits of a text as a language does."""
    return text if language is Language.EN else text.translate(_ARABIC)
