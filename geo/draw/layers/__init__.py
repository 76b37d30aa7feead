"""The layers of the map, one folium element each, usable in any folium map."""

from importlib import import_module
from pkgutil import iter_modules

from geo.api import rename_module
from geo.draw.layers.layer import AtlasLayer
from geo.draw.layers.user_layers import UserEvents
from geo.layers import Layer

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

#: The element that draws each layer, such as ``Control``.
LAYERS: dict[Layer, type[AtlasLayer]] = {
    layer: type(layer.capitalize(), (AtlasLayer,), {"layer": layer})
    for layer in Layer
    if layer.spec.tables
}

#: The name that the module of a layer had before 2.0.
base = rename_module("geo.draw.layers.base", "geo.draw.layers.layer")

_BY_NAME = {kind.__name__: kind for kind in LAYERS.values()}

__all__ = ["LAYERS", "AtlasLayer", "UserEvents"]


def __getattr__(name: str) -> type[AtlasLayer]:
    if name in _BY_NAME:
        return _BY_NAME[name]
    raise AttributeError(f"no layer {name}: expected one of {', '.join(_BY_NAME)}")
