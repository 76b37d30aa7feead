"""Feeds of changes of fact in the site: one of all, and one for each disputed area."""

from __future__ import annotations

from collections.abc import Iterator

from geo.export import feed
from geo.site.contents.context import Context
from geo.site.page import FEEDS, Page


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each feed; none where the data keep no releases.

    Parameters
    ----------
    context
        What all pages share.
    """
    if not context.versions:
        return
    base = context.options.base_url
    where = (f"{base}{FEEDS}", f"{base}map/index.html") if base else ()
    for path, content in feed.feeds(context.atlas, *where):
        yield f"{FEEDS}{path}", content


def of_page(context: Context, page: Page | None = None) -> list[tuple[str, str]]:
    """Return the feeds that a page leads to, without their endings, and whose changes they tell.

    Parameters
    ----------
    context
        What all pages share.
    page
        The page; the map where None.
    """
    if not context.versions:
        return []
    own = [(page.feed, page.title)] if page and page.feed else []
    return [*own, (f"{FEEDS}feed", str(context.atlas.package["title"]).partition(":")[0])]
