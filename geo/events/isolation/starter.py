"""The process that starts reading processes, as its users hold it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

_PROGRAM: Final = """
import sys
sys.path.insert(0, sys.argv[1])
from geo.events.isolation.server import main
main(int(sys.argv[2]))
"""

#: One thread each: copies are made of it, and a file is read by one.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


class Starter:
    """The process that starts reading processes, started when it is first wanted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def warm(self) -> None:
        """Start it, so that it is ready when a file comes; returns at once."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._begin()

    def start(self, held: ExitStack) -> tuple[socket.socket, socket.socket]:
        """Start a reading process; return the sockets for messages and for its end."""
        link, its_link = socket.socketpair()
        life, its_life = socket.socketpair()
        held.callback(link.close)
        held.callback(life.close)
        with its_link, its_life:
            self.warm()
            try:
                self._send(its_link, its_life)
            except OSError:  # it was ended meanwhile: once more with a new one
                with self._lock:
                    self._begin()
                self._send(its_link, its_life)
        return link, life

    def _send(self, *ends: socket.socket) -> None:
        with self._lock:
            if self._control is None:
                raise OSError("no process that reads files")
            socket.send_fds(self._control, [b"."], [end.fileno() for end in ends])

    def _begin(self) -> None:
        self._end()
        control, its_control = socket.socketpair()
        root = str(Path(__file__).parents[3])
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
        self._control = control

    def _end(self) -> None:
        """Let the process go: it ends when its socket is closed."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            self._process = None

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """Leave it to the process that this one is a copy of."""
        self.__init__()  # type: ignore[misc]
