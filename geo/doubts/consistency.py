"""Doubts of rows that other rows speak against.

Events, fields and crossings against the ground that they stand on; assertions against control;
groups of fields against their members; printed totals against their parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from geo.ask import assertions, control, production, stakes
from geo.atlas import Atlas
from geo.atlas.people_rules import differences
from geo.doubts.doubt import REACH, Doubt, make_doubt
from geo.profile import Profile

_DAY = timedelta(days=1)

#: Events whose place is known no finer than this say nothing of one unit.
VAGUE = ("governorate", "country")


def events(atlas: Atlas) -> Iterator[Doubt]:
    """Yield events that name a change of holder which the spells of their place do not have."""
    rows = atlas.table("events")
    units = stakes.unit_of(atlas, "events").to_numpy()
    by_unit = dict(list(control.spells(atlas).groupby("unit")))
    for (_, row), unit in zip(rows.iterrows(), units, strict=True):
        if not row["to_holder"] or not unit or row["position_precision"] in VAGUE:
            continue
        reach = timedelta(days=REACH[row["precision"]])
        first, last = row["start"] - reach, (row["end"] or row["start"]) + reach
        held = _with_before(_select_during(by_unit[unit], first, last), by_unit[unit])
        missing = [
            f"{holder} {word} {row['start']}"
            for holder, word, spells in (
                (row["from_holder"], "before", held[held["start"] <= row["start"] + reach]),
                (row["to_holder"], "after", held),
            )
            if holder and holder not in set(spells["holder"])
        ]
        if missing:
            yield make_doubt(
                "event_and_ground", "events", row, ", ".join(missing), _spells_in_words(unit, held)
            )


def find_failing(atlas: Atlas) -> Iterator[Doubt]:
    """Yield assertions with which the atlas disagrees."""
    results = [result for result in assertions.verify(atlas) if not result.holds]
    rows = atlas.table(assertions.TABLE) if results else pd.DataFrame()
    for result in results:
        unit = result.unit or "no unit"
        against = f"{result.answer}, which the atlas has in {unit} on {result.day}"
        evidence = f"{result.expected} ({result.reason}; {result.source})"
        yield make_doubt(
            "assertion_fails", assertions.TABLE, rows.iloc[result.number], evidence, against
        )


def fields(atlas: Atlas) -> Iterator[Doubt]:
    """Yield periods of fields that another held than held the ground at their position."""
    yield from _periods(atlas, "fields", "field_periods", "field", "holder")


def crossings(atlas: Atlas) -> Iterator[Doubt]:
    """Yield periods of crossings and airports that another ran than held the ground there."""
    yield from _periods(atlas, "crossings", "crossing_periods", "crossing", "run_by")


def _periods(atlas: Atlas, things: str, periods: str, key: str, holder: str) -> Iterator[Doubt]:
    units = stakes.unit_of(atlas, things)
    by_unit = dict(list(control.spells(atlas).groupby("unit")))
    for _, row in atlas.table(periods).iterrows():
        unit = units[row[key]]
        if not unit or not row[holder]:
            continue
        slack = timedelta(days=REACH[row["precision"]])
        held = _select_during(by_unit[unit], row["start"] + slack, (row["end"] or date.max) - _DAY)
        for days in (1, 31):  # spells that begin or end within the slack of their own dates
            held = held[~(held["precision"].ne("day") & (_length(held, row) <= days))]
        apart = held[[not agree(atlas.profile, row[holder], item) for item in held["holder"]]]
        if len(apart):
            period = f"{holder} {row[holder]} from {row['start']} to {row['end'] or 'today'}"
            yield make_doubt(
                f"{key}_and_ground", periods, row, period, _spells_in_words(unit, apart)
            )


def _length(spells: pd.DataFrame, row: pd.Series) -> pd.Series:
    """Return how many days of each spell lie in a period."""
    far = date.max
    starts = [max(day, row["start"]) for day in spells["start"]]
    ends = [min(day or far, row["end"] or far) for day in spells["end"]]
    days = [(end - start).days for start, end in zip(starts, ends, strict=True)]
    return pd.Series(days, spells.index, dtype=float)


def agree(profile: Profile, left: str, other: str) -> bool:
    """Return whether two holders of the same ground can both be right.

    Contested or unknown ground speaks against nobody, mixed ground not against those who share it.
    """
    open_ = {"contested", "unknown"}
    if left == other or open_ & {left, other}:
        return True
    return ("mixed" in (left, other)) and bool({left, other} & set(profile.mixed.of))


def _select_during(spells: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Return the spells that hold on a day from first to last."""
    ends = [end or date.max for end in spells["end"]]
    inside = [
        start <= last and end > first for start, end in zip(spells["start"], ends, strict=True)
    ]
    return spells[inside]


def _with_before(held: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Add who held before the fighting with which some spells of a unit begin."""
    while len(held) and held["holder"].iloc[0] == "contested":
        before = spells[spells["end"] == held["start"].iloc[0]]
        if not len(before):
            break
        held = pd.concat([before, held])
    return held


def _spells_in_words(unit: str, spells: pd.DataFrame) -> str:
    """Say who held a unit, spell by spell."""
    columns = (spells[name] for name in ("holder", "start", "end"))
    spans = [
        f"{column} {start} to {end or 'today'}" for column, start, end in zip(*columns, strict=True)
    ]
    return f"ground {unit}: {'; '.join(spans) or 'nobody'}"


#: A group's figure may lie so far outside the sum of its members' low and high.
SLACK = 0.1

#: Qualifiers of figures that say what was possible or planned, not what was.
NOT_OUTPUT = ("capacity", "target", *production.DOUBTED)


def groups(atlas: Atlas) -> Iterator[Doubt]:
    """Yield figures of groups that lie outside the sum of their members' figures of that time.

    Compared only where a source has a figure of every member for the middle of the time.
    """
    if "groups" not in atlas.names:
        return
    members = atlas.table("groups").groupby("group")["field"].agg(list)
    rows = atlas.table("production")
    rows = rows[rows["subject"].isin(members.index) & ~rows["qualifier"].isin(NOT_OUTPUT)]
    for _, row in rows[rows["unit"] == "bpd"].iterrows():
        middle = row["start"] + (row["end"] - row["start"]) / 2
        day = middle if not isinstance(middle, timedelta) else row["start"]
        made = production.on(atlas, day).set_index("field")
        figures = made[made["measured"] & made.index.isin(members[row["subject"]])]
        if len(figures) < len(members[row["subject"]]):
            continue
        low, high = figures["low"].sum() * (1 - SLACK), figures["high"].sum() * (1 + SLACK)
        if not low <= row["value"] <= high:
            sums = f"{figures['low'].sum():.0f} to {figures['high'].sum():.0f}"
            against = f"its fields come to {sums} on {day}"
            amount = f"{row['value']:.0f} barrels a day, {row['period']}"
            yield make_doubt("group_and_members", "production", row, amount, against)


def totals(atlas: Atlas) -> Iterator[Doubt]:
    """Yield printed totals of districts that are not the sum of their sub-districts."""
    if not {"census", "census_totals"} <= set(atlas.names):
        return
    rows = atlas.table("census_totals")
    for gap in differences(atlas.table("census"), rows).itertuples():
        row = rows[rows["code"] == gap.code].iloc[0]
        against = f"its sub-districts add up to {gap.found}"
        yield make_doubt("total_and_parts", "census_totals", row, f"{gap.printed} people", against)
