"""One page of the atlas: an area's map, its history as a band, its tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from geo.ask import layer_content
from geo.ask.perspective import within
from geo.draw.style import STYLE, hatches, holder_colours
from geo.export.booklet.facts import Facts, facts, shares, spells
from geo.export.booklet.leaf import EDGE, FOOT, Book, foot
from geo.export.booklet.table import HEAD, LINE, Table, write
from geo.export.picture import code, furniture, graticule, hatch, legend, names
from geo.export.picture import sheet as sheets
from geo.export.picture import title as titles
from geo.export.picture.ground import land, stroke
from geo.export.picture.layers import painter, rooms, wanted
from geo.export.picture.layers.territory import holder
from geo.export.picture.legend import fit
from geo.export.picture.plate import PX, Plate
from geo.profile import current
from geo.words import locale

#: Points of the title, of the band, between blocks, and of the key beside the map.
_HEAD, _BAND, _GAP, _KEY = 56.0, 62.0, 12.0, 150.0

#: Sides of the QR code and of the small map of the country in a corner.
CODE, _SMALL = 50.0, 62.0

#: Points of a sample of the key above the band, and of its letters.
_PATCH, _KEY_LETTERS = 10.0, 6.2

#: Share of a leaf's height that the map has.
_MAP = 0.39

#: Ground around an area, as a share of its size.
_AROUND = 0.22


def draw(book: Book, area: Any, number: int) -> Figure:
    """Draw the page of an area (a row of ``atlas.areas``)."""
    figure = book.figure()
    area_facts = facts(book.atlas, book.view, area.pcodes)
    width, height = book.size
    across = width - 2 * EDGE
    top = height - EDGE
    plate = _map(book, figure, area, (EDGE, top - _HEAD - _MAP * height, across, _MAP * height))
    _head(plate, sheets.axes(figure, (EDGE, top - _HEAD, across, _HEAD)), area)
    low = top - _HEAD - _MAP * height - _GAP - 22
    _band(plate, sheets.axes(figure, (EDGE, low - _BAND, across, _BAND)), area)
    bottom = EDGE + FOOT + 4
    room = low - _BAND - 4 - bottom
    _tables(book, plate, sheets.axes(figure, (EDGE, bottom, across, room)), area_facts)
    foot(book, plate, number, [f"{titles.number(plate)}. {plate.t('picture.projection')}"])
    return figure


def _map(book: Book, figure: Figure, area: Any, box: sheets.Box) -> Plate:
    """Draw the map, its key, its locator and its code."""
    left, bottom, wide, high = box
    west, south, east, north = area.geometry.bounds
    rim = _AROUND * max(east - west, north - south)
    bounds = (west - rim, south - rim, east + rim, north + rim)
    view = book.view.with_(bounds=bounds)
    axes = sheets.map_axes(figure)
    plate = Plate(book.atlas, view, layer_content.content(book.atlas, view), figure, axes)
    start = left + _KEY + _GAP if plate.rtl else left
    side = left if plate.rtl else left + wide - _KEY
    across = wide - _KEY - _GAP
    rule = sheets.RULE
    sheets.show(axes, (start + rule, bottom + rule, across - 2 * rule, high - 2 * rule), bounds)
    land(plate)
    for layer, rows in plate.layers.items():
        painter(layer).paint(plate, rows)
    stroke(plate, area.geometry, STYLE["disputed"], 3.4, 7.3)
    graticule.draw(plate)
    legend.draw(plate, sheets.axes(figure, (side, bottom, _KEY, high)))
    # The corner below the key's side: the scale has the other one.
    corner = start + rule if plate.rtl else start + across - rule - _SMALL
    small = sheets.axes(figure, (corner, bottom + rule, _SMALL, _SMALL))
    furniture.draw_locator(plate, small)
    kept = [furniture.scale(plate), small.get_window_extent()]
    names.write(plate, wanted(plate), rooms(plate), kept)
    if book.address:
        place = (side if plate.rtl else side + _KEY - CODE, bottom + high + 8, CODE, CODE)
        code.draw(sheets.axes(figure, place), code.link(book.address, view, book.atlas.release))
    return plate


def _head(plate: Plate, box: Axes, area: Any) -> None:
    """Write the title: subject, place and date; below it what the area is."""
    when = titles.dated(plate)
    words = {"what": titles.subject(plate), "where": plate.name(area), "when": when}
    title = write(plate, box, 0, 36, plate.t("picture.title", **words), size=15,
                 colour=STYLE["ink"], heavy=True)  # fmt: skip
    fit(title, box.get_xlim()[1] - CODE - 10)
    number = area.list_number
    said = [f"{plate.number(area.km2)} {plate.t('compare.km2')}", ", ".join(area.pcodes.split(";"))]
    if not pd.isna(number):
        said.append(f"{plate.t('details.listNumber')}: {plate.number(number)}")
    write(plate, box, 0, 20, " · ".join(said), size=7.5, colour=STYLE["faint"])


def _band(plate: Plate, box: Axes, area: Any) -> None:
    units = plate.atlas.units
    inside = set(units.iloc[within(units, area.pcodes)]["unit"])
    days = current().days
    years = (str(day.year) for day in (days.first, days.last))
    first, last = (locale.digits(year, plate.view.language) for year in years)
    heading = plate.t("details.history", first=first, last=last)
    write(plate, box, 0, _BAND + 14, heading, size=8.6, colour=STYLE["ink"], heavy=True)
    draw_band(plate, box, spells(plate.atlas, plate.view.perspective, inside))


def _tables(book: Book, plate: Plate, box: Axes, area_facts: Facts) -> None:
    """Write who holds the area, what changed hands and who says what, as far as there is room."""
    y = float(box.get_ylim()[1])
    y, _ = _held(book, plate, area_facts).draw(plate, box, y, 0)
    changes, said = _changes(book, plate, area_facts), _said(book, plate, area_facts)
    # The changes have half of the room, or what the claims do not need.
    half = y - max(y / 2, y - HEAD - LINE * (1.5 + 1.4 * len(said.rows)))
    y = _cut(plate, box, changes, y - 5, min(half, y - 60))
    _cut(plate, box, said, y - 5, 0)


def _cut(plate: Plate, box: Axes, table: Table, top: float, bottom: float) -> float:
    """Draw a table, and below it how many rows found no room; returns where it ends."""
    y, drawn = table.draw(plate, box, top, bottom + LINE)
    if left := len(table.rows) - drawn:
        y -= LINE
        note = plate.t("booklet.more", n=plate.number(left))
        write(plate, box, 0, y, note, size=6.2, colour=STYLE["faint"])
    return y


def _held(book: Book, plate: Plate, area_facts: Facts) -> Table:
    t = plate.t
    rows = [
        [
            holder(plate, row.holder),
            plate.number(row.km2),
            f"{plate.number(100 * row.share)} %",
            "" if pd.isna(row.people) else plate.number(round(row.people, -3)),
            locale.day(row.since, plate.view.language, row.precision),
            book.numbers(row.source),
        ]
        for row in _rows(area_facts.held)
    ]
    columns = [
        (t("details.heldBy"), 0.3), (t("compare.km2"), 0.1), (t("booklet.share"), 0.09),
        (t("details.residents"), 0.15), (t("details.since"), 0.18),
        (t("details.sources"), 0.18),
    ]  # fmt: skip
    heading = t("booklet.held", day=titles.dated(plate))
    return Table(heading, columns, rows, numbers=(1, 2, 3))


def _changes(book: Book, plate: Plate, area_facts: Facts) -> Table:
    """Return the changes of control, the largest where there are many."""
    rows = [
        [
            locale.day(row.start, plate.view.language, row.precision),
            holder(plate, row.before),
            holder(plate, row.holder),
            plate.number(row.km2),
            book.numbers(row.source),
        ]
        for row in _rows(area_facts.changes)[::-1]
    ]
    t = plate.t
    columns = [
        (t("web.col.day"), 0.2), (t("details.from"), 0.27), (t("details.to"), 0.27),
        (t("compare.km2"), 0.08), (t("details.sources"), 0.18),
    ]  # fmt: skip
    return Table(t("booklet.changes"), columns, rows, numbers=(3,))


def _said(book: Book, plate: Plate, area_facts: Facts) -> Table:
    t = plate.t
    instruments = plate.atlas.table("instruments").set_index("id", drop=False)
    rows = []
    for row in _rows(area_facts.said):
        known = row.basis in instruments.index
        basis = plate.name(instruments.loc[row.basis]) if known else t(row.basis)
        rows.append(
            [
                locale.day(row.since, plate.view.language, row.precision),
                f"{row.by}: {basis}" if row.by else basis,
                _claimant(plate, row.claimant),
                book.numbers(row.source),
            ]
        )
    columns = [
        (t("details.since"), 0.2), (t("details.whoSays"), 0.42), (t("details.claimant"), 0.2),
        (t("details.sources"), 0.18),
    ]  # fmt: skip
    return Table(t("booklet.said"), columns, rows)


def _claimant(plate: Plate, name: str) -> str:
    """Return the name of a side that claims ground, or of both."""
    return holder(plate, name) if name in current().actors else plate.t("booklet.both")


def _rows(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, whose cells are named by its columns."""
    return list(table.itertuples())


