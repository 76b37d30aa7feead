"""Claims on amounts: barrels a day, shares of them, km²."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.ask import control, production
from geo.ask.contents import inventory
from geo.atlas import Atlas
from geo.cell_output import split_ids
from geo.stories import question
from geo.stories.answers.finding import Finding, Line, band, line, names
from geo.stories.answers.holders import find_nothing

#: Qualifiers of figures that are no production of a day.
NO_OUTPUT = ("capacity", "target", "peak")


@dataclass(frozen=True)
class _Figure:
    """What one source, or a series of them, gives for a subject on a day."""

    low: float  #: Barrels a day, at least.
    high: float  #: Barrels a day, at most.
    sources: tuple[str, ...]  #: Ids of the sources.
    words: Line  #: The figure in words.


def barrels(atlas: Atlas, query: question.Production) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Production`)."""
    figures = [_figures(atlas, subject, query.date) for subject in query.subjects]
    if not all(figures):
        return _no_figure(atlas, query.subjects, figures, query.date)
    width = query.within * query.value
    expected = line("check.said.barrelsAbout", value=query.value, share=100 * query.within)
    low = sum(min(item.low for item in figure) for figure in figures)
    high = sum(max(item.high for item in figure) for figure in figures)
    every = [item for figure in figures for item in figure]
    if len(figures) > 1:
        verdict = band([low, high], query.value, width)
    else:
        ends = [end for figure in every for end in {figure.low, figure.high}]
        verdict = band(ends, query.value, width)
    against = [
        figure
        for figure in every
        if band([figure.low, figure.high], query.value, width) != "supported"
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


def share(atlas: Atlas, proportion: question.Proportion) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Proportion`)."""
    part = [_figures(atlas, subject, proportion.date) for subject in proportion.part]
    figures = [_figures(atlas, subject, proportion.date) for subject in proportion.whole]
    if not all([*part, *figures]):
        return _no_figure(
            atlas, [*proportion.part, *proportion.whole], [*part, *figures], proportion.date
        )
    (part_low, part_high), (whole_low, whole_high) = _sum(part), _sum(figures)
    low, high = part_low / whole_high, part_high / whole_low
    result = (
        _percent(low, high),
        line("check.said.partOf", part=_range(part_low, part_high), whole=_range(*_sum(figures))),
        *(figure.words for own_figures in (*part, *figures) for figure in own_figures),
    )
    about = {"value": 100 * proportion.value, "points": 100 * proportion.within}
    against = [
        figure
        for own_figures in part
        for figure in own_figures
        if len(part) == 1
        and band(
            [figure.low / whole_high, figure.high / whole_low], proportion.value, proportion.within
        )
        != "supported"
    ]
    return Finding(
        band([low, high], proportion.value, proportion.within),
        result,
        (line("check.said.percentAbout", **about),),
        _source_ids(figure for own_figures in (*part, *figures) for figure in own_figures),
        _source_ids(against),
        {"low": round(low, 4), "high": round(high, 4)},
    )


def area(atlas: Atlas, query: question.Area) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Area`)."""
    rows = control.at(atlas, query.date)
    if query.pcode is not None:
        rows = rows[rows["pcode"].str.startswith(query.pcode)]
    if query.disputed:
        rows = rows[inventory.in_areas(atlas, rows)]
    km2 = float(rows[rows["holder"] == query.holder]["km2"].sum())
    every = float(rows["km2"].sum()) or 1.0
    text = {"holder": query.holder, "date": query.date}
    share_of = {"value": query.value, "share": 100 * query.within}
    return Finding(
        band([km2], query.value, query.within * query.value),
        (line("check.said.km2", value=round(km2), **text),),
        (line("check.said.km2About", **share_of, **text),),
        figures={
            "km2": round(km2, 2),
            "percent": round(100 * km2 / every, 1),
            "percent_claimed": round(100 * query.value / every, 1),
        },
    )


def area_changed(atlas: Atlas, query: question.AreaChanged) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.AreaChanged`)."""
    rows = control.at(atlas, query.first).set_index("unit")
    after = control.at(atlas, query.last).set_index("unit")["holder"].reindex(rows.index)
    held = rows["holder"] == query.from_holder
    before_km2 = float(rows["km2"][held].sum())
    after_km2 = float(rows["km2"][after == query.from_holder].sum())
    days = {"from": query.from_holder, "first": query.first, "last": query.last}
    if query.to_holder is None:
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
        km2 = float(rows["km2"][held & (after == query.to_holder)].sum())
        share = 100 * km2 / before_km2 if before_km2 else 0.0
        days |= {"to": query.to_holder}
        text = line("check.said.areaChanged", value=round(km2), **days)
        key = "check.said.areaChangedAbout"
    return Finding(
        band([km2], query.value, query.within * query.value),
        (text,),
        (line(key, value=query.value, share=100 * query.within, **days),),
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
