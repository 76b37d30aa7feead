"""Permanent ids: of what each is made, which are lost, and the next one of a subject.

The id of a spell, period, state, figure, base, view or attestation is its subject (a unit, a field,
a crossing) and a number. The number counts; it is no order in time and says nothing that a
correction could make wrong. An id is never given again: ``retired.csv`` keeps those that no row
has any more, and releases keep those whose rows lie outside the scope that the profile has since.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from geo.atlas.release import list_released, read
from geo.files import data_file


def next_id(subject: str, taken: Iterable[str]) -> str:
    """Return the next id of a subject.

    >>> next_id("itp", ["itp-1", "itp-3", "krg_line-7"])
    'itp-4'
    """
    pattern = re.compile(rf"{re.escape(subject)}-([1-9][0-9]*)")
    numbers = [int(match[1]) for text in taken if (match := pattern.fullmatch(text))]
    return f"{subject}-{max(numbers, default=0) + 1}"


def taken_ids(folder: Path) -> dict[str, set[str]]:
    """Return the ids that no row of a data folder may get: retired ones, and those of releases."""
    result: dict[str, set[str]] = {}
    for version in list_released(folder):
        for name, rows in read(version, folder).tables.items():
            if rows and "id" in rows[0]:
                result.setdefault(name, set()).update(row["id"] for row in rows)
    with suppress(FileNotFoundError):
        text = data_file.read(folder, "retired.csv").decode()
        for row in csv.DictReader(io.StringIO(text, newline="")):
            result.setdefault(row["table"], set()).add(row["id"])
    return result


def give(file: Path, column: str, retired: Iterable[str] = ()) -> list[str]:
    """Give an id to each row of a table that has none, in the order of its rows."""
    with file.open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    at, subject = head.index("id"), head.index(column)
    taken, given = {row[at] for row in rows if row[at]} | set(retired), []
    for row in rows:
        if not row[at] and row[subject]:
            row[at] = next_id(row[subject], taken)
            taken.add(row[at])
            given.append(row[at])
    if given:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([head, *rows])
        file.write_text(text.getvalue(), encoding="utf-8", newline="")
    return given
