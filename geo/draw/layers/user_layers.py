"""What a reader brings as layers of the page: events, many in one container, and areas."""

from __future__ import annotations

import binascii
from typing import Any, cast

import pandas as pd
from branca.element import Element, Figure

from geo.draw.bundle import Bundle
from geo.draw.layers.layer import PageLayer
from geo.events import schema
from geo.events.container import encode
from geo.model import Language, Layer, UserLayer
from geo.words import say


class UserEvents(PageLayer):
    """Events of a table as a layer of any folium map, with an atlas or without.

    Notes
    -----
    Without an atlas the events of all days are shown, and a click opens Leaflet's own popup.

    >>> import folium
    >>> from geo.draw.layers import UserEvents
    >>> from geo.events.schema import empty
    >>> page = folium.Map(tiles=None)
    >>> _ = UserEvents(empty(), "mine").add_to(page)
    >>> 'id="greenline-user-events"' in page.get_root().render()
    True
    """

    layer = Layer.USER_EVENTS

    def __init__(
        self,
        rows: schema.Events | pd.DataFrame | bytes,
        name: str = "",
        *,
        text: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(name or say("layer.user_events", Language.EN), **options)
        if isinstance(rows, schema.Events):
            rows = rows.rows
        self.content = rows if isinstance(rows, bytes) else encode(rows, text=text, name=name)

    def _fill(self, _: Bundle) -> None:
        figure = cast("Figure", self.get_root())
        figure.html.add_child(Content(self.content), name=Content.NAME)


class Content(Element):
    """A container as base64 in the page's body, of which the page reads what it needs."""

    NAME = "greenline_user_events"

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._name = "GreenlineContent"
        self._id = "greenlineuserevents"
        self.content = content

    def render(self, **_: Any) -> str:
        """Return the element's markup."""
        text = binascii.b2a_base64(self.content, newline=False).decode("ascii")
        return f'<script type="text/plain" id="greenline-user-events">{text}</script>'


class UserAreaLayer(PageLayer):
    """A reader's areas as a layer of a page that holds an atlas."""

    def __init__(self, areas: UserLayer, **options: Any) -> None:
        self.layer = areas.layer
        super().__init__(areas.name, **options)
        self.data = areas.page_data()

    def _fill(self, bundle: Bundle) -> None:
        bundle.put_layer(str(self.layer), self.data)
