"""Fonts of pictures, ours and a user's: words measured in them, outlines and subsets of letters."""

from __future__ import annotations

import atexit
import base64
import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo import client
from geo.errors import ExportError
from geo.files.atomic_write import scratch_folder
from geo.words import phrase

if TYPE_CHECKING:
    import typst

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

#: Kinds of files of a user's typeface, and bytes that one may have.
_KINDS, _LARGEST = (".ttf", ".otf"), 30_000_000

#: Words whose measures are kept.
_CACHED: Final = 50_000

#: Letters of Arabic and Sorani that a face for joined letters has.
_JOINED: Final = "\u0627\u0643\u06d5\u06b5"

#: What stands in an outline between two letters.
_BETWEEN: Final = " "

#: What letters say of the direction that they are read in.
_STRONG: Final = {"L": "ltr", "R": "rtl", "AL": "rtl", "EN": "number", "AN": "number"}

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")

#: A typeface of a user's: its family and its file, which is alone in a folder.
Face = Mapping[str, str]

#: Folders of typefaces, removed at the end.
_FOLDERS: Final = ExitStack()
atexit.register(_FOLDERS.close)


def font_folder() -> Path:
    """Return the folder of our fonts."""
    folder = client.fonts()
    missing = [name for name in FACES.values() if not (folder / name).is_file()]
    if missing:
        raise ExportError(
            f"font {missing[0]} is missing from the installation: install Greenline again, or in a"
            " checkout remove geo/client/built"
        )
    return folder


