"""Events of the atlas; user events, many in one container, drawn and filtered in the page."""

from __future__ import annotations

import binascii
from typing import Any, cast

import pandas as pd
from branca.element import Element, Figure

from geo.ask import conflict
from geo.draw.bundle import Bundle, columns
from geo.draw.layers.base import AtlasLayer, PageLayer
from geo.draw.layers.ground import places
from geo.events import schema
from geo.events.container import encode
from geo.model import Language, Layer
from geo.words import say


class Events(AtlasLayer):
    """Events as dots where the place is known, as dashed rings where only the area is."""

    layer = Layer.EVENTS
    cited = ("events",)

    def data(self) -> dict[str, Any]:
        rows = self.atlas.table("events").assign(at=places(self.atlas, "events"))
        return {"events": columns(rows, rows.columns)}


class Conflict(AtlasLayer):
    """Armed conflict events of a spot as one mark with their number, sized by their dead."""

    layer = Layer.CONFLICT
    cited = ("conflict", "sides")

    def data(self) -> dict[str, Any]:
        rows = conflict.name_places(self.atlas)
        rows = rows.assign(at=places(self.atlas, "conflict"))
        sides = self.atlas.table("sides")
        names = ["id", *self.atlas.name_columns]
        return {
            "conflict": {
                "rows": columns(rows, rows.columns),
                "sides": columns(sides, names),
            }
        }


class UserEvents(PageLayer):
    """Events of a table as a layer of any folium map, with an atlas or without.

    Notes
    -----
    Without an atlas the events of all days are shown, and a click opens Leaflet's own popup.

    >>> import folium
    >>> from geo.draw.layers.events import UserEvents
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
