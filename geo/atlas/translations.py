"""Translations of the texts of the data."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from geo.atlas.descriptor import Descriptor
from geo.atlas.table import Record, Table
from geo.errors import Fault
from geo.model import Language
from geo.profile import Profile

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
