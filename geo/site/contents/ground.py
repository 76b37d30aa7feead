"""Pages of ground: disputed areas and districts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geo.ask import people
from geo.model import Language
from geo.site.contents.context import Context, records, subject_page
from geo.site.page import Page
from geo.site.subjects import Kind, Subject
from geo.site.wording import Wording


def page(context: Context, subject: Subject, language: Language) -> Page:
    """Return the page of a disputed area or a district."""
    wording = context.wording(language)
    days = context.atlas.profile.days
    units, claims = set(subject.units), context.tables["claims"]
    bases, is_area = context.tables["bases"], subject.kind is Kind.AREA
    events, fields = context.events, context.fields
    rows = {
        "held": context.holders_of(subject.units),
        "claims": list_claims(context, claims[[bool(units & each) for each in context.claimed]]),
        "bases": records(bases[bases["area"] == subject.id].sort_values("since")),
        "events": records(events[events["unit"].isin(units)].iloc[::-1]),
        "fields": list_fields(fields[fields["unit"].isin(units)]),
        "km2": context.units["km2"].reindex(list(subject.units)).sum(),
        "census": people.census_day(context.atlas),
        "residents": wording.band(*(people.estimate_residents(context.atlas, units) or ())),
        **(_area(context, wording, subject) if is_area else _district(context, subject)),
    }
    first, last = wording.day(days.first), wording.day(days.last)
    lead = wording.say("site.lead.ground", name=subject.names[language], first=first, last=last)
    return subject_page(context, wording, subject, lead, template="ground", rows=rows)


def _area(context: Context, wording: Wording, subject: Subject) -> dict[str, Any]:
    codes = dict.fromkeys(context.units["district"].reindex(list(subject.units)).dropna())
    return {
        "number": context.record("areas", "id", subject.id)["list_number"],
        "districts": [wording.name(context.record("districts", "pcode", code)) for code in codes],
    }


def _district(context: Context, subject: Subject) -> dict[str, Any]:
    row = context.record("districts", "pcode", subject.id)
    return {"governorate": context.record("governorates", "iso", row["governorate"])}


def list_claims(context: Context, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claims in the order of their days, each with the row of its instrument."""
    instruments = {row["id"]: row for row in records(context.tables["instruments"])}
    return [
        {**row, "by": instruments.get(row["instrument"])}
        for row in records(rows.sort_values(["start", "id"]))
    ]


def list_fields(rows: pd.DataFrame) -> Sequence[dict[str, Any]]:
    return records(rows.sort_values("id"))
