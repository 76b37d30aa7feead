"""Greenline: the atlas of Iraq's disputed territory.

>>> from geo import Atlas, View, draw
>>> page = draw.build(Atlas.load(), View(date="2017-09-27"))
"""

from typing import TYPE_CHECKING

from geo.api import __version__, offer, rename_module
from geo.errors import DataError, ExportError, Fault, GreenlineError, QuestionError, ViewError
from geo.view import View

if TYPE_CHECKING:
    from geo import draw, export
    from geo.atlas import Atlas
    from geo.export.widget import widget

__all__ = [
    "Atlas",
    "DataError",
    "ExportError",
    "Fault",
    "GreenlineError",
    "QuestionError",
    "View",
    "ViewError",
    "__version__",
    "draw",
    "export",
    "widget",
]


#: Imported on first use, so that `greenline --help` is quick.
__getattr__ = offer("geo", {"Atlas": "atlas", "draw": "", "export": "", "widget": "export.widget"})

#: The name that the module of the widget had before 2.0.
notebook = rename_module("geo.notebook", "geo.export.widget")


def __dir__() -> list[str]:
    """Name what is imported on first use too, for consoles that complete names."""
    return sorted({*globals(), *__all__})
