"""The ways on which a file comes in: Python, the app, and the commands; what came of it."""

from __future__ import annotations

import io
import json
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, Final

import psutil

from geo import Atlas
from geo.cli.run import main
from geo.errors import ReadError
from geo.events import read
from geo.events.user_events import UserEvents
from geo.user_areas.reading import look
from geo.web.upload import column_mapping

#: A way: the atlas, the file, an empty folder -> what a person is told.
Way = Callable[[Atlas, Path, Path], str]


def by_python(_: Atlas, file: Path, __: Path) -> str:
    """Read a file from Python."""
    return _describe_report(read(file).report.to_dict())


def by_app(atlas: Atlas, file: Path, _: Path) -> str:
    """Take a file as the app's side bar does: look at its columns, then read it."""
    content = file.read_bytes()
    if look(atlas, content, file.name, limits=column_mapping.LOOK).must_ask:
        return "columns are asked for"
    return _describe_report(UserEvents.load(atlas, content, file.name).report.to_dict())


def by_read(_: Atlas, file: Path, folder: Path) -> str:
    """Run ``greenline read``, which reads in pieces."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["read", str(file), "--out", str(folder / "out.parquet"), "--json"])
    if code and not out.getvalue():
        lines = [line for line in err.getvalue().splitlines() if line.startswith("greenline: ")]
        assert code == 1
        assert "--debug shows where" not in err.getvalue()
        assert len(lines) == 1
        return lines[0].removeprefix("greenline: ")
    report = json.loads(out.getvalue())
    assert code == int(not report["kept"])
    return _describe_report(report)


WAYS: Final[dict[str, Way]] = {"python": by_python, "app": by_app, "read": by_read}


def _describe_report(report: dict[str, Any]) -> str:
    assert report["rows_read"] == report["kept"] + sum(report["set_aside"].values())
    return f"{report['kept']:,} of {report['rows_read']:,} rows kept"


def run_way(way: Way, atlas: Atlas, file: Path, folder: Path) -> str:
    """Return what a person is told; a refusal names the file and nothing of this machine."""
    try:
        result = way(atlas, file, folder)
    except ReadError as error:
        result = str(error)
    refused = result.startswith((file.name, file.stem, "a.csv: "))
    assert refused or "rows kept" in result or "asked for" in result or str(folder) in result
    assert tempfile.gettempdir() not in result.replace(str(folder), "")
    assert "Traceback" not in result
    if refused:
        assert list(folder.iterdir()) == []
    return result.replace(f"{folder}/", "")


@contextmanager
def watch_memory() -> Iterator[list[int]]:
    """Lend a list whose one number is the most memory that a process below this one held."""
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    most[0] = max(most[0], child.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()
