"""Errors that a reader may see: each says where, what was found and what is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any


class GreenlineError(Exception):
    """Base of every error that Greenline raises on purpose."""


def _name_place(file: str, row: int | None, column: str) -> str:
    """Name where in a file something is wrong."""
    at_row = "" if row is None else f", row {row}"
    return file + at_row + (f", column {column!r}" if column else "")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a data folder.

    Parameters
    ----------
    file
        Path of the table, relative to the data folder.
    row
        Row as a spreadsheet numbers it (the header is row 1); None where the fault is the file's.
    column
        Name of the column; empty where the fault is the row's or the file's.
    value
        What was found.
    accepted
        What would be accepted, in words.
    """

    file: str
    row: int | None
    column: str
    value: str
    accepted: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= 120 else self.value[:117] + "..."
        place = _name_place(self.file, self.row, self.column)
        return f"{place}: {value!r} is not accepted; expected {self.accepted}"

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the fault with stable keys, for ``--json``."""
        return {**asdict(self), "message": str(self)}


class DataError(GreenlineError):
    """A data folder that cannot be trusted.

    Parameters
    ----------
    faults
        Every fault found, in the order of the tables.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - 1
        tail = f" (and {more} more; `greenline check` lists all)" if more else ""
        super().__init__(f"{self.faults[0]}{tail}")


class ViewError(GreenlineError):
    """A view, date, layer or language that does not exist."""

    @classmethod
    def of(cls, what: str, value: Any, expected: str) -> ViewError:
        """Say that a value of a field is not what is accepted."""
        return cls(f"{what} {shorten_value(value)}: expected {expected}")


class QuestionError(GreenlineError):
    """A question that the atlas cannot answer, for instance about an unknown place."""


class AmbiguousError(QuestionError):
    """A name that several places have alike."""


class ExportError(GreenlineError):
    """A file that could not be written."""


class ReadError(GreenlineError):
    """A file that cannot be read as a table, or not within the limits.

    Parameters
    ----------
    what
        What is wrong, a plain sentence without its full stop.
    file
        Name of the file.
    row
        Row as a spreadsheet numbers it; None where the fault is the file's.
    column
        Name of the column; empty where the fault is the row's or the file's.
    value
        What was found.
    accepted
        What would be accepted, in words.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str = "",
        row: int | None = None,
        column: str = "",
        value: str = "",
        accepted: str = "",
    ) -> None:
        self.what, self.file, self.row = what, file, row
        self.column, self.value, self.accepted = column, value, accepted
        place = _name_place(file or "this file", row, column)
        cell = f" (found {value[:120]!r})" if value else ""
        expected = f"; accepted: {accepted}" if accepted else ""
        super().__init__(f"{place}: {what}{cell}{expected}")


#: Package that is imported -> the extra that installs it, and what needs it.
EXTRA_PACKAGES = {
    "py_mini_racer": ("pictures", "a picture"),
    "typst": ("pictures", "a picture"),
    "uharfbuzz": ("pictures", "a picture"),
    "imageio_ffmpeg": ("animation", "a film"),
    "dask": ("ingest", "greenline ingest"),
    "distributed": ("ingest", "greenline ingest"),
    "anywidget": ("notebook", "a map in a notebook"),
    "mcp": ("mcp", "greenline mcp"),
}


def missing_extra(package: str | None) -> str | None:
    """Return the sentence that says how to install what is missing; None for other packages.

    Examples
    --------
    >>> missing_extra("typst")
    "a picture needs the package typst: pip install 'greenline[pictures]'"
    """
    name = (package or "").partition(".")[0]
    if name not in EXTRA_PACKAGES:
        return None
    extra, what = EXTRA_PACKAGES[name]
    return f"{what} needs the package {name}: pip install 'greenline[{extra}]'"


def missing_of(extra: str) -> str | None:
    """Return the sentence on the first package of an extra that is not installed, if any."""
    names = (name for name, (of, _) in EXTRA_PACKAGES.items() if of == extra)
    return next((missing_extra(name) for name in names if find_spec(name) is None), None)


#: Characters of a value that a message shows.
_LENGTH = 80


def shorten_value(value: Any) -> str:
    """Return a value as a message shows it: its beginning, where it is long.

    >>> shorten_value("mars"), shorten_value("9" * 200)[:5], len(shorten_value("9" * 200))
    ("'mars'", "'9999", 82)
    """
    try:
        text = repr(value)
    except ValueError:  # of integers with thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…'"
