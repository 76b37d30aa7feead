"""Pages of what lies at one point: oil and gas fields, border crossings, airports."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.ask.stretches import Stretch
from geo.model import Language
from geo.site.contents.context import Context, records, subject_page
from geo.site.page import Page
from geo.site.subjects import Subject


def field_page(context: Context, subject: Subject, language: Language) -> Page:
    wording = context.wording(language)
    figures = context.tables["production"]
    figures = figures[figures["subject"] == subject.id]
    rows = {
        "row": context.record("fields", "id", subject.id),
        "production": records(figures.sort_values(["start", "end"], ascending=False)),
        "held": context.holders_of(subject.units),
        **_periods(context, subject, "field", "holder"),
    }
    lead = wording.say("site.lead.field", name=subject.names[language])
    return subject_page(context, wording, subject, lead, template="field", rows=rows)


def crossing_page(context: Context, subject: Subject, language: Language) -> Page:
    wording = context.wording(language)
    rows = {
        "row": context.record("crossings", "id", subject.id),
        **_periods(context, subject, "crossing", "run_by"),
    }
    lead = wording.say("site.lead.crossing", name=subject.names[language])
    return subject_page(context, wording, subject, lead, template="crossing", rows=rows)


def _periods(context: Context, subject: Subject, thing: str, holder: str) -> dict[str, Any]:
    """Return who had a thing and when: as rows, the latest first, and as stretches, in order."""
    rows = context.tables[f"{thing}_periods"]
    rows = rows[rows[thing] == subject.id].sort_values("start")
    stretches = [
        Stretch(
            row["start"],
            row["end"] if pd.notna(row["end"]) else None,
            row["precision"],
            ((row[holder] or "unknown", 1.0),),
            (),
        )
        for row in records(rows)
    ]
    return {"periods": records(rows.iloc[::-1]), "stretches": stretches}
