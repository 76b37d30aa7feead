"""List what in a data folder is doubtful: rows that others, or their own sources, speak against.

A fault (``greenline check``) makes a folder unusable; a doubt is read and then corrected, or
accepted with a sentence in ``accepted.csv`` that says why the row is right all the same.
``docs/precision.md`` tells what each rule looks for.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from geo.ask import assertions, production, stakes
from geo.atlas import Atlas, translations
from geo.atlas.table_rules import FIGURES
from geo.profile import Profile
from tools.translations import find_outdated

Row = dict[str, Any]
#: Table, row, what stands there, what speaks against it; why it is right where the row says so.
Speaks = Iterator[tuple[str, Row, str, str] | tuple[str, Row, str, str, str]]

#: Columns that together name a row of a table, for tables without an id.
KEYS = {
    "spells": ("unit", "start"),
    "field_periods": ("field", "start"),
    "crossing_periods": ("crossing", "start"),
    "pipeline_states": ("pipeline", "start"),
    "production": ("subject", "start", "source"),
    "census_totals": ("code",),
    "administration": ("pcode", "date"),
    "bases": ("area", "basis"),
    "assertions": assertions.KEY,
    "accepted": ("key",),
    "translations": ("table", "id", "field", "language"),
}

#: How many days either side of its date a row may be off, by the precision of the date.
REACH = {"day": 1, "inferred": 31, "month": 31, "year": 366}

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

#: Tables of what lasts: who ran a thing, and whether it was open.
LASTING = ("field_periods", "crossing_periods", "pipeline_states")

#: Fighting begins within so many days before a change of holder that it leads to.
BEFORE = timedelta(days=21)

#: An open spell of the disputed belt whose newest source is older than so many years is doubtful.
YEARS = 5

#: A group's figure may lie so far outside the sum of its members' low and high.
SLACK = 0.1

#: Events whose place is known no finer than this say nothing of one unit.
VAGUE = ("governorate", "country")

INFERRED = re.compile(
    r"\b(inferred|has the day of|stands in for the day|day of the nearest)\b", re.IGNORECASE
)
#: What a note says of the last report of a place.
STATED = re.compile(r"\bLatest source (\d{4}(?:-\d\d)?)", re.IGNORECASE)
NOT_AS_PUBLISHED = re.compile(r"\bTitle (taken from|is ours|paraphrased)", re.IGNORECASE)
FILLED = re.compile(r"\bFilled in from\b")

DAY = timedelta(days=1)


def read_span(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that the date of a source can mean; None without a date.

    >>> [str(day) for day in read_span("2017-02")]
    ['2017-02-01', '2017-02-28']
    """
    if not text:
        return None
    year, month, day = (int(part) for part in [*text.split("-"), "0", "0"][:3])
    last = day or monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, last)


def last_day(text: str) -> date | None:
    """Return the last day that the date of a source can mean: of its year, its month, or itself."""
    span = read_span(text)
    return span[1] if span else None


@dataclass(frozen=True)
class Doubt:
    """What speaks against a row; ``accepted`` is empty while nobody said why it is right."""

    rule: str
    table: str
    row: int
    key: str
    evidence: str
    against: str
    accepted: str = ""

    def __str__(self) -> str:
        where = f"{self.rule}: {self.table} row {self.row} ({self.key})"
        return f"{where}: {self.evidence}; {self.against}"


#: Each rule by its name, in the order of docs/precision.md.
RULES: dict[str, Callable[[Atlas], Speaks]] = {}


def rule(find: Callable[[Atlas], Speaks]) -> Callable[[Atlas], Speaks]:
    RULES[find.__name__] = find
    return find


def apply_rule(atlas: Atlas, name: str) -> Iterator[Doubt]:
    for table, row, evidence, against, *reason in RULES[name](atlas):
        key = " ".join(str(row[column]) for column in KEYS.get(table, ("id",)))
        yield Doubt(name, table, row["row"], key, evidence, against, *reason)


def find_doubts(atlas: Atlas) -> list[Doubt]:
    """Return every doubt, with what accepts it; a sentence that meets none is a doubt too."""
    known = [doubt for name in RULES for doubt in apply_rule(atlas, name)]
    notes = {(row["rule"], row["table"], row["key"]): row for row in rows(atlas, "accepted")}
    result = []
    for doubt in known:
        note = notes.get((doubt.rule, doubt.table, doubt.key), {}).get("note", "")
        result.append(Doubt(**{**asdict(doubt), "accepted": doubt.accepted or note}))
    met = {(doubt.rule, doubt.table, doubt.key) for doubt in known}
    return result + [
        Doubt("accepted_for_nothing", "accepted", row["row"], key[2], row["note"], "no such doubt")
        for key, row in notes.items()
        if key not in met
    ]


