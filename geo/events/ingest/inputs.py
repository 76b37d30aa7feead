"""The files that an ingest reads, in an order of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ReadError

#: Files that lie beside the one that is read.
_COMPANIONS = frozenset({".cpg", ".dbf", ".prj", ".sbn", ".sbx", ".shx", ".qix", ".qmd", ".xml"})


@dataclass(frozen=True)
class Input:
    """One file to read."""

    number: int  #: Its place among the files, from 0.
    path: Path  #: Where it lies, absolute.
    #: How it is named in the folder written: its name, or its path inside the folder given.
    name: str


def inputs(paths: Iterable[Path | str]) -> tuple[Input, ...]:
    """Return the files that some paths mean.

    A folder means all files in it and below, by their paths; hidden files and the companions of a
    Shapefile are left out. A file that is named twice is read once.
    """
    files: dict[Path, str] = {}
    for path in map(Path, paths):
        try:
            for file, name in _files_of(path):
                files.setdefault(file.resolve(), name)
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a NUL in the name
            why = getattr(error, "strerror", None) or str(error)
            raise ReadError(f"cannot be read ({why})", file=str(path)[:200]) from error
    named = enumerate(files.items())
    return tuple(Input(number, path, name) for number, (path, name) in named)


def _files_of(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files that a path means, each with the name that it is listed under."""
    if path.is_dir():
        inside = sorted(_find_files(path), key=lambda file: file.relative_to(path).as_posix())
        if not inside:
            raise ReadError("no file to read in this folder", file=str(path))
        for file in inside:
            yield file, file.relative_to(path).as_posix()
    elif path.is_file():
        yield path, path.name
    elif path.exists():
        raise ReadError("neither a file nor a folder", file=str(path))
    else:
        raise ReadError(
            "no such file or folder",
            file=str(path),
            accepted="files of events, and folders of them",
        )


def _find_files(folder: Path) -> Iterable[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and file.suffix.lower() not in _COMPANIONS:
            yield file


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
