"""Fields of a proposal in the app: its fields, filled in from the card that it began at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from geo.ask import control, holdings
from geo.atlas import Atlas
from geo.errors import GreenlineError, ViewError
from geo.model import Layer
from geo.proposals.form import SPANS_OF, Ask, Cell, cells
from geo.view import day_of
from geo.web.options import make_distinct
from geo.web.proposal.labels import column_name, option_name
from geo.web.texts import t

_SURE = ("low", "medium", "high")
_PRECISIONS = ("day", "month", "year")


@dataclass(frozen=True)
class Start:
    """Where a proposal begins: the card that the reader had open, or none."""

    layer: str = ""  #: Layer of what was selected.
    id: str = ""
    unit: str = ""  #: The unit of control that it is or lies in.
    name: str = ""  #: What the card calls it.
    point: tuple[float, float] | None = None  #: Longitude and latitude in degrees (EPSG:4326).
    day: str = ""  #: The day shown, as ISO text.

    @property
    def table(self) -> str:
        """The table of its row; empty where there is none."""
        return Layer(self.layer).spec.ids if self.layer in set(Layer) else ""


def start_proposal(atlas: Atlas, text: Mapping[str, Any]) -> Start:
    """Return where a proposal begins, from what the page sent; what is not valid is left out."""
    layer, _, result = str(text.get("selection") or "").partition(":")
    unit = str(text.get("unit") or (result if layer == Layer.CONTROL else ""))
    try:
        day = day_of(text.get("day")).isoformat()
    except ViewError:
        day = ""
    try:
        point = round(float(text["lon"]), 4), round(float(text["lat"]), 4)
        sane = abs(point[0]) <= 180 and abs(point[1]) <= 90
    except (KeyError, TypeError, ValueError, OverflowError):
        point, sane = (0.0, 0.0), False
    return Start(
        layer if layer in set(Layer) else "",
        result[:120],
        unit if unit in set(atlas.units["unit"]) else "",
        " ".join(str(text.get("name") or "").split())[:120],
        point if sane else None,
        day,
    )


def row_of(atlas: Atlas, start: Start) -> tuple[str, str]:
    """Return table and id of the row that a card shows; empty where it shows none of one table."""
    if start.table == "units" and start.unit and start.day:
        spell = _spell(atlas, start)
        return ("spells", str(spell["id"])) if spell else ("", "")
    if start.table in atlas.names:
        rows = atlas.table(start.table)
        if "id" in rows and start.id in set(rows["id"]):
            return start.table, start.id
    return "", ""


def asks(atlas: Atlas, start: Start) -> list[Ask]:
    """Return what can be proposed at a card, what fits it best first."""
    table, _ = row_of(atlas, start)
    result = [Ask.HELD, Ask.SPELL, Ask.EVENT, Ask.SOURCE]
    if table and table != "spells":
        result.insert(0 if table == "events" or not start.unit else 2, Ask.ROW)
    if table in SPANS_OF:
        result.insert(0, Ask.PERIOD)
    return result


def fact(atlas: Atlas, ask: Ask, start: Start) -> dict[str, Any]:
    """Draw the fields of the fact and return the kind of the proposal and what they say."""
    table, row = row_of(atlas, start)
    if ask is Ask.SOURCE:
        named = {"kind": "correction", "fact": {"table": table, "row": row}}
        return named if table else {"kind": "source"}
    if ask is Ask.ROW:
        return {"kind": "correction", "fact": {"table": table, "row": row, **_cell(atlas, table)}}
    if ask is Ask.EVENT:
        return {"kind": "event", "fact": _event(atlas, start)}
    table = SPANS_OF[table] if ask is Ask.PERIOD else "spells"
    about = start.id if ask is Ask.PERIOD else _place(atlas, start)
    standing: Mapping[str, Any] = {}
    if ask is Ask.HELD:
        standing = _spell(atlas, Start(unit=about, day=start.day)) or {}
    days = _days(str(standing.get("start") or start.day), str(standing.get("end") or ""))
    text = _cells(cells(atlas.package, atlas.profile, table), standing)
    return {"kind": "span", "fact": {"table": table, "about": about, **days, **text}}


def pick(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[str],
    words: Callable[[str], str],
    *,
    first: str = "",
    **look: Any,
) -> str:
    """Draw a widget that offers options by their words, and return the option that is chosen.

    A form over the map runs apart from the script: its widgets belong to nobody else, and keep
    what they are given.
    """
    known = dict(zip(make_distinct(map(words, options)), options, strict=True))
    at = options.index(first) if first in options else 0
    return known.get(widget(label, list(known), index=at, **look), options[at])


def _place(atlas: Atlas, start: Start) -> str:
    """Ask for the unit of a spell."""
    units = atlas.units.set_index("unit")["name_en"]
    names = list(units.index)
    return str(
        pick(
            st.selectbox,
            t("propose.unit"),
            names,
            lambda item: f"{units[item]} ({item})",
            first=start.unit,
        )
    )


def _spell(atlas: Atlas, start: Start) -> dict[str, Any] | None:
    """Return the spell of a unit that stands on a day."""
    rows = control.spells(atlas)
    rows["confidence"] = rows["recorded"]
    table = control.valid_on(rows[rows["unit"] == start.unit], day_of(start.day))
    return dict(table.iloc[0]) if len(table) else None


def _days(start: str, end: str) -> dict[str, str]:
    first, other, third = st.columns(3)
    return {
        "start": first.text_input(t("propose.start"), start, max_chars=10),
        "end": other.text_input(t("propose.end"), end, max_chars=10),
        "precision": pick(
            third.selectbox,
            t("propose.precision"),
            _PRECISIONS,
            lambda item: t(f"propose.precision.{item}"),
        ),
    }


def _cells(query: tuple[Cell, ...], standing: Mapping[str, Any]) -> dict[str, str]:
    """Ask for cells, with what stands in them now; what is left empty is left out."""
    text = {item.name: _ask(item, str(standing.get(item.name) or "")) for item in query}
    return {name: cell for name, cell in text.items() if cell}


def _ask(cell: Cell, now: str) -> str:
    label = t(f"propose.cell.{cell.name}")
    if not cell.options:
        return " ".join(st.text_input(label, now, max_chars=1_000).split())
    options = [*cell.options] if cell.needed else ["", *cell.options]
    return str(
        pick(st.selectbox, label, options, lambda item: option_name(cell.name, item), first=now)
    )


def _cell(atlas: Atlas, table: str) -> dict[str, str]:
    """Ask for one cell of a row: its column, and what it should say."""
    about = {
        field["name"]: str(field.get("description", ""))
        for resource in atlas.package["resources"]
        if resource["name"] == table
        for field in resource["schema"]["fields"]
    }
    result = {cell.name: cell for cell in cells(atlas.package, atlas.profile, table)}
    column = pick(
        st.selectbox,
        t("propose.column"),
        list(result),
        lambda item: _describe_column(item, about[item]),
    )
    query = result[column]
    if query.options:
        return {column: _ask(replace(query, needed=False), "")}
    return {column: " ".join(st.text_input(t("propose.value"), max_chars=1_000).split())}


def _describe_column(column: str, about: str) -> str:
    """Return the reader's word for a column; where there is none what the data say of it."""
    word = column_name(column)
    return f"{column}: {about}" if word == column and about else word


