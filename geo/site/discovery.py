"""What programs read of the site: the list of its pages, robots.txt, llms.txt, oEmbed, feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from geo.export import feed
from geo.site.contents.context import Context
from geo.site.page import FEEDS, Page
from geo.site.picture import words
from geo.site.templates import environment
from geo.site.wording import Wording
from geo.view import View
from geo.words import locale, say

#: Addresses in one file of the site map: what the protocol allows.
MOST = 50_000


def sitemap(context: Context, paths: Sequence[str]) -> str:
    """Return the list of pages, each with itself in other languages."""
    most = MOST // len(context.languages) - 2
    return environment().get_template("sitemap.xml").render(site=context, paths=paths[:most]) + "\n"


def robots(base: str) -> str:
    """Return robots.txt: all may be read."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")


def llms(context: Context, pages: Sequence[Page]) -> str:
    """Return llms.txt: what the site holds, for programs that read it for people."""
    wording = Wording(context.atlas, context.languages[0])
    values = {"base": context.options.base_url, "w": wording, "pages": pages, "line": _plain_line}
    return environment().get_template("llms.txt").render(values)


def _plain_line(text: str) -> str:
    """Return a text on one line, without Markdown markup."""
    return " ".join(text.replace("[", "(").replace("]", ")").replace("<", "‹").split())


def oembed(context: Context, page: Page) -> str:
    """Return what a program reads that embeds the map of a page (oEmbed 1.0)."""
    base, view = context.options.base_url, View.from_query(page.live)
    name, about = page.title, ""
    if view.story is None:  # whose steps have days and words of their own
        comma, day = say("sentence.comma", view.language), locale.day(view.date, view.language)
        name = f"{page.title}{comma}{day}"
        about = words(context.atlas, View(date=view.date, language=view.language))
    address = f"{base}map/index.html#{page.live}&embed=1"
    result = {
        "version": "1.0",
        "type": "rich",
        "title": name,
        **({"description": about} if about else {}),
        "provider_name": "Greenline",
        "provider_url": base,
        "width": 800,
        "height": 520,
        "html": frame(address, name) + (f"<p>{escape(about)}</p>" if about else ""),
    }
    if page.picture:
        result |= {
            "thumbnail_url": f"{base}{page.picture}.png",
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
        }
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def frame(address: str, title: str) -> str:
    """Return the lines that show a map in another page."""
    return (
        f'<iframe src={quoteattr(address)} title={quoteattr(title)} width="100%" '
        'height="520" style="border:0" loading="lazy"></iframe>'
    )


def feed_files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each feed; none where the data keep no releases."""
    if not context.versions:
        return
    base = context.options.base_url
    where = (f"{base}{FEEDS}", f"{base}map/index.html") if base else ()
    for path, content in feed.feeds(context.atlas, *where):
        yield f"{FEEDS}{path}", content


def feeds_of_page(context: Context, page: Page | None = None) -> list[tuple[str, str]]:
    """Return the feeds a page links to: path without its ending, and whose changes it reports."""
    if not context.versions:
        return []
    page_feed = [(page.feed, page.title)] if page and page.feed else []
    return [*page_feed, (f"{FEEDS}feed", str(context.atlas.package["title"]).partition(":")[0])]
