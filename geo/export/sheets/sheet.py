"""The sheet of a view: its maps drawn by the painter, and all that stands around them, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.draw.style import STYLE
from geo.export.sheets import around, band, paper, titles, typeset
from geo.export.sheets.beside import caption, split_view
from geo.export.user_events import NO_DATA, UserData
from geo.model import Layer, Paper
from geo.profile import current
from geo.rounding import round_estimate
from geo.words import locale, say, side_word

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.export.user_events import UserEvents
    from geo.stories.story import DrawnMark
    from geo.user_areas.areas import UserAreas
    from geo.view import View

#: Letters that are joined, as a drawing may hold them in any language.
_JOINED = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")

#: So many pairs of who holds and who claims have their figures in the legend, the largest ones.
_PAIRS = 4

#: A sample of the legend, and its size.
_SWATCH = (20.0, 10.0)
_SAMPLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">%s</svg>'
)

#: Pixels of the longest bar of a scale, and of what stands around a bar.
LONGEST_BAR, _SCALE = 120.0, (12.0, 22.0)

#: Sizes of the legend's letters (points) with its number of columns: the first that fits is taken.
_BESIDE = (
    *((7.4, 1), (7.0, 1), (6.6, 1), (6.3, 1), (6.0, 1)),
    *((6.6, 2), (6.3, 2), (6.0, 2), (6.0, 3)),
)
_BELOW = ((7.4, 3), (7.0, 3), (6.6, 3), (6.6, 4), (6.0, 4), (6.6, 5), (6.0, 5), (6.0, 6))


@dataclass(frozen=True)
class Drawn:
    """Maps that are drawn, with what stands around them."""

    data: dict[str, Any]
    """What the template takes."""

    maps: tuple[painter.Picture, ...]
    """Its maps, in the order of reading."""

    @property
    def title(self) -> str:
        """Subject, place and date."""
        return str(self.data["title"])

    @property
    def description(self) -> str:
        """What the sheet shows, for those who do not see it."""
        return str(self.data["alt"])


@dataclass(frozen=True)
class Sheet(Drawn):
    """A sheet of paper that is laid out and drawn."""

    room: paper.Room
    """Where its parts stand."""


def build(
    atlas: Atlas,
    view: View,
    size: Paper = Paper.A4,
    user_data: UserData = NO_DATA,
    *,
    address: str | None = None,
    kind: str = ".png",
    outlines: bool = False,
) -> Sheet:
    """Draw the maps of a view and lay out its sheet."""
    view = user_data.open_view(view)
    views = split_view(view, user_data.areas) or (view,)
    swiped = len(views) > 1 and view.compare_mode == "swipe"
    bounds = view.bounds or around.home(atlas)
    wordings = [painter.word(atlas, single, **user_data.drawn) for single in views]
    wording = wordings[0]
    head = {
        **page_data(view, size),
        "title": titles.title(atlas, view, user_data.subject),
        "below": [
            *filter(None, [wording.doubts if len(views) == 1 else ""]),
            *wording.lines,
            *_sums(views, wordings),
            *filter(None, [wording.ground if len(views) == 1 else ""]),
        ],
        "credits": [
            *user_data.credits(view, bounds),
            *around.credit_lines(atlas, view, ""),
        ],
    }
    heights = typeset.ask("map", head | {"measure": True}, "room")[0]
    count = 1 if swiped else len(views)
    rooms = [
        paper.lay_out(size, heights["head"], heights["foot"], count, share)
        for share in paper.SHARES
    ]

    def draw(room: paper.Room) -> tuple[tuple[painter.Picture, ...], list[dict[str, Any]]]:
        frame = painter.Frame(bounds, *room.pixels)
        maps = tuple(
            drawn_map(
                atlas,
                map_view,
                frame,
                taken=[scale_room(frame, view)],
                **user_data.drawn,
                marks=user_data.marks,
                prefix=f"map{number}-",
                kind=kind,
                outlines=outlines,
            )
            for number, map_view in enumerate(views)
        )
        return maps, _legend(atlas, view, maps, user_data)

    room = rooms[0]
    tries = _BELOW if room.upright else _BESIDE
    drawn, groups = draw(room)
    fitting = _fitting_room(head | {"legend": groups, "tries": tries}, rooms)
    if fitting is not room:
        room = fitting
        drawn, groups = draw(room)
    credit = user_data.credits(view, drawn[0].bounds)
    sentence = drawn[0].title if len(drawn) == 1 else head["title"]
    link = around.link(address, view, atlas.release) if address else ""
    data = head | {
        "measure": False,
        "alt": " ".join([*(item.description for item in drawn), *wording.lines, *credit]),
        "credits": around.credit_lines(atlas, view, sentence, credit, drawn),
        "room": {"head": heights["head"], "key": room.key, "upright": room.upright},
        "maps": [
            map_data(
                picture,
                map_view,
                room.map,
                caption(view, map_view, user_data.areas) if len(views) > 1 else "",
            )
            for map_view, picture in zip(views, drawn, strict=True)
        ],
        "swipe": view.swipe if swiped else None,
        "legend": groups,
        "tries": tries,
        "locator": around.locator(atlas, view, drawn[0].bounds),
        "code": around.code(link) if link else None,
        "address": link,
        "live": say("picture.live", view.language),
    }
    return Sheet(data, drawn, room)


def corner_room(
    frame: painter.Frame, width: float, height: float, *, at_start: bool, rtl: bool
) -> tuple[float, float, float, float]:
    """Return a room in a lower corner of a map, in its pixels."""
    left = 0.0 if at_start is not rtl else frame.width - width
    return left, frame.height - height, width, height


def scale_room(
    frame: painter.Frame, view: View, bar: float = LONGEST_BAR
) -> tuple[float, float, float, float]:
    """Return where a scale with a bar of so many pixels stands on a map."""
    wide, high = bar + _SCALE[0], _SCALE[1]
    return corner_room(frame, wide, high, at_start=True, rtl=view.language.rtl)


def expected_sums(areas: UserAreas | None, views: Sequence[View]) -> list[str]:
    """Return lines as long as those on a reader's control map beside several maps will be."""
    if areas is None or areas.control is None or len(views) < 2:
        return []
    return [
        f"{caption(view, view)}: "
        + say("userAreas.sum", view.language, same="888,888", differ="888,888")
        for view in views
    ]


