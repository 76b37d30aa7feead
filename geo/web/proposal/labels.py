"""What columns of the data, and what their cells accept, are called in the form of a proposal."""

from __future__ import annotations

from geo.web.texts import language
from geo.words import language as words_of

#: Words of what a cell accepts, by column.
_OPTIONS = {
    "holder": "holder.{}",
    "run_by": "holder.{}",
    "from_holder": "holder.{}",
    "to_holder": "holder.{}",
    "type": "event.{}",
    "state": "state.{}",
    "confidence": "confidence.{}",
    "precision": "propose.precision.{}",
}


def column_name(column: str) -> str:
    """Return what the form calls a column; the column where the form has no field of it."""
    known = words_of(language())
    keys = (f"propose.{column}", f"propose.source.{column}", f"propose.cell.{column}")
    return next((known[key] for key in keys if key in known), column)


def option_name(column: str, option: str) -> str:
    """Say what a cell accepts; as the table has it where there is no word for it."""
    known = words_of(language())
    key = _OPTIONS.get(column, "").format(option)
    return known.get(key, option or "–")
