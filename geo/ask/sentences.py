"""Since when somebody holds ground, how certain that is and what says so, in a reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from geo.ask.columns import write_cell
from geo.atlas.evidence import read_says
from geo.layers.spec import Column, Kind
from geo.model import Language, Precision
from geo.profile import current
from geo.view import View
from geo.words import locale, say

Record = Mapping[str, Any]


def say_since(record: Record, language: Language) -> str:
    """Say since when the holder of a record has its ground; '' where nobody is known to hold it."""
    if not (record["held_since"] or record["since"]):
        return ""
    first = say("since.before", language, year=current().days.first.year)
    held = record["held_since"]
    date = _say_day(held, language, record["held_precision"]) if held else first
    return say("since.day", language, date=date)


def say_arrival(row: Record, view: View) -> str:
    """Write since when the holder has its ground, so that a column of it can be sorted."""
    if row["since"] and not row["held_since"]:
        return say_since(row, view.language)
    return write_cell(Column("held_since", "", Kind.DAY, "held_precision"), row, view)


def say_certainty(record: Record, language: Language) -> str:
    """Say how certain a holder is, and why not more; '' for a class, which is a rule.

    >>> say_certainty({"certainty": "in_doubt", "reason": "line"}, Language.EN)
    'in doubt: the line is approximate here'
    """
    if not record["certainty"]:
        return ""
    grade = say(f"certainty.{record['certainty']}", language)
    if not record["reason"]:
        return grade
    days = {
        name: _say_day(record.get(key), language)
        for name, key in (("from", "earliest"), ("to", "latest"))
    }
    return f"{grade}: {say('why.' + record['reason'], language, **days)}"


def say_evidence(record: Record, language: Language) -> str:
    """Say what the sources of a row say of it; '' where the row has no evidence of its own.

    >>> say_evidence({"evidence": "stated", "publishers": 2, "newest": "2026-03"}, Language.EN)
    'Stated by 2 publishers, the newest of March 2026'
    """
    if record.get("context"):
        return say("details.context", language)
    grade = record["evidence"]
    if not grade or not isinstance(grade, str):  # a thing without a period on the day has NaN
        return ""
    if grade != "stated":
        return say(f"evidence.{grade}", language)
    publishers = int(record["publishers"] or 0)
    newest = locale.partial_day(record["newest"], language) if record["newest"] else ""
    if publishers == 0:
        return say("evidence.stated.side", language)
    key = "evidence.stated.one" if publishers == 1 else "evidence.stated"
    return say(key, language, n=publishers, date=newest)


def say_sources(record: Record, language: Language, names: Mapping[str, str] = {}) -> list[str]:
    """Name each source of a row, with what its page says of the row.

    >>> say_sources({"source": "upi-2014;krg", "says": "s2014-06-12n"}, Language.EN)
    ['upi-2014 (of this place and time: 12 June 2014)', 'krg (not read)']
    """
    ids = [name for name in (record["source"] or "").split(";") if name]
    readings = [say_reading(*reading, language) for reading in read_says(record.get("says"))]
    called = [names.get(name, name) for name in ids]
    return [
        f"{name} ({reading})" if reading else name
        for name, reading in zip_longest(called, readings[: len(called)], fillvalue="")
    ]


def say_reading(letter: str, day: str, language: Language) -> str:
    """Say what a page says of a row that cites it."""
    says = say(f"source.says.{letter}", language)
    if not day:
        return says
    return say("source.says.day", language, says=says, date=locale.partial_day(day, language))


def _say_day(day: date | str | None, language: Language, precision: str = "") -> str:
    if day is None or day == "":
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return locale.day(day, language, precision or Precision.DAY)
