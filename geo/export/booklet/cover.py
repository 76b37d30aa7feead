"""The first leaf of the atlas, with all its areas, and the last ones, with all its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from geo.ask import layer_content
from geo.ask.perspective import within
from geo.draw.map import home
from geo.draw.style import STYLE
from geo.export.booklet import facts
from geo.export.booklet.leaf import EDGE, FOOT, Book, foot
from geo.export.booklet.table import Table, write
from geo.export.picture import code, furniture, graticule, legend, names
from geo.export.picture import sheet as sheets
from geo.export.picture import title as titles
from geo.export.picture.ground import land
from geo.export.picture.layers import painter, rooms
from geo.export.picture.layers.territory import holder
from geo.export.picture.legend import fit
from geo.export.picture.marks import MarkRoom
from geo.export.picture.painter import centres
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import CODE
from geo.words import locale

#: Points of the title, and of the key beside the map.
_HEAD, _KEY = 92.0, 150.0

#: Height over width of the map at most, and the groups of layers that it shows.
_SLENDER, _GROUPS = 1.3, ("territory", "admin", "base")

#: So many areas are listed with who holds them; more stand in columns by name.
_TABLE = 20

#: Columns of areas below the map, and points from one area to the next.
_COLUMNS, _LINE = 3, 12.0


def cover(book: Book, areas: Sequence[Any], pages: Sequence[int]) -> Figure:
    """Draw the cover: title, overview with the pages of the areas, contents."""
    figure = book.figure()
    width, height = book.size
    across = width - 2 * EDGE
    bounds = book.view.bounds or home(book.atlas)
    view = book.view.with_(bounds=bounds)
    axes = sheets.map_axes(figure)
    ground = [layer for layer in view.layers if layer.spec.group in _GROUPS]
    content = layer_content.content(book.atlas, view.with_(layers=ground))
    plate = Plate(book.atlas, view, content, figure, axes)
    table = _table(plate, areas, pages) if len(areas) <= _TABLE else None
    listed = table.height(across) + 12 if table else _LINE * -(-len(areas) // _COLUMNS) + 30
    low = EDGE + FOOT + listed
    left = EDGE + (_KEY + 12 if plate.rtl else 0)
    rule = sheets.RULE
    wide = across - _KEY - 12
    high = min(height - EDGE - _HEAD - low, _SLENDER * wide)
    low = height - EDGE - _HEAD - high
    sheets.show(axes, (left + rule, low + rule, wide - 2 * rule, high - 2 * rule), bounds)
    land(plate)
    for layer, rows in plate.layers.items():
        painter(layer).paint(plate, rows)
    graticule.draw(plate)
    spots = [*_numbered(plate, areas, pages), *rooms(plate)]
    names.write(plate, _towns(plate), spots, [furniture.scale(plate)])
    side = EDGE if plate.rtl else EDGE + across - _KEY
    legend.draw(plate, sheets.axes(figure, (side, low, _KEY, high)))
    _head(book, plate, sheets.axes(figure, (EDGE, height - EDGE - _HEAD, across, _HEAD)))
    box = sheets.axes(figure, (EDGE, low - listed, across, listed))
    if table:
        table.draw(plate, box, listed, 0)
    else:
        _contents(plate, box, areas, pages)
    foot(book, plate, 1, [plate.t("about.neutral")])
    return figure


def _head(book: Book, plate: Plate, box: Any) -> None:
    """Write the title, the day and what the perspective is."""
    room = box.get_xlim()[1] - (CODE + 12 if book.address else 0)
    home_ = plate.t("picture.place.home")
    shares_text = write(plate, box, 0, 66, plate.t("booklet.title", where=home_), size=25,
                 colour=STYLE["ink"], heavy=True)  # fmt: skip
    fit(shares_text, room)
    what = plate.t("sentence.comma").join([titles.subject(plate), titles.dated(plate)])
    write(plate, box, 0, 44, what, size=13, colour=STYLE["accent"])
    for step, text in enumerate(legend.wrap(titles.meaning(plate), room / 4.1)[:2]):
        write(plate, box, 0, 28 - 10 * step, text, size=7.5, colour=STYLE["faint"])
    if book.address:
        left, bottom = EDGE, book.size[1] - EDGE - CODE
        at = left if plate.rtl else left + box.get_xlim()[1] - CODE
        place = sheets.axes(plate.figure, (at, bottom, CODE, CODE))
        code.draw(place, code.link(book.address, book.view, book.atlas.release))


def _towns(plate: Plate) -> Iterator[names.Name]:
    """Yield the names of towns; those of areas stand below the map."""
    for layer, rows in plate.layers.items():
        own = painter(layer).names
        if own and layer.spec.group == "base":
            yield from own(plate, rows)


def _numbered(plate: Plate, areas: Sequence[Any], pages: Sequence[int]) -> list[MarkRoom]:
    """Write the page of each area on the map; returns the room that the numbers take."""
    spots = []
    by_id = dict(zip([area.id for area in areas], pages, strict=True))
    rows = plate.atlas.areas
    for row, x, y in centres(plate, rows[rows["id"].isin(by_id)]):
        plate.axes.text(
            x, y, plate.number(by_id[row.id]), fontsize=9, ha="center", va="center", zorder=13,
            color=STYLE["disputed"], path_effects=[withStroke(linewidth=2.4, foreground="white")],
            parse_math=False, **plate.face(bold=True),
        )  # fmt: skip
        spots.append(MarkRoom(x, y, 7))
    return spots


def _contents(plate: Plate, box: Any, areas: Sequence[Any], pages: Sequence[int]) -> None:
    """Write the areas with their pages, in columns."""
    high, wide = box.get_ylim()[1], box.get_xlim()[1] / _COLUMNS
    write(plate, box, 0, high - 16, plate.t("layer.disputed"), size=9.5, colour=STYLE["ink"],
          heavy=True)  # fmt: skip
    rows = -(-len(areas) // _COLUMNS)
    for number, (area, page) in enumerate(zip(areas, pages, strict=True)):
        x, y = wide * (number // rows), high - 30 - _LINE * (number % rows)
        write(plate, box, x + 14, y, plate.number(page), size=7.8, colour=STYLE["disputed"],
              heavy=True, far=True)  # fmt: skip
        write(plate, box, x + 20, y, plate.name(area), size=7.8, colour=STYLE["ink"])


def _table(plate: Plate, areas: Sequence[Any], pages: Sequence[int]) -> Table:
    """Return the areas with their pages, their ground, their people and who holds them."""
    units, t = plate.atlas.units, plate.t
    rows = []
    for area, page in zip(areas, pages, strict=True):
        inside = set(units.iloc[within(units, area.pcodes)]["unit"])
        held = facts.held(plate.atlas, plate.view, inside)
        shares_text = [
            f"{holder(plate, row.holder)} {plate.number(round(100 * row.share))}\u00a0%"
            for _, row in held[held["share"] >= 0.005].iterrows()
        ]
        people = held["people"].sum(min_count=1)
        counted = "" if pd.isna(people) else plate.number(round(people, -3))
        km2, shares = plate.number(area.km2), t("sentence.comma").join(shares_text)
        rows.append([plate.number(page), plate.name(area), km2, counted, shares])
    columns = [
        (t("booklet.page"), 0.07), (t("layer.disputed"), 0.17), (t("compare.km2"), 0.08),
        (t("details.residents"), 0.15), (t("details.heldBy"), 0.53),
    ]  # fmt: skip
    return Table("", columns, rows, numbers=(2, 3))


def sources(book: Book, first: int) -> Iterator[Figure]:
    """Draw the leaves with the sources that the pages cite, by number, and the licences."""
    table = book.atlas.table("sources").set_index("id")
    rows = [
        [
            locale.digits(str(number), book.view.language),
            f"{table['publisher'][one]}: {table['title'][one]}",
            locale.digits(str(table["date"][one] or ""), book.view.language),
            str(table["url"][one] or ""),
        ]
        for number, one in enumerate(book.cited, 1)
        if one in table.index
    ]
    number = first
    while rows:
        figure = book.figure()
        plate = book.plate(figure)
        width, height = book.size
        box = sheets.axes(figure, (EDGE, EDGE + FOOT, width - 2 * EDGE, height - 2 * EDGE - FOOT))
        columns = [
            ("", 0.05), (plate.t("details.sources"), 0.45), (plate.t("web.col.day"), 0.1),
            (plate.t("web.col.url"), 0.4),
        ]  # fmt: skip
        heading = plate.t("details.sources") if number == first else ""
        shares_text = Table(heading, columns, rows)
        _, drawn = shares_text.draw(plate, box, box.get_ylim()[1], 6)
        foot(book, plate, number, _licences(book, plate) if number == first else ())
        yield figure
        rows = rows[max(drawn, 1) :]
        number += 1


def _licences(book: Book, plate: Plate) -> list[str]:
    layers = layer_content.content(book.atlas, book.view)
    names = layer_content.licences(book.atlas, layers)["title"].unique()
    return [plate.t("picture.licences", names="; ".join(sorted(names)))]
