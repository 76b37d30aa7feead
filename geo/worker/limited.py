"""Compute from a reader's bytes in a worker with bounds of memory, time and what it hands back."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from inspect import isgenerator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from geo import errors
from geo.errors import GreenlineError, ReadError
from geo.profile import current, default_folder, load, use
from geo.tabular.source import LIMITS, Limits, megabytes, read_error
from geo.worker.process import Worker, Workers, bound_processor

if sys.platform != "win32":
    import resource

#: Bytes of a message without its tables.
LONGEST: Final = 1 << 26

#: Seconds of the processor beyond those that are waited for an answer: the caller speaks first.
GRACE: Final = 10

#: What went wrong as every task may say it.
_ERRORS: Final = tuple(
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, (GreenlineError, errors.Fault))
)

workers: Final = Workers()


def call(task: Callable[..., Any], *args: Any, **bounds: Any) -> Any:
    """Return ``task(*args)``, computed in a worker; takes what :func:`stream` takes."""
    (result,) = stream(task, *args, **bounds)
    return result


def stream(
    task: Callable[..., Any],
    *args: Any,
    content: Path | bytes | None = None,
    name: str,
    classes: Iterable[type] = (),
    limits: Limits = LIMITS,
    admit: Callable[[int], None] = lambda _: None,
    streamed: bool = False,
) -> Iterator[Any]:
    """Yield what ``task(*args)`` yields or returns, computed in a worker.

    A file's ``content`` goes before the other arguments; ``name`` is its name, for messages.
    ``classes`` are those that may come beside plain values and tables. ``admit`` is called with
    the bytes of each result before it is received, and what it raises ends the worker. The seconds
    of the limits are those of all, or of each result where it is ``streamed``.
    """
    try:
        worker = workers.start(_serve, task)
    except OSError as error:
        raise read_error(name, "ended") from error
    with closing(worker):
        link = worker.link
        profile = (current().folder or default_folder()).absolute()
        if isinstance(content, Path):
            args = (content.resolve(), *args)
        with suppress(OSError):  # of a worker that ended by now, its answer says how
            link.send((args, isinstance(content, bytes), limits, profile, streamed))
            if isinstance(content, bytes):
                link.send_bytes(content)
        from geo.worker.packing import Unpacker  # noqa: PLC0415 -- heavy: imported meanwhile

        refuse = _Refusal(name, limits)
        budget, end = limits.handed, time.monotonic() + limits.seconds
        while "value" in (message := _receive(worker, refuse, end)):
            refuse.progress = message["progress"]
            end = time.monotonic() + limits.seconds if streamed else end
            sizes = [int(size) for size in message["sizes"]]
            if (size := sum(sizes)) > limits.text or size > budget:
                most = megabytes(min(limits.text, limits.handed))
                raise read_error(name, "many_bytes", "fewer_rows", most=most)
            budget -= size
            admit(size)
            try:
                buffers = [link.recv_bytes(size) for size in sizes]
                unpacker = Unpacker((*_ERRORS, *classes), buffers)
                result = unpacker.unpack(message["value"])
            except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError) as error:
                raise read_error(name, "crash", why=type(error).__name__) from None
            del buffers, unpacker
            if isinstance(result, Exception):
                raise result
            if not message["goes_on"]:
                yield result


#: The share of a task that is done, and how many corners all of it has.
Progress = tuple[float, int]


class _Refusal:
    """What to say of a task that goes beyond its bounds: how long it took, and what would fit."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits, self.begun = name, limits, time.monotonic()
        self.progress: Progress | None = None

    def __call__(self, what: str, accepted: str) -> ReadError:
        size, seconds = megabytes(self.limits.memory), self.limits.seconds
        if self.progress is None:
            return read_error(self.name, what, accepted, size=size, seconds=seconds)
        share, corners = self.progress
        # What two outlines have in common may grow with the square of their corners.
        fit = float(f"{corners * share**0.5:.1g}")
        return read_error(
            self.name, f"{what}_overlay", "overlay", size=size, seconds=seconds,
            percent=int(100 * share), after=round(time.monotonic() - self.begun),
            corners=corners, fit=max(100, int(fit)),
        )  # fmt: skip


