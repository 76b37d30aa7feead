"""The side bar's section that takes a reader's files, whatever they are, and reports what was read.

What a file decides is on the map at once and shown with its first rows: what it is, its columns,
the order of its days; all can be changed. Rows that name a place and give no position are placed
where the reader says that it lies.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.column_guess import Doubt
from geo.events.reading import TABLE
from geo.events.schema import Note, Report
from geo.events.user_events import UserEvents
from geo.profile import current
from geo.tabular.source import LIMITS
from geo.user_areas.reading import FirstLook, look
from geo.web.computing import find_session_id, take_turn
from geo.web.download import download, mark
from geo.web.drawer.grid import draw_table
from geo.web.state import state
from geo.web.texts import day, explain, number, plain_markdown, speak, t
from geo.web.upload import column_mapping, user_areas, user_events
from geo.web.upload.limits import BUDGET, LARGEST
from geo.web.upload.places import ask_names, list_some, read_again
from geo.web.upload.uploads import Pending
from geo.words import from_json, sentence
from geo.words.cells import csv

#: Bytes of room without which no file is taken.
LEAST = 1_000_000


def show(atlas: Atlas) -> None:
    """Draw what takes files, and what came of them."""
    uploads = state().uploads
    events = uploads.events
    st.caption(t("web.data.what", mb=number(LARGEST / 1e6), rows=number(LIMITS.rows)))
    full = BUDGET.free(find_session_id()) < LEAST and not uploads.has_unread
    if full:
        st.warning(t("web.user_events.full"))
    st.file_uploader(
        t("web.user_events.file"), key=uploads.key, accept_multiple_files=True,
        on_change=uploads.note_files, args=(uploads.key,),
        max_upload_size=int(LARGEST / 1e6), disabled=full,
    )  # fmt: skip
    download(
        t("web.user_events.example"),
        partial(_write_example, atlas),
        "greenline-example-events.csv",
        key="gl-example-events",
        kind="tertiary",
    )
    _read(atlas)
    column_mapping.look_again(atlas)
    if uploads.fault:
        st.error(explain(uploads.fault))
    if uploads.pending:
        st.info(t("web.user_events.pending"))
    if events is not None:
        _report(atlas, events)
    user_areas.show(atlas)


def _write_example(atlas: Atlas) -> bytes:
    """Write events of the atlas as a file of a reader's own may have them."""
    rows = atlas.table("events")
    rows = rows[rows["position_precision"].isin(["exact", "place"]) & rows["deaths_best"].notna()]
    named = {"start": "date", "lat": "latitude", "lon": "longitude", "deaths_best": "deaths"}
    columns = ["start", "place", "lat", "lon", "type", "actor_a", "actor_b", "deaths_best", "text"]
    return csv(rows[columns].rename(columns=named)).encode("utf-8-sig")


def _read(atlas: Atlas) -> None:
    """Read files that were put in; ask for columns where the file does not say what they hold.

    A click meanwhile breaks the run off; the files are then still remembered and read in the next.
    """
    uploads = state().uploads
    files = st.session_state.get(uploads.key) if uploads.has_unread else None
    if not files:
        return
    uploads.fault, before = "", uploads.pending
    try:
        _read_each(atlas, [(str(file.name), file.getvalue()) for file in files])
    except GreenlineError as error:
        uploads.fault = sentence(error)
    if uploads.fault or uploads.pending not in (None, before):  # the copy stays in sight
        uploads.has_unread = False
    else:
        uploads.drop_files()
        st.rerun()


def _read_each(atlas: Atlas, files: list[tuple[str, bytes]]) -> None:
    """Take each file as what it is, and put it on the map."""
    uploads = state().uploads
    areas: dict[bool, list[tuple[str, bytes]]] = {}  # by whether they say who holds the ground
    first: dict[bool, FirstLook] = {}
    for name, content in files:
        with take_turn():
            seen = look(atlas, content, name, limits=column_mapping.LOOK)
        if not seen.has_events:
            areas.setdefault(seen.has_control, []).append((name, content))
            first[seen.has_control] = seen
            continue
        uploads.ask(Pending(content, name, seen) if seen.must_ask else None)
        if not seen.must_ask:
            user_events.read(atlas, content, name, seen)
    for kind, files_of_kind in areas.items():
        user_areas.read(atlas, files_of_kind, first[kind])


def forget() -> None:
    """Forget the events and the reader's choices about them."""
    uploads = state().uploads
    uploads.events = None
    uploads.ask(None)
    uploads.drop_files()