#: Points from the foot of the band's box to the band, where the years stand.
_YEARS = 11.0


def draw_band(plate: Plate, box: Axes, rows: pd.DataFrame) -> None:
    """Draw the band in axes whose unit is a point of print."""
    days, colours = current().days, holder_colours()
    order = [*current().holders, "disputed"]
    high = box.get_ylim()[1] - _YEARS
    striped: dict[str, list[Any]] = {}
    found: set[str] = set()
    for first, after, part in shares(rows, days.last):
        left, right = sorted(_across(plate, box, day) for day in (first, after))
        top = _YEARS
        found |= set(part)
        for one in sorted(part, key=order.index):
            tall = part[one] * high
            shape = shapely.box(left, top, right, top + tall)
            box.add_patch(
                Rectangle((left, top), right - left, tall, facecolor=colours[one], linewidth=0)
            )
            if one in hatches():
                striped.setdefault(one, []).append(shape)
            top += tall
    for one, shapes in striped.items():
        box.add_patch(hatch.patch(shapely.union_all(shapes), one, PX, 1.5))
    _years(plate, box)
    _key(plate, box, [one for one in order if one in found])
    x = _across(plate, box, plate.view.date)
    box.plot([x, x], [_YEARS - 2, box.get_ylim()[1] + 2], color=STYLE["accent"], linewidth=1.2,
             zorder=4, clip_on=False)  # fmt: skip


