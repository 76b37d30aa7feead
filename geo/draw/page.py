"""The page that folium builds: a folium map that links to nothing, and the client it carries."""

from __future__ import annotations

import base64
import json
from typing import Any, cast

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from geo import client
from geo.draw.folium_elements import adapt_elements, elements_of, map_of, refuse_loads
from geo.gazetteer import lexicon
from geo.layers import POINTS, SPECS
from geo.layers.spec import On
from geo.model import Language, Layer
from geo.profile import Profile, current, using
from geo.view import table_of_page
from geo.words import locale, say


class Inline(Element):
    """A script or style sheet written into the page."""

    def __init__(self, tag: str, text: str) -> None:
        super().__init__()
        if f"</{tag}" in text.lower():
            raise ValueError(f"text of an inline {tag} must not end it")
        self._name = "Inline"
        self._id = tag
        self.tag, self.body = tag, f"\n{text}\n"
        self._html = f"<{tag}>{self.body}</{tag}>"

    def render(self, **_: Any) -> str:
        return self._html


class ProfileElement(Element):
    """What the page knows of the dispute before its data is unpacked, as JSON in its head."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        text = json.dumps(profile_of_page(profile), separators=(",", ":")).replace("<", "\\u003c")
        self.tag, self.body = "script", f"globalThis.greenlineProfile={text}"
        self._html = f'<script type="application/json" id="greenline-profile">{text}</script>'

    def render(self, **_: Any) -> str:
        return self._html


def scripts(figure: Figure) -> list[str]:
    """Return the scripts of a page that are the program's own, as they stand between their tags.

    Those are the libraries in its head, and what folium makes of the map's elements. Any other
    script in the page came with data or with another's elements.
    """
    inline = [script for script in figure.header._children.values() if isinstance(script, Inline)]
    begin = f"\n    {figure.script.render()}\n"
    return [*(script.body for script in inline if script.tag == "script"), begin]


def profile_of_page(profile: Profile) -> dict[str, Any]:
    """Return what ``client/paint/data/profile.ts`` reads."""
    days = profile.days
    named_days = {name: getattr(days, name) for name in ("first", "last", "opening")}
    named_days["comparison"] = days.comparison or days.first
    return {
        "country": profile.country,
        "days": {name: day.isoformat() for name, day in named_days.items()},
        "languages": list(profile.languages),
        "writing": {language.value: _writing(language, profile) for language in profile.languages},
        "perspectives": list(profile.perspectives),
        "view": table_of_page(profile),
        "layers": list(profile.layers),
        "apart": [layer for layer in profile.layers if layer.spec.apart],
        "near": {layer: layer.spec.near for layer in profile.layers if layer.spec.near},
        "columns": {
            layer: columns for layer in profile.layers if (columns := _list_card_columns(layer))
        },
        "points": {
            name: {"kind": SPECS[name].kind, "totals": SPECS[name].totals}
            for name in POINTS
            if name in profile.layers
        },
        "covers": {layer: list(layer.spec.covers) for layer in profile.layers if layer.spec.covers},
        "namedBefore": {
            name: [[before.isoformat(), word] for before, word in actor.named_before]
            for name, actor in profile.actors.items()
            if actor.named_before
        },
        "foremost": list(profile.foremost),
        "mixed": list(profile.mixed.of),
        "centre": list(profile.centre),
        "north": profile.north,
        "region": list(profile.region),
        "spelling": lexicon.rules_of_page(profile),
    }


def _list_card_columns(layer: Layer) -> list[dict[str, Any]]:
    return [
        {"name": column.name, "heading": column.word, "kind": column.kind.value}
        | ({"unit": column.unit} if column.unit else {})
        | ({"words": column.of} if column.of else {})
        | ({"none": column.none} if column.none else {})
        | ({"lead": True} if On.LEAD in column.on else {})
        for column in layer.spec.columns
        if On.CARD in column.on
    ]


def _writing(language: Language, profile: Profile) -> dict[str, Any]:
    """Return how a language is written, with months for browsers that do not know it.

    Names of months, and words for today, are those that people type.
    """
    form = locale.locale_of(language, profile.country)
    calendar = profile.language_data("calendar").get(language, {})
    with using(profile):
        name = say(f"web.language.{language.value}", language)
    return {
        "name": name,
        "rtl": language.rtl,
        "digits": locale.signs(language, profile.country),
        "months": [form.months["format"]["wide"][month] for month in range(1, 13)],
        "monthNames": calendar.get("months", {}),
        "today": [name for name, days in calendar.get("days", {}).items() if days == 0],
    }


def add_client(figure: Figure) -> None:
    """Put the client into a page's head, once."""
    if "greenline_client" in figure.header._children:
        return
    figure.header.add_child(Inline("style", client.styles()), name="greenline_style")
    figure.header.add_child(ProfileElement(current()), name="greenline_profile")
    figure.header.add_child(Inline("script", client.script()), name="greenline_client")


