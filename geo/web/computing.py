"""What is computed from what readers bring: in a worker with limits, by turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.atlas import Atlas
from geo.events.attribution import prepared
from geo.gazetteer.resolver import gazetteer
from geo.tabular.source import LIMITS, MEGABYTE
from geo.web.texts import number, t
from geo.web.upload.limits import PLACES, Places
from geo.worker.limited import call, workers

#: What one answer may take, besides the reading of a file.
ANSWER: Final = replace(LIMITS, seconds=20, memory=1_500 * MEGABYTE)

#: What areas may take, read and laid over the map: who brings them waits for it.
AREAS: Final = replace(LIMITS, seconds=90)

#: Few workers run at a time: more at once could take more memory than there is.
READING: Final = Places(PLACES)

#: They give way to the server; after two seconds to workers that have just begun, too.
workers.niceness = (5, 19)


def warm(atlas: Atlas) -> None:
    """Start what workers are copies of, so that no file waits for it; returns at once."""
    workers.warm(_prepare, atlas)


def _prepare(atlas: Atlas) -> None:
    """Import what workers run, and make ready what they need of the atlas."""
    from geo.user_areas import reading  # noqa: F401, PLC0415

    prepared(atlas)
    gazetteer(atlas)


def compute(task: Callable[..., Any], *args: Any, name: str, classes: tuple[type, ...] = ()) -> Any:
    """Return ``task(*args)``, computed in a worker within :data:`ANSWER`."""
    with take_turn():
        return call(task, *args, name=name, classes=classes, limits=ANSWER)


@contextmanager
def take_turn() -> Iterator[None]:
    """Wait for a place to compute in, and say so meanwhile where the script draws already.

    What a widget calls runs before it: an element drawn there would push all others on by one, and
    a browser that is sent them piecemeal would take the map down and build it anew.
    """
    run = get_script_run_ctx()
    note = st.empty() if run is None or run.has_script_started else None

    def show_waiting(before: int) -> None:
        if note is not None:
            note.info(t("web.user_events.waiting", n=number(before)))

    with READING.take(find_session_id() or str(id(note)), show_waiting):
        if note is not None:
            note.empty()
        yield


def find_session_id() -> str:
    """Return the id of this reader's session; empty where a script is run without one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""
