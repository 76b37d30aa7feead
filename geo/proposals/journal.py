"""What is decided of proposals: a record of each, and files that are written all or none.

What is to be written stands in a journal first. A command that is killed before the journal is
complete has changed nothing; what one that is killed later left undone, the next one does.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from geo import yaml_file
from geo.atomic_write import atomic_write
from geo.errors import ExportError
from geo.proposals.edit import free, slug
from geo.proposals.proposal import Proposal, ProposalError
from geo.proposals.proposal import write as written

#: The folder of proposals in a data folder, that of those decided in it, and the journal.
FOLDER, DECIDED, JOURNAL = "proposals", "decided", ".journal.json"

#: Seconds that one waits for another command, and between two looks.
_PATIENCE, _LOOK = 30.0, 0.05


@contextmanager
def alone(data: Path) -> Iterator[Path]:
    """Lend the folder of proposals to one command; another waits until it is done."""
    place = data / FOLDER
    try:
        place.mkdir(exist_ok=True)
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ProposalError(f"{place}: cannot be written ({error.strerror or error})") from None
    try:
        _lock(handle, place)
        yield place
    finally:
        os.close(handle)  # and the lock with it


def _lock(handle: int, place: Path) -> None:
    patient = time.monotonic() + _PATIENCE
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patient:
                raise ProposalError(
                    f"{place}: another command is writing here; try again"
                ) from None
            time.sleep(_LOOK)
        except OSError:
            return None  # a file system without locks


def write(data: Path, files: Mapping[str, str | None]) -> None:
    """Write and remove files of a data folder, all of them or none."""
    try:
        with atomic_write(data / FOLDER / JOURNAL) as out:
            out.write(json.dumps(dict(files), ensure_ascii=False).encode())
    except ExportError as error:
        raise ProposalError(str(error)) from None
    finish(data)


def unfinished(data: Path) -> bool:
    """Return whether a command that was killed left something undone in a data folder."""
    return (data / FOLDER / JOURNAL).is_file()


def finish(data: Path) -> None:
    """Do what the journal of a data folder says is still to be done."""
    journal = data / FOLDER / JOURNAL
    if not journal.is_file():
        return
    for path, text in _entries(journal).items():
        target = data / path
        try:
            if text is None:
                target.unlink(missing_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(target) as out:
                out.write(text.encode())
        except (OSError, ExportError) as error:
            raise ProposalError(
                f"{error}; the next command writes what is left, which stands in {journal}"
            ) from None
    journal.unlink()


def _entries(journal: Path) -> dict[str, str | None]:
    try:
        found = json.loads(journal.read_text(encoding="utf-8"))
        sane = all(_inside(path) and isinstance(text, str | None) for path, text in found.items())
    except (OSError, ValueError, AttributeError, RecursionError):
        sane = False
    if not sane:
        raise ProposalError(f"{journal}: no journal of this program; look at it and remove it")
    return dict(found)


def _inside(path: str) -> bool:
    """Return whether a path stays within the folder that it is of."""
    parts = PurePosixPath(path).parts
    return bool(parts) and "\0" not in path and parts[0] != "/" and ".." not in parts


def place_of(data: Path, proposal: Proposal, file: Path) -> str:
    """Return the path of the record that a proposal gets once it is decided."""
    said = f"{written(proposal)}decided:\n"
    place = data / FOLDER / DECIDED
    for one in sorted(place.glob("*.yaml")):
        text = one.read_text(encoding="utf-8", errors="replace")
        if text.startswith(said):
            decided = yaml_file.read(text, one.name)["decided"]
            why = f" ({decided['why']})" if "why" in decided else ""
            raise ProposalError(
                f"{file.name}: this proposal was {decided['what']} on {decided['on']}{why}; "
                f"{FOLDER}/{DECIDED}/{one.name} is the record"
            )
    stem = slug(file.stem)[:100] or "proposal"
    return f"{FOLDER}/{DECIDED}/{free(stem, {one.stem for one in place.glob('*.yaml')})}.yaml"


def record(
    data: Path, proposal: Proposal, file: Path, kept: str, decided: Mapping[str, Any]
) -> dict[str, str | None]:
    """Return the files that keep a proposal with what was decided, in the place of the open one."""
    files: dict[str, str | None] = {kept: written(proposal, decided)}
    if file.resolve().parent == (data / FOLDER).resolve():
        files[f"{FOLDER}/{file.name}"] = None
    return files
