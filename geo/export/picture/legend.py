"""The legend: what the page's legend says, in the same words and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from geo.draw.style import EVENTS, PIPELINES, STYLE, holder_colours
from geo.export.picture import hatch
from geo.export.picture.entry import Entry, fill, line, mark, stroke
from geo.export.picture.ground import BAND, shown
from geo.export.picture.marks import ARROW, GATE, PLANE, colour_of, field
from geo.export.picture.plate import PX, Plate, dashed
from geo.export.picture.user_events import key
from geo.model import HELD, Layer
from geo.profile import current

#: Points from one entry to the next, for a heading, and for a further line of an entry.
LINE, HEAD, MORE = 12.0, 17.0, 9.0

#: Points above the name of the reader's events, which heads their lines.
GAP = 4.0

#: Kinds of entries that have a sample.
SAMPLED = ("fill", "line", "field", "mark")


def entries(plate: Plate) -> list[tuple[str, list[Entry]]]:
    """Return the legend's groups, each with its heading and its lines."""
    found = []
    for group, layers in current().groups.items():
        lines = [entry for layer in layers for entry in _of(plate, layer)]
        if lines:
            found.append((plate.t(f"group.{group}"), lines))
    return found


def _of(plate: Plate, layer: Layer) -> Iterator[Entry]:
    """Yield the lines of one layer, if it is shown."""
    if layer is Layer.USER_EVENTS:
        yield from key.entries(plate)
    elif layer in plate.layers and layer in _ENTRIES:
        yield from _ENTRIES[layer](plate, plate.layers[layer])


def draw(plate: Plate, box: Axes) -> None:
    """Draw the legend in axes of its own, whose unit is a point of print."""
    groups = entries(plate)
    pen = Pen(plate, box, 1.0)
    needed = sum(HEAD + pen.height(lines) for _, lines in groups)
    needed += LINE / 2  # the last sample needs room below its line
    pen = Pen(plate, box, min(1.0, box.get_ylim()[1] / needed) if needed else 1.0)
    y = box.get_ylim()[1]
    for heading, lines in groups:
        y = pen.head(heading, y)
        y = pen.short(lines, y) if pen.brief(lines) else pen.long(lines, y)


@dataclass(frozen=True, eq=False)
class Pen:
    """Writes lines of the legend from the top down."""

    plate: Plate
    """The sheet."""

    box: Axes
    """Where the legend stands."""

    scale: float
    """1, or less where the legend is too long for the sheet."""

    @property
    def width(self) -> float:
        """Room from side to side, in points."""
        return float(self.box.get_xlim()[1])

    def brief(self, lines: list[Entry]) -> bool:
        """Whether the lines are many and short enough to stand two by two."""
        short = all(len(line.told) < 30 and line.kind != "name" for line in lines)
        return len(lines) > 6 and short

    def height(self, lines: list[Entry]) -> float:
        """Return how much room lines take, in points."""
        if self.brief(lines):
            return LINE * -(-len(lines) // 2)
        gaps = GAP * sum(line.kind == "name" for line in lines)
        return gaps + sum(LINE + MORE * (len(self.words(line)) - 1) for line in lines)

    def words(self, entry: Entry) -> list[str]:
        """Return the text of an entry broken into lines."""
        return wrap(entry.told, (self.width - (24 if entry.kind in SAMPLED else 0)) / 4.1)

    def head(self, heading: str, y: float) -> float:
        """Write a heading below y; returns where it ends."""
        y -= HEAD * self.scale
        look = {"fontsize": 8.2 * self.scale, "color": STYLE["faint"]}
        self.write(0, y, heading, **look, **self.plate.face(bold=True))
        return y

    def long(self, lines: list[Entry], y: float) -> float:
        """Write lines one below the other."""
        for entry in lines:
            y -= (LINE + (GAP if entry.kind == "name" else 0)) * self.scale
            self.entry(entry, self.words(entry), 0, y)
            y -= MORE * self.scale * (len(self.words(entry)) - 1)
        return y

    def short(self, lines: list[Entry], y: float) -> float:
        """Write lines two by two."""
        for number, entry in enumerate(lines):
            y -= 0 if number % 2 else LINE * self.scale
            self.entry(entry, [entry.told], (number % 2) * self.width * 0.47, y)
        return y

    def entry(self, entry: Entry, words: list[str], start: float, y: float) -> None:
        """Draw the sample of an entry and write its text beside it."""
        wide = 0.0
        heavy = self.plate.face(bold=entry.kind == "name")
        if entry.kind in SAMPLED:
            wide = 24.0
            _sample(self.box, entry, self.across(start + 9), y + 2.6 * self.scale)
        for number, text in enumerate(words):
            at = y - MORE * self.scale * number
            look = {"fontsize": 7.6 * self.scale, "color": STYLE["ink"]}
            told = self.write(start + wide, at, text, **look, **heavy)
            if entry.note:
                fit(told, self.width - start - wide)

    def write(self, x: float, y: float, text: str, **look: Any) -> Text:
        """Write a text that begins so far from the reading side."""
        side = "right" if self.plate.rtl else "left"
        at, told = self.across(x), self.plate.run(text)
        return self.box.text(at, y, told, ha=side, parse_math=False, **look)

    def across(self, x: float) -> float:
        """Return a distance from the reading side as one from the left."""
        return self.width - x if self.plate.rtl else x


def wrap(text: str, letters: float) -> list[str]:
    """Break a text into lines of about so many letters, at spaces."""
    lines = [""]
    for word in _cut(text, max(int(letters), 1)):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def fit(text: Text, points: float) -> None:
    """Make a text of the data smaller where its letters are too wide for their room."""
    inner = text.axes.transData.inverted() if text.axes else None
    wide = text.get_window_extent().transformed(inner).width if inner else 0
    if wide > points:
        text.set_fontsize(float(text.get_fontsize()) * points / wide)


def _cut(text: str, letters: int) -> Iterator[str]:
    """Yield the words of a text, those longer than a line in pieces."""
    for word in text.split(" "):
        yield from (word[at : at + letters] for at in range(0, max(len(word), 1), letters))


def _sample(box: Axes, entry: Entry, x: float, y: float) -> None:
    look = dict(entry.look)
    if entry.kind == "fill":
        name = look.pop("hatch", None)
        box.add_patch(Rectangle((x - 9, y - 4), 18, 8, linewidth=0, **look))
        if name:
            box.add_patch(hatch.patch(shapely.box(x - 9, y - 4, x + 9, y + 4), name, PX, 1.5))
        edge: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": "#00000022",
            "linewidth": 0.5,
            "zorder": 1.6,
        }
        box.add_patch(Rectangle((x - 9, y - 4), 18, 8, **edge))
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
        field(box, x, y, look.pop("px"), **look)
    else:
        plain: dict[str, Any] = {"linewidths": 0.9, "edgecolors": "#fbf9f4"}
        box.scatter([x], [y], **plain | look)


