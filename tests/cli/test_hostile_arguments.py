"""Every command with every option and hostile values: one line that says what is accepted."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from geo.cli.parser import parser

#: Values that no option takes, and some that a few do.
HOSTILE = (
    "", "\0", "\udcff\udcfe", "-", "/", "/nonexistent/x", "folder", "empty", "noise.csv", "9" * 5000,
    "2017-02-30", "٢٠١٧-٠٩-٢٧", "nan,nan", "1e999", "=", "a=b", "%E0%A4%A", "🙂", "x" * 5000,
    "/.html", "/proc/self/mem", "http://[::1", "[", "*", "\n", "a\x1b[2J",
)  # fmt: skip

#: Words that make each command whole; what is tried takes the place of one of them.
WHOLE = {
    "at": ("2017-09-27",),
    "changes": ("2017-10-15", "2017-11-01"),
    "history": ("Sinjar",),
    "story": ("list",),
    "read": ("events.csv",),
    "ingest": ("events.csv",),
    "map": ("empty",),
    "export": ("out.html",),
}

#: What stands in a message that says what is accepted, or that the system refuses.
ACCEPTED = (
    "expected", "accepted", "did you mean", "choose from", "not allowed", "cannot be", "needs",
    "several are called so", "required", "name it by", "No such", "no fault",
)  # fmt: skip


#: Folders that a command would make or fill outside of the test's own.
OUTSIDE = {"ingest": {"/", "folder"}, "site": {"/nonexistent/x"}}


def commands() -> dict[str, argparse.ArgumentParser]:
    top = parser()
    result = next(
        action for action in top._actions if isinstance(action, argparse._SubParsersAction)
    )
    return {
        name: choice for name, choice in result.choices.items() if name not in ("app", "mcp")
    }  # servers


def lines(name: str, item: argparse.ArgumentParser) -> Iterator[list[str]]:
    """Yield command lines: each argument with every hostile value, each option with a ninth of them."""
    more = ["--out", "out"] if name == "ingest" else []
    places = [action for action in item._actions if not action.option_strings]
    for number, action in enumerate(item._actions):
        for value in HOSTILE[number % 9 :: 9] if action.option_strings else HOSTILE:
            words = list(WHOLE.get(name, ()))
            if action.option_strings and action.nargs != 0:
                yield [name, *words, *more, f"{action.option_strings[-1]}={value}"]
            elif not action.option_strings and value not in OUTSIDE.get(name, ()):
                words[places.index(action) : places.index(action) + 1] = [value]
                yield [name, *words, *more]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds an empty file, a folder, noise and three events."""
    monkeypatch.chdir(tmp_path)
    Path("empty").write_bytes(b"")
    Path("folder").mkdir()
    Path("noise.csv").write_bytes(bytes(range(256)) * 8)
    Path("events.csv").write_text("lat,lon,date\n35.5,44.4,2017-01-01\n" * 3)


@pytest.mark.thorough
@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("name", sorted(commands()))
def test_no_value_of_no_option_ends_in_a_traceback(
    greenline: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(import_module("geo.cli.run"), "parser", cache(parser))  # it takes a while
    page = import_module("geo.export.html")
    monkeypatch.setattr(page, "render", lambda *_, **__: "<p>")  # what is drawn matters not here
    site = import_module("geo.site.site_folder")
    monkeypatch.setattr(site, "_files", lambda *_: ())
    faulty = {}
    for words in lines(name, commands()[name]):
        code, out, err = greenline(*words)
        answer = err or out
        raw = "Traceback" in answer or "--debug" in answer or "Error:" in answer
        if code not in {0, 1, 2} or raw or (code and not any(item in answer for item in ACCEPTED)):
            faulty[tuple(word[:30] for word in words)] = code, answer[:200]
        if code and err:
            assert err.isprintable() or all(line.isprintable() for line in err.splitlines()), words
    assert faulty == {}