def rows(atlas: Atlas, table: str) -> list[Row]:
    """Return the rows of a table, none where it is missing, each with its number in the file."""
    if table not in atlas.names:
        return []
    return [{**row, "row": number} for number, row in enumerate(atlas.records(table), 2)]


def dated_rows(atlas: Atlas) -> Iterator[tuple[str, Row]]:
    return ((table, row) for table in DATED for row in rows(atlas, table))


def disputed_pcodes(atlas: Atlas) -> set[str]:
    """Return the P-codes of sub-districts that the profile's column marks as in dispute."""
    column = atlas.profile.admin.focus
    rows = atlas.records("subdistricts")
    return {str(row["pcode"]) for row in rows if column is None or row[column]}


def spells_by_unit(atlas: Atlas) -> dict[str, list[Row]]:
    result: dict[str, list[Row]] = defaultdict(list)
    numbers = {row["id"]: row["row"] for row in rows(atlas, "spells")}
    for row in sorted(atlas.spells, key=lambda row: row["start"]):
        result[row["unit"]].append({**row, "row": numbers[row["id"]]})
    return result


def hold_between(spells: Iterable[Row], first: date, last: date) -> list[Row]:
    """Return the spells that hold on a day from first to last."""
    return [row for row in spells if row["start"] <= last and (row["end"] or date.max) > first]


def name_spells(unit: str, spells: Iterable[Row]) -> str:
    spans = [f"{row['holder']} {row['start']} to {row['end'] or 'today'}" for row in spells]
    return f"ground {unit}: {'; '.join(spans) or 'nobody'}"


def agree(profile: Profile, holder: str, other: str) -> bool:
    """Return whether two holders of the same ground can both be right.

    Contested or unknown ground speaks against nobody, mixed ground not against those who share it.
    """
    both = {holder, other}
    if len(both) == 1 or both & {"contested", "unknown"}:
        return True
    return "mixed" in both and bool(both & set(profile.mixed.of))


@rule
def assertion_fails(atlas: Atlas) -> Speaks:
    known = rows(atlas, assertions.TABLE)
    for item in assertions.verify(atlas):
        if not item.holds:
            evidence = f"{item.expected} ({item.reason}; {item.source})"
            where = f"which the atlas has in {item.unit or 'no unit'} on {item.day}"
            yield assertions.TABLE, known[item.number], evidence, f"{item.answer}, {where}"


@rule
def event_and_ground(atlas: Atlas) -> Speaks:
    by_unit, units = spells_by_unit(atlas), stakes.unit_of(atlas, "events")
    for row in rows(atlas, "events"):
        unit = units[row["id"]]
        if not row["to_holder"] or not unit or row["position_precision"] in VAGUE:
            continue
        reach = timedelta(days=REACH[row["precision"]])
        held = hold_between(
            by_unit[unit], row["start"] - reach, (row["end"] or row["start"]) + reach
        )
        # Who held before the fighting with which some of them begin.
        while held and held[0]["holder"] == "contested":
            before = [spell for spell in by_unit[unit] if spell["end"] == held[0]["start"]]
            if not before:
                break
            held = [*before, *held]
        began = [spell for spell in held if spell["start"] <= row["start"] + reach]
        missing = [
            f"{holder} {word} {row['start']}"
            for holder, word, spells in (
                (row["from_holder"], "before", began),
                (row["to_holder"], "after", held),
            )
            if holder and holder not in {spell["holder"] for spell in spells}
        ]
        if missing:
            yield "events", row, ", ".join(missing), name_spells(unit, held)


@rule
def field_and_ground(atlas: Atlas) -> Speaks:
    yield from _things_and_ground(atlas, "fields", "field_periods", "field", "holder")


@rule
def crossing_and_ground(atlas: Atlas) -> Speaks:
    yield from _things_and_ground(atlas, "crossings", "crossing_periods", "crossing", "run_by")


def _things_and_ground(atlas: Atlas, things: str, periods: str, key: str, column: str) -> Speaks:
    by_unit, units = spells_by_unit(atlas), stakes.unit_of(atlas, things)
    for row in rows(atlas, periods):
        unit, holder, start, end = units[row[key]], row[column], row["start"], row["end"]
        if not unit or not holder:
            continue
        first = start + timedelta(days=REACH[row["precision"]])

        def is_long(spell: Row, start: date = start, end: date | None = end) -> bool:
            """Whether it lasts within the period, beyond the slack of its own dates."""
            last = min(spell["end"] or date.max, end or date.max)
            length = (last - max(spell["start"], start)).days
            return spell["precision"] == "day" or length > REACH["month"]

        apart = [
            spell
            for spell in hold_between(by_unit[unit], first, (end or date.max) - DAY)
            if is_long(spell) and not agree(atlas.profile, holder, spell["holder"])
        ]
        if apart:
            evidence = f"{column} {holder} from {start} to {end or 'today'}"
            yield periods, row, evidence, name_spells(unit, apart)


