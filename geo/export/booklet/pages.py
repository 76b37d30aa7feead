"""What the pages of an atlas say, as its template takes it: cover, areas, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from geo import painter
from geo.ask.stretches import stretches
from geo.draw import title
from geo.draw.style import STYLE
from geo.export.booklet.areas import Area
from geo.export.booklet.facts import Facts, facts, units_in
from geo.export.sheets import around, band, paper, sheet, titles
from geo.model import HELD
from geo.profile import current
from geo.words import isolate, locale, name_holder_over, name_of, say, side_heading, side_word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geo.ask.stretches import Stretch
    from geo.atlas import Atlas
    from geo.model import Paper
    from geo.view import Bounds, View

#: A tag of a group.
_GROUP = re.compile(r"<g[ >]|</g>")

#: Around a page, and the legend beside a map (millimetres at A4).
_MARGIN, _KEY = 11.0, 46.0

#: Share of a page's height that the map of an area and the overview take.
_MAP, _OVERVIEW = 0.34, 0.42

#: Room of the locator on the map of an area, in its pixels.
_LOCATOR = (110.0, 110.0)

#: Ground around an area, as a share of its size.
_AROUND = 0.22

#: So many areas are listed with who holds them; more stand in columns by name.
_TABLE = 20

#: Groups of layers that the overview shows.
_GROUPS = ("territory", "admin", "base")


class Book:
    """What the pages of one atlas share."""

    def __init__(self, atlas: Atlas, view: View, size: Paper, address: str | None) -> None:
        self.atlas, self.view, self.size, self.address = atlas, view, size, address
        self.cited: list[str] = []
        self.facts: dict[str, Facts] = {}
        self.grow = paper.grow(size)
        wide, high = paper.SIZES[size]
        inner = wide - 2 * _MARGIN * self.grow
        across = inner - (_KEY + 2 * paper.RIM + 4) * self.grow
        self.maps = [(across, share * high) for share in (_MAP, _OVERVIEW)]

    def t(self, key: str, **values: object) -> str:
        """Return a word in the atlas's language."""
        return say(key, self.view.language, **values)

    def text(self, text: str) -> str:
        """Write a text of the data in the atlas's language; else in its own, kept apart."""
        language = self.view.language
        return self.atlas.translated(text, language) or str(isolate(text, language))

    def number(self, value: float, places: int = 0) -> str:
        """Write a number in the atlas's language."""
        return locale.number(value, self.view.language, places)

    def percent(self, value: int) -> str:
        """Write a whole percent with its sign."""
        return self.t("web.figure.percent", n=locale.percent(value, self.view.language))

    def people(self, number: float | None) -> str:
        """Write a number of people to the thousand; nothing where nobody was counted."""
        return "" if number is None else self.number(round(number, -3))

    def day(self, row: Any, column: str) -> str:
        """Write a day of a row as exactly as it is known."""
        return locale.day(getattr(row, column), self.view.language, row.precision)

    @property
    def is_held(self) -> bool:
        """Whether the atlas says who held the ground, and not to whom a text gives it."""
        return self.view.perspective == HELD

    def heading(self, key: str, days: str, **words: object) -> str:
        """Return a heading about who held an area, or the name of the claim shown with its days."""
        if self.is_held:
            return self.t(key, **words)
        claim = self.t(f"perspective.{self.view.perspective}")
        return self.t("booklet.claimed", claim=claim, day=days)

    def numbers(self, sources: str) -> str:
        """Return the numbers of sources (ids joined by ``;``) in the list at the end."""
        known = []
        for source in filter(None, sources.split(";")):
            if source not in self.cited:
                self.cited.append(source)
            known.append(self.cited.index(source) + 1)
        return locale.digits(runs(sorted(known)), self.view.language)

    def name(self, area: Area) -> str:
        """Return the name of an area in the atlas's language."""
        return name_of(area.names, self.view.language)

    def holder(self, name: str, day: date | None = None) -> str:
        """Return the name of a side, or of a class of ground, by default on the atlas's day."""
        return self.t(side_word(name, self.view.perspective, day or self.view.date))

    def code(self, view: View) -> dict[str, Any]:
        link = around.link(self.address, view, self.atlas.release) if self.address else ""
        return {"code": around.code(link) if link else None, "address": link}

    def draw_maps(
        self, views: Sequence[tuple[View, Bounds, tuple[float, float]]], *, quiet: bool
    ) -> list[painter.Picture]:
        """Draw maps: what each shows, its frame and its size on the page."""
        px = paper.PX * self.grow
        bar = tqdm(views, unit=" pages", leave=False, disable=True if quiet else None)
        made = []
        rtl = self.view.language.rtl
        for number, (view, bounds, size) in enumerate(bar):
            frame = painter.Frame(bounds, *(round(side / px) for side in size))
            taken = [sheet.scale_room(frame, view)]
            if number:  # the cover has no locator
                taken.append(sheet.corner_room(frame, *_LOCATOR, at_start=False, rtl=rtl))
            options: dict[str, Any] = {"kind": ".pdf", "prefix": f"map{number}-", "taken": taken}
            made.append(sheet.drawn_map(self.atlas, view, frame, **options))
        return made


