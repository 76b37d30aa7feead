"""The same ingest on a real scheduler with two workers, one of which is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import QuestionError
from geo.events.ingest import ingest
from geo.events.ingest.folder import workplace
from tests.events.ingest.made import make, read, read_slowly
from tests.events.ingest.written import digests

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[3]
FILES = 8


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    file = tmp_path / "scheduler.json"
    process = start(
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    )
    try:
        until = time.monotonic() + 120
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        yield _address(file)
    finally:
        stop(process)


def _address(file: Path) -> str:
    return json.loads(file.read_text())["address"]


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [
        start(
            "worker", scheduler, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--memory-limit", "0", "--death-timeout", "200",
            "--local-directory", str(tmp_path / f"worker{number}"),
        )
        for number in range(2)
    ]  # fmt: skip
    try:
        yield running
    finally:
        for process in running:
            stop(process)


def kill_when(begun: Path, process: subprocess.Popen[bytes], killed: threading.Event) -> None:
    """Kill a worker once some files are read and others are not."""
    until = time.monotonic() + 200
    while time.monotonic() < until:
        pieces = len(list(begun.glob("*/*/0*-0*[0-9]")))
        if pieces >= 3:
            process.send_signal(signal.SIGKILL)
            killed.set()
            return
        time.sleep(0.02)


def test_a_killed_worker_changes_nothing(
    atlas: Atlas, scheduler: str, workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    source = make(tmp_path / "in", FILES)
    alone = ingest(atlas, [source], tmp_path / "alone", reader=read)
    killed = threading.Event()
    wait_for(scheduler, 2)
    work = workplace(tmp_path / "together")
    watch = threading.Thread(target=kill_when, args=(work, workers[0], killed), daemon=True)
    watch.start()
    together = ingest(
        atlas, [source], tmp_path / "together", scheduler=scheduler, reader=read_slowly
    )
    assert killed.is_set()
    assert workers[0].wait(timeout=5) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert together.report["set_aside"]["duplicate_id"] > 40
    assert digests(together.path) == digests(alone.path)
    assert not work.exists()


def test_processes_of_this_machine_give_the_same(atlas: Atlas, tmp_path: Path) -> None:
    source = make(tmp_path / "in", 3, rows=60)
    alone = ingest(atlas, [source], tmp_path / "alone", reader=read)
    together = ingest(atlas, [source], tmp_path / "together", workers=1, reader=read)
    assert digests(together.path) == digests(alone.path)


def wait_for(scheduler: str, count: int) -> None:
    from distributed import Client

    with Client(scheduler, timeout=100, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=200)


def test_a_scheduler_that_is_not_there_is_told(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.events.ingest.engine.WAIT", 0.5)
    source = make(tmp_path / "in", 2, rows=20)
    with pytest.raises(QuestionError, match=r"127\.0\.0\.1:9.*does not answer"):
        ingest(atlas, [source], tmp_path / "out", scheduler="tcp://127.0.0.1:9", reader=read)
    with pytest.raises(QuestionError, match="expected tcp"):
        ingest(atlas, [source], tmp_path / "out", scheduler="http://127.0.0.1", reader=read)
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


def test_a_scheduler_without_workers_is_told(
    atlas: Atlas, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.events.ingest.engine.WAIT", 1)
    source = make(tmp_path / "in", 2, rows=20)
    with pytest.raises(QuestionError, match="no worker"):
        ingest(atlas, [source], tmp_path / "out", scheduler=scheduler, reader=read)