@rule
def older_than_cited_for(atlas: Atlas) -> Speaks:
    dates = source_dates(atlas)
    for table, row in dated_rows(atlas):
        column = DATED[table]
        days = [last_day(dates.get(source, "")) for source in row["source"].split(";")]
        newest = max((day for day in days if day), default=None)
        reach = timedelta(days=REACH[row.get("precision", "day")])
        if newest and None not in days and newest < row[column] - reach:
            yield table, row, f"{column} {row[column]}", f"its newest source is of {newest}"


@rule
def day_inferred(atlas: Atlas) -> Speaks:
    for table, row in dated_rows(atlas):
        match = INFERRED.search(row["note"]) if row.get("precision") == "day" else None
        if match:
            evidence = f"precision day from {row[DATED[table]]}"
            yield table, row, evidence, f"its note: ...{match[0]}..."


@rule
def battle_in_a_day(atlas: Atlas) -> Speaks:
    units = stakes.unit_of(atlas, "events")
    fights: dict[str, list[Row]] = defaultdict(list)
    for event in rows(atlas, "events"):
        placed = event["precision"] == "day" and event["position_precision"] not in VAGUE
        if placed and (event["type"] == "battle" or event["to_holder"]):
            fights[units[event["id"]]].append(event)
    states = {"contested", "mixed", "unknown"}
    for unit, spells in spells_by_unit(atlas).items():
        for before, row in pairwise(spells):
            if row["precision"] != "day" or {before["holder"], row["holder"]} & states:
                continue
            last = row["start"] - DAY
            days = [
                event["start"]
                for event in fights[unit]
                if event["to_holder"] in ("", row["holder"])
                and last - BEFORE < event["start"] < last
            ]
            if days:
                change = f"{before['holder']} until {row['start']}, then {row['holder']}"
                yield "spells", row, change, f"fighting there from {min(days)}"


@rule
def state_unnamed(atlas: Atlas) -> Speaks:
    for table, row, gap in _gaps(atlas):
        if gap > 366 and not FILLED.search(row["note"]):
            against = f"no source of {gap} days, and the note names no source it is filled in from"
            yield table, row, f"{row['start']} to {row['end'] or 'today'}", against


def _gaps(atlas: Atlas) -> Iterator[tuple[str, Row, int]]:
    """Yield each lasting state with the longest time without a cited source in it, in days."""
    dates = source_dates(atlas)
    for table in LASTING:
        for row in rows(atlas, table):
            end = row["end"] or atlas.profile.days.last
            spans = [read_span(dates.get(source, "")) for source in row["source"].split(";")]
            spoken, gap = row["start"], timedelta(0)
            for first, last in sorted(span for span in spans if span):
                if last >= row["start"] and first <= end:
                    gap, spoken = max(gap, first - spoken), max(spoken, last)
            yield table, row, max(gap, end - spoken).days


@rule
def deaths_from_one(atlas: Atlas) -> Speaks:
    for row in rows(atlas, "events"):
        # A number that is missing equals nothing.
        if ";" not in row["source"] and row["deaths_low"] == row["deaths_high"]:
            evidence = f"{row['deaths_best']} dead, low and high too"
            yield "events", row, evidence, "one source: low and high stay open"


@rule
def open_and_old(atlas: Atlas) -> Speaks:
    dates, belt = source_dates(atlas), disputed_pcodes(atlas)
    pcodes = {row["unit"]: row["pcode"] for row in atlas.unit_records}
    for row in rows(atlas, "spells"):
        if row["end"] or pcodes.get(row["unit"]) not in belt:
            continue
        days = (last_day(dates.get(source, "")) for source in row["source"].split(";"))
        newest = max(day or date.min for day in days)
        if (atlas.date - newest).days > YEARS * 366:
            against = (
                f"its newest source is of {newest}, more than {YEARS} years before {atlas.date}"
            )
            stated = STATED.search(row["note"])
            reason = f"The row says so: {stated[0]}." if stated else ""
            yield "spells", row, f"{row['holder']} until today", against, reason


