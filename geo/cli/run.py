"""Run one command: read the arguments, write the answer, say in one line what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from geo.cli.output import Answer, data_version, enveloped, json_text, plain
from geo.cli.parser import folder, parser
from geo.errors import GreenlineError, ViewError, missing_extra
from geo.profile import PACKAGE, default_folder, load, use

OK, FAILED, USAGE, STOPPED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the ``greenline`` command.

    Examples
    --------
    >>> main(["at", "2017-10-15", "--place", "Hawija"])  # doctest: +ELLIPSIS
    Hawija on 15 October 2017, as held: federal government...
    0
    """
    _write_utf8()
    if fault := _use_profile(argv):
        return _failed(fault, FAILED)
    try:
        args = parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said what it had to say
        return _written("", int(stop.code or OK))
    if not args.debug:
        warnings.simplefilter("ignore")
    try:
        args.data = args.data or _data()
        if args.as_of:
            args.data = _as_of(args.as_of, args.data)
        answer: Answer = args.run(args)
    except GreenlineError as error:
        return _failed(str(error), USAGE if isinstance(error, ViewError) else FAILED)
    except KeyboardInterrupt:
        return _failed("stopped", STOPPED)
    except Exception as error:  # a reader sees no traceback, whatever happens
        if args.debug:
            raise
        return _failed(_unforeseen(error), FAILED)
    return _written(_said(args, answer), answer.code)


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _said(args: argparse.Namespace, answer: Answer) -> str:
    """Return what a command prints, with which data it is of where that is not the newest."""
    if answer.record is None:
        return _as_of_line(args) + answer.text if args.as_of and answer.for_people else answer.text
    if args.json == "rows" and isinstance(answer.record, list):
        _failed("--json-rows leaves with version 1.1: take the rows of --json", OK)
        return json_text(answer.record)
    return json_text(enveloped(args, answer))


def _as_of_line(args: argparse.Namespace) -> str:
    version, release = data_version(args.data)
    return f"Data as of version {release} ({version})\n\n"


def _unforeseen(error: Exception) -> str:
    """Return what to say of an error that is none of ours: a missing extra, or a fault of ours."""
    extra = missing_extra(error.name) if isinstance(error, ModuleNotFoundError) else None
    return extra or f"{type(error).__name__}: {error} (--debug shows where)"


#: What a folder with a faulty profile answers all the same: help, and what is wrong with it.
_SOUND = {"-h", "--help", "--version", "check"}


def _use_profile(argv: Sequence[str] | None) -> str:
    """Use the profile of the folder that ``--data`` names: what commands accept depends on it.

    Returns what is wrong with it where the command cannot do without.
    """
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--data", type=folder)
    with suppress(argparse.ArgumentError, SystemExit):
        known, others = early.parse_known_args(argv)
        try:
            use(load(known.data or default_folder()))
        except GreenlineError as error:
            whole = (Path(known.data or default_folder()) / PACKAGE).is_file()
            return "" if _SOUND & set(others) or not whole else str(error)
    return ""


def _data() -> Path | None:
    """Return the data folder with pulled boundaries where there is one."""
    from geo.atlas.atlas import current_folder

    base = default_folder()
    found = current_folder(base)
    return None if found == base else found


def _as_of(version: str, data: Path | None) -> Path:
    """Return a folder with a version of the data, and use its profile."""
    from geo.versions.package import folder_of

    found = folder_of(version, data or default_folder())
    use(load(found))
    return found


def _failed(message: str, code: int) -> int:
    with suppress(OSError):
        print(f"greenline: {plain(message)}", file=sys.stderr)
    return code


def _written(text: str, code: int) -> int:
    """Write an answer; a reader who has seen enough of it (``| head``) is no error."""
    if sys.stdout is None:  # closed before we began
        return code
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _close(sys.stdout)
    except OSError as error:
        _close(sys.stdout)
        return _failed(f"the answer cannot be written ({error.strerror or error})", FAILED)
    return code


def _close(stream: TextIO) -> None:
    """Send what is left in a stream's buffer nowhere, so that leaving is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
