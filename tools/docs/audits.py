"""Tables of audits: ``docs/audits.csv`` has one row of each that was drawn."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from geo.atlas import Atlas
from tools.accuracy.calibration import interval
from tools.docs.tables import Row, markdown

PATH = Path(__file__).resolve().parents[2] / "docs" / "audits.csv"

#: Rows drawn, contradicted, and such of them as say that they are inferred, of the sixth audit: its
#: rows were read by others and are not in the table.
SIXTH = (60, 11, 8)

#: What an audit can say of a row.
VERDICTS = ("supported", "larger", "not reachable", "contradicted")


def read_audits() -> dict[str, list[dict[str, str]]]:
    """Return the rows of each audit, in the order in which they were drawn."""
    audits: dict[str, list[dict[str, str]]] = {}
    with PATH.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            audits.setdefault(row["audit"], []).append(row)
    return audits


def count_wrong() -> dict[str, int]:
    """Return how many rows were drawn and were wrong, and what became of the wrong ones.

    What was wrong was corrected, unless the row lies outside the scope that the atlas has now.
    """
    drawn = [row for rows in read_audits().values() for row in rows]
    wrong = [row for row in drawn if row["verdict"] == "contradicted"]
    atlas = Atlas.load()
    today = {row["table"]: set(atlas.table(row["table"])["id"]) for row in wrong}
    corrected = sum(row["id"] in today[row["table"]] for row in wrong)
    return {
        "rows": len(drawn),
        "wrong": len(wrong),
        "corrected": corrected,
        "outside": len(wrong) - corrected,
    }


def sentence(page: str = "") -> str:
    """Return how wrong the atlas is, in two sentences, with a link to the page on that."""
    drawn, wrong, admitted = SIXTH
    text = (
        "Of {rows} rows read against all that could be found, {wrong} were wrong in something; "
        "{corrected} of them are corrected since, {outside} lie outside today's scope. "
        "A sixth draw of {drawn} rows found {later}, of which {admitted} say themselves that they "
        "are inferred."
    ).format(**count_wrong(), drawn=drawn, later=wrong, admitted=admitted)
    return f"{text} [How wrong is it?]({page})" if page else text


def share_wrong() -> str:
    """Return the share of the rows that were wrong, in a sentence."""
    counts = count_wrong()
    share = counts["wrong"] / counts["rows"]
    between = interval(share, counts["rows"])
    return f"Contradicted in something were {share:.1%} of the rows drawn (95% interval {between})."


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
