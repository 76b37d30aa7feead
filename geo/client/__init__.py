"""The page's own code: ES modules in this folder, built into the scripts that a page carries.

A wheel carries what was built. A checkout builds it on first use and after every
change, with the package ``deno`` that ``make install`` puts in place (:mod:`geo.client.build`).
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

import rcssmin

from geo.client import build
from geo.errors import GreenlineError

#: With this set in the environment, pages carry the modules as they are written, and a source map.
DEVELOPMENT = "GREENLINE_DEVELOPMENT"


#: The client's style sheets, in the order in which they stand in the page.
SHEETS: Final = (
    "greenline.css", "phone.css", "oil.css", "story.css", "article.css", "table.css",
    "user_events.css", "embed.css", "dark.css", "print.css",
)  # fmt: skip


def script() -> str:
    """Return Greenline's script, which needs Leaflet before it."""
    return _read("main.js")


def host_script() -> str:
    """Return the script that paints where there is no browser (``record/host.ts``)."""
    return _read("host.js")


def leaflet_script() -> str:
    """Return Leaflet's script, with its licence."""
    return _read("leaflet_script.js")


def folium_script() -> str:
    """Return the script of a page that holds elements of folium's (``folium.ts``)."""
    return _read("folium.js")


def folium_sheet() -> str:
    """Return the style sheet of such a page."""
    return str(rcssmin.cssmin((Path(__file__).parent / "folium.css").read_text(encoding="utf-8")))


def start_script() -> str:
    """Return the script that unpacks and runs those that a file has packed."""
    return _read("start.js")


def leaflet_sheet() -> str:
    """Return Leaflet's style sheet with its images as data URIs, so that it makes no requests."""
    return _read("leaflet.css")


@cache
def styles() -> str:
    """Return the style sheets of the page as it carries them: without comments and spare spaces."""
    folder = Path(__file__).parent / "styles"
    texts = ((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    return "\n".join(str(rcssmin.cssmin(text)) for text in texts)


def fonts() -> Path:
    """Return the folder of the fonts that pictures are set in."""
    return _folder() / build.FONTS[0]


def _read(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8").strip()


def _folder() -> Path:
    return _build_scripts(bool(os.environ.get(DEVELOPMENT)))


@cache
def _build_scripts(development: bool) -> Path:
    """Build the scripts from the current modules and return their folder."""
    try:
        return build.build(development=development)
    except build.BuildError as error:
        raise GreenlineError(str(error)) from error