def read_face(file: Path | None) -> Face | None:
    """Return a user's typeface; None where there is none."""
    if file is None:
        return None
    path = Path(file)
    if path.suffix.lower() not in _KINDS:
        raise ExportError(f"font {path.name}: expected a file ending in {' or '.join(_KINDS)}")
    if not path.is_file():
        raise ExportError(f"font {path}: there is no such file; expected a TTF or OTF file")
    if path.stat().st_size > _LARGEST:
        raise ExportError(f"font {path.name}: expected at most {_LARGEST // 1_000_000} MB")
    return _copy_face(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _copy_face(path: Path, _changed: int) -> Face:
    file = shutil.copy(path, _FOLDERS.enter_context(scratch_folder()))
    families = open_fonts(file, alone=True).families()
    if not families:
        raise ExportError(f"font {path.name}: not a typeface that can be read; expected TTF or OTF")
    return {"family": str(families[0]), "file": str(file)}


@lru_cache(maxsize=8)
def open_fonts(file: str = "", *, alone: bool = False) -> typst.Fonts:
    """Return our fonts as Typst takes them, and what lies beside a file; or that alone."""
    import typst  # noqa: PLC0415 -- an extra

    folders = [*([] if alone else [font_folder()]), *([Path(file).parent] if file else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def list_families(face: Face | None) -> list[str]:
    """Return the families of a picture, a user's first."""
    return [*([face["family"]] if face else []), LATIN, ARABIC]


def check_letters(face: Face | None, texts: Iterable[str], typed: Iterable[str]) -> None:
    """Name the letters that a font lacks: a user's, of the scripts that it has, else all of ours.

    Parameters
    ----------
    texts, typed
        All that is written, and what its maker typed.
    """
    signs = list_signs()
    if face:
        has = _signs_of(Path(face["file"]))
        scripts = {_script(chr(code)) for code in has}
        letters = {sign for text in texts for sign in text if sign.isalpha()}
        lacking = {sign for sign in letters if ord(sign) not in has and _script(sign) in scripts}
        _refuse_letters(Path(face["file"]).name, lacking)
        signs |= has
    lacking = {sign for text in typed for sign in text if sign.isalpha() and ord(sign) not in signs}
    _refuse_letters(f"{LATIN}, {ARABIC}", lacking)


def _refuse_letters(font: str, letters: set[str]) -> None:
    if letters:
        some = " ".join(sorted(letters)[:12])
        raise ExportError(phrase("fault.graphic.letters", font=font, letters=some))


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if sign.isalpha() else ""


@lru_cache(maxsize=1)
def list_signs() -> frozenset[int]:
    """Return what our fonts have, and the sign that stands for what they lack."""
    files = font_folder().glob("*.ttf")
    return frozenset({ord("\N{REPLACEMENT CHARACTER}")}.union(*map(_signs_of, files)))


@lru_cache(maxsize=32)
def _signs_of(file: Path) -> frozenset[int]:
    import uharfbuzz  # noqa: PLC0415 -- an extra

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)


def style_sheet(svg: str, face: Face | None = None) -> str:
    """Return the style element that brings the fonts of an SVG's texts."""
    letters: dict[tuple[bool, bool], set[str]] = {}
    for attributes, text in _TEXT.findall(svg):
        look = ('font-weight="700"' in attributes, 'font-style="italic"' in attributes)
        letters.setdefault(look, set()).update(unescape(text))
    rules = []
    if face:  # it serves for all weights
        every = set().union(*letters.values())
        rules = [_write_rule(face["family"], "", Path(face["file"]), every)]
    folder = font_folder()
    for (family, weight, italic), name in FACES.items():
        slants = (italic,) if family == LATIN else (False, True)
        signs = set().union(*(letters.get((weight == 700, slant), set()) for slant in slants))
        style = f"font-weight:{weight};font-style:{'italic' if italic else 'normal'};"
        rules.append(_write_rule(family, style, folder / name, signs))
    return f"<style>{''.join(rules)}</style>" if any(rules) else ""


def _write_rule(family: str, style: str, file: Path, signs: set[str]) -> str:
    codes = _signs_of(file) & set(map(ord, signs))
    if not codes - {0x20, 0xA0}:
        return ""
    content = base64.b64encode(_subset(file, frozenset(codes))).decode()
    source = f"url(data:font/ttf;base64,{content})"
    return f'@font-face{{font-family:"{family}";{style}src:{source} format("truetype")}}'


def _subset(file: Path, codes: frozenset[int]) -> bytes:
    import uharfbuzz  # noqa: PLC0415 -- an extra

    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.update(codes)
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    return bytes(uharfbuzz.subset(face, subset).blob.data)


class Fonts:
    """Measures words by HarfBuzz in our fonts, behind a user's where there is one."""

    def __init__(self, folder: str, face: Face | None = None) -> None:
        import uharfbuzz  # noqa: PLC0415 -- where it is missing, the answer says so

        self._harfbuzz = uharfbuzz
        self._fonts: dict[tuple[str, int, bool], Any] = {}
        self._measures: dict[str, dict[str, Any]] = {}
        first = {(face["family"], weight, False): face["file"] for weight in (400, 700) if face}
        for key, name in {**first, **FACES}.items():
            blob = uharfbuzz.Blob.from_file_path(first.get(key) or str(Path(folder) / name))
            self._fonts[key] = uharfbuzz.Font(uharfbuzz.Face(blob))
        self.families = list(dict.fromkeys(family for family, *_ in self._fonts))

    @property
    def setting(self) -> dict[str, Any]:
        """What the painters need to know of the fonts: families for Latin and joined letters."""
        first, *others = self.families
        joined = first if all(self._has(first, sign) for sign in _JOINED) else others[-1]
        font = self._fonts[first, 400, False]
        extents = font.get_font_extents("ltr")
        # How far below the middle of letters they stand, in parts of their size.
        middle = float((extents.ascender + extents.descender) / 2 / font.face.upem)
        return {"families": [first, joined], "middle": middle}

    def measure(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """Return the widths of words and, on request, their outlines."""
        if len(self._measures) > _CACHED:
            self._measures.clear()
        for key in keys:
            if key not in self._measures:
                weight, italic, outlined, text = key.split("|", 3)
                self._measures[key] = self._measure(
                    text, int(weight), italic == "1", outlined == "1"
                )
        return {key: self._measures[key] for key in keys}

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
                    x, y = advance + place.x_offset / size, place.y_offset / size
                    outline += _outline(font, info.codepoint, x, y)
                    outline.append(_BETWEEN)
                advance += place.x_advance / size
        result: dict[str, Any] = {"advance": round(advance, 5)}
        return result | {"outline": outline} if outlined else result

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


def _outline(font: Any, glyph: int, across: float, up: float) -> list[str | float]:
    """Return the outline of a letter at a place, in parts of its size: commands of SVG, y up."""
    size = font.face.upem
    out: list[str | float] = []
    for command, points in _letter(font, glyph):
        out.append(command)
        for x, y in points:
            out += (round(across + x / size, 4), round(up + y / size, 4))
    return out


@lru_cache(maxsize=4096)  # a language has some hundred, and a map thousands of letters
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
