"""A leaf of the atlas: its figure, its foot, what all leaves share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.atlas import Atlas
from geo.draw.style import STYLE
from geo.export.booklet.table import write
from geo.export.picture import sheet as sheets
from geo.export.picture.legend import wrap
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import INCHES
from geo.model import Paper
from geo.view import View
from geo.words import locale

#: Points around a leaf, of its foot, and from one line of the foot to the next.
EDGE, FOOT, _LINE = 34.0, 40.0, 7.8


@dataclass
class Book:
    """What the leaves of one atlas share."""

    atlas: Atlas
    """The atlas."""

    view: View
    """Day, perspective, layers and language."""

    paper: Paper
    """Size of a leaf; upright."""

    address: str | None = None
    """Where the live state stands, if anywhere."""

    cited: list[str] = field(default_factory=list)
    """Ids of sources, in the order in which leaves cite them."""

    def figure(self) -> Figure:
        """Return an empty leaf."""
        figure = Figure(figsize=INCHES[self.paper], facecolor=STYLE["paper"])
        FigureCanvasAgg(figure)
        return figure

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a leaf in points."""
        width, height = INCHES[self.paper]
        return width * 72, height * 72

    def plate(self, figure: Figure) -> Plate:
        """Return a leaf without a map, to write on."""
        axes = sheets.axes(figure, (0, 0, 1, 1))
        return Plate(self.atlas, self.view, {}, figure, axes)

    def numbers(self, sources: str) -> str:
        """Return the numbers of sources (ids joined by ``;``) in the list at the end."""
        found = []
        for one in filter(None, sources.split(";")):
            if one not in self.cited:
                self.cited.append(one)
            found.append(self.cited.index(one) + 1)
        return locale.digits(runs(sorted(found)), self.view.language)


def foot(book: Book, plate: Plate, number: int, more: Sequence[str] = ()) -> None:
    """Write the foot of a leaf: disclaimer, citation, number of the page."""
    width = book.size[0] - 2 * EDGE
    box = sheets.axes(plate.figure, (EDGE, EDGE - 8, width, FOOT))
    date_text = locale.digits(book.atlas.date.isoformat(), book.view.language)
    said = [
        plate.t("about.disclaimer"),
        *more,
        plate.t("booklet.data", date=date_text, version=book.atlas.version),
    ]
    lines = [line for text in said for line in wrap(text, (width - 40) / 3.3)]
    box.plot([0, width], [FOOT, FOOT], color=STYLE["neighbourLine"], linewidth=0.5)
    for step, text in enumerate(lines[:5]):
        y = FOOT - 9 - _LINE * step
        write(plate, box, 0, y, text, size=5.6, colour=STYLE["faint"])
    page = plate.number(number)
    write(plate, box, width, FOOT - 9, page, size=8, colour=STYLE["ink"], far=True)


def runs(numbers: Sequence[int]) -> str:
    """Return sorted numbers with those that follow one another as a span.

    Examples
    --------
    >>> runs([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    found: list[list[int]] = []
    for one in numbers:
        if found and one == found[-1][-1] + 1:
            found[-1].append(one)
        else:
            found.append([one])
    spans = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else list(map(str, run)) for run in found]
    return ", ".join(text for span in spans for text in span)
