"""Languages: translations of the data's texts, and the language that a source is written in."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlsplit

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


#: What a title may say of itself: ``Bashmaq crossing reopened (in Persian)``.
_STATED = re.compile(r"\((?:in )?(Arabic|Persian|French|German|Kurdish|Turkish)\b", re.IGNORECASE)
_NAMED = {
    "arabic": "ar", "persian": "fa", "french": "fr", "german": "de", "kurdish": "ku",
    "turkish": "tr",
}  # fmt: skip

#: Letters that one language alone writes, the narrower script first.
_LETTERS = (
    ("ckb", re.compile("[ەێۆڕڵ]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("el", re.compile("[α-ω]", re.IGNORECASE)),
    ("tr", re.compile("[ğıİş]")),
)

#: A label of a host, or the first part of a path, that names the language of what lies there.
_LABELS = {
    "en": "en", "eng": "en", "english": "en", "ar": "ar", "ara": "ar", "arabic": "ar", "fa": "fa",
    "tr": "tr", "turkce": "tr", "de": "de", "fr": "fr", "ckb": "ckb", "sorani": "ckb",
}  # fmt: skip

#: Those that a path has for the frame around a text, which may be in another language.
_OF_HOSTS = {"de", "fr"}

#: Words that English alone has, as titles and addresses write them.
_ENGLISH = re.compile(
    r"(?<![^\W_])(the|of|and|to|for|with|from|over|after|by|at|amid|says?|on|into|has|have|will)(?![^\W_])",
    re.IGNORECASE,
)

#: A title that is not the publisher's own words.
_OURS = re.compile(r"\bTitle (taken from|is ours|paraphrased)", re.IGNORECASE)


def language_of(title: str, address: str, note: str = "", read: bool = False) -> str:
    """Return the code of the language of a source; empty where nothing says.

    >>> language_of("البيشمركة تخلي مواقعها", "https://www.alkawthartv.ir/news/99674")
    'ar'
    >>> language_of("Bashmaq crossing reopened (in Persian)", "https://fardanews.com/x")
    'fa'
    >>> language_of("Zumar (copy)", "https://de.wiki.li/Zumar"), language_of("Zumar", "")
    ('de', '')
    """
    if stated := _STATED.search(title):
        return _NAMED[stated[1].lower()]
    for code, letters in _LETTERS:
        if letters.search(title):
            return code
    if read and not _OURS.search(note) and _ENGLISH.search(title):
        return "en"
    label = next((_LABELS[item] for item in _labels(address) if item in _LABELS), "")
    return label or ("en" if _ENGLISH.search(_parts(address).path) else "")


def language_of_row(row: Any) -> str:
    """Return the language of a row of the table ``sources``."""
    read = getattr(row, "read", None) not in {None, ""}
    return language_of(str(row.title), str(row.url), str(getattr(row, "note", "")), read)


def _parts(address: str) -> SplitResult:
    """Return the parts of an address, all empty where its host is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _labels(address: str) -> Iterator[str]:
    """Yield the parts of an address that may name a language."""
    parts = _parts(address)
    yield from (parts.hostname or "").split(".")[:1]
    paths = parts.path.lower().strip("/").split("/")[:2]
    yield from (path for path in paths if path not in _OF_HOSTS)
