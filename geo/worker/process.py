"""Workers as the program holds them, and the process that starts them as copies of itself."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

if sys.platform != "win32":
    import resource

#: Seconds after which a worker gives way to others.
LONG: Final = 2.0


def main(descriptor: int) -> None:
    """Serve until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are not waited for
    with socket.socket(fileno=descriptor) as control:
        while True:
            data, ends, _, _ = socket.recv_fds(control, 1, 2)
            if not data:
                return
            links = [Connection(end) for end in ends]
            with suppress(Exception):  # a caller whose links are closed hears of it
                _start(control, *links)
            for link in links:
                link.close()


def _start(control: socket.socket, life: Connection, link: Connection | None = None) -> None:
    """Import what is to be run, and run it: in a worker where there is a link to it, else here."""
    run, args, niceness = life.recv()  # what the program itself sends
    gc.collect()
    gc.freeze()  # copies share the memory of what is never looked through
    if link is None:
        run(*args)
    elif os.fork() == 0:
        try:
            control.close()
            _keep(life, link, run, args, niceness)
        finally:
            os._exit(0)


def _keep(
    life: Connection,
    link: Connection,
    run: Callable[..., None],
    args: tuple[Any],
    niceness: tuple[int, int],
) -> None:
    """Run a worker until it ends or its caller lets go of it, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with tempfile.TemporaryDirectory(prefix="greenline-", ignore_cleanup_errors=True) as folder:
        worker = get_context("fork").Process(target=_work, args=(life, link, run, folder, args))
        worker.start()
        link.close()
        for nice, seconds in zip(niceness, (LONG, None), strict=True):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.pid or 0, nice)
            if wait([worker.sentinel, life], seconds):
                break
        worker.kill()
        worker.join()
    with suppress(OSError):  # nobody waits for it any more
        life.send_bytes(str(worker.exitcode).encode())


def _work(
    life: Connection, link: Connection, run: Callable[..., None], folder: str, args: tuple[Any]
) -> None:
    life.close()
    tempfile.tempdir = folder
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in range(3):  # libraries that break off write there
        os.dup2(quiet, number)
    run(link, *args)


_PROGRAM: Final = """
import sys
sys.path.insert(0, sys.argv[1])
from geo.worker.process import main
main(int(sys.argv[2]))
"""

#: One thread each: copies are made of it, and a file is read by one.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}

#: Seconds to wait until it is known how a worker ended.
_PATIENCE: Final = 10


class Worker:
    """One worker: bytes go to it and come from it, and it ends when it is closed."""

    def __init__(self, link: Connection, life: Connection) -> None:
        self.link, self._life = link, life

    def how_ended(self) -> str:
        """Return how it ended: the name of a signal, or ``exit`` and a number; empty if unknown."""
        try:
            code = int(self._life.recv_bytes(16)) if self._life.poll(_PATIENCE) else None
        except (OSError, EOFError):
            code = None
        if code is None:
            return ""
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    def close(self) -> None:
        """End it, whatever it is doing."""
        for end in (self.link, self._life):
            with suppress(OSError):
                end.close()


class Workers:
    """The process that starts workers; itself started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: How much workers give way to others in their first seconds, and after.
        self.niceness = (0, 0)
        self._control, self._owner = socket.socket(), os.getpid()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, run: Callable[..., None], *args: Any) -> Worker:
        """Start a worker that calls ``run(link, *args)``."""
        link, its_link = Pipe()
        with its_link:
            return Worker(link, self._send(run, args, its_link))

    def warm(self, run: Callable[..., None], *args: Any) -> None:
        """Call a function in the process that workers are copies of; returns at once."""
        self._send(run, args).close()

    def _send(
        self, run: Callable[..., None], args: tuple[Any, ...], *more: Connection
    ) -> Connection:
        """Send a request and return the connection that it lives as long as."""
        life, its_life = Pipe()
        with self._lock, its_life:
            if self._owner != os.getpid():  # a copy of the program starts its own
                self._forget()
            if self._process is None or self._process.poll() is not None:
                self._begin()
            ends = [end.fileno() for end in (its_life, *more)]
            try:
                socket.send_fds(self._control, [b"."], ends)
            except OSError:  # it was ended meanwhile: once more with a new one
                self._begin()
                socket.send_fds(self._control, [b"."], ends)
        life.send((run, args, self.niceness))
        return life

    def _begin(self) -> None:
        self._end()
        control, its_control = socket.socketpair()
        root = str(Path(__file__).parents[2])
        with its_control:
            its_control.set_inheritable(True)
            self._process = subprocess.Popen(  # noqa: S603 -- this very program
                [sys.executable, "-P", "-c", _PROGRAM, root, str(its_control.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[its_control.fileno()],
                start_new_session=True,
                env=os.environ | _ENVIRONMENT,
            )
        self._control, self._owner = control, os.getpid()

    def close(self) -> None:
        """End it; what its workers do goes on until they are closed."""
        with self._lock:
            if self._owner == os.getpid():
                self._end()
            self._forget()

    def _end(self) -> None:
        self._control.close()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
        self._forget()

    def _forget(self) -> None:
        self._control, self._process = socket.socket(), None
        self._owner = os.getpid()


def bound_processor(seconds: float) -> None:
    """Bound the processor's seconds that this process may take from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
