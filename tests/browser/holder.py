"""A page as the app's: it holds the map in a frame, answers it and keeps what the map tells."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Frame

from . import Opened

_PAGE = """<!doctype html><style>html, body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>
<iframe sandbox="allow-scripts"></iframe>
<script type="text/plain" id="page">PAGE</script>
<script>
const told = [];
const frame = document.querySelector('iframe');
const tell = (message) => frame.contentWindow.postMessage(message, '*');
frame.srcdoc = JSON.parse(document.getElementById('page').textContent);
addEventListener('message', ({data}) => {
  if (data.greenline === 'ready') {
    if (ANSWERS) tell({greenline: 'show', query: '', turn: 1, embed: ''});
    setTimeout(() => performance.mark('map-drawn'), 300);
  } else if (data.greenline === 'view' && data.rests) told.push(data);
});
</script>"""


def hold(text: str, *, answers: bool = True) -> str:
    """Return a page that holds another in a frame; without answers it leaves the first view as it is."""
    packed = json.dumps(text).replace("<", "\\u003c")
    return _PAGE.replace("ANSWERS", str(answers).lower()).replace("PAGE", packed)


def frame(opened: Opened) -> Frame:
    """Return the frame with the map."""
    return opened.page.frames[1]


def read_messages(opened: Opened) -> list[dict[str, Any]]:
    """Return what the map has told, once it rests."""
    opened.page.wait_for_timeout(400)
    value: list[dict[str, Any]] = opened.page.evaluate("told.splice(0)")
    return value
