"""Typst sets the sheets: a template and its data in, PDF, PNG or SVG out."""

from __future__ import annotations

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import painter
from geo.errors import ExportError

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent

#: The standard that each PDF keeps: tagged, with language, title and texts for its pictures.
_STANDARD = "ua-1"


def is_available() -> bool:
    """Whether Typst is installed; it has no wheel for some machines."""
    return find_spec("typst") is not None


def compile_template(
    template: str, data: dict[str, Any], kind: str, dpi: float = 300
) -> list[bytes]:
    """Set a template with its data; the same data give the same bytes."""
    options: dict[str, Any] = {".png": {"ppi": dpi}, ".pdf": {"pdf_standards": [_STANDARD]}}
    return _compile_template(template, data, kind[1:], **options.get(kind, {}))


def _compile_template(
    template: str, data: dict[str, Any], form: Any, *, root: Path = _TEMPLATES, **options: Any
) -> list[bytes]:
    import typst  # noqa: PLC0415 -- an extra

    try:
        made: Any = _compiler(template, data, root).compile(format=form, **options)
    except typst.TypstError as error:
        raise ExportError(f"Typst refused the sheet {template}: {error.message}") from error
    return made if isinstance(made, list) else [made]


def combine_files(data: dict[str, Any], files: Sequence[Path]) -> bytes:
    """Return one PDF of several: a page of contents, then theirs.

    Typst takes pages of other files only where the standard of accessible PDF is not asked for.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in ("common.typ", "set.typ"):
            shutil.copy(_TEMPLATES / name, folder)
        for number, file in enumerate(files):
            shutil.copy(file, Path(folder) / f"{number}.pdf")
        return _compile_template("set", data, "pdf", root=Path(folder))[0]


def ask(template: str, data: dict[str, Any], label: str, *, root: Path = _TEMPLATES) -> list[Any]:
    """Return what a template says under a label, without drawing anything."""
    compiler = _compiler(template, data, root)
    answers: list[Any] = json.loads(compiler.query(f"<{label}>", field="value"))
    return answers


def _compiler(template: str, data: dict[str, Any], root: Path) -> typst.Compiler:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Compiler(
        input=str(root / f"{template}.typ"),
        root=str(root),
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
    return sign if common or ord(sign) in _signs() else "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """Return what the fonts have, and the sign that stands for what they lack."""
    import uharfbuzz  # noqa: PLC0415 -- an extra

    signs = {ord("\N{REPLACEMENT CHARACTER}")}
    for file in painter.fonts().glob("*.ttf"):
        signs.update(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)
    return frozenset(signs)


@lru_cache(maxsize=8)
def _fonts(more: str = "") -> typst.Fonts:
    import typst  # noqa: PLC0415 -- an extra

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(painter.fonts()), *([more] if more else [])],
    )
