"""The atlas: every table of a data folder, its schema, and the rules between tables."""

from geo.atlas.atlas import Atlas, check, version

__all__ = ["Atlas", "check", "version"]
