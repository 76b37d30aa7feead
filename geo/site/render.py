"""A page as HTML: Jinja2 with everything escaped, one layout, one style sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import rcssmin
from markupsafe import Markup

from geo.ask.stretches import Stretch
from geo.draw.style import hatches, holder_colours
from geo.model import Language
from geo.site import band
from geo.site.contents.context import Context
from geo.site.discovery import feeds_of_page
from geo.site.page import Page
from geo.site.subjects import Kind
from geo.site.templates import environment
from geo.site.wording import Wording

#: Where the style sheet and the script of all pages lie, from the site's folder on.
STYLE, SCRIPT, ICON = "assets/site.css", "assets/site.js", "assets/icon.svg"


def sheet() -> str:
    """Return the style sheet of all pages, with the colours of the profile's holders."""
    text = (files("geo.site") / "styles" / "site.css").read_text(encoding="utf-8")
    colours = "".join(
        f".s-{key}{{background:{colour}}}\n" for key, colour in holder_colours().items()
    )
    lines = "".join(_hatch(key, style) for key, style in hatches().items())
    return str(rcssmin.cssmin(text + colours + lines))


def _hatch(holder: str, style: dict[str, Any]) -> str:
    """Return the rule of a swatch that is hatched: what is not plainly held has a second cue."""
    turn, step, width = 45 * style["slant"], style["step"], style["width"]
    return (
        f".s-{holder}{{background-image:repeating-linear-gradient({turn}deg,{style['colour']} 0 "
        f"{width}px,transparent {width}px {step}px)}}\n"
    )


def _relative(page: str, target: str) -> str:
    """Return how one path of the site leads to another; addresses and anchors stay as they are."""
    if target.startswith(("https://", "http://", "#", "mailto:")):
        return target
    path, sign, remainder = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + sign + remainder


class Frame:
    """What stands around the content of each page of one language."""

    def __init__(self, context: Context, language: Language) -> None:
        self.context, self.language = context, language
        self.wording = Wording(context.atlas, language)
        self.ticks = band.ticks(self.wording)

    def navigation(self) -> list[tuple[str, str]]:
        """Return what the head of a page leads to: words and path from the site's folder on."""
        say, path = self.wording.say, self.wording.path
        kinds = [*self.context.subjects, *([Kind.STORY] if self.context.stories else [])]
        lists = [(say(f"site.{kind}"), path(f"{kind}/index.html")) for kind in kinds]
        return [(say("site.map"), ""), *lists, (say("site.data"), path("data.html"))]

    def html(self, page: Page) -> str:
        here = self.wording.path(page.path)
        context, say = self.context, self.wording.say

        def lead(target: str) -> str:
            return _relative(here, target)

        def draw(stretches: Sequence[Stretch], label: str) -> Markup:
            drawn = band.draw_band(stretches, label, self.wording)
            return Markup(drawn)  # noqa: S704 -- escaped where it is made

        values = {
            "page": page,
            "w": page.wording,
            "say": say,
            "site": context,
            "lead": lead,
            "draw": draw,
            "ticks": self.ticks,
            "navigation": self.navigation(),
            "language": self.language,
            "languages": [
                (item, say(f"web.language.{item}"), f"{item}/{page.path}")
                for item in context.languages
            ],
            "base": context.options.base_url,
            "here": here,
            "feeds": feeds_of_page(context, page),
            "style": STYLE,
            "script": SCRIPT,
            "icon": ICON,
            "map_address": "map/index.html" + (f"#{page.live}" if page.live else ""),
            "citation": self.wording.citation(page.title),
            "home": self.wording.path("index.html"),
        }
        return environment().get_template(f"{page.template}.html").render(**values, **page.rows)


def root(context: Context, result: dict[str, object]) -> str:
    """Return the page before all languages."""
    return (
        environment()
        .get_template("root.html")
        .render(style=STYLE, script=SCRIPT, icon=ICON, base=context.options.base_url, **result)
    )
