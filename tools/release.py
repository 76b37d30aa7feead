"""``python -m tools.release``: keep the data as a released package, once it is ready."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.atlas import check
from geo.atlas.release import (
    RELEASES,
    Release,
    list_released,
    number,
    of_folder,
    read,
)
from geo.atlas.versions import EVIDENCE, Change, compare, faults, holds_words
from geo.errors import GreenlineError
from geo.files.atomic_write import atomic_write
from geo.files.data_file import PACKAGE
from tools.derive.__main__ import DATA

#: The changelog of the data, which is written by hand.
CHANGELOG = "CHANGELOG.md"

#: Bytes that a package may have.
LARGEST_PACKAGE = 1_500_000

#: Reasons of rows that went that the counts of a table name.
MOST = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Release the version that ``datapackage.json`` names, or say what keeps it from it."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    parser.add_argument(
        "--counts", action="store_true", help="say what differs from the last release; release none"
    )
    chosen = parser.parse_args(arguments)
    data = chosen.data
    try:
        wrong = [*count_changes(data)] if chosen.counts else [*find_unready(data)]
    except GreenlineError as error:
        wrong = [str(error)]
    if wrong:
        print("\n".join(wrong), file=sys.stdout if chosen.counts else sys.stderr)
    if wrong or chosen.counts:
        return 0 if chosen.counts else 1
    release = of_folder(data, str(data))
    file = keep(release, data)
    content = file.read_bytes()
    if len(content) > LARGEST_PACKAGE:
        file.unlink()
        print(f"{file.name}: {len(content):,} bytes; at most {LARGEST_PACKAGE:,}", file=sys.stderr)
        return 1
    digest = hashlib.sha256(content).hexdigest()
    _add_line(data / CHANGELOG, _heading(release), f"- SHA-256 `{digest}`")
    _name(data.parent, release)
    print(f"{file}: {len(content):,} bytes, SHA-256 {digest}")
    return 0


def pack(release: Release) -> bytes:
    """Return a version as a zip: the same files give the same bytes."""
    head = json.dumps(release.package, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for path, content in sorted({**release.files, PACKAGE: head.encode()}.items()):
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            opened.writestr(entry, content)
    return out.getvalue()


def keep(release: Release, data: Path) -> Path:
    """Write a version as a package into the releases of a data folder and return the file."""
    file = data / RELEASES / f"{release.version}.zip"
    file.parent.mkdir(exist_ok=True)
    with atomic_write(file) as out:
        out.write(pack(release))
    return file


def find_unready(data: Path) -> Iterator[str]:
    """Yield what prevents a release, in sentences."""
    yield from map(str, check(data))
    names, new = list_released(data), of_folder(data, str(data))
    number(new.version)
    if names:
        yield from map(str, faults(data))
        if not compare(read(names[-1], data), new):
            yield f"{PACKAGE}: nothing differs from {names[-1]}"
    file = data / CHANGELOG
    if f"\n{_heading(new)}\n" not in (file.read_text(encoding="utf-8") if file.is_file() else ""):
        yield f"{CHANGELOG}: expected a section '{_heading(new)}'; --counts says what differs"


def count_changes(data: Path) -> Iterator[str]:
    """Yield a line for each table: what differs from the last release; of rows that went, why."""
    names, new = list_released(data), of_folder(data, str(data))
    if not names:
        yield f"the first version: {sum(map(len, new.tables.values())):,} rows"
        return
    changes = compare(read(names[-1], data), new)
    retired = {(row["table"], row["id"]): row["reason"] for row in new.tables.get("retired", [])}
    for table in dict.fromkeys(change.table for change in changes):
        rows = [change for change in changes if change.table == table]
        kinds = Counter(
            f"{change.kind} in evidence or words alone" if is_light(change) else change.kind
            for change in rows
        )
        yield f"{table}: {', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}"
        why = (retired.get((table, change.id), "") for change in rows if change.kind == "retired")
        yield from (
            f"  {count}: {text or 'no reason in retired.csv'}"
            for text, count in Counter(why).most_common(MOST)
        )


def is_light(change: Change) -> bool:
    """Return whether a corrected row says the same fact as before."""
    facts = (name for name in change.columns if name not in EVIDENCE and not holds_words(name))
    return change.kind == "corrected" and (change.table == "sources" or not any(facts))


def _heading(release: Release) -> str:
    return f"## {release.version} ({release.date})"


def _add_line(file: Path, heading: str, line: str) -> None:
    """Put a line on top of a section of the changelog."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"{heading}\n\n", f"{heading}\n\n{line}\n", 1), encoding="utf-8")


def _name(root: Path, release: Release) -> None:
    """Write version and day into the files that name them for catalogues."""
    versions = r'(?m)(^version: |"version": ")[0-9.]+'
    days = r'(?m)(^date-released: "|"publication_date": ")[0-9-]+'
    for name in ("CITATION.cff", ".zenodo.json"):
        file = root / name
        if file.is_file():
            text = re.sub(versions, rf"\g<1>{release.version}", file.read_text(encoding="utf-8"))
            file.write_text(re.sub(days, rf"\g<1>{release.date}", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
