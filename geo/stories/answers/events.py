"""Claims on what happened, and on who took a stand."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geo.atlas import Atlas
from geo.stories import question
from geo.stories.answers.finding import Finding, Line, Verdict, ids, line, names

#: Events that are told one by one; of more, the first.
TOLD = 6


def happened(atlas: Atlas, asked: question.Happened) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Happened`)."""
    rows = atlas.table("events")
    found = rows[_matches(rows, asked)]
    if found.empty:
        own = rows[rows["id"] == (asked.id or "")]
        sources = ids(own["source"])
        return Finding(Verdict.NOT_SUPPORTED, _told(atlas, own) or _none(), (), sources, sources)
    other = rows[rows["id"] == asked.against] if asked.against else rows[:0]
    return Finding(
        Verdict.DISPUTED if len(other) else Verdict.SUPPORTED,
        (*_told(atlas, found), *_told(atlas, other)),
        rests=ids(found["source"]),
        against=ids(other["source"]),
        figures={"events": list(found["id"]), "against": list(other["id"])},
    )


def position(atlas: Atlas, asked: question.Stance) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Stance`)."""
    rows = atlas.table("events")
    text = rows["text"].str.lower()
    own = (rows["actor_a"] == asked.actor) & _between(rows, asked.first, asked.last)
    for mentioned in asked.mentions:
        own &= text.str.contains(mentioned.lower(), regex=False)
    found = rows[own]
    if found.empty:
        return Finding(Verdict.NOT_SUPPORTED, _none())
    figures = {"events": list(found["id"])}
    return Finding(Verdict.SUPPORTED, _told(atlas, found), (), ids(found["source"]), (), figures)


def _matches(rows: pd.DataFrame, asked: question.Happened) -> pd.Series:
    own = _between(rows, asked.first, asked.last)
    for column, wanted in (
        ("id", asked.id),
        ("type", asked.type and asked.type.value),
        ("actor_a", asked.actor),
        ("place", asked.place),
    ):
        if wanted is not None:
            own &= rows[column] == wanted
    if asked.about is not None:
        own &= rows["about"].str.split(";").map(lambda listed: asked.about in listed)
    return own


def _between(rows: pd.DataFrame, first: object, last: object) -> pd.Series:
    """Return which events fall, wholly or in part, between two days."""
    own = pd.Series(True, rows.index)
    ends = rows["end"].where(rows["end"].notna(), rows["start"])
    if first is not None:
        own &= ends.to_numpy() >= first
    if last is not None:
        own &= rows["start"].to_numpy() <= last
    return own


def _told(atlas: Atlas, rows: pd.DataFrame) -> tuple[Line, ...]:
    """Return a line for each event: its day and place in every language, its text as it is."""
    known = _places(atlas)
    return tuple(
        line(
            "check.said.event",
            date=row["start"],
            place=known.get(row["place"], row["place"]),
            text=row["text"],
        )
        for row in rows.head(TOLD).to_dict("records")
    )


@lru_cache(maxsize=4)
def _places(atlas: Atlas) -> dict[str, Line]:
    """Return the names of towns and crossings by the English one; of the same, the larger's."""
    towns = atlas.table("places").sort_values("rank", ascending=False)
    rows = [*atlas.table("crossings").to_dict("records"), *towns.to_dict("records")]
    return {str(row["name_en"]): names(row) for row in rows}


def _none() -> tuple[Line, ...]:
    return (line("check.said.noEvent"),)
