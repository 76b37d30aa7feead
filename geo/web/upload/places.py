"""Places that a file names without a position: the reader says which are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.draft import How
from geo.events.schema import Reason
from geo.events.user_events import NamedPlace, UserEvents, named_places, position_of
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.resolver import Place
from geo.web.computing import compute
from geo.web.options import choose
from geo.web.texts import language, number, plain_markdown, t
from geo.web.upload import user_events
from geo.words import name_of, sentence

#: Columns or names of a file that are named at most; `greenline read` names all.
NAMED = 60

#: Names of places that are asked for at once, those of most rows first.
ASKED = 12

#: What a place is made of.
PLACE = (Place, Entry, Kind)

#: Where the session keeps why a file could not be read.
FAULT = "gl-upload-fault"


def ask_names(atlas: Atlas, events: UserEvents) -> None:
    """Ask what the names mean of rows without a position; what is known stands chosen already."""
    if not events.file or not events.report.set_aside.get(Reason.NO_POSITION):
        return
    names = _look_up_names(atlas, events)
    if not names:
        return
    known, strange = (
        [item for item in names if item.options],
        [item for item in names if not item.options],
    )
    with st.expander(
        t("web.places", n=number(sum(item.rows for item in names))), key="gl-places", expanded=True
    ):
        st.caption(t("web.places.what"))
        candidate = {
            named_place.name: _ask_place(atlas, f"gl-place-{events.mark}-{at}", named_place)
            for at, named_place in enumerate(known[:ASKED])
        }
        candidate |= {
            named_place.name: named_place.options[0]
            for named_place in known[ASKED:]
            if named_place.sure
        }
        chosen = {name: place for name, place in candidate.items() if place}
        _list_names(
            "web.places.sure", [named_place for named_place in known[ASKED:] if named_place.sure]
        )
        _list_names(
            "web.places.asked",
            [named_place for named_place in known[ASKED:] if not named_place.sure],
        )
        _list_names("web.places.strange", strange)
        rows = sum(item.rows for item in names if item.name in chosen)
        if st.button(
            t("web.places.put", n=number(rows)),
            key="gl-places-put",
            disabled=not rows,
            width="stretch",
        ):
            _put(atlas, events, chosen)
            st.rerun()


def _look_up_names(atlas: Atlas, events: UserEvents) -> tuple[NamedPlace, ...]:
    """Return what the names may mean, looked up once for each file."""
    known: tuple[str, tuple[NamedPlace, ...]] | None = st.session_state.get("gl-places-known")
    key = f"{events.mark}-{id(events.report)}"
    if known is None or known[0] != key:
        answer = compute(
            named_places, atlas, events.report, name=events.name, classes=(NamedPlace, *PLACE)
        )
        known = (key, answer)
        st.session_state["gl-places-known"] = known
    return known[1]


def _ask_place(atlas: Atlas, key: str, named_place: NamedPlace) -> Place | None:
    """Ask which place a name means; an ambiguous one is unknown until the reader decides."""
    result: Place | None = choose(
        st.selectbox,
        f"{plain_markdown(named_place.name)} ({number(named_place.rows)})",
        named_place.options,
        key=key,
        words=lambda place: _place(atlas, place),
        first=named_place.options[0] if named_place.sure else None,
        index=None,
        placeholder=t("web.places.none"),
    )
    return result


def _place(atlas: Atlas, place: Place) -> str:
    """Return the name of a place with what it is and the governorate that it lies in."""
    entry = place.entry
    if entry is None:
        return place.name
    parts = [entry.name(language()), t(f"kind.{entry.kind}")]
    rows = atlas.table("governorates").set_index("iso")
    within = [code for code in sorted(entry.within) if code in rows.index]
    if within and entry.kind is not Kind.GOVERNORATE:
        row = rows.loc[within[0]]
        parts.append(name_of(row, language()))
    return t("sentence.comma").join(parts)


def _list_names(word: str, names: Sequence[NamedPlace]) -> None:
    if names:
        more = (
            [t("web.user_events.more", n=number(len(names) - NAMED))] if len(names) > NAMED else []
        )
        listed = [*(plain_markdown(name.name) for name in names[:NAMED]), *more]
        st.caption(t(word, names=t("sentence.comma").join(listed)))


def _put(atlas: Atlas, events: UserEvents, chosen: dict[str, Place]) -> None:
    """Read the file again with the places that the reader chose."""
    positions = {
        **events.how.positions,
        **{name: position_of(place) for name, place in chosen.items()},
    }
    read_again(atlas, events, replace(events.how, positions=positions))


def read_again(atlas: Atlas, events: UserEvents, how: How) -> None:
    """Read the file again in another way, and show what comes of it."""
    try:
        again = user_events.read(atlas, events.file, events.name, how)
        user_events.show(again, user_events.first_look())
    except GreenlineError as error:
        st.session_state[FAULT] = sentence(error)
