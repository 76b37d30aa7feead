"""What stands around the map: the sentence that says what is shown, the scale, the credits."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from geo.ask import layer_content
from geo.draw.style import STYLE
from geo.export.picture.layers.control import shown
from geo.export.picture.legend import fit, wrap
from geo.export.picture.plate import Plate
from geo.export.picture.user_events.seen import Seen, brought
from geo.model import HELD, Layer
from geo.words import locale


def sentence(plate: Plate) -> str:
    """Say what is shown, in the words of the page's title."""
    view, t = plate.view, plate.t
    what = t(f"sentence.{view.perspective}")
    if view.compare is not None:
        first, last = sorted((view.compare, view.date))
        return t(
            "sentence.compare", what=what, **{"from": _day(plate, first)}, to=_day(plate, last)
        )
    parts = [what + t("sentence.comma") + _day(plate, view.date)]
    if Layer.CONTROL in plate.layers:
        classes = shown(plate.layers[Layer.CONTROL])
        for kind in ("contested", "mixed"):
            count = int((classes == kind).sum())
            key = f"sentence.{kind}.one" if count == 1 else f"sentence.{kind}"
            parts += [t(key, n=plate.number(count))] if count else []
    return t("sentence.and").join(parts)


def meaning(plate: Plate) -> str:
    """Say what the perspective is, where it is not simply who held the ground."""
    if plate.view.perspective == HELD:
        return ""
    rows = plate.atlas.table("perspectives").set_index("id")
    return str(rows[f"text_{plate.view.language}"][str(plate.view.perspective)])


def credits_(plate: Plate) -> list[str]:
    """Return the texts below the map: citation, sources, licences."""
    atlas, t = plate.atlas, plate.t
    cited = layer_content.cited(atlas, plate.layers)
    often = cited["publisher"].value_counts().index[:5]
    licences = layer_content.licences(atlas, plate.layers)["title"].unique()
    told = locale.digits(atlas.date.isoformat(), plate.view.language)
    return [
        t("about.citation", what=sentence(plate), date=told, version=atlas.version),
        t("picture.sources", n=plate.number(len(cited)), names=", ".join(often)),
        t("picture.licences", names="; ".join(sorted(licences))) + " " + t("about.neutral"),
    ]


def user_events(plate: Plate) -> str:
    """Name the reader's own events and say how many are shown; empty where there are none."""
    data = brought(plate)
    if data is None:
        return ""
    counts = {"n": len(data.shown(plate.view)), "of": len(data.rows)}
    counts["within"] = len(Seen.of(plate, data))
    told = {key: plate.number(count) for key, count in counts.items()}
    return plate.t("picture.userEvents", name=data.credit or plate.t("layer.user_events"), **told)


def titled(plate: Plate) -> str:
    """Return the title with the number of the reader's events, for those who cannot see them."""
    data = brought(plate)
    number = plate.number(len(data.shown(plate.view))) if data else ""
    return f"{sentence(plate)} · {plate.t('userEvents.count', n=number)}"


def scale(plate: Plate) -> None:
    """Draw a scale bar in kilometres, true at the frame's middle."""
    axes = plate.axes
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    true = 1 / math.cosh((south + north) / 2 / 6378137)  # Mercator stretches by 1 / cos(lat)
    longest = (east - west) * true * 0.2 / 1000
    step = 10 ** math.floor(math.log10(longest))
    km = max(n * step for n in (1, 2, 5) if n * step <= longest)
    length = km * 1000 / true
    at = west + 0.02 * (east - west) if not plate.rtl else east - 0.02 * (east - west) - length
    low, high = south + 0.025 * (north - south), south + 0.033 * (north - south)
    half = {"linewidth": 0.6, "edgecolor": STYLE["ink"], "zorder": 20}
    axes.add_patch(Rectangle((at, low), length / 2, high - low, facecolor=STYLE["ink"], **half))
    axes.add_patch(
        Rectangle((at + length / 2, low), length / 2, high - low, facecolor="white", **half)
    )
    text = plate.run(f"{plate.number(km)} {plate.t('unit.km')}")
    axes.text(
        at + length / 2, high, text, fontsize=8, ha="center", va="bottom", zorder=20,
        color=STYLE["ink"], parse_math=False,
    )  # fmt: skip


def head(plate: Plate, box: Axes) -> None:
    """Write the title and, below it, what the perspective means."""
    side, x = ("right", box.get_xlim()[1]) if plate.rtl else ("left", 0.0)
    top = box.get_ylim()[1]
    common: dict[str, Any] = {"ha": side, "va": "top", "parse_math": False}
    heavy = plate.face(bold=True)
    box.text(x, top, plate.run(sentence(plate)), fontsize=14, color=STYLE["ink"], **common, **heavy)
    letters = box.get_xlim()[1] / 4.1
    for number, line in enumerate(wrap(meaning(plate), letters)[:2]):
        box.text(
            x, top - 19 - 10 * number, plate.run(line), fontsize=7.5, color=STYLE["faint"], **common
        )


def foot(plate: Plate, box: Axes) -> None:
    """Write the credits."""
    side, x = ("right", box.get_xlim()[1]) if plate.rtl else ("left", 0.0)
    letters = box.get_xlim()[1] / 3.75
    lines = [line for text in credits_(plate) for line in wrap(text, letters)][:5]
    own = user_events(plate)
    for number, line in enumerate([own, *lines] if own else lines):
        told = box.text(
            x, box.get_ylim()[1] - 9 * number, plate.run(line), fontsize=6.3, ha=side, va="top",
            color=STYLE["faint"], parse_math=False,
        )  # fmt: skip
        if line == own:
            fit(told, box.get_xlim()[1])


def _day(plate: Plate, value: date) -> str:
    return locale.day(value, plate.view.language)
