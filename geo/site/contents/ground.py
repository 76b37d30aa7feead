"""Pages of ground: disputed areas and districts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.ask import people
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
from geo.site.page import Cell, Page, Section
from geo.site.subjects import Kind, Subject
from geo.site.wording import Wording


def page(context: Context, subject: Subject, language: Language) -> Page:
    """Return the page of a disputed area or a district."""
    wording = context.wording(language)
    days = context.atlas.profile.days
    name = subject.names[language]
    lead = wording.say(
        "site.lead.ground", name=name, first=wording.day(days.first), last=wording.day(days.last)
    )
    sections = [
        list_holders(context, wording, subject),
        _claims(context, wording, subject),
        _bases(context, wording, subject),
        events(context, wording, subject.units),
        _fields(context, wording, subject.units),
        list_near(context, wording, subject),
    ]
    facts = _facts(context, wording, subject)
    return subject_page(context, wording, subject, lead, sections, facts=facts)


def list_holders(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return who held some ground and when, drawn and as a table."""
    stretches = context.holders_of(subject.units)
    rows = (_row(context, wording, subject, stretch) for stretch in reversed(stretches))
    keys = ("site.from", "site.until", "details.heldBy", "details.sources")
    heading = wording.say("details.history", **wording.span)
    band = holders_band(wording, subject, stretches)
    return table_section(wording, "held", heading, keys, rows, band=band)


def _row(
    context: Context, wording: Wording, subject: Subject, stretch: Stretch
) -> tuple[Cell, ...]:
    start = map_link(
        context, wording, subject, stretch.start, wording.day(stretch.start, stretch.precision)
    )
    holders = tuple(holder for holder, _ in stretch.shares)
    sure = f" ({wording.say('confidence.low')})" if stretch.low else ""
    if len(holders) == 1:
        cell = wording.holder_cell(holders[0], stretch.start)
        note = wording.text(stretch.note)
        cell = Cell(cell.text + sure, cell.href, cell.swatches, note=note)
    else:
        cell = Cell(wording.shares(stretch) + sure, swatches=holders)
    end = Cell(wording.day(stretch.end))
    return start, end, cell, Cell(sources=wording.cite(stretch.sources))


def _facts(context: Context, wording: Wording, subject: Subject) -> Sequence[tuple[str, Cell]]:
    stretches = context.holders_of(subject.units)
    km2 = context.units["km2"].reindex(list(subject.units)).sum()
    facts = [
        (wording.say("details.heldBy"), Cell(wording.shares(stretches[-1]) if stretches else "")),
        (
            wording.say("details.area"),
            Cell(wording.say("web.km2", n=wording.number(km2)) if km2 else ""),
        ),
    ]
    if day := people.census_day(context.atlas):
        head = wording.say("census.people", year=wording.number_of_year(day))
        facts.append((head, Cell(_residents(context, wording, subject))))
    if subject.kind is Kind.AREA:
        row = context.record("areas", "id", subject.id)
        facts.append((wording.say("details.listNumber"), Cell(wording.number(row["list_number"]))))
        facts.append((wording.say("site.districts"), _districts(context, wording, subject)))
    else:
        row = context.record("districts", "pcode", subject.id)
        of = context.record("governorates", "iso", row["governorate"])
        facts.append((wording.say("kind.governorate"), Cell(wording.name(of))))
        facts.append((wording.say("details.pcode"), Cell(subject.id)))
    also = wording.say("sentence.comma").join(subject.also)
    facts.append((wording.say("details.alt"), Cell(also)))
    return facts


def _districts(context: Context, wording: Wording, subject: Subject) -> Cell:
    names = dict.fromkeys(context.units["district"].reindex(list(subject.units)).dropna())
    named = [wording.name(context.record("districts", "pcode", name)) for name in names]
    return Cell(wording.say("sentence.comma").join(named))


