"""A view as a film: its days one after the other, as MP4, WebM, GIF or animated PNG.

Its pictures are graphics of one format.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from tqdm import tqdm

from geo.atlas import Atlas
from geo.errors import ExportError, missing_of
from geo.export.animation.encode import encode
from geo.export.animation.renderer import draw_frames
from geo.export.animation.settings import FORMAT, FilmSettings, Step
from geo.export.graphic.format import SHAPES
from geo.export.graphic.settings import GraphicSettings
from geo.export.html import write
from geo.export.user_events import UserData, UserEvents
from geo.file_endings import FILMS, VIDEOS, required_ending
from geo.view import View
from geo.words import language, locale, say

if TYPE_CHECKING:
    from geo.user_areas.areas import UserAreas

__all__ = ["FORMAT", "FilmSettings", "Step", "film", "first_frame", "frames", "render"]

#: Different pictures of a GIF or APNG, which grow large.
_MOST = 300


def frames(
    atlas: Atlas,
    view: View,
    settings: FilmSettings,
    graphic: GraphicSettings | None = None,
    *,
    user_events: UserEvents | None = None,
    user_areas: UserAreas | None = None,
) -> Iterator[tuple[date, Image.Image, float]]:
    """Yield the pictures of a film; the same atlas, view and settings give the same bytes."""
    days = _days(atlas, view, settings, user_areas)
    graphic = graphic or GraphicSettings(format=FORMAT)
    user_data = UserData(user_events, user_areas)
    pictures = draw_frames(atlas, view, days, graphic, user_data)
    for (day, page), seconds in zip(pictures, settings.seconds(days), strict=True):
        yield day, Image.open(io.BytesIO(page)).convert("RGB"), seconds


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    settings: FilmSettings,
    graphic: GraphicSettings | None = None,
    *,
    user_events: UserEvents | None = None,
    user_areas: UserAreas | None = None,
    quiet: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    if missing := missing_of("pictures") or missing_of("animation"):
        raise ExportError(missing)
    graphic = graphic or GraphicSettings(format=FORMAT)
    if (size := graphic.shape.pixels) is None:
        raise ExportError(
            f"format {graphic.format}: a film has pixels; expected one of {', '.join(SHAPES)}, or"
            " pixels such as 1280x720"
        )
    days = _days(atlas, view, settings, user_areas)
    if kind not in VIDEOS and len(days) > _MOST:
        raise ExportError(
            f"{len(days):,} pictures: expected up to {_MOST} in a {kind[1:].upper()}; "
            "an MP4 or WebM may have more, step month or change gives fewer"
        )
    bar = tqdm(
        frames(atlas, view, settings, graphic, user_events=user_events, user_areas=user_areas),
        total=len(days), unit=" pictures", leave=False, disable=True if quiet else None,
    )  # fmt: skip
    shown = _report_each(bar, len(days), progress)
    about = _describe_film(atlas, view, days, graphic.headline)
    return encode(kind, shown, settings.fps, size, about)


def _report_each(
    pictures: Iterable[tuple[date, Image.Image, float]],
    count: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[Image.Image, float]]:
    """Yield pictures and their seconds, and report each as it comes."""
    for number, (_, picture, seconds) in enumerate(pictures, 1):
        if progress:
            progress(number, count)
        yield picture, seconds


def first_frame(
    atlas: Atlas,
    view: View,
    settings: FilmSettings,
    graphic: GraphicSettings,
    *,
    user_events: UserEvents | None = None,
    user_areas: UserAreas | None = None,
) -> bytes:
    """Return the picture that a film begins with, as PNG."""
    user_data = UserData(user_events, user_areas)
    days = [settings.first, settings.last]
    return next(draw_frames(atlas, view, days, graphic, user_data))[1]


def film(
    atlas: Atlas, view: View | None, path: Path | str, settings: FilmSettings, **options: Any
) -> Path:
    """Write a view as a film; the file's ending says which."""
    target, kind = Path(path), required_ending(path, FILMS)
    write(target, render(atlas, view or View(), kind, settings, **options))
    return target


def _days(atlas: Atlas, view: View, settings: FilmSettings, areas: UserAreas | None) -> list[date]:
    if view.compare is not None:
        raise ExportError("compare: a film shows one day after the other; expected no second day")
    return settings.days(atlas, view, areas.days if areas is not None else ())


def _describe_film(atlas: Atlas, view: View, days: list[date], headline: str) -> dict[str, str]:
    """Return what the file says of itself to those who do not see it."""
    words = language(view.language)
    progress = locale.digits(atlas.date.isoformat(), view.language)
    first, last = (locale.day(day, view.language) for day in (days[0], days[-1]))
    what = f"{words[f'sentence.{view.perspective}']}{words['sentence.comma']}{first} – {last}"
    return {
        "title": headline or what,
        "comment": f"{words['about.disclaimer']} "
        + say("about.citation", view.language, what=what, date=progress, version=atlas.label),
    }
