"""How an atlas looks: the map, its layers, its page.

>>> import folium
>>> from geo import Atlas, View, draw
>>> page = draw.build(Atlas.load(), View(date="2017-10-16"))
>>> group = folium.FeatureGroup("Mine").add_to(page)
>>> pin = folium.Icon("red", icon="flag")
>>> _ = folium.Marker([35.47, 44.39], popup="Kirkuk", icon=pin).add_to(group)
>>> _ = folium.CircleMarker([35.76, 44.63], tooltip="Altun Kupri").add_to(group)
>>> _ = folium.LayerControl().add_to(page)
>>> "https://cdn" in page.get_root().render()
False
"""

from typing import TYPE_CHECKING

from geo.api import offer, rename_module

if TYPE_CHECKING:
    from geo.draw.chrome import Tiles
    from geo.draw.map import build
    from geo.draw.page import AtlasMap

__all__ = ["AtlasMap", "Tiles", "build"]


#: Imported on first use: a page that was made before needs none of it.
__getattr__ = offer("geo.draw", {"AtlasMap": "page", "Tiles": "chrome", "build": "map"})

#: The name that the module of online tiles had before 2.0.
tiles = rename_module("geo.draw.tiles", "geo.draw.chrome")