def _sums(views: Sequence[View], wordings: Sequence[painter.Wording]) -> list[str]:
    """Return of each of several maps how far a reader's control map agrees with it."""
    pairs = zip(views, wordings, strict=True)
    return [
        f"{caption(view, view)}: {wording.areas}"
        for view, wording in pairs
        if wording.areas and len(views) > 1
    ]


def drawn_map(
    atlas: Atlas,
    view: View,
    frame: painter.Frame,
    *,
    kind: str,
    outlines: bool = False,
    **more: Any,
) -> painter.Picture:
    """Draw a map for a kind of file.

    A drawing's joined letters, of several glyphs each, cannot be told in a PDF: there they are
    outlines, and the alternative text says what the map shows.
    """
    joined = kind == ".pdf" and view.language.rtl
    text = painter.Text.OUTLINES if outlines or joined else painter.Text.LIVE
    made = painter.draw(atlas, view, frame, text=text, **more)
    if kind == ".pdf" and text is painter.Text.LIVE and _JOINED.search(made.svg):
        return drawn_map(atlas, view, frame, kind=kind, outlines=True, **more)
    return made


def language_data(view: View) -> dict[str, Any]:
    """Return what every template needs to know of the language."""
    return {
        "lang": str(view.language),
        "country": current().country,
        "rtl": view.language.rtl,
        "faces": [painter.LATIN, painter.ARABIC],
        "digits": list(locale.digits("0123456789", view.language)),
    }


def page_data(view: View, size: Paper) -> dict[str, Any]:
    """Return what templates need to know of paper and language."""
    return language_data(view) | {
        "page": paper.SIZES[size], "grow": paper.grow(size), "margin": paper.MARGIN, "alt": "",
    }  # fmt: skip


def map_data(
    picture: painter.Picture, view: View, size: Sequence[float], caption: str
) -> dict[str, Any]:
    """Return a map as templates take it; positions are shares of its width and height."""
    meridians, parallels = picture.graticule.meridians, picture.graticule.parallels
    return {
        "svg": picture.svg,
        "size": size,
        "alt": picture.description,
        "caption": caption,
        "meridians": [
            _degrees(meridian, picture.width, ("east", "west"), view) for meridian in meridians
        ],
        "parallels": [
            _degrees(parallel, picture.height, ("north", "south"), view) for parallel in parallels
        ],
        "scale": {
            "share": picture.scale.width / picture.width,
            "text": picture.scale.text,
        },
    }


