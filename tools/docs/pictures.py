"""The pictures of the documentation, taken from the running app in Chromium (``make pictures``)."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from geo import Atlas, View
from geo.cli import main as greenline
from geo.pictures import GraphicSettings
from geo.pictures.film import Step, draw_frames, list_days, list_seconds
from tests.browser.install import find
from tests.browser.serve import serve
from tests.second_country.country import write
from tools.docs.scenes import GALLERY, Picture

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"

#: Bytes that a picture may have.
MOST = 250_000

#: The map stands and its cover is gone.
STANDS = (
    "() => window.greenlineKeeper && greenlineKeeper.ready"
    " && greenlineKeeper.frame.style.opacity === '' && greenlineKeeper.say"
)

#: The film, which no app is asked for.
FILM = "film"

#: Graphics: what `greenline export` is asked for, after the name of the file.
GRAPHICS = {
    "graphic-90mm": [
        "--date", "2017-10-16", "--format", "90mm", "--headline", "Kirkuk changes hands in a day",
        "--credit", "Graphic: the desk",
    ],
    "graphic-six": [
        "--dates", "2014-06-01,2014-06-12,2014-08-08,2015-12-01,2017-10-15,2017-10-20",
    ],
}  # fmt: skip

#: What Chromium is started with: it reaches this machine and nothing else.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def take(browser: Browser, address: str, picture: Picture) -> Image.Image:
    """Open a view, do what is to be done, and return the window."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", **picture.options
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/?{picture.query}")
    page.wait_for_function(STANDS)
    picture.act(page)
    _wait_until_still(page)
    image = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return image.convert("RGB")


def _wait_until_still(page: Page) -> None:
    """Wait until two pictures in a row are the same, for at most twenty seconds."""
    before = b""
    for _ in range(40):
        page.wait_for_timeout(500)
        now = page.screenshot()
        if now == before:
            return
        before = now


def compress(image: Image.Image, width: int | None = None) -> bytes:
    """Return a picture as WebP, as good as :data:`MOST` bytes allow."""
    if width and width < image.width:
        height = round(image.height * width / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    for quality in range(80 if width else 88, 30, -6):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST:
            return written.getvalue()
    sys.exit(f"a picture of {image.size} does not fit into {MOST} bytes")


def film() -> bytes:
    """Return the advance of the summer of 2014 as a moving WebP of at most :data:`MOST` bytes."""
    atlas, span = Atlas.load(), (date(2014, 6, 1), date(2014, 8, 15))
    view = View.from_query("l=neighbours.control.water.disputed.governorates.towns")
    days = list_days(atlas, view, span, Step.CHANGE)
    settings = GraphicSettings(format="640x480", dates=days)
    frames = draw_frames(atlas, view, settings)
    pictures = [Image.open(io.BytesIO(page)).convert("RGB") for _, page in frames]
    durations = [round(1000 * seconds) for seconds in list_seconds(settings)]
    for quality in range(70, 10, -10):
        out = io.BytesIO()
        remainder = {"append_images": pictures[1:], "duration": durations, "loop": 0}
        pictures[0].save(out, "WEBP", save_all=True, quality=quality, method=6, **remainder)
        if out.tell() <= MOST:
            return out.getvalue()
    sys.exit(f"a film of {len(pictures)} pictures does not fit into {MOST} bytes")


def graphic(name: str) -> bytes:
    """Return a graphic as the command makes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graphic.png"
        if greenline(["export", str(file), *GRAPHICS[name]]):
            sys.exit(f"{name}: not made")
        with Image.open(file) as image:
            return compress(image.convert("RGB"), 1400)


@contextmanager
def _app(*, invented: bool = False) -> Iterator[str]:
    """Serve the app on a free port of this machine and yield its address."""
    with tempfile.TemporaryDirectory() as cache:
        variables = {"GREENLINE_DATA": str(write(Path(cache) / "vellin"))} if invented else {}
        with serve(environment={"GREENLINE_CACHE": cache, **variables}) as server:
            yield server.address


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures that are named, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs.pictures", description=__doc__)
    known = [*(picture.name for picture in GALLERY), FILM, *GRAPHICS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    given = parser.parse_args(argv).names or known
    names = [item for item in known if item in given]
    if unknown := set(given) - set(known):
        parser.error(f"{', '.join(sorted(unknown))}: expected some of {', '.join(known)}")
    if FILM in names:
        (FOLDER / f"{FILM}.webp").write_bytes(film())
    for name in GRAPHICS.keys() & set(names):
        (FOLDER / f"{name}.webp").write_bytes(graphic(name))
    wanted = [picture for picture in GALLERY if picture.name in names]
    if not wanted:
        return 0
    path = find()
    if path is None:
        sys.exit("no Chromium: run `make browser`")
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for invented in (False, True):
            if shown := [item for item in wanted if item.invented is invented]:
                with _app(invented=invented) as address:
                    for picture in shown:
                        content = compress(take(browser, address, picture))
                        (FOLDER / f"{picture.name}.webp").write_bytes(content)
                        print(f"{picture.name}: {len(content):,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
