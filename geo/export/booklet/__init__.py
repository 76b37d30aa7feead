"""An atlas of several pages as PDF: a cover, a page for each disputed area, the sources."""

from __future__ import annotations

from pathlib import Path

from geo.atlas import Atlas
from geo.errors import ExportError
from geo.export.booklet import pages
from geo.export.booklet.areas import ALL, LISTED, choose_areas
from geo.export.html import write
from geo.export.sheets import typeset
from geo.model import Layer, Paper
from geo.view import View

__all__ = ["ALL", "LISTED", "PAPERS", "booklet", "choose_areas", "render"]

#: Sheets that a page fits on.
PAPERS = (Paper.A4_PORTRAIT, Paper.A3_PORTRAIT, Paper.LETTER_PORTRAIT)

#: What would cover an area's ground: shown on maps of the whole country.
_LEFT_OUT = (Layer.EVENTS, Layer.USER_EVENTS, Layer.AIRPORTS)


def render(
    atlas: Atlas,
    view: View,
    areas: str = LISTED,
    *,
    paper: Paper = Paper.A4_PORTRAIT,
    address: str | None = None,
    quiet: bool = True,
) -> bytes:
    """Return the atlas of some areas as PDF; the same data, view and areas give the same bytes."""
    if paper not in PAPERS:
        raise ExportError(f"paper {paper}: an atlas is upright, expected {', '.join(PAPERS)}")
    rows = choose_areas(atlas, areas)
    layers = tuple(layer for layer in view.layers if layer not in _LEFT_OUT)
    plain = view.with_(layers=layers, compare=None, selection=None, story=None, step=None)
    data = pages.build(pages.Book(atlas, plain, paper, address), rows, quiet=quiet)
    return typeset.compile_template("booklet", data, ".pdf")[0]


def booklet(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    areas: str = LISTED,
    *,
    paper: Paper = Paper.A4_PORTRAIT,
    address: str | None = None,
    quiet: bool = True,
) -> Path:
    """Write the atlas of some areas as a PDF."""
    target = Path(path)
    made = render(atlas, view or View(), areas, paper=paper, address=address, quiet=quiet)
    write(target, made)
    return target
