"""A site without a server: the map, a page for each disputed area and story, all tables."""

from geo.site.site_folder import Built, Options, build

__all__ = ["Built", "Options", "build"]
