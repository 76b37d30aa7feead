"""``CHANGELOG.md`` of the data: one section for each version, written from what differs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from geo.versions.difference import Difference, Kind, Weight, diff
from geo.versions.release import number, of_folder, read, released
from geo.versions.sentences import Sentence, sentences

FILE = "CHANGELOG.md"

#: The part of the file that is written here; what stands below it is written by hand.
BEGIN, END = "<!-- begin: versions -->", "<!-- end: versions -->"

_TITLES = {Kind.CORRECTED: "Corrected", Kind.ADDED: "Added", Kind.RETIRED: "Retired"}


def write(data: Path) -> Path:
    """Write the sections of all versions into the changelog of a data folder; return the file."""
    file = data / FILE
    before = file.read_text(encoding="utf-8") if file.is_file() else f"{BEGIN}\n{END}\n"
    head, _, rest = before.partition(BEGIN)
    file.write_text(f"{head}{BEGIN}\n{sections(data)}{END}{rest.partition(END)[2]}", "utf-8")
    return file


def sections(data: Path) -> str:
    """Return the sections of all versions that a data folder knows, the newest on top."""
    names = released(data)
    now = of_folder(data, str(data)).version
    names += [now] if now not in names else []
    names.sort(key=number)
    told = [_first(names[0], data)] if names else []
    for old, new in pairwise(names):
        told.append(section(diff(read(old, data), read(new, data)), kept=new in released(data)))
    return "\n".join(reversed(told))


def _first(name: str, data: Path) -> str:
    first = read(name, data)
    rows = sum(map(len, first.tables.values()))
    return f"## {name} ({first.date})\n\nThe first version: {rows:,} rows.\n"


def section(difference: Difference, *, kept: bool) -> str:
    """Return the section of one version: its facts in sentences, all else in counts.

    Parameters
    ----------
    difference
        From the version before.
    kept
        Whether the version is released.
    """
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
    told = []
    for weight, title in ((Weight.EVIDENCE, "Evidence"), (Weight.WORDS, "Words and links")):
        own = [f"{table} {count}" for (one, table), count in sorted(counts.items())
               if one is weight]  # fmt: skip
        if own:
            told.append(f"{title} alone, rows by table: {', '.join(own)}.")
    return [line for one in told for line in (one, "")][:-1] or ["No other row changed."]


def missing(data: Path) -> list[str]:
    """Return the versions of a data folder that its changelog has no section of."""
    file = data / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    names = [*released(data), of_folder(data, str(data)).version]
    return [one for one in dict.fromkeys(names) if f"\n## {one} (" not in text]
