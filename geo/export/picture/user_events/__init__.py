"""A reader's own events on a picture: filtered, counted and drawn as the page draws them."""

from __future__ import annotations

from geo.export.picture.user_events.data import UserEvents
from geo.export.picture.user_events.paint import paint
from geo.export.picture.user_events.seen import user_events_of

__all__ = ["UserEvents", "brought", "paint"]