def _event(atlas: Atlas, start: Start) -> dict[str, str]:
    """Ask for an event, at the place of the card."""
    days = _days(start.day, "")
    place = " ".join(st.text_input(t("propose.place"), start.name, max_chars=120).split())
    text = " ".join(st.text_area(t("propose.text"), max_chars=1_000).split())
    query = cells(atlas.package, atlas.profile, "events")
    wording = _cells(tuple(cell for cell in query if cell.name not in ("place", "text")), {})
    where = _position(atlas, place, start)
    return {**days, "place": place, "text": text, **wording, **where}


def _position(atlas: Atlas, place: str, start: Start) -> dict[str, str]:
    """Return where an event is: at the card's place, else at the place that its name names."""
    point = start.point if start.point and place == start.name else None
    if point is None:
        try:
            point = holdings.locate(atlas, place).place.point
        except GreenlineError:
            return {"position_precision": "country"}
    lon, lat = (f"{number:.4f}" for number in point)
    return {"lon": lon, "lat": lat, "position_precision": "place"}


def evidence(ask: Ask) -> dict[str, Any]:
    """Draw the fields of source, confidence and reason and return what they say."""
    fields = {}
    for pair in (("title", "url"), ("publisher", "date")):
        for key, place in zip(pair, st.columns(2), strict=True):
            fields[key] = place.text_input(t(f"propose.source.{key}"), max_chars=600)
    options = ("", *_SURE) if ask in (Ask.ROW, Ask.SOURCE) else _SURE
    sure = pick(
        st.selectbox,
        t("propose.confidence"),
        options,
        lambda item: t(f"confidence.{item}") if item else "–",
    )
    reason = st.text_area(t("propose.reason"), max_chars=1_000)
    return {
        "new_source": {key: " ".join(cell.split()) for key, cell in fields.items() if cell.strip()},
        "confidence": sure,
        "reason": " ".join(reason.split()),
    }
