"""A reader's own events on a picture: filtered, counted and drawn as the page draws them."""

from __future__ import annotations

from geo.export.picture.incidents.data import Incidents
from geo.export.picture.incidents.paint import paint
from geo.export.picture.incidents.seen import brought

__all__ = ["Incidents", "brought", "paint"]
