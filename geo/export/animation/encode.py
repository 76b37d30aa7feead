"""Pictures and how long each stays, as one file: MP4, WebM, GIF or APNG."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image

from geo.errors import ExportError

#: A picture and how long it stays, in seconds.
Frames = Iterable[tuple[Image.Image, float]]

#: Settings of ffmpeg by the file's ending. The colours' matrix is named: without it programs guess,
#: and blue turns greenish. No clock and no name of a version goes into the file.
_CODECS: dict[str, tuple[str, ...]] = {
    ".mp4": (
        *("-c:v", "libx264", "-preset", "medium", "-crf", "19", "-tune", "animation"),
        *("-movflags", "+faststart"),
    ),
    ".webm": (
        *("-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0", "-deadline", "good"),
        *("-cpu-used", "5", "-row-mt", "1"),
    ),
}
_COMMON = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"),
)

#: Colours of a GIF, and pictures that they are chosen from.
_COLOURS, _SAMPLES = 256, 8


def video(
    kind: str, frames: Frames, fps: int, size: tuple[int, int], metadata: Mapping[str, str]
) -> bytes:
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415 -- an extra of its own

    with tempfile.TemporaryDirectory() as folder:
        file, log = Path(folder) / f"film{kind}", Path(folder) / "log.txt"
        words = [word for key, text in metadata.items() for word in ("-metadata", f"{key}={text}")]
        command = [
            *(get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}"),
            *("-r", str(fps), "-i", "pipe:0", "-an", *_CODECS[kind], *_COMMON, *words, str(file)),
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


def gif(frames: Frames) -> bytes:
    """Return pictures as a GIF that begins again; all share one set of 256 colours."""
    selected = list(frames)
    sheet = _sample_sheet([picture for picture, _ in selected])
    palette = sheet.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    flat = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image, _ in selected]
    return _save_animated(
        "GIF", flat, [seconds for _, seconds in selected], disposal=1, optimize=False
    )


def apng(frames: Frames) -> bytes:
    """Return pictures as an animated PNG that begins again, in all colours."""
    selected = list(frames)
    every = [picture for picture, _ in selected]
    return _save_animated("PNG", every, [seconds for _, seconds in selected], compress_level=6)


def _sample_sheet(pictures: list[Image.Image]) -> Image.Image:
    """Return some pictures side by side, to choose the colours of all from."""
    some = pictures[:: max(1, len(pictures) // _SAMPLES)][-_SAMPLES:]
    width, height = some[0].size
    sheet = Image.new("RGB", (width * len(some), height))
    for number, picture in enumerate(some):
        sheet.paste(picture, (width * number, 0))
    return sheet


def _save_animated(
    form: str, pictures: list[Image.Image], seconds: list[float], **more: Any
) -> bytes:
    out = io.BytesIO()
    first, *others = pictures
    spans = [round(second * 1000) for second in seconds]
    first.save(
        out, format=form, save_all=True, append_images=others, duration=spans, loop=0, **more
    )
    return out.getvalue()
