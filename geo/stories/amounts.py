"""Claims on amounts, and on what happened: barrels a day, shares of them, km², events, stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from geo.ask import control, inventory, production
from geo.atlas import Atlas
from geo.model import EventType
from geo.profile import Holder
from geo.stories.question import (
    ActorId,
    Amount,
    Day,
    EventId,
    Finding,
    Line,
    Pcode,
    Share,
    Subjects,
    Text,
    Verdict,
    band,
    find_nothing,
    first_day,
    line,
    names,
    question,
    translate,
)
from geo.words.cells import split_ids

#: Qualifiers of figures that are no production of a day.
NO_OUTPUT = ("capacity", "target", "peak")


@dataclass(frozen=True)
class _Figure:
    """What one source, or a series of them, gives for a subject on a day."""

    low: float  #: Barrels a day, at least.
    high: float  #: Barrels a day, at most.
    sources: tuple[str, ...]  #: Ids of the sources.
    words: Line  #: The figure in words.


@question("production")
def barrels(
    atlas: Atlas, *, subjects: Subjects, date: Day, value: Amount, within: Share = 0.1
) -> Finding:
    """Say whether ``subjects`` together produced about ``value`` barrels a day on ``date``."""
    figures = [_figures(atlas, subject, date) for subject in subjects]
    if not all(figures):
        return _no_figure(atlas, subjects, figures, date)
    width = within * value
    expected = line("check.said.barrelsAbout", value=value, share=100 * within)
    low = sum(min(item.low for item in figure) for figure in figures)
    high = sum(max(item.high for item in figure) for figure in figures)
    every = [item for figure in figures for item in figure]
    if len(figures) > 1:
        verdict = band([low, high], value, width)
    else:
        ends = [end for figure in every for end in {figure.low, figure.high}]
        verdict = band(ends, value, width)
    against = [
        figure for figure in every if band([figure.low, figure.high], value, width) != "supported"
    ]
    everything = (
        (_range(low, high),) if len(every) > 1 and (low != high or len(figures) > 1) else ()
    )
    return Finding(
        verdict,
        (*everything, *(figure.words for figure in every)),
        (expected,),
        _source_ids(every),
        _source_ids(against) if len(figures) == 1 else (),
        {"low": low, "high": high},
    )


@question("share")
def share(
    atlas: Atlas, *, part: Subjects, whole: Subjects, date: Day, value: Share, within: Share = 0.02
) -> Finding:
    """Say whether ``part`` was about ``value`` of ``whole`` on ``date``, in barrels a day."""
    parts = [_figures(atlas, subject, date) for subject in part]
    wholes = [_figures(atlas, subject, date) for subject in whole]
    if not all([*parts, *wholes]):
        return _no_figure(atlas, [*part, *whole], [*parts, *wholes], date)
    (part_low, part_high), (whole_low, whole_high) = _sum(parts), _sum(wholes)
    low, high = part_low / whole_high, part_high / whole_low
    every = [figure for figures in (*parts, *wholes) for figure in figures]
    against = [
        figure
        for figure in (parts[0] if len(parts) == 1 else ())
        if band([figure.low / whole_high, figure.high / whole_low], value, within) != "supported"
    ]
    return Finding(
        band([low, high], value, within),
        (
            _percent(low, high),
            line(
                "check.said.partOf", part=_range(part_low, part_high), whole=_range(*_sum(wholes))
            ),
            *(figure.words for figure in every),
        ),
        (line("check.said.percentAbout", value=100 * value, points=100 * within),),
        _source_ids(every),
        _source_ids(against),
        {"low": round(low, 4), "high": round(high, 4)},
    )


@question("area")
def area(
    atlas: Atlas,
    *,
    holder: Holder,
    date: Day,
    value: Amount,
    within: Share = 0.1,
    pcode: Pcode | None = None,
    disputed: bool = False,
) -> Finding:
    """Say whether ``holder`` held about ``value`` km² on ``date``."""
    rows = control.at(atlas, date)
    if pcode is not None:
        rows = rows[rows["pcode"].str.startswith(pcode)]
    if disputed:
        rows = rows[inventory.in_areas(atlas, rows)]
    km2 = float(rows[rows["holder"] == holder]["km2"].sum())
    every = float(rows["km2"].sum()) or 1.0
    text = {"holder": holder, "date": date}
    share_of = {"value": value, "share": 100 * within}
    return Finding(
        band([km2], value, within * value),
        (line("check.said.km2", value=round(km2), **text),),
        (line("check.said.km2About", **share_of, **text),),
        figures={
            "km2": round(km2, 2),
            "percent": round(100 * km2 / every, 1),
            "percent_claimed": round(100 * value / every, 1),
        },
    )


@question("area_changed")
def area_changed(
    atlas: Atlas,
    *,
    first: Day,
    last: Day,
    from_holder: Holder,
    value: Amount,
    to_holder: Holder | None = None,
    within: Share = 0.1,
) -> Finding:
    """Say whether about ``value`` km² passed from ``from_holder`` to ``to_holder``.

    Without ``to_holder``, whether ``from_holder`` lost as much, to whomever.
    """
    rows = control.at(atlas, first).set_index("unit")
    after = control.at(atlas, last).set_index("unit")["holder"].reindex(rows.index)
    is_theirs = rows["holder"] == from_holder
    before_km2 = float(rows["km2"][is_theirs].sum())
    after_km2 = float(rows["km2"][after == from_holder].sum())
    days = {"from": from_holder, "first": first, "last": last}
    if to_holder is None:
        km2 = before_km2 - after_km2
        share = 100 * km2 / before_km2 if before_km2 else 0.0
        text = line(
            "check.said.areaLost",
            before=round(before_km2),
            after=round(after_km2),
            share=round(share, 1),
            **days,
        )
        key = "check.said.areaLostAbout"
    else:
        km2 = float(rows["km2"][is_theirs & (after == to_holder)].sum())
        share = 100 * km2 / before_km2 if before_km2 else 0.0
        days |= {"to": to_holder}
        text = line("check.said.areaChanged", value=round(km2), **days)
        key = "check.said.areaChangedAbout"
    return Finding(
        band([km2], value, within * value),
        (text,),
        (line(key, value=value, share=100 * within, **days),),
        figures={
            "km2": round(km2, 2),
            "before": round(before_km2, 2),
            "after": round(after_km2, 2),
            "percent": round(share, 2),
        },
    )


def _figures(atlas: Atlas, subject: str, day: date) -> list[_Figure]:
    """Return what sources give for a subject on a day; nothing where none does."""
    if subject in set(atlas.table("fields")["id"]):
        rows = production.on(atlas, day)
        return [_of_field(atlas, row) for _, row in rows[rows["field"] == subject].iterrows()]
    rows = production.reported(atlas, day, [subject])
    covers = (rows["role"] == "covers") & (rows["unit"] == "bpd")
    rows = rows[covers & ~rows["qualifier"].isin(NO_OUTPUT)]
    return [_read_figure(row, atlas.publishers) for _, row in rows.iterrows()]


def _source_ids(figures: Iterable[_Figure]) -> tuple[str, ...]:
    return split_ids(*(name for figure in figures for name in figure.sources))


def _of_field(atlas: Atlas, row: pd.Series) -> _Figure:
    called = atlas.table("fields").set_index("id").loc[row["field"]]
    text = line(
        "check.said.figureOf",
        what=names(called),
        amount=_range(row["low"], row["high"]),
        kind=line(f"check.said.{row['kind']}"),
    )
    return _Figure(row["low"], row["high"], split_ids(row["source"]), text)


def _read_figure(row: pd.Series, publishers: Mapping[str, str]) -> _Figure:
    value, sources = float(row["value"]), split_ids(row["source"])
    amount = line("check.said.barrelsOne", value=value)
    bounds = {"over": "check.said.overOf", "up_to": "check.said.upTo"}
    if row["qualifier"] in bounds:
        amount = line(bounds[row["qualifier"]], amount=amount)
    who = ", ".join(publishers[name] for name in sources)
    return _Figure(value, value, sources, line("check.said.figure", amount=amount, who=who))


def _sum(figures: Sequence[Sequence[_Figure]]) -> tuple[float, float]:
    low = sum(min(item.low for item in figure) for figure in figures)
    return low, sum(max(item.high for item in figure) for figure in figures)


def _range(low: float, high: float) -> Line:
    if low == high:
        return line("check.said.barrelsOne", value=round(low))
    return line("check.said.barrels", low=round(low), high=round(high))


def _percent(low: float, high: float) -> Line:
    low, high = round(100 * low, 1), round(100 * high, 1)
    if low == high:
        return line("check.said.percentOne", value=low)
    return line("check.said.percent", low=low, high=high)


def _no_figure(
    atlas: Atlas, subjects: Sequence[str], figures: Sequence[Sequence[_Figure]], day: date
) -> Finding:
    """Return that some subjects have no figure for a day, and which."""
    fields = atlas.table("fields").set_index("id")
    lacking = [name for name, own_figures in zip(subjects, figures, strict=True) if not own_figures]
    called = [names(fields.loc[text]) if text in fields.index else text for text in lacking]
    return find_nothing(called, day)


#: Events that are told one by one; of more, the first.
TOLD = 6


@question("event", any_of=("id", "type", "first", "last", "actor", "place", "about"))
def answer_happened(
    atlas: Atlas,
    *,
    id: EventId | None = None,
    against: EventId | None = None,
    type: EventType | None = None,
    first: Day | None = None,
    last: Day | None = None,
    actor: Text | None = None,
    place: Text | None = None,
    about: Text | None = None,
) -> Finding:
    """Say whether the atlas records the event ``id``, or one like it.

    Without an ``id``: an event of ``type`` from ``first`` to ``last``, by ``actor``, at ``place``.
    """
    rows = atlas.table("events")
    matches = _select_between(rows, first, last)
    cells = {"id": id, "type": type and type.value, "actor_a": actor, "place": place}
    for column, cell in cells.items():
        if cell is not None:
            matches &= rows[column] == cell
    if about is not None:
        matches &= rows["about"].str.split(";").map(lambda listed: about in listed)
    row = rows[matches]
    if row.empty:
        own_row = rows[rows["id"] == (id or "")]
        sources = split_ids(*own_row["source"])
        return Finding(
            Verdict.NOT_SUPPORTED, _event_lines(atlas, own_row) or _no_event(), (), sources, sources
        )
    other = rows[rows["id"] == against] if against else rows[:0]
    return Finding(
        Verdict.DISPUTED if len(other) else Verdict.SUPPORTED,
        (*_event_lines(atlas, row), *_event_lines(atlas, other)),
        rests=split_ids(*row["source"]),
        against=split_ids(*other["source"]),
        figures={"events": list(row["id"]), "against": list(other["id"])},
    )


@question("position")
def position(
    atlas: Atlas, *, actor: ActorId, first: Day, last: Day, mentions: tuple[Text, ...] = ()
) -> Finding:
    """Say whether the atlas records that ``actor`` spoke or acted from ``first`` to ``last``."""
    rows = atlas.table("events")
    text = rows["text"].str.lower()
    subset = (rows["actor_a"] == actor) & _select_between(rows, first, last)
    for mentioned in mentions:
        subset &= text.str.contains(mentioned.lower(), regex=False)
    row = rows[subset]
    if row.empty:
        return Finding(Verdict.NOT_SUPPORTED, _no_event())
    figures = {"events": list(row["id"])}
    return Finding(
        Verdict.SUPPORTED, _event_lines(atlas, row), (), split_ids(*row["source"]), (), figures
    )


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
    place_names = _places(atlas)
    return tuple(
        line(
            "check.said.event",
            date=first_day(row),
            place=place_names.get(row["place"]) or translate(atlas, row["place"]),
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
