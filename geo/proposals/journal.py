"""What is decided of proposals: a record of each, and files that are written all or none.

What is to be written stands in a journal first. A command that is killed before the journal is
complete has changed nothing; what one that is killed later left undone, the next one does, and
readers see as done.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo import data_file, yaml_file
from geo.atomic_write import atomic_write
from geo.data_file import JOURNAL
from geo.errors import DataError, ExportError
from geo.proposals.edit import free, slug
from geo.proposals.proposal import Proposal, ProposalError
from geo.proposals.proposal import write as written

#: The folder of proposals in a data folder, and that of those decided in it.
FOLDER, DECIDED = "proposals", "decided"


@contextmanager
def lock_folder(data: Path) -> Iterator[Path]:
    """Lend the folder of proposals to one command; another waits until it is done."""
    place = data / FOLDER
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise ProposalError(f"{place}: cannot be written ({error.strerror or error})") from None
    with data_file.lock(place, exclusive=True):
        yield place


def write(data: Path, files: Mapping[str, str | None]) -> None:
    """Write and remove files of a data folder, all of them or none."""
    try:
        with atomic_write(data / JOURNAL) as out:
            out.write(json.dumps(dict(files), ensure_ascii=False).encode())
    except ExportError as error:
        raise ProposalError(str(error)) from None
    finish(data)


def is_unfinished(data: Path) -> bool:
    """Return whether a command that was killed left something undone in a data folder."""
    return (data / JOURNAL).is_file()


def finish(data: Path) -> None:
    """Do what the journal of a data folder says is still to be done."""
    journal = data / JOURNAL
    if not journal.is_file():
        return
    texts = data_file.read_journal(data)
    try:
        with data_file.lock(data, exclusive=True):
            for path, text in texts.items():
                _put(data / path, text)
            journal.unlink()
    except (OSError, DataError, ExportError) as error:
        raise ProposalError(
            f"{error}; the next command writes what is left, which stands in {journal}"
        ) from None


def _put(target: Path, text: str | None) -> None:
    """Write a file, or remove it where there is no text."""
    if text is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(target) as out:
        out.write(text.encode())


def place_of(data: Path, proposal: Proposal, file: Path) -> str:
    """Return the path of the record of a decided proposal."""
    wording = f"{written(proposal)}decided:\n"
    place = data / FOLDER / DECIDED
    for path in sorted(place.glob("*.yaml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if text.startswith(wording):
            decided = yaml_file.read(text, path.name)["decided"]
            why = f" ({decided['why']})" if "why" in decided else ""
            raise ProposalError(
                f"{file.name}: this proposal was {decided['what']} on {decided['on']}{why}; "
                f"{FOLDER}/{DECIDED}/{path.name} is the record"
            )
    stem = slug(file.stem)[:100] or "proposal"
    return f"{FOLDER}/{DECIDED}/{free(stem, {item.stem for item in place.glob('*.yaml')})}.yaml"


def record(
    data: Path, proposal: Proposal, file: Path, text: str, decided: Mapping[str, Any]
) -> dict[str, str | None]:
    """Return the files that keep a proposal with what was decided, in the place of the open one."""
    files: dict[str, str | None] = {text: written(proposal, decided)}
    if file.resolve().parent == (data / FOLDER).resolve():
        files[f"{FOLDER}/{file.name}"] = None
    return files