def _receive(worker: Worker, refuse: _Refusal, end: float) -> dict[str, Any]:
    """Return the next message; raise what stopped the worker."""
    name, limits = refuse.name, refuse.limits
    message: dict[str, Any] = {}
    try:
        if not worker.link.poll(max(0.0, end - time.monotonic())):
            raise refuse("slow", "smaller")
        message = json.loads(worker.link.recv_bytes(LONGEST))
    except (EOFError, OSError):
        how = worker.how_ended()
        if not how:
            raise read_error(name, "ended") from None
        most = megabytes(limits.memory)
        raise read_error(name, "broken_off", "sound", how=how, most=most) from None
    except ValueError as error:
        raise read_error(name, "crash", why=type(error).__name__) from None
    if "memory" in message:
        raise refuse("memory", "less_memory")
    if "crash" in message:
        crash = read_error(name, "crash", why=str(message["crash"]))
        crash.add_note(str(message.get("trace", "")))
        raise crash
    return message


def go_on(progress: Progress | None = None) -> None:
    """Say in a worker that a task goes on, so that nobody takes a long look for no answer.

    With how far it is, a refusal says what would fit: see :data:`Progress`.
    """
    _goes_on[0](progress)


#: What says so, in a worker.
_goes_on: Final[list[Callable[[Progress | None], None]]] = [lambda _: None]


def _serve(link: Connection, task: Callable[..., Any]) -> None:
    """Do a task, in the worker: hand back its results, or what went wrong."""
    args, has_content, limits, profile, streamed = link.recv()
    if has_content:
        args = (link.recv_bytes(), *args)
    use(load(profile))
    _confine(limits)
    from geo.worker.packing import Packer  # noqa: PLC0415

    def hand(value: Any, *, goes_on: bool = False, progress: Progress | None = None) -> None:
        packer = Packer()
        packed = packer.pack(value)
        sizes = [len(buffer) for buffer in packer.buffers]
        _send(link, {"value": packed, "sizes": sizes, "goes_on": goes_on, "progress": progress})
        for buffer in packer.buffers:
            link.send_bytes(buffer)
        if streamed:
            bound_processor(limits.seconds + GRACE)

    percent = -1

    def report(progress: Progress | None) -> None:
        nonlocal percent
        before, percent = percent, int(100 * progress[0]) if progress else -1
        if progress is None or percent > before:  # the caller hears of each percent once
            hand(None, goes_on=True, progress=progress)

    _goes_on[0] = report
    try:
        result = task(*args)
        for value in result if isgenerator(result) else (result,):
            hand(value)
        _send(link, {"done": True})
    except GreenlineError as error:
        hand(error)
    except MemoryError:
        _send(link, {"memory": True})
    except BaseException as error:  # noqa: BLE001 -- whatever it is, the reader hears a sentence
        if "bad_alloc" in str(error):  # what GEOS says where its memory ends
            _send(link, {"memory": True})
            return
        trace = "".join(traceback.format_exception(error))[-20_000:]
        _send(link, {"crash": f"{type(error).__name__}: {error}"[:300], "trace": trace})


def _send(link: Connection, message: dict[str, Any]) -> None:
    text = json.dumps(message).replace(f"{tempfile.gettempdir()}/", "")  # names that nobody knows
    link.send_bytes(text.encode())


def _confine(limits: Limits) -> None:
    """Bound what this process may take from the machine, before a reader's bytes are looked at."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library writes as it breaks off
    before = 1 << 29  # bytes that this process holds before it begins
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        before = int(pages) * os.sysconf("SC_PAGESIZE")
    with suppress(OSError):  # where memory runs out for all, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, max(limits.memory, 1 << 30)),
        (resource.RLIMIT_DATA, before + limits.memory),
    ):
        with suppress(OSError, ValueError):
            hard = resource.getrlimit(kind)[1]
            lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (lower, lower))
    bound_processor(limits.seconds + GRACE)
