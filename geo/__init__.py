"""Greenline: the atlas of Iraq's disputed territory.

>>> from geo import Atlas, View, draw
>>> page = draw.build(Atlas.load(), View(date="2017-09-27"))
"""

from geo import draw, export
from geo.atlas import Atlas
from geo.errors import DataError, ExportError, Fault, GreenlineError, QuestionError, ViewError
from geo.view import View

__version__ = "0.1.0"

__all__ = [
    "Atlas",
    "DataError",
    "ExportError",
    "Fault",
    "GreenlineError",
    "QuestionError",
    "View",
    "ViewError",
    "draw",
    "export",
]
