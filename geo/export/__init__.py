"""Files of a view: the page in one HTML file; other kinds have modules of their own."""

from geo.export.html import html, page

__all__ = ["html", "page"]
