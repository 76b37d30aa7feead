"""Fonts of pictures: ours, a typeface that a user brings, and what an SVG carries of them."""

from __future__ import annotations

import atexit
import base64
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Final

from geo.errors import ExportError
from geo.files.atomic_write import scratch_folder
from geo.pictures import painter
from geo.pictures.painter.measure import FACES
from geo.words import phrase

#: Kinds of files, and bytes that one may have.
_KINDS, _LARGEST = (".ttf", ".otf"), 30_000_000

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")


@dataclass(frozen=True)
class Typeface:
    """A typeface, alone in a folder of its own."""

    family: str
    file: Path

    @property
    def face(self) -> dict[str, str]:
        """What the painter needs to measure words in it."""
        return {"family": self.family, "file": str(self.file)}


def read(file: Path | None) -> Typeface | None:
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
    return _read(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Typeface:
    import typst  # noqa: PLC0415 -- an extra

    folder = _FOLDERS.enter_context(scratch_folder())
    file = Path(shutil.copy(path, folder))
    alone = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    families = list(alone.families())
    if not families:
        raise ExportError(f"font {path.name}: not a typeface that can be read; expected TTF or OTF")
    return Typeface(str(families[0]), file)


#: Folders of typefaces, removed at the end.
_FOLDERS: Final = ExitStack()
atexit.register(_FOLDERS.close)


def check_letters(typeface: Typeface | None, texts: Iterable[str], typed: Iterable[str]) -> None:
    """Name the letters that a font lacks: a user's, of the scripts that it has, else all of ours.

    Parameters
    ----------
    texts, typed
        All that is written, and what its maker typed.
    """
    if typeface:
        has = signs_of(typeface.file)
        scripts = {_script(chr(code)) for code in has}
        wanted = {sign for text in texts for sign in text if sign.isalpha()}
        lacking = {sign for sign in wanted if ord(sign) not in has and _script(sign) in scripts}
        _refuse_letters(typeface.file.name, lacking)
    ours = signs() | (signs_of(typeface.file) if typeface else set())
    lacking = {sign for text in typed for sign in text if sign.isalpha() and ord(sign) not in ours}
    _refuse_letters(f"{painter.LATIN}, {painter.ARABIC}", lacking)


def _refuse_letters(font: str, letters: set[str]) -> None:
    if letters:
        some = " ".join(sorted(letters)[:12])
        raise ExportError(phrase("fault.graphic.letters", font=font, letters=some))


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if sign.isalpha() else ""


def families(typeface: Typeface | None) -> list[str]:
    """Return the families of a graphic, a user's first."""
    return [*([typeface.family] if typeface else []), painter.LATIN, painter.ARABIC]


@lru_cache(maxsize=1)
def signs() -> frozenset[int]:
    """Return what our fonts have, and the sign that stands for what they lack."""
    files = painter.fonts().glob("*.ttf")
    return frozenset({ord("\N{REPLACEMENT CHARACTER}")}.union(*map(signs_of, files)))


def style_sheet(svg: str, typeface: Mapping[str, str] | None = None) -> str:
    """Return the style element that brings the fonts of an SVG's texts.

    Parameters
    ----------
    typeface
        Family and file of a user's typeface, which serves for all weights.
    """
    letters: dict[tuple[bool, bool], set[str]] = {}
    for attributes, text in _TEXT.findall(svg):
        look = ('font-weight="700"' in attributes, 'font-style="italic"' in attributes)
        letters.setdefault(look, set()).update(unescape(text))
    every = frozenset().union(*letters.values()) if letters else frozenset()
    folder = painter.fonts()
    rules = [_rule(typeface["family"], "", Path(typeface["file"]), every)] if typeface else []
    for (family, weight, italic), name in FACES.items():
        slants = (italic,) if family == painter.LATIN else (False, True)
        signs = set().union(*(letters.get((weight == 700, slant), set()) for slant in slants))
        face = f"font-weight:{weight};font-style:{'italic' if italic else 'normal'};"
        rules.append(_rule(family, face, folder / name, signs))
    return f"<style>{''.join(rules)}</style>" if any(rules) else ""


def _rule(family: str, look: str, file: Path, signs: Iterable[str]) -> str:
    codes = signs_of(file) & set(map(ord, signs))
    if not codes - {0x20, 0xA0}:
        return ""
    content = base64.b64encode(_subset(file, frozenset(codes))).decode()
    source = f"url(data:font/ttf;base64,{content})"
    return f'@font-face{{font-family:"{family}";{look}src:{source} format("truetype")}}'


@lru_cache(maxsize=32)
def signs_of(file: Path) -> frozenset[int]:
    """Return the signs that a font has."""
    import uharfbuzz  # noqa: PLC0415 -- an extra

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)


def _subset(file: Path, codes: frozenset[int]) -> bytes:
    import uharfbuzz  # noqa: PLC0415 -- an extra

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(codes)
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    return bytes(uharfbuzz.subset(face, wanted).blob.data)
