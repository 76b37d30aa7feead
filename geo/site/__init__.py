"""A site without a server: the map, a page for each subject, an API of plain files."""

from geo.site.build import Built, build
from geo.site.options import Options

__all__ = ["Built", "Options", "build"]
