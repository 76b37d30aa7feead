"""``CHANGELOG.md`` of the data: one section for each version, written from what differs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from geo.versions.difference import Difference, Kind, Weight, diff
from geo.versions.release import Release, list_released, number, of_folder, read
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
    head, _, remainder = before.partition(BEGIN)
    return f"{head}{BEGIN}\n{sections(data, now)}{END}{remainder.partition(END)[2]}"


def sections(data: Path, now: Release | None = None) -> str:
    """Return the sections of all versions that a data folder knows, the newest on top."""
    texts = list_released(data)
    known = {item: read(item, data) for item in texts}
    now = now or of_folder(data, str(data))
    known.setdefault(now.version, now)
    names = sorted(known, key=number)
    lines = [_first_section(known[names[0]])]
    for old, new in pairwise(names):
        lines.append(section(diff(known[old], known[new]), flag=new in texts))
    return "\n".join(reversed(lines))


def _first_section(first: Release) -> str:
    rows = sum(map(len, first.tables.values()))
    return f"## {first.version} ({first.date})\n\nThe first version: {rows:,} rows.\n"


def section(difference: Difference, *, flag: bool) -> str:
    """Return the section of one version: its facts in sentences, all else in counts."""
    new = difference.new
    lines = [f"## {new.version} ({new.date if flag else 'in preparation'})", ""]
    result = sentences(difference, difference.facts)
    for kind, title in _TITLES.items():
        own_sentences = [sentence for sentence in result if sentence.kind is kind]
        if own_sentences:
            lines += [f"### {title}", "", *map(_line, own_sentences), ""]
    lines += [*_counts(difference), ""]
    return "\n".join(lines)


def _line(sentence: Sentence) -> str:
    many = len(sentence.changes) > 1
    named = sentence.table if many else f"{sentence.table} `{sentence.changes[0].id}`"
    return f"- {named}: {_escape(sentence.text)}."


def _escape(text: str) -> str:
    r"""Return text of the data as Markdown shows it, never as markup.

    >>> _escape("a*b <i>")
    'a\\*b &lt;i>'
    """
    for sign in "\\`*_[]":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())


def _counts(difference: Difference) -> list[str]:
    """Return a line of how many rows changed in evidence and in words only."""
    lighter = [change for change in difference.changes if change.weight is not Weight.FACT]
    counts = Counter((change.weight, change.table) for change in lighter)
    lines = []
    for weight, title in ((Weight.EVIDENCE, "Evidence"), (Weight.WORDS, "Words and links")):
        texts = [f"{table} {count}" for (key, table), count in sorted(counts.items())
               if key is weight]  # fmt: skip
        if texts:
            lines.append(f"{title} alone, rows by table: {', '.join(texts)}.")
    return [line for item in lines for line in (item, "")][:-1] or ["No other row changed."]


def find_missing(data: Path) -> list[str]:
    """Return the versions of a data folder that its changelog has no section of."""
    file = data / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    names = [*list_released(data), of_folder(data, str(data)).version]
    return [name for name in dict.fromkeys(names) if f"\n## {name} (" not in text]
