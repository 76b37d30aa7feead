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
from geo.web.state import state
from geo.web.texts import language, number, plain_markdown, t
from geo.web.upload import user_events
from geo.words import name_of, sentence

#: Columns or names of a file that are named at most; `greenline read` names all.
NAMED = 60

#: Names of places that are asked for at once, those of most rows first.
ASKED = 12

#: What a place is made of.
PLACE = (Place, Entry, Kind)


def ask_names(atlas: Atlas, events: UserEvents) -> None:
    """Ask what the names mean of rows without a position; what is known stands chosen already."""
    if not events.file or not events.report.set_aside.get(Reason.NO_POSITION):
        return
    names = _look_up_names(atlas, events)
    if not names:
        return
    familiar = [item for item in names if item.options]
    strange = [item for item in names if not item.options]
    sure = [item for item in familiar[ASKED:] if item.sure]
    unsure = [item for item in familiar[ASKED:] if not item.sure]
    with st.expander(
        t("web.places", n=number(sum(item.rows for item in names))), key="gl-places", expanded=True
    ):
        st.caption(t("web.places.what"))
        places = {
            item.name: _ask_place(atlas, f"gl-place-{events.mark}-{at}", item)
            for at, item in enumerate(familiar[:ASKED])
        }
        places |= {item.name: item.options[0] for item in sure}
        for word, listed in (("sure", sure), ("asked", unsure), ("strange", strange)):
            if listed:
                st.caption(t(f"web.places.{word}", names=list_some([item.name for item in listed])))
        rows = sum(item.rows for item in names if places.get(item.name))
        if st.button(
            t("web.places.put", n=number(rows)),
            key="gl-places-put",
            disabled=not rows,
            width="stretch",
        ):
            positions = {name: position_of(place) for name, place in places.items() if place}
            how = replace(events.how, positions={**events.how.positions, **positions})
            read_again(atlas, events, how)
            st.rerun()


def _look_up_names(atlas: Atlas, events: UserEvents) -> tuple[NamedPlace, ...]:
    """Return what the names may mean, looked up once for each way of reading the file."""
    uploads, key = state().uploads, f"{events.mark}-{id(events.report)}"
    if uploads.places[0] != key:
        answer = compute(
            named_places, atlas, events.report, name=events.name, classes=(NamedPlace, *PLACE)
        )
        uploads.places = (key, answer)
    return uploads.places[1]


def _ask_place(atlas: Atlas, key: str, named_place: NamedPlace) -> Place | None:
    """Ask which place a name means; an ambiguous one is unknown until the reader decides."""
    result: Place | None = choose(
        st.selectbox,
        f"{plain_markdown(named_place.name)} ({number(named_place.rows)})",
        named_place.options,
        key=key,
        words=lambda place: _describe_place(atlas, place),
        first=named_place.options[0] if named_place.sure else None,
        index=None,
        placeholder=t("web.places.none"),
    )
    return result


def _describe_place(atlas: Atlas, place: Place) -> str:
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


def list_some(names: Sequence[str]) -> str:
    """Write the first names of a list, and how many more there are."""
    more = len(names) - NAMED
    ending = [t("web.user_events.more", n=number(more))] if more > 0 else []
    return t("sentence.comma").join([*map(plain_markdown, names[:NAMED]), *ending])


def read_again(atlas: Atlas, events: UserEvents, how: How) -> None:
    """Read the file again in another way, and show what comes of it."""
    uploads = state().uploads
    assert uploads.seen is not None
    try:
        user_events.read(atlas, events.file, events.name, uploads.seen, how)
    except GreenlineError as error:
        uploads.fault = sentence(error)
