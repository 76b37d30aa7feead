"""What of the events a picture draws: those that its view shows, by their place in the frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geo.events.schema import POSITION_PRECISIONS
from geo.export.picture.plate import Plate
from geo.export.picture.user_events.data import AREAS, UserEvents
from geo.export.picture.user_events.screen import Screen
from geo.model import Layer
from geo.view import View

_AREA = np.array([name in AREAS for name in POSITION_PRECISIONS])
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

    whole: int
    """How many events the reader brought; it sets the size of dots, as on the page."""

    @classmethod
    def of(cls, plate: Plate, data: UserEvents, view: View | None = None) -> VisibleEvents:
        """Find the events that a view, the picture's own by default, shows in the frame."""
        screen = Screen.of(plate)
        rows = data.shown(view or plate.view)
        places = (data.rows[name].to_numpy(float)[rows] for name in ("lon", "lat"))
        x, y = screen.pixels(*places)
        inside = screen.inside(x, y)
        kept = rows[inside]
        return cls(
            screen, x[inside], y[inside], data.colour[kept], data.precision[kept], len(data.rows)
        )

    def __len__(self) -> int:
        return len(self.x)

    @property
    def vague(self) -> np.ndarray:
        """Whether it is not said how exactly each place is known."""
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
        columns = {name: getattr(self, name)[kept] for name in ("x", "y", "colour", "precision")}
        return replace(self, **columns)
