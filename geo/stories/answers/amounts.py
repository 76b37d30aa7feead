"""Claims on amounts: barrels a day, shares of them, km²."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.ask import control, inventory, production
from geo.atlas import Atlas
from geo.stories import question
from geo.stories.answers.finding import Finding, Line, band, ids, line, names
from geo.stories.answers.holders import nothing

#: Qualifiers of figures that are no production of a day.
NO_OUTPUT = ("capacity", "target", "peak")


@dataclass(frozen=True)
class _Figure:
    """What one source, or a series of them, gives for a subject on a day."""

    low: float
    """Barrels a day, at least."""
    high: float
    """Barrels a day, at most."""
    sources: tuple[str, ...]
    """Ids of the sources."""
    said: Line
    """The figure in words."""


def barrels(atlas: Atlas, asked: question.Production) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Production`)."""
    figures = [_figures(atlas, subject, asked.date) for subject in asked.subjects]
    if not all(figures):
        return _no_figure(atlas, asked.subjects, figures, asked.date)
    width = asked.within * asked.value
    expected = line("check.said.barrelsAbout", value=asked.value, share=100 * asked.within)
    low = sum(min(one.low for one in own) for own in figures)
    high = sum(max(one.high for one in own) for own in figures)
    every = [one for own in figures for one in own]
    if len(figures) > 1:
        verdict = band([low, high], asked.value, width)
    else:
        ends = [end for one in every for end in {one.low, one.high}]
        verdict = band(ends, asked.value, width)
    against = [one for one in every if band([one.low, one.high], asked.value, width) != "supported"]
    whole = (_range(low, high),) if len(every) > 1 and (low != high or len(figures) > 1) else ()
    return Finding(
        verdict,
        (*whole, *(one.said for one in every)),
        (expected,),
        _cited(every),
        _cited(against) if len(figures) == 1 else (),
        {"low": low, "high": high},
    )


def share(atlas: Atlas, asked: question.Proportion) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Proportion`)."""
    part = [_figures(atlas, subject, asked.date) for subject in asked.part]
    whole = [_figures(atlas, subject, asked.date) for subject in asked.whole]
    if not all([*part, *whole]):
        return _no_figure(atlas, [*asked.part, *asked.whole], [*part, *whole], asked.date)
    (part_low, part_high), (whole_low, whole_high) = _sum(part), _sum(whole)
    low, high = part_low / whole_high, part_high / whole_low
    found = (
        _percent(low, high),
        line("check.said.partOf", part=_range(part_low, part_high), whole=_range(*_sum(whole))),
        *(one.said for own in (*part, *whole) for one in own),
    )
    about = {"value": 100 * asked.value, "points": 100 * asked.within}
    against = [
        one
        for own in part
        for one in own
        if len(part) == 1
        and band([one.low / whole_high, one.high / whole_low], asked.value, asked.within)
        != "supported"
    ]
    return Finding(
        band([low, high], asked.value, asked.within),
        found,
        (line("check.said.percentAbout", **about),),
        _cited(one for own in (*part, *whole) for one in own),
        _cited(against),
        {"low": round(low, 4), "high": round(high, 4)},
    )


def area(atlas: Atlas, asked: question.Area) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Area`)."""
    rows = control.at(atlas, asked.date)
    if asked.pcode is not None:
        rows = rows[rows["pcode"].str.startswith(asked.pcode)]
    if asked.disputed:
        rows = rows[inventory.in_areas(atlas, rows)]
    km2 = float(rows[rows["holder"] == asked.holder]["km2"].sum())
    every = float(rows["km2"].sum()) or 1.0
    said = {"holder": asked.holder, "date": asked.date}
    share_of = {"value": asked.value, "share": 100 * asked.within}
    return Finding(
        band([km2], asked.value, asked.within * asked.value),
        (line("check.said.km2", value=round(km2), **said),),
        (line("check.said.km2About", **share_of, **said),),
        figures={
            "km2": round(km2, 2),
            "percent": round(100 * km2 / every, 1),
            "percent_claimed": round(100 * asked.value / every, 1),
        },
    )


def area_changed(atlas: Atlas, asked: question.AreaChanged) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.AreaChanged`)."""
    rows = control.at(atlas, asked.first).set_index("unit")
    after = control.at(atlas, asked.last).set_index("unit")["holder"].reindex(rows.index)
    held = rows["holder"] == asked.from_holder
    before_km2 = float(rows["km2"][held].sum())
    after_km2 = float(rows["km2"][after == asked.from_holder].sum())
    days = {"from": asked.from_holder, "first": asked.first, "last": asked.last}
    if asked.to_holder is None:
        km2 = before_km2 - after_km2
        share = 100 * km2 / before_km2 if before_km2 else 0.0
        said = line(
            "check.said.areaLost",
            before=round(before_km2),
            after=round(after_km2),
            share=round(share, 1),
            **days,
        )
        key = "check.said.areaLostAbout"
    else:
        km2 = float(rows["km2"][held & (after == asked.to_holder)].sum())
        share = 100 * km2 / before_km2 if before_km2 else 0.0
        days |= {"to": asked.to_holder}
        said = line("check.said.areaChanged", value=round(km2), **days)
        key = "check.said.areaChangedAbout"
    return Finding(
        band([km2], asked.value, asked.within * asked.value),
        (said,),
        (line(key, value=asked.value, share=100 * asked.within, **days),),
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
    return [_said(row, atlas.publishers) for _, row in rows.iterrows()]


def _cited(figures: Iterable[_Figure]) -> tuple[str, ...]:
    return ids(name for one in figures for name in one.sources)


def _of_field(atlas: Atlas, row: pd.Series) -> _Figure:
    called = atlas.table("fields").set_index("id").loc[row["field"]]
    said = line(
        "check.said.figureOf",
        what=names(called),
        amount=_range(row["low"], row["high"]),
        kind=line(f"check.said.{row['kind']}"),
    )
    return _Figure(row["low"], row["high"], ids([row["source"]]), said)


def _said(row: pd.Series, publishers: Mapping[str, str]) -> _Figure:
    value, sources = float(row["value"]), ids([row["source"]])
    amount = line("check.said.barrelsOne", value=value)
    bounds = {"over": "check.said.overOf", "up_to": "check.said.upTo"}
    if row["qualifier"] in bounds:
        amount = line(bounds[row["qualifier"]], amount=amount)
    who = ", ".join(publishers[name] for name in sources)
    return _Figure(value, value, sources, line("check.said.figure", amount=amount, who=who))


def _sum(figures: Sequence[Sequence[_Figure]]) -> tuple[float, float]:
    low = sum(min(one.low for one in own) for own in figures)
    return low, sum(max(one.high for one in own) for own in figures)


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
    atlas: Atlas, subjects: Sequence[str], found: Sequence[Sequence[_Figure]], day: date
) -> Finding:
    """Return that some subjects have no figure for a day, and which."""
    fields = atlas.table("fields").set_index("id")
    lacking = [name for name, own in zip(subjects, found, strict=True) if not own]
    called = [names(fields.loc[one]) if one in fields.index else one for one in lacking]
    return nothing(called, day)
