"""The articles of the test set: texts of our own, marked with what a reader finds in them.

A name is written ``[Kirkuk](place:kirkuk)``, one that must be asked
``[Rabia](?place:rabia,place:rabia_2)``, a date ``{Monday}(2017-10-16)`` or ``{2014}(2014)``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

Marked = tuple[int, str, str]

FOLDER = Path(__file__).parent / "articles"
MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)|\{([^}]+)\}\(([^)]+)\)")


@dataclass(frozen=True)
class Gold:
    """One article as it should be understood."""

    name: str
    language: str
    date: date
    is_held_out: bool
    """Whether it was kept aside while the finding was tuned."""
    text: str
    lines: tuple[str, ...]
    names: tuple[Marked, ...]
    """Where each place begins, its text, and its key, ``?`` and candidates where asked."""
    actors: tuple[Marked, ...]
    dates: tuple[tuple[int, str, date, date], ...]


@cache
def articles() -> tuple[Gold, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*.txt")))


def read(path: Path) -> Gold:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    text, names, actors, dates, lines = "", [], [], [], []
    for line in body.strip().splitlines():
        begin = len(text)
        for plain, mark in pieces(line):
            if mark and mark[1]:
                key = re.sub(r",(?!\w+:)", ",field:", mark[2])
                (actors if key.startswith("actor:") else names).append((len(text), plain, key))
            elif mark:
                dates.append((len(text), plain, *span(mark[4])))
            text += plain
        lines.append(text[begin:])
        text += " "
    return Gold(
        path.stem, facts["language"], date.fromisoformat(facts["date"]), "kept" in facts,
        text.rstrip(), tuple(lines), tuple(names), tuple(actors), tuple(dates),
    )  # fmt: skip


def pieces(line: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    at = 0
    for mark in MARK.finditer(line):
        yield line[at : mark.start()], None
        yield mark[1] or mark[3], mark
        at = mark.end()
    yield line[at:], None


def span(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    return edge(first, last=False), edge(last or first, last=True)


def edge(text: str, last: bool) -> date:
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    if not month:
        return date(year, 12, 31) if last else date(year, 1, 1)
    return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))


@dataclass
class Score:
    """How many were found, wrongly found, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def __add__(self, other: Score) -> Score:
        sums = (self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)
        return Score(*sums)

    def __str__(self) -> str:
        figures = f"precision {self.precision:.3f}, recall {self.recall:.3f}"
        return f"{figures} ({self.right} found, {self.wrong} wrong, {self.missed} missed)"


def compare(wanted: Iterable[Marked], given: Iterable[Marked]) -> tuple[Score, list[str]]:
    """Compare what stands in a text with what was found; a name may begin or end otherwise."""
    score, faults, left = Score(), [], list(given)
    for at, text, key in wanted:
        over = [
            numbers
            for numbers in left
            if numbers[0] < at + len(text) and at < numbers[0] + len(numbers[1])
        ]
        hits = [numbers for numbers in over if is_alike(key, numbers[2])]
        if hits:
            score.right += 1
            left.remove(hits[0])
        else:
            score.missed += 1
            faults.append(f"missed {text} as {key}, found {[numbers[1:] for numbers in over]}")
    score.wrong = len(left)
    return score, faults + [f"wrong {text} as {key}" for _, text, key in left]


def is_alike(wanted: str, given: str) -> bool:
    """Whether keys are the same; of what is asked, all candidates wanted must be offered."""
    query = wanted.startswith("?"), given.startswith("?")
    subset, other = (set(text.lstrip("?").split(",")) for text in (wanted, given))
    return query[0] == query[1] and (subset <= other if query[0] else subset == other)
