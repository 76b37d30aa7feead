"""The events that a reader hands to a picture, and what of them a view shows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from geo.events import selection
from geo.events.container import coding, curve
from geo.events.schema import POSITION_PRECISIONS
from geo.export.picture.plate import Plate
from geo.export.picture.user_events.look import COLOURS
from geo.export.picture.user_events.screen import Screen
from geo.model import Layer
from geo.view import View

#: Columns that a picture needs.
_NEEDED = ("start", "type", "actor_a", "actor_b", "best", "position_precision", "lon", "lat")

#: Position precisions that are drawn as areas, never as dots.
AREAS = ("district", "governorate", "region", "country")


@dataclass(frozen=True, eq=False)
class UserEvents:
    """User events, as a picture takes them.

    Examples
    --------
    >>> from geo.events.schema import empty
    >>> UserEvents(empty(), "mine.csv").title
    'mine.csv'
    """

    rows: pd.DataFrame
    """A table of events as :mod:`geo.events.schema` has it, with a RangeIndex."""

    name: str = ""
    """What the data is called, mostly the name of its file; the legend begins with it."""

    source: str = ""
    """Who or what the data is from, such as the name of its format; empty where unknown."""

    @property
    def title(self) -> str:
        """The name, fit for print."""
        return plain(self.name)

    @property
    def credit(self) -> str:
        """The name with its source, fit for print."""
        source = plain(self.source)
        return f"{self.title} ({source})" if self.title and source else self.title or source

    @cached_property
    def _kinds(self) -> tuple[np.ndarray, list[str]]:
        return coding.value_codes(self.rows["type"])

    @property
    def kinds(self) -> list[str]:
        """Kinds of all events, the most frequent first, as the page has them."""
        return self._kinds[1]

    @property
    def kind(self) -> np.ndarray:
        """Place of each row's kind among :attr:`kinds`."""
        return self._kinds[0]

    @cached_property
    def colour(self) -> np.ndarray:
        """Class of colour of each row: its kind's place, the last one for all further kinds."""
        return np.minimum(self.kind, len(COLOURS))

    @cached_property
    def precision(self) -> np.ndarray:
        """Place of each row's position precision among ``POSITION_PRECISIONS``."""
        return coding.option_codes(self.rows["position_precision"], POSITION_PRECISIONS)

    @cached_property
    def figure(self) -> np.ndarray:
        """What circles are sized by: people where the file counts them, else deaths; 0 for none."""
        name = "people" if self.counts_people else "best"
        return self.rows[name].to_numpy(np.float64, na_value=0)

    @property
    def counts_people(self) -> bool:
        """Whether the file counts people, as a list of the displaced does."""
        return "people" in self.rows and bool(self.rows["people"].notna().any())

    @property
    def most(self) -> float:
        """The largest figure of one event."""
        return float(self.figure.max(initial=0))

    @cached_property
    def _rank(self) -> np.ndarray:
        """Place of each row in the page's container: by day, then along its curve."""
        order = curve.sort_rows(self.rows).order
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def _found(self) -> dict[View, np.ndarray]:
        """Rows by the view that shows them: a picture asks for them several times."""
        return {}

    def shown(self, view: View) -> np.ndarray:
        """Return the rows that a view shows, in the order of the page: the latest is the last."""
        if view not in self._found:
            found = selection.shown(self.rows.loc[:, list(_NEEDED)], view).index.to_numpy()
            self._found[view] = found[np.argsort(self._rank[found])]
        return self._found[view]


def plain(text: str, most: int = 80) -> str:
    r"""Return a text of data on one line, not too long, without signs that control or turn round.

    Parameters
    ----------
    text
        The text.
    most
        Letters at the most.

    Examples
    --------
    >>> plain("two\nlines\x00 \u202eturned")
    'two lines turned'
    """
    spaced = " ".join(text.split())
    kept = (one for one in spaced if one in "\u200c\u200d" or unicodedata.category(one)[0] != "C")
    plain_text = "".join(kept)
    return plain_text if len(plain_text) <= most else plain_text[: most - 1] + "…"


_AREA = np.array([name in AREAS for name in POSITION_PRECISIONS])
_OF_EACH = ("x", "y", "colour", "precision", "figure")
_UNSAID = POSITION_PRECISIONS.index("unknown")


def user_events_of(plate: Plate) -> UserEvents | None:
    """Return the reader's events where the view shows their layer."""
    return plate.user_events if Layer.USER_EVENTS in plate.view.layers else None


@dataclass(frozen=True, eq=False)
class VisibleEvents:
    """Events in the frame, the latest the last."""

    screen: Screen
    """The frame."""

    x: np.ndarray
    """Pixels from the left edge."""

    y: np.ndarray
    """Pixels from the upper edge."""

    colour: np.ndarray
    """Class of colour of each."""

    precision: np.ndarray
    """Place among ``POSITION_PRECISIONS`` of each."""

    figure: np.ndarray
    """What each circle is sized by, 0 where there is none."""

    whole: int
    """How many events the reader brought; it sets the size of dots, as on the page."""

    most: float = 0
    """The largest figure of one event of all that the reader brought."""

    @classmethod
    def of(cls, plate: Plate, data: UserEvents, view: View | None = None) -> VisibleEvents:
        """Find the events that a view, the picture's own by default, shows in the frame.

        Parameters
        ----------
        plate
            The plate of the picture.
        data
            The events.
        view
            The view; None takes that of the picture.

        Returns
        -------
        VisibleEvents
            Those in the frame, the latest last.
        """
        screen = Screen.of(plate)
        rows = data.shown(view or plate.view)
        places = (data.rows[name].to_numpy(float)[rows] for name in ("lon", "lat"))
        x, y = screen.pixels(*places)
        inside = screen.inside(x, y)
        kept = rows[inside]
        own = (data.colour[kept], data.precision[kept], data.figure[kept])
        return cls(screen, x[inside], y[inside], *own, len(data.rows), data.most)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def vague(self) -> np.ndarray:
        """Whether the precision of some places is not known."""
        return self.precision == _UNSAID

    @property
    def points(self) -> VisibleEvents:
        """Those that are drawn at their place."""
        return self[~_AREA[self.precision]]

    @property
    def areas(self) -> VisibleEvents:
        """Those of which only an area is known."""
        return self[_AREA[self.precision]]

    def __getitem__(self, kept: np.ndarray) -> VisibleEvents:
        columns = {name: getattr(self, name)[kept] for name in _OF_EACH}
        return replace(self, **columns)
