"""A text in the app: pasted in the side bar, its places found here and shown beside the map."""

from __future__ import annotations

import json
from datetime import date

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.draw.side_texts import article_page, open_article
from geo.errors import GreenlineError
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.names_in_text import Mention
from geo.gazetteer.texts import LONGEST, Day, Sentence, Text, read_text
from geo.model import Language
from geo.web.computing import compute
from geo.web.download import download, mark
from geo.web.options import ask_day
from geo.web.state import carry, state
from geo.web.texts import explain, language, number, plain_markdown, t
from geo.words import sentence

_TEXT, _DAY = "gl-article-text", "gl-article-day"

#: What a text that was read is made of.
_CLASSES = (Text, Sentence, Mention, Day, Entry, Kind, Language)

_carry = carry("article")


def show(atlas: Atlas) -> None:
    """Draw what takes a text, and what was found in it."""
    st.markdown(t("web.article.what"))
    with st.form("gl-article-form", border=False):
        st.text_area(t("web.article.text"), key=_TEXT, max_chars=LONGEST, height=150)
        ask_day(t("web.article.day"), _DAY, help=t("web.article.day.help"))
        st.form_submit_button(t("web.article.find"), on_click=_read, args=(atlas,), width="stretch")
    now = state()
    if now.article_fault:
        st.warning(explain(now.article_fault))
    if now.article:
        _list_places(atlas, now.article)


def _read(atlas: Atlas) -> None:
    """Read what was pasted; the map goes to its day."""
    day: date | None = st.session_state[_DAY]
    now = state()
    now.article_fault = ""
    try:
        name = t("article.title")
        text = compute(read_text, atlas, st.session_state[_TEXT], day, name=name, classes=_CLASSES)
    except GreenlineError as error:
        now.article_fault = sentence(error)
        return
    now.article = text
    now.articles += 1
    # The text takes the place of a story; a view that still named it would open it again.
    now.send(date=text.date, story=None, step=None)


def _list_places(atlas: Atlas, text: Text) -> None:
    count = len(text.places)
    st.caption(t("article.found", n=number(count)) if count else t("article.nothing"))
    names = dict.fromkeys(place.name(language()) for place in text.places)
    st.markdown(plain_markdown(t("article.comma").join(names)))
    events = state().uploads.current_events
    content = events.content if events else None
    view = open_article(text, language())
    sentences = (item.text for item in text.sentences)
    token = mark(view.language, events and events.mark, *sentences)
    download(
        t("web.article.html"),
        lambda: export.page(atlas, view, article=text, user_events=content).encode(),
        f"greenline-article-{text.date}-{token}.html",
        key="gl-article-html",
    )
    st.button(t("article.leave"), key="gl-article-leave", on_click=_leave, width="stretch")


def _leave() -> None:
    state().article = None


def send(atlas: Atlas) -> None:
    """Hand the text to the page, or take it back; nothing is sent while it stays the same."""
    now, data = state(), b""
    if now.article:
        content = {**article_page(atlas, now.article), "round": now.articles}
        data = json.dumps(content, ensure_ascii=False).encode()
    if now.articles:
        _carry(key="gl-article-carry", data=data)
