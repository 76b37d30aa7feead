"""What a reader's file is: events, numbers or kinds by area, control by day, outlines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geo.atlas import Atlas
from geo.events.column_guess import Candidate, Doubt, Guess, guess
from geo.events.column_mapping import Mapping
from geo.events.formats import recognise
from geo.events.reading import normalise_sheet
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.sheet import sheets
from geo.tabular.source import LIMITS, Limits, sourced
from geo.user_areas.areas import AreaStyle, UserAreas
from geo.user_areas.control_rows import find_control_columns
from geo.user_areas.named_ground import find_ground
from geo.user_areas.options import AreaOptions
from geo.user_areas.polygons import guess_holder
from geo.worker.limited import call

#: Rows that a guess is made by; rows that a choice is shown with, and letters of their cells.
LOOKED, SHOWN, LETTERS = 5_000, 5, 200


class Role(StrEnum):
    """What a file is on the map."""

    EVENTS = "events"
    NUMBERS = "numbers"
    KINDS = "kinds"
    CONTROL = "control"
    OUTLINES = "outlines"


@dataclass(frozen=True, eq=False)
class FirstLook:
    """What a file seems to hold, by its first rows."""

    has_events: bool  #: Whether its rows are points with days, and not areas.
    format: str  #: Id of the format of events that claims it; empty where none does.
    guessed: Guess  #: Which column holds what of an event.
    first: Sheet  #: Its first rows.

    @property
    def must_ask(self) -> bool:
        """Whether nothing of it can be read before a reader says which columns hold what."""
        undecided = {Doubt.NO_POSITION, Doubt.NO_DATE} & set(self.guessed.doubts)
        return self.has_events and not self.format and bool(undecided)


def look(
    atlas: Atlas,
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> FirstLook:
    r"""Look at the first rows of a file.

    >>> from geo import Atlas
    >>> [
    ...     look(Atlas.load(), table, "table.csv").has_events
    ...     for table in (b"date,lat,lon\n2017-10-16,35.4,44.3\n", b"pcode,people\nIQG13Q04,7\n")
    ... ]
    [True, False]
    """
    file = sourced(source, name, limits)
    content = file.content.resolve() if isinstance(file.content, Path) else file.content
    result: FirstLook = call(
        look_here, atlas, content, file.name, choice, limits,
        name=file.name, limits=limits,
        classes=(FirstLook, Sheet, BadRow, Guess, Mapping, Candidate, Doubt),
    )  # fmt: skip
    return result


def look_here(
    atlas: Atlas, content: Path | bytes, name: str, choice: str | None, limits: Limits
) -> FirstLook:
    """Look at a file in this process."""
    sheet = normalise_sheet(next(sheets(content, name, LOOKED, limits=limits, choice=choice)))
    first = next(pieces(sheet, SHOWN))
    cells = first.frame.map(lambda cell: cell[:LETTERS])
    plain = Sheet(cells, first.row, first.kind, choices=first.choices, name=first.name)
    form, guessed = recognise(sheet), guess(sheet)
    has_events = bool(form) or _has_events(atlas, sheet, guessed)
    return FirstLook(has_events, form.id if form else "", guessed, plain)


def _has_events(atlas: Atlas, sheet: Sheet, guessed: Guess) -> bool:
    """Whether rows are events: outlines and names of areas are none, positions are."""
    if sheet.inner is not None and sheet.inner.mean() > 0.5:
        return False
    if Doubt.NO_POSITION not in guessed.doubts:
        return True
    if Doubt.NO_DATE in guessed.doubts or find_control_columns(
        sheet, AreaOptions(), guess_holder(atlas, sheet)
    ):
        return False
    return find_ground(atlas, sheet.frame) is None


def role_of(areas: UserAreas) -> Role:
    """Return what a file of areas is."""
    if areas.style is AreaStyle.CONTROL:
        return Role.CONTROL
    if areas.style is AreaStyle.PLAIN:
        return Role.OUTLINES
    return Role.KINDS if any(item.text for item in areas.classes) else Role.NUMBERS
