"""What the pictures of the gallery show."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Frame, Page, expect

from geo.model import Language
from geo.profile import own_folder
from geo.words import say

ARTICLE = """Kirkuk, 16 October 2017. Federal forces entered Kirkuk after Peshmerga units had left \
their positions south of the city.

By the evening they held the airport and the Baba dome. On 17 October they entered Sinjar, and \
on 20 October Altun Kupri."""


def _do_nothing(_: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Picture:
    """One picture: what is opened, and what is done before it is taken."""

    name: str
    """Name of the file, without its ending."""
    query: str = ""
    """The view, as the app's address has it."""
    act: Callable[[Page], None] = _do_nothing
    """What a reader does first."""
    size: tuple[int, int] = (1440, 900)
    """Width and height of the window in CSS pixels."""
    options: dict[str, Any] = field(default_factory=dict)
    """Other options of the browser's window."""
    invented: bool = False
    """Whether the app shows the invented country of the tests."""


def _label(key: str) -> str:
    """Return what the app calls something in English."""
    return say(key, Language.EN)


def _map(page: Page) -> Frame | Page:
    """Return the page of the map."""
    frame = page.query_selector("iframe.gl-frame")
    return (frame.content_frame() if frame else None) or page


def _unfold(page: Page) -> None:
    """Open the side bar by the map's own button."""
    _map(page).locator("#gl-side-bar").click()
    expect(page.locator(".st-key-gl-language")).to_be_in_viewport()


def _open_drawer(page: Page) -> None:
    """Open the drawer below the map."""
    page.locator(".gl-drawer-bar").click()
    expect(page.locator(".gl-say")).to_be_in_viewport()


def _upload(page: Page) -> None:
    """Bring the atlas's own events as a reader brings a file."""
    _unfold(page)
    page.locator(".st-key-gl-section-data summary").first.click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "events.csv", "mimeType": "text/csv", "buffer": events()}
    )
    expect(page.locator(".st-key-gl-user-events-forget")).to_be_attached()


def events() -> bytes:
    """Return the atlas's own events as a table that a reader might have."""
    names = ("date", "latitude", "longitude", "type", "deaths", "notes")
    columns = ("start", "lat", "lon", "type", "deaths_best", "text")
    with (own_folder() / "events" / "events.csv").open(encoding="utf-8", newline="") as stream:
        rows = [[row[name] for name in columns] for row in csv.DictReader(stream)]
    written = io.StringIO()
    csv.writer(written).writerows([names, *rows])
    return written.getvalue().encode()


def _open_exposure(page: Page) -> None:
    """Open the panel of figures for the ground that the address names."""
    _map(page).locator("#gl-ask").click()


def _read_article(page: Page) -> None:
    """Paste an article and let its places be found."""
    _unfold(page)
    page.get_by_text(_label("article.title"), exact=True).first.click()
    box = page.locator("textarea").first
    box.fill(ARTICLE)
    page.get_by_role("button", name=_label("web.article.find")).click()
    expect(_map(page).locator(".gl-article .gl-step").first).to_be_visible()


#: Every picture of the gallery, in the order in which they are taken.
GALLERY = (
    Picture("kirkuk", "d=2017-10-16&b=42.9,34.6,45.6,36.5"),
    Picture("map"),
    Picture("compare", "d=2017-11-01&c=2017-10-15"),
    Picture("story", "st=2017-09-27&sp=since-2014"),
    Picture("user-events", "d=2017-10-16&w=0&ev=clusters", _upload),
    Picture("drawer", "d=2017-09-27&s=disputed:sinjar", _open_drawer),
    Picture("selection", "d=2017-10-16&s=fields:bai_hassan"),
    Picture("claim", "p=region"),
    Picture("stake", "d=2017-10-16&a=areas:kirkuk.daquq", _open_exposure),
    Picture("article", "d=2017-10-16", _read_article),
    Picture("arabic", "d=2014-08-08&lang=ar"),
    Picture("dark", "d=2014-08-08", options={"color_scheme": "dark"}),
    Picture("second-country", "d=1981-06-01", invented=True),
    Picture("phone", "d=2017-10-16", size=(390, 844), options={"has_touch": True}),
)
