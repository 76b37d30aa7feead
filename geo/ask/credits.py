"""Whom a map must name: the rights holders of what it shows, and the best of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.atlas import Atlas
from geo.layers import SPECS

#: Kinds of publishers, the best first; one that ``publishers.csv`` does not list is ``press``.
KINDS = ("institution", "agency", "press", "encyclopaedia", "forum")


@dataclass(frozen=True)
class Credit:
    """A rights holder, and the line that the licence asks for."""

    id: str  #: Key of the row of ``rights.csv``.
    #: The line by code of a language; languages without one are left out.
    lines: tuple[tuple[str, str], ...]
    licence: str  #: Short name of the licence.
    url: str  #: Address of the licence, empty where it has none.
    share_alike: bool  #: Whether an adaptation must be passed on under the same licence.
    tables: frozenset[str]  #: Resources of the data package that rest on the holder's work.

    @property
    def layers(self) -> tuple[str, ...]:
        """Layers of the map that rest on the holder's work."""
        return tuple(name for name, spec in SPECS.items() if self.tables & set(spec.tables))

    def line(self, language: str) -> str:
        """Return the line in a language, in the first one that has it where that one has none."""
        lines = dict(self.lines)
        return lines.get(language) or self.lines[0][1]


def rights(atlas: Atlas) -> tuple[Credit, ...]:
    """Return every rights holder that the data names; none where it has no table of them."""
    if not _has_rows(atlas, "rights"):
        return ()
    return tuple(_read_credit(atlas, row) for row in atlas.records("rights"))


def _has_rows(atlas: Atlas, table: str) -> bool:
    """Whether an atlas has rows of a table; its outlines, which take a while, are not read."""
    return table in atlas.names and atlas.size(table) > 0


def _read_credit(atlas: Atlas, row: dict[str, Any]) -> Credit:
    lines = (
        (code, str(row.get(f"credit_{code}") or "")) for code in ("en", *atlas.profile.languages)
    )
    return Credit(
        row["id"],
        tuple({str(code): line for code, line in lines if line}.items()),
        row["licence"],
        row["url"] or "",
        bool(row["share_alike"]),
        frozenset(row["tables"].split(";")),
    )


def credits_for(atlas: Atlas, layers: Iterable[str]) -> tuple[Credit, ...]:
    """Return the rights holders whose work some layers of the map show."""
    specs = [SPECS[str(layer)] for layer in layers if str(layer) in SPECS]
    tables = {name for spec in specs for name in spec.tables}
    return tuple(credit for credit in rights(atlas) if tables & credit.tables)


def credits_drawn(
    atlas: Atlas, parts: Mapping[str, Iterable[str]], drawn: Iterable[tuple[str, str]]
) -> tuple[Credit, ...]:
    """Return the rights holders whose work a picture shows.

    Parameters
    ----------
    parts
        Layers that are drawn, each with its parts.
    drawn
        Layer and id of each thing at a point that is drawn.
    """
    points: dict[str, set[str]] = {}
    for layer, name in drawn:
        if layer in SPECS and (table := SPECS[layer].ids):
            points.setdefault(table, set()).add(name)
    licences = {table: _list_licences(atlas, table) for table in points}
    tables = {name for layer in parts if layer in SPECS for name in SPECS[layer].tables}

    def is_drawn(credit: Credit) -> bool:
        if "parts" in credit.tables and "approximate-fronts" not in parts.get("control", ()):
            return False
        theirs = tables & credit.tables
        return not theirs <= points.keys() or any(
            licence.startswith(credit.licence)
            for table in theirs
            for name in points[table]
            for licence in licences[table].get(name, ())
        )

    return tuple(filter(is_drawn, credits_for(atlas, parts)))


def share_alike_rows(atlas: Atlas, table: str) -> set[str]:
    """Return the rows of a table that rest on work under a licence that asks for the same one."""
    closed = tuple(
        item.licence for item in rights(atlas) if item.share_alike and table in item.tables
    )
    return {
        name
        for name, licences in _list_licences(atlas, table).items()
        if any(licence.startswith(closed) for licence in licences)
    }


@lru_cache(maxsize=16)
def _list_licences(atlas: Atlas, table: str) -> dict[str, set[str]]:
    """Return the licences of the sources that each row of a table cites."""
    licences = {row["id"]: row["licence"] or "" for row in atlas.records("sources")}
    key = next((spec.key for spec in SPECS.values() if spec.ids == table), "id")
    return {
        row[key]: {
            licences.get(source, "")
            for column in ("source", "position_source")
            for source in str(row.get(column) or "").split(";")
        }
        for row in atlas.records(table)
    }


def credit_line(credits_: Iterable[Credit], language: str) -> str:
    """Return the lines of some rights holders in one."""
    return " · ".join(credit.line(language) for credit in credits_)


def publisher_ranks(atlas: Atlas) -> dict[str, int]:
    """Return the place of each listed publisher's kind among ``KINDS``, 0 for the best."""
    rows = atlas.records("publishers") if _has_rows(atlas, "publishers") else []
    return {row["publisher"]: KINDS.index(row["kind"]) for row in rows}


def source_ranks(atlas: Atlas) -> dict[str, int]:
    """Return the place of each source's kind of publisher among ``KINDS``, 0 for the best."""
    ranks, unlisted = publisher_ranks(atlas), KINDS.index("press")
    return {row["id"]: ranks.get(row["publisher"], unlisted) for row in atlas.records("sources")}
