"""Claims on amounts, and on what happened: barrels a day, shares of them, km², events, stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain

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
    name_things,
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
        return _name_lacking(atlas, subjects, figures, date)
    every, (low, high), width = list(chain(*figures)), _sum(figures), within * value
    # Where sources differ on one subject, each is judged by itself.
    ends = [end for item in every for end in (item.low, item.high)]
    against = [item for item in every if band([item.low, item.high], value, width) != "supported"]
    is_sum = len(figures) > 1
    return Finding(
        band([low, high] if is_sum else ends, value, width),
        (
            *([_range(low, high)] if is_sum or (len(every) > 1 and low != high) else ()),
            *(item.words for item in every),
        ),
        (line("check.said.barrelsAbout", value=value, share=100 * within),),
        _source_ids(every),
        () if is_sum else _source_ids(against),
        {"low": low, "high": high},
    )


@question("share")
def share(
    atlas: Atlas, *, part: Subjects, whole: Subjects, date: Day, value: Share, within: Share = 0.02
) -> Finding:
    """Say whether ``part`` was about ``value`` of ``whole`` on ``date``, in barrels a day."""
    figures = [_figures(atlas, subject, date) for subject in (*part, *whole)]
    if not all(figures):
        return _name_lacking(atlas, [*part, *whole], figures, date)
    parts, every = figures[: len(part)], list(chain(*figures))
    some, total = _sum(parts), _sum(figures[len(part) :])
    low, high = some[0] / total[1], some[1] / total[0]
    against = [
        figure
        for figure in (parts[0] if len(parts) == 1 else ())
        if band([figure.low / total[1], figure.high / total[0]], value, within) != "supported"
    ]
    return Finding(
        band([low, high], value, within),
        (
            _percent(low, high),
            line("check.said.partOf", part=_range(*some), whole=_range(*total)),
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
        key, km2 = "check.said.areaLost", before_km2 - after_km2
    else:
        key, days = "check.said.areaChanged", days | {"to": to_holder}
        km2 = float(rows["km2"][is_theirs & (after == to_holder)].sum())
    percent = 100 * km2 / before_km2 if before_km2 else 0.0
    amounts = {"before": round(before_km2), "after": round(after_km2), "value": round(km2)}
    return Finding(
        band([km2], value, within * value),
        (line(key, share=round(percent, 1), **amounts, **days),),
        (line(f"{key}About", value=value, share=100 * within, **days),),
        figures={
            "km2": round(km2, 2),
            "before": round(before_km2, 2),
            "after": round(after_km2, 2),
            "percent": round(percent, 2),
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
    text = line(
        "check.said.figureOf",
        what=name_things(atlas, "fields", [row["field"]]),
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


def _name_lacking(
    atlas: Atlas, subjects: Sequence[str], figures: Sequence[Sequence[_Figure]], day: date
) -> Finding:
    """Return that some subjects have no figure for a day, and which."""
    lacking = [name for name, items in zip(subjects, figures, strict=True) if not items]
    return find_nothing(name_things(atlas, "fields", lacking), day)


#: Events that are told one by one; of more, the first.
_MOST = 6


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
    if not matches.any():
        return _tell_events(atlas, rows[:0], rows[rows["id"] == (id or "")])
    others = rows[rows["id"] == (against or "")]
    finding = _tell_events(atlas, rows[matches], others)
    return replace(finding, figures={**finding.figures, "against": list(others["id"])})


@question("position")
def position(
    atlas: Atlas, *, actor: ActorId, first: Day, last: Day, mentions: tuple[Text, ...] = ()
) -> Finding:
    """Say whether the atlas records that ``actor`` spoke or acted from ``first`` to ``last``."""
    rows = atlas.table("events")
    text = rows["text"].str.lower()
    matches = (rows["actor_a"] == actor) & _select_between(rows, first, last)
    for mentioned in mentions:
        matches &= text.str.contains(mentioned.lower(), regex=False)
    return _tell_events(atlas, rows[matches], rows[:0])


def _tell_events(atlas: Atlas, rows: pd.DataFrame, others: pd.DataFrame) -> Finding:
    """Return that events are recorded, or none, and what others are that speak against them."""
    lines = (*_event_lines(atlas, rows), *_event_lines(atlas, others))
    against = split_ids(*others["source"])
    if rows.empty:
        nothing = (line("check.said.noEvent"),)
        return Finding(Verdict.NOT_SUPPORTED, lines or nothing, (), against, against)
    return Finding(
        Verdict.SUPPORTED if others.empty else Verdict.DISPUTED,
        lines,
        rests=split_ids(*rows["source"]),
        against=against,
        figures={"events": list(rows["id"])},
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
    place_names = _name_places(atlas)
    return tuple(
        line(
            "check.said.event",
            date=first_day(row),
            place=place_names.get(row["place"]) or translate(atlas, row["place"]),
            text=translate(atlas, row["text"]),
        )
        for row in rows.head(_MOST).to_dict("records")
    )


@lru_cache(maxsize=4)
def _name_places(atlas: Atlas) -> dict[str, Line]:
    """Return the names of towns and crossings by the English one; of the same, the larger's."""
    towns = atlas.table("places").sort_values("rank", ascending=False)
    rows = [*atlas.table("crossings").to_dict("records"), *towns.to_dict("records")]
    return {str(row["name_en"]): names(row) for row in rows}
