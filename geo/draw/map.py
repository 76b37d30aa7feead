"""From an atlas and a view to the folium map that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any, cast

import pandas as pd
from branca.element import Figure
from folium.template import Template

from geo.ask.credits import rights
from geo.atlas import Atlas
from geo.atlas.descriptor import read_package
from geo.atlas.release import home_of
from geo.draw.bundle import Bundle
from geo.draw.chrome import Tiles, control_options
from geo.draw.chrome import title as title_of_map
from geo.draw.layers import LAYERS
from geo.draw.layers.layer import PageElement
from geo.draw.layers.user_layers import UserAreaLayer, UserEvents
from geo.draw.page import AtlasMap
from geo.draw.side_texts import Article, Stories
from geo.events.schema import Events
from geo.events.user_events import with_events
from geo.files.compact import cell
from geo.gazetteer.texts import Text
from geo.model import Layer, UserLayer, layers_of
from geo.profile import using
from geo.stories.story import Story
from geo.view import View
from geo.words import say


class Chrome(PageElement):
    """What stands around the map: title, tools, panels, time bar."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Greenline.on({{ this.map_name }}).chrome({{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, atlas: Atlas, options: dict[str, Any]) -> None:
        super().__init__()
        self._name = "GreenlineChrome"
        self.atlas: Atlas = atlas
        self.options = options

    def _fill(self, bundle: Bundle) -> None:
        bundle.put("about", about(self.atlas))
        bundle.put("home", home(self.atlas))
        bundle.put("keyDates", [cell(day) for day in self.atlas.profile.days.key])


def build(
    atlas: Atlas,
    view: View | None = None,
    *,
    layers: Iterable[Layer] | None = None,
    framed: bool = False,
    tiles: Tiles | None = None,
    stories: Iterable[Story] | None = None,
    user_events: Events | pd.DataFrame | bytes | None = None,
    user_areas: Sequence[UserLayer] = (),
    article: Text | None = None,
    origins: Iterable[str] | None = None,
    online: bool = False,
    address: str | None = None,
) -> AtlasMap:
    """Build the map of a view.

    Parameters
    ----------
    atlas
        The atlas to draw.
    view
        What the page opens with; by default what its address says, and :meth:`View.opening` where
        that says nothing.
    layers
        Layers the page carries, all by default; ``view.layers`` says which are switched on.
    framed
        Whether the app holds the page in a frame and talks to it.
    tiles
        Online tiles that the reader may switch on; none by default, and then no request is made.
    stories
        Stories the page carries, all of the atlas by default; ``view.story`` says which is shown.
    user_events
        Event data of the reader: what was read, its table of events, or a container made of one.
        It is shown even if the view does not name its layer.
    user_areas
        Areas of the reader (:func:`geo.user_areas.reading.load`), shown likewise: a control map,
        and numbers, kinds or outlines.
    article
        A text that the page opens with, with the places that it names.
    origins
        Origins of pages that may read and set the view of the map that they embed, besides the
        map's own; None lets no page do so.
    online
        Whether elements of folium's that are added may load something.
    address
        Where a published map stands, up to the view that follows, such as
        ``https://example.org/map?``: links that are copied from a saved page lead there.

    Returns
    -------
    AtlasMap
        A folium map; ``_repr_html_`` shows it in a notebook, other folium layers may be added.

    Examples
    --------
    >>> from geo import Atlas, View, draw
    >>> folium_map = draw.build(Atlas.load(), View(date="2014-08-08"))
    >>> folium_map.get_root().title
    'Greenline: Who controlled Iraq’s disputed territories, 8 August 2014'
    """
    if user_events is not None:
        view = with_events(view or View())
    if user_areas:
        view = view or View()
        view = view.with_(layers=(*view.layers, *layers_of(user_areas)))
    opened = view or View.opening()
    west, south, east, north = opened.bounds or home(atlas)
    page = AtlasMap(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=7,
        min_zoom=5,
        max_zoom=14,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
        online=online,
    )
    carried_stories = Stories(atlas, stories)
    with using(atlas.profile):
        cast("Figure", page.get_root()).title = title(opened, carried_stories.stories)
    carried = set(Layer if layers is None else layers)
    for name, kind in LAYERS.items():
        if name in carried and name in atlas.profile.layers:
            with using(atlas.profile):
                word = say(f"layer.{name}", opened.language)
            page.add_child(kind(atlas, name=word))
    if user_events is not None:
        page.add_child(UserEvents(user_events))
    for areas in user_areas:
        page.add_child(UserAreaLayer(areas))
    page.add_child(carried_stories)
    if article is not None:
        page.add_child(Article(atlas, article))
    page.add_child(Chrome(atlas, control_options(view, framed, tiles, origins, address)))
    return page


def title(view: View, stories: Iterable[Story]) -> str:
    """Return the title of a view's page, as HTML: the story's, else subject, place and date.

    Parameters
    ----------
    stories
        The stories that the page carries.
    """
    story = next((candidate for candidate in stories if candidate.id == view.story), None)
    if story:
        return f"Greenline: {escape(story.title.of(view.language))}"
    return f"Greenline: {escape(title_of_map(view))}"


@lru_cache(maxsize=4)
def home(atlas: Atlas) -> tuple[float, float, float, float]:
    """Return the frame that opens: west, south, east, north (degrees).

    It holds the listed disputed areas, and to the north the districts that border on them too; all
    ground where none is listed.
    """
    areas = atlas.areas
    listed = areas[areas["list_number"].notna()]
    if listed.empty:
        listed = atlas.units
    west, south, east, north = listed.total_bounds
    units = atlas.units
    beside = units.loc[units.intersects(listed.union_all()), "district"]
    north = max(north, units[units["district"].isin(beside)].total_bounds[3])
    return tuple(round(float(edge), 2) for edge in (west, south, east, north))  # type: ignore[return-value]


def _newest(atlas: Atlas) -> str:
    """Return the version of the folder that an older one was opened from; empty where none is."""
    home = home_of(atlas.folder)
    newest = "" if home == atlas.folder else str(read_package(home)[0].get("version", ""))
    return "" if newest == atlas.release else newest


def about(atlas: Atlas) -> dict[str, Any]:
    """Return what the page says of the data: date, version, licences."""
    seen = dict.fromkeys(
        (resource["description"], licence["title"], licence.get("path", ""))
        for resource in atlas.package["resources"]
        for licence in resource["licenses"]
    )
    grouped: dict[tuple[str, str], list[str]] = {}
    for description, *licence in seen:
        what = description.split(",")[0].split(":")[0]
        grouped.setdefault((licence[0], licence[1]), []).append(what)
    return {
        "title": str(atlas.package["title"]),
        "newest": _newest(atlas),
        "date": atlas.date.isoformat(),
        "version": atlas.version,
        "release": atlas.release,
        "detailSince": scope.since if (scope := atlas.profile.scope) else "",
        "contact": atlas.profile.contact,
        "audited": atlas.package.get("audited"),
        "tables": {str(layer): layer.spec.ids for layer in Layer if layer.spec.ids},
        "licences": [["; ".join(what), *licence] for licence, what in grouped.items()],
        "credits": [
            {
                "layers": credit.layers,
                "lines": dict(credit.lines),
                "licence": credit.licence,
                "url": credit.url,
                "shareAlike": credit.share_alike,
            }
            for credit in rights(atlas)
        ],
    }
