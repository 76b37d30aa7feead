"""Pages of border crossings and airports."""

from __future__ import annotations

from typing import Any

from geo.model import Language
from geo.site.contents.context import Context, map_link, subject_page
from geo.site.contents.field import band, places, position
from geo.site.page import Cell, Page, Section, Table
from geo.site.subjects import Subject
from geo.site.wording import Wording


def page(context: Context, subject: Subject, language: Language) -> Page:
    """Return the page of a crossing or an airport.

    Parameters
    ----------
    context
        What all pages of the site share.
    subject
        What the page is about.
    language
        The language of the page.
    """
    wording = context.wording(language)
    row: Any = context.record("crossings", "id", subject.id)
    lead = wording.say("site.lead.crossing", name=subject.names[language])
    kind = "kind.airport" if row["kind"] == "airport" else "kind.crossing"
    neighbour = row["neighbour"] or ""
    facts = [
        (wording.say("web.col.kind"), Cell(wording.say(kind))),
        (
            wording.say("details.neighbour"),
            Cell(wording.either(f"web.country.{neighbour}", plain=neighbour)),
        ),
        (wording.say("details.position"), position(wording, row)),
        (wording.say("details.note"), wording.record(row["note"])),
        (wording.say("details.alt"), Cell(wording.say("sentence.comma").join(subject.also))),
    ]
    sections = [_periods(context, wording, subject), places(context, wording, subject)]
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def _periods(context: Context, wording: Wording, subject: Subject) -> Section:
    rows = context.tables["crossing_periods"]
    rows = rows[rows["crossing"] == subject.id].sort_values("start")
    found = tuple(
        (
            map_link(
                context, wording, subject, row["start"], wording.day(row["start"], row["precision"])
            ),
            Cell(wording.day(row["end"])),
            wording.held(row["run_by"], row["start"]),
            Cell(wording.either(f"state.{row['state']}", plain=row["state"])),
            wording.record(row["text"]),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iloc[::-1].iterrows()
    )
    keys = ("site.from", "site.until", "details.operator", "details.status", "details.note")
    columns = tuple(wording.say(key) for key in (*keys, "details.sources"))
    heading = wording.say("site.ran")
    return Section(
        "held",
        heading,
        band=band(wording, subject, rows, "run_by"),
        table=Table(columns, found, heading),
    )
