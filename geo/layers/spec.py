"""The description of a layer, written once and read by everything that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Flag, StrEnum
from typing import Any, Literal


class Shape(StrEnum):
    """What the features of a layer are on the ground."""

    AREAS = "areas"
    LINES = "lines"
    POINTS = "points"


@dataclass(frozen=True)
class Line:
    """How a line of the map is drawn, on the page, in its legend and in pictures."""

    colour: str  #: ``#rrggbb``.
    width: float  #: Pixels of the screen map.
    #: Dashes and gaps in pixels of the screen map; none where the line is whole.
    dash: tuple[float, ...] = ()
    #: Width of a soft band along the inner side, twice what is seen, in pixels.
    band: float | None = None


@dataclass(frozen=True)
class Circles:
    """Points drawn as circles whose area grows with a figure."""

    column: str  #: Column that holds the figure.
    unit: float  #: The figure of a circle with a radius of one pixel of the screen map.
    colour: str  #: ``#rrggbb``.
    samples: tuple[int, ...]  #: Figures that the legend shows, the smallest first.
    key: str  #: Word of the legend for a sample, with ``{n}``.
    least: float = 1.5  #: Smallest radius, in pixels.


@dataclass(frozen=True)
class Stacks:
    """Points of which many share a spot: one mark each, in three sizes by a sum."""

    column: str  #: Column that is summed.
    steps: tuple[int, int]  #: Sums from which on a mark is of the second and of the third size.
    radii: tuple[float, float, float]  #: Pixels of the screen map.
    colour: str  #: ``#rrggbb``.
    key: str  #: Word of the legend.


@dataclass(frozen=True)
class Dots:
    """Points drawn alike, which need no painter of their own."""

    colour: str  #: ``#rrggbb``.
    shape: Literal["square", "circle"] = "circle"
    size: float = 4  #: Half of the mark's width, in pixels of the screen map.
    names: float = 9  #: Zoom from which on their names are written.


class On(Flag):
    """Where a column of a layer's features is shown."""

    CARD = 1  #: On the card of a feature, among what a line opens.
    FILE = 2  #: In files, frames and the lists of exposure.
    TABLE = 4  #: In the table below the map.
    LEAD = 8 | CARD  #: On the card, before the line that opens.
    SITE = 16  #: On the pages of areas of the site.


class Kind(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"  #: In the reader's language where the row has it.
    NUMBER = "number"  #: A number; ``of`` names the column of which it counts a part.
    BAND = "band"  #: A figure with the 90 % range of what is not certain.
    ESTIMATE = "estimate"  #: Low, best and high, as exact as their width allows.
    RANGE = "range"  #: Low, best and high as they are counted.
    HOLDER = "holder"  #: Who holds ground, or its class, in the words of the perspective.
    RUN_BY = "run_by"  #: Who holds or runs a thing, which no perspective changes.
    BEFORE = "before"  #: Who held ground on the earlier of two days.
    NAME = "name"  #: The name in the reader's language.
    NAMES = "names"  #: Other names, set apart by bars.
    DAY = "day"  #: A day as exactly as the column ``of`` knows it.
    STAMP = "stamp"  #: A year, a month or a day.
    CODE = "code"  #: The word ``OF.CODE``; several are joined.
    LIST = "list"
    SOURCES = "sources"  #: Ids of sources, with what each says.
    LINK = "link"  #: An address.
    PHRASE = "phrase"  #: Said of a row as a whole (:mod:`geo.ask.columns`).


@dataclass(frozen=True)
class Column:
    """A column of an answer or of a layer's features, for all that shows it."""

    name: str  #: Its key in rows and JSON; of low, best and high, what their keys begin with.
    #: The word that heads it, or its heading in English; its name where empty, and in tables below
    #: the map the perspective.
    word: str = ""
    kind: Kind = Kind.TEXT
    of: str = ""  #: What the kind needs beside it.
    note: str = ""  #: What changes the meaning of its figures, as ``word``.
    needs: str = ""  #: Table without which an atlas has no such column.
    year: int | None = None  #: Year that its heading names.
    #: How its cells are written, where no kind says so.
    write: Callable[[Mapping[str, Any], Any], str] | None = None
    on: On = On.TABLE | On.FILE
    unit: str = ""  #: Word of the unit of a number.
    none: str = ""  #: The code that stands for an empty cell.


@dataclass(frozen=True)
class Classes:
    """A QGIS style with a colour for each value of a column."""

    column: str
    #: Colours of :mod:`geo.draw.style`: of holders, the same darker, or of kinds of events.
    palette: Literal["holders", "strong", "events"]


@dataclass(frozen=True)
class Plain:
    """A QGIS style of one colour."""

    colour: str
    width: float  #: Millimetres.
    fill: str = ""


@dataclass(frozen=True)
class LayerSpec:
    """One layer of the map, for page, legend, pictures, tables, app and documentation."""

    name: str  #: Its id, in addresses and files too; it is never changed.
    z_order: int  #: Order of drawing: layers with higher numbers lie above.
    group: str  #: Its group in the layer control and the legend, named by the word ``group.GROUP``.
    qgis: Classes | Plain  #: Its style in QGIS.
    shape: Shape = Shape.AREAS  #: What its features are.
    #: Optional theme of the data that it belongs to; a profile without it has no such layer.
    theme: str = ""
    opens: bool = False  #: Whether it is on until a reader switches it off.
    kind: str = ""  #: Word of one of its features, ``kind.KIND``, where all are of one kind.
    apart: bool = False  #: Whether its keys stand in a group of their own in the legend.
    #: Kilometres across of a frame from which on down it is drawn though no reader switched it on
    #: (``View.by_zoom``); never where 0.
    near: float = 0.0
    #: Layers whose fills lie unseen below its own: they are not drawn, and no legend lists them.
    covers: tuple[str, ...] = ()
    dated: bool = False  #: Whether the date shown changes what it holds.
    #: Tables of the data package that it is made of, for its licences; none for a reader's data.
    tables: tuple[str, ...] = ()
    ids: str = ""  #: Table whose rows a selection names, ``units`` for the units of control.
    key: str = "id"  #: Column of that table that holds the id.
    #: Figures that are sums of columns of that table, over all rows of one ``key``.
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Totals of exposure, each with the column of that table that it sums up.
    totals: Mapping[str, str] = field(default_factory=dict)
    listed: str = ""  #: Table below the map that lists its features.
    #: Columns of its features besides those that cards and tables write in ways of their own.
    columns: tuple[Column, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)  #: Its lines by name.
    #: How page and pictures draw its points; None where it has a painter of its own, or lines.
    mark: Circles | Stacks | Dots | None = None
    named: bool = False  #: Whether its names are worth writing on a map of QGIS.
    #: What QGIS narrows it to until a reader takes the filter away, as SQL; none where empty.
    narrow: str = ""
    #: HXL hashtags of columns that mean something particular in this layer.
    hxl: Mapping[str, str] = field(default_factory=dict)

    @property
    def thing(self) -> str:
        """What one of its features is, in keys such as ``refinery:baiji``."""
        return self.kind.rpartition(".")[2]
