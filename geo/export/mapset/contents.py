"""The contents of a set of maps: a page for browsers, and one PDF with all maps behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.export.mapset.recipe import Job, Recipe
from geo.export.sheets import sheet, titles, typeset
from geo.export.templates import template
from geo.model import Language, Paper
from geo.profile import current
from geo.view import View
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: A page in a PDF of Typst's.
_A_PAGE = re.compile(rb"/Type ?/Page\b")


def name_map(atlas: Atlas, job: Job) -> str:
    """Return what a map is called: its headline, its story's title, or subject, place and date."""
    if job.story is not None:
        return job.story.title.of(job.view.language)
    if job.settings and job.settings.headline:
        return job.settings.headline
    return titles.title(atlas, job.view)


def index(atlas: Atlas, recipe: Recipe, jobs: Sequence[Job]) -> str:
    """Return the page of contents, in the first language of the set."""
    language = jobs[0].view.language if jobs else current().languages[0]

    rows = [
        {
            "number": job.number,
            "file": job.file,
            "name": name_map(atlas, job),
            "day": locale.day(job.view.date, language),
            "language": job.view.language,
            "size": f"{_paper(job, language)}, {job.kind[1:].upper()}",
        }
        for job in jobs
    ]
    keys = ("number", "map", "day", "language", "size")
    return template("mapset").render(
        language=language,
        title=recipe.title,
        head=[say(f"picture.set.{key}", language) for key in keys],
        rows=rows,
        foot=_foot(atlas, language),
    )


def _foot(atlas: Atlas, language: Language) -> str:
    day = locale.digits(atlas.date.isoformat(), language)
    return say("picture.data", language, date=day, version=atlas.label)


def _paper(job: Job, language: Language) -> str:
    if job.size is not None:
        return say(f"paper.{job.size}", language)
    return job.settings.named() if job.settings else ""


def one_pdf(atlas: Atlas, recipe: Recipe, jobs: Sequence[Job], folder: Path) -> bytes:
    """Return one PDF: the contents, then the pages of all PDF files of the set.

    Typst takes pages of other files only where the standard of accessible PDF is not asked for; the
    files of the single maps keep it.
    """
    shown = [job for job in jobs if job.kind == ".pdf"]
    if not shown:
        raise ExportError("one PDF of a set without PDF files: expected formats: pdf")
    view = View(language=shown[0].view.language)
    rows = [
        {
            "number": job.number,
            "title": name_map(atlas, job),
            "day": locale.day(job.view.date, view.language),
            "pages": len(_A_PAGE.findall((folder / job.file).read_bytes())),
            "file": f"{number}.pdf",
        }
        for number, job in enumerate(shown)
    ]
    data = sheet.page_data(view, Paper.A4_PORTRAIT) | {
        "title": recipe.title,
        "maps": rows,
        "contents": say("picture.set.contents", view.language),
        "foot": _foot(atlas, view.language),
    }
    return typeset.combine_files(data, [folder / job.file for job in shown])
