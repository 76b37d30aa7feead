"""A picture as its template takes it: words, maps with names on their ground, key and credits."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.ask.credits import rights, share_alike_rows
from geo.draw.kept_page import kept_page
from geo.errors import ExportError
from geo.model import Layer
from geo.pictures import corner, fonts, ground, legend, painter, panels, titles, typeset
from geo.pictures.credits import data_line, number_line, paper_lines, rights_line
from geo.pictures.settings import EDGE, GraphicSettings, Theme
from geo.pictures.user_data import NO_DATA, UserData
from geo.profile import current
from geo.words import locale, phrase, say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

#: Smallest names of the painter, in pixels of a map.
_NAME = 9.5

#: Letters of credits on a phone, in points: they are there to be zoomed in on.
_FINE = 6.5

#: Height of a map as a share of its width: the flattest and the tallest.
_FLAT, _TALL = 0.55, 1.15

#: What is shown around the frame that opens, as a share of its height.
_AROUND = 0.025

#: Share of the width that a map takes beside words, on a screen and on paper.
_BESIDE, _PAPER = 0.54, 0.74

#: The least that maps take of the height.
_LEAST = 0.3

#: Smallest letters around a paper, which printers leave white, and around its maps, for degrees.
_MARGIN, _RIM = 3.5, 1.27

#: Lines that a headline and a deck may have.
_HEADLINE, _DECK = 3, 6

#: Size of names of holders on the map, in its pixels: at least, and more by the width in letters.
_DIRECT, _LARGER = 11.0, 1 / 40

#: Graphics of fewer letters a line leave out the line of the legend that is understood without.
_SMALL = 52

#: Sizes of the letters of a key whose height is set: the first in which it fits is taken.
_PAPER_SHARES, FILM_SHARES = (1, 0.96, 0.925), (1, 0.92, 0.84, 0.76, 0.68)

#: Share of the height of a listed key that a packed one in the smallest letters needs.
_SQUEEZED = 0.6

#: Layers that are drawn in part where sub-districts are drawn whole.
_REDUCED = (Layer.CONTROL, Layer.TOWNS, Layer.FIELDS)

#: Pixels of what stands around the bar of a scale.
_SCALE = (12.0, 22.0)

#: Letters that are joined, as a drawing may hold them in any language.
_JOINED = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True)
class Drawn:
    """Maps that are drawn, with what stands around them."""

    data: dict[str, Any]  #: What the template takes.
    maps: tuple[painter.Picture, ...]  #: In the order of reading.


@dataclass(frozen=True)
class Composition:
    """A view in a format: what stands where."""

    atlas: Atlas
    view: View
    settings: GraphicSettings
    kind: str
    user_data: UserData
    address: str = ""
    outlines: bool = False

    @classmethod
    def of(
        cls,
        atlas: Atlas,
        view: View,
        settings: GraphicSettings,
        user_data: UserData = NO_DATA,
        *,
        kind: str = ".png",
        **more: Any,
    ) -> Composition:
        """Choose the layers of a view for a format."""
        view = user_data.open_view(view)
        result = cls(atlas, view, settings, kind, user_data, **more)
        layers = settings.layers(view, result.across / result.least, user_data.empty_layers)
        if settings.lines == "whole":
            closed = {layer for item in rights(atlas) if item.share_alike for layer in item.layers}
            layers = tuple(item for item in layers if item in _REDUCED or item not in closed)
        if layers != view.layers or not result.is_paper:
            view = view.with_(layers=layers, by_zoom=False)
        return cls(atlas, view, settings, kind, user_data, **more)

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

    @property
    def is_paper(self) -> bool:
        return self.settings.shape.paper is not None

    @cached_property
    def typeface(self) -> fonts.Typeface | None:
        return fonts.read(self.settings.font)

    @cached_property
    def views(self) -> tuple[View, ...]:
        return panels.views_of(self.view, self.settings.dates, self.user_data.control)

    @property
    def px(self) -> float:
        """Points of a pixel of the screen map."""
        return self.least / _NAME

    @property
    def name_size(self) -> float:
        """Size of names of holders, in pixels of the map."""
        return _DIRECT + _LARGER * self.settings.shape.letters

    @property
    def edge(self) -> float:
        """White around the picture, in points."""
        if self.settings.theme is Theme.TRANSPARENT:
            return 0.0
        return self.least * (_MARGIN if self.is_paper else 0.9 if self.is_phone else EDGE)

    @property
    def rim(self) -> float:
        return self.least * _RIM if self.is_paper else 0.0

    @property
    def gap(self) -> float:
        """Points between panels."""
        return self.least

    @cached_property
    def columns(self) -> int:
        return panels.columns(len(self.views), self.settings.shape.letters)

    @property
    def is_beside(self) -> bool:
        """Whether words stand beside the map, not above and below it."""
        return self.settings.shape.is_flat and len(self.views) == 1

    @property
    def across(self) -> float:
        """Width of a map in points."""
        inner = self.page[0] - 2 * self.edge
        if self.is_beside:
            return inner * (_PAPER if self.is_paper else _BESIDE) - 2 * self.rim
        return (inner - (self.columns - 1) * self.gap) / self.columns - 2 * self.rim

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
    def box(self) -> painter.Box:
        if self.view.bounds:
            return self.view.bounds
        west, south, east, north = kept_page(self.atlas).home
        around = _AROUND * (north - south)  # the dot of a town at the edge is seen whole
        return west - around, south - around, east + around, north + around

    def compose(self) -> Drawn:
        """Draw the maps and put the words together."""
        drafts = list(self.draw(self.views, self._high_by_ground()))
        high, words, labels = self._high_by_ground(), self.words(drafts), list[dict[str, Any]]()
        # Names on the map take lines off a legend below it: the map becomes a little higher.
        for _ in range(2 if self.page[1] and not self.is_beside else 1):
            taller = high
            if self.page[1]:
                taller = self.room(words, self.legend(drafts, labels))[0]
                drafts = list(self.draw(self.views, taller))
            again = self._name_holders(drafts[0])
            if {item["name"] for item in labels} <= {item["name"] for item in again}:
                high, labels = taller, again
        for _ in range(2):
            scale = self.scale_room(drafts[0], self.frame(high))
            words["scale-right"] = scale[0] > 0
            taken = [*(item["room"] for item in labels), scale]
            pictures = list(self.draw(self.views, high, taken=taken))
            words["legend"] = self.legend(pictures, labels)
            words["credits"] = self.credits(pictures)
            fitting, words["key-high"] = self.room(words, words["legend"])
            if fitting >= high:
                break
            high = fitting  # a map that names more than its draft needs more credits
        names = [name.text for picture in pictures for name in picture.names]
        keys = [entry["text"] for entry in words["legend"]]
        texts = [words["headline"], words["deck"], words["day"], *words["credits"], *names, *keys]
        typed = (self.settings.headline, self.settings.deck, self.settings.credit)
        fonts.check_letters(self.typeface, texts, typed)
        return Drawn(self.data(words, self.views, pictures, high, labels), tuple(pictures))

    def room(
        self, words: dict[str, Any], entries: list[dict[str, Any]]
    ) -> tuple[float, float | None]:
        """Return the height of each map and of the key, in points; none where the page grows."""
        heights = typeset.ask(words | {"legend": entries, "measure": True}, "room")[0]
        self._check_words(heights)
        if self.page[1] is None:
            return self._high_by_ground(), None
        inner = self.page[1] - 2 * self.edge
        if self.is_beside:
            left = inner - heights["foot"] - heights["time"] - 2 * self.rim
            key = left - heights["head"] - heights["corner"] + heights["time"]
            needed = heights["key"] * (_SQUEEZED if len(words["shares"]) > 1 else 1)
            if key < needed - 1:
                self._refuse_words(left / (left - key + heights["key"]) - 1 + _LEAST)
            return left, key
        around = heights["head"] + heights["key"] + heights["foot"] + heights["time"]
        rows = -(-len(self.views) // self.columns)
        left = inner - around - rows * (heights["panel"] + 2 * self.rim) - (rows - 1) * self.gap
        if left < _LEAST * self.page[1]:
            self._refuse_words(left / self.page[1])
        return left / rows, heights["key"]

    def _refuse_words(self, share: float) -> None:
        left, least, size = max(0, round(100 * share)), round(100 * _LEAST), self.settings.format
        raise ExportError(phrase("fault.graphic.room", size=size, left=left, least=least))

    def _check_words(self, heights: dict[str, Any]) -> None:
        """Make sure that headline and deck have the room that they need."""
        for name, most in (("headline", _HEADLINE + self.is_beside), ("deck", _DECK)):
            text, lines = getattr(self.settings, name), heights[f"{name}-lines"]
            part, size = phrase(f"web.graphic.{name}"), self.settings.format
            if text and heights[f"{name}-widest"] > 1:
                raise ExportError(phrase("fault.graphic.word", part=part, size=size))
            if text and lines > most:
                counts = {"n": len(text), "lines": lines, "most": most}
                fit = len(text) * most // lines
                raise ExportError(
                    phrase("fault.graphic.lines", part=part, size=size, fit=fit, **counts)
                )

    def words(self, drafts: Sequence[painter.Picture]) -> dict[str, Any]:
        """Return what stands around the maps, but for the key."""
        settings, view, typeface = self.settings, self.view, self.typeface
        about = self.user_data.subject
        title = settings.headline or titles.title(self.atlas, view, about)
        deck = settings.deck or self._deck(drafts[0])
        return {
            "lang": str(view.language),
            "country": current().country,
            "rtl": view.language.rtl,
            "faces": fonts.families(typeface),
            "font": str(typeface.file.parent) if typeface else "",
            "typeface": typeface.face if typeface else None,
            "page": self.page, "edge": self.edge, "rim": self.rim, "gap": self.gap,
            "least": self.least, "px": self.px, "fine": _FINE if self.is_phone else self.least,
            "phone": self.is_phone, "dark": settings.theme is Theme.DARK,
            "clear": settings.theme is Theme.TRANSPARENT,
            "beside": self.across if self.is_beside else 0, "columns": self.columns,
            "key-high": None, "shares": _PAPER_SHARES if self.is_paper else (1,),
            "measure": False, "scale-right": False, "alt": "", "time": None,
            "several": bool(settings.dates), "captioned": len(self.views) > 1,
            "sums": max((draft.areas for draft in drafts), key=len) if len(drafts) > 1 else "",
            "headline": settings.headline or titles.headline(self.atlas, view, about),
            "deck": deck,
            "day": self.day(view),
            "notes": [line for line in self._notes() if line != deck],
            "credits": self.credits(drafts),
            "title": title,
            **self._corner(drafts[0]),
        }  # fmt: skip

    def day(self, view: View) -> str:
        """Return the day or days that a map shows; none where each of several says its own."""
        words = "" if len(self.views) > 1 else titles.days(view)
        return words[:1].upper() + words[1:]

    def _deck(self, draft: painter.Picture) -> str:
        """Return what the perspective means, else the first sentence on the map, where it fits."""
        sentences = () if self.is_phone or len(self.views) > 1 else draft.words[1:2]
        return titles.meaning(self.atlas, self.view) or "".join(sentences)

    def _notes(self) -> list[str]:
        """Return what the page says around its map, for paper."""
        if not self.is_paper:
            return []
        wording = painter.word(self.atlas, self.views[0], **self.user_data.drawn)
        of_day = [wording.doubts, wording.areas, wording.ground] if len(self.views) == 1 else []
        return [line[:1].upper() + line[1:] for line in (*wording.lines, *of_day) if line]

    def _corner(self, draft: painter.Picture) -> dict[str, Any]:
        """Return the locator and the code of a paper."""
        if not self.is_paper:
            return {"locator": None, "code": None}
        night = self.settings.theme is Theme.DARK
        link = corner.link(self.address, self.view, self.atlas.release) if self.address else ""
        return {
            "locator": corner.locator(self.atlas, self.view, draft.bounds, night=night),
            "code": corner.code(link) if link else None,
            "address": link,
            "live": say("picture.live", self.view.language),
        }

    def credits(self, pictures: Sequence[painter.Picture]) -> list[str]:
        """Return who made the picture and on whose work it rests; the licences ask for that."""
        lines = [self.settings.credit, *self.user_data.credits(self.view, pictures[0].bounds)]
        if self.is_paper:
            sentence = pictures[0].title if len(pictures) == 1 else self._title
            lines += paper_lines(self.atlas, self.view, sentence, pictures)
        else:
            line = (data_line if self.is_phone else number_line)(self.atlas, self.view)
            holders = rights_line(self.atlas, self.view, pictures)
            both = [line for line in (holders, line) if line]
            lines += [" · ".join(both)] if self.is_phone else both
        return [line for line in lines if line]

    @cached_property
    def _title(self) -> str:
        return titles.title(self.atlas, self.view, self.user_data.subject)

    def _high_by_ground(self) -> float:
        """Return the height of a map that shows its ground without much around it, in points."""
        west, south, east, north = self.box
        rise = ground.mercator(north) - ground.mercator(south)
        ratio = rise / np.radians(east - west)
        return self.across * float(min(_TALL, max(_FLAT, ratio)))

    def frame(self, high: float) -> painter.Frame:
        return painter.Frame(self.box, round(self.across / self.px), round(high / self.px))

    def draw(
        self, views: Sequence[View], high: float, film: str = "", **more: Any
    ) -> Iterator[painter.Picture]:
        """Yield maps of a height; names of several stay where the first has them.

        In a PDF letters that join are outlines: they are several glyphs each, which it does not
        let stand, and the alternative text says what the map shows.
        """
        is_pdf = self.kind == ".pdf"
        film = film or (uuid.uuid4().hex if len(views) > 1 else "")
        for number, view in enumerate(views):
            more |= {
                **self.user_data.drawn, **self.reduced, "film": film, "prefix": f"map{number}-",
                "marks": self.user_data.marks, "night": self.settings.theme is Theme.DARK,
                "face": self.typeface.face if self.typeface else None,
                "names": self.settings.names,
            }  # fmt: skip
            outlined = self.outlines or (is_pdf and view.language.rtl)
            picture = painter.draw(self.atlas, view, self.frame(high), outlines=outlined, **more)
            if is_pdf and not outlined and _JOINED.search(picture.svg):
                picture = painter.draw(self.atlas, view, self.frame(high), outlines=True, **more)
            yield picture

    def scale_room(self, draft: painter.Picture, frame: painter.Frame | None = None) -> ground.Room:
        """Return where the scale stands on a map, in its pixels.

        It stands where lines begin, or on the other side where a town lies there that comes first.
        """
        wide, high = draft.scale.width + _SCALE[0], _SCALE[1]
        towns = [
            name.at[0] for name in draft.names if name.first and name.box[3] > draft.height - high
        ]
        is_free = all(x < draft.width - wide for x in towns)
        at_right = is_free and (self.view.language.rtl or any(x < wide for x in towns))
        size = frame or draft
        return size.width - wide if at_right else 0.0, size.height - high, wide, high

    def _name_holders(self, picture: painter.Picture) -> list[dict[str, Any]]:
        """Return names of holders on their ground, where one map shows it on one day."""
        hidden = any(areas is not self.user_data.control for areas in self.user_data.areas)
        compared = self.view.compare or self.view.against
        drawn = Layer.CONTROL in self.view.layers and self.settings.names
        if len(self.views) > 1 or not drawn or compared or hidden:
            return []
        taken = self.scale_room(picture)
        return ground.name_holders(
            self.atlas, self.view, picture, self.name_size, taken, undivided=bool(self.reduced)
        )

    def legend(
        self, pictures: Sequence[painter.Picture], labels: Sequence[dict[str, Any]] = ()
    ) -> list[dict[str, Any]]:
        """Return the lines of the key; holders that are named on the map need none."""
        view, named = self.view, {item["name"] for item in labels}
        if self.settings.shape.letters < _SMALL:
            named.add(say("legend.frontApproximate", view.language))
        lines = legend.select_entries(pictures, view, named, paper=self.is_paper)
        lines += legend.find_pairs(self.atlas, view) if self.is_paper else []
        lines += legend.name_writer(self.user_data.marks, view)
        return [*lines, *(panels.key(view) if self.settings.dates else [])]

    def data(
        self,
        words: dict[str, Any],
        views: Sequence[View],
        pictures: Sequence[painter.Picture],
        high: float,
        labels: Sequence[dict[str, Any]] = (),
    ) -> dict[str, Any]:
        """Return all that the template takes; positions are shares of a map's width and height."""
        captions = panels.captions(self.atlas, views) if self.settings.dates else []
        maps = []
        for number, (picture, view) in enumerate(zip(pictures, views, strict=True)):
            item = {
                "svg": picture.svg, "size": (self.across, high), "alt": picture.description,
                "caption": "", "totals": [], "changed": "", "labels": list(labels),
                "size_px": self.name_size * self.px, "first": number == 0,
                "sums": picture.areas if len(views) > 1 else "",
                "meridians": _degrees(picture.meridians, picture.width, ("east", "west"), view),
                "parallels": _degrees(picture.parallels, picture.height, ("north", "south"), view),
                "scale": {"share": picture.scale.width / picture.width, "text": picture.scale.text},
            }  # fmt: skip
            if captions:
                item |= captions[number]
                if number:
                    item["svg"] = panels.draw_outlines(
                        self.atlas, picture, view, views[number - 1], f"map{number}-"
                    )
            elif len(views) > 1:
                item["caption"] = panels.caption(self.view, view, self.user_data.control)
            maps.append(item)
        alts = [words["headline"], *(item["alt"] for item in maps), *words["notes"]]
        own = self.user_data.credits(self.view, pictures[0].bounds)
        return words | {"maps": maps, "alt": ". ".join([*alts, *own])}


def _degrees(
    lines: Sequence[painter.Line], length: float, sides: tuple[str, str], view: View
) -> list[dict[str, Any]]:
    """Return where meridians or parallels stand, and what they are called."""
    return [
        {
            "at": line.at / length,
            "text": say(
                f"picture.{sides[line.degrees < 0]}",
                view.language,
                n=locale.number(abs(line.degrees), view.language, 2),
            ),
        }
        for line in lines
    ]
