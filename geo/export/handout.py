"""A story as a handout: its steps on sheets of paper, each with its map, day and text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.draw.title import day_title
from geo.errors import ExportError
from geo.export.html import write
from geo.export.sheets import around, beside, brief, paper, sheet, typeset
from geo.model import Language, Paper
from geo.view import View
from geo.words import locale

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.stories.story import Step, Story

#: Sheets that a handout fits on.
PAPERS = (Paper.A4_PORTRAIT, Paper.A3_PORTRAIT, Paper.LETTER_PORTRAIT)

#: Around a page (millimetres at A4), and the height of a map as a share of its width.
_MARGIN, _FLAT = 14.0, 0.42


def render(
    atlas: Atlas,
    story: Story,
    language: Language | str = Language.EN,
    *,
    paper_size: Paper = Paper.A4_PORTRAIT,
    address: str | None = None,
) -> bytes:
    """Return a story as PDF; the same atlas, story and language give the same bytes.

    Parameters
    ----------
    atlas, story, language
        What is told, and in which language.
    paper_size
        An upright sheet.
    address
        Address of an app or a published map, for the code that leads to the story.

    Raises
    ------
    ExportError
        Where the paper is not upright.
    """
    if paper_size not in PAPERS:
        raise ExportError(f"paper {paper_size}: a handout is upright, expected {', '.join(PAPERS)}")
    opening = View(language=Language(language), story=story.id)
    spoken = opening.language
    grow = paper.grow(paper_size)
    across = paper.SIZES[paper_size][0] - 2 * _MARGIN * grow
    size = (across, across * _FLAT)
    steps = [_step(atlas, step, spoken, size, number) for number, step in enumerate(story.steps)]
    shown = opening.with_(layers=_layers(story))
    link = around.link(address, opening, atlas.release) if address else ""
    data = sheet.page_data(opening, paper_size) | {
        "margin": _MARGIN * grow,
        "title": story.title.of(spoken),
        "summary": story.summary.of(spoken),
        "day": locale.day(story.date, spoken),
        "steps": steps,
        "credits": around.credit_lines(atlas, shown, story.title.of(spoken)),
        "code": around.code(link) if link else None,
        "address": link,
        "live": "",
        "alt": story.summary.of(spoken),
    }
    return typeset.compile_template("handout", data, ".pdf")[0]


def handout(
    atlas: Atlas,
    story: Story,
    path: Path | str,
    language: Language | str = Language.EN,
    **options: Any,
) -> Path:
    """Write a story as a handout in PDF.

    Parameters
    ----------
    atlas, story, language
        As in :func:`render`.
    path
        The file.
    **options
        Other options of :func:`render`.

    Returns
    -------
    Path
        The file written.
    """
    target = Path(path)
    write(target, render(atlas, story, language, **options))
    return target


def _layers(story: Story) -> tuple[Any, ...]:
    """Return all layers that the steps of a story show."""
    return tuple(dict.fromkeys(layer for step in story.steps for layer in step.view.layers))


def _step(
    atlas: Atlas, step: Step, language: Language, size: tuple[float, float], number: int
) -> dict[str, Any]:
    """Return a step with its map as the template takes them."""
    view = step.view.with_(language=language)
    frame = painter.Frame(
        view.bounds or around.home(atlas), *(round(side / paper.PX) for side in size)
    )
    options: dict[str, Any] = {"kind": ".pdf", "prefix": f"map{number}-", "marks": step.marks}
    options["taken"] = [sheet.scale_room(frame, view)]
    views = beside.split_view(view) or (view,)
    made = sheet.drawn_map(atlas, views[-1], frame, **options)
    return {
        "title": step.title.of(language),
        "day": day_title(views[-1]),
        "text": [part for part in step.text.of(language).split("\n\n") if part.strip()],
        "map": sheet.map_data(made, views[-1], size, ""),
        "legend": brief.entries([made], view, small=True),
    }