def add_folium_script(figure: Figure) -> None:
    """Put what elements of folium's need into a page's head, once, after the client."""
    if "greenline_folium" not in figure.header._children:
        figure.header.add_child(Inline("style", client.folium_sheet()), name="greenline_controls")
        figure.header.add_child(Inline("script", client.folium_script()), name="greenline_folium")


class OwnElement(MacroElement):
    """An element of the atlas in a folium map, or in a group of one."""

    @property
    def map_name(self) -> str:
        """The name of the map in the page's script."""
        return str(map_of(self).get_name())


def other_elements(page: folium.Map) -> list[Element]:
    """Return the elements of a map that are folium's, or anybody else's."""
    return [element for element in elements_of(page) if not isinstance(element, OwnElement)]


class AtlasMap(folium.Map):
    """A folium map that makes no network requests: Leaflet is in the page, and there are no tiles.

    Takes what ``folium.Map`` takes. Element ids follow the order of the elements, so that the same
    map is the same page byte for byte. Folium's ``Marker``, ``Icon``, ``CircleMarker``, ``Popup``,
    ``Tooltip``, ``GeoJson``, ``Choropleth``, ``FeatureGroup``, ``LayerControl`` and maps of colours
    can be added, and whatever else loads nothing.

    Parameters
    ----------
    online
        Whether elements may load something; else an error names the first that would.

    Examples
    --------
    >>> from geo.draw import AtlasMap
    >>> page = AtlasMap(location=[35.3, 44.0], zoom_start=8).get_root().render()
    >>> "https://cdn" in page
    False
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>html, body { width: 100%; height: 100%; margin: 0 }
        #{{ this.get_name() }} { position: relative; width: 100%; height: 100% }</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
            center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }},
            ...{{ this.options|tojavascript }}
        });
        {% endmacro %}
        """
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 -- folium declares both so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, *args: Any, online: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("tiles", None)
        kwargs.setdefault("zoom_control", False)
        super().__init__(*args, **kwargs)
        self.online = online
        self.default_js, self.default_css = [], []
        #: What the last rendering added to the page's script.
        self._rendered: set[str] = set()
        header = self._figure.header
        header.add_child(Inline("style", client.leaflet_sheet()), name="leaflet_style")
        header.add_child(Inline("script", client.leaflet_script()), name="leaflet_script")

    @property
    def _figure(self) -> Figure:
        return cast("Figure", self.get_root())

    def render(self, **kwargs: Any) -> str:
        """Render the map with ids that follow the order of its elements.

        Raises
        ------
        GreenlineError
            Where an element would load something, and the map is not ``online``.
        """
        self._id = "greenline"
        adapt_elements(self)
        for number, child in enumerate(elements_of(self)):
            child._id = f"{number:04d}"
        header = self._figure.header
        self.default_js = [link for link in self.default_js if not link[1].startswith("data:")]
        for kind, links in ((JavascriptLink, self.default_js), (CssLink, self.default_css)):
            for name, address in links:
                header.add_child(kind(address), name=name)
        scripts = self._figure.script._children
        for name in self._rendered:
            scripts.pop(name, None)
        before = {*scripts}
        MacroElement.render(self, **kwargs)
        self._rendered = {*scripts} - before
        others = other_elements(self)
        if others:
            add_folium_script(self._figure)
        if not self.online:
            refuse_loads(self._figure, [self, *others])
        # What runs no script of a page's head, such as `st_folium`, takes those scripts from here.
        self.default_js += [
            (name, f"data:text/javascript;base64,{base64.b64encode(item.body.encode()).decode()}")
            for name, item in header._children.items()
            if isinstance(item, Inline | ProfileElement) and item.tag == "script"
        ]
        return ""
