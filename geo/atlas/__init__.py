"""The atlas: every table of a data folder, its schema, and the rules between tables."""

from geo.atlas.atlas import EQUAL_AREA, Atlas, areas_km2, check, default_folder, version

__all__ = ["EQUAL_AREA", "Atlas", "areas_km2", "check", "default_folder", "version"]
