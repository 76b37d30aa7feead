"""Pictures and how long each stays, as one file that ffmpeg writes: MP4, WebM, GIF or APNG."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from PIL import Image

from geo.errors import ExportError
from geo.files.atomic_write import scratch_folder

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
