"""The legend: what the page's legend says, in the same words and order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from geo.draw.style import STYLE
from geo.export.picture import hatch
from geo.export.picture.entry import Entry, stroke
from geo.export.picture.ground import BAND
from geo.export.picture.layers import painter
from geo.export.picture.marks import ARROW, field
from geo.export.picture.painter import keyed
from geo.export.picture.plate import PX, Plate
from geo.export.picture.sheet import COLUMN
from geo.export.picture.user_events import key
from geo.model import Layer
from geo.profile import current

#: Points from one entry to the next, for a heading, and for a further line of an entry.
LINE, HEAD, MORE = 12.0, 17.0, 9.0

#: Points above the name of the reader's events, which heads their lines.
GAP = 4.0

#: Pixels of the screen map of the lines that a story's writer drew, as the page has them.
DRAWN = 2.2

#: Points between two columns of the legend.
SHEER = 12.0

#: Points from a sample to its text, and of a letter of it.
SAMPLE, LETTER = 24.0, 4.1

#: Share of a column at which the second of two lines side by side begins.
PART = 0.47

#: Letters of a PNG stand on whole dots, which makes a line of them up to so much wider.
_HINTED = 0.97

#: Kinds of entries that have a sample.
SAMPLED = ("fill", "line", "field", "mark")


def entries(plate: Plate) -> list[tuple[str, list[Entry]]]:
    """Return the legend's groups, each with its heading and its lines."""
    found = []
    for group, layers in current().groups.items():
        lines = [entry for layer in layers for entry in _of(plate, layer)]
        if lines:
            found.append((plate.t(f"group.{group}"), lines))
    if plate.marks:
        whose = stroke(plate.t("story.marks.whose"), STYLE["accent"], DRAWN, ())
        found.append((plate.t("story.marks"), [whose]))
    return found


def _of(plate: Plate, layer: Layer) -> Iterator[Entry]:
    """Yield the lines of one layer, if it is shown."""
    if layer is Layer.USER_EVENTS:
        yield from key.entries(plate)
    elif layer in plate.layers:
        own = painter(layer).legend
        rows = plate.framed(plate.layers[layer])
        if rows.empty:
            return
        found = own(plate, rows) if own else keyed(layer, plate)
        covered = any(layer in over.spec.covers for over in plate.layers)
        yield from (one for one in found if one.kind == "line") if covered else found


def draw(plate: Plate, box: Axes, columns: int = 1) -> None:
    """Draw the legend in axes of its own, whose unit is a point of print, in so many columns.

    Parameters
    ----------
    plate
        The plate of the picture.
    box
        The axes of this part of the sheet, in points.
    columns
        How many columns it has.
    """
    width, high = box.get_xlim()[1], box.get_ylim()[1]
    part = (width - SHEER * (columns - 1)) / columns
    found = _columns(plate, columns, part)
    needed = max((_height(plate, groups, part) for groups in found), default=0)
    scale = min(1.0, high / needed) if needed else 1.0
    for number, groups in enumerate(found):
        pen = Pen(plate, box, scale, number * (part + SHEER), part)
        y = high
        for heading, lines in groups:
            y = pen.head(heading, y)
            y = pen.short(lines, y) if pen.brief(lines) else pen.long(lines, y)


def height(plate: Plate, columns: int) -> float:
    """Return how high the legend of an upright sheet is, in points.

    Parameters
    ----------
    plate
        The plate of the picture.
    columns
        How many columns it has.
    """
    found = _columns(plate, columns, COLUMN)
    return max((_height(plate, groups, COLUMN) for groups in found), default=0.0)


Groups = list[tuple[str, list[Entry]]]


def _height(plate: Plate, groups: Groups, width: float) -> float:
    pen = Pen(plate, None, 1.0, 0.0, width)
    needed = sum(HEAD + pen.height(lines) for _, lines in groups)
    return needed + LINE / 2  # the last sample needs room below its line


