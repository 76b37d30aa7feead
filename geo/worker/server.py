"""The process that workers are copies of: it has imported what they run, and opens no file.

A fresh Python takes a second to import what reading a file needs; a copy of one that has it takes
some milliseconds. Each worker has a keeper, which ends it when its caller lets go, lends it a
folder that goes with it, and says how it ended. All end with the program that started them.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
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


def bound_processor(seconds: float) -> None:
    """Bound the processor's seconds that this process may take from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
