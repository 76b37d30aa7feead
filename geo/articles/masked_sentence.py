"""A sentence with its names, dates and quantities put into slots, so that patterns stay small.

Each name becomes one character of Unicode's private use area; which thing it stands for is kept
beside it. A pattern that asks for a place is then a class of characters, whatever the place is
called, and a sentence is read in time that grows with its length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

#: Slots of one kind that a sentence may have.
_ROOM = 0x100

#: The private use area, whose characters no text may bring along.
FIRST, LAST = 0xE000, 0xF8FF


@dataclass(frozen=True)
class Slot:
    """A kind of thing that is masked."""

    name: str  #: What it is.
    letter: str  #: What patterns call it.
    base: int  #: Code of its first character.
    kinds: int = 1  #: How many kinds in a row patterns mean by the letter.

    @property
    def pattern(self) -> str:
        """The class of its characters."""
        return f"[\\u{self.base:04x}-\\u{self.base + self.kinds * _ROOM - 1:04x}]"


SLOTS = (
    Slot("actor", "A", 0xE000),
    Slot("ground", "G", 0xE100),
    Slot("field", "F", 0xE200),
    Slot("gate", "X", 0xE300, 2),
    Slot("pipeline", "L", 0xE400),
    Slot("date", "D", 0xE500),
    Slot("barrels", "B", 0xE600),
    Slot("percent", "R", 0xE700),
    Slot("area", "K", 0xE800),
    Slot("country", "W", 0xE900),
    Slot("side", "S", 0xEA00),
    Slot("other", "U", 0xEB00),
    Slot("voice", "V", 0xEC00),
    Slot("thing", "T", 0xE100, 4),
)

_BY_NAME = {slot.name: slot for slot in SLOTS}


@dataclass(frozen=True)
class Masked:
    """A sentence of which some parts are slots."""

    text: str  #: The sentence, each slot one character.
    values: dict[str, Any]  #: Character -> what it stands for.
    #: Character -> where the sentence has what it stands for.
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def mask(text: str, parts: Iterable[tuple[int, int, str, Any]]) -> Masked:
    r"""Mask parts of a sentence; of two that overlap the longer one counts.

    >>> sentence = mask("They took Kirkuk.", [(10, 16, "ground", "kirkuk")])
    >>> sentence.text == "They took \ue100.", sentence.values
    (True, {'\ue100': 'kirkuk'})
    """
    chosen: list[tuple[int, int, str, Any]] = []
    taken = bytearray(len(text))
    for part in sorted(parts, key=lambda part: (part[0] - part[1], part[0])):
        start, end = part[:2]
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(part)
    pieces, values, spans, at = [], {}, {}, 0
    counts = dict.fromkeys(_BY_NAME, 0)
    for start, end, name, value in sorted(chosen, key=lambda part: part[0]):
        if counts[name] == _ROOM:
            continue
        sign = chr(_BY_NAME[name].base + counts[name])
        counts[name] += 1
        values[sign] = value
        spans[sign] = start, end
        pieces += [strip_slots(text[at:start]), sign]
        at = end
    return Masked(" ".join("".join((*pieces, strip_slots(text[at:]))).split()), values, spans)


def strip_slots(text: str) -> str:
    """Return text without characters that mark slots."""
    return "".join(" " if FIRST <= ord(sign) <= LAST else sign for sign in text)


def slot_of(sign: str) -> str:
    """Return the name of the slot that a character is of; empty for a letter."""
    code = ord(sign)
    names = (slot.name for slot in SLOTS if slot.base <= code < slot.base + _ROOM)
    return next(names, "")
