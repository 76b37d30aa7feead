"""Pages of what lies at one point: oil and gas fields, border crossings, airports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from geo.ask.stretches import Stretch
from geo.model import Language
from geo.site.contents.context import (
    Context,
    holders_band,
    list_near,
    map_link,
    subject_page,
    table_section,
)
from geo.site.contents.ground import list_holders as ground_held
from geo.site.page import Cell, Page, Section, Text
from geo.site.subjects import Subject
from geo.site.wording import Wording


def field_page(context: Context, subject: Subject, language: Language) -> Page:
    wording = context.wording(language)
    row: Any = context.record("fields", "id", subject.id)
    name = subject.names[language]
    lead = wording.say("site.lead.field", name=name)
    sections = [
        _field_periods(context, wording, subject),
        _production(context, wording, subject),
        _ground(context, wording, subject),
        list_near(context, wording, subject),
    ]
    facts = [
        (wording.say("web.col.kind"), Cell(wording.say(f"kind.field.{row['kind']}"))),
        (wording.say("details.status"), wording.record(row["status"])),
        (wording.say("details.discovered"), Cell(str(row["discovered"] or ""))),
        (wording.say("details.firstProduction"), Cell(str(row["first_production"] or ""))),
        (wording.say("details.reserves"), Cell(_reserves(wording, row))),
        (wording.say("details.disputed"), wording.record(row["disputed_basis"])),
        (wording.say("details.position"), _position(wording, row)),
        (wording.say("details.alt"), Cell(wording.say("sentence.comma").join(subject.also))),
    ]
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def crossing_page(context: Context, subject: Subject, language: Language) -> Page:
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
        (wording.say("details.position"), _position(wording, row)),
        (wording.say("details.note"), wording.record(row["note"])),
        (wording.say("details.alt"), Cell(wording.say("sentence.comma").join(subject.also))),
    ]
    sections = [_crossing_periods(context, wording, subject), list_near(context, wording, subject)]
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def _reserves(wording: Wording, row: pd.Series) -> str:
    value = wording.number(row["reserves_mmbbl"])
    return f"{value} {wording.say('unit.mmbbl')}" if value else ""


def _position(wording: Wording, row: pd.Series) -> Cell:
    """Return where a point lies and how that is known."""
    if pd.isna(row["lon"]) or pd.isna(row["lat"]):
        return Cell("")
    sure = wording.either(f"position.{row['position_confidence']}")
    return Cell(f"{row['lat']:.4f}, {row['lon']:.4f}", note=Text(sure))


def _field_periods(context: Context, wording: Wording, subject: Subject) -> Section:
    def cells(row: pd.Series) -> tuple[Cell, ...]:
        holder = wording.holder_cell(row["holder"], row["start"])
        return holder, wording.record(row["operator"]), wording.record(row["text"])

    keys = ("details.heldBy", "details.operator", "details.note")
    return _periods(context, wording, subject, _Periods("field", "holder", keys, cells))


def _crossing_periods(context: Context, wording: Wording, subject: Subject) -> Section:
    def cells(row: pd.Series) -> tuple[Cell, ...]:
        run_by = wording.holder_cell(row["run_by"], row["start"])
        state = wording.either(f"state.{row['state']}", plain=row["state"])
        return run_by, Cell(state), wording.record(row["text"])

    keys = ("details.operator", "details.status", "details.note")
    return _periods(context, wording, subject, _Periods("crossing", "run_by", keys, cells))


class _Periods(NamedTuple):
    """How the periods of a thing are shown."""

    thing: str  #: The column of its id, which names the table too.
    holder: str  #: The column that says who had it.
    keys: tuple[str, ...]  #: Keys of the words that head the columns between dates and sources.
    cells: Callable[[pd.Series], tuple[Cell, ...]]  #: Returns the cells of these columns.


def _periods(context: Context, wording: Wording, subject: Subject, how: _Periods) -> Section:
    """Return who had a thing and when, drawn and as a table, the latest first."""
    rows = context.tables[f"{how.thing}_periods"]
    rows = rows[rows[how.thing] == subject.id].sort_values("start")
    cells = [
        (
            map_link(
                context, wording, subject, row["start"], wording.day(row["start"], row["precision"])
            ),
            Cell(wording.day(row["end"])),
            *how.cells(row),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iloc[::-1].iterrows()
    ]
    keys = ("site.from", "site.until", *how.keys, "details.sources")
    band = holders_band(wording, subject, _stretches(rows, how.holder))
    return table_section(wording, "held", wording.say("site.ran"), keys, cells, band=band)


def _stretches(rows: pd.DataFrame, column: str) -> list[Stretch]:
    """Return the periods of a thing, in order, as stretches of who had it."""
    return [
        Stretch(
            row["start"],
            row["end"] if pd.notna(row["end"]) else None,
            row["precision"],
            ((row[column] or "unknown", 1.0),),
            (),
        )
        for _, row in rows.iterrows()
    ]


def _production(context: Context, wording: Wording, subject: Subject) -> Section:
    rows = context.tables["production"]
    rows = rows[rows["subject"] == subject.id].sort_values(["start", "end"], ascending=False)
    cells = tuple(
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
    keys = (
        *("site.from", "site.until", "web.col.figure", "site.unit", "web.col.kind"),
        *("details.note", "details.sources"),
    )
    return table_section(wording, "production", wording.say("details.figures"), keys, cells)


def _ground(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return who held the ground that a point lies on."""
    section = ground_held(context, wording, subject)
    return Section("ground", wording.say("site.ground"), band=section.band, table=section.table)
