"""The painter's process: a message in, an answer out, V8 and the page's painters between."""

from __future__ import annotations

import atexit
import base64
import gzip
import json
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any, Final

from geo import client
from geo.errors import ExportError, missing_extra
from geo.pictures.painter.fonts import Fonts, font_folder
from geo.words import phrase
from geo.worker.process import Worker, Workers, bound_processor

#: Seconds of computing that one picture may take, and that opening data may take.
SECONDS: Final = 30.0

#: How much slower than that a busy machine may be by the clock.
SLOW: Final = 8

#: Bytes that V8 may hold for the objects of one data set.
MEMORY: Final = 1 << 30

#: Seconds beyond them after which the process itself is ended.
GRACE: Final = 3.0

#: Data that is kept open, each in a context of its own; the one that rested longest goes first.
MOST: Final = 2

#: Times that a picture is drawn until all of its words are measured.
ROUNDS: Final = 4


@dataclass(frozen=True)
class Opening:
    """What the process has to hold before it draws."""

    name: str  #: A hash of it.
    message: Callable[[], dict[str, Any]]  #: Makes the message that brings it.
    has_images: bool = False  #: Whether painters draw images of it, such as a haze of events.


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

    def ask(
        self,
        open_data: Callable[[], Opening],
        message: dict[str, Any],
        user_data: Opening | None = None,
    ) -> Any:
        """Return the painters' answer; what brings the data is made while the process starts."""
        with self._lock:
            if self._owner != os.getpid():  # a fork has a process of its own
                self._worker, self._opened, self._owner = None, {}, os.getpid()
            if self._worker is not None and self._worker.link.poll():  # it ended meanwhile
                self._end()
            if self._worker is None:
                self._worker = self._workers.start(serve)
            data = open_data()
            if data.name not in self._opened:
                self._open(data)
            name = user_data.name if user_data else ""
            if self._opened[data.name] != name:
                content = user_data.message() if user_data else {"events": None}
                self._send({"data": data.name, "ask": content})
                self._opened[data.name] = name
            return self._send({"data": data.name, "ask": message})["answer"]

    def _open(self, data: Opening) -> None:
        setting = {"script": self._script(), "memory": self._memory, "fonts": str(font_folder())}
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


class PainterError(Exception):
    """Something that the answer says in place of a picture."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Room:
    """One context of V8 with the page's painters and one data set."""

    def __init__(self, message: dict[str, Any]) -> None:
        from py_mini_racer import MiniRacer  # noqa: PLC0415 -- where it is missing, the answer says so

        self._folder = message["fonts"]
        self._fonts = _open_fonts(self._folder)
        self.racer = MiniRacer()
        self.racer.set_hard_memory_limit(message["memory"])
        self.racer.eval(f"globalThis.greenlineProfile = {message['profile']};")
        self.racer.eval(message["script"])
        page = gzip.decompress(base64.b64decode(message["page"])).decode()
        data = json.dumps(page, ensure_ascii=False)
        setting = json.dumps(self._fonts.setting)
        self._run(f"greenlineOpen({data}, {setting})", message["wall"])

    def ask(self, message: dict[str, Any], seconds: float) -> Any:
        """Put a message to the painters until all words of the answer are measured."""
        end = time.monotonic() + seconds
        fonts = _open_fonts(self._folder, **message.pop("face", None) or {})
        if fonts is not self._fonts:
            message["fonts"], self._fonts = fonts.setting, fonts
        for _ in range(ROUNDS):
            text = json.dumps(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
            answer = json.loads(
                self._run(f"greenlinePaint({text})", max(0.001, end - time.monotonic()))
            )
            if not answer.get("words"):
                return answer
            message.pop("fonts", None)
            message["measures"] = fonts.measure(answer["words"])
        raise PainterError("painter", "words are asked for again and again")

    def _run(self, code: str, seconds: float) -> str:
        from py_mini_racer import JSEvalException, JSOOMException, JSTimeoutException  # noqa: PLC0415

        try:
            return str(self.racer.eval(code, timeout_sec=seconds))
        except JSTimeoutException as error:
            raise PainterError("time", "") from error
        except JSOOMException as error:
            raise PainterError("memory", "") from error
        except JSEvalException as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            errors = (re.search(r"\w*Error: .*", line) for line in lines)
            wording = next((match[0] for match in errors if match), lines[0])
            raise PainterError("painter", wording) from error


@lru_cache(maxsize=4)
def _open_fonts(folder: str, family: str = "", file: str = "") -> Fonts:
    return Fonts(folder, {"family": family, "file": file} if file else None)


def serve(link: Connection) -> None:
    """Answer messages until the program lets go; a message that computes for too long ends it."""
    rooms: OrderedDict[str, Room] = OrderedDict()
    while True:
        message = json.loads(link.recv_bytes())
        bound_processor(message["seconds"])
        link.send_bytes(json.dumps(_answer(rooms, message), separators=(",", ":")).encode())


def _answer(rooms: OrderedDict[str, Room], message: dict[str, Any]) -> dict[str, Any]:
    """Answer one message; what goes wrong is an answer too."""
    try:
        if "open" in message:
            return _open(rooms, message)
        rooms.move_to_end(message["data"])
        return {"answer": rooms[message["data"]].ask(message["ask"], message["wall"])}
    except PainterError as error:
        return {"error": error.kind, "text": str(error)}
    except ImportError as error:
        return {"error": "package", "text": error.name or str(error)}
    except MemoryError:
        return {"error": "memory", "text": ""}
    except Exception as error:  # noqa: BLE001 -- the program says it in a sentence
        return {"error": "painter", "text": f"{type(error).__name__}: {error}"}


def _open(rooms: OrderedDict[str, Room], message: dict[str, Any]) -> dict[str, Any]:
    rooms[message["open"]] = Room(message)
    closed = []
    while len(rooms) > MOST:
        name, old = rooms.popitem(last=False)
        old.racer.close()
        closed.append(name)
    return {"answer": None, "closed": closed}


#: The one of this program.
shared: Final = PainterProcess()
atexit.register(shared.close)
