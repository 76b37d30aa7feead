"""How the app looks beyond its theme: the map fills the screen, nothing else asks for attention."""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

from geo.model import Language
from geo.tabular.source import MEGABYTE
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
    waiting = f'.gl-waiting::after {{ content: "{say("web.drawing", language)}"; }}'
    st.html(f"<style>{_STYLE}{upload}{waiting}{extra}</style>")
