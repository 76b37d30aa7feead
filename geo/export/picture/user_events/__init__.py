"""A reader's own events on a picture: filtered, counted and drawn as the page draws them."""

from __future__ import annotations

from geo.export.picture.user_events.data import UserEvents, user_events_of
from geo.export.picture.user_events.paint import paint

__all__ = ["UserEvents", "paint", "user_events_of"]
