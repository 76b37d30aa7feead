"""A picture as its template takes it: words, maps with names on their ground, key and credits."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.ask.credits import rights, share_alike_rows
from geo.draw.kept_page import kept_page
from geo.errors import ExportError
from geo.model import Layer
from geo.pictures import ground, legend, marginalia, painter, panels, typeset
from geo.pictures.painter import fonts
from geo.pictures.settings import EDGE, FEWEST, MOST, Format, GraphicSettings, Theme
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

#: Pixels of what stands around the bar of a scale, and from the middle of a dot to its edge.
_SCALE, _DOT = (12.0, 22.0), 5.0

#: Letters that are joined, as a drawing may hold them in any language.
_JOINED = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True)
class Drawn:
    """Maps that are drawn, with what stands around them."""

    data: dict[str, Any]  #: What the template takes.
    maps: tuple[painter.Picture, ...]  #: In the order of reading.


@dataclass(frozen=True)
class Composition:
    """A view in a format: what stands where. Lengths are points, where nothing else is said."""

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
        if settings.dates and not FEWEST <= (number := len(settings.dates)) <= MOST:
            raise ExportError(phrase("fault.graphic.days", n=number, fewest=FEWEST, most=MOST))
        view = user_data.open_view(view)
        result = cls(atlas, view, settings, kind, user_data, **more)
        layers = settings.layers(view, result.across / result.least, user_data.empty_layers)
        if settings.lines == "whole":
            closed = {layer for item in rights(atlas) if item.share_alike for layer in item.layers}
            layers = tuple(item for item in layers if item not in closed.difference(_REDUCED))
        if layers != view.layers or not result.shape.paper:
            view = view.with_(layers=layers, by_zoom=False)
        return replace(result, view=view)

    @property
    def shape(self) -> Format:
        return self.settings.shape

    @property
    def least(self) -> float:
        """Size of the smallest letters."""
        return self.shape.least

    @cached_property
    def face(self) -> fonts.Face | None:
        return fonts.read_face(self.settings.font)

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
        return _DIRECT + _LARGER * self.shape.letters

    @property
    def edge(self) -> float:
        """White around the picture."""
        if self.settings.theme is Theme.TRANSPARENT:
            return 0.0
        return self.least * (_MARGIN if self.shape.paper else 0.9 if self.shape.pixels else EDGE)

    @property
    def rim(self) -> float:
        """White around a map, for degrees."""
        return self.least * _RIM if self.shape.paper else 0.0

    @property
    def columns(self) -> int:
        return panels.count_columns(len(self.views), self.shape.letters)

    @property
    def is_beside(self) -> bool:
        """Whether words stand beside the map, not above and below it."""
        return self.shape.is_flat and len(self.views) == 1

    @property
    def across(self) -> float:
        """Width of a map."""
        inner = self.shape.size[0] - 2 * self.edge
        if self.is_beside:
            return inner * (_PAPER if self.shape.paper else _BESIDE) - 2 * self.rim
        return (inner - (self.columns - 1) * self.least) / self.columns - 2 * self.rim

    @cached_property
    def box(self) -> painter.Box:
        if self.view.bounds:
            return self.view.bounds
        west, south, east, north = kept_page(self.atlas).home
        around = _AROUND * (north - south)  # the dot of a town at the edge is seen whole
        return west - around, south - around, east + around, north + around

    @property
    def plain_height(self) -> float:
        """Height of a map that shows its ground without much around it."""
        west, south, east, north = self.box
        rise = ground.mercator(north) - ground.mercator(south)
        return self.across * float(min(_TALL, max(_FLAT, rise / np.radians(east - west))))

    def compose(self) -> Drawn:
        """Draw the maps and put the words together."""
        high, is_fixed = self.plain_height, self.shape.size[1] is not None
        drafts = list(self.draw(self.views, high))
        words, labels = self.words(drafts), list[dict[str, Any]]()
        # Names on the map take lines off a legend below it: the map becomes a little higher.
        for _ in range(2 if is_fixed and not self.is_beside else 1):
            taller = high
            if is_fixed:
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
        fonts.check_letters(self.face, texts, typed)
        return Drawn(self.data(words, self.views, pictures, high, labels), tuple(pictures))

    def room(
        self, words: dict[str, Any], entries: list[dict[str, Any]]
    ) -> tuple[float, float | None]:
        """Return the height of each map and of the key; none where the page grows."""
        heights = typeset.ask(words | {"legend": entries, "measure": True}, "room")[0]
        self._check_words(heights)
        page = self.shape.size[1]
        if page is None:
            return self.plain_height, None
        inner = page - 2 * self.edge - heights["foot"] - heights["time"]
        if self.is_beside:
            high = inner - 2 * self.rim
            key = high - heights["head"] - heights["corner"] + heights["time"]
            needed = heights["key"] * (_SQUEEZED if len(words["shares"]) > 1 else 1)
            if key < needed - 1:
                self._refuse_words(high / (high - key + heights["key"]) - 1 + _LEAST)
            return high, key
        rows = -(-len(self.views) // self.columns)
        around = heights["panel"] + 2 * self.rim
        high = inner - heights["head"] - heights["key"] - rows * around - (rows - 1) * self.least
        if high < _LEAST * page:
            self._refuse_words(high / page)
        return high / rows, heights["key"]

    def _refuse_words(self, share: float) -> None:
        percents = {"left": max(0, round(100 * share)), "least": round(100 * _LEAST)}
        raise ExportError(phrase("fault.graphic.room", size=self.settings.format, **percents))

    def _check_words(self, heights: dict[str, Any]) -> None:
        """Make sure that headline and deck have the room that they need."""
        for name, most in (("headline", _HEADLINE + self.is_beside), ("deck", _DECK)):
            text, lines = getattr(self.settings, name), heights[f"{name}-lines"]
            words = {"part": phrase(f"web.graphic.{name}"), "size": self.settings.format}
            if text and heights[f"{name}-widest"] > 1:
                raise ExportError(phrase("fault.graphic.word", **words))
            if text and lines > most:
                counts = {"n": len(text), "lines": lines, "most": most}
                fit = len(text) * most // lines
                raise ExportError(phrase("fault.graphic.lines", fit=fit, **counts, **words))

    def words(self, drafts: Sequence[painter.Picture]) -> dict[str, Any]:
        """Return what stands around the maps, but for the key."""
        settings, view, shape = self.settings, self.view, self.shape
        about = self.user_data.subject
        deck = settings.deck or self._deck(drafts[0])
        return {
            "lang": str(view.language),
            "country": current().country,
            "rtl": view.language.rtl,
            "faces": fonts.list_families(self.face),
            "face": self.face,
            "page": shape.size, "edge": self.edge, "rim": self.rim, "gap": self.least,
            "least": self.least, "px": self.px, "fine": _FINE if shape.pixels else self.least,
            "phone": bool(shape.pixels), "dark": settings.theme is Theme.DARK,
            "clear": settings.theme is Theme.TRANSPARENT,
            "beside": self.across if self.is_beside else 0, "columns": self.columns,
            "key-high": None, "shares": _PAPER_SHARES if shape.paper else (1,),
            "measure": False, "scale-right": False, "alt": "", "time": None,
            "several": bool(settings.dates), "captioned": len(self.views) > 1,
            "sums": max((draft.areas for draft in drafts), key=len) if len(drafts) > 1 else "",
            "headline": settings.headline or marginalia.headline(self.atlas, view, about),
            "deck": deck,
            "day": self.day(view),
            "notes": [line for line in self._notes() if line != deck],
            "credits": self.credits(drafts),
            "title": settings.headline or marginalia.title(self.atlas, view, about),
            **self._corner(drafts[0]),
        }  # fmt: skip

    def day(self, view: View) -> str:
        """Return the day or days that a map shows; none where each of several says its own."""
        words = "" if len(self.views) > 1 else marginalia.days(view)
        return words[:1].upper() + words[1:]

    def _deck(self, draft: painter.Picture) -> str:
        """Return what the perspective means, else the first sentence on the map, where it fits."""
        sentences = () if self.shape.pixels or len(self.views) > 1 else draft.sentences[1:2]
        return marginalia.meaning(self.atlas, self.view) or "".join(sentences)

    def _notes(self) -> list[str]:
        """Return what the page says around its map, for paper."""
        if not self.shape.paper:
            return []
        wording = painter.word(self.atlas, self.views[0], user_data=self.user_data.packed)
        of_day = [wording.doubts, wording.areas, wording.ground] if len(self.views) == 1 else []
        return [line[:1].upper() + line[1:] for line in (*wording.lines, *of_day) if line]

    def _corner(self, draft: painter.Picture) -> dict[str, Any]:
        """Return the locator and the code of a paper."""
        if not self.shape.paper:
            return {"locator": None, "code": None}
        night = self.settings.theme is Theme.DARK
        link = marginalia.link(self.address, self.view, self.atlas.release) if self.address else ""
        return {
            "locator": marginalia.locator(self.atlas, self.view, draft.bounds, night=night),
            "code": marginalia.code(link) if link else None,
            "address": link,
            "live": say("picture.live", self.view.language),
        }

    def credits(self, pictures: Sequence[painter.Picture]) -> list[str]:
        """Return who made the picture and on whose work it rests; the licences ask for that."""
        view, sentence = self.view, pictures[0].title
        if len(pictures) > 1:
            sentence = marginalia.title(self.atlas, view, self.user_data.subject)
        lines = [self.settings.credit, *self.user_data.credits(view, pictures[0].bounds)]
        lines += marginalia.write_credits(self.atlas, view, pictures, self.shape, sentence)
        return [line for line in lines if line]

    def frame(self, high: float) -> painter.Frame:
        return painter.Frame(self.box, round(self.across / self.px), round(high / self.px))

    @cached_property
    def options(self) -> dict[str, Any]:
        """What painters need to know besides view and frame."""
        options = {
            "user_data": self.user_data.packed,
            "marks": self.user_data.marks,
            "night": self.settings.theme is Theme.DARK,
            "face": self.face,
            "names": self.settings.names,
        }
        if self.settings.lines != "whole":
            return options
        rows = [
            f"{layer}:{name}"
            for layer in self.view.layers
            if layer in (Layer.TOWNS, Layer.FIELDS) and layer.spec.ids
            for name in sorted(share_alike_rows(self.atlas, layer.spec.ids))
        ]
        return options | {"undivided": True, "omitted": rows}

    def draw(
        self, views: Sequence[View], high: float, film: str = "", taken: Sequence[ground.Room] = ()
    ) -> Iterator[painter.Picture]:
        """Yield maps of a height; names of several stay where the first has them.

        In a PDF letters that join are outlines: they are several glyphs each, which it does not
        let stand, and the alternative text says what the map shows.
        """
        is_pdf, frame = self.kind == ".pdf", self.frame(high)
        film = film or (uuid.uuid4().hex if len(views) > 1 else "")
        for number, view in enumerate(views):
            options = {**self.options, "film": film, "prefix": f"map{number}-", "taken": taken}
            outlined = self.outlines or (is_pdf and view.language.rtl)
            picture = painter.draw(self.atlas, view, frame, outlines=outlined, **options)
            if is_pdf and not outlined and _JOINED.search(picture.svg):
                picture = painter.draw(self.atlas, view, frame, outlines=True, **options)
            yield picture

    def scale_room(self, draft: painter.Picture, frame: painter.Frame | None = None) -> ground.Room:
        """Return where the scale stands on a map, in its pixels.

        It stands where lines begin, or on the other side where a town lies there that comes first.
        """
        wide, high = draft.scale.width + _SCALE[0], _SCALE[1]
        below = draft.height - high
        towns = [
            name.at[0]
            for name in draft.names
            if name.first and max(name.box[3], name.at[1] + _DOT) > below
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
        undivided = self.settings.lines == "whole"
        taken = self.scale_room(picture)
        return ground.name_holders(
            self.atlas, self.view, picture, self.name_size, taken, undivided=undivided
        )

    def legend(
        self, pictures: Sequence[painter.Picture], labels: Sequence[dict[str, Any]] = ()
    ) -> list[dict[str, Any]]:
        """Return the lines of the key; holders that are named on the map need none."""
        view, named = self.view, {item["name"] for item in labels}
        if self.shape.letters < _SMALL:
            named.add(say("legend.frontApproximate", view.language))
        paper = bool(self.shape.paper)
        lines = legend.select_entries(pictures, view, named, paper=paper)
        lines += legend.find_pairs(self.atlas, view) if paper else []
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
        alts += self.user_data.credits(self.view, pictures[0].bounds)
        return words | {"maps": maps, "alt": ". ".join(alts)}


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
