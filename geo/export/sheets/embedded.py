"""Fonts inside an SVG: of each face the letters that its texts are set in."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path

from geo import painter
from geo.painter.process import FACES

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")


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
