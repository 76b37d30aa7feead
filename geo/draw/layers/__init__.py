"""The layers of the map, one folium element each, usable in any folium map."""

from importlib import import_module
from pkgutil import iter_modules

from geo.draw.layers.base import AtlasLayer, class_of, plain_class
from geo.draw.layers.ground import Districts, Governorates, Neighbours, Subdistricts, Towns, Water
from geo.draw.layers.territory import Control, Disputed, Lines
from geo.draw.layers.themes import Airports, Crossings, Events, Fields, Pipelines
from geo.draw.layers.user_layers import UserEvents
from geo.layers import Layer

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

#: The element that draws each layer: its own class in a module of this folder, else a plain one.
LAYERS: dict[Layer, type[AtlasLayer]] = {
    layer: class_of(layer) or plain_class(layer) for layer in Layer if layer.spec.tables
}

Refineries = LAYERS[Layer.REFINERIES]

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
