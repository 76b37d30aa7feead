"""The page's own code as its tools see it: types, rules, layout, unit tests, length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.client import build

from . import CLIENT, deno

#: What painters do not know: a page, Leaflet, a browser.
STRANGE = re.compile(
    r"\b(?:document|navigator|location|matchMedia|requestAnimationFrame|setTimeout|localStorage|OffscreenCanvas|Deno)\b"
    r"|\bwindow\.|\bglobalThis\.window|\bHTML\w*Element|\bL\.|[Ll]eaflet"
)


def modules() -> list[Path]:
    """Return every module and its unit tests."""
    paths = [path for path in CLIENT.rglob("*.js") if build.BUILT not in path.parents]
    assert len(paths) > 60
    return paths


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--quiet", "--frozen", "."),
        ("lint", "--quiet"),
        ("lint", "--quiet", "--config", "deno.json", "../notebook/widget.js"),
        ("fmt", "--check", "--quiet"),
        ("fmt", "--check", "--quiet", "--config", "deno.json", "../notebook/widget.js"),
        ("test", "--quiet", "--frozen", "--no-check", "--allow-read"),
    ],
    ids=lambda command: command[0],
)
def test_deno_finds_nothing(command: tuple[str, ...]) -> None:
    deno(*command)


def test_a_type_is_no_any() -> None:
    # A tag that says `any`, or a type as wide as it, checks nothing.
    wide = re.compile(r"\{[^}\n]*\bany\b|\{(?:Object|Function|\*)\}|@ts-(?:ignore|nocheck)")
    texts = [
        f"{path.relative_to(CLIENT)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"@\w", line) and "@typedef {Object}" not in line and wide.search(line)
    ]
    assert not texts, "\n".join(texts)


def find_strange(text: str) -> list[str]:
    """Return the lines of a module that name what painters do not know, or import a module of the page."""
    code = re.sub(r"/\*\*(?:(?!@import|@type|@param|@return)[^*]|\*(?!/))*\*/", "", text)
    return [
        line.strip()
        for line in code.splitlines()
        if STRANGE.search(line) or re.search(r"(?:from|import\(?) ?'[^']*(?:page/|:)", line)
    ]


def test_painters_know_no_page_and_no_browser() -> None:
    paint = [path for path in (CLIENT / "paint").rglob("*.js") if not path.stem.endswith("_test")]
    assert len(paint) > 50
    result = {
        str(path.relative_to(CLIENT)): lines
        for path in paint
        if (lines := find_strange(path.read_text(encoding="utf-8")))
    }
    assert result == {}


@pytest.mark.parametrize(
    "line",
    [
        "import { h } from '../../page/dom.js';",
        "/** @import { LatLng } from 'leaflet' */",
        "/** @import { Atlas } from '../page/atlas.js' */",
        "const canvas = document.createElement('canvas');",
        "  return L.latLng(lat, lng);",
        "/** @param {HTMLCanvasElement} canvas */",
        "const { readFileSync } = await import('node:fs');",
    ],
)
def test_a_painter_that_knows_a_page_is_named(line: str) -> None:
    assert find_strange(f"/** Draws dots. */\n{line}\n") == [line.strip()]
