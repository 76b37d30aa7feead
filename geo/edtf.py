"""Days as uncertain as they are known: Extended Date/Time Format (ISO 8601-2)."""

from __future__ import annotations

from datetime import date


def edtf(day: date | None, precision: str = "day", confidence: str = "") -> str:
    """Return a day as EDTF: a month or year where no more is known, ``~`` and ``?`` where unsure.

    An inferred day is approximate (``~``), one of low confidence uncertain (``?``), both are ``%``.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2014, 6, 1)
    >>> edtf(day), edtf(day, "month"), edtf(day, "year", "low"), edtf(day, "inferred", "low")
    ('2014-06-01', '2014-06', '2014?', '2014-06-01%')
    >>> edtf(None)
    ''
    """
    if day is None:
        return ""
    text = day.isoformat()[: {"month": 7, "year": 4}.get(precision, 10)]
    marks = (precision == "inferred", confidence == "low")
    return text + {(True, True): "%", (True, False): "~", (False, True): "?"}.get(marks, "")
