"""What can be pulled: who publishes it, where, on which terms, and whether it ever changes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from geo.errors import PullError


@dataclass(frozen=True)
class Record:
    """One public data set."""

    name: str  #: Name of the command line.
    title: str  #: What it is.
    publisher: str  #: Who publishes it.
    file: str  #: Name that the file is kept under.
    version: str  #: Version that the address names.
    fixed: bool  #: Whether the publisher never changes this version: other bytes are refused then.
    kind: str  #: ``events``, ``boundaries`` or ``table``.
    licence: str  #: Terms, in a word.
    licence_url: str  #: Terms, in full.
    citation: str  #: How to cite it.
    url: str = ""  #: Address of the file; empty where HDX says where it is today.
    dataset: str = ""  #: Name of the data set on HDX.
    #: Which of the data set's files: formats by preference, and part of the name.
    pick: dict[str, str | list[str]] = field(default_factory=dict)

    def terms(self) -> str:
        """Return licence and citation as text, to lie beside the file."""
        return (
            f"{self.title}\nVersion: {self.version}\nPublisher: {self.publisher}\n"
            f"Licence: {self.licence} ({self.licence_url})\nCite as: {self.citation}\n"
        )


@cache
def records() -> dict[str, Record]:
    """Return every record by name.

    >>> sorted(records())[:2]
    ['cod-ab', 'gem-fields']
    """
    text = (files("geo.pull") / "records.json").read_text(encoding="utf-8")
    return {name: Record(name, **fields) for name, fields in json.loads(text).items()}


def record(name: str) -> Record:
    if name not in records():
        raise PullError(f"{name!r} cannot be pulled: expected one of {', '.join(records())}")
    return records()[name]
