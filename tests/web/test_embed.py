"""The map alone, for somebody else's page, and the lines that put it there."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geo import View
from geo.web.embed import asks

from .test_app import run


class Tags(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("embed=1", True), ("d=2014-08-08&embed=true", True), ("embed=0", False), ("", False)],
)
def test_the_address_asks_for_the_map_alone(query: str, wanted: bool) -> None:
    assert asks(query) is wanted


def test_embedded_there_is_the_map_and_nothing_else() -> None:
    app = run(embed="1", d="2014-08-08")
    assert len(app.get("bidi_component")) == 2
    assert not app.metric
    assert not app.sidebar.children
    assert not app.get("tab")


def embed_app(app: AppTest) -> dict[str, str | None]:
    """Return the attributes of the frame that the app offers for another page."""
    texts = [unescape(item.value) for item in app.get("html") if "gl-copy" in item.value]
    (text,) = [item for item in texts if "<iframe" in item]
    text = text[text.index("<iframe") : text.index("</code>")]
    ((tag, attributes),) = Tags(text).tags
    assert tag == "iframe"
    return attributes


def test_the_lines_for_another_page_show_the_view() -> None:
    attributes = embed_app(run(d="2014-08-08", p="un", s="control:IQG13Q04N06"))
    query = urlsplit(attributes["src"] or "").query
    assert query.startswith("embed=1&")
    assert View.from_query(query) == View(
        date="2014-08-08", perspective="un", selection="control:IQG13Q04N06"
    )
    assert "8 August 2014" in (attributes["title"] or "")
