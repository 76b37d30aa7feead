"""What a proposal changes, on small maps: the ground before, and as proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

import geopandas as gpd
import shapely
import streamlit as st

from geo.ask import control
from geo.atlas import Atlas
from geo.draw.style import hatches, holder_colours, page_style
from geo.draw.svg_frame import SvgFrame
from geo.export.sheets.band import pattern
from geo.model import STATES
from geo.proposals.proposal import Kind, Proposal
from geo.view import day_of
from geo.web.texts import language, t
from geo.words import name_of, side_word

#: Pixels of a side of a map, and degrees around the point of an event.
_SIDE, _AROUND = 200, 0.4


def show(atlas: Atlas, proposal: Proposal) -> None:
    """Draw the ground on the first day, now and as proposed, if it has any."""
    cells = proposal.cells
    mark = ""
    if proposal.kind is Kind.SPAN and proposal.table == "spells":
        about, holder = proposal.fact["about"], cells.get("holder", "")
        day = day_of(cells["start"])
        held = control.at(atlas, day).set_index("unit")
        box = _box_around(held.geometry[about].bounds)
    elif proposal.kind is Kind.EVENT and cells.get("lon"):
        about = holder = ""
        day = day_of(cells["start"])
        held = control.at(atlas, day).set_index("unit")
        lon, lat = float(cells["lon"]), float(cells["lat"])
        box = (lon - _AROUND, lat - _AROUND, lon + _AROUND, lat + _AROUND)
        colour = page_style()["events"].get(cells.get("type", ""), "#111")
        mark = f'<circle cx="100" cy="100" r="7" fill="{colour}" stroke="#fff" stroke-width="2"/>'
    else:
        return
    first, other = st.columns(2)
    first.image(_picture(held, box, {}, about, day), caption=t("propose.before"))
    after = _picture(held, box, {about: holder} if holder else {}, about, day, mark=mark)
    other.image(after, caption=t("propose.after"))


def _box_around(bounds: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Return a box three times as wide and high."""
    west, south, east, north = bounds
    wide, high = (east - west) or 0.1, (north - south) or 0.1
    return west - wide, south - high, east + wide, north + high


def _picture(
    held: gpd.GeoDataFrame,
    box: tuple[float, float, float, float],
    other: Mapping[str, str],
    about: str,
    day: date,
    *,
    mark: str = "",
) -> str:
    """Return a small map as SVG: units by holder, or by another one, one in bold, and a mark."""
    frame, colours, lined = SvgFrame(box, _SIDE, _SIDE), holder_colours(), hatches()
    paths = [pattern(who, 1) for who in STATES if who in lined]
    for unit, row in held[held.intersects(shapely.box(*box))].iterrows():
        who = other.get(str(unit), row["holder"])
        fill = colours.get(who, colours["unknown"])
        edge = ' stroke-width="2.5" stroke="#111"' if unit == about else ' stroke="#888"'
        lines = frame.path([row.geometry])
        title = escape(f"{name_of(row, language())}: {t(side_word(who, day=day))}")
        paths.append(f'<path d="{lines}" fill="{fill}"{edge}><title>{title}</title></path>')
        if who in lined:
            paths.append(f'<path d="{lines}" fill="url(#hatch-{who})" pointer-events="none"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}" '
        f'viewBox="0 0 {_SIDE} {_SIDE}">{"".join(paths)}{mark}</svg>'
    )
