"""The page's own code as its tools see it: types, rules, layout, unit tests, length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.client import build

from . import CLIENT, deno

#: Lines that a module has at most.
LINES = 400


def modules() -> list[Path]:
    """Return every module and its unit tests."""
    own = [path for path in CLIENT.rglob("*.js") if build.BUILT not in path.parents]
    assert len(own) > 60
    return own


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--quiet", "--frozen", "."),
        ("lint", "--quiet"),
        ("fmt", "--check", "--quiet"),
        ("test", "--quiet", "--frozen", "--allow-read"),
    ],
    ids=lambda command: command[0],
)
def test_deno_finds_nothing(command: tuple[str, ...]) -> None:
    deno(*command)


def test_a_type_is_no_any() -> None:
    # A tag that says `any`, or a type as wide as it, checks nothing.
    wide = re.compile(r"\{[^}\n]*\bany\b|\{(?:Object|Function|\*)\}|@ts-(?:ignore|nocheck)")
    found = [
        f"{path.relative_to(CLIENT)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"@\w", line) and "@typedef {Object}" not in line and wide.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(CLIENT)): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert not long
