"""Tables of audits: ``docs/audits.csv`` has one row of each that was drawn."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from tools.accuracy.calibration import interval
from tools.docs.tables import Row, markdown

PATH = Path(__file__).resolve().parents[2] / "docs" / "audits.csv"

#: What an audit can say of a row.
VERDICTS = ("supported", "larger", "not reachable", "contradicted")


def read_audits() -> dict[str, list[dict[str, str]]]:
    """Return the rows of each audit, in the order in which they were drawn."""
    audits: dict[str, list[dict[str, str]]] = {}
    with PATH.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            audits.setdefault(row["audit"], []).append(row)
    return audits


def shares() -> str:
    """Return how many rows of each audit got each verdict, and the share that is contradicted."""
    audits = read_audits()
    return _tally(
        "audit", {**audits, "together": [row for rows in audits.values() for row in rows]}
    )


def shares_by_confidence() -> str:
    """Return the same of all rows by the confidence that they had when they were drawn."""
    rows = [row for rows in read_audits().values() for row in rows]
    grades = ("high", "medium", "low")
    return _tally(
        "confidence", {name: [row for row in rows if row["confidence"] == name] for name in grades}
    )


def _tally(head: str, groups: Mapping[str, list[dict[str, str]]]) -> str:
    return markdown(
        (head, "rows", *VERDICTS, "contradicted, 95% interval"),
        [_count(name, rows) for name, rows in groups.items()],
    )


def _count(name: str, rows: list[dict[str, str]]) -> Row:
    counts = [sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS]
    share = counts[-1] / len(rows)
    return (name, len(rows), *counts, f"{share:.1%} ({interval(share, len(rows))})")
