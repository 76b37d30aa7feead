"""The events that a reader hands to a picture, and what the sheet says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from geo.model import Layer
from geo.pictures import painter
from geo.words import locale, say

if TYPE_CHECKING:
    import pandas as pd

    from geo.stories.story import DrawnMark
    from geo.user_areas.areas import UserAreas
    from geo.view import Bounds, View


@dataclass(frozen=True, eq=False)
class UserEvents:
    """User events, as a picture takes them.

    >>> from geo.events.schema import empty
    >>> UserEvents(empty(), "mine.csv").title
    'mine.csv'
    """

    rows: pd.DataFrame  #: A table of events as :mod:`geo.events.schema` has it, with a RangeIndex.
    #: What the data is called, mostly the name of its file; the legend begins with it.
    name: str = ""
    #: Who or what the data is from, such as the name of its format; empty where unknown.
    source: str = ""

    @property
    def title(self) -> str:
        """The name, fit for print."""
        return clean_line(self.name)

    @property
    def credit(self) -> str:
        """The name with its source, fit for print."""
        source = clean_line(self.source)
        return f"{self.title} ({source})" if self.title and source else self.title or source

    @cached_property
    def content(self) -> bytes:
        """The events as the container that the page reads, without ids, places and texts."""
        from geo.events import container  # noqa: PLC0415 -- frames, where there are events

        return container.encode(self.rows, text=False, name=self.title)

    def credit_line(self, view: View, bounds: Bounds) -> str:
        """Return a sentence that names the data and counts what is shown."""
        from geo.events.user_events import shown  # noqa: PLC0415 -- frames, where there are events

        rows = shown(self.rows, view)
        west, south, east, north = bounds
        inside = rows["lon"].between(west, east) & rows["lat"].between(south, north)
        counts = {"n": len(rows), "of": len(self.rows), "within": int(inside.sum())}
        words = {key: locale.number(count, view.language) for key, count in counts.items()}
        name = self.credit or say("layer.user_events", view.language)
        return say("picture.userEvents", view.language, name=name, **words)


@dataclass(frozen=True, eq=False)
class UserData:
    """What a picture shows besides the atlas: a reader's events and areas, a story's marks."""

    events: UserEvents | None = None
    areas: UserAreas | None = None
    marks: Sequence[DrawnMark] = ()

    def open_view(self, view: View) -> View:
        """Return a view with the layers of what there is: whoever passes some wants to see it."""
        layers = {Layer.USER_EVENTS: self.events, Layer.USER_AREAS: self.areas}
        return view.with_(layers=(*view.layers, *(name for name, some in layers.items() if some)))

    @property
    def empty_layers(self) -> list[Layer]:
        """Layers of the reader that there is nothing of."""
        brought = {Layer.USER_EVENTS: self.events, Layer.USER_AREAS: self.areas}
        return [layer for layer, data in brought.items() if data is None]

    @cached_property
    def drawn(self) -> dict[str, Any]:
        """Events and areas as painters take them."""
        if self.events is None and self.areas is None:
            return {}
        areas = None
        if self.areas is not None:
            from geo.draw.layers.user_areas import page_data  # noqa: PLC0415 -- folium

            areas = page_data(self.areas)
        events = self.events.content if self.events else None
        brought = painter.pack_user_data(events, areas)
        return {"events": events, "areas": areas, "user_data": brought}

    @property
    def subject(self) -> str:
        """What numbers that fill the ground are: their column, else the file; empty without any."""
        areas = self.areas
        return (areas.value or areas.name) if areas is not None and areas.style == "values" else ""

    def credits(self, view: View, bounds: Bounds) -> list[str]:
        """Return a line that names the areas, and one that counts the events that are shown."""
        lines = []
        if self.areas is not None:
            lines.append(say("userAreas.credit", view.language, name=self.areas.name))
        if self.events is not None:
            lines.append(self.events.credit_line(view, bounds))
        return lines


#: A picture of the atlas alone.
NO_DATA: Final = UserData()


def clean_line(text: str, most: int = 80) -> str:
    r"""Return a text of data on one line, not too long, without signs that control or turn round.

    >>> clean_line("two\nlines\x00 \u202eturned")
    'two lines turned'
    """
    spaced = " ".join(text.split())
    letters = (
        letter
        for letter in spaced
        if letter in "\u200c\u200d" or unicodedata.category(letter)[0] != "C"
    )
    line = "".join(letters)
    return line if len(line) <= most else line[: most - 1] + "…"
