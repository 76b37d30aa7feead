"""What stands around the map: title sentence, scale, credits, small map of the whole country."""

from __future__ import annotations

import math
from typing import Any

import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.transforms import Bbox

from geo.ask import layer_content
from geo.draw.style import LINES, STYLE
from geo.export.picture import ground
from geo.export.picture import title as titles
from geo.export.picture.ground import country, project
from geo.export.picture.legend import fit, wrap
from geo.export.picture.plate import PX, Plate, path
from geo.export.picture.user_events.data import VisibleEvents, user_events_of
from geo.words import locale

#: Points from one line of the credits to the next.
LINE = 9.0

#: Points from the top of the credits to the base of their first line: of lines that hang from
#: their tops those of letters with marks above would stand lower.
_RISE = 5.4

#: Points of the scale: from the map's edges, its bar, its letters, and the paper around it.
_AWAY, _BAR, _LETTERS, _PAPER = 9.0, 3.6, 6.6, 4.0


def credits_(plate: Plate) -> list[str]:
    """Return the texts below the map: disclaimer, sources, citation, number, projection."""
    atlas, t = plate.atlas, plate.t
    cited = layer_content.cited(atlas, plate.layers)
    often = cited["publisher"].value_counts().index[:5]
    licences = layer_content.licences(atlas, plate.layers)["title"].unique()
    label = locale.digits(atlas.date.isoformat(), plate.view.language)
    return [
        f"{t('about.disclaimer')} {t('about.neutral')}",
        t("picture.sources", n=plate.number(len(cited)), names=", ".join(often))
        + " "
        + t("picture.licences", names="; ".join(sorted(licences))),
        t("about.citation", what=titles.sentence(plate), date=label, version=atlas.label),
        t("picture.number", number=titles.number(plate), date=label, version=atlas.label)
        + " "
        + t("picture.projection"),
    ]


def user_events(plate: Plate) -> str:
    """Name the reader's own events and say how many are shown; empty where there are none."""
    data = user_events_of(plate)
    if data is None:
        return ""
    counts = {"n": len(data.shown(plate.view)), "of": len(data.rows)}
    counts["within"] = len(VisibleEvents.of(plate, data))
    label = {key: plate.number(count) for key, count in counts.items()}
    return plate.t("picture.userEvents", name=data.credit or plate.t("layer.user_events"), **label)


def titled(plate: Plate) -> str:
    """Return the title with the number of the reader's events, for those who cannot see them."""
    data = user_events_of(plate)
    number = plate.number(len(data.shown(plate.view))) if data else ""
    return f"{titles.sentence(plate)} · {plate.t('userEvents.count', n=number)}"


def scale(plate: Plate) -> Bbox:
    """Draw a scale bar in kilometres, true at the frame's middle; returns its room (pixels).

    Parameters
    ----------
    plate
        The plate of the picture.

    Returns
    -------
    Bbox
        What no name may cover.
    """
    axes = plate.axes
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    true = 1 / math.cosh((south + north) / 2 / 6378137)  # Mercator stretches by 1 / cos(lat)
    longest = (east - west) * true * 0.2 / 1000
    step = 10 ** math.floor(math.log10(longest))
    km = max(n * step for n in (1, 2, 5) if n * step <= longest)
    length = km * 1000 / true
    point = plate.pixel / PX
    at = west + _AWAY * point if not plate.rtl else east - _AWAY * point - length
    low = south + _AWAY * point
    high, top = low + _BAR * point, low + (_BAR + 2 + _LETTERS) * point
    ends = (f"{plate.number(0)}", f"{plate.number(km)} {plate.t('unit.km')}")
    label = [
        axes.text(
            x, high + 2 * point, plate.run(text), fontsize=_LETTERS, ha="center", va="baseline",
            zorder=20, color=STYLE["ink"], parse_math=False,
        )
        for x, text in zip((at + length, at) if plate.rtl else (at, at + length), ends, strict=True)
    ]  # fmt: skip
    half = {"linewidth": 0.6, "edgecolor": STYLE["ink"], "zorder": 20}
    for start, colour in ((at, STYLE["ink"]), (at + length / 2, "white")):
        axes.add_patch(Rectangle((start, low), length / 2, high - low, facecolor=colour, **half))
    room = [text.get_window_extent().transformed(axes.transData.inverted()) for text in label]
    left, right = min(at, *(one.x0 for one in room)), max(at + length, *(one.x1 for one in room))
    rim = _PAPER * point
    box = (left - rim, low - rim), right - left + 2 * rim, top - low + 2 * rim
    axes.add_patch(Rectangle(*box, facecolor=STYLE["paper"], alpha=0.85, linewidth=0, zorder=19.9))
    corners = (box[0], (box[0][0] + box[1], box[0][1] + box[2]))
    return Bbox(axes.transData.transform(corners))


