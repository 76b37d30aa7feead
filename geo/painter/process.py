"""The painter's process, one for all that a program draws: started anew after a crash."""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from geo import client
from geo.errors import ExportError, missing_extra
from geo.words import phrase

LATIN: Final = "Noto Sans"
ARABIC: Final = "Noto Sans Arabic"

#: Files of the faces, by family, weight and whether they slant; Arabic letters never do.
FACES: Final = {
    (LATIN, 400, False): "NotoSans-Regular.ttf",
    (LATIN, 700, False): "NotoSans-Bold.ttf",
    (LATIN, 400, True): "NotoSans-Italic.ttf",
    (LATIN, 700, True): "NotoSans-BoldItalic.ttf",
    (ARABIC, 400, False): "NotoSansArabic-Regular.ttf",
    (ARABIC, 700, False): "NotoSansArabic-Bold.ttf",
}


def fonts() -> Path:
    folder = client.fonts()
    missing = [name for name in FACES.values() if not (folder / name).is_file()]
    if missing:
        raise ExportError(
            f"font {missing[0]} is missing from the installation: install Greenline again, or in a"
            " checkout remove geo/client/built"
        )
    return folder


#: Seconds of computing that one picture may take, and that opening data may take.
SECONDS: Final = 30.0

#: How much slower than that a busy machine may be by the clock.
SLOW: Final = 8

#: Bytes that V8 may hold for the objects of one data set.
MEMORY: Final = 1 << 30

#: Seconds beyond them after which the process itself is ended.
GRACE: Final = 3.0

HOST: Final = Path(__file__).with_name("host.py")


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
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._errors: IO[bytes] | None = None
        self._opened: dict[str, str] = {}
        self._owner = os.getpid()

    def ask(self, openings: Sequence[Opening], message: dict[str, Any]) -> Any:
        """Return the painters' answer to a message about data, and about user events if any."""
        data, *events = openings
        with self._lock:
            if self._owner != os.getpid():  # a fork has none of its own
                self._forget()
            if self._process is None or self._process.poll() is not None:
                self._start()
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
        finally:
            if has_lock:
                self._lock.release()

    def _start(self) -> None:
        self._end()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the process
        self._answers = queue.Queue()
        self._owner = os.getpid()
        try:
            process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-P", str(HOST)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            )  # fmt: skip
        except OSError as error:
            raise ExportError(
                f"the painter cannot be started: {error.strerror or error}"
            ) from error
        self._process = process
        threading.Thread(target=_collect, args=(process, self._answers), daemon=True).start()

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and wait for its answer; without one in time, end the process."""
        process = self._process
        if process is None or process.stdin is None:
            raise ExportError("the painter is not running")
        wall = self.seconds * SLOW
        text = json.dumps({**message, "seconds": self.seconds, "wall": wall})
        try:
            process.stdin.write(text.encode() + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=wall + GRACE)
        except (OSError, ValueError):
            line = b""
        except queue.Empty:
            self._end()
            raise ExportError(self._sentence("time", "")) from None
        except BaseException:  # stopped by the user: the answer would be taken for the next one's
            self._end()
            raise
        if not line:
            raise ExportError(self._crash())
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            if answer["error"] in {"time", "memory"}:
                self._end()
            raise ExportError(self._sentence(answer["error"], answer["text"]))
        return answer

    def _crash(self) -> str:
        """Return what to say of a process that ended by itself."""
        process, wording = self._process, ""
        with suppress(subprocess.TimeoutExpired):
            if process is not None:
                process.wait(GRACE)
        if self._errors is not None:
            self._errors.seek(0)
            wording = self._errors.read().decode(errors="replace")
        code = process.returncode if process is not None else None
        self._end()
        memory = any(
            word in wording for word in ("out of memory", "OOM", "MemoryError", "reservation")
        )
        return self._sentence("memory", "") if memory else self._sentence("crash", str(code))

    def _sentence(self, kind: str, text: str) -> str:
        if kind == "package":
            return missing_extra(text) or f"a picture needs the package {text}"
        reasons = {
            "time": phrase("fault.painter.time", seconds=self.seconds),
            "memory": phrase("fault.painter.memory"),
            "crash": phrase("fault.painter.crash", number=text),
            "painter": phrase("fault.painter.painter", why=text),
        }
        return phrase("fault.painter", why=reasons[kind])

    def _end(self) -> None:
        process, errors = self._process, self._errors
        self._forget()
        if process is not None:
            with suppress(OSError):
                process.kill()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        if errors is not None:
            errors.close()

    def _forget(self) -> None:
        self._process, self._errors, self._opened = None, None, {}


def _collect(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Take the process's answers, and an empty one at its end."""
    with suppress(OSError, ValueError):
        for line in process.stdout or ():
            answers.put(line)
    answers.put(b"")


#: The one of this program.
shared: Final = PainterProcess()
atexit.register(shared.close)
