"""The process that reading processes are copies of: it has loaded what reading needs, no more.

A fresh Python takes a second to load what reading needs; a copy of one that has it takes some
milliseconds. This process opens no file itself. It ends when the one that started it does.
"""

from __future__ import annotations

import ctypes
import gc
import os
import selectors
import shutil
import signal
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

#: How the end of a job is told: the exit status as the system gives it.
STATUS: Final = struct.Struct("<i")

_FOLDER: Final = 4096

#: Linux: the signal that a process gets when its parent is gone.
_DEATH_SIGNAL: Final = 1


@dataclass
class _Running:
    """One reading process."""

    pid: int  #: Its number.
    #: Socket: the caller closes it to cancel; the server writes the exit status to it.
    life: socket.socket
    folder: str = ""  #: Where its files lie.


def main(descriptor: int) -> None:
    """Serve until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from geo.events.isolation import job  # noqa: PLC0415 -- after the signal, for it takes a second

    gc.collect()
    gc.freeze()  # copies share the memory of what is never looked through
    with socket.socket(fileno=descriptor) as control:
        _Server(control, job.run).serve()


class _Server:
    def __init__(self, control: socket.socket, run: object) -> None:
        self._control, self._run = control, run
        self._jobs: dict[int, _Running] = {}
        self._waiting = selectors.DefaultSelector()
        self._woken, wake = socket.socketpair()
        self._woken.setblocking(False)
        wake.setblocking(False)
        self._wake = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno())
        self._waiting.register(control, selectors.EVENT_READ)
        self._waiting.register(self._woken, selectors.EVENT_READ)

    def serve(self) -> None:
        """Start, watch and end reading processes."""
        while True:
            for key, _ in self._waiting.select():
                if key.fileobj is self._woken:
                    self._reap()
                elif key.fileobj is self._control:
                    if not self._accept():
                        return self._leave()
                else:
                    self._hear_job(key.data)

    def _accept(self) -> bool:
        """Start a reading process; False where no further request can come."""
        data, ends, _, _ = socket.recv_fds(self._control, 1, 2)
        if not data:
            return False
        job, life = (socket.socket(fileno=end) for end in ends)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._work(job, life, parent)
        job.close()
        running = _Running(pid, life)
        self._jobs[pid] = running
        self._waiting.register(life, selectors.EVENT_READ, running)
        return True

    def _work(self, job: socket.socket, life: socket.socket, parent: int) -> None:
        """Do one job in the copy, and end it."""
        try:
            _end_with(parent)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # Not all files: a library would take the next one opened for that of its database.
            self._waiting.close()
            others = (running.life for running in self._jobs.values())
            for other in (self._control, self._woken, self._wake, life, *others):
                other.close()
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in range(3):  # libraries that break off write there
                os.dup2(quiet, number)
            self._run(job.makefile("rwb"))  # type: ignore[operator]
        finally:
            os._exit(0)

    def _hear_job(self, running: _Running) -> None:
        """Hear where the files of a job lie, or that nobody waits for it any more."""
        if self._jobs.get(running.pid) is not running:
            return  # it ended in this same moment
        try:
            data = running.life.recv(_FOLDER)
        except OSError:
            data = b""
        if data:
            running.folder = os.fsdecode(data)
            return
        self._waiting.unregister(running.life)
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Tell those who wait how their processes ended."""
        with suppress(BlockingIOError):
            self._woken.recv(4096)
        while self._jobs:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            running = self._jobs.pop(pid)
            with suppress(OSError):
                running.life.send(STATUS.pack(status))
            with suppress(KeyError):
                self._waiting.unregister(running.life)
            running.life.close()

    def _leave(self) -> None:
        """End what still runs, and remove its files."""
        for running in self._jobs.values():
            with suppress(ProcessLookupError):
                os.kill(running.pid, signal.SIGKILL)
            if running.folder:
                shutil.rmtree(running.folder, ignore_errors=True)


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone, however that came (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it went before it was heard of
        os._exit(1)
