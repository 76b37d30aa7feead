"""A page of the site before it is written: texts, tables and links, without markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.ask.stretches import Stretch
from geo.model import Language

#: The folder of the feeds, from the site's folder on.
FEEDS = "feeds/"


@dataclass(frozen=True)
class Text:
    """A piece of text that may be of another language than the page."""

    text: str
    language: Language | None = None  #: Its language, where it is not that of the page.
    translated: bool = False  #: Whether it is a translation of ours.


@dataclass(frozen=True)
class Cell:
    """A cell of a table, or an entry of a list."""

    text: str = ""  #: What it says.
    href: str = ""  #: Where it leads: a path from the site's folder on, an anchor, or an address.
    swatches: tuple[str, ...] = ()  #: Ids of the holders whose colours stand before the text.
    sources: tuple[int, ...] = ()  #: Numbers of the page's sources that it rests on.
    language: Language | None = None  #: Language of the text, where it is not that of the page.
    number: bool = False  #: Whether it is a figure, which stands at the end of its column.
    note: Text = Text("")  #: What stands below it, smaller.
    translated: bool = False  #: Whether its text is a translation of ours.


@dataclass(frozen=True)
class Table:
    """A table with a heading for each column; the first cell of a row is its heading."""

    columns: tuple[str, ...]  #: Headings.
    rows: tuple[tuple[Cell, ...], ...]  #: Rows of cells.
    caption: str = ""  #: What the table is of, for those who hear it.


@dataclass(frozen=True)
class Band:
    """Who held something over time, to be drawn."""

    stretches: tuple[Stretch, ...]  #: What is drawn.
    label: str  #: What a reader who does not see it is told.


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading."""

    id: str  #: Its anchor.
    heading: str
    texts: tuple[Text, ...] = ()  #: Paragraphs.
    band: Band | None = None  #: Who held it, drawn.
    table: Table | None = None
    items: tuple[Cell, ...] = ()  #: A list of links.
    code: tuple[tuple[str, str], ...] = ()  #: Examples: what each is written in, and its lines.

    @property
    def filled(self) -> bool:
        """Whether there is anything in it."""
        table = self.table and self.table.rows
        return bool(self.texts or self.band or table or self.items or self.code)


@dataclass(frozen=True)
class SourceRow:
    """A source as a page lists it."""

    title: str
    publisher: str
    date: str
    url: str
    archived: str = ""
    dead: bool = False
    language: str = ""


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    path: str  #: From the folder of its language on; the same in each language.
    language: Language
    title: str  #: Its heading.
    lead: str  #: What it holds, in a sentence; search engines show it.
    sections: Sequence[Section] = ()  #: Its parts.
    sources: Sequence[SourceRow] = ()  #: What it rests on, in the order of the numbers.
    facts: Sequence[tuple[str, Cell]] = ()  #: Short facts beside the picture.
    above: str = ""  #: The list that it belongs to, from the folder of its language on.
    above_title: str = ""  #: What that list is called.
    live: str = ""  #: Query of the state of the map that shows its subject.
    picture: str = ""  #: Its small map, from the site's folder on, without ending.
    alt: str = ""  #: What the picture shows.
    embedded: str = ""  #: Where programs read how its map is embedded, from the site's folder on.
    #: Its feed of changes, from the site's folder on, without ending; that of all where empty.
    feed: str = ""
    #: Names of its subject in other languages.
    others: Sequence[tuple[Language, str]] = field(default=())
    translated: bool = False  #: Whether some of its texts are translations of ours.
