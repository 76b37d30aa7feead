"""The document that a browser gets first: Streamlit's own, in which the map opens before Streamlit.

Where Streamlit's document has another form than is known here, it goes out as it is: the app then
makes the frame of the map by itself, later.
"""

from __future__ import annotations

import json
from html import escape
from typing import Final
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.draw.chrome import title
from geo.errors import GreenlineError
from geo.profile import default_folder, using
from geo.web import atlas_source
from geo.web.served_files import pack_scripts, read_document, read_keeper

#: The frame lies where the app will have it, above the bar of the drawer (theme.css), until the app
#: takes it; the map is opened as soon as the document is there.
_FRAME: Final = """<style>
body > .gl-frame { position: fixed; z-index: 1; inset: 0; width: 100%%; height: calc(100%% - %s);
  border: 0 }
@media (max-width: 640px) { body > .gl-frame { height: calc(100%% - %s) } }
</style><script data-page="%s" data-state="%s">(() => {
%s
openFirst(document.currentScript.dataset);
})();</script>"""

#: Heights of the drawer's bar, in wide windows and narrow ones.
_BARS: Final = ("33.75px", "44px")


class FirstPaint:
    """Answers for the app's document; the server starts once what a first visit needs is made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await to_thread.run_sync(_prepare)
        headers = Headers(scope=scope) if scope["type"] == "http" else {}
        if "text/html" in headers.get("accept", "") and scope["method"] == "GET":
            query = scope.get("query_string", b"").decode("latin-1")
            document = await to_thread.run_sync(
                open_document, query, headers.get("accept-language", "")
            )
            if document:
                answer = HTMLResponse(document, headers={"cache-control": "no-cache"})
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _prepare() -> None:
    # What the script imports that takes long.
    from geo.web import frame, layout  # noqa: F401, PLC0415

    pack_scripts()  # before somebody waits for them
    open_document("", "")


def open_document(query: str, languages: str) -> str | None:
    """Return the document of an address; None where Streamlit's own has to do.

    Parameters
    ----------
    languages
        Those that the browser asks for. An address without a view opens in the first of them.
    """
    if not read_document():
        return None
    start, streamlit_itself, body, root = read_document()
    try:
        name, frame = _open_view(query, languages)
    except GreenlineError:  # the app lists the faults of the data
        script = f"<script>(() => {{\n{read_keeper()}\n}})();</script>"
        return start + streamlit_itself + body + script + root
    start = start.replace("<title>Streamlit</title>", f"<title>{escape(name)}</title>")
    waiting = f'<template id="gl-streamlit">{streamlit_itself}</template>'
    return start + waiting + body + frame + root


def _open_view(query: str, languages: str) -> tuple[str, str]:
    """Return the title of an address, and the frame that opens it."""
    from geo.web import frame, state  # noqa: PLC0415 -- heavy

    atlas = atlas_source.load(str(default_folder()))
    pairs = parse_qsl(query, keep_blank_values=True)
    named = {key: value for key, value in pairs if key not in state.KEPT}
    with using(atlas.profile):
        view, faults = state.read(named or state.welcome(languages.partition(",")[0]))
        words = frame.list_opening_words(
            view, is_sound=not faults, release=atlas.release, linked=named.get("v", "")
        )
        alone = state.is_for_map_alone(query)
        bars = ("0px", "0px") if alone else _BARS
        text = escape(json.dumps({**words, "embed": alone}))
        page = frame.build_page(atlas, atlas.version)
        return f"Greenline: {title(view)}", _FRAME % (*bars, page, text, read_keeper())
