"""The side bar's section that takes a reader's own events and reports what was read."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.isolation.caller import warm
from geo.events.report import Report
from geo.events.user_events import UserEvents
from geo.formula_guard import csv
from geo.profile import current
from geo.tabular.limits import LIMITS
from geo.web import column_mapping, user_events
from geo.web.download import download, mark
from geo.web.state import state
from geo.web.texts import day, number, plain, t
from geo.web.upload_limits import BUDGET

#: Columns of a file that are named at most; `greenline read` names all.
NAMED = 60

_FAULT, _NEW, _ROUND = "gl-upload-fault", "gl-upload-new", "gl-upload-round"


#: Bytes of room without which no file is taken.
LEAST = 1_000_000


def show(atlas: Atlas) -> None:
    """Draw the section; what reads files is started with it, so that no file waits for it."""
    warm()
    found = user_events.current()
    with st.expander(
        t("web.user_events"), key="gl-section-user-events", expanded=found is not None
    ):
        st.caption(
            t("web.user_events.what", mb=number(LIMITS.bytes / 1e6), rows=number(LIMITS.rows))
        )
        key = f"gl-upload-{st.session_state.get(_ROUND, 0)}"
        full = BUDGET.free(user_events.session_id()) < LEAST and not st.session_state.get(_NEW)
        if full:
            st.warning(t("web.user_events.full"))
        st.file_uploader(
            t("web.user_events.file"),
            key=key,
            on_change=_brought,
            args=(key,),
            max_upload_size=int(LIMITS.bytes / 1e6),
            disabled=full,
        )
        _read(atlas)
        if st.session_state.get(_FAULT):
            st.error(plain(st.session_state[_FAULT]))
        if column_mapping.pending():
            st.info(t("web.user_events.pending"))
        if found is not None:
            _tell(found)
    user_events.send()


def _brought(key: str) -> None:
    """Remember that a file was put in: read here, its progress would push the map aside."""
    st.session_state[_NEW] = key


def _read(atlas: Atlas) -> None:
    """Read a file that was put in; ask for its columns where they are in doubt.

    A click meanwhile breaks the run off; the file is then still remembered and read in the next.
    """
    key = st.session_state.get(_NEW)
    file = st.session_state.get(key) if key else None
    if file is None:
        return
    st.session_state[_FAULT] = ""
    read = _kept(atlas, file.getvalue(), str(file.name))
    st.session_state[_NEW] = None
    if read:
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # lets go of its copy
        st.rerun()


def _kept(atlas: Atlas, content: bytes, name: str) -> bool:
    """Whether a file is read and kept; else its columns are asked for, or it is said why."""
    try:
        asked = column_mapping.look(content, name)
        if asked is not None:
            column_mapping.ask(asked)
            return False
        user_events.keep(atlas, content, name)
    except GreenlineError as error:
        st.session_state[_FAULT] = str(error)
        return False
    return True


def forget() -> None:
    """Forget the events, and what was asked about them."""
    user_events.put(None)
    column_mapping.drop()
    st.session_state[_FAULT] = ""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _tell(found: UserEvents) -> None:
    """Report what was read, kept and set aside."""
    report = found.report
    st.markdown(f"**{plain(found.name)}** · {plain(report.title)}")
    _period(found)
    st.markdown(t("web.user_events.kept", read=number(report.rows_read), kept=number(report.kept)))
    for reason, count in report.set_aside.items():
        st.markdown(f"- {t(f'reason.{reason}')}: {number(count)}")
    _aside(found)
    for note, count in report.notes:
        st.caption(f"{t(f'note.{note}')}: {number(count)}")
    _columns(report)
    st.button(
        t("web.user_events.columns"), key="gl-user-events-columns", on_click=_again, width="stretch"
    )
    st.button(
        t("web.user_events.forget"), key="gl-user-events-forget", on_click=forget, width="stretch"
    )


def _period(found: UserEvents) -> None:
    """Say which days the events are of, and lead there where the map shows other days."""
    if found.period is None:
        return
    first, last = found.period
    st.markdown(plain(t("web.user_events.period", first=day(first), last=day(last))))
    if found.beyond(state().view):
        (st.markdown if found.count(state().view) else st.warning)(
            plain(user_events.said(found, state().view))
        )
        st.button(
            t("userEvents.go"),
            key="gl-user-events-go",
            on_click=_go,
            args=(found.period,),
            width="stretch",
            type="primary",
        )


def _go(period: tuple[date, date]) -> None:
    """Show the events of all their days, and the map of the last of them that the atlas knows."""
    days = current().days
    last = min(max(period[1], days.first), days.last)
    state().change(date=last, interval=period)


def _columns(report: Report) -> None:
    """Say which columns of the file were used and which were not."""
    for word, names in (("used", report.used), ("unused", report.unused)):
        if names:
            more = len(names) - NAMED
            rest = [t("web.user_events.more", n=number(more))] if more > 0 else []
            named = t("sentence.comma").join([*map(plain, names[:NAMED]), *rest])
            st.caption(t(f"web.user_events.{word}", names=named))


def _aside(found: UserEvents) -> None:
    """Show the first rows that were set aside, and let all of them be saved."""
    report = found.report
    if not len(report.aside):
        return
    examples = found.examples.copy()
    examples["reason"] = [t(f"reason.{one}") for one in examples["reason"]]
    headings: dict[str, Any] = {name: t(f"web.user_events.{name}") for name in examples.columns}
    st.dataframe(examples.rename(columns=headings), hide_index=True, width="stretch")
    download(
        t("web.user_events.aside"),
        lambda: csv(report.aside).encode("utf-8-sig"),
        f"greenline-set-aside-{mark(found.name, found.mark, len(report.aside))}.csv",
        key="gl-user-events-aside",
    )


def _again() -> None:
    """Ask for the columns of the file that is shown, to correct them."""
    found = user_events.current()
    if found:
        column_mapping.again(found.file, found.name)
