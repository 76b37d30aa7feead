"""The events that a reader hands to a picture, and what the sheet says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from geo.model import Layer, layers_of
from geo.pictures import painter
from geo.words import locale, say

if TYPE_CHECKING:
    import pandas as pd

    from geo.pictures.painter.process import Opening
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
    areas: Sequence[UserAreas] = ()
    marks: Sequence[DrawnMark] = ()

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Layers of the reader that there is something of."""
        events = () if self.events is None else (Layer.USER_EVENTS,)
        if not self.areas:
            return events
        return (*events, *layers_of(self.areas))

    def open_view(self, view: View) -> View:
        """Return a view with the layers of what there is: whoever passes some wants to see it."""
        return view.with_(layers=(*view.layers, *self.layers))

    @property
    def control(self) -> UserAreas | None:
        """The reader's control map."""
        return next((areas for areas in self.areas if areas.layer is Layer.USER_CONTROL), None)

    @property
    def empty_layers(self) -> list[Layer]:
        """Layers of the reader that there is nothing of."""
        of_reader = (Layer.USER_EVENTS, Layer.USER_AREAS, Layer.USER_CONTROL)
        return [layer for layer in of_reader if layer not in self.layers]

    @cached_property
    def packed(self) -> Opening | None:
        """Events and areas as painters take them."""
        if self.events is None and not self.areas:
            return None
        events = self.events.content if self.events else None
        return painter.pack_user_data(events, [areas.page_data() for areas in self.areas])

    @property
    def subject(self) -> str:
        """What numbers that fill the ground are: their column, else the file; empty without any."""
        return next((item.value or item.name for item in self.areas if item.style == "values"), "")

    def credits(self, view: View, bounds: Bounds) -> list[str]:
        """Return lines that name the areas, and one that counts the events that are shown."""
        lines = [say("userAreas.credit", view.language, name=areas.title) for areas in self.areas]
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
