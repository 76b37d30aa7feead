"""Claims on what happened, and on who took a stand."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geo.atlas import Atlas
from geo.cell_output import split_ids
from geo.stories import question
from geo.stories.answers.finding import Finding, Line, Verdict, first_day, line, names, translate

#: Events that are told one by one; of more, the first.
TOLD = 6


def answer_happened(atlas: Atlas, query: question.Happened) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Happened`)."""
    rows = atlas.table("events")
    row = rows[_matches(rows, query)]
    if row.empty:
        own_row = rows[rows["id"] == (query.id or "")]
        sources = split_ids(*own_row["source"])
        return Finding(
            Verdict.NOT_SUPPORTED, _event_lines(atlas, own_row) or _no_event(), (), sources, sources
        )
    other = rows[rows["id"] == query.against] if query.against else rows[:0]
    return Finding(
        Verdict.DISPUTED if len(other) else Verdict.SUPPORTED,
        (*_event_lines(atlas, row), *_event_lines(atlas, other)),
        rests=split_ids(*row["source"]),
        against=split_ids(*other["source"]),
        figures={"events": list(row["id"]), "against": list(other["id"])},
    )


def position(atlas: Atlas, stance: question.Stance) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Stance`)."""
    rows = atlas.table("events")
    text = rows["text"].str.lower()
    subset = (rows["actor_a"] == stance.actor) & _select_between(rows, stance.first, stance.last)
    for mentioned in stance.mentions:
        subset &= text.str.contains(mentioned.lower(), regex=False)
    row = rows[subset]
    if row.empty:
        return Finding(Verdict.NOT_SUPPORTED, _no_event())
    figures = {"events": list(row["id"])}
    return Finding(
        Verdict.SUPPORTED, _event_lines(atlas, row), (), split_ids(*row["source"]), (), figures
    )


def _matches(rows: pd.DataFrame, query: question.Happened) -> pd.Series:
    cells = _select_between(rows, query.first, query.last)
    for column, wanted in (
        ("id", query.id),
        ("type", query.type and query.type.value),
        ("actor_a", query.actor),
        ("place", query.place),
    ):
        if wanted is not None:
            cells &= rows[column] == wanted
    if query.about is not None:
        cells &= rows["about"].str.split(";").map(lambda listed: query.about in listed)
    return cells


def _select_between(rows: pd.DataFrame, first: object, last: object) -> pd.Series:
    """Return which events fall, wholly or in part, between two days."""
    series = pd.Series(True, rows.index)
    ends = rows["end"].where(rows["end"].notna(), rows["start"])
    if first is not None:
        series &= ends.to_numpy() >= first
    if last is not None:
        series &= rows["start"].to_numpy() <= last
    return series


def _event_lines(atlas: Atlas, rows: pd.DataFrame) -> tuple[Line, ...]:
    """Return a line for each event: its day, place and text in every language."""
    known = _places(atlas)
    return tuple(
        line(
            "check.said.event",
            date=first_day(row),
            place=known.get(row["place"]) or translate(atlas, row["place"]),
            text=translate(atlas, row["text"]),
        )
        for row in rows.head(TOLD).to_dict("records")
    )


@lru_cache(maxsize=4)
def _places(atlas: Atlas) -> dict[str, Line]:
    """Return the names of towns and crossings by the English one; of the same, the larger's."""
    towns = atlas.table("places").sort_values("rank", ascending=False)
    rows = [*atlas.table("crossings").to_dict("records"), *towns.to_dict("records")]
    return {str(row["name_en"]): names(row) for row in rows}


def _no_event() -> tuple[Line, ...]:
    return (line("check.said.noEvent"),)