def build(book: Book, areas: Sequence[Area], *, quiet: bool = True) -> dict[str, Any]:
    """Return the atlas of some areas."""
    over = book.view.bounds or around.home(book.atlas)
    ground = [layer for layer in book.view.layers if layer.spec.group in _GROUPS]
    plans = [(book.view.with_(layers=ground, bounds=over), over, book.maps[1])]
    for area in areas:
        bounds = _frame_around(area.bounds)
        chosen = f"disputed:{area.id}"
        plans.append((book.view.with_(bounds=bounds, selection=chosen), bounds, book.maps[0]))
        book.facts[area.id] = facts(book.atlas, book.view, area.pcodes)
    overview, *maps = book.draw_maps(plans, quiet=quiet)
    pages = [
        _page(book, area, picture, plan[0])
        for area, picture, plan in zip(areas, maps, plans[1:], strict=True)
    ]
    day = locale.digits(book.atlas.date.isoformat(), book.view.language)
    return sheet.page_data(book.view, book.size) | {
        "margin": _MARGIN,
        "key": _KEY,
        "title": book.t("booklet.title", where=book.t("map.place")),
        "alt": titles.title(book.atlas, book.view),
        "cover": _cover(book, areas, overview),
        "pages": pages,
        "sources": _sources(book),
        "foot": [
            book.t("about.disclaimer"),
            book.t("booklet.data", date=day, version=book.atlas.version),
        ],
        "live": book.t("picture.live"),
        "page-word": book.t("booklet.page"),
        "accent": STYLE["accent"],
        "disputed": STYLE["disputed"],
        "tries": [[7.2, 1], [6.8, 1], [6.4, 1], [6.0, 1], [6.3, 2], [6.0, 2], [5.6, 2], [5.2, 2]],
    }


