"""What every layer of the map is: a folium element that puts its data in the page and draws it.

The page is given the rows of a layer's table, as its spec says; for a layer that needs more, a
module of this folder has a function that :func:`draws` it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any, cast

import pandas as pd
from branca.element import Figure, MacroElement
from folium.map import FeatureGroup
from folium.map import Layer as FoliumLayer
from folium.template import Template

from geo import words
from geo.ask import layer_content, stakes
from geo.ask.credits import KINDS, publisher_ranks
from geo.atlas import Atlas
from geo.draw.bundle import Bundle
from geo.draw.folium_elements import map_of
from geo.draw.page import OwnElement, add_client, add_folium_script, other_elements
from geo.draw.style import page_style
from geo.files.cache import load_derived
from geo.files.compact import columns, encode_shapes
from geo.layers import POINTS
from geo.layers.spec import Shape
from geo.model import Layer
from geo.profile import current, using
from geo.view import View

SOURCED = ("source", "note")
PROVEN = ("says", "evidence", "publishers")


class PageElement(OwnElement):
    """An element that puts the client, and data of its own, into the page that it stands in."""

    #: The atlas that it is of, whose profile is in use while it is rendered.
    atlas: Atlas | None = None

    def render(self, **kwargs: Any) -> str:
        """Put client and data into the page, then the element."""
        figure = cast("Figure", self.get_root())
        with using(self.atlas.profile) if self.atlas else nullcontext():
            add_client(figure)
            bundle = Bundle.of(figure)
            share(bundle)
            self._fill(bundle)
            MacroElement.render(self, **kwargs)
        return ""

    def _fill(self, bundle: Bundle) -> None:
        raise NotImplementedError


class PageLayer(PageElement, FoliumLayer):
    """A layer of the page that folium's groups and ``LayerControl`` switch as one of their own.

    The view says what is on: the layer of Leaflet that stands for this one follows it, and
    switches it.

    Parameters
    ----------
    name
        What ``LayerControl`` calls it.
    overlay, control
        As for ``folium.map.Layer``.
    show
        Whether it is on when the map opens; None leaves it to the view.
    """

    layer: Layer
    #: The view of a map that has no other, as a query.
    query = ""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {% if this.query %}
        Greenline.on({{ this.map_name }}).show({{ this.query|tojson }});
        {% endif %}
        {% if this.is_switched %}
        var {{ this.get_name() }} = makeAtlasLayer(
            {{- this.map_name }}, {{ this.layer.value|tojson }},
            {{- this.show|tojson }}, {{ this.group_name }});
        {% else %}
        Greenline.on({{ this.map_name }}).add({{ this.layer.value|tojson }});
        {% endif %}
        {% endmacro %}
        """
    )

    def __init__(
        self, name: str, *, overlay: bool = True, control: bool = True, show: bool | None = None
    ) -> None:
        super().__init__()
        self._name = f"Greenline{self.layer.value.capitalize()}"
        self.layer_name, self.overlay, self.control = name, overlay, control
        self.show: Any = show

    @property
    def group_name(self) -> str:
        """The name in the script of the group that the layer belongs to, null where it has none."""
        parent = self._parent
        return parent.get_name() if isinstance(parent, FeatureGroup) else "null"

    @property
    def is_switched(self) -> bool:
        """Whether anything but the page's panel may switch it."""
        return bool(self.show is not None or other_elements(map_of(self)))

    def render(self, **kwargs: Any) -> str:
        """Put client and data into the page, then the layer."""
        super().render(**kwargs)
        if self.is_switched:
            add_folium_script(cast("Figure", self.get_root()))
        return ""


class AtlasLayer(PageLayer):
    """One layer of an atlas.

    Parameters
    ----------
    atlas
        The atlas to draw.
    view
        The day, perspective and language that a map shows which is none of :func:`geo.draw.build`;
        by default the opening day, as held. A map has one view: that of the layer added last.
    name
        What ``LayerControl`` calls it; by default its word, in the language of the view.
    **options
        ``overlay``, ``control``, ``show``, as for ``folium.map.Layer``; by default the view says
        whether it is shown.

    Notes
    -----
    A layer works in any folium map: it brings the client and its data, which layers of the same
    page share. Text of the data becomes text nodes in the page only, never markup.
    """

    def __init__(
        self, atlas: Atlas, view: View | None = None, name: str | None = None, **options: Any
    ) -> None:
        with using(atlas.profile):
            language = view.language if view else atlas.profile.languages[0]
            super().__init__(name or words.say(f"layer.{self.layer}", language), **options)
            self.atlas: Atlas = atlas
            if view is not None:
                opened = view.with_(layers=tuple({*view.layers, self.layer}))
                self.query = opened.to_query() or f"d={opened.date}"

    def data(self) -> dict[str, Any]:
        """Return the parts of the page's data that the layer needs, by name."""
        data, _ = DRAWN.get(self.layer, (None, ()))
        return data(self.atlas) if data else {self.layer.value: list_rows(self.atlas, self.layer)}

    def sources(self, data: Mapping[str, Any]) -> list[str]:
        """Return the source ids that the rows of its data cite, each joined by ``;``."""
        _, cited = DRAWN.get(self.layer, (None, ()))
        tables = [*(cited or self.layer.spec.tables)]
        if "residents" in data:
            tables += ["census", "administration"]
        rows = [self.atlas.table(name) for name in tables if name in self.atlas.names]
        rows += [self.atlas.outlines(name) for name in cited if name not in self.atlas.names]
        columns = ("source", "position_source")
        cells = (row[name].dropna() for row in rows for name in columns if name in row)
        return list(dict.fromkeys(cell for column in cells for cell in column))

    def _fill(self, bundle: Bundle) -> None:
        def read() -> dict[str, Any]:
            data = self.data()
            return {"data": data, "cited": self.sources(data)}

        content = load_derived(self.atlas, f"layer {self.layer}", read)
        for name, value in content["data"].items():
            bundle.put_layer(name, value)
        cite(bundle, self.atlas, content["cited"])
        if texts := translations(self.atlas):
            bundle.put("translations", texts)


