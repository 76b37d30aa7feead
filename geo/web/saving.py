"""What a reader takes along: the view as a page, picture, film or table."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.draw.side_texts import atlas_stories, step_of
from geo.errors import GreenlineError
from geo.events.user_events import UserEvents
from geo.export import tables
from geo.model import Language, Layer
from geo.user_areas.areas import UserAreas, features
from geo.view import View
from geo.web import graphic
from geo.web.download import download, file_name
from geo.web.options import choose_word
from geo.web.state import read_app_address, state
from geo.web.texts import explain, t
from geo.web.upload import user_areas

#: Files of tables that are offered; ``greenline export`` writes others too.
TABLES = (".gpkg", ".geojson", ".shp.zip", ".kml", ".xlsx", ".csv.zip")

#: Kinds of file that hold the whole view, by the ending of the name; films come after pictures.
KINDS = (".html", *graphic.STILLS, *graphic.FILMS, *TABLES)


def show(atlas: Atlas) -> None:
    """Draw what saves the view, and what puts the map into another page."""
    view = state().view
    kind = choose_word(st.selectbox, "web.export.kind", KINDS, "gl-kind", "file")
    if kind not in graphic.FILMS:
        state().film_wanted = ""
    if kind in (*graphic.STILLS, *graphic.FILMS):
        with st.container(key="gl-graphic"):
            try:
                _offer_graphic(atlas, view, kind)
            except GreenlineError as error:
                st.warning(explain(error))
    elif kind in TABLES:
        _offer_tables(atlas, view, kind)
    else:
        _offer_page(atlas, view)
    _offer_story(atlas, view)
    st.caption(t("web.export.embed"))
    # Streamlit's own button that copies needs 1.6 MB of scripts; window.js writes what this copies.
    copy, done = escape(t("report.copy")), escape(t("card.copied"))
    st.html(f'<button class="gl-copy" type="button" data-done="{done}">{copy}</button>')


def _draw_button(content: Callable[[], bytes], name: str) -> None:
    download(t("web.export.save"), content, name, key="gl-export", kind="primary")


def _list_user_data(view: View) -> tuple[UserEvents | None, list[UserAreas], tuple[str, ...]]:
    """Return the reader's events and areas that a view shows, and marks that differ where they do.

    Ask for them as the button is drawn: when the file is built, there is no session to ask.
    """
    events = state().uploads.current_events if Layer.USER_EVENTS in view.layers else None
    areas = user_areas.shown_areas(view)
    return events, [*areas.values()], (events.mark if events else "", *areas)


def _offer_page(atlas: Atlas, view: View) -> None:
    events, areas, marks = _list_user_data(view)
    content, page_view = events.content if events else None, view.with_(tiles=False)
    st.caption(t("web.export.html"))
    _draw_button(
        lambda: export.page(atlas, page_view, user_events=content, user_areas=areas).encode(),
        file_name(view, "", "html", *marks),
    )


def _offer_tables(atlas: Atlas, view: View, kind: str) -> None:
    """Offer tables, which the frame of the map and what is selected are no part of."""
    events, areas, marks = _list_user_data(view)
    more = {str(Layer.USER_EVENTS): events.layer(view)} if events else {}
    more |= {str(item.layer): features(atlas, item, view.day) for item in areas}
    st.caption(t("web.export.table"))
    _draw_button(
        lambda: tables.render(atlas, view, kind, more=more),
        file_name(view.with_(bounds=None, selection=None), "", kind[1:], *marks),
    )


def _offer_graphic(atlas: Atlas, view: View, kind: str) -> None:
    """Ask what a graphic or film is made of, show it, and offer to save it."""
    moving = kind in graphic.FILMS
    choice = graphic.choose_settings(kind, view)
    if choice is None:
        return
    from geo import pictures  # noqa: PLC0415 -- pictures are an extra

    settings, view = choice
    events, areas, marks = _list_user_data(view)
    drawn = pictures.UserEvents(events.rows, events.name, events.report.title) if events else None
    more: dict[str, Any] = {"user_events": drawn, "user_areas": areas}
    if not moving:
        step = step_of(view, atlas_stories(atlas))
        more |= {"marks": step.marks if step else (), "address": read_app_address() or None}
    name = file_name(view, "film" if moving else "graphic", kind[1:], settings, *marks)
    graphic.show_preview(atlas, view, settings, kind, name, **more)
    if moving:
        _offer_film(name, lambda: graphic.render_film(atlas, view, kind, settings, **more))
    else:
        _draw_button(lambda: pictures.render(atlas, view, kind, settings, **more), name)


def _offer_film(name: str, make: Callable[[], bytes]) -> None:
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
    film_name, content = now.film
    if film_name == name:
        _draw_button(lambda: content, name)


def _offer_story(atlas: Atlas, view: View) -> None:
    """Offer the story that is shown, as a page that carries no other."""
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
