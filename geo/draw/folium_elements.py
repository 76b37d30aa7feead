"""Elements of folium's in a map that loads nothing.

What an element needs of jQuery, bootstrap, d3 or a font of icons, the map gives it otherwise: for
that map alone, folium's classes stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any, Final, TypeGuard

from branca.colormap import ColorMap, StepColormap
from branca.element import Element, Figure, Link, MacroElement
from branca.utilities import legend_scaler
from folium import CustomIcon, DivIcon, GeoJson, Icon, Map, Marker, Popup, Tooltip
from folium.elements import ElementAddToElement
from folium.map import Layer
from folium.template import Template

from geo.errors import GreenlineError

#: The colours of a pin, as folium names them.
COLOURS: Final[Mapping[str, str]] = {
    "red": "#d63e2a", "darkred": "#a23336", "lightred": "#ff8e7f", "orange": "#f69730",
    "beige": "#ffcb92", "green": "#72b026", "darkgreen": "#728224", "lightgreen": "#bbf970",
    "blue": "#38aadd", "darkblue": "#0067a3", "cadetblue": "#436978", "lightblue": "#8adaff",
    "purple": "#d252b9", "darkpurple": "#5b396b", "pink": "#ff91ea", "white": "#fbfbfb",
    "gray": "#575757", "lightgray": "#a3a3a3", "black": "#303030",
}  # fmt: skip

#: The signs on a pin, as paths in a square of 14.
SIGNS: Final[Mapping[str, str]] = {
    "fire": "M7 0c1 3 4 4.5 4 8.5a4 4 0 0 1-8 0c0-2 1-3 1.5-4 .5 1 1 1.5 1.5 1.5C6 4 6 2 7 0z",
    "flag": "M2 0h2v14H2zM5 1h8l-2 3.5L13 8H5z",
    "home": "M7 1l7 6h-2v6H8V9H6v4H2V7H0z",
    "info-sign": "M6 1h2v2H6zM5 5h3v6h1v2H5v-2h1V7H5z",
    "minus": "M1 5.5h12v3H1z",
    "ok": "M0 7l2-2 3.5 3.5L12 2l2 2-8.5 8.5z",
    "plus": "M5.5 1h3v4.5H13v3H8.5V13h-3V8.5H1v-3h4.5z",
    "question-sign": "M4 4.5a3.3 3.3 0 1 1 4 3V9H6V6h1a1.3 1.3 0 1 0-1-1.5zM6 10.5h2v2H6z",
    "record": "M7 2a5 5 0 1 0 .01 0z",
    "remove": "M2 0l5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5z",
    "star": "M7 0l2.1 4.6 4.9.6-3.6 3.4.9 4.9L7 11.1l-4.3 2.4.9-4.9L0 5.2l4.9-.6z",
    "tint": "M7 0c2 4 4 5.5 4 8.5a4 4 0 0 1-8 0C3 5.5 5 4 7 0z",
    "user": "M7 0a3 3 0 1 1-.01 0zM1 14c0-4 2-6.5 6-6.5s6 2.5 6 6.5z",
    "warning-sign": "M7 0l7 13H0zM6 5v4h2V5zM6 10v2h2v-2z",
}

_PIN: Final = "M14 1C6.8 1 1 6.7 1 13.7 1 22.5 14 39 14 39s13-16.5 13-25.3C27 6.7 21.2 1 14 1z"

#: Numbers on a scale of colours, at most, and from which on they are whole.
_LABELS: Final = 5
_LARGE: Final = 100

#: Text of data stays text of the script, where folium writes it into the script as it is.
_POPUP: Final = Template(
    """
    var {{ this.get_name() }} = L.popup({{ this.options|tojavascript }});
    {% for element in this.html._children.values() -%}
    {% if this.lazy %}{{ this._parent.get_name() }}.once("click", () => {% endif -%}
    {{ this.get_name() }}.setContent(new DOMParser().parseFromString(
        {{- element.render(**kwargs).replace("\\\\`", "`")|tojson }}, "text/html"
    ).body.firstElementChild){% if this.lazy %}){% endif %};
    {% endfor -%}
    {{ this._parent.get_name() }}.bindPopup({{ this.get_name() }})
    {%- if this.show %}.openPopup(){% endif %};
    {% for element in this.script._children.values() %}{{ element.render() }}{% endfor %}
    """
)

_TOOLTIP: Final = Template(
    """
    {% macro script(this, kwargs) %}
    {{ this._parent.get_name() }}.bindTooltip(
        {{- ('<div style="%s">%s</div>' % (this.style|default("")|e, this.text))|tojson }},
        {{ this.options|tojavascript }});
    {% endmacro %}
    """
)


class ColorScale(MacroElement):
    """The scale of colours of a map's element, as markup where branca draws it by d3."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.control({position: "topright"});
        {{ this.get_name() }}.onAdd = () => {
            const box = L.DomUtil.create("div", "legend");
            box.innerHTML = {{ this.markup()|tojson }};
            return box;
        };
        {{ this.get_name() }}.addTo({{ this.map_name }});
        {% endmacro %}
        """
    )

    def __init__(self, scale: ColorMap) -> None:
        super().__init__()
        self._name = "ColorScale"
        self.scale = scale

    @property
    def map_name(self) -> str:
        return map_of(self).get_name()

    def markup(self) -> str:
        """Return the scale as HTML: a bar of colours, its numbers and its caption."""
        scale = self.scale
        low, high = float(scale.vmin), float(scale.vmax)
        places = [100 * (float(edge) - low) / ((high - low) or 1) for edge in scale.index]
        if isinstance(scale, StepColormap):
            middles = [(first + last) / 2 for first, last in pairwise(scale.index)]
            bands = zip(middles, pairwise(places), strict=True)
            stops = [f"{scale.rgb_hex_str(at)} {a:.4g}% {b:.4g}%" for at, (a, b) in bands]
        else:
            pairs = zip(scale.index, places, strict=True)
            stops = [f"{scale.rgb_hex_str(at)} {place:.4g}%" for at, place in pairs]
        most = min(scale.max_labels, _LABELS)
        ticks = scale.tick_labels or legend_scaler([*map(float, scale.index)], most)
        numbers = "".join(
            f'<span style="position:absolute;transform:translateX(-50%);'
            f'left:{100 * (tick - low) / ((high - low) or 1):.4g}%">'
            f"{format(tick, ',.0f' if abs(tick) >= _LARGE else '.3g')}</span>"
            for tick in ticks
            if not isinstance(tick, str)
        )
        return (
            f'<div style="direction:ltr;width:{scale.width - 150}px;max-width:60vw;'
            f'padding:4px 20px;background:#fffc;color:{escape(scale.text_color)}">'
            f'<div style="position:relative;height:16px">{numbers}</div>'
            f'<div style="height:{scale.height - 30}px;'
            f'background:linear-gradient(to right,{",".join(stops)})"></div>'
            f"{escape(scale.caption)}</div>"
        )


def draw_pin(icon: Icon) -> DivIcon:
    """Return the pin of an icon as a drawing; a colour or sign that is none is an error."""
    options: dict[str, Any] = icon.options
    for what, name, accepted in (
        ("colour", options["marker_color"], COLOURS),
        ("sign", options["icon"], SIGNS),
    ):
        if name not in accepted:
            raise GreenlineError(f"Icon: {what} {name!r}: expected one of {', '.join(accepted)}")
    angle = options["extra_classes"].rpartition("-")[2]
    colour = options["icon_color"]
    return DivIcon(
        f'<svg width="28" height="40"><path d="{_PIN}" fill="{COLOURS[options["marker_color"]]}" '
        f'stroke="#fff"/><path transform="translate(7 7) rotate({float(angle):g} 7 7)" '
        f'fill-rule="evenodd" d="{SIGNS[options["icon"]]}" '
        f'fill="{escape(COLOURS.get(colour, colour))}"/></svg>',
        icon_size=(28, 40),
        icon_anchor=(14, 39),
        popup_anchor=(0, -34),
    )


def map_of(element: Element) -> Map:
    """Return the map that an element stands in, be it in groups of the map."""
    parent = element._parent
    while parent is not None and not isinstance(parent, Map):
        parent = parent._parent
    if parent is None:
        raise GreenlineError(f"{type(element).__name__}: expected to stand in a folium.Map")
    return parent


def elements_of(element: Element) -> Iterator[Element]:
    """Yield the elements in an element, at any depth, from the first to the last."""
    parts = [*element._children.values()]
    if isinstance(element, Popup):
        parts += element.html._children.values()
    for part in parts:
        yield part
        yield from elements_of(part)


def adapt_elements(page: Map) -> None:
    """Give the elements of a map what they need, so that it need not be loaded."""
    kinds: Counter[str] = Counter()
    for element in [page, *elements_of(page)]:
        # A layer without a name has a random one.
        if isinstance(element, Layer) and element.layer_name == f"macro_element_{element._id}":
            kind = type(element).__name__
            kinds[kind] += 1
            element.layer_name = f"{kind} {kinds[kind]}"
        for name, child in [*element._children.items()]:
            # What folium adds while it renders, it adds again each time.
            if isinstance(child, ElementAddToElement | Marker.SetIcon):
                del element._children[name]
            elif isinstance(child, ColorMap):
                _replace(element, name, ColorScale(child))
            elif _is_pin(child) and isinstance(element, Marker):
                pin: Any = draw_pin(child)
                element.icon = pin
                _replace(element, name, pin)
        marker: Any = element.marker if isinstance(element, GeoJson) else None
        if marker and _is_pin(marker.icon):
            marker.icon = draw_pin(marker.icon)
        if isinstance(element, Popup | Tooltip):
            element._template = _POPUP if isinstance(element, Popup) else _TOOLTIP


def _is_pin(icon: Any) -> TypeGuard[Icon]:
    return isinstance(icon, Icon) and not isinstance(icon, CustomIcon)


def _replace(parent: Element, name: str, child: Any) -> None:
    child._parent = parent
    parent._children[name] = child


#: An address that a page loads, which is neither in the page itself nor a link to follow.
_ADDRESS: Final = r"""(?!data:|blob:|#)([^\s"'`<>)]+)"""

#: Where addresses stand that are loaded: in markup, styles, pictures of Leaflet's, requests.
_PLACES: Final = tuple(
    re.compile(place + _ADDRESS, re.IGNORECASE)
    for place in (
        r"""<(?!a\b|area\b)[a-z][^<>]*?\s(?:src|srcset|poster|background|data|href)\s*=\s*["']?\s*""",
        r"""\burl\(\s*["']?\s*(?=https?:|//)""",
        r"""\bL\.(?:tileLayer(?:\.\w+)?|imageOverlay|videoOverlay)\(\s*\[?\s*["'`]""",
        r""""(?:icon|iconRetina|shadow)Url":\s*["'`]""",
        r"""(?:\$\.(?:ajax|getJSON)|\bfetch)\(\s*["'`]""",
    )
)

#: How markup is written in a script, and the sign that it stands for.
_ESCAPED: Final = {r"\u003c": "<", r"\u003e": ">", r"\u0027": "'", r"\u0026": "&", r"\"": '"'}


def refuse_loads(figure: Figure, elements: Iterable[Element]) -> None:
    """Raise an error where an element of a rendered page would load something."""
    for name, address in _loads(figure, [*elements]):
        raise GreenlineError(
            f"{name} would load {address[:200]}: expected an element that loads nothing, "
            "or a map made with online=True"
        )


def _loads(figure: Figure, elements: list[Element]) -> Iterator[tuple[str, str]]:
    """Yield the kind of each element that would load something, and the address."""
    for element in elements:
        kind = type(element).__name__
        for name in ("default_js", "default_css"):
            links = getattr(element, name, ())
            yield from ((kind, link) for _, link in links if not link.startswith("data:"))
        script = figure.script._children.get(element.get_name())
        if script:
            yield from ((kind, address) for address in addresses(script.render()))
    for part in (*figure.header._children.values(), *figure.html._children.values()):
        kind = type(part).__name__
        if isinstance(part, Link):
            yield kind, part.url
        elif not type(part).__module__.startswith("geo."):
            yield from ((kind, address) for address in addresses(part.render()))


def addresses(text: str) -> Iterator[str]:
    r"""Yield the addresses that markup, or a script that writes markup, would load.

    >>> list(addresses('<a href="https://a.example"><img src="https://b.example/c.png"></a>'))
    ['https://b.example/c.png']
    """
    for written, sign in _ESCAPED.items():
        text = text.replace(written, sign)
    for place in _PLACES:
        yield from place.findall(text)
