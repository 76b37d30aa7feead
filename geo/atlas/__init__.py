"""The atlas: every table of a data folder, its schema, and the rules between tables."""

from typing import TYPE_CHECKING

from geo.api import offer

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas, check, version

__all__ = ["Atlas", "check", "version"]

#: Imported on first use: commands read of what tables hold without opening one.
__getattr__ = offer("geo.atlas", dict.fromkeys(__all__, "atlas"))
