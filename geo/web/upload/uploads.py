"""What a session holds of the files that its reader brought."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.model import Layer

if TYPE_CHECKING:
    from geo.ask.holder_names import HolderNamesError
    from geo.events.user_events import NamedPlace, UserEvents
    from geo.user_areas.areas import AreaOptions, UserAreas
    from geo.user_areas.reading import FirstLook


@dataclass(frozen=True, eq=False)
class Pending:
    """A file whose columns the reader must map."""

    content: bytes
    name: str
    seen: FirstLook
    choice: str | None = None  #: Which of several sheets, layers or files.
    #: Tells widgets of one question from those of the next, also about the same file.
    mark: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass(eq=False)
class Brought:
    """Files of areas, and what came of them."""

    files: list[tuple[str, bytes]]
    options: AreaOptions
    seen: FirstLook  #: The first look at one of them.
    #: Tells widgets of these files from those of others, whose answers are none about these.
    mark: str
    areas: UserAreas | None = None
    content: bytes = b""  #: The areas as the page takes them.
    fault: str = ""
    unsure: HolderNamesError | None = None
    answer: tuple[date, Any] | None = None  #: What a worker computed of them last, for which day.

    @property
    def layer(self) -> Layer:
        """The layer that they are, or may be."""
        if self.areas:
            return self.areas.layer
        return Layer.USER_CONTROL if self.seen.has_control or self.unsure else Layer.USER_AREAS


@dataclass
class Uploads:
    """A reader's files: events of one, areas of others, and what is asked about them.

    An uploader lets go of what it was given, once that is read, by taking another key.
    """

    events: UserEvents | None = None  #: Read of a file, also where no row of it is one.
    seen: FirstLook | None = None  #: The first look at that file.
    areas: list[Brought] = field(default_factory=list)  #: One of control, one of others at most.
    fault: str = ""  #: Why a file could not be read.
    pending: Pending | None = None
    column_fault: str = ""  #: Why that file could not be read with the columns chosen.
    #: File, name and choice of what the reader wants to map once more.
    reopened: tuple[bytes, str, str | None] | None = None
    #: What names of places in the events may mean, looked up once for each way of reading.
    places: tuple[str, tuple[NamedPlace, ...]] = ("", ())
    number: int = 0  #: How many uploaders stood in the place of this one.
    has_unread: bool = False  #: Whether it was given files that nobody read yet.

    @property
    def current_events(self) -> UserEvents | None:
        """The events, where there are any."""
        return self.events if self.events and len(self.events.rows) else None

    @property
    def key(self) -> str:
        """The key of the uploader that stands now."""
        return f"gl-upload-{self.number}"

    def note_files(self, key: str) -> None:
        """Note that files were given: reading them in a callback would push the map aside.

        A page that has not heard of the new key yet sends the old copy once more with a click.
        """
        self.has_unread |= key == self.key

    def drop_files(self) -> None:
        """Take what was given as read, and drop the copy."""
        self.has_unread = False
        self.number += 1

    def ask(self, pending: Pending | None) -> None:
        """Ask for the columns of a file, or of none."""
        self.pending, self.reopened, self.column_fault = pending, None, ""