def share(bundle: Bundle) -> None:
    """Put what all layers need into the page's data."""
    bundle.put("style", page_style())
    bundle.put("words", words.all_languages())
    bundle.put("order", list(current().layers))
    bundle.put("groups", [[group, list(layers)] for group, layers in current().groups.items()])
    bundle.put("holders", list(current().holders))
    bundle.put("sources", {})


def translations(atlas: Atlas) -> dict[str, dict[str, str]]:
    """Return the translations of the data's texts by language and fingerprint of the English."""
    return {
        str(language): dict(texts)
        for language, texts in atlas.translations.items()
        if language in atlas.profile.languages
    }


def cite(bundle: Bundle, atlas: Atlas, cited: Iterable[str]) -> None:
    """Put the sources that rows cite into the page's data, each once.

    Parameters
    ----------
    bundle
        The page's data.
    cited
        Ids of sources joined by ``;``.
    """
    shared = bundle.data["sources"]
    lacking = {name for cell in cited for name in cell.split(";") if name} - shared.keys()
    shared |= source_cells(atlas, lacking)
    if "ranks" not in bundle.data:
        press = KINDS.index("press")
        ranks = publisher_ranks(atlas)
        bundle.put("ranks", {"": press, **{name: ranks[name] for name in sorted(ranks)}})


def source_cells(atlas: Atlas, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return sources as the page has them, by id, in the order of their table.

    Parameters
    ----------
    ids
        Ids of sources.
    """
    rows = atlas.table("sources")
    result: dict[str, list[str]] = {}
    for row in rows[rows["id"].isin(set(ids))].itertuples():
        cells = (row.title, row.publisher, row.url, row.date, row.language)
        result[str(row.id)] = [*map(str, cells), *_archive_cells(row)]
    return result


def _archive_cells(row: Any) -> list[str]:
    """Return a source's archived copy, and the days of its address's death and of its capture."""
    days = (getattr(row, name, pd.NaT) for name in ("dead", "captured"))
    cells = [
        getattr(row, "archived", ""),
        *("" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days),
    ]
    while cells and not cells[-1]:
        cells.pop()
    return cells


#: What puts the data of a layer together, and the tables that it cites besides those of its spec.
DRAWN: dict[Layer, tuple[Callable[[Atlas], dict[str, Any]], tuple[str, ...]]] = {}


def draws(
    *layers: Layer, cited: tuple[str, ...] = ()
) -> Callable[[Callable[[Atlas], dict[str, Any]]], Callable[[Atlas], dict[str, Any]]]:
    """Register what puts the data of layers together.

    Parameters
    ----------
    layers
        The layers.
    cited
        Tables or outlines whose sources the layers cite; those of their specs where empty.
    """

    def register(data: Callable[[Atlas], dict[str, Any]]) -> Callable[[Atlas], dict[str, Any]]:
        DRAWN.update(dict.fromkeys(layers, (data, cited)))
        return data

    return register


def list_rows(atlas: Atlas, layer: Layer) -> dict[str, Any]:
    """Return the rows of a layer's table by column, points with lon and lat, others with shapes."""
    rows = layer_content.plain_features(atlas, layer.spec)
    names = rows.columns.drop("geometry")
    if layer.spec.shape is not Shape.POINTS:
        shapes = encode_shapes(rows.geometry, closed=layer.spec.shape is Shape.AREAS)
        return {"rows": columns(rows, names), "shapes": shapes}
    rows, more = rows.assign(lon=rows.geometry.x, lat=rows.geometry.y), ["lon", "lat"]
    if layer in POINTS:
        rows, more = rows.assign(at=places(atlas, layer.spec.ids)), [*more, "at"]
    return columns(rows, [*names, *more])


def number_units(atlas: Atlas) -> dict[str, int]:
    """Return the number by which the page knows each unit of control."""
    return {row["unit"]: number for number, row in enumerate(atlas.unit_records)}


def places(atlas: Atlas, table: str) -> list[int]:
    """Return for each row of a table the number of the unit that it belongs to; -1 for none.

    The page counts what lies on the area of interest by these, as :mod:`geo.ask.exposures` does.
    """
    numbers = number_units(atlas)
    return [numbers.get(unit, -1) for unit in stakes.unit_of(atlas, table)]
