"""The map of the site: the page that an export writes, with what a site adds to its head."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from geo.draw.bundle import Bundle
from geo.draw.layers.base import translations
from geo.draw.map import build
from geo.export.html import render
from geo.site.contents.context import Context
from geo.site.discovery import feeds_of_page
from geo.site.offline import read_script
from geo.site.templates import environment
from geo.site.wording import Wording

if TYPE_CHECKING:
    from branca.element import Figure

PATH = "map/index.html"

#: Texts of one language, which the map fetches once a reader takes it.
TEXTS = "map/texts-{language}.json"


def html(context: Context) -> str:
    """Return the map in all languages, with its stories."""
    folium_map = build(context.atlas, stories=context.stories, origins=context.options.origins)
    bundle = Bundle.of(cast("Figure", folium_map.get_root()))
    bundle.plain = True
    if known := translations(context.atlas):
        bundle.put("translations", {text: TEXTS.format(language=text)[4:] for text in known})
    return _with_head(render(folium_map), context)


def texts(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the files with the data's texts in each other language."""
    for language, known in translations(context.atlas).items():
        yield (
            TEXTS.format(language=language),
            json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n",
        )


def _with_head(text: str, context: Context) -> str:
    """Add description, previews, manifest and service worker; the policy names what is new."""
    wording = Wording(context.atlas, context.languages[0])
    script = read_script("offline").replace("document.currentScript.dataset.root", "'../sw.js'")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    feeds = [(path, wording.say("site.feed", name=name)) for path, name in feeds_of_page(context)]
    template = environment().get_template("map_head.html")
    head = template.render(
        title=f"Greenline: {wording.say('web.tagline')}",
        about=wording.say("web.about.what"),
        feeds=feeds,
        base=context.options.base_url,
        path=PATH,
        script=Markup(script),  # noqa: S704 -- our own
        reading=[
            (language, Wording(context.atlas, language).say("site.reading"))
            for language in context.languages
        ],
    )
    policy = "manifest-src 'self'; worker-src 'self'; connect-src 'self'"
    text = text.replace("script-src ", f"{policy}; script-src 'sha256-{digest}' ", 1).replace(
        "img-src ", "img-src 'self' ", 1
    )
    return text.replace("</head>\n<body>", head.rstrip(), 1)
