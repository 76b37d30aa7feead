"""Files of a view: the page in one HTML file; other kinds have modules of their own."""

from geo.api import rename_module
from geo.export.html import html, page

__all__ = ["html", "page"]

#: The name that the package of pictures had before 2.0.
graphic = rename_module("geo.export.graphic", "geo.pictures")
