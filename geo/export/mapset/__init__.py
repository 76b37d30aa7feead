"""Sets of maps: one YAML file makes numbered maps, their index, and one PDF of all."""

from geo.export.mapset.build import Made, build
from geo.export.mapset.recipe import Job, Recipe, read

__all__ = ["Job", "Made", "Recipe", "build", "read"]
