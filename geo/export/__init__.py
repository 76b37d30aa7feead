"""What leaves: one file of a view."""

from geo.export.html import html, page

__all__ = ["html", "page"]