@rule
def source_unused(atlas: Atlas) -> Speaks:
    shapes = [entry["name"] for entry in atlas.package["resources"] if entry["format"] == "shp"]
    tables = [atlas.table(name) for name in atlas.names]
    tables += [atlas.outlines(name.removesuffix("_shape")) for name in shapes]
    used = {
        source
        for table in tables
        for column in map(str, table)
        if column == "source" or column.endswith("_source")
        for cell in table[column]
        for source in str(cell).split(";")
    }
    files = (atlas.folder / "stories").glob("*.yaml")
    stories = " ".join(file.read_text(encoding="utf-8") for file in files)
    for row in rows(atlas, "sources"):
        if row["id"] not in used and row["id"] not in stories:
            yield "sources", row, row["title"], "no row cites it"


@rule
def title_not_as_published(atlas: Atlas) -> Speaks:
    for row in rows(atlas, "sources"):
        if match := NOT_AS_PUBLISHED.search(row["note"]):
            yield "sources", row, row["title"], match[0], f"The row says so: {row['note']}"


@rule
def translation_outdated(atlas: Atlas) -> Speaks:
    tables = {name: atlas.table(name) for name in atlas.names}
    for number, row, english in find_outdated(tables[translations.NAME], tables):
        against = f"the English is now {english!r}" if english else "the text is gone"
        reason = "the English is shown until it is translated anew"
        yield translations.NAME, {**row, "row": number}, row["text"], against, reason


@rule
def group_and_members(atlas: Atlas) -> Speaks:
    """Compare only where a source has a figure of every member for the middle of the time."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows(atlas, "groups"):
        members[row["group"]].append(row["field"])
    planned = ("capacity", "target", *production.DOUBTED)
    for row in rows(atlas, "production"):
        fields = members.get(row["subject"])
        if not fields or row["qualifier"] in planned or row["unit"] != "bpd":
            continue
        day = row["start"] + (row["end"] - row["start"]) / 2 if row["end"] else row["start"]
        figures = production.on(atlas, day).set_index("field")
        figures = figures[figures["measured"] & figures.index.isin(fields)]
        low, high = figures["low"].sum(), figures["high"].sum()
        within = low * (1 - SLACK) <= row["value"] <= high * (1 + SLACK)
        if len(figures) == len(fields) and not within:
            against = f"its fields come to {low:.0f} to {high:.0f} on {day}"
            evidence = f"{row['value']:.0f} barrels a day, {row['period']}"
            yield "production", row, evidence, against


def find_differences(census: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the districts whose printed total is not the sum of their sub-districts.

    A publisher's own table may not add up; what it prints is kept.
    """
    sums = census[FIGURES].groupby(census["district_code"]).sum()
    rows = totals[totals["level"] == "district"].set_index("code")
    apart = (rows[FIGURES] != sums.reindex(rows.index)).any(axis=1)
    return pd.DataFrame(
        {
            "code": rows.index[apart],
            "name": rows.loc[apart, "name"].to_numpy(),
            "printed": rows.loc[apart, FIGURES].sum(axis=1).to_numpy(dtype=int),
            "summed": sums.reindex(rows.index[apart]).sum(axis=1).to_numpy(dtype=int),
        }
    )


@rule
def total_and_parts(atlas: Atlas) -> Speaks:
    totals = {row["code"]: row for row in rows(atlas, "census_totals")}
    if totals and "census" in atlas.names:
        for gap in find_differences(
            atlas.table("census"), atlas.table("census_totals")
        ).itertuples():
            against = f"its sub-districts add up to {gap.summed}"
            yield "census_totals", totals[str(gap.code)], f"{gap.printed} people", against


def source_dates(atlas: Atlas) -> dict[str, str]:
    return {row["id"]: row["date"] for row in rows(atlas, "sources")}


def main(arguments: Sequence[str] | None = None) -> int:
    """List open doubts, then how many of each rule are open and accepted; 1 where one is open."""
    parser = argparse.ArgumentParser(prog="python -m tools.doubts", description=__doc__)
    parser.add_argument("folder", nargs="?", help="the data folder (default: that of the program)")
    parser.add_argument(
        "--json", action="store_true", help="print all as JSON, the accepted ones too"
    )
    chosen = parser.parse_args(arguments)
    doubts = find_doubts(Atlas.load(chosen.folder))
    still = [doubt for doubt in doubts if not doubt.accepted]
    if chosen.json:
        print(json.dumps([asdict(doubt) for doubt in doubts], ensure_ascii=False, indent=1))
        return int(bool(still))
    print(*still, *[""] * bool(still), f"{'rule':24} open accepted", sep="\n")
    for name in (*RULES, *sorted({doubt.rule for doubt in doubts} - set(RULES))):
        accepted = [bool(doubt.accepted) for doubt in doubts if doubt.rule == name]
        print(f"{name:24} {accepted.count(False):4} {accepted.count(True):8}")
    return int(bool(still))


if __name__ == "__main__":
    sys.exit(main())
