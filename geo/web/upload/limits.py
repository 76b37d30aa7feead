"""How much readers may bring, and how many files are read at once: by session, and of all together.

Counted are the files that Streamlit holds for its uploaders, what has come of files on their way,
and the events that are made of them (:class:`geo.events.user_events.UserEvents`). What a reader
removes, or leaves behind, counts no longer.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import threading
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime

from geo.errors import GreenlineError
from geo.tabular.source import LIMITS

#: Environment variable with another bound for all sessions, in MB.
VARIABLE = "GREENLINE_UPLOADS_MB"

_MB = 1_000_000

#: Seconds in which so many bytes of a file come at least, or it is given up; a slow line brings
#: 16 kB in one. Seconds that all of it may take.
SPAN, SLOWEST, LONGEST = 30.0, 240_000, 1_800.0

#: Files that one session may send at the same time.
AT_ONCE = 2

#: Files that are read at the same time, one of each session. Their workers give way to those that
#: have just begun, so that a small file does not wait for slow ones.
PLACES = 8

#: Seconds after which one who waits for a place looks whether he still wants it.
_LOOK = 0.5


class NoRoomError(Exception):
    """There is no room for so many bytes."""

    def __init__(self, size: int, free: int) -> None:
        super().__init__(f"{size} bytes, {free} free")
        self.size, self.free = size, free


class Places:
    """Places in which files are read: one for each session, in the order in which they came.

    >>> places = Places(2)
    >>> with places.take("ann"), places.take("ben"):
    ...     pass
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._queue: list[tuple[str, object]] = []  #: Those who read, and those who wait.
        self._changed = threading.Condition()

    @contextmanager
    def take(self, session: str, waits: Callable[[int], None] = lambda _: None) -> Iterator[None]:
        """Wait for a place; tell meanwhile how many are before."""
        ticket = (session, object())
        with self._changed:
            self._queue.append(ticket)
        try:
            while (before := self._count_before(ticket)) is not None:
                waits(before)
                with self._changed:
                    self._changed.wait(_LOOK)
            yield
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _count_before(self, ticket: tuple[str, object]) -> int | None:
        """Return how many came before one who waits; None for one who has a place."""
        with self._changed:
            first = dict(reversed(self._queue))  # of each session: it has one place
            turns = [item for item in self._queue if first[item[0]] is item[1]]
            return None if ticket in turns[: self._places] else self._queue.index(ticket)


class Budget:
    """Counts bytes by session.

    >>> budget = Budget(session=100, total=150)
    >>> with budget.hold("ann", 90):
    ...     budget.free("ann"), budget.free("ben")
    (10, 60)
    >>> budget.free("ann")
    100
    """

    def __init__(self, session: int, total: int) -> None:
        self.session, self.total = session, total
        self._counted: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def free(self, session: str) -> int:
        """Return how many more bytes a session may bring."""
        files = _count_files()
        with self._lock:
            number = self._counted.get(session, 0) + files.get(session, 0)
            everything = sum(self._counted.values()) + sum(files.values())
        return max(0, min(self.session - number, self.total - everything))

    @contextmanager
    def hold(self, session: str, size: int) -> Iterator[None]:
        """Count bytes for as long as something takes."""
        self.count(session, size)
        try:
            yield
        finally:
            self.count(session, -size)

    @contextmanager
    def grow(self, session: str, besides: int = 0) -> Iterator[Callable[[int], Any]]:
        """Lend what counts more bytes as they come, and counts them no longer in the end.

        It returns how many they are by then, and raises :class:`NoRoomError` without room.
        """
        total = 0

        def count_more(size: int) -> int:
            nonlocal total
            free = self.free(session) + besides
            if size > free:
                raise NoRoomError(total + size, total + free)
            self.count(session, size)
            total += size
            return total

        try:
            yield count_more
        finally:
            self.count(session, -total)

    def keep(self, session: str, size: int, owner: Any) -> None:
        """Count bytes for as long as an object lives."""
        self.count(session, size)
        weakref.finalize(owner, self.count, session, -size)

    def count(self, session: str, size: int) -> None:
        """Count bytes more or, below 0, fewer."""
        with self._lock:
            self._counted[session] += size
            if not self._counted[session]:
                del self._counted[session]


def _count_files() -> dict[str, int]:
    """Return how many bytes of uploaded files Streamlit holds, by session."""
    if not Runtime.exists():
        return {}
    storage = dict(getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {}))
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in storage.items()
    }


