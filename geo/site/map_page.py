"""The map of the site: the page that an export writes, with what a site adds to its head."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, cast

from geo.draw.bundle import Bundle
from geo.draw.layers.base import translations
from geo.draw.map import build
from geo.export.html import render
from geo.site.contents.context import Context
from geo.site.discovery import feeds_of_page
from geo.site.offline import SCRIPT
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
    script = SCRIPT.replace("document.currentScript.dataset.root", "'../sw.js'")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    base = context.options.base_url
    title = escape(f"Greenline: {wording.say('web.tagline')}", quote=True)
    about = escape(wording.say("web.about.what"), quote=True)
    head = [
        f'<meta name="description" content="{about}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:description" content="{about}">',
        '<link rel="manifest" href="../manifest.webmanifest">',
        '<link rel="icon" href="../assets/icon.svg" type="image/svg+xml">',
    ]
    head += [
        f'<link rel="alternate" type="application/atom+xml" href="../{path}.atom" '
        f'title="{escape(wording.say("site.feed", name=name), quote=True)}">'
        for path, name in feeds_of_page(context)
    ]
    if base:
        head += [
            f'<link rel="canonical" href="{base}{PATH}">',
            f'<meta property="og:url" content="{base}{PATH}">',
            f'<meta property="og:image" content="{base}pictures/home.png">',
            f'<link rel="alternate" type="application/json+oembed" href="{base}oembed/map.json">',
        ]
    reading = "".join(
        f'<p><a href="../{language}/index.html" lang="{language}" hreflang="{language}">'
        f"{escape(Wording(context.atlas, language).say('site.reading'))}</a></p>"
        for language in context.languages
    )
    policy = "manifest-src 'self'; worker-src 'self'; connect-src 'self'"
    text = text.replace("script-src ", f"{policy}; script-src 'sha256-{digest}' ", 1).replace(
        "img-src ", "img-src 'self' ", 1
    )
    more = "\n".join([*head, f"<script>{script}</script>"])
    return text.replace(
        "</head>\n<body>", f"{more}\n</head>\n<body>\n<noscript>{reading}</noscript>", 1
    )
