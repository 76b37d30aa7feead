"""Ask which sources have an archived copy and which addresses are dead, for ``sources.csv``.

``make links`` runs it where there is a network. It never overwrites what stands there, asks
politely (one request at a time, with a pause), and takes as dead only what is certain: the host is
not known any more, or it answers that the page is gone (404, 410). A refusal, an error of the
server or no answer says nothing.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import requests

from geo.files.atomic_write import atomic_write

#: The Wayback Machine's service that names the copy nearest to a day.
SERVICE: Final = "https://archive.org/wayback/available"

#: Answers by which a host says that a page is gone.
GONE: Final = (404, 410)

#: Seconds that one answer may take.
PATIENCE: Final = 30

SOURCES: Final = Path(__file__).resolve().parents[1] / "data" / "sources.csv"

Row = dict[str, str]


@dataclass
class Found:
    """What a run found."""

    archived: int = 0
    """Sources that have an archived copy now and had none."""

    dead: int = 0
    """Addresses that are dead now and were not known to be."""

    unanswered: int = 0
    """Look-ups without an answer: nothing is known, and nothing written."""


def archived_copy(row: Row, service: str = SERVICE) -> str:
    """Return the address of the archived copy nearest to a source's date; '' where there is none.

    Raises
    ------
    requests.RequestException, ValueError
        Where the service does not answer, or not as it promises.
    """
    day = row["date"].replace("-", "")
    query = {"url": row["url"], **({"timestamp": day} if day else {})}
    answer = requests.get(service, params=query, timeout=PATIENCE)
    answer.raise_for_status()
    reply = answer.json()
    nearest = (
        reply.get("archived_snapshots", {}).get("closest", {}) if isinstance(reply, dict) else {}
    )
    good = nearest.get("available") and str(nearest.get("status")) == "200"
    return str(nearest.get("url", "")).replace("http://", "https://", 1) if good else ""


def is_dead(address: str) -> bool:
    """Return whether an address certainly leads nowhere: no such host, or the page is gone.

    Raises
    ------
    requests.RequestException
        Where that cannot be told.
    """
    try:
        answer = requests.get(address, timeout=PATIENCE, stream=True)
    except requests.ConnectionError as error:
        if "not known" in str(error):
            return True
        raise
    with answer:
        return answer.status_code in GONE


def look(
    rows: Sequence[Row], findings: Found, service: str = SERVICE, pause: float = 1.0
) -> Iterator[Row]:
    """Ask for each source with an address and no copy, or no day of death; fill its row in place.

    Yields
    ------
    dict
        A row that was asked for; ``findings`` counts up to it.
    """
    for row in rows:
        if not row["url"] or (row["archived"] and row["dead"]):
            continue
        try:
            if not row["archived"] and (copy := archived_copy(row, service)):
                row["archived"] = copy
                findings.archived += 1
            if not row["dead"] and is_dead(row["url"]):
                row["dead"] = f"{datetime.now(UTC):%Y-%m-%d}"
                row["note"] = f"{row['note']} The address led nowhere on that day.".strip()
                findings.dead += 1
        except (requests.RequestException, ValueError):
            findings.unanswered += 1
        yield row
        time.sleep(pause)


def is_reachable(service: str = SERVICE) -> bool:
    """Return whether the service answers: without a network every address would look dead."""
    try:
        return requests.get(service, params={"url": "example.org"}, timeout=PATIENCE).ok
    except requests.RequestException:
        return False


def main(argv: Sequence[str] | None = None) -> int:
    """Look all sources up and write what was found; one where there is no network."""
    parser = argparse.ArgumentParser(prog="python -m tools.links", description=__doc__)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="the table of sources")
    parser.add_argument("--service", default=SERVICE, help="address of the archive's service")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two sources")
    parser.add_argument("--most", type=int, default=None, help="sources to ask for, by default all")
    options = parser.parse_args(argv)
    if not is_reachable(options.service):
        print(
            f"{options.service} does not answer: nothing was looked up, nothing is known",
            file=sys.stderr,
        )
        return 1
    with options.sources.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    findings = Found()
    try:
        for count, _ in enumerate(look(rows, findings, options.service, options.pause), start=1):
            if count == options.most:
                break
    except KeyboardInterrupt:
        print("stopped; what was found so far is written", file=sys.stderr)
    _write(options.sources, rows)
    print(
        f"{findings.archived} archived copies, {findings.dead} dead, {findings.unanswered} not "
        f"answered"
    )
    return 0


def _write(path: Path, rows: Sequence[Row]) -> None:
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


if __name__ == "__main__":
    raise SystemExit(main())
