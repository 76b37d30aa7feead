"""A view as a film: the pictures of its days one after the other, as MP4, WebM, GIF or APNG."""

from __future__ import annotations

import io
import re
import subprocess
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from PIL import Image

from geo.ask.perspective import spells_in
from geo.atlas import Atlas
from geo.errors import ExportError, missing_of
from geo.files.atomic_write import VIDEOS, scratch_folder
from geo.pictures import typeset
from geo.pictures.composition import FILM_SHARES, Composition
from geo.pictures.marginalia import title
from geo.pictures.settings import SHAPES, GraphicSettings
from geo.pictures.user_data import NO_DATA, UserData
from geo.view import View
from geo.words import language, locale, say

#: Different pictures that a film may have, and one as GIF or APNG, which grow large.
MOST, _MOST_OF_GIF = 1500, 300

#: Seconds that the first and the last picture stay.
_STAY = (1.5, 3.0)

#: Months between names below the line of time; the first that leaves them room is taken.
_MONTHS = (1, 3, 6, 12, 24, 60, 120)

#: What the drawing of a map says of itself.
_DESCRIPTION = re.compile("<title>.*?</desc>\n", re.DOTALL)

#: Smallest letters that the name of a month has room for, and height of the line of time.
_NAME, _TIME = 11, 2.6


class Step(StrEnum):
    """What lies between one day of a film and the next."""

    DAY = "day"
    MONTH = "month"  #: The first of each month.
    CHANGE = "change"  #: The days on which the ground of the perspective changed.


#: A picture as PNG and how long it stays, in seconds.
Frames = Iterable[tuple[bytes, float]]

#: The colours' matrix is named: without it programs guess, and blue turns greenish.
_COLOURS = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
)

#: Settings of ffmpeg by the file's ending. The colours of a GIF are chosen for each picture: those
#: of all would keep every picture in memory.
_CODECS: dict[str, tuple[str, ...]] = {
    ".mp4": (
        *("-c:v", "libx264", "-preset", "medium", "-crf", "19", "-tune", "animation"),
        *("-movflags", "+faststart", *_COLOURS),
    ),
    ".webm": (
        *("-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0", "-deadline", "good"),
        *("-cpu-used", "5", "-row-mt", "1", *_COLOURS),
    ),
    ".gif": (
        "-filter_complex",
        "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=none",
    ),
    ".apng": ("-c:v", "apng", "-plays", "0", "-pred", "mixed"),
}

#: No clock and no name of a version goes into the file.
_EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact")


def list_days(
    atlas: Atlas, view: View, span: tuple[date, date], step: Step, changes: Iterable[date] = ()
) -> tuple[date, ...]:
    """Return the days from the first to the last, by step.

    ``changes`` are days on which something else than the atlas changes.

    >>> from geo import Atlas, View
    >>> span = (date(2014, 6, 1), date(2014, 8, 15))
    >>> days = list_days(Atlas.load(), View(), span, Step.MONTH)
    >>> [day.isoformat() for day in days]
    ['2014-06-01', '2014-07-01', '2014-08-01', '2014-08-15']
    """
    first, last = span
    if first >= last:
        raise ExportError(f"days {first} to {last}: expected a first day before it")
    between: Iterable[date] = _list_months(first, last)
    if step is Step.DAY:
        between = (first + timedelta(days=number) for number in range((last - first).days))
    elif step is Step.CHANGE:
        between = {*changes, *(row["start"] for row in spells_in(atlas, view.perspective))}
    return tuple(sorted({first, last, *(day for day in between if first <= day <= last)}))


