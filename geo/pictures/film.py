"""A view as a film: the pictures of its days one after the other, as MP4, WebM, GIF or APNG."""

from __future__ import annotations

import io
import re
import subprocess
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from tqdm import tqdm

from geo.ask.perspective import spells_in
from geo.atlas import Atlas
from geo.errors import ExportError, missing_of
from geo.files.atomic_write import FILMS, VIDEOS, atomic_write, required_ending, scratch_folder
from geo.pictures import typeset
from geo.pictures.composition import FILM_SHARES, Composition
from geo.pictures.marginalia import title
from geo.pictures.settings import SHAPES, GraphicSettings
from geo.pictures.user_data import NO_DATA, UserData, UserEvents
from geo.view import View, day_of
from geo.words import language, locale, say

if TYPE_CHECKING:
    from geo.user_areas.areas import UserAreas

__all__ = ["FORMAT", "FilmSettings", "Step", "film", "first_frame", "frames", "render"]

#: Different pictures of a GIF or APNG, which grow large.
_MOST_OF_GIF = 300

#: Months between names below the line of time; the first that leaves them room is taken.
_MONTHS = (1, 3, 6, 12, 24, 60, 120)

#: What the drawing of a map says of itself.
_DESCRIPTION = re.compile("<title>.*?</desc>\n", re.DOTALL)

#: Smallest letters that the name of a month has room for, and height of the line of time.
_NAME, _TIME = 11, 2.6


class Step(StrEnum):
    """What lies between one picture of a film and the next."""

    DAY = "day"
    MONTH = "month"
    CHANGE = "change"


#: Pictures a second, by step, where nobody asks for another number.
PACE: dict[Step, int] = {Step.DAY: 6, Step.MONTH: 4, Step.CHANGE: 1}

#: Pixels of a film that nobody gave a format.
FORMAT = "1280x720"

#: Different pictures that a film may have.
MOST = 1500

#: A picture and how long it stays, in seconds.
Frames = Iterable[tuple[Image.Image, float]]

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


