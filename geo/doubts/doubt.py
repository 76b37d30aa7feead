"""One doubt: which rule, which row, what was found, and the sentence that accepts it, if any."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.atlas import Atlas

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
    "assertions": ("lon", "lat", "day", "perspective"),
}


#: How many days either side of its date a row may be off, by the precision of the date.
REACH = {"day": 1, "inferred": 31, "month": 31, "year": 366}


@dataclass(frozen=True)
class Doubt:
    """What speaks against a row."""

    rule: str  #: Name of the rule.
    table: str  #: Name of the table.
    row: int  #: Row as a spreadsheet numbers it.
    #: What names the row, whatever its number: an id, or several columns with spaces between.
    key: str
    evidence: str  #: What stands in the row.
    against: str  #: What speaks against it.
    accepted: str = ""  #: Why the row is right all the same; empty while the doubt is open.

    def __str__(self) -> str:
        """Return the doubt in one line."""
        where = f"{self.rule}: {self.table} row {self.row} ({self.key})"
        text = f"{where}: {self.evidence}; {self.against}"
        return f"{text}. Accepted: {self.accepted}" if self.accepted else text

    def to_dict(self) -> dict[str, object]:
        """Return the doubt with stable keys; ``accepted`` is None while it is open."""
        return {
            "rule": self.rule,
            "table": self.table,
            "row": self.row,
            "key": self.key,
            "found": self.evidence,
            "against": self.against,
            "accepted": self.accepted or None,
        }


def make_doubt(rule: str, table: str, row: pd.Series, evidence: str, against: str) -> Doubt:
    columns = KEYS.get(table, ("id",))
    key = " ".join(str(row[name]) for name in columns)
    return Doubt(rule, table, int(str(row.name)) + 2, key, evidence, against)


def accept(atlas: Atlas, doubts: list[Doubt]) -> list[Doubt]:
    """Attach reasons from ``accepted.csv``; report entries that match no doubt."""
    if "accepted" not in atlas.names:
        return doubts
    rows = atlas.table("accepted").assign(id=lambda table: table["key"])
    wanted = list(zip(rows["rule"], rows["table"], rows["key"], strict=True))
    notes = dict(zip(wanted, map(str, rows["note"]), strict=True))
    met = {(doubt.rule, doubt.table, doubt.key) for doubt in doubts}
    stale = [
        make_doubt("accepted_for_nothing", "accepted", row, str(row["note"]), "no such doubt")
        for (_, row), key in zip(rows.iterrows(), wanted, strict=True)
        if key not in met
    ]
    judged = [
        replace(
            doubt, accepted=doubt.accepted or notes.get((doubt.rule, doubt.table, doubt.key), "")
        )
        for doubt in doubts
    ]
    return judged + stale
