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
    item = record(name)
    there = cache.find_pulled(item)
    if there and not anew and _is_unchanged(there):
        return there
    with cache.lock_record(item, quiet=quiet):
        there = cache.find_pulled(item)  # another process may have pulled it meanwhile
        if there and not anew:
            return _check_pulled(item, there)
        try:
            source = _check_address(url or item.url or transfer.hdx_address(item))
            return _fetch(item, source, there, quiet)
        except requests.RequestException as error:
            raise PullError(_unreached_message(item, there, error)) from error
        except OSError as error:
            raise PullError(
                f"{item.name}: {cache.place(item)} cannot be written ({error.strerror or error}); "
                "what was there stays"
            ) from error


def _fetch(item: Record, source: str, there: Pulled | None, quiet: bool) -> Pulled:
    """Fetch into a file of its own, verify it, and only then put it in place of the old one."""
    transfer = Transfer(cache.place(item) / f"{item.file}.part", quiet=quiet)
    sha256 = transfer.run(source)
    if there and item.fixed and sha256 != there.sha256:
        transfer.forget()
        raise PullError(
            f"{item.name}: the bytes from {source} are not those of version {item.version} "
            "pulled before; nothing was replaced"
        )
    if wrong := _not_of_its_kind(transfer.part, item):
        transfer.forget()
        raise PullError(f"{item.name}: what came from {source} {wrong}; nothing was replaced")
    download = cache.store(item, transfer.part, source, sha256)
    transfer.forget()
    return download


def _not_of_its_kind(file: Path, item: Record) -> str:
    """Say why a file is not what its name says; empty where it is.

    A page that asks to sign in comes with status 200, and under the name that was asked for.
    """
    suffix = Path(item.file).suffix
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


def _is_unchanged(there: Pulled) -> bool:
    try:
        with Path(there.path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == there.sha256
    except OSError:  # replaced at this moment
        return False


def _check_pulled(item: Record, there: Pulled) -> Pulled:
    """Return the cached download if it is unchanged."""
    if not _is_unchanged(there):
        raise PullError(
            f"{there.path}: changed since it was pulled on {there.pulled}; "
            f"delete it and pull {item.name} again"
        )
    return there


def _check_address(url: str) -> str:
    """Return an address that requests can ask."""
    try:
        prepared = requests.Request("GET", url).prepare().url or ""
    except (requests.RequestException, UnicodeError, ValueError):
        prepared = ""
    if not prepared.startswith(("https://", "http://")):
        raise PullError(f"address {url[:120]!r}: expected one that begins with https:// or http://")
    return url


def _unreached_message(item: Record, there: Pulled | None, error: Exception) -> str:
    answer = getattr(error, "response", None)
    why = f"it answered {answer.status_code}" if answer is not None else "no answer came"
    text = f"; the copy of {there.pulled} stays" if there else ""
    return f"{item.name}: {item.publisher} cannot be reached ({why}){text}"
