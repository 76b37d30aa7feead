"""What a plain install leaves out: a sentence that names the extra, and nothing else fails."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest

from geo.errors import EXTRA_PACKAGES

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))[
    "project"
]


class Absent(MetaPathFinder):
    """Let packages be missing."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find_spec(self, name: str, *_: Any) -> None:
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work without the packages of all extras, and without the modules that have imported them."""
    subset = ("geo.events", "geo.export", "geo.pictures", "geo.pictures.painter", "geo.cli.files")
    for name in list(sys.modules):
        if name.partition(".")[0] in EXTRA_PACKAGES or name.startswith(subset):
            package, _, module = name.rpartition(".")
            if package in sys.modules:  # undone too: else the package keeps the module of this test
                monkeypatch.delattr(sys.modules[package], module, raising=False)
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Absent(*EXTRA_PACKAGES), *sys.meta_path])


def test_every_package_that_is_left_out_is_of_an_extra() -> None:
    extras = PROJECT["optional-dependencies"]
    for package, (extra, _) in EXTRA_PACKAGES.items():
        name = package.removeprefix("py_").replace("_", "-")
        assert any(item.startswith(name) for item in extras[extra]), package
        assert not any(dependency.startswith(name) for dependency in PROJECT["dependencies"])
    assert set(extras) == {extra for extra, _ in EXTRA_PACKAGES.values()} | {"all"}
    assert all(extra in extras["all"][0] for extra, _ in EXTRA_PACKAGES.values())


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("export", "map.png"), "pip install 'greenline[pictures]'"),
        (("ingest", "events.csv", "--out", "out"), "greenline[ingest]"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_with_the_command_that_installs_it(
    greenline: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text("lat,lon,date\n35.5,44.4,2017-01-01\n")
    code, _, err = greenline(*words)
    assert code == 1
    assert text in err
    assert len(err.splitlines()) == 1


@pytest.mark.thorough
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    "words", [("info",), ("at", "2017-10-15", "--place", "Kerkouk"), ("export", "map.html")]
)
def test_the_rest_works_without(
    greenline: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = greenline(*words)
    assert (code, err) == (0, "")
    assert out
