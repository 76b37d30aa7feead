"""How one page of the site says things: names, days, figures, holders, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from geo.ask.columns import say_reading, write_cell
from geo.ask.holdings import Stretch
from geo.atlas import Atlas
from geo.atlas.evidence import read_says
from geo.layers.spec import Column, Kind
from geo.model import Language, Precision
from geo.view import View
from geo.words import language as words_of
from geo.words import locale, name_holder_over, name_of, say, say_band, side_word
from geo.words.locale import round_estimate, whole_percents


@dataclass(frozen=True)
class SourceRow:
    """A source as a page lists it."""

    title: str
    publisher: str
    date: str
    url: str
    archived: str = ""
    dead: bool = False
    language: str = ""


class Wording:
    """Says things in the language of a page, and numbers the sources that it names."""

    def __init__(self, atlas: Atlas, language: Language) -> None:
        self.atlas = atlas
        self.language = language
        self._sources = _sources(atlas)
        self._cited: dict[str, int] = {}
        self.translated = False

    def say(self, key: str, **values: object) -> str:
        """Return a word of the program."""
        return say(key, self.language, **values)

    def citation(self, title: str = "") -> str:
        """Return how to cite a page of the site, by default the atlas."""
        day, label = self.atlas.date.isoformat(), self.atlas.label
        what = title or self.say("web.tagline")
        return self.say("about.citation", what=what, date=day, version=label)

    def either(self, *keys: str, plain: str = "") -> str:
        """Return the first of some words that there is, else a plain text."""
        words, english = words_of(self.language), words_of(Language.EN)
        return next((words.get(key) or english[key] for key in keys if key in english), plain)

    def day(self, value: Any, precision: str = Precision.DAY) -> str:
        """Write a day; an empty one is the last of the atlas."""
        if not isinstance(value, date):
            return locale.day(self.atlas.profile.days.last, self.language)
        return locale.day(value, self.language, precision or Precision.DAY)

    def number(self, value: Any, places: int = 0) -> str:
        """Write a figure; '' for none."""
        is_number = value is not None and not pd.isna(value)
        return locale.number(float(value), self.language, places) if is_number else ""

    def band(self, *ends: float) -> str:
        """Write an estimate, given as low, best and high, as exactly as it allows; '' for none."""
        return say_band(round_estimate(*ends), self.language) if ends else ""

    @property
    def span(self) -> dict[str, str]:
        """The years of the first and the last day of the atlas, as ``first`` and ``last``."""
        days = self.atlas.profile.days
        return {"first": self.number_of_year(days.first), "last": self.number_of_year(days.last)}

    def number_of_year(self, value: date) -> str:
        """Write the year of a day."""
        return locale.digits(str(value.year), self.language)

    def percent(self, value: int) -> str:
        """Write a whole percent with its sign."""
        return self.say("web.figure.percent", n=locale.percent(value, self.language))

    def holder(self, holder: str, day: date) -> str:
        """Return what a holder is called on a day."""
        return self.say(side_word(holder, day=day))

    def holder_over(self, holder: str, start: date, end: date | None) -> str:
        """Return what a holder, or a claimant, was called for most of some days."""
        return name_holder_over(holder, self.language, start, end)

    def cell(self, column: Column, row: Any) -> Markup:
        """Write a cell of a column that a layer's specification declares."""
        if column.kind is Kind.TEXT:
            return self.text(row[column.name])
        if column.kind is Kind.DAY:
            return mark_up(self.day(row[column.name], row.get(column.of)))
        day = self.atlas.profile.days.last
        return mark_up(write_cell(column, row, View(date=day, language=self.language)))

    def name(self, row: Any) -> str:
        return name_of(row, self.language, "id")

    def shares(self, stretch: Stretch) -> str:
        """Say who had which share."""
        names = [self.holder_over(item, stretch.start, stretch.end) for item, _ in stretch.shares]
        if len(names) == 1:
            return names[0]
        percents = whole_percents([share for _, share in stretch.shares])
        return self.say("sentence.comma").join(
            self.say("web.share", holder=name, n=locale.percent(percent, self.language))
            for name, percent in zip(names, percents, strict=True)
        )

    def path(self, path: str) -> str:
        """Return a page of this language, from the site's folder on."""
        return f"{self.language}/{path}"

    def text(self, text: Any) -> Markup:
        """Return a text of the records: its translation where there is one, else the English."""
        result = "" if text is None or pd.isna(text) else str(text)
        translated = self.atlas.translated(result, self.language)
        if translated is not None:
            self.translated = True
            return mark_up(translated)
        if self.language is Language.EN:
            return mark_up(result)
        return Markup('<span lang="en" dir="ltr">{}</span>').format(result)

    def cite(self, ids: str | Iterable[str], says: str = "") -> list[tuple[str, list[int]]]:
        """Return the numbers of sources, which the page will list, by what they say of a row."""
        names = dict.fromkeys(ids.split(";") if isinstance(ids, str) else ids)
        groups: dict[str, list[int]] = {}
        for item, reading in zip_longest(names, read_says(says)):
            if item in self._sources:
                words = say_reading(reading[0], reading[1], self.language) if reading else ""
                number = self._cited.setdefault(item, len(self._cited) + 1)
                groups.setdefault(words, []).append(number)
        return list(groups.items())

    @property
    def sources(self) -> tuple[SourceRow, ...]:
        """What was cited, in order."""
        return tuple(self._sources[item] for item in self._cited)


def mark_up(text: str) -> Markup:
    """Return a text as markup, with what stands in backticks as code.

    >>> mark_up("a < `b`")
    Markup('a &lt; <code dir="ltr">b</code>')
    """
    if isinstance(text, Markup):
        return text
    code = Markup('<code dir="ltr">{}</code>')
    pieces = enumerate(str(text).split("`"))
    return Markup().join(code.format(piece) if at % 2 else escape(piece) for at, piece in pieces)


@lru_cache(maxsize=4)
def _sources(atlas: Atlas) -> dict[str, SourceRow]:
    """Return what a page says of each source, by its id."""
    return {
        str(row.id): SourceRow(
            str(row.title),
            str(row.publisher),
            str(row.date),
            web_address(str(row.url)),
            web_address(str(getattr(row, "archived", "") or "")),
            pd.notna(getattr(row, "dead", None)),
            str(row.language),
        )
        for row in atlas.table("sources").itertuples(index=False)
    }


def web_address(text: str) -> str:
    """Return an address where it is one of the web, else ''.

    >>> web_address("https://un.org/x"), web_address("javascript:alert(1)")
    ('https://un.org/x', '')
    """
    return text if text.startswith(("https://", "http://")) else ""
