"""The painter's process, one for all that a program draws: started anew after a crash."""

from __future__ import annotations

import atexit
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo import client
from geo.errors import ExportError, missing_extra
from geo.pictures.painter import host
from geo.pictures.painter.measure import FACES, fonts
from geo.words import phrase
from geo.worker.process import Worker, Workers

#: Seconds of computing that one picture may take, and that opening data may take.
SECONDS: Final = 30.0

#: How much slower than that a busy machine may be by the clock.
SLOW: Final = 8

#: Bytes that V8 may hold for the objects of one data set.
MEMORY: Final = 1 << 30

#: Seconds beyond them after which the process itself is ended.
GRACE: Final = 3.0


@dataclass(frozen=True)
class Opening:
    """What the process has to hold before it draws."""

    name: str  #: A hash of it.
    message: Callable[[], dict[str, Any]]  #: Makes the message that brings it.


class PainterProcess:
    """Talks to the process; one message at a time, from any thread."""

    def __init__(
        self,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        script: Callable[[], str] = client.host_script,
    ) -> None:
        self.seconds = seconds
        self._memory = memory
        self._script = script
        self._lock = threading.Lock()
        self._workers = Workers()
        self._worker: Worker | None = None
        self._opened: dict[str, str] = {}
        self._owner = os.getpid()

    def ask(self, openings: Callable[[], Sequence[Opening]], message: dict[str, Any]) -> Any:
        """Return the painters' answer to a message about data, and about user events if any.

        Parameters
        ----------
        openings
            Returns what brings the data; it is called while the process starts.
        """
        with self._lock:
            if self._owner != os.getpid():  # a fork has a process of its own
                self._worker, self._opened, self._owner = None, {}, os.getpid()
            if self._worker is not None and self._worker.link.poll():  # it ended meanwhile
                self._end()
            if self._worker is None:
                self._worker = self._workers.start(host.serve)
            data, *events = openings()
            if data.name not in self._opened:
                self._open(data)
            wanted = events[0].name if events else ""
            if self._opened[data.name] != wanted:
                brought = events[0].message() if events else {"events": None}
                self._send({"data": data.name, "ask": brought})
                self._opened[data.name] = wanted
            return self._send({"data": data.name, "ask": message})["answer"]

    def _open(self, data: Opening) -> None:
        faces = [[*face, name] for face, name in FACES.items()]
        setting: dict[str, Any] = {"script": self._script(), "memory": self._memory}
        setting |= {"fonts": str(fonts()), "faces": faces}
        answer = self._send({"open": data.name, **setting, **data.message()})
        self._opened[data.name] = ""
        for name in answer["closed"]:
            self._opened.pop(name, None)

    def close(self) -> None:
        """End the process, also while it draws; the next message starts another."""
        has_lock = self._lock.acquire(timeout=0.1)
        try:
            if self._owner == os.getpid():
                self._end()
                self._workers.close()
        finally:
            if has_lock:
                self._lock.release()

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and wait for its answer; without one in time, end the process."""
        worker = self._worker
        if worker is None:
            raise ExportError(_say_fault("crash", "closed"))
        wall = self.seconds * SLOW
        answer: dict[str, Any] = {"error": "time", "text": ""}
        try:
            text = json.dumps({**message, "seconds": self.seconds, "wall": wall})
            worker.link.send_bytes(text.encode())
            if worker.link.poll(wall + GRACE):
                answer = json.loads(worker.link.recv_bytes())
        except (OSError, EOFError):
            how = worker.how_ended()
            answer = {"error": "time" if how == "SIGXCPU" else "crash", "text": how}
        except BaseException:  # stopped by the user: the answer would be taken for the next one's
            self._end()
            raise
        if "error" in answer:
            if answer["error"] in {"time", "memory", "crash"}:
                self._end()
            raise ExportError(_say_fault(answer["error"], answer["text"], self.seconds))
        return answer

    def _end(self) -> None:
        worker, self._worker, self._opened = self._worker, None, {}
        if worker is not None:
            worker.close()


def _say_fault(kind: str, text: str, seconds: float = SECONDS) -> str:
    if kind == "package":
        return missing_extra(text) or f"a picture needs the package {text}"
    why = phrase(f"fault.painter.{kind}", seconds=seconds, number=text, why=text)
    return phrase("fault.painter", why=why)


#: The one of this program.
shared: Final = PainterProcess()
atexit.register(shared.close)
