"""What an address asks for that is not there, key by key, with what is accepted in its place."""

from __future__ import annotations

from geo.errors import shorten_value
from geo.profile import current
from geo.view import FIELDS
from geo.words import Phrase, phrase


def describe_value(key: str, value: str) -> Phrase:
    """Say what the value of a key is and what would be accepted.

    >>> describe_value("sw", "all")
    "place of the line between two maps 'all': expected a whole number from 0 to 100"
    """
    field = next(field for field in FIELDS if field.key == key)
    word, values = field.kind.accepted(current())
    return phrase(
        "fault.link",
        what=phrase(f"fault.link.{field.name}"),
        value=shorten_value(field.kind.find_unknown(value)),
        accepted=phrase(f"fault.accepted.{word}", **values),
    )
