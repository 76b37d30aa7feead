"""What makes the site readable without a network after a first visit: manifest, service worker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files

from geo.model import Language
from geo.site.contents.context import Context
from geo.site.page import Page
from geo.site.wording import Wording

#: The page for what is not saved, and the list of what can be, in the folder of a language.
PAGE, LIST = "offline.html", "offline.json"

#: The sign of the site: two fields and the line between them.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" '
    'fill="#a9c4df"/><path d="M0 0h512v214L402 262 288 232 150 330 0 300z" fill="#ecc878"/>'
    '<path d="M0 300l150 30 138-98 114 30 110-48" fill="none" stroke="#3d7a45" stroke-width="34" '
    'stroke-linejoin="round"/></svg>'
)


def manifest(context: Context, language: Language) -> str:
    """Return the web app manifest."""
    wording = Wording(context.atlas, language)
    result = {
        "id": "./",
        "name": f"Greenline: {wording.say('web.tagline')}",
        "short_name": "Greenline",
        "description": wording.say("web.about.what"),
        "lang": str(language),
        "dir": "rtl" if language.rtl else "ltr",
        "start_url": f"{language}/index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [
            {"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
        ],
        "shortcuts": [{"name": wording.say("site.map"), "url": "map/index.html"}],
    }
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def read_script(name: str) -> str:
    """Return a script of the site, as it stands beside this module."""
    return (files("geo.site") / "scripts" / f"{name}.js").read_text(encoding="utf-8")


def worker(version: str, paths: Sequence[str], languages: Sequence[Language]) -> str:
    text = (
        read_script("worker")
        .replace("VERSION", json.dumps(version))
        .replace("CODES", json.dumps(languages))
    )
    return text.replace("PATHS", json.dumps(list(paths)))


def page(context: Context, language: Language) -> Page:
    """Return the page shown offline in place of a page that was not saved."""
    wording = Wording(context.atlas, language)
    title, lead = wording.say("site.offline.title"), wording.say("site.offline.lead")
    return Page(PAGE, "offline", wording, title, lead)


def listing(state: str, files: Sequence[tuple[str, int]]) -> str:
    """Return which files a reader saves for a language, with their bytes, and in which cache."""
    return json.dumps({"cache": f"greenline-{state}", "files": files}) + "\n"