def _residents(context: Context, wording: Wording, subject: Subject) -> str:
    """Return the people counted on the ground, where the whole of what was counted lies in it."""
    rows = context.residents
    subject_units = set(subject.units)
    inside = [bool(units) and subject_units.issuperset(units) for units in rows["units"]]
    row = rows[inside]
    if not len(row):
        return ""
    return wording.number(row["people"].sum())


def claims(context: Context, wording: Wording, rows: pd.DataFrame) -> Section:
    instruments = context.tables["instruments"].set_index("id")
    keys = (
        *("details.claimant", "site.instrument", "site.from", "site.until", "site.says"),
        "details.sources",
    )
    result = []
    for _, row in rows.sort_values(["start", "id"]).iterrows():
        known = row["instrument"] in instruments.index
        named = wording.name(instruments.loc[row["instrument"]]) if known else row["instrument"]
        end = row["end"] if pd.notna(row["end"]) else None
        result.append(
            (
                Cell(wording.claimant(row["claimant"]), swatches=_swatch(context, row["claimant"])),
                Cell(named),
                Cell(wording.day(row["start"], row["precision"])),
                Cell(wording.day(end)),
                wording.record(row["text"]),
                Cell(sources=wording.cite(row["source"])),
            )
        )
    return table_section(wording, "claims", wording.say("site.claims"), keys, result)


def _swatch(context: Context, claimant: str) -> tuple[str, ...]:
    return (claimant,) if claimant in context.atlas.profile.actors else ()


def _claims(context: Context, wording: Wording, subject: Subject) -> Section:
    subject_units = set(subject.units)
    touched = [bool(subject_units & units) for units in context.claimed]
    return claims(context, wording, context.tables["claims"][touched])


def _bases(context: Context, wording: Wording, subject: Subject) -> Section:
    heading = wording.say("details.whoSays")
    if subject.kind is not Kind.AREA:
        return Section("bases", heading)
    rows = context.tables["bases"]
    rows = rows[rows["area"] == subject.id].sort_values("since")
    keys = ("details.saidBy", "details.basis", "details.since", "site.says", "details.sources")
    cells = tuple(
        (
            wording.record(row["said_by"]),
            Cell(wording.either(f"basis.{row['basis']}", plain=row["basis"])),
            Cell(wording.day(row["since"], row["precision"])),
            wording.record(row["text"]),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iterrows()
    )
    return table_section(wording, "bases", heading, keys, cells)


def events(context: Context, wording: Wording, units: Sequence[str]) -> Section:
    """Return the events in some units as a section, the latest first."""
    rows = context.events
    rows = rows[rows["unit"].isin(units)].iloc[::-1]
    keys = ("web.col.day", "web.col.kind", "details.what", "details.sources")
    cells = tuple(
        (
            Cell(wording.day(row["start"], row["precision"])),
            Cell(wording.say(f"event.{row['type']}")),
            wording.record(row["text"]),
            Cell(sources=wording.cite(row["source"])),
        )
        for _, row in rows.iterrows()
    )
    return table_section(wording, "events", wording.say("layer.events"), keys, cells)


def _fields(context: Context, wording: Wording, units: Sequence[str]) -> Section:
    rows = context.fields
    return fields(context, wording, rows[rows["unit"].isin(units)])


def fields(context: Context, wording: Wording, rows: pd.DataFrame) -> Section:
    """Return some fields as they stand on the last day."""
    keys = ("web.col.field", "web.col.kind", "details.heldBy", "details.operator", "web.col.best")
    result = []
    for _, row in rows.sort_values("id").iterrows():
        made = ""
        if pd.notna(row["best"]):
            made = wording.number(row["best"])
        result.append(
            (
                context.link(wording, Kind.FIELD, row["id"], wording.name(row)),
                Cell(wording.say(f"kind.field.{row['kind']}")),
                wording.holder_cell(row["holder"]),
                wording.record(row["operator"]),
                Cell(made, number=True),
            )
        )
    return table_section(wording, "oil", wording.say("layer.fields"), keys, result)
