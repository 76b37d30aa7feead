"""One proposal: what it says, read from a small YAML file and written to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import yaml

from geo import yaml_file
from geo.cell_output import NOT_XML
from geo.errors import DataError, Fault, GreenlineError
from geo.versions.ids import SUBJECTS

#: Bytes of a file, signs of a text, cells of a fact and sources that are accepted.
LARGEST, LONGEST, MOST_CELLS, MOST_SOURCES = 32_768, 2_000, 40, 20

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,119}", re.ASCII)
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"'\\]{4,600}")
_DIGEST = re.compile(r"[0-9a-f]{12}")

_SURE = ("high", "medium", "low")

#: Kinds of signs that no fact needs, and those among them that words are joined by.
_UNSEEN, _JOINERS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}, "\u200c\u200d"

#: Columns that a proposal never sets: they name a row, or are given when it is accepted.
KEPT = {"id", "checked", "source", "confidence"}


class ProposalError(GreenlineError):
    """A proposal that cannot be accepted as it is.

    ``word`` is the key of the words that a form has for it, behind ``web.propose.``.
    """

    def __init__(self, text: str, word: str = "") -> None:
        self.word = word
        super().__init__(text)


class Kind(StrEnum):
    """What a proposal does."""

    #: Says how something was from one day to another: who held a unit, ran a crossing.
    SPAN = "span"
    CORRECTION = "correction"  #: Sets cells of a row.
    EVENT = "event"  #: Adds an event.
    SOURCE = "source"  #: Adds a source, for rows that it names or for none.
    RETIREMENT = "retirement"  #: Takes a row out.


#: What the fact of each kind must say; what else it says are columns of the table.
NEEDED = {
    Kind.SPAN: ("table", "about", "start"),
    Kind.CORRECTION: ("table", "row"),
    Kind.EVENT: ("start", "place", "text"),
    Kind.SOURCE: (),
    Kind.RETIREMENT: ("table", "row"),
}

#: Keys of a fact that are no columns.
_OWN = {"table", "about", "row", "replaced_by"}


@dataclass(frozen=True)
class Proposal:
    """One fact that somebody brings."""

    kind: Kind  #: What it does.
    fact: Mapping[str, str]  #: What it says: table, row or subject, and the cells by column.
    reason: str  #: Why.
    sources: tuple[str, ...] = ()  #: Ids of sources that the data have.
    #: A source that they do not have: title, publisher, url, date.
    new_source: Mapping[str, str] = field(default_factory=dict)
    confidence: str = ""  #: How sure it is: high, medium, low.
    by: str = ""  #: Who proposes it, where that is said.
    made: str = ""  #: The day on which it was made, as ISO text.
    version: str = ""  #: Version of the data that it was made on.
    #: Digests of the rows that it changes, by id: a row that changed since is a conflict.
    saw: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        fixed = {Kind.EVENT: "events", Kind.SOURCE: "sources"}
        return fixed.get(self.kind) or self.fact["table"]

    @property
    def cells(self) -> dict[str, str]:
        return {key: value for key, value in self.fact.items() if key not in _OWN}


def read(content: bytes | str, file: str) -> Proposal:
    size = len(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    if size > LARGEST:
        raise _fault(file, "", f"{size:,} bytes", f"at most {LARGEST:,} bytes")
    value = yaml_file.read(content, file)
    if not isinstance(value, dict):
        raise _fault(file, "", type(value).__name__, "a mapping with kind, fact and reason")
    known = {"kind", "fact", "reason", "sources", "new_source", "confidence", "by", "made",
             "version", "saw", "decided"}  # fmt: skip
    for key in value.keys() - known:
        raise _fault(file, str(key), "a key", f"one of {', '.join(sorted(known))}")
    if "decided" in value:
        raise _fault(file, "decided", "a decision", "a proposal that is still open")
    return _read(value, file)


def _read(result: Mapping[str, Any], file: str) -> Proposal:
    kind = _one_of(result.get("kind"), [str(item) for item in Kind], file, "kind")
    fact = _texts(result.get("fact", {}), file, "fact")
    accepted = f"what a proposal of the kind {kind} has to say"
    missing = [
        Fault(file, None, f"fact.{key}", "nothing", f"{accepted}: {key}")
        for key in NEEDED[Kind(kind)]
        if not fact.get(key)
    ]
    proposal = Proposal(
        kind=Kind(kind),
        fact=fact,
        reason=_text(result.get("reason", ""), file, "reason"),
        sources=_ids(result.get("sources", []), file),
        new_source=_texts(result.get("new_source", {}), file, "new_source"),
        confidence=_text(result.get("confidence", ""), file, "confidence"),
        by=_text(result.get("by", ""), file, "by"),
        made=_day(result.get("made", ""), file, "made"),
        version=_text(result.get("version", ""), file, "version"),
        saw=_texts(result.get("saw", {}), file, "saw", _ID),
    )
    if wrong := [
        *missing,
        *(fault for data_error in _check_proposal(proposal, file) for fault in data_error.faults),
    ]:
        raise DataError(wrong)
    return proposal


def _check_proposal(proposal: Proposal, file: str) -> Iterator[DataError]:
    """Yield an error for each key whose value no table accepts."""
    if not proposal.reason.strip():
        yield _fault(file, "reason", "nothing", "why the fact is so, in a sentence")
    if proposal.confidence and proposal.confidence not in _SURE:
        yield _fault(file, "confidence", proposal.confidence[:80], f"one of {', '.join(_SURE)}")
    for key in sorted(KEPT & proposal.cells.keys()):
        yield _fault(file, f"fact.{key}", proposal.cells[key], "no such key: it is given")
    subject = SUBJECTS.get(proposal.fact.get("table", ""), "")
    if subject in proposal.cells:
        yield _fault(file, f"fact.{subject}", proposal.cells[subject], "the subject under about")
    yield from _keys(proposal, file)
    yield from _source(proposal, file)


def _keys(proposal: Proposal, file: str) -> Iterator[DataError]:
    """Yield what names no row."""
    for key in ("about", "row", "table"):
        cell = proposal.fact.get(key, "")
        if cell and not _ID.fullmatch(cell):
            yield _fault(file, f"fact.{key}", cell, "an id of letters, digits and - _ . :")
    for part in filter(None, proposal.fact.get("replaced_by", "").split(";")):
        if not _ID.fullmatch(part):
            yield _fault(file, "fact.replaced_by", part, "ids joined by ;")
    for key, cell in proposal.saw.items():
        if not _DIGEST.fullmatch(cell):
            yield _fault(file, f"saw.{key}", cell, "twelve hex digits")


def _is_address(text: str) -> bool:
    """Return whether a text is an address of the web that names a host."""
    try:
        parts = urlsplit(text)
        return bool(_URL.fullmatch(text) and parts.hostname and parts.port != 0)
    except ValueError:  # of brackets, signs or a port that no host has
        return False


def _source(proposal: Proposal, file: str) -> Iterator[DataError]:
    new, kind = proposal.new_source, proposal.kind
    for key in sorted(new.keys() - {"title", "publisher", "url", "date", "note"}):
        yield _fault(file, f"new_source.{key}", new[key], "title, publisher, url, date or note")
    cited = new or proposal.sources
    if kind is Kind.SOURCE or (kind in (Kind.SPAN, Kind.EVENT) and not proposal.sources) or new:
        if not new.get("title"):
            yield _fault(file, "new_source.title", "nothing", "the title of a source")
        if not _is_address(new.get("url", "")):
            url = new.get("url") or "nothing"
            yield _fault(file, "new_source.url", url, "the http(s) address of a source")
    if kind in (Kind.SPAN, Kind.EVENT) and not proposal.confidence:
        yield _fault(file, "confidence", "nothing", f"how sure the fact is: {', '.join(_SURE)}")
    if kind is Kind.CORRECTION and not (proposal.cells or cited or proposal.confidence):
        yield _fault(file, "fact", "nothing", "a cell, a source or a confidence to correct")


def _text(value: Any, file: str, key: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _fault(file, key, type(value).__name__, "text")
    text = unicodedata.normalize("NFC", str(value)).strip()
    if len(text) > LONGEST:
        raise _fault(file, key, f"{len(text):,} characters", f"at most {LONGEST:,}")
    unseen = (item for item in text if unicodedata.category(item) in _UNSEEN or NOT_XML.match(item))
    wrong = [item for item in unseen if item not in _JOINERS]
    if wrong:
        raise _fault(file, key, f"the character U+{ord(wrong[0]):04X}", "plain text on one line")
    return text


def _texts(value: Any, file: str, key: str, names: re.Pattern[str] = _COLUMN) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_CELLS:
        raise _fault(file, key, type(value).__name__, f"a mapping of at most {MOST_CELLS} keys")
    for name in value:
        if not isinstance(name, str) or not names.fullmatch(name):
            raise _fault(file, f"{key}.{str(name)[:60]}", "a key", "the name of a column")
    return {str(name): _text(cell, file, f"{key}.{name}") for name, cell in value.items()}


def _ids(value: Any, file: str) -> tuple[str, ...]:
    result = value if isinstance(value, list) else [value]
    if len(result) > MOST_SOURCES:
        raise _fault(file, "sources", f"{len(result)} ids", f"at most {MOST_SOURCES}")
    for item in result:
        if not isinstance(item, str) or not _ID.fullmatch(item):
            raise _fault(file, "sources", str(item)[:80], "ids of sources.csv")
    return tuple(result)


def _day(value: Any, file: str, key: str) -> str:
    text = _text(value, file, key)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _fault(file, key, text, "a day such as 2017-10-16") from None


def _one_of(value: Any, known: list[str], file: str, key: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise _fault(file, key, str(value)[:80], f"one of {', '.join(known)}")
    return value


def _fault(file: str, key: str, text: str, accepted: str) -> DataError:
    return DataError([Fault(file, None, key, text, accepted)])


def write(proposal: Proposal, decided: Mapping[str, Any] | None = None) -> str:
    """Return a proposal as YAML, and what was decided of it where it is."""
    text: dict[str, Any] = {
        "kind": str(proposal.kind),
        "fact": dict(proposal.fact),
        "sources": list(proposal.sources),
        "new_source": dict(proposal.new_source),
        "confidence": proposal.confidence,
        "reason": proposal.reason,
        "by": proposal.by,
        "made": proposal.made,
        "version": proposal.version,
        "saw": dict(proposal.saw),
        "decided": dict(decided or {}),
    }
    remaining = {key: value for key, value in text.items() if value}
    return str(yaml.safe_dump(remaining, allow_unicode=True, sort_keys=False, width=100))
