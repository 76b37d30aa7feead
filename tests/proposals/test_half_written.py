"""A writer killed at any call of the system, or beside a reader: nobody reads a half-written state."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from geo import Atlas, DataError
from geo import atlas as atlases
from geo import profile as profiles
from geo.atlas import check
from geo.data_file import JOURNAL, hold_state
from geo.proposals import journal
from geo.proposals.desk import Desk
from geo.proposals.proposal import read
from geo.versions.release import of_folder

from .test_deciding import texts

#: What Python's modules of the system are called, whose functions are where a process may die.
SYSTEM = {"posix", "_io", "io", "fcntl"}

NEW = {
    "kind": "event",
    "fact": {
        "start": "1984-07-20", "place": "Jarrow", "type": "politics", "actor_a": "Both",
        "text": "Somebody met somebody.", "precision": "day", "position_precision": "place",
        "lon": "24.75", "lat": "33.5",
    },
    "confidence": "low",
    "reason": "A report of the day says so.",
}  # fmt: skip


class Decision(NamedTuple):
    """What accepting a proposal writes."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    files: Mapping[str, str | None]
    states: frozenset[tuple[Any, ...]]


def state(data: Path) -> tuple[Any, ...]:
    """Return what readers of every kind see: all tables, rows, last day by profile and package."""
    release = of_folder(data, "here")
    return (
        Atlas.load(data).version,
        atlases.version(data),
        len(release.tables["events"]),
        release.package["last_day"],
        profiles.load(data).days.last.isoformat(),
    )


@pytest.fixture(scope="module")
def data(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(vellin, tmp_path_factory.mktemp("half") / "data"))


@pytest.fixture(scope="module")
def decision(data: Path) -> Decision:
    desk = Desk(data)
    source = desk.release.tables["sources"][0]["id"]
    proposal = read(yaml.safe_dump({**NEW, "sources": [source]}), "p")
    file = desk.save(desk.sign(proposal, "2026-11-25"))
    before, first = texts(data), state(data)
    desk.accept(file, "2026-11-25")
    after, second = texts(data), state(data)
    differing = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    assert len(differing) >= 4
    assert all(value != other for value, other in zip(first, second, strict=True))
    files = {path: after.get(path) for path in differing}
    return Decision(before, after, files, frozenset({first, second}))


def restore(data: Path, before: Mapping[str, str]) -> None:
    for path in texts(data).keys() - before.keys():
        (data / path).unlink()
    (data / JOURNAL).unlink(missing_ok=True)
    for path, text in before.items():
        (data / path).write_text(text, "utf-8")


def call_in_child(work: Callable[[], object], kill_before: int) -> bool:
    """Call in a process that is killed before its nth call of the system; return whether it was."""
    child = os.fork()
    if not child:
        _die_before(kill_before)
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_before(call: int) -> None:
    count = 0

    def look(_: object, event: str, function: Any) -> None:
        nonlocal count
        if event == "c_call":
            owner = type(getattr(function, "__self__", None)).__module__
            if (function.__module__ or owner) in SYSTEM:
                count += 1
                if count == call:
                    os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)


@pytest.mark.thorough
@pytest.mark.parametrize("stride", [7, 1])
def test_a_writer_killed_at_any_call_leaves_one_of_two_states(
    data: Path, decision: Decision, stride: int
) -> None:
    call, killed, half, seen = 0, True, 0, set()
    while killed:
        call += stride
        restore(data, decision.before)
        killed = call_in_child(lambda: journal.write(data, decision.files), call)
        left = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
        half += texts(data) not in (decision.before, decision.after)
        seen.add(state(data))
        assert seen <= decision.states, f"killed before call {call}"
        assert left == {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
        finished = (data / JOURNAL).is_file()
        Desk(data)
        assert texts(data) in ([decision.after] if finished else [decision.before, decision.after])
    assert seen == decision.states
    assert half > 40 // stride, "the files themselves were half-written"
    assert call > 100


@pytest.mark.thorough
def test_a_reader_beside_a_writer_sees_one_of_two_states(data: Path, decision: Decision) -> None:
    restore(data, decision.before)
    back = {path: decision.before.get(path) for path in decision.files}
    versions = {item[1] for item in decision.states}
    child = os.fork()
    if not child:
        while True:
            journal.write(data, decision.files)
            journal.write(data, back)
    try:
        changes, last, reads = 0, "", 0
        while changes < 12:
            with hold_state(data):
                version, events = atlases.version(data), len(of_folder(data, "").tables["events"])
            assert version in versions
            assert (version, events) in {(item[1], item[2]) for item in decision.states}
            assert atlases.version(data) in versions
            changes, last, reads = changes + (version != last), version, reads + 2
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert reads >= 24


def test_a_folder_without_locks_still_loads(
    data: Path, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore(data, decision.before)
    later = max(decision.states, key=lambda item: item[2])
    assert state(data) != later
    file = data / JOURNAL
    file.write_text(json.dumps(dict(decision.files)), "utf-8")

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert state(data) == later
    file.unlink()
    assert state(data) != later


def test_a_journal_of_another_program_is_a_fault_of_the_folder(
    data: Path, decision: Decision
) -> None:
    restore(data, decision.before)
    (data / JOURNAL).write_text('{"../x": "y"}', "utf-8")
    try:
        with pytest.raises(DataError, match="a journal of this program"):
            Atlas.load(data)
        assert [(fault.file, fault.value) for fault in check(data)] == [(JOURNAL, "another text")]
    finally:
        (data / JOURNAL).unlink()
