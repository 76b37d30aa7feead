"""Articles of our own, each sentence marked with the verdict that a careful reader gives it.

A file has a head (``date``, ``style``, and which half it is of: ``kept: yes`` where it was kept
aside while the first patterns were written, ``apart: yes`` where it was marked before they were
widened and not looked at meanwhile, ``unseen: yes`` where another writer marked it later, before
any of it was tried), an empty line, and a sentence a line with its marks behind ``=>``:
verdicts, split by ``;`` where it states several things, or ``-`` where it has to be left alone.
``?`` before a verdict says that it may be left alone as well, ``|`` that either is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "articles" / "statements"

#: What a statement may be marked with.
VERDICTS = ("supported", "disputed", "not_supported", "not_testable")

#: Articles that the patterns were written on, and those that were not.
HALVES = ("own", "kept", "apart", "unseen")


@dataclass(frozen=True)
class Mark:
    """What is right for one statement."""

    verdicts: tuple[str, ...]
    """Verdicts that are right, the likeliest first."""
    needed: bool
    """Whether it has to be found."""


@dataclass(frozen=True)
class Line:
    """One sentence."""

    text: str
    """Its text."""
    marks: tuple[Mark, ...]
    """What it states; nothing where it has to be left alone."""


@dataclass(frozen=True)
class MarkedArticle:
    """One article."""

    name: str
    """Name of its file."""
    date: date
    """The day it was written."""
    style: str
    """What kind of text it is."""
    half: str
    """One of ``HALVES``."""
    lines: tuple[Line, ...]
    """Its sentences."""

    @property
    def text(self) -> str:
        """The article as a reader pastes it."""
        return " ".join(line.text for line in self.lines)

    @property
    def statements(self) -> int:
        """Statements that it has."""
        return sum(len(line.marks) for line in self.lines)


def marked_articles(folder: Path = FOLDER) -> tuple[MarkedArticle, ...]:
    """Return every marked article of a folder, by name."""
    return tuple(read(path) for path in sorted(folder.glob("*.txt")))


def read(path: Path) -> MarkedArticle:
    """Return a marked article.

    Raises
    ------
    ValueError
        Where a mark is no verdict.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    lines = []
    for line in body.strip().splitlines():
        text, _, marks = line.rpartition(" => ")
        parsed = (_mark(part.strip(), path) for part in marks.split(";"))
        lines.append(Line(text, tuple(mark for mark in parsed if mark)))
    return MarkedArticle(
        path.stem,
        date.fromisoformat(facts["date"]),
        facts["style"],
        next((half for half in HALVES if half in facts), "own"),
        tuple(lines),
    )


def _mark(text: str, path: Path) -> Mark | None:
    if text == "-":
        return None
    options = text.removeprefix("?").split("|")
    verdicts = tuple(option for option in options if option != "-")
    if not set(verdicts) <= set(VERDICTS) or not verdicts:
        raise ValueError(f"{path.name}: {text!r}: expected one of {', '.join(VERDICTS)}")
    return Mark(verdicts, not text.startswith("?") and "-" not in options)
