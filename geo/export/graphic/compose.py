"""A graphic as its template takes it: words, maps with names on their ground, key and credits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo import painter
from geo.ask.contents.credits import rights, share_alike_rows
from geo.draw.style import holder_colours
from geo.errors import ExportError
from geo.export.graphic import geometry, panels, typeface
from geo.export.graphic.settings import GraphicSettings, Theme
from geo.export.sheets import around, beside, brief, sheet, titles, typeset
from geo.export.sheets.sheet import Drawn
from geo.export.user_events import NO_DATA, UserData
from geo.model import NO_HOLDER, STATES, Layer
from geo.words import phrase

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

#: Smallest names of the painter, in pixels of a map.
_NAME = 9.5

#: Letters of credits on a phone, in points: they are there to be zoomed in on.
_FINE = 6.5

#: Height of a map as a share of its width: the flattest and the tallest.
_FLAT, _TALL = 0.55, 1.15

#: Share of a picture that its map takes beside words, and the least that maps take of the height.
_BESIDE, _LEAST = 0.54, 0.3

#: Lines that a headline and a deck may have.
_HEADLINE, _DECK = 3, 6

#: Size of names of holders on the map, in its pixels: at least, and more by the width in letters.
_DIRECT, _LARGER = 11.0, 1 / 40

#: Ground so dark that names stand on it in white.
_DARK_GROUND = 0.12

#: Graphics of fewer letters a line leave out lines of the legend that are understood without.
_SMALL = 52

#: Layers that are drawn in part where sub-districts are drawn whole.
_REDUCED = (Layer.CONTROL, Layer.TOWNS, Layer.FIELDS)

#: Towns whose marks names of holders keep off.
_TOWNS = 3


def build(
    atlas: Atlas,
    view: View,
    settings: GraphicSettings,
    user_data: UserData = NO_DATA,
    *,
    kind: str,
) -> Drawn:
    """Draw the maps of a graphic and put its words together."""
    return Graphic.of(atlas, view, settings, user_data, kind=kind).compose()


@dataclass(frozen=True)
class Graphic:
    """A view in a format: what stands where."""

    atlas: Atlas
    view: View
    settings: GraphicSettings
    kind: str
    user_data: UserData

    @classmethod
    def of(
        cls,
        atlas: Atlas,
        view: View,
        settings: GraphicSettings,
        user_data: UserData = NO_DATA,
        *,
        kind: str,
    ) -> Graphic:
        """Choose the layers of a view for a format."""
        view = user_data.open_view(view)
        made = cls(atlas, view, settings, kind, user_data)
        layers = settings.layers(view, made.across / made.least)
        if settings.lines == "whole":
            closed = {layer for item in rights(atlas) if item.share_alike for layer in item.layers}
            layers = tuple(item for item in layers if item in _REDUCED or item not in closed)
        view = view.with_(layers=layers, by_zoom=False)
        return cls(atlas, view, settings, kind, user_data)

    @property
    def least(self) -> float:
        """Points of the smallest letters."""
        return self.settings.shape.least

    @property
    def page(self) -> tuple[float, float | None]:
        """Width and height in points."""
        return self.settings.shape.size

    @property
    def is_phone(self) -> bool:
        return self.settings.shape.pixels is not None

    @cached_property
    def typeface(self) -> typeface.Typeface | None:
        return typeface.read(self.settings.font)

    @cached_property
    def views(self) -> tuple[View, ...]:
        return panels.views_of(self.view, self.settings.dates, self.user_data.areas)

    @property
    def px(self) -> float:
        """Points of a pixel of the screen map."""
        return self.least / _NAME

    @property
    def direct(self) -> float:
        """Size of names of holders, in pixels of the map."""
        return _DIRECT + _LARGER * self.settings.shape.letters

    @property
    def edge(self) -> float:
        """White around the graphic, in points."""
        share = 0.9 if self.is_phone else 1.2
        return 0.0 if self.settings.theme is Theme.TRANSPARENT else self.least * share

    @property
    def gap(self) -> float:
        """Points between panels."""
        return self.least

    @cached_property
    def columns(self) -> int:
        return panels.columns(len(self.views), self.settings.shape.letters)

    @property
    def rows(self) -> int:
        return -(-len(self.views) // self.columns)

    @property
    def is_beside(self) -> bool:
        """Whether words stand beside the map, not above and below it."""
        return self.settings.shape.is_flat and len(self.views) == 1

    @property
    def across(self) -> float:
        """Width of a map in points."""
        inner = self.page[0] - 2 * self.edge
        if self.is_beside:
            return inner * _BESIDE
        return (inner - (self.columns - 1) * self.gap) / self.columns

    @cached_property
    def reduced(self) -> dict[str, Any]:
        """What a map of whole sub-districts leaves out."""
        if self.settings.lines != "whole":
            return {}
        out = [
            f"{layer}:{name}"
            for layer in self.view.layers
            if layer in (Layer.TOWNS, Layer.FIELDS) and layer.spec.ids
            for name in sorted(share_alike_rows(self.atlas, layer.spec.ids))
        ]
        return {"undivided": True, "left_out": out}

    @cached_property
    def box(self) -> Any:
        return self.view.bounds or around.home(self.atlas)

    def compose(self) -> Drawn:
        high = self._high_by_ground()
        drafts = self._draw_maps(high)
        words, named = self.words(drafts), list[dict[str, Any]]()
        heights = self.heights(words, self.legend(drafts, []))
        if len(self.views) == 1 and self.page[1] is None:
            named = self._direct(drafts[0])
        elif self.page[1] is not None:
            high = self.high_that_is_left(heights)
            drafts = self._draw_maps(high)
            if len(self.views) == 1 and (named := self._direct(drafts[0])):
                # Names on the map take lines off the legend: the map becomes a little higher.
                higher = self.high_that_is_left(self.heights(words, self.legend(drafts, named)))
                larger = self._draw_maps(higher)
                again = self._direct(larger[0])
                if {item["name"] for item in named} <= {item["name"] for item in again}:
                    high, drafts, named = higher, larger, again
        taken = [tuple(item["room"]) for item in named]
        pictures = self._draw_maps(high, taken=[*taken, self._scale_room(drafts[0])])
        keyed = words | {"legend": self.legend(pictures, named)}
        keyed["credits"] = self._credits([*drafts, *pictures])
        self.check_letters(keyed, pictures)
        return Drawn(self._data(keyed, pictures, named, high), tuple(pictures))

    def heights(self, words: dict[str, Any], legend: list[dict[str, Any]]) -> dict[str, Any]:
        """Return how much room words and legend need, in points; refuse words that have none."""
        data = words | {"legend": legend, "measure": True}
        result: dict[str, Any] = typeset.ask("graphic", data, "room")[0]
        self._check_words(result)
        return result

    def check_letters(self, words: dict[str, Any], pictures: Sequence[painter.Picture]) -> None:
        """Make sure that fonts have all letters."""
        settings = self.settings
        names = [name.text for picture in pictures for name in picture.names]
        keys = [entry["text"] for entry in words["legend"]]
        texts = [words["headline"], words["deck"], words["day"], *words["credits"], *names, *keys]
        typed = (settings.headline, settings.deck, settings.credit)
        typeface.check_letters(self.typeface, texts, typed)

    def words(self, drafts: Sequence[painter.Picture]) -> dict[str, Any]:
        """Return what stands above and below the maps."""
        settings, view = self.settings, self.view
        night = settings.theme is Theme.DARK
        fine = _FINE if self.is_phone else self.least
        of = self.user_data.subject
        return sheet.language_data(view) | {
            "faces": typeface.families(self.typeface),
            "font": str(self.typeface.file.parent) if self.typeface else "",
            "typeface": self.typeface.face if self.typeface else None,
            "page": self.page, "edge": self.edge, "grow": self.least / 6, "fine": fine,
            "phone": self.is_phone, "dark": night, "day": self.day(view), "time": None,
            "key-high": None,
            "clear": settings.theme is Theme.TRANSPARENT,
            "beside": self.across if self.is_beside else 0,
            "columns": self.columns, "gap": self.gap, "measure": False, "alt": "",
            "several": bool(settings.dates), "captioned": len(self.views) > 1,
            "sums": max(sheet.expected_sums(self.user_data.areas, self.views), key=len, default=""),
            "headline": settings.headline or titles.headline(self.atlas, view, of),
            "deck": settings.deck or self._deck(drafts[0]),
            "credits": self._credits(drafts),
            "title": settings.headline or titles.title(self.atlas, view, of),
        }  # fmt: skip

    def day(self, view: View) -> str:
        """Return the day or days that a map shows; none where each of several says its own."""
        words = "" if len(self.views) > 1 else titles.days(view)
        return words[:1].upper() + words[1:]

    def _deck(self, draft: painter.Picture) -> str:
        """Return what the perspective means, else the first sentence on the map, where it fits."""
        sentences = () if self.is_phone or len(self.views) > 1 else draft.words[1:2]
        return titles.meaning(self.atlas, self.view) or "".join(sentences)

    def _credits(self, pictures: Sequence[painter.Picture]) -> list[str]:
        """Return who made the graphic and on whose work it rests; the licences ask for that."""
        more = self.user_data.credits(self.view, self.box)
        line = (around.data_line if self.is_phone else around.number_line)(self.atlas, self.view)
        holders = around.rights(self.atlas, self.view, pictures)
        if self.is_phone:
            holders, line = " · ".join(filter(None, (holders, line))), ""
        return [credit for credit in (self.settings.credit, *more, holders, line) if credit]

    def _high_by_ground(self) -> float:
        """Return the height of a map that shows its ground without much around it, in points."""
        west, south, east, north = self.box
        rise = around.mercator(north) - around.mercator(south)
        ratio = rise / np.radians(east - west)
        return self.across * float(min(_TALL, max(_FLAT, ratio)))

    def high_that_is_left(self, heights: dict[str, float]) -> float:
        """Return the height of each map on a picture whose height is given, in points."""
        page = self.page[1] or 0.0
        inner = page - 2 * self.edge
        if self.is_beside:
            left = inner - heights["foot"] - heights["time"]
            if not heights["time"] and heights["column"] > left + 1:
                self._refuse_words(left / heights["column"] - 1 + _LEAST)
            return left
        around_them = heights["head"] + heights["key"] + heights["foot"] + heights["time"]
        below = self.rows * heights["panel"] + (self.rows - 1) * self.gap
        left = inner - around_them - below
        if left < _LEAST * page:
            self._refuse_words(left / page)
        return left / self.rows

    def _refuse_words(self, share: float) -> None:
        left, least, size = max(0, round(100 * share)), round(100 * _LEAST), self.settings.format
        raise ExportError(phrase("fault.graphic.room", size=size, left=left, least=least))

    def _check_words(self, heights: dict[str, Any]) -> None:
        """Make sure that headline and deck have the room that they need."""
        for name, most in (
            ("headline", _HEADLINE + self.is_beside),
            ("deck", _DECK),
        ):
            text, lines = getattr(self.settings, name), heights[f"{name}-lines"]
            if not text:
                continue
            part, size = phrase(f"web.graphic.{name}"), self.settings.format
            if heights[f"{name}-widest"] > 1:
                raise ExportError(phrase("fault.graphic.word", part=part, size=size))
            if lines > most:
                counts = {"n": len(text), "lines": lines, "most": most}
                fit = len(text) * most // lines
                raise ExportError(
                    phrase("fault.graphic.lines", part=part, size=size, fit=fit, **counts)
                )

    def frame(self, high: float) -> painter.Frame:
        return painter.Frame(self.box, round(self.across / self.px), round(high / self.px))

    def _draw_maps(self, high: float, **more: Any) -> list[painter.Picture]:
        film = uuid.uuid4().hex if len(self.views) > 1 else ""
        return [
            sheet.drawn_map(
                self.atlas, view, self.frame(high), kind=self.kind, prefix=f"map{number}-",
                **self.user_data.drawn, marks=self.user_data.marks,
                night=self.settings.theme is Theme.DARK,
                face=self.typeface.face if self.typeface else None, film=film,
                names=self.settings.names, **self.reduced, **more,
            )
            for number, view in enumerate(self.views)
        ]  # fmt: skip

    def _scale_room(self, picture: painter.Picture) -> geometry.Room:
        """Return where the scale stands on a map, in its pixels."""
        frame = painter.Frame(self.box, picture.width, picture.height)
        return sheet.scale_room(frame, self.view, picture.scale.width)

    def _direct(self, picture: painter.Picture) -> list[dict[str, Any]]:
        """Return names of holders that fit on their ground, in place of lines of the legend."""
        hidden = self.user_data.areas is not None and self.user_data.areas.control is None
        compared = self.view.compare or self.view.against
        if Layer.CONTROL not in self.view.layers or compared or hidden or not self.settings.names:
            return []
        known = {
            entry.text for group in picture.legend for entry in group.entries
            if entry.layer == Layer.CONTROL and entry.sample
        }  # fmt: skip
        left, top, wide, tall = self._scale_room(picture)
        corner = shapely.box(left, top, left + wide, top + tall)
        first = [shapely.box(*name.box) for name in picture.names if name.first]
        avoid = geometry.pixels_of(picture, self._towns())
        dots = shapely.union_all(shapely.buffer(shapely.points(avoid), self.direct))
        taken = shapely.union_all([corner, *first, dots])
        made = []
        for name, shape in geometry.ground(
            self.atlas, self.view, picture, undivided=bool(self.reduced)
        ).items():
            words = titles.holder(self.view, name)
            headed = words[:1].upper() + words[1:]
            if headed not in known or name in (*STATES, *NO_HOLDER):
                continue
            free = shapely.difference(shape, taken)
            place = (
                geometry.find_room(free, headed, self.direct, avoid) if not free.is_empty else None
            )
            if place:
                room, lines = place
                at = [
                    (room[0] + room[2] / 2) / picture.width,
                    (room[1] + room[3] / 2) / picture.height,
                ]
                white = _luminance(holder_colours()[name]) < _DARK_GROUND
                made.append(
                    {
                        "name": headed,
                        "room": room,
                        "lines": lines,
                        "at": at,
                        "white": white,
                    }
                )
        return made

    def _towns(self) -> list[tuple[float, float]]:
        if Layer.TOWNS not in self.view.layers:
            return []
        rows = self.atlas.records("places")
        return [(row["lon"], row["lat"]) for row in rows if (row.get("rank") or 9) <= _TOWNS]

    def legend(
        self, pictures: Sequence[painter.Picture], named: Sequence[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        known = {item["name"] for item in named}
        small = self.settings.shape.letters < _SMALL
        entries = brief.entries(pictures, self.view, known, small=small)
        return [*entries, *(panels.key(self.view) if self.settings.dates else [])]

    def _data(
        self, words: dict[str, Any], pictures: Sequence[painter.Picture],
        named: Sequence[dict[str, Any]], high: float,
    ) -> dict[str, Any]:  # fmt: skip
        wording = panels.captions(self.atlas, self.views) if self.settings.dates else []
        maps = []
        for number, (picture, view) in enumerate(zip(pictures, self.views, strict=True)):
            made = sheet.map_data(picture, view, (self.across, high), "")
            made |= {"totals": [], "changed": "", "labels": [], "size_px": self.direct * self.px}
            made["sums"] = picture.areas if len(self.views) > 1 else ""
            made["first"] = number == 0
            if wording:
                made |= wording[number]
                if number:
                    before = self.views[number - 1]
                    made["svg"] = panels.draw_outlines(
                        self.atlas, picture, view, before, f"map{number}-"
                    )
            elif len(self.views) > 1:
                made["caption"] = beside.caption(self.view, view, self.user_data.areas)
            else:
                made["labels"] = list(named)
            maps.append(made)
        alts = [made["alt"] for made in maps]
        return words | {"maps": maps, "alt": ". ".join([words["headline"], *alts])}


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#aabbcc`` (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
