"""A view on paper, as before 2.0: :mod:`geo.pictures` with a paper as its format."""

from __future__ import annotations

import warnings
from typing import Any

from geo.api import offer
from geo.model import Paper


def render(*args: Any, paper: Paper = Paper.A4, **options: Any) -> bytes:
    return _call("render", *args, paper=paper, **options)


def picture(*args: Any, paper: Paper = Paper.A4, **options: Any) -> Any:
    return _call("graphic", *args, paper=paper, **options)


def _call(name: str, *args: Any, paper: Paper, **options: Any) -> Any:
    text = "geo.export.picture is now called geo.pictures, papers are formats; it leaves with 2.1"
    warnings.warn(text, DeprecationWarning, stacklevel=3)
    pictures = offer("geo", {"pictures": ""})("pictures")  # of the same floor
    return getattr(pictures, name)(*args, pictures.GraphicSettings(format=paper), **options)
