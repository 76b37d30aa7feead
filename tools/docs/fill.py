"""Fill the marked places of the documentation with what a command answers.

A page marks a place by two comments; what stands between them is never written by hand::

    <!-- begin: greenline at 2017-10-15 --place Kirkuk -->
    <!-- end -->

Behind ``begin:`` stands a command, whose output is shown as a console shows it (as Markdown, if it
has ``--markdown``; the first lines only, behind ``| head -5``), or the name of a table of
:data:`TABLES`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from geo.cli import main as greenline
from tools.docs import audits, catalogues, measurements, peers, security, tables

ROOT = Path(__file__).resolve().parents[2]

#: The tables by the name that a marked place gives them; some take arguments behind it.
TABLES: dict[str, Callable[..., str]] = {
    "addresses": tables.addresses,
    "event-fields": tables.event_fields,
    "data-dictionary": tables.dictionary,
    "changes": tables.list_changes,
    "areas": tables.areas,
    "audit-sentence": audits.sentence,
    "audit-share": audits.share_wrong,
    "audit-shares": audits.shares,
    "audit-confidence": audits.shares_by_confidence,
    "counts": tables.counts,
    "page-figures": measurements.page_figures,
    "waiting-figures": measurements.waiting_figures,
    "opening-figures": measurements.opening_figures,
    "event-figures": measurements.event_figures,
    "file-figures": measurements.file_figures,
    "picture-figures": measurements.picture_figures,
    "ingest-figures": measurements.ingest_figures,
    "peer-figures": measurements.peer_figures,
    "peer-notes": lambda: peers.notes(measurements.results_of("bench/results.json")["peers"]),
    "stress-figures": measurements.stress_figures,
    "coverage-figures": measurements.coverage_figures,
    "limits": lambda: tables.markdown(*security.limits()),
    "libraries": lambda: tables.markdown(*security.libraries()),
    "attacks": lambda: tables.markdown(*security.attacks()),
    "hostile-files": lambda: tables.markdown(*security.corpus()),
}

MARKED = re.compile(
    r"^<!-- begin: (?P<what>.+?) -->\n(?P<text>.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL
)


def pages(root: Path = ROOT) -> list[Path]:
    """Return the Markdown files of the documentation, in a fixed order."""
    named = [root / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    return [*named, *sorted((root / "docs").rglob("*.md"))]


def places(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the marked places of a page: what fills each, and what stands there."""
    for match in MARKED.finditer(page.read_text(encoding="utf-8")):
        yield match["what"], match["text"]


def produce_text(what: str) -> str:
    """Return the text that belongs in a marked place.

    Raises
    ------
    SystemExit
        Where a command fails, or no table has that name.
    """
    name, *arguments = what.split()
    if name in TABLES:
        return TABLES[name](*arguments) + "\n"
    if not what.startswith("greenline "):
        sys.exit(f"{what!r}: expected a greenline command or one of {', '.join(TABLES)}")
    command, _, head = what.partition(" | head -")
    text = output(command)
    if "--markdown" in command:
        return text
    lines = text.rstrip("\n").split("\n")
    shown = lines[: int(head)] if head else lines
    return "\n".join(["```console", f"$ {what}", *shown, "```", ""])


def output(command: str) -> str:
    """Run a ``greenline`` command here and return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = greenline(shlex.split(command)[1:])
    if code:
        sys.exit(f"{command}: ended with {code}")
    return printed.getvalue()


def fill_text(text: str) -> str:
    """Return the text of a page with its marked places filled."""
    return MARKED.sub(
        lambda match: f"<!-- begin: {match['what']} -->\n{produce_text(match['what'])}<!-- end -->",
        text,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Fill the pages; with ``--check`` name those that are stale and end with 1."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs.fill", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name stale pages")
    check = parser.parse_args(argv).check
    stale = []
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = fill_text(before)
        if after != before:
            stale.append(page.relative_to(ROOT).as_posix())
            if not check:
                page.write_text(after, encoding="utf-8")
    for page, after in catalogues.fill(ROOT).items():
        if page.read_text(encoding="utf-8") != after:
            stale.append(page.relative_to(ROOT).as_posix())
            if not check:
                page.write_text(after, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'stale' if check else 'filled'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
