"""An article in the app: pasted in the side bar, read here, shown beside the map."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import streamlit as st

from geo import export
from geo.articles.article import LONGEST, article
from geo.articles.check.article_check import CheckedArticle, check_article
from geo.articles.extraction import Found, find
from geo.atlas import Atlas
from geo.draw.article import lies_in, opening, page
from geo.errors import GreenlineError
from geo.export.story_draft import draft
from geo.gazetteer.entries import Entry
from geo.profile import current
from geo.stories.answers import Verdict
from geo.web.carry import carry
from geo.web.options import choose
from geo.web.saving.download import download, mark
from geo.web.state import state
from geo.web.texts import language, number, plain_markdown, speak, t
from geo.web.upload import user_events
from geo.words import sentence

_FOUND, _FAULT, _TEXT, _DAY = "gl-article", "gl-article-fault", "gl-article-text", "gl-article-day"

#: Counts how often an article was read: the page may have left the one that is read again.
_ROUND = "gl-article-round"

_carry = carry("article")


def show(atlas: Atlas) -> None:
    """Draw the section that takes an article and shows what was found in it."""
    with st.expander(t("article.title"), key="gl-section-article"):
        st.markdown(t("web.article.what"))
        with st.form("gl-article-form", border=False):
            st.text_area(t("web.article.text"), key=_TEXT, max_chars=LONGEST, height=150)
            st.date_input(
                t("web.article.day"),
                value=None,
                key=_DAY,
                min_value=current().days.first,
                max_value=current().days.last,
                format="YYYY-MM-DD",
                help=t("web.article.day.help"),
            )
            st.form_submit_button(
                t("web.article.find"), on_click=_read, args=(atlas,), width="stretch"
            )
        if st.session_state.get(_FAULT):
            st.warning(plain_markdown(speak(st.session_state[_FAULT])))
        if st.session_state.get(_FOUND):
            _tell(atlas, st.session_state[_FOUND])
    if _FOUND in st.session_state:
        _send(atlas, st.session_state[_FOUND])


def _read(atlas: Atlas) -> None:
    """Read what was pasted; the map goes to its day."""
    text: str = st.session_state[_TEXT]
    day: date | None = st.session_state[_DAY]
    st.session_state[_FAULT] = ""
    try:
        position = find(atlas, article(text, day))
    except GreenlineError as error:
        st.session_state[_FAULT] = sentence(error)
        return
    st.session_state[_FOUND] = position
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    # The article takes the place of a story; a view that still named it would open it again.
    state().send(date=position.article.date, story=None, step=None)


def _tell(atlas: Atlas, findings: Found) -> None:
    answered = _ask_names(atlas, findings)
    st.caption(
        t("article.found", n=number(len(answered.places)))
        if answered.places
        else t("article.nothing")
    )
    names = dict.fromkeys(map(_name, answered.places))
    st.markdown(plain_markdown(t("article.comma").join(names)))
    done = check_article(atlas, answered)
    if done.checks or done.left:
        st.caption(_result(done))
    view = opening(answered, language())
    brought = user_events.current_events()
    content = brought.content if brought else None
    known = (findings.article.text, *(place.key for place in answered.places))
    name = f"greenline-article-{findings.article.date}"
    download(
        t("web.article.html"),
        lambda: export.page(atlas, view, article=answered, user_events=content).encode(),
        f"{name}-{mark(view.language, brought and brought.mark, *known)}.html",
        key="gl-article-html",
    )
    download(
        t("web.article.story"),
        lambda: draft(answered, done=check_article(atlas, answered)).encode(),
        f"{name}-{mark(*known)}.yaml",
        key="gl-article-story",
    )
    st.button(t("article.leave"), key="gl-article-leave", on_click=_leave, width="stretch")


def _ask_names(atlas: Atlas, findings: Found) -> Found:
    """Ask what ambiguous names stand for; return what was found with the reader's choice."""
    chosen = {}
    for name, mentions in findings.questions.items():
        labels = {candidate.key: _label(atlas, candidate) for candidate in mentions[0].candidates}
        choice = choose(
            st.selectbox,
            t("web.article.which", name=plain_markdown(mentions[0].text)),
            list(labels),
            key=f"gl-article-name-{findings.article.date}-{name}",
            words=labels.__getitem__,
            index=None,
            placeholder=t("article.undecided"),
        )
        if choice:
            chosen[name] = choice
    return findings.apply_answers(chosen)


def _result(done: CheckedArticle) -> str:
    """Return in a line what came of the article's statements; each stands beside the map."""
    counts = Counter(check.finding.verdict for check in done.checks)
    parts = [
        f"{number(counts[verdict])} {t(f'outcome.{verdict.value}')}"
        for verdict in Verdict
        if counts[verdict]
    ]
    parts += [t("article.leftCount", n=number(len(done.left)))] if done.left else []
    return f"{t('story.checks')}: {t('article.comma').join(parts)}"


def _name(entry: Entry) -> str:
    return entry.name(language())


def _label(atlas: Atlas, entry: Entry) -> str:
    """Return a candidate in words: name, kind, and the district that it lies in."""
    kind = {"place": "other", "field": "field.oil"}.get(entry.kind, entry.kind)
    within = lies_in(atlas, entry)
    parts = (_name(entry), t(f"kind.{kind}"), _name(within) if within else "")
    return " · ".join(part for part in parts if part)


def _leave() -> None:
    st.session_state[_FOUND] = None


def _send(atlas: Atlas, findings: Found | None) -> None:
    """Hand the article to the page, or take it back; nothing is sent while it stays the same."""
    data = b""
    if findings:
        answers = {
            name: str(choice)
            for name in findings.questions
            if (choice := st.session_state.get(f"gl-article-name-{findings.article.date}-{name}"))
        }
        page_data = {
            **page(atlas, findings.apply_answers(answers)),
            "round": st.session_state.get(_ROUND, 0),
        }
        data = json.dumps(page_data, ensure_ascii=False).encode()
    _carry(key="gl-article-carry", data=data)