def _control(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    classes, colours = shown(rows), holder_colours()
    if "before" in rows:
        yield Entry(plate.t("legend.change"))
    for name in [*current().holders, "disputed", "same"]:
        if (classes == name).any():
            text = plate.t("legend.same") if name == "same" else holder(plate, name)
            yield fill(text, colours[name], name)
    if ((rows["confidence"] == "low") & (classes != "same")).any():
        yield fill(plate.t("legend.low"), colours[current().mixed.of[0]], "low")
    yield line(plate.t("legend.front"), "front")
    yield line(plate.t("legend.frontApproximate"), "frontApproximate")


def holder(plate: Plate, name: str) -> str:
    """Return the name of a holder or class on the day shown."""
    day = plate.view.date if plate.view.perspective == HELD else None
    return plate.t(current().holder_word(name, day))


def _disputed(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield line(plate.t("legend.listed"), "disputed")
    yield line(plate.t("legend.unlisted"), "disputedOther")


def _lines(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    for row in rows.itertuples():
        text = f"{plate.name(row)} ({plate.t('position.approximate')})"
        yield line(text, "greenLine")


def _fields(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    one, other = map(colour_of, current().mixed.of)
    plain = {"run": other, "held": other, "alpha": 0.6, "hollow": False, "sure": True}
    first = plain | {"run": one, "alpha": 0.95}
    yield Entry(plate.t("legend.field"), "field", {"px": 7} | first)
    faint = plain | {"run": one, "held": one}
    yield Entry(plate.t("legend.oilFaint"), "field", {"px": 6} | faint)
    gas = plain | {"alpha": 0.95, "hollow": True}
    yield Entry(plate.t("legend.fieldGas"), "field", {"px": 5.5} | gas)
    yield Entry(plate.t("legend.inferred"), "field", {"px": 5} | plain | {"sure": False})


def _pipelines(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    names = {"open": "Flow", "partial": "Partial", "shut": "Dashed", "unknown": "Unknown"}
    wide, dashes = PIPELINES["width"]["export"], PIPELINES["dash"]
    for state, name in names.items():
        entry = stroke(plate.t(f"legend.pipeline{name}"), STYLE["oil"], wide, dashes[state])
        yield replace(entry, look=entry.look | {"arrow": state == "open"})


def _refineries(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("layer.refineries"), 4, marker="s", facecolors=STYLE["oil"])


def _crossings(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("legend.crossing"), 4.6, marker=GATE, facecolors=_side(), linewidths=0)


def _airports(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield mark(plate.t("legend.airport"), 8, marker=PLANE, facecolors=_side(), linewidths=0)


def _side() -> str:
    """Return the colour that marks which belong to no side in particular are shown in."""
    return colour_of(current().mixed.of[1])


def _events(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    for kind in plate.view.event_types:
        yield mark(plate.t(f"event.{kind}"), 5, facecolors=EVENTS[kind])
    vague = {"facecolors": STYLE["paper"], "edgecolors": STYLE["ink"], "linewidths": 2 * PX}
    yield mark(plate.t("legend.vague"), 5, linestyles=dashed((3, 2)), **vague)


def _water(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield fill(plate.t("legend.water"), STYLE["water"])


def _governorates(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield line(plate.t("legend.country"), "country")
    yield line(plate.t("layer.governorates"), "governorate")


def _districts(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield line(plate.t("layer.districts"), "district")


def _subdistricts(plate: Plate, _: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield line(plate.t("layer.subdistricts"), "subdistrict")


_ENTRIES: dict[Layer, Callable[[Plate, gpd.GeoDataFrame], Iterator[Entry]]] = {
    Layer.CONTROL: _control,
    Layer.DISPUTED: _disputed,
    Layer.LINES: _lines,
    Layer.FIELDS: _fields,
    Layer.PIPELINES: _pipelines,
    Layer.REFINERIES: _refineries,
    Layer.EVENTS: _events,
    Layer.CROSSINGS: _crossings,
    Layer.AIRPORTS: _airports,
    Layer.GOVERNORATES: _governorates,
    Layer.DISTRICTS: _districts,
    Layer.SUBDISTRICTS: _subdistricts,
    Layer.WATER: _water,
}