def _frame_around(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    rim = _AROUND * max(east - west, north - south)
    return west - rim, south - rim, east + rim, north + rim


def _cover(book: Book, areas: Sequence[Area], picture: painter.Picture) -> dict[str, Any]:
    what = book.t("sentence.comma").join([title.subject(book.view), title.day_title(book.view)])
    west, south, east, north = picture.bounds
    low, top = around.mercator(south), around.mercator(north)
    marks = [
        [(lon - west) / (east - west), (top - around.mercator(lat)) / (top - low)]
        for lon, lat in (area.point for area in areas)
    ]
    return {
        "what": what,
        "meaning": titles.meaning(book.atlas, book.view),
        "map": sheet.map_data(_number_overview(picture), book.view, book.maps[1], ""),
        "legend": sheet.legend(picture),
        "marks": marks,
        "neutral": book.t("about.neutral"),
        "table": _overview(book, areas) if len(areas) <= _TABLE else None,
        "heading": book.t("layer.disputed"),
        **book.code(book.view),
    }


def _number_overview(picture: painter.Picture) -> painter.Picture:
    """Return the overview without the names of areas, where the numbers of their pages stand."""
    label = picture.svg.find('inkscape:label="labels/disputed"')
    if label < 0:
        return picture
    start = picture.svg.rindex("<g", 0, label)
    depth, tags = 0, _GROUP.finditer(picture.svg, start)
    for tag in tags:
        depth += -1 if tag[0] == "</g>" else 1
        if depth == 0:
            return replace(picture, svg=picture.svg[:start] + picture.svg[tag.end() :])
    return picture


def _overview(book: Book, areas: Sequence[Area]) -> dict[str, Any]:
    """Return the areas with their ground, their people and who holds them."""
    rows = []
    for area in areas:
        held = book.facts[area.id].held
        parts = [f"{book.holder(row.holder)} {book.percent(row.percent)}" for row in held]
        known = [row.people for row in held if row.people is not None]
        counted = book.people(sum(known) if known else None)
        rows.append(
            [book.name(area), book.number(area.km2), counted, book.t("sentence.comma").join(parts)]
        )
    names = [
        book.t("layer.disputed"),
        book.t("compare.km2"),
        book.t("details.residents"),
        book.t(side_heading(book.view.perspective)),
    ]
    return _table("", names, (17, 8, 15, 53), rows, (1, 2))


def _page(book: Book, area: Area, picture: painter.Picture, view: View) -> dict[str, Any]:
    """Return the page of an area; the sources that it cites are added to the book's."""
    when = title.day_title(book.view)
    words = {"what": title.subject(book.view), "where": book.name(area), "when": when}
    facts_line = [
        f"{book.number(area.km2)} {book.t('compare.km2')}",
        ", ".join(area.pcodes.split(";")),
    ]
    if area.number is not None:
        facts_line.append(f"{book.t('details.listNumber')}: {book.number(area.number)}")
    known = book.facts[area.id]
    number = titles.number(book.atlas, view)
    return {
        "name": book.name(area),
        "title": book.t("map.title", **words),
        "about": " · ".join(facts_line),
        "map": sheet.map_data(picture, book.view, book.maps[0], ""),
        "legend": sheet.legend(picture),
        "locator": around.locator(book.atlas, view, picture.bounds),
        "band": _band(book, area),
        "tables": [_holder_rows(book, known), _changes(book, known), list_claims(book, known)],
        "number": f"{number}. {book.t('picture.projection')}",
        **book.code(view),
    }


def _band(book: Book, area: Area) -> dict[str, Any]:
    days, language = current().days, book.view.language
    first, last = (locale.digits(str(day.year), language) for day in (days.first, days.last))
    heading = book.heading("details.history", f"{first}–{last}", first=first, last=last)
    units = sorted(units_in(book.atlas, area.pcodes))
    known = stretches(book.atlas, units, book.view.perspective)
    order = [*current().holders, "disputed"]
    present = sorted({holder for item in known for holder, _ in item.shares}, key=order.index)
    rtl = language.rtl
    return {
        "heading": heading,
        "svg": band.strip(known, book.view.date, rtl=rtl),
        "alt": f"{heading}: {book.name(area)}",
        "years": [[at, locale.digits(str(year), language)] for at, year in band.years(rtl=rtl)],
        "key": [
            [band.sample(holder), book.t("sentence.comma").join(_list_names(book, known, holder))]
            for holder in present
        ],
    }


def _list_names(book: Book, known: Sequence[Stretch], holder: str) -> Iterable[str]:
    """Return the names that a side had while it held ground, or that of a class of ground."""
    if not book.is_held:
        return [book.holder(holder)]
    stretched = [item for item in known if holder in dict(item.shares)]
    language = book.view.language
    return dict.fromkeys(
        name_holder_over(holder, language, item.start, item.end) for item in stretched
    )


def _holder_rows(book: Book, known: Facts) -> dict[str, Any]:
    rows = [
        [
            book.holder(row.holder),
            book.number(row.km2),
            book.percent(row.percent),
            book.people(row.people),
            book.day(row, "since"),
            book.numbers(row.source),
        ]
        for row in known.held
    ]
    keys = (
        side_heading(book.view.perspective),
        "compare.km2",
        "booklet.share",
        "details.residents",
        "details.since",
        "details.sources",
    )
    day = title.day_title(book.view)
    heading = book.heading("booklet.held", day, day=day)
    return _table(heading, map(book.t, keys), (30, 10, 9, 15, 18, 18), rows, (1, 2, 3))


def _changes(book: Book, known: Facts) -> dict[str, Any]:
    """Return the changes of control, the newest first."""
    rows = [
        [
            book.day(row, "start"),
            book.holder(row.before, row.start - timedelta(1)),
            book.holder(row.holder, row.start),
            book.number(row.km2),
            book.numbers(row.source),
        ]
        for row in reversed(known.changes)
    ]
    sides = ("details.from", "details.to") if book.is_held else ("compare.from", "compare.to")
    keys = ("web.col.day", *sides, "compare.km2", "details.sources")
    heading = book.t("booklet.changes" if book.is_held else "booklet.claimChanges")
    return _table(heading, map(book.t, keys), (20, 27, 27, 8, 18), rows, (3,))


def list_claims(book: Book, known: Facts) -> dict[str, Any]:
    """List who called the area disputed, or claimed ground in it."""
    instruments = {row["id"]: row for row in book.atlas.records("instruments")}
    rows = []
    for row in known.claims:
        instrument = instruments.get(row.basis)
        basis = name_of(instrument, book.view.language) if instrument else book.t(row.basis)
        side = name_holder_over(row.claimant, book.view.language, row.since, row.end)
        by = f"{book.text(row.by)}: {basis}" if row.by else basis
        rows.append([book.day(row, "since"), by, side, book.numbers(row.source)])
    keys = ("details.since", "details.whoSays", "details.claimant", "details.sources")
    return _table(book.t("booklet.said"), map(book.t, keys), (20, 42, 20, 18), rows, ())


def _sources(book: Book) -> dict[str, Any]:
    """Return the sources that the pages cite, by number, and the licences."""
    table = {row["id"]: row for row in book.atlas.records("sources")}
    language = book.view.language
    rows = [
        [
            locale.digits(str(number), language),
            f"{table[source]['publisher']}: {table[source]['title']}",
            locale.digits(str(table[source]["date"] or ""), language),
            str(table[source]["url"] or ""),
        ]
        for number, source in enumerate(book.cited, 1)
        if source in table
    ]
    names = ["", book.t("details.sources"), book.t("web.col.day"), book.t("web.col.url")]
    made = _table(book.t("details.sources"), names, (5, 45, 10, 40), rows, (0,))
    return made | {"licences": around.rights(book.atlas, book.view)}


def _table(
    heading: str, names: Any, shares: Sequence[float], rows: Any, numbers: Any
) -> dict[str, Any]:
    return {
        "heading": heading,
        "names": list(names),
        "shares": list(shares),
        "rows": rows,
        "numbers": list(numbers),
    }


def runs(numbers: Sequence[int]) -> str:
    """Return sorted numbers with those that follow one another as a span.

    >>> runs([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    result: list[list[int]] = []
    for number in numbers:
        if result and number == result[-1][-1] + 1:
            result[-1].append(number)
        else:
            result.append([number])
    spans = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else list(map(str, run)) for run in result]
    return ", ".join(text for span in spans for text in span)
