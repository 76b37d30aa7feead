"""The fonts of pictures, and words measured in them by HarfBuzz: their widths and outlines."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from geo import client
from geo.errors import ExportError

LATIN: Final = "Noto Sans"
ARABIC: Final = "Noto Sans Arabic"

#: Files of the faces, by family, weight and whether they slant; Arabic letters never do.
FACES: Final = {
    (LATIN, 400, False): "NotoSans-Regular.ttf",
    (LATIN, 700, False): "NotoSans-Bold.ttf",
    (LATIN, 400, True): "NotoSans-Italic.ttf",
    (LATIN, 700, True): "NotoSans-BoldItalic.ttf",
    (ARABIC, 400, False): "NotoSansArabic-Regular.ttf",
    (ARABIC, 700, False): "NotoSansArabic-Bold.ttf",
}


def fonts() -> Path:
    folder = client.fonts()
    missing = [name for name in FACES.values() if not (folder / name).is_file()]
    if missing:
        raise ExportError(
            f"font {missing[0]} is missing from the installation: install Greenline again, or in a"
            " checkout remove geo/client/built"
        )
    return folder


#: Words whose measures are kept.
KEPT: Final = 50_000


class Fonts:
    """Measures words by HarfBuzz in the fonts of pictures."""

    def __init__(self, folder: str, faces: list[list[Any]]) -> None:
        import uharfbuzz  # noqa: PLC0415 -- where it is missing, the answer says so

        self._harfbuzz = uharfbuzz
        self._fonts: dict[tuple[str, int, bool], Any] = {}
        self._known: dict[str, dict[str, Any]] = {}
        self._others: dict[str, Fonts] = {}
        self._folder, self._faces = folder, faces
        for family, weight, italic, name in faces:
            blob = uharfbuzz.Blob.from_file_path(str(Path(folder) / name))
            self._fonts[family, weight, italic] = uharfbuzz.Font(uharfbuzz.Face(blob))
        self.families = list(dict.fromkeys(family for family, *_ in faces))

    def led_by(self, family: str, file: str) -> Fonts:
        """Return the same fonts behind a user's, which is taken for all weights."""
        if file not in self._others:
            texts = [[family, weight, False, file] for weight in (400, 700)]
            self._others[file] = Fonts(self._folder, [*texts, *self._faces])
        return self._others[file]

    @property
    def setting(self) -> dict[str, Any]:
        """What the painters need to know of the fonts: families for Latin and joined letters."""
        first, *others = self.families
        joined = first if all(self._has(first, sign) for sign in JOINED) else others[-1]
        return {"families": [first, joined], "middle": self.middle}

    @property
    def middle(self) -> float:
        """How far below the middle of letters they stand, in parts of their size."""
        font = self._fonts[self.families[0], 400, False]
        extents = font.get_font_extents("ltr")
        return float((extents.ascender + extents.descender) / 2 / font.face.upem)

    def measure(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """Return the widths of words and, on request, their outlines."""
        if len(self._known) > KEPT:
            self._known.clear()
        for key in keys:
            if key not in self._known:
                weight, italic, outlined, text = key.split("|", 3)
                self._known[key] = self._measure(text, int(weight), italic == "1", outlined == "1")
        return {key: self._known[key] for key in keys}

    def _measure(self, text: str, weight: int, italic: bool, outlined: bool) -> dict[str, Any]:
        harfbuzz = self._harfbuzz
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        advance = 0.0
        outline: list[str | float] = []
        for family, direction, run in self._runs(text):
            font = self._fonts.get((family, weight, italic)) or self._fonts[family, weight, False]
            buffer = harfbuzz.Buffer()
            buffer.add_str(run)
            buffer.guess_segment_properties()
            buffer.direction = direction
            harfbuzz.shape(font, buffer)
            size = font.face.upem
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                if outlined:
                    left = advance + place.x_offset / size
                    outline += _outline(font, info.codepoint, left, place.y_offset / size)
                    outline.append(BETWEEN)
                advance += place.x_advance / size
        result: dict[str, Any] = {"advance": round(advance, 5)}
        if outlined:
            result["outline"] = outline
        return result

    def _runs(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Yield parts of a text from left to right: family, direction and letters."""
        family = self.families[0]
        for direction, span in _split_visual(text):
            run = ""
            for sign in span:
                # What both have, such as a space, stays with the letters before it.
                other = next(
                    (item for item in (family, *self.families) if self._has(item, sign)), family
                )
                if run and other != family:
                    yield family, direction, run
                    run = ""
                family = other
                run += sign
            yield family, direction, run

    def _has(self, family: str, sign: str) -> bool:
        return self._fonts[family, 400, False].get_nominal_glyph(ord(sign)) is not None


def _split_visual(text: str) -> list[tuple[str, str]]:
    """Return parts of a line from left to right, each with its direction.

    The rules of Unicode for a line that is written from the left, with letters from the right and
    numbers in it, and no deeper.
    """
    kinds = [_STRONG.get(unicodedata.bidirectional(sign), "") for sign in text]
    before = "ltr"
    for i, kind in enumerate(kinds):
        if kind == "number":  # of the words before it
            kinds[i] = "number" if before == "rtl" else "ltr"
        elif kind:
            before = kind
        else:  # between words of one direction it is theirs
            after = next((item for item in kinds[i:] if item), "ltr")
            kinds[i] = "rtl" if before == "rtl" and after in {"rtl", "number"} else "ltr"
    spans: list[list[tuple[str, str]]] = []  # each read in one direction
    for kind, group in itertools.groupby(zip(kinds, text, strict=True), key=lambda pair: pair[0]):
        part = ("ltr" if kind == "number" else kind, "".join(sign for _, sign in group))
        if spans and kind != "ltr" and spans[-1][0][0] == "rtl":
            spans[-1].append(part)
        else:
            spans.append([part])
    return [part for span in spans for part in reversed(span)]


#: What letters say of the direction that they are read in.
_STRONG: Final = {"L": "ltr", "R": "rtl", "AL": "rtl", "EN": "number", "AN": "number"}

#: Letters of Arabic and Sorani that a face for joined letters has.
JOINED: Final = "\u0627\u0643\u06d5\u06b5"

#: What stands in an outline between two letters.
BETWEEN: Final = " "


def _outline(font: Any, glyph: int, left: float, up: float) -> list[str | float]:
    """Return the outline of a letter at a place, in parts of its size: commands of SVG, y up."""
    size = font.face.upem
    out: list[str | float] = []
    for command, points in _letter(font, glyph):
        out.append(command)
        for x, y in points:
            out += (round(left + x / size, 4), round(up + y / size, 4))
    return out


@functools.lru_cache(maxsize=4096)  # a language has some hundred, and a map thousands of letters
def _letter(font: Any, glyph: int) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """Return the commands that draw a letter, with their points in units of its font."""
    parts: list[tuple[str, tuple[tuple[float, float], ...]]] = []

    class Pen:
        moveTo = staticmethod(lambda at: parts.append(("M", (at,))))  # noqa: N815 -- names of fontTools' pens
        lineTo = staticmethod(lambda at: parts.append(("L", (at,))))  # noqa: N815
        curveTo = staticmethod(lambda *points: parts.append(("C", points)))  # noqa: N815
        qCurveTo = staticmethod(lambda *points: parts.append(("Q", points)))  # noqa: N815
        closePath = staticmethod(lambda: parts.append(("Z", ())))  # noqa: N815
        endPath = staticmethod(lambda: None)  # noqa: N815

    font.draw_glyph_with_pen(glyph, Pen)
    return tuple(parts)
