"""Doubts of rows that say more than their sources: battles of a day, states filled in, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from geo.ask import control, stakes
from geo.ask.uncertainty.confirmation import ORDER, cap, read_span
from geo.atlas import Atlas
from geo.doubts.consistency import VAGUE
from geo.doubts.doubt import REACH, Doubt, make_doubt
from geo.doubts.evidence import CLOSE, DATED

#: Fighting begins within so many days before a change of holder that it leads to.
BEFORE = timedelta(days=21)

#: Holders that are a state of affairs and no actor.
STATES = ("contested", "mixed", "unknown")

#: Tables of what lasts: who ran a thing, and whether it was open.
LASTING = ("field_periods", "crossing_periods", "pipeline_states")

#: Tables whose rows of confidence ``high`` need two publishers, with the column of the day.
CONFIRMED = {**DATED, "bases": "since", "production": "start"}

#: Of these, what is told of long after: an account of a year comes out in the next.
LATE = ("production",)

#: A note that names what a row is filled in from.
_FILLED = re.compile(r"\bFilled in from\b")

_YEAR = timedelta(days=366)
_DAY = timedelta(days=1)


def battles(atlas: Atlas) -> Iterator[Doubt]:
    """Yield changes of holder that fighting led to, where no contested days lie between."""
    fights = _fighting(atlas)
    for unit, rows in control.spells(atlas).groupby("unit"):
        events = fights.get(str(unit), [])
        for before, (_, row) in zip(rows["holder"], list(rows.iterrows())[1:], strict=False):
            if row["precision"] != "day" or {before, row["holder"]} & set(STATES):
                continue
            last = row["start"] - _DAY
            days = [
                event["start"]
                for event in events
                if event["to_holder"] in ("", row["holder"])
                and last - BEFORE < event["start"] < last
            ]
            if days:
                change = f"{before} until {row['start']}, then {row['holder']}"
                yield make_doubt(
                    "battle_in_a_day", "spells", row, change, f"fighting there from {min(days)}"
                )


def _fighting(atlas: Atlas) -> dict[str, list[pd.Series]]:
    """Return by unit what was a battle, or a change of holder that began before its end."""
    events = atlas.table("events").assign(unit=stakes.unit_of(atlas, "events").to_numpy())
    known = (events["precision"] == "day") & ~events["position_precision"].isin(VAGUE)
    fought = (events["type"] == "battle") | (events["to_holder"] != "")
    by_unit: dict[str, list[pd.Series]] = {}
    for _, event in events[known & fought].iterrows():
        by_unit.setdefault(event["unit"], []).append(event)
    return by_unit


def find_unnamed(atlas: Atlas) -> Iterator[Doubt]:
    """Yield states of more than a year without a source that do not name what they rest on."""
    for table, row, gap in _gaps(atlas):
        if gap > _YEAR and not _FILLED.search(row["note"]):
            against = (
                f"no source of {gap.days} days, and the note names no source it is filled in from"
            )
            yield make_doubt(
                "state_unnamed", table, row, f"{row['start']} to {row['end'] or 'today'}", against
            )


def find_unspoken(atlas: Atlas) -> Iterator[Doubt]:
    """Yield states that are surer than the longest time without a source lets them be."""
    for table, row, gap in _gaps(atlas):
        most = cap("high", gap.days)
        if ORDER.index(row["confidence"]) > ORDER.index(most):
            against = f"{gap.days} days without a source: at most {most}"
            yield make_doubt(
                "state_too_sure", table, row, f"confidence {row['confidence']}", against
            )


def find_single(atlas: Atlas) -> Iterator[Doubt]:
    """Yield rows of confidence ``high`` that fewer than two publishers state close to the day."""
    sources = atlas.table("sources").set_index("id")
    for table, column in CONFIRMED.items():
        if table not in atlas.names:
            continue
        rows = atlas.table(table)
        for _, row in rows[rows["confidence"] == "high"].iterrows():
            cited = sources.loc[
                [source for source in row["source"].split(";") if source in sources.index]
            ]
            first, last = _span_of_reports(table, row)
            close = {
                _publisher(publisher)
                for publisher, text in zip(cited["publisher"], cited["date"], strict=True)
                if (span := read_span(text)) and span[0] <= last and span[1] >= first
            }
            if len(close) < 2 and not _is_own_word(row, cited):
                against = f"{len(close)} publisher close to the day, of {len(cited)} sources"
                yield make_doubt("high_without_two", table, row, f"{column} {row[column]}", against)


def find_days_of_larger(atlas: Atlas) -> Iterator[Doubt]:
    """Yield rows surer than ``low`` to the day that pages have for a larger place alone."""
    if "reviews" not in atlas.names:
        return
    reviews = atlas.table("reviews")
    verdicts = reviews.set_index(["table", "id", "source"])["verdict"].to_dict()
    for table in DATED:
        if table not in atlas.names or "precision" not in atlas.table(table):
            continue
        rows = atlas.table(table)
        sure = (rows["precision"] == "day") & (rows["confidence"] != "low")
        for _, row in rows[sure].iterrows():
            pages = {verdicts.get((table, row["id"], page)) for page in row["source"].split(";")}
            if pages - {"not_reachable"} != {"larger"}:
                continue
            yield make_doubt(
                "day_of_larger", table, row, f"{row['confidence']}, precision day",
                "no page that was read has this place, day or number; they have a larger one",
            )  # fmt: skip


def find_dead(atlas: Atlas) -> Iterator[Doubt]:
    """Yield events whose one source gives one number of dead, stored as its own low and high."""
    for _, row in atlas.table("events").iterrows():
        low, high = row["deaths_low"], row["deaths_high"]
        if ";" in row["source"] or pd.isna(low) or pd.isna(high) or low != high:
            continue
        deaths = f"{row['deaths_best']} dead, low and high too"
        yield make_doubt(
            "deaths_from_one", "events", row, deaths, "one source: low and high stay open"
        )


def _gaps(atlas: Atlas) -> Iterator[tuple[str, pd.Series, timedelta]]:
    """Yield each lasting state with the longest time in it for which no cited source speaks."""
    dates = atlas.table("sources").set_index("id")["date"]
    for table in LASTING:
        if table not in atlas.names:
            continue
        for _, row in atlas.table(table).iterrows():
            end = row["end"] or atlas.profile.days.last
            known = [read_span(dates.get(source, "")) for source in row["source"].split(";")]
            spans = sorted(
                days for days in known if days and days[1] >= row["start"] and days[0] <= end
            )
            spoken, gap = row["start"], timedelta(0)
            for first, last in spans:
                gap, spoken = max(gap, first - spoken), max(spoken, last)
            yield table, row, max(gap, end - spoken)


def _span_of_reports(table: str, row: pd.Series) -> tuple[date, date]:
    """Return the first and the last day of a report that is close to what a row tells of."""
    day, end = row[CONFIRMED[table]], row.get("end")
    reach = CLOSE + timedelta(days=REACH[row.get("precision", "day")])
    until = min(end, day + CLOSE) if end else day
    return day - reach, date.max if table in LATE else until + reach


def _is_own_word(row: pd.Series, cited: pd.DataFrame) -> bool:
    """Return whether a cited page is by the one whose word the row tells of."""
    return any(name and name in row.get("said_by", "") for name in cited["publisher"])


def _publisher(name: str) -> str:
    """Return who wrote a page: the agency in brackets, where a publisher copied one."""
    agency = re.search(r"\(([^()]+)\)", name)
    return (agency[1] if agency else name).casefold()
