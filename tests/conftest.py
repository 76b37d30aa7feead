"""What all tests share: a copy of the data that may be spoilt, quiet property tests."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from geo.atlas.table import Table, read_table
from geo.profile import _current
from tests.second_country.country import write

DATA = Path(__file__).resolve().parents[1] / "data"

# The workers of a run have one folder: what is derived from the same data by the same code is
# derived once for all of them.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["GREENLINE_CACHE"] = tempfile.mkdtemp(prefix="greenline-tests-")

#: Derives what most tests need, while the workers collect: else each would derive it for itself.
WARM = "from geo import Atlas, View, export; export.page(Atlas.load(), View())"

settings.register_profile("greenline", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("greenline")


def choose_cases(items: list[pytest.Function]) -> set[pytest.Function]:
    """Return few of a function's cases: each value of two parameters is there, of more each pair."""
    parts = {}
    for item in items:
        values = [(name, repr(value)) for name, value in sorted(item.callspec.params.items())]
        parts[item] = set(combinations(values, min(2, len(values) - 1)))
    wanted, chosen = set().union(*parts.values()), set()
    while wanted:
        item = max(parts, key=lambda item: len(parts[item] & wanted))
        chosen.add(item)
        wanted -= parts[item]
    return chosen


def pytest_sessionstart(session: pytest.Session) -> None:
    """Fill the folder that the workers of a run share."""
    if session.config.getoption("numprocesses", None):
        subprocess.Popen([sys.executable, "-c", WARM], cwd=DATA.parent)


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, Any, Any]:
    """Leave out or mark as thorough cases of a function, whichever of them this run asks for."""
    made = yield
    if not isinstance(made, list) or not all(isinstance(item, pytest.Function) for item in made):
        return made
    if any(item.get_closest_marker("sampled") for item in made):
        chosen = choose_cases(made)
        made = [item for item in made if item in chosen]
    for at, item in enumerate(made):
        quick = item.get_closest_marker("quick")
        if quick and at >= quick.args[0]:
            item.add_marker("thorough")
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the walks: they are long, and at the end one core would wait for them."""
    items.sort(key=lambda item: "/walk/" not in item.path.as_posix())


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    """Set back what a command or the app sets for its whole process: the profile, the main module."""
    profile, main = _current.get(), sys.modules["__main__"]
    yield
    _current.set(profile)
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def vellin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an invented country."""
    return write(tmp_path_factory.mktemp("vellin"))


_KNOWN: dict[tuple[bytes, str], Table] = {}


def _read_once(folder: Path, resource: dict[str, Any]) -> Table:
    """Read and check a table once for each content and schema; nothing else decides its faults."""
    file = folder / resource["path"]
    if not file.is_file():
        return read_table(folder, resource)
    key = file.read_bytes(), json.dumps(resource)
    if key not in _KNOWN:
        _KNOWN[key] = read_table(folder, resource)
    return _KNOWN[key]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the data folder; of its tables only those that are spoilt are read anew."""
    monkeypatch.setattr("geo.atlas.checking.read_table", _read_once)
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, int, str, str], str]:
    """Return a function that writes one cell of a table: path, row as a spreadsheet, column, value.

    It returns what stood there.
    """

    def write(path: str, row: int, column: str, value: str) -> str:
        file = folder / path
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
        at = lines[0].index(column)
        before, lines[row - 1][at] = lines[row - 1][at], value
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(lines)
        return before

    return write
