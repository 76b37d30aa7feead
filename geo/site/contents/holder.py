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
from geo.site.contents.context import Context, subject_page
from geo.site.contents.ground import list_claims, list_fields
from geo.site.page import Page
from geo.site.subjects import Subject
from geo.site.wording import Wording
from geo.view import View


def page(context: Context, subject: Subject, language: Language) -> Page:
    wording = context.wording(language)
    claims, fields = context.tables["claims"], context.fields
    rows = {
        "actor": context.record("actors", "id", subject.id),
        "extent": _extent(context, wording, subject),
        "districts": _districts(context, wording, subject),
        "fields": list_fields(fields[fields["holder"] == subject.id]),
        "claims": list_claims(context, claims[claims["claimant"] == subject.id]),
    }
    lead = wording.say("site.lead.holder", name=subject.names[language])
    return subject_page(context, wording, subject, lead, template="holder", rows=rows)


def _extent(context: Context, wording: Wording, subject: Subject) -> list[dict[str, Any]]:
    """Return the area that the holder had on the key dates and the last day."""
    days = context.atlas.profile.days
    rows = []
    for day in sorted({*days.key, days.opening, days.last}):
        shown = control.at(context.atlas, day)
        held = shown[shown["holder"] == subject.id]
        if not len(held):
            continue
        km2 = shown.groupby("holder")["km2"].sum()
        percents = dict(zip(km2.index, whole_percents(km2.to_list()), strict=True))
        rows.append(
            {
                "day": day,
                "state": context.state(View(date=day, language=wording.language)),
                "km2": _band(context, wording, day, subject.id),
                "percent": percents[subject.id],
                "units": len(held),
            }
        )
    return rows


def _band(context: Context, wording: Wording, day: date, holder: str) -> str:
    """Write the area that a holder had on a day, with its band."""
    holders = {row["unit"]: row["holder"] for row in holdings.on(context.atlas, day)}
    low, best, high = ranges_by_holder(context.atlas, day, HELD, holders)[holder]
    low, high = round_band(low, best, high)
    return wording.band(low, best, high)


def _districts(context: Context, wording: Wording, subject: Subject) -> list[dict[str, Any]]:
    """Return the districts in which the holder ever held ground, with first and last day."""
    rows = context.tables["spells"]
    rows = rows[rows["holder"] == subject.id]
    result = []
    for code, spells in rows.groupby(rows["unit"].map(context.units["district"])):
        first = spells.sort_values("start").iloc[0]
        result.append(
            {
                "code": code,
                "name": wording.name(context.record("districts", "pcode", str(code))),
                "start": first["start"],
                "precision": first["precision"],
                "end": _last_end(spells),
            }
        )
    return sorted(result, key=lambda row: row["name"])


def _last_end(rows: pd.DataFrame) -> date | None:
    """Return the day on which the last of some spells ended; None where one lasts."""
    ends = [end for end in rows["end"] if isinstance(end, date)]
    return max(ends) if len(ends) == len(rows) else None
