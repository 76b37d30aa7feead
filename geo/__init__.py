"""Greenline: the atlas of Iraq's disputed territory.

>>> from geo import Atlas, View, draw
>>> page = draw.build(Atlas.load(), View(date="2017-09-27"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, ExportError, Fault, GreenlineError, QuestionError, ViewError
from geo.view import View

if TYPE_CHECKING:
    from geo import draw, export
    from geo.atlas import Atlas
    from geo.notebook.widget import widget

__version__ = "1.0.0"

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
    "widget",
]


def __getattr__(name: str) -> Any:
    """Import what is heavy on first use, so that `greenline --help` is quick."""
    if name == "Atlas":
        return import_module("geo.atlas").Atlas
    if name in ("draw", "export"):
        return import_module(f"geo.{name}")
    if name == "widget":
        return import_module("geo.notebook.widget").widget
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is imported on first use too, for consoles that complete names."""
    return sorted({*globals(), *__all__})
