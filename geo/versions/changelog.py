"""``CHANGELOG.md`` of the data: one section for each version, written from what differs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from geo.versions.difference import Difference, Kind, Weight, diff
from geo.versions.release import Release, number, of_folder, read, released
from geo.versions.sentences import Sentence, sentences

FILE = "CHANGELOG.md"

#: The part of the file that is written here; what stands below it is written by hand.
BEGIN, END = "<!-- begin: versions -->", "<!-- end: versions -->"

_TITLES = {Kind.CORRECTED: "Corrected", Kind.ADDED: "Added", Kind.RETIRED: "Retired"}


def write(data: Path) -> Path:
    """Write the sections of all versions into the changelog of a data folder; return the file."""
    file = data / FILE
    file.write_text(text(data), encoding="utf-8")
    return file


def text(data: Path, now: Release | None = None) -> str:
    """Return the changelog of a data folder with the sections of all versions."""
    file = data / FILE
    before = file.read_text(encoding="utf-8") if file.is_file() else f"{BEGIN}\n{END}\n"
    head, _, rest = before.partition(BEGIN)
    return f"{head}{BEGIN}\n{sections(data, now)}{END}{rest.partition(END)[2]}"


def sections(data: Path, now: Release | None = None) -> str:
    """Return the sections of all versions that a data folder knows, the newest on top."""
    kept = released(data)
    known = {one: read(one, data) for one in kept}
    now = now or of_folder(data, str(data))
    known.setdefault(now.version, now)
    names = sorted(known, key=number)
    lines = [_first(known[names[0]])]
    for old, new in pairwise(names):
        lines.append(section(diff(known[old], known[new]), kept=new in kept))
    return "\n".join(reversed(lines))


def _first(first: Release) -> str:
    rows = sum(map(len, first.tables.values()))
    return f"## {first.version} ({first.date})\n\nThe first version: {rows:,} rows.\n"


def section(difference: Difference, *, kept: bool) -> str:
    """Return the section of one version: its facts in sentences, all else in counts."""
    new = difference.new
    lines = [f"## {new.version} ({new.date if kept else 'in preparation'})", ""]
    found = sentences(difference, difference.facts)
    for kind, title in _TITLES.items():
        own = [one for one in found if one.kind is kind]
        if own:
            lines += [f"### {title}", "", *map(_line, own), ""]
    lines += [*_counts(difference), ""]
    return "\n".join(lines)


def _line(one: Sentence) -> str:
    many = len(one.changes) > 1
    named = one.table if many else f"{one.table} `{one.changes[0].id}`"
    return f"- {named}: {_escaped(one.text)}."


def _escaped(text: str) -> str:
    r"""Return text of the data as Markdown shows it, never as markup.

    Examples
    --------
    >>> _escaped("a*b <i>")
    'a\\*b &lt;i>'
    """
    for sign in "\\`*_[]":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())


def _counts(difference: Difference) -> list[str]:
    """Return a line of how many rows changed in evidence and in words only."""
    lighter = [one for one in difference.changes if one.weight is not Weight.FACT]
    counts = Counter((one.weight, one.table) for one in lighter)
    lines = []
    for weight, title in ((Weight.EVIDENCE, "Evidence"), (Weight.WORDS, "Words and links")):
        own = [f"{table} {count}" for (one, table), count in sorted(counts.items())
               if one is weight]  # fmt: skip
        if own:
            lines.append(f"{title} alone, rows by table: {', '.join(own)}.")
    return [line for one in lines for line in (one, "")][:-1] or ["No other row changed."]


def missing(data: Path) -> list[str]:
    """Return the versions of a data folder that its changelog has no section of."""
    file = data / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    names = [*released(data), of_folder(data, str(data)).version]
    return [one for one in dict.fromkeys(names) if f"\n## {one} (" not in text]
