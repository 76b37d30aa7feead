"""User events: kept in the reader's session alone, shown on the map, in the tables, in files."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.events import user_events
from geo.events.draft import How
from geo.events.user_events import UserEvents
from geo.model import PositionPrecision
from geo.tabular.source import megabytes, read_error
from geo.user_areas.reading import FirstLook
from geo.view import View
from geo.web.computing import find_session_id, take_turn
from geo.web.state import carry, state
from geo.web.texts import day, number, t
from geo.web.upload.limits import BUDGET, NoRoomError, release_memory

#: What shows the events of all kinds, actors, figures and precisions.
ALL: dict[str, Any] = {
    "kinds": None,
    "actors": None,
    "min_deaths": 0,
    "coarsest": PositionPrecision.UNKNOWN,
}

_carry = carry("user_events")


def read(atlas: Atlas, content: bytes, name: str, seen: FirstLook, how: How | None = None) -> None:
    """Read events of a file and put them on the map, on the days that it shows already.

    What was chosen among the events before says nothing of these, and whoever brings some wants to
    see them.
    """
    now, session = state(), find_session_id()
    before, how = now.uploads.events, how or How()
    bar = st.empty()

    def show_progress(rows: int) -> None:
        bar.progress(min(0.95, rows / (rows + 200_000)), t("web.user_events.read", n=number(rows)))

    try:
        with take_turn(), BUDGET.grow(session, before.size if before else 0) as more:
            show_progress(0)
            more(len(content))
            events = UserEvents.load(
                atlas, content, name, **vars(how), progress=show_progress, admit=more
            )
            more(max(0, events.size - more(0)))
    except NoRoomError as error:
        release_memory()
        size, free = megabytes(error.size), megabytes(error.free)
        raise read_error(name, "room", "room", size=size, free=free) from None
    finally:
        bar.empty()
    BUDGET.keep(session, events.size, events)
    now.uploads.events, now.uploads.seen = events, seen
    if len(events.rows):
        now.send(interval=None, layers=user_events.with_events(now.view).layers, **ALL)


def say_shown(events: UserEvents, view: View) -> str:
    """Say how many of a reader's events are shown, and of which days."""
    values = {"n": number(events.count(view)), "of": number(len(events.rows))}
    days = user_events.days_of(view)
    if days is None:
        return t("userEvents.shownAll", **values)
    return t("userEvents.shown", first=day(days[0]), last=day(days[1]), **values)


def send() -> None:
    """Hand the events to the page, or take them back; what is there is not sent again."""
    events = state().uploads.current_events
    _carry(key="gl-user-events-carry", data=events.content if events else b"")


def list_shown(events: UserEvents, view: View) -> pd.DataFrame:
    """Return the events that a view shows as a table lists them: with place, units and holder."""
    rows = user_events.shown(events.rows, view)
    rows = rows.join(events.attributed.loc[rows.index]).reset_index(drop=True)
    for column in rows.columns[rows.dtypes == "category"]:
        rows[column] = rows[column].astype("str")
    return rows.assign(start=rows["start"].dt.date, end=rows["end"].dt.date)