def _columns(plate: Plate, columns: int, width: float) -> list[Groups]:
    """Share groups out among columns in their order, so that the highest is as low as can be."""
    groups = entries(plate)
    if columns == 1 or not groups:
        return [groups]
    heights = [_height(plate, [group], width) for group in groups]
    ends = range(len(groups) + 1)
    for most in sorted({sum(heights[a:b]) for a in ends for b in ends if a < b}):
        found: list[Groups] = [[]]
        room = most
        for group, needed in zip(groups, heights, strict=True):
            if needed > room + 1e-6:
                found.append([])
                room = most
            found[-1].append(group)
            room -= needed
        if len(found) <= columns and max(heights) <= most + 1e-6:
            return found
    return [groups]


@dataclass(frozen=True, eq=False)
class Pen:
    """Writes lines of the legend from the top down."""

    plate: Plate
    """The sheet."""

    box: Any
    """Axes in which the legend stands; None where it is measured only."""

    scale: float
    """1, or less where the legend is too long for the sheet."""

    start: float
    """Where the column begins, in points from the reading side."""

    width: float
    """Width of the column, in points."""

    def brief(self, lines: list[Entry]) -> bool:
        """Whether the lines are many and short enough to stand two by two."""
        rooms = (PART * self.width, (1 - PART) * self.width + SHEER)
        short = all(
            line.kind != "name" and SAMPLE + LETTER * len(line.told) <= rooms[number % 2]
            for number, line in enumerate(lines)
        )
        return len(lines) > 6 and short

    def height(self, lines: list[Entry]) -> float:
        """Return how much room lines take, in points."""
        if self.brief(lines):
            return LINE * -(-len(lines) // 2)
        gaps = GAP * sum(line.kind == "name" for line in lines)
        return gaps + sum(LINE + MORE * (len(self.words(line)) - 1) for line in lines)

    def words(self, entry: Entry) -> list[str]:
        """Return the text of an entry broken into lines."""
        return wrap(entry.told, (self.width - (SAMPLE if entry.kind in SAMPLED else 0)) / LETTER)

    def head(self, heading: str, y: float) -> float:
        """Write a heading below y; returns where it ends.

        Parameters
        ----------
        heading
            The heading.
        y
            Points from below.

        Returns
        -------
        float
            Points from below to its base.
        """
        y -= HEAD * self.scale
        look = {"fontsize": 8.2 * self.scale, "color": STYLE["faint"]}
        self.write(0, y, heading, **look, **self.plate.face(bold=True))
        return y

    def long(self, lines: list[Entry], y: float) -> float:
        """Write lines one below the other.

        Parameters
        ----------
        lines
            The lines.
        y
            Points from below to the base of what stands above.

        Returns
        -------
        float
            Points from below to the base of the last line.
        """
        for entry in lines:
            y -= (LINE + (GAP if entry.kind == "name" else 0)) * self.scale
            self.entry(entry, self.words(entry), 0, y)
            y -= MORE * self.scale * (len(self.words(entry)) - 1)
        return y

    def short(self, lines: list[Entry], y: float) -> float:
        """Write lines two by two.

        Parameters
        ----------
        lines
            The lines, each short enough for half the width.
        y
            Points from below to the base of what stands above.

        Returns
        -------
        float
            Points from below to the base of the last line.
        """
        for number, entry in enumerate(lines):
            y -= 0 if number % 2 else LINE * self.scale
            self.entry(entry, [entry.told], (number % 2) * self.width * PART, y)
        return y

    def entry(self, entry: Entry, words: list[str], start: float, y: float) -> None:
        """Draw the sample of an entry and write its text beside it.

        Parameters
        ----------
        entry
            The entry.
        words
            Its text, broken into lines.
        start
            Points from the reading side to the sample.
        y
            Points from below to the base of the first line.
        """
        wide = 0.0
        heavy = self.plate.face(bold=entry.kind == "name")
        if entry.kind in SAMPLED:
            wide = SAMPLE
            _sample(self.box, entry, self.across(start + 9), y + 2.6 * self.scale, self.scale)
        for number, text in enumerate(words):
            at = y - MORE * self.scale * number
            look = {"fontsize": 7.6 * self.scale, "color": STYLE["ink"]}
            written = self.write(start + wide, at, text, **look, **heavy)
            if entry.note:
                fit(written, self.width - start - wide)

    def write(self, x: float, y: float, text: str, **look: Any) -> Text:
        """Write a text that begins so far from the reading side.

        Parameters
        ----------
        x
            Points from the reading side.
        y
            Points from below to the base of the letters.
        text
            The text.
        **look
            What :meth:`matplotlib.axes.Axes.text` takes besides.

        Returns
        -------
        Text
            The text of matplotlib.
        """
        side = "right" if self.plate.rtl else "left"
        at, written = self.across(x), self.plate.run(text)
        return self.box.text(at, y, written, ha=side, parse_math=False, **look)

    def across(self, x: float) -> float:
        """Return a distance from the reading side as one from the left."""
        x += self.start
        return float(self.box.get_xlim()[1]) - x if self.plate.rtl else x


def wrap(text: str, letters: float) -> list[str]:
    """Break a text into lines of about so many letters, at spaces.

    Parameters
    ----------
    text
        The text.
    letters
        How many letters have room in a line; a longer word is cut.

    Returns
    -------
    list of str
        At least one line.
    """
    lines = [""]
    for word in _cut(text, max(int(letters), 1)):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def fit(text: Text, points: float) -> None:
    """Make a text of the data smaller where its letters are too wide for their room.

    Parameters
    ----------
    text
        A text of matplotlib.
    points
        Its room.
    """
    inner = text.axes.transData.inverted() if text.axes else None
    wide = text.get_window_extent().transformed(inner).width if inner else 0
    room = points * _HINTED
    if wide > room:
        text.set_fontsize(float(text.get_fontsize()) * room / wide)


def _cut(text: str, letters: int) -> Iterator[str]:
    """Yield the words of a text, those longer than a line in pieces."""
    for word in text.split(" "):
        yield from (word[at : at + letters] for at in range(0, max(len(word), 1), letters))


def _sample(box: Axes, entry: Entry, x: float, y: float, scale: float) -> None:
    """Draw the sample of an entry around a point; one as high as a line shrinks with the legend."""
    look, tall = dict(entry.look), 4 * scale
    if entry.kind == "fill":
        name = look.pop("hatch", None)
        box.add_patch(Rectangle((x - 9, y - tall), 18, 2 * tall, linewidth=0, **look))
        if name:
            box.add_patch(hatch.patch(shapely.box(x - 9, y - tall, x + 9, y + tall), name, PX, 1.5))
        edge: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": "#00000022",
            "linewidth": 0.5,
            "zorder": 1.6,
        }
        box.add_patch(Rectangle((x - 9, y - tall), 18, 2 * tall, **edge))
    elif entry.kind == "line":
        if band := look.pop("band", None):
            deep = band * PX / 2
            sample = Rectangle((x - 9, y - deep), 18, deep, facecolor=to_rgba(*BAND), linewidth=0)
            box.add_patch(sample)
        arrow = look.pop("arrow", False)
        box.add_line(Line2D([x - 9, x + 9], [y, y], **look))
        if arrow:
            box.scatter([x + 2], [y], s=(2 * 5 * PX) ** 2, marker=ARROW, linewidths=0, zorder=3,
                        facecolors=look["color"])  # fmt: skip
    elif entry.kind == "field":
        field(box, x, y, look.pop("px") * scale, **look)
    else:
        plain: dict[str, Any] = {"linewidths": 0.9, "edgecolors": "#fbf9f4"}
        box.scatter([x], [y], **plain | look)
