"""What a reader takes along: the view as a page, picture, film or table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.draw.side_texts import atlas_stories, step_of
from geo.errors import GreenlineError
from geo.export import tables
from geo.model import Language, Layer
from geo.user_areas.areas import features
from geo.view import View
from geo.web import graphic
from geo.web.download import download, file_name
from geo.web.options import choose_word
from geo.web.state import base, state
from geo.web.texts import plain_markdown, speak, t
from geo.web.upload import user_areas, user_events
from geo.words import sentence

#: Files of tables that are offered; ``greenline export`` writes others too.
TABLES = (".gpkg", ".geojson", ".shp.zip", ".kml", ".xlsx", ".csv.zip")

#: Kinds of file that hold the whole view, by the ending of the name; films come after pictures.
KINDS = (".html", *graphic.pictures(), *graphic.films(), *TABLES)


def show(atlas: Atlas) -> None:
    """Draw what saves the view, and what puts the map into another page."""
    view = state().view
    kind = choose_word(st.selectbox, "web.export.kind", KINDS, "gl-kind", "file")
    if kind not in graphic.films():
        state().film_wanted = ""
    if kind in (*graphic.pictures(), *graphic.films()):
        with st.container(key="gl-graphic"):
            _graphic(atlas, view, kind)
    else:
        st.caption(t(f"web.export.{'table' if kind in TABLES else 'html'}"))
        _save(_content(atlas, view, kind), _name(view, kind))
    _save_story(atlas, view)
    st.caption(t("web.export.embed"))
    # Streamlit's own button that copies needs 1.6 MB of scripts; window.js writes what this copies.
    copy, done = escape(t("report.copy")), escape(t("card.copied"))
    st.html(f'<button class="gl-copy" type="button" data-done="{done}">{copy}</button>')


def _save(content: Callable[[], bytes], name: str) -> None:
    """Draw the button."""
    download(t("web.export.save"), content, name, key="gl-export", kind="primary")


def _graphic(atlas: Atlas, view: View, kind: str) -> None:
    """Ask what a graphic or film is made of, show it, and draw the button that saves it."""
    moving = kind in graphic.films()
    chosen = graphic.choices(kind, view)
    if chosen is None:
        return
    settings, view = chosen
    more = _user_data(view)
    if not moving:
        step = step_of(view, atlas_stories(atlas))
        more |= {"marks": step.marks if step else (), "address": base() or None}
    with _say_errors():
        graphic.preview(atlas, view, settings, kind, **more)
        what = "film" if moving else "graphic"
        name = file_name(view, what, kind[1:], settings, *_mark_user_data(view))
        if moving:
            _make(name, lambda: graphic.render_film(atlas, view, kind, settings, **more))
        else:
            from geo import pictures  # noqa: PLC0415 -- pictures are an extra

            _save(lambda: pictures.render(atlas, view, kind, settings, **more), name)


@contextmanager
def _say_errors() -> Iterator[None]:
    """Say in the reader's words why something could not be made."""
    try:
        yield
    except GreenlineError as error:
        st.warning(plain_markdown(speak(sentence(error))))


def _make(name: str, make: Callable[[], bytes]) -> None:
    """Draw the button that makes a film, and the one that saves what was made last.

    What the reader does meanwhile breaks the run off: the next one begins the film anew, unless
    the reader has turned to another.
    """
    now = state()

    def want() -> None:
        now.film_wanted = name

    st.button(
        t("web.film.make"), key="gl-film-make", type="primary", width="stretch", on_click=want
    )
    if now.film_wanted == name:
        try:
            now.film = (name, make())
        except GreenlineError:
            now.film_wanted = ""
            raise
    elif now.film_wanted:
        st.warning(t("web.film.left"))
    now.film_wanted = ""
    made, content = now.film
    if made == name:
        _save(lambda: content, name)


def _user_data(view: View) -> dict[str, Any]:
    """Return the reader's events and areas as pictures take them, where the view shows them."""
    events, drawn = user_events.current_events(), None
    if events is not None and Layer.USER_EVENTS in view.layers:
        from geo.pictures import UserEvents as PictureEvents  # noqa: PLC0415 -- an extra

        drawn = PictureEvents(events.rows, events.name, events.report.title)
    return {"user_events": drawn, "user_areas": user_areas.shown_areas(view)}


def _mark_user_data(view: View) -> tuple[str, str]:
    """Return what tells files with the reader's own data from others."""
    events, areas = user_events.current_events(), user_areas.shown_areas(view)
    return events.mark if events else "", ", ".join(item.name for item in areas)


def _name(view: View, kind: str) -> str:
    """Name the file; the frame of the map and what is selected are no part of a table."""
    shown = view.with_(bounds=None, selection=None) if kind in TABLES else view
    return file_name(shown, "", kind[1:], *_mark_user_data(view))


def _content(atlas: Atlas, view: View, kind: str) -> Callable[[], bytes]:
    """Return what builds the file; nothing is built before the reader asks for it.

    The reader's events are looked up here: when the file is built, there is no session to ask.
    """
    events, areas = user_events.current_events(), user_areas.shown_areas(view)
    if kind in TABLES:
        more = user_events.layer(events, view)
        more |= {str(item.layer): features(atlas, item, view.day) for item in areas}
        return lambda: tables.render(atlas, view, kind, more=more)
    content = events.content if events and Layer.USER_EVENTS in view.layers else None
    page_view = view.with_(tiles=False)
    return lambda: export.page(atlas, page_view, user_events=content, user_areas=areas).encode(
        "utf-8"
    )


def _save_story(atlas: Atlas, view: View) -> None:
    """Draw the download of the story that is shown, as a page that carries no other."""
    story = next((story for story in atlas_stories(atlas) if story.id == view.story), None)
    if story is None:
        return
    speech = "" if view.language is Language.EN else f"-{view.language}"
    opening = View(language=view.language, story=story.id)
    download(
        t("web.story.save"),
        lambda: export.page(atlas, opening, stories=[story]).encode("utf-8"),
        f"greenline-{story.id}{speech}.html",
        key="gl-story-save",
    )
