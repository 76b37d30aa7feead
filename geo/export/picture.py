"""The name that :mod:`geo.pictures.paper` had before 2.0."""

from geo.api import rename_module

__getattr__ = rename_module("geo.export.picture", "geo.pictures.paper")
