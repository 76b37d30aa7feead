"""The registry of the map's layers: a module of this folder says of each what all others read.

A module holds one or more ``LayerSpec`` in its ``SPECS``; there is no list to add it to.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import EnumType, StrEnum
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Never

from geo.layers.spec import Dots, LayerSpec

#: Groups of the layer control and the legend, in order; others follow them.
GROUPS = ("user_events", "territory", "oil", "events", "ways", "people", "admin", "base")

_MODULES = (import_module(f"{__name__}.{item.name}") for item in iter_modules(__path__))

#: Every layer as declared: within a group, in the order of the layer control.
_DECLARED: list[LayerSpec] = [spec for module in _MODULES for spec in getattr(module, "SPECS", ())]

#: Every layer by its name, from the ground up.
SPECS: Mapping[str, LayerSpec] = MappingProxyType(
    {spec.name: spec for spec in sorted(_DECLARED, key=lambda spec: spec.z_order)}
)
if len({spec.z_order for spec in SPECS.values()}) < len(_DECLARED):
    raise ValueError("layers: two specs have the same name or z_order")

#: Layers of points that their spec describes in full, as exposure counts them.
POINTS = tuple(name for name, spec in SPECS.items() if isinstance(spec.mark, Dots))


class _Names(EnumType):
    """Lets a type checker know layers, which the specs name, as attributes."""

    def __getattr__(cls, name: str) -> Layer:
        raise AttributeError(f"no layer {name}: expected one of {', '.join(SPECS)}")


class Layer(StrEnum, metaclass=_Names):
    """The name of a layer of the map; iterating over the class yields them from the ground up.

    >>> Layer("control") is Layer.CONTROL, Layer.CONTROL.spec.group
    (True, 'territory')
    """

    _ignore_ = "members"
    members = vars()
    members.update({name.upper(): name for name in SPECS})

    @classmethod
    def _missing_(cls, value: object) -> Never:
        raise ValueError(f"layer {value!r}: expected one of {', '.join(SPECS)}")

    @property
    def spec(self) -> LayerSpec:
        """What the registry says of it."""
        return SPECS[self]


def groups() -> dict[str, tuple[Layer, ...]]:
    """Return the groups of the layer control with their layers, both in the order shown."""
    names = dict.fromkeys((*GROUPS, *(spec.group for spec in _DECLARED)))
    return {
        name: tuple(Layer(spec.name) for spec in _DECLARED if spec.group == name) for name in names
    }


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