def _read_bound() -> int:
    """Return the bytes that all sessions may hold; with 180 MB the server stays below 800 MB."""
    text = os.environ.get(VARIABLE, "180")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise GreenlineError(f"{VARIABLE}={text[:80]!r}: expected a number of MB, such as 180")
    return int(text) * _MB


#: What this process allows: five sixths of it to one session.
BUDGET = Budget(session=_read_bound() * 5 // 6, total=_read_bound())

#: Bytes of the largest file that the app takes, whatever else a session holds.
LARGEST = min(LIMITS.bytes, BUDGET.session)

#: Seconds after which memory of readers who have left is given back.
_TIDY = 60.0


class UploadLimits:
    """Refuses a file that goes beyond the bounds before any of it is read, or comes too slowly."""

    def __init__(self, app: ASGIApp, budget: Budget = BUDGET) -> None:
        self.app, self.budget = app, budget
        self._sending: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        session = _find_session(scope)
        if session is None:
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
        if not length.isdecimal() or len(length) > 12:
            answer = PlainTextResponse("A file is sent with its length (Content-Length).", 411)
        elif int(length) > self.budget.free(session):
            answer = PlainTextResponse(self._write_refusal(session), 413)
        elif self._sending[session] >= AT_ONCE:
            answer = PlainTextResponse(f"A session sends at most {AT_ONCE} files at once.", 429)
        else:
            await self._pass(scope, receive, send, session)
            return
        await answer(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send, session: str) -> None:
        """Pass a file on, and count what has come of it."""
        self._sending[session] += 1
        try:
            with self.budget.grow(session) as more:
                upload = _Upload(receive, send, more)
                with suppress(ClientDisconnect):
                    await self.app(scope, upload.receive, upload.send)
                if upload.fault and not upload.is_answered:
                    answer = PlainTextResponse("The file came too slowly.", 408)
                    if upload.fault == 413:
                        answer = PlainTextResponse(self._write_refusal(session), 413)
                    await answer(scope, receive, send)
        finally:
            self._sending[session] -= 1
            if not self._sending[session]:
                del self._sending[session]

    def _write_refusal(self, session: str) -> str:
        """Say what is accepted."""
        free = self.budget.free(session) // _MB
        return (
            f"The app has room for {free} MB more of files in this session. Take the events off "
            "the map, or try again later; `greenline ingest` takes files of any size."
        )


class _Upload:
    """A file on its way, which is let go of where it comes too slowly, or there is no room."""

    def __init__(self, receive: Receive, send: Send, more: Callable[[int], Any]) -> None:
        self._receive, self._send, self._more = receive, send, more
        self._now = asyncio.get_running_loop().time
        self._end, self._span = self._now() + LONGEST, self._now() + SPAN
        self._came, self._complete = 0, False
        self.fault, self.is_answered = 0, False

    async def send(self, message: Message) -> None:
        """Send the app's answer, unless the file was let go of."""
        if not self.fault:
            self.is_answered = True
            await self._send(message)

    async def receive(self) -> Message:
        """Return what comes next."""
        if self._complete:  # what comes after the file is that its sender has left
            return await self._receive()
        while (now := self._now()) < self._end:
            if now >= self._span and self._came < SLOWEST:
                break
            if now >= self._span:
                self._span, self._came = now + SPAN, 0
            with suppress(TimeoutError):
                message = await asyncio.wait_for(self._receive(), min(self._span, self._end) - now)
                size = len(message.get("body", b""))
                try:
                    self._more(size)
                except NoRoomError:
                    self.fault = 413
                    return {"type": "http.disconnect"}
                self._came += size
                self._complete = not message.get("more_body", False)
                return message
        self.fault = 408
        return {"type": "http.disconnect"}


def _find_session(scope: Scope) -> str | None:
    """Return the session that a request uploads a file to, if it does."""
    if scope["type"] != "http" or scope.get("method") != "PUT":
        return None
    _, result, remainder = str(scope["path"]).partition("/_stcore/upload_file/")
    return remainder.partition("/")[0] if result else None


#: Numbers by which the C library of Linux knows two settings.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8


def bound_allocator() -> None:
    """Have the C library give larger blocks back when they are freed, and threads share arenas.

    Less is kept between pages in use.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, 1 << 18)
        library.mallopt(_ARENA_MAX, 2)


def tidy() -> None:
    """Give memory back from time to time: what sessions let go of the C library would keep."""
    release_memory()
    timer = threading.Timer(_TIDY, tidy)
    timer.daemon = True
    timer.start()


def release_memory() -> None:
    """Give memory that is no longer used back to the system, where the system takes it."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # the C library of Linux
        ctypes.CDLL(None).malloc_trim(0)
