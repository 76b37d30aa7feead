"""The pages of a site as a test reads them: their links, anchors, tags and text, and links that lead nowhere."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from geo import View


class Read(HTMLParser):
    """What a page links to, its anchors, its headings, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        result = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, result))
        self.links += [result[key] or "" for key in ("href", "src", "data-root") if key in result]
        if result.get("id"):
            self.ids[str(result["id"])] += 1

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def read(site: Path) -> dict[str, Read]:
    """Return every page of a site but the map."""
    return {
        path.relative_to(site).as_posix(): Read(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.parent.name != "map"
    }


def lost_links(site: Path, pages: dict[str, Read], base: str) -> list[tuple[str, str]]:
    """Return the links that lead to no file or anchor of the site, each with its page."""
    lost, root = [], urlsplit(base).path
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if link.startswith(base):
                target = site / parts.path.removeprefix(root)
            elif parts.scheme:
                assert parts.scheme in {"https", "http"}, link
                continue
            else:
                target = (site / name).parent / parts.path if parts.path else site / name
            inside = target.resolve().relative_to(site.resolve()).as_posix()
            if not target.is_file():
                lost.append((name, link))
            elif inside == "map/index.html":
                View.from_query(parts.fragment)
            elif parts.fragment and parts.fragment not in pages[inside].ids:
                lost.append((name, link))
    return lost
