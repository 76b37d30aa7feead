"""Translations of the data's texts, by the row and column that they were made from.

A translation holds for as long as the English is what it was made from. Where that has changed, the
English is shown until the text is translated anew. A text of several rows is translated once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.atlas.cells import Descriptor
from geo.atlas.table import Record, Table
from geo.errors import Fault
from geo.model import Language
from geo.profile import Profile

if TYPE_CHECKING:
    import pandas as pd

#: Name of the table.
NAME = "translations"

#: Columns that hold texts or names in English only, which a translation may be of.
FIELDS = (
    "actor_a", "actor_b", "capacity_note", "control_note", "disputed_basis", "forces",
    "note", "operator", "place", "position_note", "reserves_note",
    "said_by", "text", "title",
)  # fmt: skip


def fingerprint(text: str) -> str:
    """Return the CRC-32 of a text in UTF-8, as eight hex digits.

    >>> fingerprint("Kirkuk")
    '4de33785'
    """
    return f"{zlib.crc32(text.encode()):08x}"


def by_language(rows: Iterable[Record]) -> Mapping[Language, Mapping[str, str]]:
    """Return the translations of each language by the fingerprint of the English."""
    texts: dict[Language, dict[str, str]] = {}
    for row in rows:
        texts.setdefault(Language(row["language"]), {})[row["english"]] = row["text"]
    return MappingProxyType(texts)


def find_broken(
    package: Descriptor, tables: Mapping[str, Table], profile: Profile
) -> Iterator[Fault]:
    """Yield what is wrong with translations, beyond their cells."""
    if NAME not in tables:
        return
    path, rows = tables[NAME].path, tables[NAME].rows
    languages = [str(item) for item in profile.languages if item is not Language.EN]
    named = {item["name"] for item in package["resources"] if item["format"] == "csv"} - {NAME}
    translatable = {
        name: [field for field in FIELDS if field in table.rows.columns]
        for name, table in tables.items()
    }
    cells = [rows[name].tolist() for name in ("table", "field", "language", "english")]
    seen = set()
    for number, row in enumerate(zip(*cells, strict=True), start=2):
        table, field, language, english = map(str, row)
        if language not in languages:
            accepted = f"one of {', '.join(languages)} (profile.yaml)"
            yield Fault(path, number, "language", language, accepted)
        if table not in named:
            yield Fault(path, number, "table", table, "a table of datapackage.json")
        elif field not in translatable.get(table, [field]):
            yield Fault(path, number, "field", field, f"one of {', '.join(translatable[table])}")
        if (language, english) in seen:
            yield Fault(path, number, "english", english, "one translation of a text")
        seen.add((language, english))


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