def _degrees(
    line: painter.Line, length: float, sides: tuple[str, str], view: View
) -> dict[str, Any]:
    """Return where a meridian or parallel stands, and what it is called."""
    side = sides[line.degrees < 0]
    number = locale.number(abs(line.degrees), view.language, 2)
    text = say(f"picture.{side}", view.language, n=number)
    return {"at": line.at / length, "text": text}


def _legend(
    atlas: Atlas, view: View, maps: Sequence[painter.Picture], user_data: UserData
) -> list[dict[str, Any]]:
    return [
        *_count_events(legend(*maps), user_data.events, maps[0].counts, view),
        *_pairs(atlas, view),
        *_drawn_by(user_data.marks, view),
    ]


def _fitting_room(data: dict[str, Any], rooms: Sequence[paper.Room]) -> paper.Room:
    """Return the first room in which a legend fits, else the last."""
    sizes = [room.key for room in rooms]
    (number,) = typeset.ask("legend", data | {"rooms": sizes}, "fitting")
    return rooms[-1 if number is None else number]


def legend(*pictures: painter.Picture) -> list[dict[str, Any]]:
    """Return the legend of some maps: each entry once below what it means, in the page's order.

    Of several maps it has no figures of one day.
    """
    groups: dict[str, dict[tuple[str, str], Any]] = {}
    for group in (group for picture in pictures for group in picture.legend):
        entries = groups.setdefault(group.title, {})
        for entry in group.entries:
            if len(pictures) < 2 or not entry.dated:
                entries.setdefault((entry.under, entry.text), entry.sample)
    return [
        {
            "head": title or None,
            "entries": [entry_data(text, sample) for (_, text), sample in entries.items()],
        }
        for title, entries in groups.items()
        if entries
    ]


def _count_events(
    groups: list[dict[str, Any]], given: UserEvents | None, counts: Mapping[str, int], view: View
) -> list[dict[str, Any]]:
    """Return a legend whose name of the reader's events says how many are shown."""
    number = locale.number(counts.get("user_events", 0), view.language)
    for entry in (entry for group in groups for entry in group["entries"]):
        if given is not None and entry["svg"] is None and entry["text"] == given.title:
            entry["text"] += f" · {say('userEvents.count', view.language, n=number)}"
    return groups


def entry_data(text: str, sample: painter.Sample | None) -> dict[str, Any]:
    """Return an entry of a legend as templates take it."""
    if sample is None:
        return {"text": text, "svg": None}
    return {"text": text, "svg": sample.svg, "width": sample.width, "height": sample.height}


def _pairs(atlas: Atlas, view: View) -> list[dict[str, Any]]:
    """Return how much ground one side holds and a second perspective gives to another.

    The figures are of the whole country, whatever the frame shows, and the heading says so.
    """
    if view.against is None or view.compare_mode != "change" or Layer.CONTROL not in view.layers:
        return []
    from geo.ask.comparisons import differences  # noqa: PLC0415 -- frames, where they are needed

    def t(key: str, **values: object) -> str:
        return say(key, view.language, **values)

    entries = []
    for row in differences(atlas, view).head(_PAIRS).to_dict("records"):
        claimed = t(side_word(row["other"], view.against, view.compare or view.date))
        words = {"held": titles.holder(view, row["holder"]), "claimed": claimed}
        text = t("legend.pair", km2=locale.number(row["km2"], view.language), **words)
        if row["residents_best"] == row["residents_best"]:
            ends = (row[f"residents_{end}"] for end in ("low", "best", "high"))
            _, people, _ = round_estimate(*ends)
            counted = t("legend.pair.people", n=locale.number(people, view.language))
            text = t("sentence.comma").join([text, counted])
        text = text[:1].upper() + text[1:]
        svg = band.sample(row["holder"], f"over.{row['other']}")
        entries.append(entry_data(text, painter.Sample(svg, *_SWATCH, to_scale=False)))
    names = {
        "what": t(f"perspective.{view.perspective}"),
        "other": t(f"perspective.{view.against}"),
    }
    return [{"head": f"{t('compare.pairs', **names)} ({t('country')})", "entries": entries}]


def _drawn_by(marks: Sequence[DrawnMark], view: View) -> list[dict[str, Any]]:
    """Return whose the marks on the map are, where a story's writer drew some."""
    if not marks:
        return []
    line = f'<path d="M0 5H20" stroke="{STYLE["accent"]}" stroke-width="2.2"/>'
    sample = painter.Sample(_SAMPLE % line, *_SWATCH, to_scale=False)
    entry = entry_data(say("story.marks.whose", view.language), sample)
    return [{"head": say("story.marks", view.language), "entries": [entry]}]
