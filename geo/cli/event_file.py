"""Event data that a page or a picture carries, read from a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import QuestionError
from geo.model import Layer
from geo.view import View

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas
    from geo.events import Report


@dataclass(frozen=True)
class Carried:
    """Event data of a page, a picture or a table."""

    rows: pd.DataFrame
    """The events."""

    name: str
    """What the data is called."""

    content: bytes | None
    """The container that a page reads: attributed; None where no page was asked for."""

    report: Report
    """What was read, kept and set aside."""

    def shown(self, view: View) -> View:
        """Return a view that shows events: those of all their days where none lies in the view's.

        The atlas's own events stay those of the view's days.
        """
        view = view.with_(layers=(*view.layers, Layer.USER_EVENTS))
        if view.interval or not view.window or not len(self.rows):
            return view
        age = (view.date - self.rows["start"].dt.date).map(lambda gone: gone.days)
        if age.between(0, view.window - 1).any():
            return view
        first, last = self.rows["start"].min().date(), self.rows["end"].max().date()
        return view.with_(interval=(first, last))


def carried(atlas: Atlas, file: Path, *, text: bool, page: bool = True) -> Carried:
    """Read a file of events; for a page, tell where each lies and put all into one container.

    Raises
    ------
    geo.errors.ReadError
        If the file is no table of events, is damaged, or is too large.
    QuestionError
        If no event of the file can be drawn.
    """
    from geo.events import read

    events = read(file, origin=False)
    if not len(events.rows):
        raise QuestionError(
            f"{file}: expected at least one event with a date and a position in the region; "
            f"none of {events.report.rows_read} rows is one (`greenline read` tells why)"
        )
    content = _content(atlas, events.rows, file.stem, text=text) if page else None
    return Carried(events.rows, file.stem, content, events.report)


def _content(atlas: Atlas, rows: pd.DataFrame, name: str, *, text: bool) -> bytes:
    from geo.events.attribution import attribute
    from geo.events.container.container import encode

    return encode(rows, attribute(atlas, rows), text=text, name=name)
