"""Pages of holders: what each held over time, what it holds, runs and claims."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from geo.ask import control, holdings
from geo.ask.uncertainty.figures import ranges_by_holder
from geo.ask.uncertainty.samples import round_band
from geo.model import HELD, Language
from geo.percents import whole_percents
from geo.site.contents.context import Context, subject_page, table_section
from geo.site.contents.ground import claims, fields
from geo.site.page import Cell, Page, Section
from geo.site.subjects import Kind, Subject
from geo.site.wording import Wording
from geo.view import View


def page(context: Context, subject: Subject, language: Language) -> Page:
    wording = context.wording(language)
    actor: Any = context.record("actors", "id", subject.id)
    lead = wording.say("site.lead.holder", name=subject.names[language])
    rows = context.tables["claims"]
    sections = [
        Section("about", wording.say("details"), texts=(wording.text(actor["text"]),)),
        _ground(context, wording, subject),
        _districts(context, wording, subject),
        fields(context, wording, context.fields[context.fields["holder"] == subject.id]),
        claims(context, wording, rows[rows["claimant"] == subject.id]),
    ]
    since, until = actor["since"], actor["until"]
    facts = [
        (wording.say("details.since"), Cell(wording.day(since) if since else "")),
        (wording.say("site.until"), Cell(wording.day(until) if until else "")),
        (wording.say("details.sources"), Cell(" ", sources=wording.cite(actor["source"]))),
    ]
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def _ground(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return the area that the holder had on the key dates and the last day."""
    days = context.atlas.profile.days
    listed = sorted({*days.key, days.opening, days.last})
    rows = []
    for day in listed:
        shown = control.at(context.atlas, day)
        held = shown[shown["holder"] == subject.id]
        if not len(held):
            continue
        query = context.state(View(date=day, language=wording.language))
        km2 = shown.groupby("holder")["km2"].sum()
        percents = dict(zip(km2.index, whole_percents(km2.to_list()), strict=True))
        rows.append(
            (
                Cell(wording.day(day), "map/index.html#" + query),
                Cell(_band(context, wording, day, subject.id), number=True),
                Cell(wording.percent(percents[subject.id]), number=True),
                Cell(wording.number(len(held)), number=True),
            )
        )
    keys = ("web.col.day", "site.km2", "site.share", "site.units")
    return table_section(wording, "held", wording.say("site.extent"), keys, rows)


def _band(context: Context, wording: Wording, day: date, holder: str) -> str:
    """Write the area that a holder had on a day, with its band."""
    holders = {row["unit"]: row["holder"] for row in holdings.on(context.atlas, day)}
    low, best, high = ranges_by_holder(context.atlas, day, HELD, holders)[holder]
    text, ends = wording.number(best), round_band(low, high)
    if ends[0] == ends[1]:
        return text
    between = {name: wording.number(end) for name, end in zip(("low", "high"), ends, strict=True)}
    return wording.say("unsure.band", n=text, **between)


def _districts(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return the districts in which the holder ever held ground, with first and last day."""
    rows = context.tables["spells"]
    rows = rows[rows["holder"] == subject.id]
    district = context.units["district"]
    named = context.tables["districts"].set_index("pcode")
    result = []
    for code, spells in rows.groupby(rows["unit"].map(district)):
        first = spells.sort_values("start").iloc[0]
        last = _last_end(spells)
        result.append(
            (
                context.link(wording, Kind.DISTRICT, str(code), wording.name(named.loc[code])),
                Cell(wording.day(first["start"], first["precision"])),
                Cell(wording.day(last)),
            )
        )
    result.sort(key=lambda row: row[0].text)
    keys = ("kind.district", "site.from", "site.until")
    return table_section(wording, "districts", wording.say("site.everHeld"), keys, result)


def _last_end(rows: pd.DataFrame) -> date | None:
    """Return the day on which the last of some spells ended; None where one lasts."""
    ends = [end for end in rows["end"] if isinstance(end, date)]
    return max(ends) if len(ends) == len(rows) else None
