"""Pages of oil and gas fields."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.model import Language
from geo.site.contents.context import Context, map_link, subject_page
from geo.site.contents.ground import held as ground_held
from geo.site.ground import Stretch
from geo.site.page import Band, Cell, Page, Section, Table, Text
from geo.site.subjects import Kind, Subject
from geo.site.wording import Wording


def page(context: Context, subject: Subject, language: Language) -> Page:
    """Return the page of a field.

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
    row: Any = context.record("fields", "id", subject.id)
    name = subject.names[language]
    lead = wording.say("site.lead.field", name=name)
    sections = [
        _periods(context, wording, subject),
        _production(context, wording, subject),
        _ground(context, wording, subject),
        places(context, wording, subject),
    ]
    facts = [
        (wording.say("web.col.kind"), Cell(wording.say(f"kind.field.{row['kind']}"))),
        (wording.say("details.status"), wording.record(row["status"])),
        (wording.say("details.discovered"), Cell(str(row["discovered"] or ""))),
        (wording.say("details.firstProduction"), Cell(str(row["first_production"] or ""))),
        (wording.say("details.reserves"), Cell(_reserves(wording, row))),
        (wording.say("details.disputed"), wording.record(row["disputed_basis"])),
        (wording.say("details.position"), position(wording, row)),
        (wording.say("details.alt"), Cell(wording.say("sentence.comma").join(subject.also))),
    ]
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def _reserves(wording: Wording, row: pd.Series) -> str:
    value = wording.number(row["reserves_mmbbl"])
    return f"{value} {wording.say('unit.mmbbl')}" if value else ""


def position(wording: Wording, row: pd.Series) -> Cell:
    """Return where a point lies and how that is known.

    Parameters
    ----------
    wording
        How the language of the page says things.
    row
        A row with ``lon`` and ``lat`` (degrees, EPSG:4326) and ``position_confidence``.
    """
    if pd.isna(row["lon"]) or pd.isna(row["lat"]):
        return Cell("")
    sure = wording.either(f"position.{row['position_confidence']}")
    return Cell(f"{row['lat']:.4f}, {row['lon']:.4f}", note=Text(sure))


def _periods(context: Context, wording: Wording, subject: Subject) -> Section:
    rows = context.tables["field_periods"]
    rows = rows[rows["field"] == subject.id].sort_values("start")
    found = tuple(
        (
            map_link(
                context, wording, subject, row["start"], wording.day(row["start"], row["precision"])
            ),
            Cell(wording.day(row["end"])),
            wording.held(row["holder"], row["start"]),
            wording.record(row["operator"]),
            wording.record(row["text"]),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iloc[::-1].iterrows()
    )
    keys = ("site.from", "site.until", "details.heldBy", "details.operator", "details.note")
    columns = tuple(wording.say(key) for key in (*keys, "details.sources"))
    heading = wording.say("site.ran")
    return Section(
        "held",
        heading,
        band=band(wording, subject, rows, "holder"),
        table=Table(columns, found, heading),
    )


def band(wording: Wording, subject: Subject, rows: pd.DataFrame, column: str) -> Band | None:
    """Return the periods of a thing as a band of who had it.

    Parameters
    ----------
    wording
        How the language of the page says things.
    subject
        What the page is about.
    rows
        Its periods, in order.
    column
        The column that says who had it.
    """
    found = tuple(
        Stretch(
            row["start"],
            row["end"] if pd.notna(row["end"]) else None,
            row["precision"],
            ((row[column] or "unknown", 1.0),),
            (),
        )
        for _, row in rows.iterrows()
    )
    if not found:
        return None
    days = wording.atlas.profile.days
    span = {"first": wording.number_of_year(days.first), "last": wording.number_of_year(days.last)}
    return Band(found, wording.say("site.band", name=subject.names[wording.language], **span))


def _production(context: Context, wording: Wording, subject: Subject) -> Section:
    rows = context.tables["production"]
    rows = rows[rows["subject"] == subject.id].sort_values(["start", "end"], ascending=False)
    found = tuple(
        (
            Cell(wording.day(row["start"])),
            Cell(wording.day(row["end"])),
            Cell(wording.number(row["value"]), number=True),
            Cell(wording.either(f"unit.{row['unit']}", plain=row["unit"])),
            Cell(wording.either(f"oil.how.{row['qualifier']}", plain=row["qualifier"])),
            wording.record(row["note"]),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iterrows()
    )
    keys = ("site.from", "site.until", "web.col.figure", "site.unit", "web.col.kind")
    columns = tuple(wording.say(key) for key in (*keys, "details.note", "details.sources"))
    heading = wording.say("details.figures")
    return Section("production", heading, table=Table(columns, found, heading))


def _ground(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return who held the ground that a point lies on."""
    found = ground_held(context, wording, subject)
    return Section("ground", wording.say("site.ground"), band=found.band, table=found.table)


def places(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return the areas and districts in which a point lies.

    Parameters
    ----------
    context
        What all pages of the site share.
    wording
        How the language of the page says things.
    subject
        What the page is about.
    """
    units = set(subject.units)
    items = tuple(
        Cell(one.names[wording.language], wording.path(one.path))
        for kind in (Kind.AREA, Kind.DISTRICT)
        for one in context.subjects.get(kind, ())
        if units & set(one.units)
    )
    return Section("near", wording.say("site.near"), items=items)