def _report(atlas: Atlas, events: UserEvents) -> None:
    """Report what was read of a file of events, and offer to read it in another way."""
    seen = state().uploads.seen
    assert seen is not None
    _show_counts(events)
    try:
        events.drawable()
    except GreenlineError as error:
        st.error(explain(error))
    for doubt in () if seen.format else seen.guessed.doubts:
        if doubt is not Doubt.DATE_ORDER:  # which is asked for with what the rows show of it
            st.warning(t(f"doubt.{doubt}"))
    st.dataframe(seen.first.frame, hide_index=True, width="stretch")
    _show_period(events)
    _ask_again(atlas, events)
    ask_names(atlas, events)
    _show_details(events)
    if st.button(t("web.data.areas"), key="gl-data-areas", width="stretch"):
        state().uploads.events = None
        user_areas.read(atlas, [(events.name, events.file)], seen)
        st.rerun()
    st.button(
        t("web.user_events.forget"), key="gl-user-events-forget", on_click=forget, width="stretch"
    )


def _show_counts(events: UserEvents) -> None:
    """Say what the file is, how many rows it has, and how many of them are events."""
    report = events.report
    kind = t("web.user_events.table") if report.format == TABLE[0] else report.title
    role = t("sentence.comma").join([t("role.events"), plain_markdown(kind)])
    st.markdown(f"**{plain_markdown(events.name)}** · {role}")
    st.markdown(
        t("web.user_events.kept", read=number(report.rows_read), kept=number(report.rows_kept))
    )


def _ask_again(atlas: Atlas, events: UserEvents) -> None:
    """Say how doubtful dates and positions were read, and offer to read them in another way."""
    orders, notes = events.report.date_order, dict(events.report.notes)
    doubtful = orders and not orders["chosen"] and orders["either"] and events.file
    if orders:
        counts = {name: number(orders[name]) for name in ("day_first", "month_first", "either")}
        order = t(f"web.columns.{orders['order']}")
        both = orders["day_first"] and orders["month_first"]
        st.caption(t("web.dates.shown", order=order, **counts))
        if doubtful and both:
            st.warning(t("web.dates.contradicted", either=counts["either"]))
        elif doubtful and not (orders["day_first"] or orders["month_first"]):
            st.warning(t("web.dates.assumed"))
    choices: dict[str, dict[str, Any]] = {}
    if doubtful and bool(orders["day_first"]) == bool(orders["month_first"]):
        st.markdown(t("web.columns.order"))
        choices = {f"web.columns.{text}": {"date_order": text} for text in ("dmy", "mdy")}
    if notes.get(Note.LOOKS_SWAPPED) and events.file:
        choices["web.user_events.swap"] = {"swap": True}
    for word, change in choices.items():
        key = f"gl-again-{word.rpartition('.')[2]}"
        if st.button(t(word), key=key, width="stretch"):
            read_again(atlas, events, replace(events.how, **change))
            st.rerun()


def _show_details(events: UserEvents) -> None:
    """Say what was set aside and why, what is notable, and which columns were used."""
    report = events.report
    for reason, count in report.set_aside.items():
        st.markdown(f"- {t(f'reason.{reason}')}: {number(count)}")
    _show_aside(events)
    for note, count in report.notes:
        st.caption(f"{t(f'note.{note}')}: {number(count)}")
    _list_columns(report)
    st.button(
        t("web.user_events.columns"),
        key="gl-user-events-columns",
        on_click=column_mapping.ask_again,
        args=(events.file, events.name),
        width="stretch",
    )


def _show_period(events: UserEvents) -> None:
    """Say which days the events are of, and lead there where the map shows other days."""
    if events.period is None:
        return
    first, last = events.period
    st.markdown(plain_markdown(t("web.user_events.period", first=day(first), last=day(last))))
    if events.beyond(state().view):
        (st.markdown if events.count(state().view) else st.warning)(
            plain_markdown(user_events.say_shown(events, state().view))
        )
        st.button(
            t("userEvents.go"),
            key="gl-user-events-go",
            on_click=_go,
            args=(events.period,),
            width="stretch",
            type="primary",
        )


def _go(period: tuple[date, date]) -> None:
    """Show the events of all their days, and the map of the last of them that the atlas knows."""
    days = current().days
    last = min(max(period[1], days.first), days.last)
    state().send(date=last, interval=period, **user_events.ALL)


def _list_columns(report: Report) -> None:
    """Say which columns of the file were used and which were not."""
    for word, names in (("used", report.used), ("unused", report.unused)):
        if names:
            st.caption(t(f"web.user_events.{word}", names=list_some(names)))


def _show_aside(events: UserEvents) -> None:
    """Show the first rows that were set aside, and let all of them be saved."""
    report = events.report
    if not len(report.aside):
        return
    examples = events.examples.copy()
    examples["reason"] = [t(f"reason.{item}") for item in examples["reason"]]
    phrases = {text: from_json(item) for text, item in report.phrases.items()}
    examples["accepted"] = [speak(phrases.get(item, item)) for item in examples["accepted"]]
    headings: dict[str, Any] = {name: t(f"web.user_events.{name}") for name in examples.columns}
    draw_table(examples.rename(columns=headings))
    download(
        t("web.user_events.aside"),
        lambda: csv(report.aside).encode("utf-8-sig"),
        f"greenline-set-aside-{mark(events.name, events.mark, len(report.aside))}.csv",
        key="gl-user-events-aside",
    )
