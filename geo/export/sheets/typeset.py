"""Typst sets the sheets: a template and its data in, PDF, PNG or SVG out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.errors import ExportError
from geo.export.sheets.embedded import signs_of

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent

#: The standard that each PDF keeps: tagged, with language, title and texts for its pictures.
_STANDARD = "ua-1"


def compile_template(
    template: str, data: dict[str, Any], kind: str, dpi: float = 300
) -> list[bytes]:
    """Set a template with its data; the same data give the same bytes."""
    import typst  # noqa: PLC0415 -- an extra

    special: dict[str, Any] = {".png": {"ppi": dpi}, ".pdf": {"pdf_standards": [_STANDARD]}}
    options: dict[str, Any] = {"format": kind[1:], **special.get(kind, {})}
    try:
        pages: Any = _compiler(template, data).compile(**options)
    except typst.TypstError as error:
        raise ExportError(f"Typst refused the sheet {template}: {error.message}") from error
    return pages if isinstance(pages, list) else [pages]


def ask(template: str, data: dict[str, Any], label: str) -> list[Any]:
    """Return what a template says under a label, without drawing anything."""
    answers: list[Any] = json.loads(_compiler(template, data).query(f"<{label}>", field="value"))
    return answers


def _compiler(template: str, data: dict[str, Any]) -> typst.Compiler:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Compiler(
        input=str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(data.get("font", "")),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(_clean_data(data), ensure_ascii=False)},
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


@lru_cache(maxsize=1)
def signs() -> frozenset[int]:
    """Return what the fonts have, and the sign that stands for what they lack."""
    files = painter.fonts().glob("*.ttf")
    return frozenset({ord("\N{REPLACEMENT CHARACTER}")}.union(*map(signs_of, files)))


@lru_cache(maxsize=8)
def _fonts(more: str = "") -> typst.Fonts:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(painter.fonts()), *([more] if more else [])],
    )
