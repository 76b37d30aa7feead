"""Propose a correction: a form over the map, checked at once by the rules of the data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
import yaml

from geo.atlas import Atlas
from geo.errors import DataError, GreenlineError
from geo.proposals.desk import Desk
from geo.proposals.form import Ask, takers
from geo.proposals.proposal import Proposal, read, write
from geo.versions.package import home_of
from geo.web import atlas_source
from geo.web.proposal import faults as proposal_faults
from geo.web.proposal import fields as proposal_fields
from geo.web.proposal import proposal_map
from geo.web.proposal.changes import describe_changes
from geo.web.proposal.fields import Start
from geo.web.saving.download import download, mark
from geo.web.state import state
from geo.web.texts import plain_markdown, speak, t

#: Set by ``greenline app --edit``: proposals may be saved where the data lie.
EDIT = "GREENLINE_EDIT"

#: Where a form that is open began: what the page said of its card; and what was checked last.
_BEGAN, _CHECKED = "gl-proposal-began", "gl-proposal-checked"


def button() -> None:
    """Draw the button that opens the form without a card, or with the one that is open."""
    view = state().view
    if st.button(t("propose"), icon=":material/edit:", key="gl-propose", width="stretch"):
        begin({"selection": view.selection, "day": view.date.isoformat()})


def begin(text: Mapping[str, Any]) -> None:
    """Open the form in this run and those that follow."""
    st.session_state[_BEGAN] = dict(text)
    st.session_state[_CHECKED] = None


def _close() -> None:
    st.session_state[_BEGAN] = None


def show(atlas: Atlas) -> None:
    """Show the form over the map, where it is open."""
    text = st.session_state.get(_BEGAN)
    if not text:
        return
    start = proposal_fields.start_proposal(atlas, text)
    if not start.day:
        start = replace(start, day=state().view.date.isoformat())
    form = st.dialog(t("propose"), width="medium", on_dismiss=_close)(_form)
    form(atlas, start)


def _form(atlas: Atlas, start: Start) -> None:
    """Draw the form, and what comes of what was filled in."""
    st.markdown(t("propose.what"))
    if start.name:
        st.markdown(f"**{plain_markdown(start.name)}**")
    ask = Ask(
        proposal_fields.pick(
            st.radio,
            t("propose.kind"),
            proposal_fields.asks(atlas, start),
            lambda item: t(f"propose.kind.{item}"),
            horizontal=True,
        )
    )
    text = proposal_fields.fact(atlas, ask, start) | proposal_fields.evidence(ask)
    if st.button(t("propose.check"), key="gl-proposal-check", type="primary"):
        st.session_state[_CHECKED] = text
    if st.session_state.get(_CHECKED):
        _outcome(atlas, st.session_state[_CHECKED])


#: Evidence that nothing speaks against: with it the fact is checked before there is any.
_SOUND = {
    "new_source": {"title": "x", "url": "https://source.invalid"},
    "confidence": "low",
    "reason": "x",
}


def _outcome(atlas: Atlas, text: Mapping[str, Any]) -> None:
    """Check what was filled in, and offer the file where nothing speaks against it."""
    lines: list[str] = []
    try:
        proposal = _read(text)
    except DataError as error:
        lines = proposal_faults.lines(atlas, error.faults)
        text = {**text, **_SOUND}
    try:
        desk = Desk(home_of(atlas_source.folder()))
        proposal = desk.sign(_read(text))
        outcome = desk.preview(proposal)
        lines += proposal_faults.lines(atlas, outcome.faults)
    except DataError as error:
        lines += proposal_faults.lines(atlas, error.faults)
    except GreenlineError as error:
        lines.append(proposal_faults.line(error))
    if lines:
        st.error("\n".join(f"- {plain_markdown(line)}" for line in dict.fromkeys(lines)))
        return
    for line in describe_changes(atlas, outcome.changes):
        st.markdown(f"- {plain_markdown(line)}")
    for against in desk.conflicts(proposal):
        st.warning(plain_markdown(speak(against)))
    proposal_map.show(atlas, proposal)
    content = write(proposal)
    name = f"proposal-{proposal.kind}-{proposal.made}-{mark(content)}.yaml"
    download(t("propose.download"), content.encode, name, key="gl-proposal-file")
    _draw_takers(atlas)
    if os.environ.get(EDIT) and st.button(t("propose.save"), width="stretch"):
        _save(desk, proposal)


def _save(desk: Desk, proposal: Proposal) -> None:
    """Save a proposal where the data lie, if that can be; its file can still be downloaded."""
    try:
        st.success(plain_markdown(t("propose.saved", file=desk.save(proposal).name)))
    except GreenlineError:
        st.error(t("web.propose.unsaved"))


def _read(text: Mapping[str, Any]) -> Proposal:
    return read(yaml.safe_dump(dict(text), allow_unicode=True), "proposal.yaml")


def _draw_takers(atlas: Atlas) -> None:
    """Say where the file goes from here, as the data say it."""
    known = [f"[{plain_markdown(name)}](<{address}>)" for name, address in takers(atlas.package)]
    st.markdown(f"{t('propose.send')} {', '.join(known)}" if known else t("propose.send.nobody"))
    st.caption(t("propose.save.file"))