def _list_months(first: date, last: date) -> list[date]:
    """Return the first day of each month from one day to another."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [day for day in days if day >= first]


def list_seconds(settings: GraphicSettings) -> list[float]:
    """Return how long the picture of each day stays."""
    lengths = [1 / _choose_pace(settings)] * len(settings.dates)
    lengths[0], lengths[-1] = max(lengths[0], _STAY[0]), max(lengths[-1], _STAY[1])
    return lengths


def _choose_pace(settings: GraphicSettings) -> int:
    """Return pictures a second: those asked for, else 6 days, 4 months or 1 change."""
    first, *between, last = settings.dates
    if (last - first).days == len(between) + 1:
        return settings.fps or 6
    return settings.fps or (4 if all(day.day == 1 for day in between) else 1)


def draw_frames(
    atlas: Atlas, view: View, settings: GraphicSettings, user_data: UserData = NO_DATA
) -> Iterator[tuple[date, bytes]]:
    """Yield each day's picture as PNG; names stay where the first has them."""
    days, settings = settings.dates, replace(settings, dates=())
    composition = Composition.of(atlas, view.with_(date=days[0]), settings, user_data)
    view = composition.view
    views = [view.with_(date=day) for day in days]

    # Some days say how much room legends need; on others they become smaller where they must.
    drafts = [
        next(composition.draw([item], composition.across))
        for item in (views[0], views[len(views) // 2], views[-1])
    ]
    ends = " – ".join(locale.day(day, view.language) for day in (days[0], days[-1]))
    names = _name_months(days, view, composition.across / composition.least / _NAME)
    time = {"high": composition.least * _TIME, "names": list(names)}
    words = composition.words(drafts) | {
        "time": time,
        "shares": FILM_SHARES,
        "sums": "",
        "day": max((locale.day(day, view.language) for day in days), key=len),
        "title": settings.headline or title(atlas, view, user_data.subject, ends),
    }
    high, words["key-high"] = composition.room(words, composition.legend(drafts))
    (draft,) = composition.draw(views[:1], high)
    taken = [composition.scale_room(draft)]
    words["scale-right"] = taken[0][0] > 0
    film = uuid.uuid4().hex
    for day_view in views:
        (picture,) = composition.draw([day_view], high, film, taken=taken)
        # A film describes itself once: without its day a map on which nothing changed is the same
        # as the day before, which Typst paints once.
        picture = replace(picture, svg=_DESCRIPTION.sub("", picture.svg), sentences=())
        share = (day_view.date - days[0]) / (days[-1] - days[0])
        of_day = {
            "day": composition.day(day_view),
            "time": time | {"at": share},
            "legend": composition.legend([picture]),
        }
        data = composition.data(words | of_day, [day_view], [picture], high)
        yield day_view.date, typeset.compile_picture(data, ".png", settings.shape.ppi())


def _name_months(days: Sequence[date], view: View, room: float) -> Iterator[dict[str, Any]]:
    """Yield the first days of months or years that are named below the line."""
    first, last = days[0], days[-1]
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((item for item in _MONTHS if count / item <= room), _MONTHS[-1])
    for day in _list_months(first, last):
        if (day.year * 12 + day.month - 1) % step == 0:
            text = locale.day(day, view.language, "year" if step >= 12 else "month")
            yield {"at": (day - first) / (last - first), "text": text}


def write(
    atlas: Atlas,
    view: View,
    kind: str,
    settings: GraphicSettings,
    user_data: UserData = NO_DATA,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return the days of the settings as a film; each picture is reported as it comes."""
    if missing := missing_of("animation"):
        raise ExportError(missing)
    days = settings.dates
    if (size := settings.shape.pixels) is None:
        raise ExportError(
            f"format {settings.format}: a film has pixels; expected one of {', '.join(SHAPES)}, or"
            " pixels such as 1280x720"
        )
    if view.compare is not None:
        raise ExportError("compare: a film shows one day after the other; expected no second day")
    most = MOST if kind in VIDEOS else _MOST_OF_GIF
    if not 2 <= len(days) <= most:
        raise ExportError(
            f"{len(days):,} days: expected 2 to {most:,} in a {kind[1:].upper()}; step month or "
            f"change gives fewer{'' if kind in VIDEOS else ', an MP4 or WebM may have more'}"
        )

    def report(frames: Iterable[tuple[date, bytes]]) -> Iterator[bytes]:
        for number, (_, picture) in enumerate(frames, 1):
            if progress:
                progress(number, len(days))
            yield picture

    frames = report(draw_frames(atlas, view, settings, user_data))
    about = _describe_film(atlas, view, days, settings.headline)
    pace, seconds = _choose_pace(settings), list_seconds(settings)
    return encode(kind, zip(frames, seconds, strict=True), pace, size, about)


def _describe_film(atlas: Atlas, view: View, days: Sequence[date], headline: str) -> dict[str, str]:
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


def encode(
    kind: str, frames: Frames, fps: int, size: tuple[int, int], metadata: Mapping[str, str]
) -> bytes:
    """Return pictures as a film; one that a GIF or APNG holds begins again."""
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415 -- an extra of its own

    with scratch_folder() as folder:
        file, log = folder / f"film{kind}", folder / "log.txt"
        words = [word for key, text in metadata.items() for word in ("-metadata", f"{key}={text}")]
        command = [
            *(get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}"),
            *("-r", str(fps), "-i", "pipe:0", "-an", *_CODECS[kind], *_EXACT, *words, str(file)),
        ]
        with (
            log.open("wb") as errors,
            suppress(BrokenPipeError),  # it takes no more: the log says why
            subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors) as running,  # noqa: S603 -- arguments are ours
        ):
            assert running.stdin is not None
            for picture in _repeat_frames(frames, fps):
                running.stdin.write(picture)
        if not file.is_file() or file.stat().st_size == 0:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise ExportError(f"ffmpeg made no film: {last[0] if last else 'it said nothing'}")
        return file.read_bytes()


def _repeat_frames(frames: Frames, fps: int) -> Iterator[bytes]:
    """Yield every picture of a film, as often as its time asks; no time is lost by rounding."""
    count, end = 0, Fraction(0)
    for picture, seconds in frames:
        end += Fraction(seconds).limit_denominator(1000)
        raw = Image.open(io.BytesIO(picture)).convert("RGB").tobytes()
        for _ in range(max(1, round(end * fps) - count)):
            count += 1
            yield raw
