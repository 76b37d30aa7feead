"""Public data, downloaded on request: never shipped, kept with its licence and checksum."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

import requests

from geo.errors import PullError
from geo.pull import cache, transfer
from geo.pull.cache import Pulled
from geo.pull.record import Record, record, records
from geo.pull.transfer import Transfer

__all__ = ["Pulled", "Record", "pull", "record", "records"]


def pull(name: str, *, url: str | None = None, anew: bool = False, quiet: bool = False) -> Pulled:
    """Pull a public data set into the cache folder, or return what is there.

    Notes
    -----
    Publishers give no checksum of their own for these files; the one of the first pull is noted,
    and a fixed version with any other is refused.
    """
    one = record(name)
    there = cache.known(one)
    if there and not anew and _unchanged(there):
        return there
    with cache.locked(one, quiet=quiet):
        there = cache.known(one)  # another process may have pulled it meanwhile
        if there and not anew:
            return _checked(one, there)
        try:
            source = _accepted(url or one.url or transfer.hdx_address(one))
            return _fetched(one, source, there, quiet)
        except requests.RequestException as error:
            raise PullError(_unreached(one, there, error)) from error
        except OSError as error:
            raise PullError(
                f"{one.name}: {cache.place(one)} cannot be written ({error.strerror or error}); "
                "what was there stays"
            ) from error


def _fetched(one: Record, source: str, there: Pulled | None, quiet: bool) -> Pulled:
    """Fetch into a file of its own, verify it, and only then put it in place of the old one."""
    transfer = Transfer(cache.place(one) / f"{one.file}.part", quiet=quiet)
    sha256 = transfer.run(source)
    if there and one.fixed and sha256 != there.sha256:
        transfer.forget()
        raise PullError(
            f"{one.name}: the bytes from {source} are not those of version {one.version} "
            "pulled before; nothing was replaced"
        )
    if wrong := _not_of_its_kind(transfer.part, one):
        transfer.forget()
        raise PullError(f"{one.name}: what came from {source} {wrong}; nothing was replaced")
    found = cache.store(one, transfer.part, source, sha256)
    transfer.forget()
    return found


def _not_of_its_kind(file: Path, one: Record) -> str:
    """Say why a file is not what its name says; empty where it is.

    A page that asks to sign in comes with status 200, and under the name that was asked for.
    """
    suffix = Path(one.file).suffix
    with file.open("rb") as stream:
        if suffix != ".zip":
            begins = stream.read(512).lstrip().lower()
            page = begins.startswith((b"<!doctype html", b"<html"))
            return f"is an HTML page, expected {suffix.removeprefix('.')}" if page else ""
        try:
            with zipfile.ZipFile(stream) as archive:
                broken = archive.testzip()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
            return "is not a ZIP archive"
    return f"is a damaged ZIP archive (first at {broken[:80]!r})" if broken else ""


def _unchanged(there: Pulled) -> bool:
    try:
        with Path(there.path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == there.sha256
    except OSError:  # replaced at this moment
        return False


def _checked(one: Record, there: Pulled) -> Pulled:
    """Return what is there if it still is what was pulled."""
    if not _unchanged(there):
        raise PullError(
            f"{there.path}: changed since it was pulled on {there.pulled}; "
            f"delete it and pull {one.name} again"
        )
    return there


def _accepted(url: str) -> str:
    """Return an address that requests can ask."""
    try:
        prepared = requests.Request("GET", url).prepare().url or ""
    except (requests.RequestException, UnicodeError, ValueError):
        prepared = ""
    if not prepared.startswith(("https://", "http://")):
        raise PullError(f"address {url[:120]!r}: expected one that begins with https:// or http://")
    return url


def _unreached(one: Record, there: Pulled | None, error: Exception) -> str:
    answer = getattr(error, "response", None)
    why = f"it answered {answer.status_code}" if answer is not None else "no answer came"
    kept = f"; the copy of {there.pulled} stays" if there else ""
    return f"{one.name}: {one.publisher} cannot be reached ({why}){kept}"