def _key(plate: Plate, box: Axes, holders: list[str]) -> None:
    """Write above the band whose colours it has: those of the map are of one day."""
    wide, low = float(box.get_xlim()[1]), float(box.get_ylim()[1]) + 4
    words = [plate.t(current().holder_word(name, None)) for name in holders]
    texts = [
        write(plate, box, 0, low, word, size=_KEY_LETTERS, colour=STYLE["ink"]) for word in words
    ]
    inner = box.transData.inverted()
    rooms = [_PATCH + 13 + text.get_window_extent().transformed(inner).width for text in texts]
    small, at = min(1.0, wide / sum(rooms)), 0.0
    for name, text, room in zip(holders, texts, rooms, strict=True):
        patch = _PATCH * small
        left = wide - at - patch if plate.rtl else at
        look: dict[str, Any] = {
            "facecolor": holder_colours()[name],
            "linewidth": 0,
            "clip_on": False,
        }
        box.add_patch(Rectangle((left, low), patch, 5, **look))
        if name in hatches():
            stripes = hatch.patch(shapely.box(left, low, left + patch, low + 5), name, PX, 1.5)
            box.add_patch(stripes)
            stripes.set_clip_on(False)
        start = at + patch + 3 * small
        text.set(x=wide - start if plate.rtl else start, fontsize=_KEY_LETTERS * small)
        at += room * small


def _years(plate: Plate, box: Axes) -> None:
    """Write every fifth year below the band."""
    days = current().days
    for year in range(days.first.year, days.last.year + 1):
        x = _across(plate, box, max(date(year, 1, 1), days.first))
        box.plot([x, x], [_YEARS - 2, _YEARS], color=STYLE["faint"], linewidth=0.4)
        if year % 5 == 0:
            box.text(
                x, _YEARS - 3, locale.digits(str(year), plate.view.language), fontsize=6.2,
                color=STYLE["faint"], ha="center", va="top", parse_math=False,
            )  # fmt: skip


def _across(plate: Plate, box: Axes, day: date) -> float:
    days = current().days
    share = (day - days.first) / (days.last - days.first)
    wide = float(box.get_xlim()[1])
    return wide * (1 - share if plate.rtl else share)
