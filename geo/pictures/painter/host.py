"""The painter's process: a message in, an answer out, V8 and the page's painters between."""

from __future__ import annotations

import base64
import gzip
import json
import re
import time
from collections import OrderedDict
from multiprocessing.connection import Connection
from typing import Any, Final

from geo.pictures.painter.measure import Fonts
from geo.worker.process import bound_processor

#: Data that is kept open, each in a context of its own; the one that rested longest goes first.
MOST: Final = 2

#: Times that a picture is drawn until all of its words are measured.
ROUNDS: Final = 4


class PainterError(Exception):
    """Something that the answer says in place of a picture."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Room:
    """One context of V8 with the page's painters and one data set."""

    def __init__(self, script: str, profile: str, fonts: Fonts, memory: int) -> None:
        from py_mini_racer import MiniRacer  # noqa: PLC0415 -- where it is missing, the answer says so

        self.fonts = self._used = fonts
        self.racer = MiniRacer()
        self.racer.set_hard_memory_limit(memory)
        self.racer.eval(f"globalThis.greenlineProfile = {profile};")
        self.racer.eval(script)

    def open(self, page: str, seconds: float) -> None:
        """Take the data of a page: base64 of gzipped JSON."""
        data = json.dumps(gzip.decompress(base64.b64decode(page)).decode(), ensure_ascii=False)
        self._run(f"greenlineOpen({data}, {json.dumps(self.fonts.setting)})", seconds)

    def ask(self, message: dict[str, Any], seconds: float) -> Any:
        """Put a message to the painters until all words of the answer are measured."""
        end = time.monotonic() + seconds
        face = message.pop("face", None)
        fonts = self.fonts.led_by(**face) if face else self.fonts
        if fonts is not self._used:
            message["fonts"], self._used = fonts.setting, fonts
        for _ in range(ROUNDS):
            left = max(0.001, end - time.monotonic())
            answer = json.loads(self._eval(message, left))
            if not answer.get("words"):
                return answer
            message.pop("fonts", None)
            message["measures"] = fonts.measure(answer["words"])
        raise PainterError("painter", "words are asked for again and again")

    def _eval(self, message: dict[str, Any], seconds: float) -> str:
        text = json.dumps(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
        return self._run(f"greenlinePaint({text})", seconds)

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
            known = (re.search(r"\w*Error: .*", line) for line in lines)
            wording = next((match[0] for match in known if match), lines[0])
            raise PainterError("painter", wording) from error


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
    fonts = Fonts(message["fonts"], message["faces"])
    room = Room(message["script"], message["profile"], fonts, message["memory"])
    room.open(message["page"], message["wall"])
    rooms[message["open"]] = room
    closed = []
    while len(rooms) > MOST:
        name, old = rooms.popitem(last=False)
        old.racer.close()
        closed.append(name)
    return {"answer": None, "closed": closed}
