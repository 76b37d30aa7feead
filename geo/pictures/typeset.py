"""Typst sets the pictures: a template and its data in, PDF, PNG or SVG out."""

from __future__ import annotations

import json
import struct
import unicodedata
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.pictures import painter
from geo.pictures.fonts import signs

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("picture.typ")

#: The standard that each PDF keeps: tagged, with language, title and texts for its pictures.
_STANDARD = "ua-1"

#: Bytes of a PNG's signature with its first chunk.
_HEAD = 8 + 25


def compile_picture(data: dict[str, Any], kind: str, ppi: float = 300) -> bytes:
    """Set the template with its data; the same data give the same bytes."""
    import typst  # noqa: PLC0415 -- an extra

    special: dict[str, Any] = {".png": {"ppi": ppi}, ".pdf": {"pdf_standards": [_STANDARD]}}
    options: dict[str, Any] = {"format": kind[1:], **special.get(kind, {})}
    try:
        pages: Any = _compiler(data).compile(**options)
    except typst.TypstError as error:
        raise ExportError(f"Typst refused the picture: {error.message}") from error
    return bytes(pages[0] if isinstance(pages, list) else pages)


def ask(data: dict[str, Any], label: str) -> list[Any]:
    """Return what the template says under a label, without drawing anything."""
    answers: list[Any] = json.loads(_compiler(data).query(f"<{label}>", field="value"))
    return answers


def add_description(png: bytes, title: str, description: str) -> bytes:
    """Return a PNG that says what it is to those who do not see it, as international text."""
    chunks = b""
    for key, text in ((b"Title", title), (b"Description", description)):
        # The keyword's end, no compression, and neither language nor translated keyword.
        content = b"iTXt" + key + bytes(5) + text.encode()
        if text:
            chunks += struct.pack(">I", len(content) - 4) + content
            chunks += struct.pack(">I", zlib.crc32(content))
    return png[:_HEAD] + chunks + png[_HEAD:]


def _compiler(data: dict[str, Any]) -> typst.Compiler:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(data.get("font", "")),
        ignore_system_fonts=True,
        sys_inputs={"picture": json.dumps(_clean_data(data), ensure_ascii=False)},
    )


def _clean_data(value: Any) -> Any:
    """Return data whose texts have no sign that the fonts lack, which a PDF must not hold."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else "".join(map(_sign, value))
    if isinstance(value, Mapping):
        return {key: _clean_data(element) for key, element in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_data(element) for element in value]
    return value


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    if sign.isspace() and sign != "\u00a0":
        return " "
    if sign in "\ufeff\ufffe\uffff" or unicodedata.category(sign) == "Cc":
        return ""
    common = sign < "\u0180" or "\u0600" <= sign <= "\u06ff" or unicodedata.category(sign) == "Cf"
    return sign if common or ord(sign) in signs() else "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=8)
def _fonts(more: str = "") -> typst.Fonts:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(painter.fonts()), *([more] if more else [])],
    )