def head(plate: Plate, box: Axes) -> None:
    """Write the title and, below it, how much is contested and what the perspective means.

    Parameters
    ----------
    plate
        The plate of the picture.
    box
        The axes of this part of the sheet, in points.
    """
    side, x = ("right", box.get_xlim()[1]) if plate.rtl else ("left", 0.0)
    top = box.get_ylim()[1]
    common: dict[str, Any] = {"ha": side, "va": "top", "parse_math": False}
    label = plate.run(titles.title(plate))
    heavy = plate.face(bold=True)
    text = box.text(x, top, label, fontsize=14, color=STYLE["ink"], **common, **heavy)
    fit(text, box.get_xlim()[1])
    for number, line in enumerate(below(plate, box.get_xlim()[1])):
        box.text(
            x, top - 19 - 10 * number, plate.run(line), fontsize=7.5, color=STYLE["faint"], **common
        )


def below(plate: Plate, width: float) -> list[str]:
    """Return the lines below the title: counts, and the meaning of the perspective.

    Parameters
    ----------
    plate
        The plate of the picture.
    width
        Room for a line, in points.
    """
    counts = plate.t("sentence.and").join(titles.counts(plate))
    meaning = wrap(titles.meaning(plate), width / 4.1)[:2]
    return [line for line in (counts, *meaning) if line]


def lines(plate: Plate, width: float) -> list[str]:
    """Return the lines of the credits in a width of so many points.

    Parameters
    ----------
    plate
        The plate of the picture.
    width
        The width.
    """
    found = [line for text in credits_(plate) for line in wrap(text, width / 3.75)]
    own = user_events(plate)
    return [own, *found] if own else found


def foot(plate: Plate, box: Axes) -> None:
    """Write the credits.

    Parameters
    ----------
    plate
        The plate of the picture.
    box
        The axes of this part of the sheet, in points.
    """
    side, x = ("right", box.get_xlim()[1]) if plate.rtl else ("left", 0.0)
    own = user_events(plate)
    for number, line in enumerate(lines(plate, box.get_xlim()[1])):
        label = box.text(
            x, box.get_ylim()[1] - LINE * number - _RISE, plate.run(line), fontsize=6.3, ha=side,
            va="baseline", color=STYLE["faint"], parse_math=False,
        )  # fmt: skip
        if line == own:
            fit(label, box.get_xlim()[1])


def draw_locator(plate: Plate, box: Axes) -> None:
    """Draw country, governorates and disputed areas, and the frame of the large map.

    Parameters
    ----------
    plate
        The plate of the picture.
    box
        The axes of this part of the sheet, in points.
    """
    outline = project(country(plate.atlas))
    _fit(box, outline)
    # Pale and not too thin: programs that show PDF draw_locator hairlines a whole dot wide.
    inner = project(ground.of_level(plate.atlas, ground.GOVERNORATE))
    _line(box, outline, STYLE["land"], LINES["country"]["colour"], 0.75)
    _line(box, inner, "none", STYLE["neighbourLine"], 0.6)
    areas = plate.atlas.areas
    label = shapely.union_all(areas.geometry[areas["list_number"].notna()].to_numpy())
    if not shapely.is_empty(label):
        band = {"facecolor": STYLE["disputed"], "alpha": 0.35, "linewidth": 0}
        box.add_patch(PathPatch(path(project(label)), **band))
    (west, east), (south, north) = plate.axes.get_xlim(), plate.axes.get_ylim()
    frame: dict[str, Any] = {"facecolor": "none", "edgecolor": STYLE["accent"], "linewidth": 1.1}
    box.add_patch(Rectangle((west, south), east - west, north - south, **frame))


def _fit(box: Axes, outline: Any) -> None:
    """Show an outline (metres) as large as the axes let it, with a rim."""
    west, south, east, north = shapely.bounds(outline)
    size = box.get_window_extent()
    shape = size.width / size.height
    width = 1.06 * max(east - west, (north - south) * shape)
    x, y, height = (west + east) / 2, (south + north) / 2, width / shape
    box.set(xlim=(x - width / 2, x + width / 2), ylim=(y - height / 2, y + height / 2))
    box.axis("on")
    box.set(xticks=[], yticks=[], facecolor=STYLE["paper"])
    for spine in box.spines.values():
        spine.set(color=STYLE["neighbourLine"], linewidth=0.5)


def _line(box: Axes, outline: Any, fill: str, colour: str, width: float) -> None:
    look = {"facecolor": fill, "edgecolor": colour, "linewidth": width}
    box.add_patch(PathPatch(path(outline), **look))
