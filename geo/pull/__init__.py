"""Public data, pulled when asked for: never shipped, kept with its licence and checksum."""

from __future__ import annotations

import logging
from pathlib import Path

import pooch
import requests

from geo.errors import PullError
from geo.pull import cache, hdx
from geo.pull.cache import Pulled
from geo.pull.record import Record, record, records
from geo.pull.transfer import Resuming

__all__ = ["Pulled", "Record", "pull", "record", "records"]


def pull(name: str, *, url: str | None = None, anew: bool = False, quiet: bool = False) -> Pulled:
    """Pull a public data set into the cache folder, or return what is there.

    Parameters
    ----------
    name
        One of :func:`records`.
    url
        Another address of the same file, for instance a mirror's.
    anew
        Whether to ask the publisher even if the file is there.
    quiet
        Whether the progress bar is left out.

    Returns
    -------
    Pulled
        Where the file lies, its checksum, licence and citation.

    Raises
    ------
    PullError
        In one sentence: where the network or the publisher does not answer, or where a version
        that never changes came with other bytes. What was there stays.

    Notes
    -----
    Publishers give no checksum of their own for these files; the one of the first pull is noted,
    and a fixed version with any other is refused.
    """
    one = record(name)
    there = cache.known(one)
    if there and not anew:
        return _checked(one, there)
    kept = there.sha256 if there and one.fixed else None
    folder = cache.place(one)
    try:
        source = url or one.url or hdx.address(one)
        path = _fetched(one, source, folder, kept, quiet)
    except requests.RequestException as error:
        raise PullError(_unreached(one, there, error)) from error
    except OSError as error:
        raise PullError(
            f"{one.name}: {folder} cannot be written ({error.strerror or error}); "
            "what was there stays"
        ) from error
    return cache.keep(one, path, source)


def _fetched(one: Record, source: str, folder: Path, kept: str | None, quiet: bool) -> Path:
    """Fetch into a new file, check it, and only then put it in place of the old one."""
    logging.getLogger("pooch").setLevel(logging.ERROR)
    fresh = folder / f"{one.file}.new"
    fresh.unlink(missing_ok=True)
    loader = Resuming(folder / f"{one.file}.part", quiet=quiet)
    try:
        pooch.retrieve(source, f"sha256:{kept}" if kept else None, fresh.name, folder, None, loader)
    except ValueError as error:  # pooch's word for a checksum that differs
        raise PullError(
            f"{one.name}: the bytes from {source} are not those of version {one.version} "
            "pulled before; nothing was replaced"
        ) from error
    return fresh.replace(folder / one.file)


def _checked(one: Record, there: Pulled) -> Pulled:
    """Return what is there if it still is what was pulled."""
    if pooch.file_hash(there.path) != there.sha256:
        raise PullError(
            f"{there.path}: changed since it was pulled on {there.pulled}; "
            f"delete it and pull {one.name} again"
        )
    return there


def _unreached(one: Record, there: Pulled | None, error: Exception) -> str:
    answer = getattr(error, "response", None)
    why = f"it answered {answer.status_code}" if answer is not None else "no answer came"
    kept = f"; the copy of {there.pulled} stays" if there else ""
    return f"{one.name}: {one.publisher} cannot be reached ({why}){kept}"
