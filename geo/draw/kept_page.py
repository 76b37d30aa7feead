"""The page of an atlas, made once for a version of the data.

Neither its data nor the page around it depends on what a reader looks at: title, frame and state
have places in it. Pages, pictures and the app begin from here, without pandas and folium. A wheel
carries what was made of its own data.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

from geo import client
from geo.atlas.release import home_of
from geo.draw.chrome import control_options, title
from geo.errors import ExportError
from geo.files.cache import DERIVING, code_hash, load_cached, text_hash
from geo.profile import using

if TYPE_CHECKING:
    from branca.element import Figure

    from geo.atlas import Atlas
    from geo.view import View

#: Where scripts, styles and what a view changes stand in the page that is kept.
_PLACE: Final = re.compile("\N{SYMBOL FOR START OF TEXT}([a-z]+)\N{SYMBOL FOR END OF TEXT}")

#: Where the page holds its profile.
_PROFILE: Final = re.compile('id="greenline-profile">(.*?)</script>')

#: What is kept of an atlas, in the cache and in a wheel.
FOLDER: Final = "pages"

#: One thread makes it, and the others wait for it: a server and its first reader begin together.
_MAKING: Final = Lock()


@dataclass(frozen=True)
class KeptPage:
    """What every page of an atlas has in common."""

    packed: str  #: What the map is drawn of as base64 of gzipped JSON.
    later: str  #: What cards and panels tell besides, by :func:`geo.draw.bundle.pack_texts`.
    html: str  #: The page, with places for what a view changes.
    #: The frame that opens: west, south, east, north in degrees (EPSG:4326).
    home: tuple[float, float, float, float]
    country: tuple[float, float, float, float]  #: The bounds of the country, likewise.
    #: Titles of the stories that the page carries, by id and language.
    titles: dict[str, dict[str, str]]

    def profile(self) -> str:
        """Return what the page knows of the dispute, as JSON."""
        return _PROFILE.findall(self.html)[0]

    def fill(self, view: View, options: dict[str, Any]) -> str:
        """Return the page of a view, with the options of the controls around the map."""
        story = self.titles.get(view.story or "")
        name = story[view.language] if story else title(view)
        west, south, east, north = view.bounds or self.home
        parts = {
            "title": f"Greenline: {escape(name)}",
            "centre": json.dumps([(south + north) / 2, (west + east) / 2]),
            "options": _in_script(options),
            "data": self.packed,
            "later": self.later,
            **_scripts(),
        }
        return _PLACE.sub(lambda place: parts[place[1]], self.html)


@lru_cache(maxsize=4)
def kept_page(atlas: Atlas) -> KeptPage:
    """Return what the pages of an atlas have in common: from the cache or the wheel, else made."""
    if not atlas.digest:
        return _make_page(atlas)
    with _MAKING:
        parts = load_cached(FOLDER, key(atlas), lambda: asdict(_make_page(atlas)))
    return KeptPage(**{**parts, **{name: tuple(parts[name]) for name in ("home", "country")}})


def key(atlas: Atlas) -> str:
    """Return the cache key: the hash of data, code, words and profile."""
    later = ""
    if (home := home_of(atlas.folder)) != atlas.folder:
        from geo.atlas.atlas import version  # noqa: PLC0415 -- of old versions only

        later = version(home)
    return text_hash(atlas.digest, later, code_hash(*DERIVING), atlas.profile.digest)


def _scripts() -> dict[str, str]:
    return {
        "style": client.styles(),
        "script": client.script(),
        "leaflet": client.leaflet_script(),
        "sheet": client.leaflet_sheet(),
    }


def _make_page(atlas: Atlas) -> KeptPage:
    """Make the page by folium, and put places where a view or a build of the scripts differs."""
    import shapely  # noqa: PLC0415 -- where the page is not kept

    from geo.draw.bundle import Bundle  # noqa: PLC0415
    from geo.draw.map import build, home  # noqa: PLC0415 -- heavy: pandas and folium
    from geo.draw.side_texts import atlas_stories  # noqa: PLC0415
    from geo.view import View  # noqa: PLC0415

    view = View()
    folium_map = build(atlas, view)
    figure = cast("Figure", folium_map.get_root())
    with using(atlas.profile):
        text = figure.render()
        bundle = Bundle.of(figure)
        packed, later = bundle.text(), bundle.later_text()
    parts = {
        "title": str(figure.title),
        "centre": json.dumps(list(folium_map.location)),
        "options": _in_script(control_options(view)),
        "data": packed,
        "later": later,
        **_scripts(),
    }
    for name, part in parts.items():
        if text.count(part) != 1:
            raise ExportError(f"the page that folium made has no single place for its {name}")
        place = f"\N{SYMBOL FOR START OF TEXT}{name}\N{SYMBOL FOR END OF TEXT}"
        text = text.replace(part, place)
    stories = {
        story.id: {code.value: story.title.of(code) for code in atlas.profile.languages}
        for story in atlas_stories(atlas)
    }
    west, south, east, north = map(float, shapely.bounds(atlas.country))
    return KeptPage(packed, later, text, home(atlas), (west, south, east, north), stories)


def _in_script(value: Any) -> str:
    """Return a value as it may stand in a script: jinja's ``tojson``."""
    text = json.dumps(value, sort_keys=True)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
