"""What stands around the map: style, notices, the side bar, and a drawer of figures and tables.

What changes the map stands on the map itself, in the app as in a file. Whether the drawer is open
is no part of the view. The browser reports it, since the tables are made only where somebody sees
them: most readers look at the map alone.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

from geo.atlas import Atlas
from geo.model import Language
from geo.profile import current
from geo.tabular.source import MEGABYTE
from geo.web import article, saving
from geo.web.drawer import figures, tables
from geo.web.options import choose
from geo.web.state import state
from geo.web.texts import day, explain, number, plain_markdown, t
from geo.web.upload import column_mapping, user_areas, user_events
from geo.web.upload import section as upload
from geo.web.upload.limits import LARGEST
from geo.words import say

ICON = (
    "data:image/svg+xml,"
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='5' fill='%23fbf9f4'/>"
    "<path d='M3 20 12 9l7 8 10-8' fill='none' stroke='%233d7a45' stroke-width='4'/></svg>"
)

_STYLE, _RIGHT_TO_LEFT = (
    (files("geo.web") / f"{name}.css").read_text(encoding="utf-8")
    for name in ("theme", "right_to_left")
)
_EMBEDDED = '[data-testid="stSidebar"] { display: none !important; }'


def dress(language: Language, *, embedded: bool = False) -> None:
    """Put the style into the page, from right to left where the language is.

    Embedded in another page, the map is all there is.
    """
    extra = (_RIGHT_TO_LEFT if language.rtl else "") + (_EMBEDDED if embedded else "")
    # Streamlit's words for a file are English, also where the browser or the server refuses one.
    refused = say("web.user_events.refused", language, mb=LARGEST // MEGABYTE)
    upload = (
        '[data-testid="stFileUploaderDropzone"] button:not([kind="minimal"])::after '
        f'{{ content: "{say("web.user_events.choose", language)}"; }}'
        f'[data-testid="stFileChip"] [role="alert"]::after {{ content: "{refused}"; }}'
    )
    st.html(f"<style>{_STYLE}{upload}{extra}</style>")


def warn() -> None:
    """Warn of what could not be read in the address, and of events that went with the connection.

    The container is there at all times.
    """
    with st.container(key="gl-notice"):
        if state().lost:
            st.warning(t("web.lost"))
        faults = [explain(fault) for fault in state().faults]
        if len(faults) == 1:
            st.warning(t("web.badLink", fault=faults[0]))
        elif faults:
            st.warning("\n".join([t("web.badLinks"), "", *(f"- {fault}" for fault in faults)]))


def draw_side_bar(atlas: Atlas) -> None:
    """Draw the side bar; sections that the reader has not opened yet are empty.

    Streamlit takes a section of another heading, or one that begins otherwise, for a new one: how
    it begins changes with the language alone.
    """
    now = state()
    if now.side[0] != now.view.language:
        now.side = (now.view.language, frozenset(now.unfolded))
    with st.sidebar:
        _draw_head()
        for name, (heading, fill) in _SECTIONS.items():
            section = st.expander(
                t(heading),
                expanded=name in now.side[1],
                key=f"gl-section-{name}",
                on_change="rerun",
            )
            now.unfolded -= {name}
            if section.open:
                now.unfolded.add(name)
                now.sections.add(name)
            if name in now.sections:
                with section:
                    fill(atlas)
        user_events.send()
        user_areas.send()
        article.send(atlas)


def _draw_head() -> None:
    view = state().view
    with st.container(key="gl-head", gap="small"):
        st.html(f'<p class="gl-mark">Greenline</p><p class="gl-tag">{t("web.tagline")}</p>')
        choose(
            st.segmented_control,
            t("language"),
            list(current().languages),
            key="gl-language",
            words=lambda code: say(f"web.language.{code}", code),
            value=view.language,
            chosen=_take_language,
            required=True,
            label_visibility="collapsed",
            width="stretch",
        )


def _draw_about(atlas: Atlas) -> None:
    st.markdown(t("web.about.what"))
    st.markdown(t("about.neutral"))
    rows, sources = number(atlas.rows), number(len(atlas.publishers))
    st.markdown(t("web.about.rows", rows=rows, sources=sources))
    version = plain_markdown(atlas.label)
    st.markdown(t("about.data", date=day(atlas.date), version=version, hash=atlas.version))
    if audited := atlas.package.get("audited"):
        st.markdown(t("about.audited", **{key: number(n) for key, n in audited.items()}))
    st.markdown(t("web.about.licences"))


#: Sections of the side bar: their headings, and what fills them.
_SECTIONS = {
    "data": ("web.data", upload.show),
    "article": ("article.title", article.show),
    "export": ("web.export", saving.show),
    "about": ("web.about", _draw_about),
}


def _take_language(code: str | None) -> None:
    """Take a language; an emptied widget changes nothing."""
    if code is not None:
        state().send(language=code)


_bar = st.components.v2.component(
    "greenline_drawer",
    js=(files("geo.web") / "drawer.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw_drawer(atlas: Atlas) -> None:
    """Draw the bar that opens the drawer and, where it is open, what lies in it.

    It opens by itself where the columns of a file must be mapped.
    """
    now = state()
    pending = now.uploads.pending
    drawn = _bar(
        key="gl-drawer",
        data={
            "label": t("web.below"),
            "asks": pending.mark if pending else "",
            "open": now.opened,
            "session": now.session,
        },
        on_open_change=lambda: None,  # Streamlit keeps nothing that nothing listens to
    )
    if drawn.open is not None:  # a new session hears of no change from a browser that had it open
        now.opened = bool(drawn.open)
    with st.container(key="gl-below", gap=None):
        column_mapping.show(atlas)
        if now.opened:
            figures.show(atlas)
            tables.show(atlas)
