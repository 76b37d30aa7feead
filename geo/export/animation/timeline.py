"""The days of a film as a line, and what happened as it happens."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo.draw.style import EVENTS
from geo.model import EventType, Language, Layer
from geo.words import locale, name_of, say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.atlas.table import Record
    from geo.view import Bounds, View

#: Events that a picture lists.
LINES = 3

#: Which of several events of one day are listed first.
_FIRST = (EventType.TAKEOVER, EventType.REFERENDUM, EventType.AGREEMENT, EventType.BATTLE)

#: Months between names below the line; the first that leaves them room is taken.
_MONTHS = (1, 3, 6, 12, 24, 60, 120)

#: Letters of an event's text.
_LETTERS = 96


class Timeline:
    """What a film says of its days."""

    def __init__(self, atlas: Atlas, view: View, days: Sequence[date], frame: Bounds) -> None:
        self.atlas, self.view, self.days, self.frame = atlas, view, list(days), frame

    @property
    def lines(self) -> int:
        """How many events a picture lists: none where the view shows no events."""
        return LINES if Layer.EVENTS in self.view.layers else 0

    @cached_property
    def rows(self) -> list[Record]:
        """Events of the film's days in the frame, those of a day in the order of telling."""
        if not self.lines:
            return []
        kinds = list(_FIRST)

        def rank(row: Record) -> tuple[Any, ...]:
            first = kinds.index(row["type"]) if row["type"] in kinds else len(kinds)
            deaths = row["deaths_best"]
            return row["start"], first, -(deaths if deaths == deaths else -1), row["id"]  # noqa: PLR0124 -- NaN

        return sorted(filter(self._is_shown, self.atlas.records("events")), key=rank)

    def _is_shown(self, row: Record) -> bool:
        west, south, east, north = self.frame
        return (
            row["type"] in self.view.event_types
            and self.days[0] <= row["start"] <= self.days[-1]
            and west <= row["lon"] <= east
            and south <= row["lat"] <= north
        )

    def events_on(self, day: date) -> list[tuple[Record, bool, int]]:
        """Return the events that a picture lists: row, whether it is new, how many more are new."""
        at = bisect.bisect_left(self.days, day)
        before = self.days[at - 1] if at else None
        rows = [row for row in self.rows if row["start"] <= day]
        fresh = [row for row in rows if (row["start"] > before if before else row["start"] == day)]
        older = sorted(rows[: len(rows) - len(fresh)], key=lambda row: row["start"], reverse=True)
        more = max(0, len(fresh) - self.lines)
        listed = [*((row, True) for row in fresh), *((row, False) for row in older)][: self.lines]
        return [
            (row, is_new, more if number == self.lines - 1 else 0)
            for number, (row, is_new) in enumerate(listed)
        ]

    def list_events(self, day: date) -> Iterator[dict[str, Any]]:
        """Yield the events that a picture lists, as its template takes them."""
        language = self.view.language
        for row, is_new, more in self.events_on(day):
            note = say("film.more", language, n=locale.number(more, language)) if more else ""
            yield {
                "day": locale.day(row["start"], language, row["precision"]),
                "text": f"{_cut(self.headline(row), _LETTERS - len(note))} {note}".strip(),
                "colour": EVENTS[row["type"]],
                "new": is_new,
            }

    def headline(self, row: Record) -> str:
        """Say an event in the film's language: its text, else its facts, which are in all."""
        language = self.view.language
        if language is Language.EN:
            return str(row["text"])
        if text := self.atlas.translated(str(row["text"]), language):
            return text
        label = f"{say('event.' + row['type'], language)}: {self._place(row['place'])}"
        sides = [self._holders(row[name], row["start"]) for name in ("from_holder", "to_holder")]
        if not all(sides):
            return label
        return f"{label} ({(' ← ' if language.rtl else ' → ').join(sides)})"

    def _place(self, name: str) -> str:
        """Return the name of a place in the film's language where the atlas knows it."""
        for table in ("places", "districts", "governorates", "areas"):
            for row in self.atlas.records(table):
                if row["name_en"] == name:
                    return name_of(row, self.view.language) or name
        return name

    def _holders(self, holders: str, day: date) -> str:
        profile, language = self.atlas.profile, self.view.language
        names = [
            say(profile.holder_word(holder, day), language)
            for holder in str(holders).split(";")
            if holder
        ]
        return say("sentence.comma", language).join(names)

    def at(self, day: date) -> float:
        """Return where a day stands on the line, as a share of its length."""
        return (day - self.days[0]) / (self.days[-1] - self.days[0])

    def names(self, room: float) -> Iterator[dict[str, Any]]:
        """Yield the first days of months or years that are named below the line."""
        first, last = self.days[0], self.days[-1]
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = next((item for item in _MONTHS if months / item <= room), _MONTHS[-1])
        for month in range(first.year * 12, last.year * 12 + last.month):
            day = date(month // 12, month % 12 + 1, 1)
            if first <= day <= last and month % step == 0:
                text = locale.day(day, self.view.language, "year" if step >= 12 else "month")
                yield {"at": self.at(day), "text": text}


def _cut(text: str, letters: int) -> str:
    """Shorten a text to a number of letters, at a word."""
    if len(text) <= letters:
        return text
    return text[: max(letters - 1, 1)].rsplit(" ", 1)[0].rstrip(",;:") + "…"