@dataclass(frozen=True)
class FilmSettings:
    """Which days a film shows and how fast.

    >>> from geo import Atlas, View
    >>> settings = FilmSettings("2014-06-01", "2014-08-15", step="month")
    >>> settings.fps, [day.isoformat() for day in settings.days(Atlas.load(), View())]
    (4, ['2014-06-01', '2014-07-01', '2014-08-01', '2014-08-15'])
    """

    first: date  #: First day shown; ISO text is accepted.
    last: date  #: Last day shown, after the first; ISO text is accepted.
    #: ``day``, ``month`` (its first day), or ``change``: the days on which the ground of the
    #: perspective changed.
    step: Step = Step.DAY
    #: Pictures a second, 1 to 30; 0 for what suits the step: 6 days, 4 months or 1 change.
    fps: int = 0
    #: Seconds that the first and the last picture stay, 0 to 30.
    hold: tuple[float, float] = (1.5, 3.0)

    def __post_init__(self) -> None:
        for name in ("first", "last"):
            object.__setattr__(self, name, day_of(getattr(self, name), name))
        if self.first >= self.last:
            raise ExportError(f"days {self.first} to {self.last}: expected a first day before it")
        known = ", ".join(Step)
        if self.step not in list(Step):
            raise ExportError(f"step {str(self.step)[:40]!r}: expected one of {known}")
        object.__setattr__(self, "step", Step(self.step))
        object.__setattr__(self, "fps", self.fps or PACE[self.step])
        if type(self.fps) is not int or not 1 <= self.fps <= 30:
            raise ExportError(f"fps {self.fps}: expected 1 to 30 pictures a second")
        if any(not 0 <= seconds <= 30 for seconds in self.hold):
            raise ExportError(f"hold {self.hold}: expected 0 to 30 seconds, twice")

    def days(self, atlas: Atlas, view: View, changes: Iterable[date] = ()) -> list[date]:
        """Return the days of the pictures, from the first to the last.

        ``changes`` are days on which something else than the atlas changes.
        """
        between: Iterable[date] = changes
        if self.step is Step.DAY:
            count = (self.last - self.first).days
            between = (self.first + timedelta(days=number) for number in range(count))
        elif self.step is Step.MONTH:
            first, last = (day.year * 12 + day.month for day in (self.first, self.last))
            between = (date(month // 12, month % 12 + 1, 1) for month in range(first, last))
        else:
            between = {*changes, *(row["start"] for row in spells_in(atlas, view.perspective))}
        result = {day for day in between if self.first <= day <= self.last}
        days = sorted(result | {self.first, self.last})
        if len(days) > MOST:
            raise ExportError(
                f"{len(days):,} pictures from {self.first} to {self.last}: expected up to "
                f"{MOST:,}; step month or change gives fewer"
            )
        return days

    def seconds(self, days: list[date]) -> list[float]:
        """Return how long the picture of each day stays, in seconds."""
        plain = 1 / self.fps
        first, last = self.hold
        lengths = [plain] * len(days)
        lengths[0] = max(plain, first)
        lengths[-1] = max(plain, last)
        return lengths


def frames(
    atlas: Atlas,
    view: View,
    settings: FilmSettings,
    graphic: GraphicSettings | None = None,
    *,
    user_events: UserEvents | None = None,
    user_areas: Sequence[UserAreas] = (),
) -> Iterator[tuple[date, Image.Image, float]]:
    """Yield the pictures of a film; the same atlas, view and settings give the same bytes."""
    days = _days(atlas, view, settings, user_areas)
    graphic = graphic or GraphicSettings(format=FORMAT)
    user_data = UserData(user_events, user_areas)
    pictures = draw_frames(atlas, view, days, graphic, user_data)
    for (day, page), seconds in zip(pictures, settings.seconds(days), strict=True):
        yield day, Image.open(io.BytesIO(page)).convert("RGB"), seconds


def draw_frames(
    atlas: Atlas,
    view: View,
    days: Sequence[date],
    settings: GraphicSettings,
    user_data: UserData = NO_DATA,
) -> Iterator[tuple[date, bytes]]:
    """Yield each day's picture as PNG; names stay where the first has them."""
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
        picture = replace(picture, svg=_DESCRIPTION.sub("", picture.svg), words=())
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
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((item for item in _MONTHS if months / item <= room), _MONTHS[-1])
    for month in range(first.year * 12, last.year * 12 + last.month):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last and month % step == 0:
            text = locale.day(day, view.language, "year" if step >= 12 else "month")
            yield {"at": (day - first) / (last - first), "text": text}


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    settings: FilmSettings,
    graphic: GraphicSettings | None = None,
    *,
    user_events: UserEvents | None = None,
    user_areas: Sequence[UserAreas] = (),
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
    if kind not in VIDEOS and len(days) > _MOST_OF_GIF:
        raise ExportError(
            f"{len(days):,} pictures: expected up to {_MOST_OF_GIF} in a {kind[1:].upper()}; "
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
    user_areas: Sequence[UserAreas] = (),
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
    content = render(atlas, view or View(), kind, settings, **options)
    with atomic_write(target) as part:
        part.write(content)
    return target


def _days(
    atlas: Atlas, view: View, settings: FilmSettings, areas: Sequence[UserAreas]
) -> list[date]:
    if view.compare is not None:
        raise ExportError("compare: a film shows one day after the other; expected no second day")
    return settings.days(atlas, view, [day for item in areas for day in item.days])


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
        with log.open("wb") as errors:
            _feed_ffmpeg(command, _repeat_frames(frames, fps), errors)
        if not file.is_file() or file.stat().st_size == 0:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise ExportError(f"ffmpeg made no film: {last[0] if last else 'it said nothing'}")
        return file.read_bytes()


def _feed_ffmpeg(command: list[str], pictures: Iterator[bytes], errors: Any) -> None:
    """Run ffmpeg with pictures as its input, until it takes no more."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors) as running:  # noqa: S603 -- arguments are ours
        assert running.stdin is not None
        try:
            for picture in pictures:
                running.stdin.write(picture)
        except BrokenPipeError:
            return
        except BaseException:
            running.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                running.stdin.close()


def _repeat_frames(frames: Frames, fps: int) -> Iterator[bytes]:
    """Yield every picture of a film, as often as its time asks; no time is lost by rounding."""
    shown, end = 0, Fraction(0)
    for picture, seconds in frames:
        end += Fraction(seconds).limit_denominator(1000)
        raw = picture.tobytes()
        for _ in range(max(1, round(end * fps) - shown)):
            shown += 1
            yield raw
