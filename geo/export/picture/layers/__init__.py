"""What each layer draws on a picture: a module of this folder, or the mark that its spec names."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from geo.export.picture.marks import MarkRoom
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter, circles, lines
from geo.export.picture.plate import Plate
from geo.layers import Layer
from geo.layers.spec import Circles, Shape

#: Painters by layer, of all modules of this folder.
PAINTERS: dict[str, Painter] = {}
for _module in iter_modules(__path__):
    PAINTERS |= import_module(f"{__name__}.{_module.name}").PAINTERS


def painter(layer: Layer) -> Painter:
    """Return what draws a layer.

    Raises
    ------
    LookupError
        Where no module of this folder draws it and its spec names no mark.
    """
    if own := PAINTERS.get(layer):
        return own
    if isinstance(layer.spec.mark, Circles):
        return circles(layer.spec.mark)
    if layer.spec.shape is Shape.LINES and layer.spec.lines:
        return Painter(lines(next(iter(layer.spec.lines)), 7.5))
    raise LookupError(
        f"layer {layer}: no painter in geo/export/picture/layers, no mark in its spec"
    )


def rooms(plate: Plate) -> Iterator[MarkRoom]:
    """Yield the room of the marks of a picture's layers, which names leave free."""
    for layer, rows in plate.layers.items():
        if own := painter(layer).rooms:
            yield from own(plate, rows)


def wanted(plate: Plate) -> Iterator[Name]:
    """Yield the names that the layers of a picture ask for."""
    for layer, rows in plate.layers.items():
        if names := painter(layer).names:
            yield from names(plate, rows)
