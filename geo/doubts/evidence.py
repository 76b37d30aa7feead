"""Doubts of what rows rest on: the age, number and use of sources, dates that are not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from geo.ask.uncertainty.confirmation import STATED, last_day
from geo.ask.uncertainty.evidence import disputed_pcodes
from geo.atlas import Atlas, translations
from geo.doubts.doubt import REACH, Doubt, make_doubt

#: Tables whose rows say what was so from a day on, with the column of that day.
DATED = {
    "spells": "start",
    "events": "start",
    "field_periods": "start",
    "crossing_periods": "start",
    "pipeline_states": "start",
    "claims": "start",
    "instruments": "date",
}

#: A source is close to what it reports within so many days.
CLOSE = timedelta(days=45)

#: An open spell of the disputed belt whose newest source is older than so many years is doubtful.
YEARS = 5

#: Words by which a note says that a day is not the place's own.
_INFERRED = re.compile(
    r"\b(inferred|has the day of|stands in for the day|day of the nearest)\b", re.IGNORECASE
)

#: What a note says of a title that is not as published.
_TITLE = re.compile(r"\bTitle (taken from|is ours|paraphrased)", re.IGNORECASE)


def find_outdated(atlas: Atlas) -> Iterator[Doubt]:
    """Yield translations of English that no row has any more; the English of today is shown."""
    tables = {name: atlas.table(name) for name in atlas.names}
    rows = tables[translations.NAME]
    for number, row, english in translations.find_outdated(rows, tables):
        key = " ".join(row[name] for name in ("table", "id", "field", "language"))
        against = f"the English is now {english!r}" if english else "the text is gone"
        yield Doubt(
            "translation_outdated", translations.NAME, number, key, row["text"], against,
            "the English is shown until it is translated anew",
        )  # fmt: skip


def find_older(atlas: Atlas) -> Iterator[Doubt]:
    """Yield rows all of whose sources were published before what they are cited for."""
    known = _dates(atlas)
    for table, column in DATED.items():
        if table not in atlas.names:
            continue
        for _, row in atlas.table(table).iterrows():
            days = [last_day(known.get(source, "")) for source in row["source"].split(";")]
            newest = max((day for day in days if day), default=None)
            reach = timedelta(days=REACH[row.get("precision", "day")])
            if newest and None not in days and newest < row[column] - reach:
                against = f"its newest source is of {newest}"
                yield make_doubt(
                    "older_than_cited_for", table, row, f"{column} {row[column]}", against
                )


def find_inferred(atlas: Atlas) -> Iterator[Doubt]:
    """Yield rows of precision ``day`` whose note says that the day was inferred."""
    for table in DATED:
        if table not in atlas.names or "precision" not in atlas.table(table):
            continue
        rows = atlas.table(table)
        for _, row in rows[rows["precision"] == "day"].iterrows():
            if match := _INFERRED.search(row["note"]):
                precision = f"precision day from {row.get('start', row.get('date'))}"
                yield make_doubt(
                    "day_inferred", table, row, precision, f"its note: ...{match[0]}..."
                )


def find_stale(atlas: Atlas) -> Iterator[Doubt]:
    """Yield open spells of the disputed belt whose newest source is older than ``YEARS``."""
    known = _dates(atlas)
    belt = disputed_pcodes(atlas)
    pcode = atlas.units.set_index("unit")["pcode"]
    for _, row in atlas.table("spells").iterrows():
        if row["end"] or pcode[row["unit"]] not in belt:
            continue
        newest = max(
            last_day(known.get(source, "")) or date.min for source in row["source"].split(";")
        )
        if (atlas.date - newest).days <= YEARS * 366:
            continue
        against = f"its newest source is of {newest}, more than {YEARS} years before {atlas.date}"
        statement = STATED.search(row["note"])
        doubt = make_doubt("open_and_old", "spells", row, f"{row['holder']} until today", against)
        if statement:
            doubt = replace(doubt, accepted=f"The row says so: {statement[0]}.")
        yield doubt


def find_unused(atlas: Atlas) -> Iterator[Doubt]:
    """Yield sources that no row and no story cites."""
    used: set[str] = set()
    for name in atlas.names:
        rows = atlas.table(name)
        for column in (
            source for source in rows if source == "source" or str(source).endswith("_source")
        ):
            used.update(source for cell in rows[column] for source in str(cell).split(";"))
    for name in (
        source["name"] for source in atlas.package["resources"] if source["format"] == "shp"
    ):
        rows = atlas.outlines(str(name).removesuffix("_shape"))
        used.update(source for cell in rows.get("source", ()) for source in str(cell).split(";"))
    folder = atlas.folder / "stories"
    stories = " ".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    for _, row in atlas.table("sources").iterrows():
        if row["id"] not in used and row["id"] not in stories:
            yield make_doubt("source_unused", "sources", row, row["title"], "no row cites it")


def titles(atlas: Atlas) -> Iterator[Doubt]:
    """Yield sources whose title is known not to be the one that was published."""
    for _, row in atlas.table("sources").iterrows():
        if match := _TITLE.search(row["note"]):
            doubt = make_doubt("title_not_as_published", "sources", row, row["title"], match[0])
            yield replace(doubt, accepted=f"The row says so: {row['note']}")


def _dates(atlas: Atlas) -> dict[str, str]:
    rows = atlas.table("sources")
    return dict(zip(rows["id"], rows["date"], strict=True))
