"""Code names nothing that is particular to one dispute; that stands under ``data``."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from geo import Atlas

ROOT = Path(__file__).resolve().parents[1]

#: Names that mean something else too, in code or in the names of formats and projections.
PLAIN = {"is", "un", "state", "held", "mixed", "region", "federal", "coalition", "school", "mill"}


def _words(atlas: Atlas) -> set[str]:
    """Return what the atlas names: country, actors, governorates, areas, lists of areas."""
    names = {"iraq", "unami", "baghdad", "erbil", "kurdistan", "peshmerga"}
    names |= set(atlas.profile.actors) | set(atlas.profile.views)
    for table in ("governorates", "areas", "fields"):
        names |= {name.lower() for name in atlas.table(table)["name_en"]}
        names |= set(atlas.table(table)["name_ar"])
    return {name for name in names if len(name) > 2} - PLAIN


def _python(file: Path) -> Iterator[str]:
    """Yield the names and the texts of a module that are neither comment nor docstring."""
    lines = io.BytesIO(file.read_bytes()).readline
    before = tokenize.NEWLINE
    for token in tokenize.tokenize(lines):
        if token.type in (tokenize.NL, tokenize.COMMENT, tokenize.ENCODING):
            continue
        documents = token.type == tokenize.STRING and before in (
            tokenize.NEWLINE,
            tokenize.INDENT,
            tokenize.DEDENT,
        )
        if token.type in (tokenize.NAME, tokenize.STRING, 61, 60) and not documents:
            yield token.string
        before = token.type


def _script(file: Path) -> Iterator[str]:
    """Yield a script without its comments."""
    yield re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text(), flags=re.DOTALL)


def test_code_names_no_place_actor_or_list(atlas: Atlas) -> None:
    words = "|".join(sorted(map(re.escape, _words(atlas)), key=len, reverse=True))
    named = re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)
    result = []
    files = [*(ROOT / "geo").rglob("*.py"), *(ROOT / "geo").rglob("*.[jt]s")]
    for file in files:
        if "built" in file.parts or file.stem.endswith("_test"):
            continue
        texts = _python(file) if file.suffix == ".py" else _script(file)
        result += [
            f"{file.relative_to(ROOT)}: {match}" for match in named.findall("\n".join(texts))
        ]
    assert not result, "\n".join(result)
