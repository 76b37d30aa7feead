"""A map in a notebook whose view Python reads and sets (Jupyter, marimo, VS Code)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import anywidget
import traitlets

from geo.ask import control
from geo.atlas import Atlas
from geo.export.html import page
from geo.profile import using
from geo.view import View

#: What runs in the notebook's page.
SCRIPT: Final = Path(__file__).with_name("widget.js")


class MapWidget(anywidget.AnyWidget):
    """The map of a view, in a frame that can reach neither the notebook nor a network.

    Python and the reader change the same view: ``view``, and of it ``selection`` (``layer:id``) and
    ``bounds`` (west, south, east, north in degrees, EPSG:4326). Each can be read, set, and observed
    by ``observe`` of traitlets.
    """

    _esm = SCRIPT

    page = traitlets.Unicode().tag(sync=True)
    """The page, as one HTML file."""
    title = traitlets.Unicode().tag(sync=True)
    """What screen readers call the frame."""
    height = traitlets.Int(600).tag(sync=True)
    """Height in pixels."""
    query = traitlets.Unicode().tag(sync=True)
    """The view as the query of an address."""
    selection = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    """What is selected, as ``layer:id``."""
    bounds = traitlets.List(traitlets.Float(), None, allow_none=True).tag(sync=True)
    """West, south, east, north in degrees."""
    view = traitlets.Instance(View)
    """The view shown."""

    def __init__(self, atlas: Atlas, view: View, height: int, text: str) -> None:
        self._atlas = atlas
        name = f"Greenline: {view.date}"
        super().__init__(
            page=text, title=name, height=height, view=view, query=_query(view), **_parts(view)
        )

    @traitlets.observe("query")
    def _read(self, change: Any) -> None:
        with using(self._atlas.profile):
            self.view = View.from_query(change.new)

    @traitlets.observe("view")
    def _write(self, change: Any) -> None:
        with using(self._atlas.profile), self.hold_sync():
            if View.from_query(self.query) != change.new:  # the page writes the same view shorter
                self.query = _query(change.new)
            self.set_trait("selection", change.new.selection)
            self.set_trait("bounds", _parts(change.new)["bounds"])

    @traitlets.observe("selection", "bounds")
    def _change(self, change: Any) -> None:
        with using(self._atlas.profile):
            self.view = self.view.with_(**{change.name: change.new})

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """Who holds each unit in the view, as GeoJSON."""
        view = self.view
        result: dict[str, Any] = control.at(
            self._atlas, view.date, view.perspective
        ).__geo_interface__
        return result


def _parts(view: View) -> dict[str, Any]:
    return {"selection": view.selection, "bounds": list(view.bounds) if view.bounds else None}


def _query(view: View) -> str:
    """Return a view as a query that names its language, whatever the browser's is."""
    query = view.to_query()
    named = "lang" in parse_qs(query)
    return query if named else "&".join(filter(None, (query, f"lang={view.language}")))


def widget(atlas: Atlas, view: View | None = None, *, height: int = 600, **what: Any) -> MapWidget:
    """Return the map of a view as a widget.

    Parameters
    ----------
    view
        What it opens with; by default the opening day of the profile, as held.
    height
        Height in pixels.
    **what
        What the page carries, as for :func:`geo.export.page`: layers, stories, user_events, tiles.

    Returns
    -------
    MapWidget
        The widget; needs ``greenline[notebook]``.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> map_widget = widget(Atlas.load(), View(date="2017-10-16"))
    >>> map_widget.view = map_widget.view.with_(selection="control:IQG13Q04N06")
    >>> map_widget.query
    'd=2017-10-16&s=control:IQG13Q04N06&lang=en'
    """
    with using(atlas.profile):
        view = view or View()
        return MapWidget(atlas, view, height, page(atlas, view, origins=("*",), **what))
