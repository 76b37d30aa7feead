"""The pictures of the documentation, taken from the running app in Chromium (``make pictures``)."""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from geo import Atlas, View
from geo.export import animation
from geo.export.animation import FilmSettings, Step
from geo.model import Language
from geo.profile import own_folder
from geo.words import say
from tests.browser.install import find
from tests.browser.serve import served
from tests.second_country.country import write

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"

#: Bytes that a picture may have.
MOST = 250_000

#: The map stands and its cover is gone.
STANDS = (
    "() => window.greenlineKeeper && greenlineKeeper.ready"
    " && greenlineKeeper.frame.style.opacity === ''"
)

#: The film, which no app is asked for.
FILM = "film"

#: What Chromium is started with: it reaches this machine and nothing else.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

ARTICLE = """Kirkuk, 16 October 2017. Federal forces entered Kirkuk after Peshmerga units had left \
their positions south of the city.

By the evening they held the airport and the Baba dome. On 17 October they entered Sinjar, and \
on 20 October Altun Kupri."""


def _label(key: str) -> str:
    """Return what the app calls something in English."""
    return say(key, Language.EN)


def _nothing(_: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Picture:
    """One picture: what is opened, and what is done before it is taken."""

    name: str
    """Name of the file, without its ending."""
    query: str = ""
    """The view, as the app's address has it."""
    act: Callable[[Page], None] = _nothing
    """What a reader does first."""
    size: tuple[int, int] = (1440, 900)
    """Width and height of the window in CSS pixels."""
    options: dict[str, Any] = field(default_factory=dict)
    """Other options of the browser's window."""
    invented: bool = False
    """Whether the app shows the invented country of the tests."""


def _unfold(page: Page) -> None:
    """Open the side bar by the map's own button."""
    page.locator("iframe.gl-frame").content_frame.locator("#gl-side-bar").click()
    expect(page.locator(".st-key-gl-language")).to_be_in_viewport()


def _open_drawer(page: Page) -> None:
    """Open the drawer below the map."""
    page.locator(".gl-drawer-bar").click()
    expect(page.locator(".gl-say")).to_be_in_viewport()


def _offer(page: Page) -> None:
    """Bring the atlas's own events, and leave them as they are offered."""
    _unfold(page)
    page.get_by_text(_label("web.user_events"), exact=True).first.click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "events.csv", "mimeType": "text/csv", "buffer": _events()}
    )
    expect(page.locator(".st-key-gl-user-events-take")).to_be_visible(timeout=60_000)


def _upload(page: Page) -> None:
    """Bring the atlas's own events as a reader brings a file, and put them on the map."""
    _offer(page)
    page.locator(".st-key-gl-user-events-take button").click()
    expect(page.locator(".gl-own")).to_be_attached(timeout=60_000)


def _events() -> bytes:
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
    page.locator("iframe.gl-frame").content_frame.locator("#gl-ask").click()


def _read_article(page: Page) -> None:
    """Paste an article and let its places be found."""
    _unfold(page)
    page.get_by_text(_label("article.title"), exact=True).first.click()
    box = page.locator("textarea").first
    box.fill(ARTICLE)
    page.get_by_role("button", name=_label("web.article.find")).click()
    frame = page.locator("iframe.gl-frame").content_frame
    expect(frame.locator(".gl-article .gl-step").first).to_be_visible(timeout=60_000)


#: Every picture, in the order in which they are taken.
PICTURES = (
    Picture("map"),
    Picture("compare", "d=2017-11-01&c=2017-10-15"),
    Picture("story", "st=2017-09-27&sp=since-2014"),
    Picture("user-events", "d=2017-10-16&w=0&ev=clusters", _upload),
    Picture("upload", "d=2017-10-16", _offer),
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


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """Open a view, do what is to be done, and return the window as a PNG."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", **picture.options
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/?{picture.query}")
    page.wait_for_function(STANDS)
    picture.act(page)
    _rest(page)
    taken = page.screenshot()
    context.close()
    return taken


def _rest(page: Page) -> None:
    """Wait until two pictures in a row are the same, for at most twenty seconds."""
    before = b""
    for _ in range(40):
        page.wait_for_timeout(500)
        now = page.screenshot()
        if now == before:
            return
        before = now


def small(png: bytes) -> bytes:
    """Return a picture as WebP, as good as :data:`MOST` bytes allow."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in range(88, 30, -6):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST:
            return written.getvalue()
    sys.exit(f"a picture of {image.size} does not fit into {MOST} bytes")


def film() -> bytes:
    """Return the advance of the summer of 2014 as a moving WebP of at most :data:`MOST` bytes."""
    settings = FilmSettings(date(2014, 6, 1), date(2014, 8, 15), step=Step.CHANGE, size=(640, 480))
    view = View.from_query("l=neighbours.control.water.disputed.governorates.towns")
    found = animation.frames(Atlas.load(), view, settings)
    shown = [(picture.convert("RGB"), round(1000 * seconds)) for _, picture, seconds in found]
    pictures, durations = zip(*shown, strict=True)
    for quality in range(70, 10, -10):
        out = io.BytesIO()
        rest = {"append_images": pictures[1:], "duration": durations, "loop": 0}
        pictures[0].save(out, "WEBP", save_all=True, quality=quality, method=6, **rest)
        if out.tell() <= MOST:
            return out.getvalue()
    sys.exit(f"a film of {len(pictures)} pictures does not fit into {MOST} bytes")


@contextmanager
def _app(*, invented: bool = False) -> Iterator[str]:
    """Serve the app on a free port of this machine and yield its address."""
    with tempfile.TemporaryDirectory() as cache:
        variables = {"GREENLINE_DATA": str(write(Path(cache) / "vellin"))} if invented else {}
        with served(environment={"GREENLINE_CACHE": cache, **variables}) as server:
            yield server.address


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures that are named, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs.pictures", description=__doc__)
    known = [*(one.name for one in PICTURES), FILM]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    names = parser.parse_args(argv).names or known
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"{', '.join(unknown)}: expected some of {', '.join(known)}")
    path = find()
    if path is None:
        sys.exit("no Chromium: run `make browser`")
    FOLDER.mkdir(exist_ok=True)
    if FILM in names:
        (FOLDER / f"{FILM}.webp").write_bytes(film())
    if names == [FILM]:
        return 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for invented in (False, True):
            wanted = [one for one in PICTURES if one.name in names and one.invented is invented]
            if wanted:
                with _app(invented=invented) as address:
                    _write(browser, address, wanted)
        browser.close()
    return 0


def _write(browser: Browser, address: str, wanted: Sequence[Picture]) -> None:
    """Take pictures of one app."""
    for picture in wanted:
        content = small(take(browser, address, picture))
        (FOLDER / f"{picture.name}.webp").write_bytes(content)
        print(f"{picture.name}: {len(content):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
