"""Doubts of figures: groups of fields against their members, printed totals against their parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from geo.ask import production
from geo.atlas import Atlas
from geo.atlas.people_rules import differences
from geo.doubts.doubt import Doubt, of

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
        own = made[made["measured"] & made.index.isin(members[row["subject"]])]
        if len(own) < len(members[row["subject"]]):
            continue
        low, high = own["low"].sum() * (1 - SLACK), own["high"].sum() * (1 + SLACK)
        if not low <= row["value"] <= high:
            against = (
                f"its fields come to {own['low'].sum():.0f} to {own['high'].sum():.0f} on {day}"
            )
            found = f"{row['value']:.0f} barrels a day, {row['period']}"
            yield of("group_and_members", "production", row, found, against)


def totals(atlas: Atlas) -> Iterator[Doubt]:
    """Yield printed totals of districts that are not the sum of their sub-districts."""
    if not {"census", "census_totals"} <= set(atlas.names):
        return
    rows = atlas.table("census_totals")
    for one in differences(atlas.table("census"), rows).itertuples():
        row = rows[rows["code"] == one.code].iloc[0]
        against = f"its sub-districts add up to {one.found}"
        yield of("total_and_parts", "census_totals", row, f"{one.printed} people", against)
