"""Propose a correction: a form that is checked at once by the rules of the data."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from typing import Any

import shapely
import streamlit as st
import yaml

from geo.ask import control
from geo.atlas import Atlas
from geo.errors import DataError, Fault, GreenlineError
from geo.proposals.desk import Desk
from geo.proposals.proposal import Kind, Proposal, read, write
from geo.view import day_of
from geo.web import atlas_source
from geo.web.download import download
from geo.web.options import choose
from geo.web.state import state
from geo.web.texts import plain, t
from geo.words import say

#: Set by ``greenline app --edit``: proposals may be saved where the data lie.
EDIT = "GREENLINE_EDIT"

_KINDS = (Kind.SPAN, Kind.EVENT, Kind.SOURCE)
_CHECKED = "gl-proposal-checked"

#: Pixels of a side of the small maps.
_SIDE = 200


def show(atlas: Atlas) -> None:
    """Draw the form, and what comes of what was filled in."""
    with st.expander(t("web.proposal"), key="gl-section-proposal"):
        st.markdown(t("web.proposal.what"))
        kind = choose(
            st.radio,
            t("web.proposal.kind"),
            _KINDS,
            key="gl-proposal-kind",
            words=lambda one: t(f"web.proposal.kind.{one}"),
        )
        said = _fact(atlas, kind) | _evidence(kind)
        if st.button(t("web.proposal.check"), width="stretch"):
            st.session_state[_CHECKED] = said
        if st.session_state.get(_CHECKED):
            _outcome(atlas, st.session_state[_CHECKED])


def _fact(atlas: Atlas, kind: Kind) -> dict[str, Any]:
    """Draw the fields of the fact and return what they say."""
    if kind is Kind.SOURCE:
        return {"kind": str(kind)}
    day = state().view.date.isoformat()
    start = st.text_input(t("web.proposal.start"), day, max_chars=10)
    end = st.text_input(t("web.proposal.end"), max_chars=10)
    precision = choose(
        st.selectbox,
        t("web.proposal.precision"),
        ("day", "month", "year"),
        key="gl-proposal-precision",
        words=lambda one: t(f"web.proposal.precision.{one}"),
    )
    fact = {"start": start, "end": end, "precision": precision}
    if kind is Kind.EVENT:
        place = st.text_input(t("web.proposal.place"), max_chars=120)
        text = st.text_area(t("web.proposal.text"), max_chars=1_000)
        actor = st.text_input(t("web.proposal.actor"), max_chars=120)
        event = {
            "actor_a": actor,
            "place": place,
            "text": " ".join(text.split()),
            "type": "politics",
        }
        return {"kind": str(kind), "fact": {**fact, **event, **_position(atlas, place)}}
    units = atlas.units.set_index("unit")["name_en"]
    chosen = (state().view.selection or "").removeprefix("control:")
    names = list(units.index)
    about = choose(
        st.selectbox,
        t("web.proposal.unit"),
        names,
        key=f"gl-proposal-unit-{chosen if chosen in units else ''}",
        words=lambda one: f"{units[one]} ({one})",
        first=chosen if chosen in units else names[0],
    )
    holder = choose(
        st.selectbox,
        t("web.proposal.holder"),
        list(atlas.profile.holders),
        key="gl-proposal-holder",
        words=lambda one: t(f"holder.{one}"),
    )
    return {
        "kind": str(kind),
        "fact": {"table": "spells", "about": about, **fact, "holder": holder},
    }


def _position(atlas: Atlas, place: str) -> dict[str, str]:
    """Return where an event is: at the place that its name names, else nowhere."""
    try:
        found = control.locate(atlas, place).place
    except GreenlineError:
        return {"position_precision": "country"}
    lon, lat = (f"{one:.4f}" for one in found.point)
    return {"lon": lon, "lat": lat, "position_precision": "place"}


def _evidence(kind: Kind) -> dict[str, Any]:
    """Draw the fields of source, confidence and reason and return what they say."""
    fields = {
        key: st.text_input(t(f"web.proposal.source.{key}"), max_chars=600)
        for key in ("title", "url", "publisher", "date")
    }
    sure = choose(
        st.selectbox,
        t("web.proposal.confidence"),
        ("low", "medium", "high"),
        key="gl-proposal-confidence",
        words=lambda one: t(f"confidence.{one}"),
    )
    reason = st.text_area(t("web.proposal.reason"), max_chars=1_000)
    return {
        "new_source": {key: cell for key, cell in fields.items() if cell},
        "confidence": "" if kind is Kind.SOURCE else sure,
        "reason": " ".join(reason.split()),
    }


def _outcome(atlas: Atlas, said: dict[str, Any]) -> None:
    """Check what was filled in, and offer the file where nothing speaks against it."""
    try:
        desk = Desk(atlas_source.folder())
        proposal = desk.signed(read(yaml.safe_dump(said, allow_unicode=True), "proposal.yaml"))
        outcome = desk.preview(proposal)
    except DataError as error:
        _faults(error.faults)
        return
    except GreenlineError as error:
        st.error(plain(str(error)))
        return
    if outcome.faults:
        _faults(outcome.faults)
        return
    for sentence in outcome.sentences:
        st.markdown(f"- {plain(sentence)}")
    for against in desk.conflicts(proposal):
        st.warning(plain(against))
    if proposal.kind is Kind.SPAN:
        _before_and_after(atlas, proposal)
    content = write(proposal).encode()
    name = f"proposal-{proposal.kind}-{proposal.made}.yaml"
    download(t("web.proposal.download"), lambda: content, name, key="gl-proposal-file")
    if os.environ.get(EDIT) and st.button(t("web.proposal.save"), width="stretch"):
        st.success(plain(t("web.proposal.saved", file=desk.save(proposal).name)))


def _faults(faults: Sequence[Fault]) -> None:
    """Say what speaks against a proposal."""
    for fault in faults[:5]:
        st.error(plain(f"{fault.column or fault.file}: {fault.value!r}; {fault.accepted}"))


def _before_and_after(atlas: Atlas, proposal: Proposal) -> None:
    """Draw the unit among its neighbours on the first day, as it stands and as proposed."""
    day, about = proposal.cells["start"], proposal.fact["about"]
    held = control.at(atlas, day_of(day)).set_index("unit")
    one, other = st.columns(2)
    one.image(_picture(atlas, held, about, ""), caption=t("web.proposal.before"))
    new = proposal.cells["holder"]
    other.image(_picture(atlas, held, about, new), caption=t("web.proposal.after"))


def _picture(atlas: Atlas, held: Any, about: str, holder: str) -> str:
    """Return a small map as SVG: the unit and what lies around it, by holder."""
    west, south, east, north = held.geometry[about].bounds
    wide, high = (east - west) or 0.1, (north - south) or 0.1
    box = shapely.box(west - wide, south - high, east + wide, north + high)
    near = held[held.intersects(box)]
    paths = []
    for unit, row in near.iterrows():
        who = holder if holder and unit == about else row["holder"]
        actor = atlas.profile.actors.get(who)
        fill = actor.colour if actor else "#dddddd"
        edge = ' stroke-width="2.5" stroke="#111"' if unit == about else ' stroke="#888"'
        rings = shapely.get_rings(shapely.get_parts([row.geometry]))
        across, up = _SIDE / (3 * wide), _SIDE / (3 * high)
        lines = "".join(
            "M" + "L".join(
                f"{(x - west + wide) * across:.1f} {(north + high - y) * up:.1f}"
                for x, y in shapely.get_coordinates(ring)
            ) + "z"
            for ring in rings
        )  # fmt: skip
        title = escape(f"{row['name_en']}: {say(f'holder.{who}', state().view.language)}")
        paths.append(f'<path d="{lines}" fill="{fill}"{edge}><title>{title}</title></path>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 200 200">'
        f"{''.join(paths)}</svg>"
    )
