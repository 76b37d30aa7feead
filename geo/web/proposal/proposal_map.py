"""What a proposal changes, on small maps: the ground before, and as proposed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import geopandas as gpd
import shapely
import streamlit as st

from geo.ask import control
from geo.atlas import Atlas
from geo.draw.style import hatches, holder_colours, page_style
from geo.model import STATES
from geo.proposals.proposal import Kind, Proposal
from geo.view import day_of
from geo.web.state import state
from geo.web.texts import t
from geo.words import say

#: Pixels of a side of a map, and degrees around the point of an event.
_SIDE, _AROUND = 200, 0.4


def show(atlas: Atlas, proposal: Proposal) -> None:
    """Draw the ground on the first day, now and as proposed, if it has any."""
    cells = proposal.cells
    mark = ""
    if proposal.kind is Kind.SPAN and proposal.table == "spells":
        about, holder = proposal.fact["about"], cells.get("holder", "")
        held = control.at(atlas, day_of(cells["start"])).set_index("unit")
        box = _box_around(held.geometry[about].bounds)
    elif proposal.kind is Kind.EVENT and cells.get("lon"):
        about = holder = ""
        held = control.at(atlas, day_of(cells["start"])).set_index("unit")
        lon, lat = float(cells["lon"]), float(cells["lat"])
        box = (lon - _AROUND, lat - _AROUND, lon + _AROUND, lat + _AROUND)
        colour = page_style()["events"].get(cells.get("type", ""), "#111")
        mark = f'<circle cx="100" cy="100" r="7" fill="{colour}" stroke="#fff" stroke-width="2"/>'
    else:
        return
    first, other = st.columns(2)
    first.image(_picture(held, box, {}, about), caption=t("propose.before"))
    after = _picture(held, box, {about: holder} if holder else {}, about, mark=mark)
    other.image(after, caption=t("propose.after"))


def _box_around(bounds: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Return a box three times as wide and high."""
    west, south, east, north = bounds
    wide, high = (east - west) or 0.1, (north - south) or 0.1
    return west - wide, south - high, east + wide, north + high


def _pattern(who: str, style: Mapping[str, Any]) -> str:
    """Return the hatch of what is not plainly held, as a pattern of SVG."""
    step = style["step"]
    return (
        f'<pattern id="{who}" width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({45 * style["slant"]})"><rect width="{style["width"]}" '
        f'height="{step}" fill="{style["colour"]}"/></pattern>'
    )


def _picture(
    held: gpd.GeoDataFrame,
    box: tuple[float, float, float, float],
    other: Mapping[str, str],
    about: str,
    *,
    mark: str = "",
) -> str:
    """Return a small map as SVG: units by holder, or by another one, one in bold, and a mark."""
    west, south, east, north = box
    across, up = _SIDE / (east - west), _SIDE / (north - south)
    colours, lined = holder_colours(), hatches()
    paths = [_pattern(who, lined[who]) for who in STATES if who in lined]
    for unit, row in held[held.intersects(shapely.box(*box))].iterrows():
        who = other.get(str(unit), row["holder"])
        fill = colours.get(who, colours["unknown"])
        edge = ' stroke-width="2.5" stroke="#111"' if unit == about else ' stroke="#888"'
        rings = shapely.get_rings(shapely.get_parts([row.geometry]))
        lines = "".join(
            "M"
            + "L".join(
                f"{(x - west) * across:.1f} {(north - y) * up:.1f}"
                for x, y in shapely.get_coordinates(ring)
            )
            + "z"
            for ring in rings
        )
        title = escape(f"{row['name_en']}: {say(f'holder.{who}', state().view.language)}")
        paths.append(f'<path d="{lines}" fill="{fill}"{edge}><title>{title}</title></path>')
        if who in lined:
            paths.append(f'<path d="{lines}" fill="url(#{who})" pointer-events="none"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}" '
        f'viewBox="0 0 {_SIDE} {_SIDE}">{"".join(paths)}{mark}</svg>'
    )
