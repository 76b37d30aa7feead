"""What the sources of a row say of it, from the pages that were read.

``make data`` writes the columns into each table that has them, so that neither wheel nor page
needs ``reviews.csv``; ``greenline check`` compares them where that file is present.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

#: What a row may rest on, the strongest first; ``conflicting`` comes before all.
STATED, LARGER, FILLED, CONFLICTING = GRADES = ("stated", "larger", "filled", "conflicting")

#: The columns that are derived, in the tables that have them.
COLUMNS = ("says", "evidence", "publishers", "newest")

#: What a source says of a row, by the letter that stands for it in the column ``says``.
SAYS = {"s": "stated", "l": "larger", "o": "otherwise", "u": "unreachable", "n": "unread"}

#: The letter of each verdict of a review.
_LETTERS = {"supported": "s", "larger": "l", "contradicted": "o", "not_reachable": "u"}

_READING = re.compile(rf"([{''.join(SAYS)}])([\d-]*)")

Row = Mapping[str, str]


class Evidence(NamedTuple):
    """What the sources say of a row."""

    #: For each source that the row cites a letter of :data:`SAYS`, and the day that the page has.
    says: str
    evidence: str  #: One of :data:`GRADES`.
    #: Independent publishers of the pages that say it; 0 where one side alone does, or none.
    publishers: int
    newest: (
        str  #: Day of the newest source that the row cites, as written; empty where none has one.
    )


class Witness(NamedTuple):
    """What counts of a source as a witness."""

    origin: str  #: Who first published it; all copies of a page have the origin of that page.
    side: str  #: The holder whose party or medium its publisher is; empty where none is known.
    date: str  #: As written.


def name_witnesses(sources: Iterable[Row], publishers: Iterable[Row]) -> dict[str, Witness]:
    """Return each source as a witness, by its id.

    Parameters
    ----------
    sources
        All sources: ``id``, ``publisher``, ``url``, ``date``, ``copy_of``.
    publishers
        All publishers that have a ``kind`` or a ``side``.
    """
    kinds = {entry["publisher"]: entry for entry in publishers}
    pages: dict[str, str] = {}
    witnesses = {}
    for source in sorted(sources, key=lambda source: bool(source.get("copy_of"))):
        page = source.get("copy_of") or source.get("url") or source["id"]
        origin = pages.setdefault(page, name_origin(source, kinds))
        side = kinds.get(source["publisher"], {}).get("side") or ""
        witnesses[source["id"]] = Witness(origin, side, source["date"])
    return witnesses


def derive_evidence(
    rows: Iterable[Row], reviews: Iterable[Row], witnesses: Mapping[str, Witness]
) -> Iterator[Evidence]:
    """Derive what the sources say of each row of a table.

    Parameters
    ----------
    rows
        Rows with ``id``, ``source`` and, where one names a holder, ``holder``.
    reviews
        Reviews of this table: ``id``, ``source``, ``verdict``, ``answered`` (the version of the
        data that answered it; empty while it speaks of the row as it stands), ``day``.
    """
    by_row: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    readings: dict[tuple[str, str], str] = {}
    for review in reviews:
        if not review.get("answered"):
            by_row[review["id"]][review["verdict"]].add(review["source"])
            letter = _LETTERS[review["verdict"]]
            readings[review["id"], review["source"]] = letter + (review.get("day") or "")
    for row in rows:
        grade, pages = _grade(by_row.get(row["id"], {}))
        said_by = [witnesses[page] for page in pages if page in witnesses]
        holder = row.get("holder")
        independent = {item.origin for item in said_by if not item.side or item.side != holder}
        names = [name for name in row["source"].split(";") if name]
        days = [witnesses[name].date for name in names if name in witnesses]
        says = "".join([readings.get((row["id"], name), "n") for name in names])
        yield Evidence(says, grade, len(independent), max(days, default=""))


def read_says(says: str | None) -> list[tuple[str, str]]:
    """Return what each source says of a row, in the order in which the row cites them: letter, day.

    >>> read_says("s2014-06-12ln")
    [('s', '2014-06-12'), ('l', ''), ('n', '')]
    """
    return _READING.findall(says or "")


def newest_stating(row: Mapping[str, Any], dates: Mapping[str, str | None]) -> str:
    """Return the day of the newest page that states a row, or of all that it cites.

    >>> newest_stating({"source": "a;b", "says": "sn"}, {"a": "2017", "b": "2022-05"})
    '2017'
    """
    cited = [name for name in row["source"].split(";") if name]
    readings = zip(cited, read_says(row["says"]), strict=False)
    stating = [dates.get(name) or "" for name, (letter, _) in readings if letter == "s"]
    return max(filter(None, stating), default="") or max(
        (dates.get(name) or "" for name in cited), default=""
    )


def _grade(verdicts: Mapping[str, set[str]]) -> tuple[str, set[str]]:
    """Return the grade of a row by what was read, and the pages that it rests on."""
    supported, larger = verdicts.get("supported", set()), verdicts.get("larger", set())
    if verdicts.get("contradicted"):
        return CONFLICTING, supported or larger
    if supported:
        return STATED, supported
    return (LARGER, larger) if larger else (FILLED, set())


_WIKIPEDIA = re.compile(r"https?://([a-z-]+\.)*wikipedia\.org/")
_COPY_AT = re.compile(r",? in a copy .*$|\s*\((?:copy|web log)[^)]*\)|, copy$", re.IGNORECASE)
_COPY_OF = re.compile(r"\(copy of ([^)]+)\)", re.IGNORECASE)
_INSIDE = re.compile(r"\(([^)]+)\)")


def name_origin(source: Row, kinds: Mapping[str, Row]) -> str:
    """Name who first published what a source prints: Wikipedia, an agency, the original of a copy.

    >>> name_origin({"publisher": "Knowpia", "copy_of": "https://en.wikipedia.org/wiki/Kirkuk"}, {})
    'wikipedia'
    >>> [name_origin({"publisher": name}, {}) for name in ("Japan Times / AFP", "X (AFP)")]
    ['afp', 'afp']
    """
    publisher = source["publisher"]
    if _WIKIPEDIA.match(source.get("copy_of") or source.get("url") or ""):
        return "wikipedia"
    if copied := _COPY_OF.search(publisher):
        publisher = copied[1]
    name = _COPY_AT.sub("", publisher).rpartition("/")[2].strip()
    if inside := _INSIDE.search(name):
        is_agency = inside[1].isupper() or inside[1] in kinds
        name = inside[1] if is_agency else _INSIDE.sub("", name)
    return re.sub(r"^the | agency$| wiki$|\s+", " ", name.lower()).strip()
