"""The page's own code as its tools see it: types, rules, layout, length."""

from __future__ import annotations

import re

import pytest

from tools import page_types

from . import CLIENT, deno, evaluate

#: What painters do not know: a page, Leaflet, a browser.
STRANGE = re.compile(
    r"\b(?:document|navigator|location|matchMedia|requestAnimationFrame|setTimeout|localStorage|OffscreenCanvas|Deno)\b"
    r"|\bwindow\.|\bglobalThis\.window|\bHTML\w*Element|\bL\.|[Ll]eaflet"
)


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--quiet", "--frozen", "."),
        ("lint", "--quiet"),
        ("lint", "--quiet", "--config", "deno.json", "../export/widget.js"),
        ("fmt", "--check", "--quiet"),
        ("fmt", "--check", "--quiet", "--config", "deno.json", "../export/widget.js"),
    ],
    ids=lambda command: command[0],
)
def test_deno_finds_nothing(command: tuple[str, ...]) -> None:
    deno(*command)


def find_strange(text: str) -> list[str]:
    """Return the lines of a module that name what painters do not know, or import a module of the page."""
    code = re.sub(r"/\*[\s\S]*?\*/|//.*", "", text)
    return [
        line.strip()
        for line in code.splitlines()
        if STRANGE.search(line) or re.search(r"(?:from|import\(?) ?'[^']*(?:page/|:)", line)
    ]


def test_painters_know_no_page_and_no_browser() -> None:
    paint = [path for path in (CLIENT / "paint").rglob("*.ts") if not path.stem.endswith("_test")]
    assert len(paint) > 50
    result = {
        str(path.relative_to(CLIENT)): lines
        for path in paint
        if (lines := find_strange(path.read_text(encoding="utf-8")))
    }
    assert result == {}


def test_tables_have_the_types_of_the_descriptor() -> None:
    assert page_types.MODULE.read_text("utf-8") == page_types.describe(), "run `make data`"


def test_a_page_reads_its_profile_before_any_painter_loads() -> None:
    later = "(module, globalThis.greenlineProfile = {}, import('./paint/data/profile.ts')"
    read = f"{later}.then(({{ profile }}) => profile === globalThis.greenlineProfile))"
    assert evaluate("page/environment.ts", read)
