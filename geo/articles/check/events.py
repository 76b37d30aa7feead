"""Questions on what somebody demanded, refused or offered: the record that supports it, or none.

No table of events is complete, so that from a missing record nothing follows.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd

from geo.articles.check.figures import Asked
from geo.articles.spoken_statements import numbers
from geo.articles.statement import Statement
from geo.articles.statement_forms import Spoken, parties
from geo.atlas import Atlas
from geo.gazetteer.entries import Entry
from geo.model import Language
from geo.profile import Holder
from geo.stories import question

#: Days before an article within which what it reports without a date happened.
RECENT = timedelta(4)

#: The same for the figures of a vote.
_VOTE = timedelta(10)

#: Events with which ground may pass.
_FOUGHT = ("takeover", "battle")


def ask_speech(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about a recorded act of speech."""
    known = parties()
    speakers = known.speakers.get(statement.actors[0], ())
    placed = any(known.topics[topic].placed for topic in statement.topics)
    rows = [
        row
        for row in _rows(atlas, statement, day, RECENT)
        if row["actor_a"] in speakers
        and any(_has(row["text"], known.acts[act]) for act in statement.acts)
        and all(_has(row["text"], known.topics[topic]) for topic in statement.topics)
        and set(statement.numbers) <= set(numbers(row["text"], Language.EN))
        and all(_names_thing(row, thing, placed=placed) for thing in statement.things)
    ]
    return _record(rows)


def ask_event(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about an event on record: its day, place, actors and deaths."""
    known = parties()
    kind = known.happenings[statement.acts[0]]
    speakers = [known.speakers.get(actor, ()) for actor in statement.actors]
    rows = [
        row
        for row in _rows(atlas, statement, day, RECENT)
        if row["type"] in kind.types
        and (not kind.recorded or _has(row["text"], kind))
        and all({row["actor_a"], row["actor_b"]}.intersection(names) for names in speakers)
        and all(_names_thing(row, thing, placed=True) for thing in statement.things)
        and all(_is_count(row, number) for number in statement.numbers)
    ]
    return _record(rows)


def _is_count(row: dict[str, str], number: str) -> bool:
    """Return whether a record counts as many dead, within what its sources differ by."""
    if not row["deaths_low"] or not row["deaths_high"]:
        return False
    return int(row["deaths_low"]) <= float(number.replace(",", "")) <= int(row["deaths_high"])


def figure(atlas: Atlas, statement: Statement, day: date) -> Asked:
    """Return the questions about a vote on record with the figure, rounded as in the statement."""
    pattern = parties().figures[statement.acts[0]].recorded[0]
    percent = round(100 * statement.value, 4)
    digits = 0 if percent == round(percent) else 1 if percent == round(percent, 1) else 2
    rows = [
        row
        for row in _rows(atlas, statement, day, _VOTE)
        if any(round(float(each), digits) == percent for each in re.findall(pattern, row["text"]))
    ]
    return _record(rows)


def took_part(
    atlas: Atlas, thing: Entry, days: tuple[date, date], holder: Holder, *, others: bool
) -> bool:
    """Return whether a holder may have had a part in a place's change of hands, by the events."""
    there = _fights(atlas, thing, days)
    words = parties().mentions.get(holder, ())
    record_text = there["actor_a"] + " " + there["text"]
    named = any(word in text for text in record_text for word in words)
    return named or bool((there["to_holder"] == holder).any()) or (others and there.empty)


def has_fights(atlas: Atlas, thing: Entry, days: tuple[date, date]) -> bool:
    """Return whether the events report a fight for a place, or of a change of hands."""
    return not _fights(atlas, thing, days).empty


def _fights(atlas: Atlas, thing: Entry, days: tuple[date, date]) -> pd.DataFrame:
    rows = atlas.table("events")
    start = rows["start"].to_numpy()
    there = (rows["place"] == thing.english) & (start >= days[0]) & (start <= days[1])
    return rows[there & rows["type"].isin(_FOUGHT)]


def _record(result: list[dict[str, str]]) -> Asked:
    """Ask for the last of the records by its id; return nothing without records."""
    if not result:
        return []
    return [question.Happened(question="event", id=result[-1]["id"])]


def _rows(atlas: Atlas, statement: Statement, day: date, recent: timedelta) -> list[dict[str, str]]:
    """Return the records of the time of a statement, from the first on."""
    first, last = statement.first or day - recent, statement.last or day
    rows = atlas.table("events")
    recent_rows = rows[(rows["start"].to_numpy() >= first) & (rows["start"].to_numpy() <= last)]
    return [{str(key): cell for key, cell in row.items()} for row in recent_rows.to_dict("records")]


def _has(text: str, spoken: Spoken) -> bool:
    lower = text.lower()
    return any(word in lower for word in spoken.recorded)


def _names_thing(row: dict[str, str], thing: Entry, *, placed: bool) -> bool:
    """Return whether a record mentions a thing; a capital stands for its government elsewhere."""
    if (thing.key in parties().voices and not placed) or thing.id in row["about"].split(";"):
        return True
    name = thing.english.lower()
    return name in row["text"].lower() or name == row["place"].lower()
