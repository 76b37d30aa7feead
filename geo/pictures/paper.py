"""A view as a picture on a sheet of paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import pictures
from geo.errors import ExportError
from geo.model import Paper
from geo.pictures import GraphicSettings, UserEvents

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.view import View

__all__ = ["UserEvents", "picture", "render"]


def render(
    atlas: Atlas, view: View, kind: str, *, paper: Paper = Paper.A4, **options: Any
) -> bytes:
    """Return a view on paper; the options are those of :func:`geo.pictures.render`."""
    return pictures.render(atlas, view, kind, _settings(paper), **options)


def picture(
    atlas: Atlas, view: View | None, path: Path | str, *, paper: Paper = Paper.A4, **options: Any
) -> Path:
    """Write a view on paper; the file's ending says SVG, PDF or PNG."""
    return pictures.graphic(atlas, view, path, _settings(paper), **options)


def _settings(paper: Paper) -> GraphicSettings:
    if paper not in list(Paper):
        raise ExportError(f"paper {str(paper)[:40]!r}: expected one of {', '.join(Paper)}")
    return GraphicSettings(format=paper)
