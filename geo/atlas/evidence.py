"""What the sources of a row say of it, from the pages that were read: evidence, publishers, newest.

``make data`` writes the three columns into each table that has them, so that neither wheel nor
page needs ``reviews.csv``; ``greenline check`` compares them where that file is present.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

#: What a row may rest on, the strongest first; ``conflicting`` comes before all.
STATED, LARGER, FILLED, CONFLICTING = GRADES = ("stated", "larger", "filled", "conflicting")

#: The columns that are derived.
COLUMNS = ("evidence", "publishers", "newest")

Row = Mapping[str, str]


class Evidence(NamedTuple):
    """What the sources say of a row."""

    evidence: str  #: One of :data:`GRADES`.
    #: Independent publishers of the pages that say it; 0 where one side alone does, or none.
    publishers: int
    newest: (
        str  #: Day of the newest source that the row cites, as written; empty where none has one.
    )


def derive_evidence(
    rows: Iterable[Row], reviews: Iterable[Row], sources: Iterable[Row], publishers: Iterable[Row]
) -> Iterator[Evidence]:
    """Derive what the sources say of each row of a table.

    Parameters
    ----------
    rows
        Rows with ``id``, ``source`` and, where one names a holder, ``holder``.
    reviews
        Reviews of this table: ``id``, ``source``, ``verdict``, ``answered`` (the version of the
        data that answered it; empty while it speaks of the row as it stands).
    sources
        All sources: ``id``, ``publisher``, ``date``.
    publishers
        All publishers that have a ``kind`` or a ``side``: a holder whose party or medium it is.
    """
    by_row: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for review in reviews:
        if not review.get("answered"):
            by_row[review["id"]][review["verdict"]].add(review["source"])
    known = {source["id"]: source for source in sources}
    kinds = {entry["publisher"]: entry for entry in publishers}
    for row in rows:
        verdicts = by_row.get(row["id"], {})
        grade, pages = _grade(verdicts)
        cited = [known[page] for page in pages if page in known]
        independent = {
            name_origin(source["publisher"], kinds)
            for source in cited
            if kinds.get(source["publisher"], {}).get("side") in (None, "")
            or kinds[source["publisher"]]["side"] != row.get("holder")
        }
        days = [known[name]["date"] for name in row["source"].split(";") if name in known]
        yield Evidence(grade, len(independent), max(days, default=""))


def _grade(verdicts: Mapping[str, set[str]]) -> tuple[str, set[str]]:
    """Return the grade of a row by what was read, and the pages that it rests on."""
    supported, larger = verdicts.get("supported", set()), verdicts.get("larger", set())
    if verdicts.get("contradicted"):
        return CONFLICTING, supported or larger
    if supported:
        return STATED, supported
    return (LARGER, larger) if larger else (FILLED, set())


_COPY_OF = re.compile(r"\(copy of ([^)]+)\)", re.IGNORECASE)
_COPY_AT = re.compile(r",? in a copy .*$|\s*\((?:copy|web log)[^)]*\)|, copy$", re.IGNORECASE)
_INSIDE = re.compile(r"\(([^)]+)\)")


def name_origin(publisher: str, kinds: Mapping[str, Row]) -> str:
    """Name who first published what a publisher prints: an agency, or the original of a copy.

    >>> name_origin("Japan Times / AFP", {}), name_origin("Reuters, in a copy at Leatherneck", {})
    ('afp', 'reuters')
    >>> name_origin("WikiMili (copy of Wikipedia)", {}), name_origin("SpaceDaily (AFP)", {})
    ('wikipedia', 'afp')
    """
    is_encyclopaedia = kinds.get(publisher, {}).get("kind") == "encyclopaedia"
    if is_encyclopaedia or "wikipedia" in publisher.lower():
        return "wikipedia"
    if copied := _COPY_OF.search(publisher):
        publisher = copied[1]
    name = _COPY_AT.sub("", publisher).rpartition("/")[2].strip()
    if inside := _INSIDE.search(name):
        is_agency = inside[1].isupper() or inside[1] in kinds
        name = inside[1] if is_agency else _INSIDE.sub("", name)
    return re.sub(r"^the | agency$|\s+", " ", name.lower()).strip()
