"""Texts of the data that wait for a translation, and translations taken in.

``python -m tools.translations`` says how much is translated; ``--list TABLE.FIELD`` lists what is
not, as lines of fingerprint and English with a tab between; ``--take FILE`` takes such lines with
a translation a language in the English's place, in the order of the profile's languages.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from geo.atlas import Atlas
from geo.atlas.translations import FIELDS, NAME, fingerprint
from geo.errors import DataError, Fault
from geo.model import Language

COLUMNS = ("table", "id", "field", "language", "english", "text")

#: Columns of these tables are not shown to a reader, or are not ours to translate.
APART = {"sources", "seeds", "retired", "accepted", NAME}

Text = tuple[str, str, str, str]
"""A text of the data: table, id of the first row that has it, column, English."""


def texts(atlas: Atlas) -> Iterator[Text]:
    """Yield each text of the data that a translation may be of, once."""
    seen: set[str] = set()
    for resource in atlas.package["resources"]:
        name = resource["name"]
        if resource["format"] != "csv" or name in APART:
            continue
        rows = atlas.table(name)
        for field in (item for item in FIELDS if item in rows):
            for key, text in zip(rows[key_of(rows)], rows[field], strict=True):
                if isinstance(text, str) and text and text not in seen:
                    seen.add(text)
                    yield name, key, field, text
    yield from own_titles(atlas)


def own_titles(atlas: Atlas) -> Iterator[Text]:
    """Yield the titles of sources without an address: they are ours, no page bears them."""
    for source in atlas.records("sources"):
        if not source["url"]:
            yield "sources", source["id"], "title", source["title"]


def find_outdated(
    rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the translations whose English no row has any more.

    Each with its row as a spreadsheet numbers it, and the English of today; that is empty where
    the row itself is gone.
    """
    now: dict[tuple[str, str], dict[str, str]] = {}
    prints: dict[tuple[str, str], set[str]] = {}
    for number, record in enumerate(rows.to_dict("records"), start=2):
        row = {str(name): str(cell) for name, cell in record.items()}
        name, field = row["table"], row["field"]
        if (name, field) not in now:
            table = tables[name]
            texts = zip(table[key_of(table)], table[field].fillna(""), strict=True)
            now[name, field] = {str(key): str(text) for key, text in texts}
            prints[name, field] = set(map(fingerprint, now[name, field].values()))
        if row["english"] not in prints[name, field]:
            yield number, row, now[name, field].get(row["id"], "")


def key_of(rows: pd.DataFrame) -> str:
    """Return the column that names the rows of a table: its id, or the first, which is its code."""
    return "id" if "id" in rows else str(rows.columns[0])


def take(atlas: Atlas, lines: list[str], file: str) -> list[dict[str, str]]:
    """Return the rows of the table with those of some lines; of lost English, none.

    Raises
    ------
    DataError
        Where a line is none of fingerprint and one translation a language.
    """
    known = {fingerprint(item[3]): item for item in texts(atlas)}
    languages = [item for item in atlas.profile.languages if item is not Language.EN]
    result = {
        (row["english"], row["language"]): row["text"]
        for row in atlas.table(NAME).to_dict("records")
        if row["english"] in known
    }
    for number, line in enumerate(lines, start=1):
        english, *translated = line.rstrip("\n").split("\t")
        if (
            english not in known
            or len(translated) != len(languages)
            or not all(map(str.strip, translated))
        ):
            accepted = f"the fingerprint of a text, and one in {', '.join(languages)}, with tabs"
            raise DataError([Fault(file, number, "", line.strip()[:60], accepted)])
        for language, text in zip(languages, translated, strict=True):
            result[english, str(language)] = text.strip()
    order = {english: at for at, english in enumerate(known)}
    return [
        dict(zip(COLUMNS, (*known[english][:3], language, english, text), strict=True))
        for (english, language), text in sorted(
            result.items(), key=lambda entry: (order[entry[0][0]], entry[0][1])
        )
    ]


def main(arguments: list[str] | None = None) -> int:
    """List, take, or say how much is translated; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", metavar="TABLE.FIELD", help="what is not translated")
    parser.add_argument("--take", metavar="FILE", type=Path, help="lines to take in")
    args = parser.parse_args(arguments)
    atlas = Atlas.load()
    if args.take:
        lines = args.take.read_text(encoding="utf-8").splitlines()
        path = next(
            resource["path"] for resource in atlas.package["resources"] if resource["name"] == NAME
        )
        rows = take(atlas, lines, str(args.take))
        with (atlas.folder / path).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return 0
    languages = [language for language in atlas.profile.languages if language is not Language.EN]
    counts: dict[str, list[int]] = {}
    for table, _, field, text in texts(atlas):
        done = all(atlas.translated(text, language) for language in languages)
        count = counts.setdefault(f"{table}.{field}", [0, 0])
        count[0] += done
        count[1] += 1
        if args.list == f"{table}.{field}" and not done:
            print(f"{fingerprint(text)}\t{text}")
    if not args.list:
        for name, (some, all_) in counts.items():
            print(f"{name:28} {some:5} of {all_:5}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
