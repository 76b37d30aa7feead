"""Event data that a page carries: read from a file, attributed, put into one container."""

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
    from geo.read import Report


@dataclass(frozen=True)
class Carried:
    """Event data of a page."""

    rows: pd.DataFrame
    """The events."""

    content: bytes
    """The container made of them."""

    report: Report
    """What was read, kept and set aside."""

    def shown(self, view: View) -> View:
        """Return a view that shows events: of all dates where none lies in its days."""
        view = view.with_(layers=(*view.layers, Layer.INCIDENTS))
        if view.interval or not view.window or not len(self.rows):
            return view
        age = (view.date - self.rows["start"].dt.date).map(lambda gone: gone.days)
        return view if age.between(0, view.window - 1).any() else view.with_(window=0)


def carried(atlas: Atlas, file: Path, *, text: bool) -> Carried:
    """Read a file of events.

    Raises
    ------
    geo.errors.ReadError
        If the file is no table of events, is damaged, or is too large.
    QuestionError
        If no event of the file can be drawn.
    """
    from geo.ask.attribute import attribute
    from geo.draw.container import encode
    from geo.read import read

    events = read(file)
    if not len(events.rows):
        raise QuestionError(
            f"{file}: expected at least one event with a date and a position in the region; "
            f"none of {events.report.rows_read} rows is one (`greenline read` tells why)"
        )
    content = encode(events.rows, attribute(atlas, events.rows), text=text, name=file.stem)
    return Carried(events.rows, content, events.report)
