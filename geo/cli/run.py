"""Run one command: read the arguments, write the answer, say in one line what went wrong."""

from __future__ import annotations

import argparse
import os
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from geo.cli.parser import Request, folder, parser, read_table
from geo.errors import GreenlineError, ViewError, missing_extra, shorten_value
from geo.files.data_file import PACKAGE
from geo.profile import default_folder, load, use

OK, FAILED, USAGE, STOPPED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the ``greenline`` command.

    >>> main(["at", "2017-10-15", "--place", "Hawija"])  # doctest: +ELLIPSIS
    Hawija on 15 October 2017, as held: federal government...
    0
    """
    _write_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    shared = _parse_shared(arguments)
    if instead := _find_removed(shared.words):
        return _report_failure(instead, USAGE)
    if fault := _use_profile(shared):
        return _report_failure(fault, FAILED)
    try:
        command = next(iter(shared.words), "")
        args = parser(command).parse_args(_take_new_names(arguments, command), Request())
        if not args.debug:
            warnings.simplefilter("ignore")
        if args.as_of:
            args.data = _as_of(args.as_of, args.data)
        _check_written(args)
        answer = args.answer()
    except SystemExit as stop:  # argparse has said what it had to say
        return _write_answer("", int(stop.code or OK))
    except GreenlineError as error:
        return _report_failure(str(error), USAGE if isinstance(error, ViewError) else FAILED)
    except KeyboardInterrupt:
        return _report_failure("stopped", STOPPED)
    except Exception as error:  # a reader sees no traceback, whatever happens
        if shared.debug:
            raise
        return _report_failure(_explain_error(error), FAILED)
    from geo.cli.output import format_answer

    return _write_answer(format_answer(args, answer), answer.code)


def _find_removed(words: Sequence[str]) -> str | None:
    """Return what to use instead of a removed command or option; None where all are there."""
    name, *others = words or [""]
    gone = read_table()["gone"]
    for item in (name, *(f"{name} {word.partition('=')[0]}" for word in others)):
        if item in gone:
            return f"{item} is gone since version 2.0: {gone[item]}"
    return None


def _take_new_names(arguments: Iterable[str], command: str) -> list[str]:
    """Return the arguments with options of before 2.0 under their names of now, and say so."""
    result: list[str] = []
    words = iter(arguments)
    for word in words:
        option, equals, value = word.partition("=")
        new = read_table()["renamed"].get(f"{command} {option}")
        if new is None:
            result.append(word)
            continue
        by_value = isinstance(new, dict)
        if by_value or "{}" in new:
            value = value if equals else next(words, "")
            if not value or (by_value and value not in new):
                raise ViewError(f"{option}: expected {' or '.join(new) if by_value else 'a value'}")
        result.append(new[value] if by_value else new.format(value))
        called = result[-1].partition("=")[0]
        print(f"greenline: {option} is called {called} since 2.0", file=sys.stderr)
    ends = [word for word in result if re.fullmatch(r"--dates=([^.]*\.\.|\.\.[^.]*)", word)]
    if len(ends) == 2:
        first, last = sorted((word.removeprefix("--dates=") for word in ends), reverse=True)
        result = [word for word in result if word not in ends]
        result.append(f"--dates={first.strip('.')}..{last.strip('.')}")
    return result


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


#: Arguments that name what a command writes, and what it writes beside a file of some endings.
_WRITTEN = ("out", "aside", "map")
_BESIDE = {".csv": ".credits.txt", ".parquet": ".credits.txt"}


def _check_written(args: argparse.Namespace) -> None:
    """Refuse to write what the command reads, however it is spelled, before anything is read."""
    arguments = {
        name: [item for item in (value if isinstance(value, list) else [value]) if item]
        for name, value in vars(args).items()
    }
    targets = [Path(item) for name in _WRITTEN for item in arguments.get(name, ())]
    read = [
        Path(item)
        for name, values in arguments.items()
        for item in values
        if name not in _WRITTEN and isinstance(item, str | Path) and os.path.exists(item)  # noqa: PTH110 -- of any text
    ]
    beside = [
        target.with_suffix(_BESIDE[target.suffix.lower()])
        for target in targets
        if target.suffix.lower() in _BESIDE
    ]
    for at, target in enumerate([*targets, *beside]):
        place = Path(os.path.realpath(target))
        if place in (Path(os.path.realpath(other)) for other in targets[at + 1 :]):
            raise ViewError(f"{target}: is written twice; expected two different files")
        for source in read:
            path = Path(os.path.realpath(source))
            within = path in place.parents if place.is_file() else place in path.parents
            if place.exists() and (within or place.samefile(path)):
                raise ViewError(f"{target}: is read by this command; expected another name")


def _explain_error(error: Exception) -> str:
    """Explain an unexpected error: a file or folder, a missing extra, or a fault of the program."""
    if isinstance(error, OSError) and error.filename:
        return f"{shorten_value(str(error.filename))} cannot be used: {error.strerror}"
    extra = missing_extra(error.name) if isinstance(error, ModuleNotFoundError) else None
    return extra or f"{type(error).__name__}: {error} (--debug shows where)"


#: What a folder with a faulty profile answers all the same: help, and what is wrong with it.
_SOUND = {"-h", "--help", "--version", "check"}


def _parse_shared(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the options that all commands share; ``words`` holds the other arguments."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--data", type=folder)
    early.add_argument("--as-of")
    early.add_argument("--debug", action="store_true")
    with suppress(argparse.ArgumentError, SystemExit):
        shared, words = early.parse_known_args(arguments)
        shared.words = words
        return shared
    return argparse.Namespace(words=[], debug=False)


def _use_profile(shared: argparse.Namespace) -> str:
    """Use the profile of the folder that ``--data`` names: what commands accept depends on it.

    Returns what is wrong with it where the command cannot do without.
    """
    if not shared.words:  # argparse says what is wrong with the arguments
        return ""
    try:
        use(load(shared.data or default_folder()))
    except GreenlineError as error:
        everything = os.path.isfile(Path(shared.data or default_folder()) / PACKAGE)  # noqa: PTH113 -- of any name
        return "" if _SOUND & set(shared.words) or not everything else str(error)
    return ""


def _as_of(version: str, data: Path | None) -> Path:
    """Return a folder with a version of the data, and use its profile."""
    from geo.atlas.release import folder_of

    path = folder_of(version, data or default_folder())
    use(load(path))
    return path


def _report_failure(message: str, code: int) -> int:
    from geo.cli.output import clean_line

    with suppress(OSError):
        print(f"greenline: {clean_line(message)}", file=sys.stderr)
    return code


def _write_answer(text: str, code: int) -> int:
    """Write an answer; a closed pipe (``| head``) is not an error."""
    if sys.stdout is None:  # closed before we began
        return code
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _close(sys.stdout)
    except OSError as error:
        _close(sys.stdout)
        return _report_failure(f"the answer cannot be written ({error.strerror or error})", FAILED)
    return code


def _close(stream: TextIO) -> None:
    """Discard what is left in a stream's buffer, so that exit is quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
