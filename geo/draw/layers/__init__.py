"""The layers of the map, one folium element each, usable in any folium map."""

from geo.draw.layers.admin import Districts, Governorates, Subdistricts
from geo.draw.layers.base import AtlasLayer
from geo.draw.layers.context import Neighbours, Water
from geo.draw.layers.control import Control
from geo.draw.layers.crossings import Airports, Crossings
from geo.draw.layers.disputed import Disputed, Lines
from geo.draw.layers.events import Events
from geo.draw.layers.oil import Fields, Refineries
from geo.draw.layers.pipelines import Pipelines
from geo.draw.layers.places import Towns
from geo.draw.layers.user_events import UserEvents
from geo.model import Layer

#: The element that draws each layer.
LAYERS: dict[Layer, type[AtlasLayer]] = {
    kind.layer: kind
    for kind in (
        Neighbours,
        Control,
        Water,
        Disputed,
        Subdistricts,
        Districts,
        Governorates,
        Lines,
        Pipelines,
        Fields,
        Refineries,
        Crossings,
        Airports,
        Events,
        Towns,
    )
}

__all__ = [
    "LAYERS",
    "Airports",
    "AtlasLayer",
    "Control",
    "Crossings",
    "Disputed",
    "Districts",
    "Events",
    "Fields",
    "Governorates",
    "Lines",
    "Neighbours",
    "Pipelines",
    "Refineries",
    "Subdistricts",
    "Towns",
    "UserEvents",
    "Water",
]
