"""Which days a film shows, how fast, and how many are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.ask.frequencies import months_between
from geo.ask.stretches import spells_in
from geo.errors import ExportError
from geo.view import day_of

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View


class Step(StrEnum):
    """What lies between one picture of a film and the next."""

    DAY = "day"
    MONTH = "month"
    CHANGE = "change"


#: Pictures a second, by step, where nobody asks for another number.
PACE: dict[Step, int] = {Step.DAY: 6, Step.MONTH: 4, Step.CHANGE: 1}

#: Pixels of a film that nobody gave a format.
FORMAT = "1280x720"

#: Different pictures that a film may have.
MOST = 1500


@dataclass(frozen=True)
class FilmSettings:
    """Which days a film shows and how fast.

    >>> from geo import Atlas, View
    >>> settings = FilmSettings("2014-06-01", "2014-08-15", step="month")
    >>> settings.fps, [day.isoformat() for day in settings.days(Atlas.load(), View())]
    (4, ['2014-06-01', '2014-07-01', '2014-08-01', '2014-08-15'])
    """

    first: date  #: First day shown; ISO text is accepted.
    last: date  #: Last day shown, after the first; ISO text is accepted.
    #: ``day``, ``month`` (its first day), or ``change``: the days on which the ground of the
    #: perspective changed.
    step: Step = Step.DAY
    #: Pictures a second, 1 to 30; 0 for what suits the step: 6 days, 4 months or 1 change.
    fps: int = 0
    #: Seconds that the first and the last picture stay, 0 to 30.
    hold: tuple[float, float] = (1.5, 3.0)

    def __post_init__(self) -> None:
        for name in ("first", "last"):
            object.__setattr__(self, name, day_of(getattr(self, name), name))
        if self.first >= self.last:
            raise ExportError(f"days {self.first} to {self.last}: expected a first day before it")
        known = ", ".join(Step)
        if self.step not in list(Step):
            raise ExportError(f"step {str(self.step)[:40]!r}: expected one of {known}")
        object.__setattr__(self, "step", Step(self.step))
        object.__setattr__(self, "fps", self.fps or PACE[self.step])
        if type(self.fps) is not int or not 1 <= self.fps <= 30:
            raise ExportError(f"fps {self.fps}: expected 1 to 30 pictures a second")
        if any(not 0 <= seconds <= 30 for seconds in self.hold):
            raise ExportError(f"hold {self.hold}: expected 0 to 30 seconds, twice")

    def days(self, atlas: Atlas, view: View, changes: Iterable[date] = ()) -> list[date]:
        """Return the days of the pictures, from the first to the last.

        ``changes`` are days on which something else than the atlas changes.
        """
        between: Iterable[date] = changes
        if self.step is Step.DAY:
            count = (self.last - self.first).days
            between = (self.first + timedelta(days=number) for number in range(count))
        elif self.step is Step.MONTH:
            between = months_between(self.first, self.last)
        else:
            between = {*changes, *(row["start"] for row in spells_in(atlas, view.perspective))}
        result = {day for day in between if self.first <= day <= self.last}
        days = sorted(result | {self.first, self.last})
        if len(days) > MOST:
            raise ExportError(
                f"{len(days):,} pictures from {self.first} to {self.last}: expected up to "
                f"{MOST:,}; step month or change gives fewer"
            )
        return days

    def seconds(self, days: list[date]) -> list[float]:
        """Return how long the picture of each day stays, in seconds."""
        plain = 1 / self.fps
        first, last = self.hold
        lengths = [plain] * len(days)
        lengths[0] = max(plain, first)
        lengths[-1] = max(plain, last)
        return lengths
