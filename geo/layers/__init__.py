"""The registry of the map's layers: a module of this folder says of each what all others read.

A module holds one or more ``LayerSpec`` in its ``SPECS``; there is no list to add it to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Self

from geo.layers.spec import Dots, LayerSpec


def _read() -> Mapping[str, LayerSpec]:
    modules = (import_module(f"{__name__}.{item.name}") for item in iter_modules(__path__))
    result = [spec for module in modules for spec in getattr(module, "SPECS", ())]
    result.sort(key=lambda spec: spec.z_order)
    for what in ("name", "z_order", "list_order"):
        values = [getattr(spec, what) for spec in result]
        if twice := {value for value in values if values.count(value) > 1}:
            raise ValueError(f"layers: the {what} {min(twice)!r} stands in two specs")
    return MappingProxyType({spec.name: spec for spec in result})


#: Every layer by its name, from the ground up.
SPECS: Mapping[str, LayerSpec] = _read()

#: Layers of points that their spec describes in full, as exposure counts them.
POINTS = tuple(name for name, spec in SPECS.items() if isinstance(spec.mark, Dots))


class _Names(type):
    """Lets the class of names be read as an enumeration."""

    def __iter__(cls) -> Iterator[Layer]:
        return iter(_LAYERS.values())

    def __len__(cls) -> int:
        return len(_LAYERS)

    def __contains__(cls, value: object) -> bool:
        return value in _LAYERS

    def __getattr__(cls, name: str) -> Layer:
        try:
            return _LAYERS[name.lower()]
        except KeyError:
            raise AttributeError(f"no layer {name}: expected one of {', '.join(_LAYERS)}") from None


class Layer(str, metaclass=_Names):
    """The name of a layer of the map; iterating over the class yields them from the ground up.

    >>> Layer("control") is Layer.CONTROL, Layer.CONTROL.spec.group
    (True, 'territory')
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        """Return the layer of a name."""
        if not isinstance(value, str) or value not in SPECS:
            raise ValueError(f"layer {value!r}: expected one of {', '.join(SPECS)}")
        return _LAYERS.get(value) or super().__new__(cls, value)  # type: ignore[return-value]

    @property
    def value(self) -> str:
        """The name as plain text."""
        return str.__str__(self)

    @property
    def spec(self) -> LayerSpec:
        """What the registry says of it."""
        return SPECS[self]


_LAYERS: dict[str, Layer] = {}
_LAYERS.update({name: Layer(name) for name in SPECS})


def groups() -> dict[str, tuple[Layer, ...]]:
    """Return the groups of the layer control with their layers, both in the order shown."""
    result: dict[str, tuple[Layer, ...]] = {}
    for layer in sorted(Layer, key=lambda item: item.spec.list_order):
        result[layer.spec.group] = (*result.get(layer.spec.group, ()), layer)
    return result


def themes() -> tuple[str, ...]:
    """Return the optional themes of the data that layers belong to."""
    return tuple(dict.fromkeys(spec.theme for spec in SPECS.values() if spec.theme))


def tables_of(theme: str) -> tuple[str, ...]:
    """Return the tables of the layers of a theme, which are needed where a profile names it.

    >>> tables_of("crossings")
    ('crossings', 'crossing_periods')
    """
    specs = (spec for spec in SPECS.values() if spec.theme == theme)
    return tuple(dict.fromkeys(name for spec in specs for name in spec.tables))
