"""Several maps beside one another: each says its day, what changed before it, and who held what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.ask import holdings
from geo.ask.perspective import within
from geo.model import Layer
from geo.pictures import ground, legend
from geo.profile import current
from geo.words import locale, say
from geo.words.cells import is_missing

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.pictures import painter
    from geo.user_areas.areas import UserAreas
    from geo.view import View

#: Shares of the ground that are too small to be written below a panel.
_SMALL = 0.005

#: States that the map and its key show by one texture.
_STRIPED = ("mixed", "contested")

#: Line around ground that changed hands: its edge, and the line itself.
_LINES = (("#ffffff", 3.4), ("#16181c", 1.5))

#: Line of the legend.
_OUTLINE = (
    '<rect x="1.5" y="1.5" width="17" height="7" fill="none" stroke="#16181c" stroke-width="1.5"/>'
)


def views_of(view: View, days: Sequence[Any], control: UserAreas | None = None) -> tuple[View, ...]:
    """Return the views beside one another: of some days, of a comparison, or the view alone."""
    if days:
        alone = view.with_(compare=None, against=None, compare_mode="change")
        return tuple(alone.with_(date=day) for day in days)
    return split_view(view, control) or (view,)


def split_view(view: View, control: UserAreas | None = None) -> tuple[View, View] | None:
    """Return the views of the two maps that a view asks for; None where it asks for one.

    The earlier of two days comes first; of two perspectives the view's own; ours before a control
    map of the reader.

    >>> from geo import View
    >>> view, other = split_view(View(date="2017-11-01", compare="2014-08-08", compare_mode="side"))
    >>> view.date.year, other.date.year
    (2014, 2017)
    >>> split_view(View(date="2017-11-01", compare="2014-08-08")) is None
    True
    """
    if view.compare_mode == "change":
        return None
    single = view.with_(compare=None, against=None, compare_mode="change")
    if view.compare is None and view.against is None:
        two = (Layer.CONTROL, Layer.USER_CONTROL)
        if control is None or not {*two} <= {*view.layers}:
            return None
        theirs, ours = (
            single.with_(layers=tuple(item for item in view.layers if item != layer))
            for layer in two
        )
        return ours, theirs
    other = single.with_(
        date=view.compare or view.date, perspective=view.against or view.perspective
    )
    return (other, single) if other.date < single.date else (single, other)


def caption(total: View, view: View, control: UserAreas | None = None) -> str:
    """Return what is written above a map: its day, and whose map it is where that differs."""
    words = [locale.day(view.date, view.language)]
    if control is not None and Layer.CONTROL not in view.layers:
        words.insert(0, say("userAreas.yours", view.language, name=control.name))
    elif total.against or (control is not None and total.compare is None):
        words.insert(0, say(f"perspective.{view.perspective}", view.language))
    return say("sentence.comma", view.language).join(words)


def totals(units: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the ground of each holder, or class, of some units (km²)."""
    km2 = dict.fromkeys(current().holders, 0.0)
    for row in units:
        km2[row["holder"]] = km2.get(row["holder"], 0.0) + float(row["km2"])
    return {name: area for name, area in km2.items() if area}


def list_disputed(atlas: Atlas, view: View) -> list[dict[str, Any]]:
    """Return the units of the listed areas on the day; of the country where there are none."""
    rows = holdings.on(atlas, view.date, view.perspective)
    areas = atlas.records("areas") if "areas" in atlas.names else []
    codes = [row["pcodes"] for row in areas if not is_missing(row["list_number"])]
    units = {"pcode": [row["pcode"] for row in rows]}
    return [rows[at] for at in within(units, ";".join(codes))] if codes else rows


def captions(atlas: Atlas, views: Sequence[View]) -> list[dict[str, Any]]:
    """Return what stands at each panel: its day, ground by holder, and all of it in words."""
    result, before = [], list[dict[str, Any]]()
    for view in views:
        t, units = partial(say, code=view.language), list_disputed(atlas, view)
        km2 = totals(units)
        least = _SMALL * sum(km2.values())
        km2[_STRIPED[0]] = sum(km2.pop(name, 0.0) for name in _STRIPED)
        figures = {
            name: locale.number(area, view.language) for name, area in km2.items() if area >= least
        }
        parts = [f"{_class_word(view, name)} {number}" for name, number in figures.items()]
        if before:
            pairs = zip(units, before, strict=True)
            changed = sum(row["km2"] for row, old in pairs if row["holder"] != old["holder"])
            parts.append(t("days.changedBy", n=locale.number(changed, view.language)))
        day = locale.day(view.date, view.language)
        result.append({
            "caption": day,
            "totals": [
                {"svg": legend.sample(name), "text": number} for name, number in figures.items()
            ],
            "changed": parts[-1] if before else "",
            "alt": f"{day}: {t('sentence.comma').join(parts)}",
        })  # fmt: skip
        before = units
    return result


def draw_outlines(
    atlas: Atlas, picture: painter.Picture, view: View, before: View, prefix: str
) -> str:
    """Return a panel's drawing with outlines around the ground that changed before it."""
    path = ground.outline_changes(atlas, (before.date, view.date), view.perspective, picture)
    if not path:
        return picture.svg
    lines = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        'stroke-linejoin="round"/>'
        for colour, width in _LINES
    )
    name = f"{prefix}changed"
    layer = f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="changed">{lines}</g>\n'
    labels = f'<g id="{prefix}labels"'
    at = picture.svg.find(labels)
    at = at if at >= 0 else picture.svg.rindex("</svg>")
    return picture.svg[:at] + layer + picture.svg[at:]


def key(view: View) -> list[dict[str, Any]]:
    """Return what the legend says of several days: the outline, and what the figures are."""
    return [
        legend.make_entry(say("days.changed", view.language), legend.SAMPLE % _OUTLINE),
        legend.make_entry(say("days.totals", view.language)),
    ]


def count_columns(count: int, letters: float) -> int:
    """Return how many panels stand beside one another.

    >>> [count_columns(*pair) for pair in ((6, 78), (24, 78), (6, 39), (2, 39))]
    [3, 4, 2, 2]
    """
    most = max(1, min(count, int(letters // 18)))
    aim = (1.5 * count) ** 0.5

    def cost(number: int) -> float:
        return -count % number + 1.5 * abs(number - aim)

    return min(range(1, most + 1), key=cost)


def _class_word(view: View, name: str) -> str:
    is_striped = name == _STRIPED[0]
    return say("legend.divided", view.language) if is_striped else ground.name_holder(view, name)
