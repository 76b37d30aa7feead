"""How much readers may bring: a bound for one session, and one for all sessions together.

Counted are the files that Streamlit holds for its uploaders, files on their way, and the events
that were made of them (:class:`geo.events.user_events.UserEvents`). What a reader removes, or
leaves behind, counts no longer.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime

#: Environment variable with another bound for all sessions, in MB.
VARIABLE = "GREENLINE_UPLOADS_MB"

_MB = 1_000_000

#: Seconds after which a file of which nothing more comes is given up.
STALLED = 30.0


class Budget:
    """Counts bytes by session.

    Examples
    --------
    >>> budget = Budget(session=100, total=150)
    >>> with budget.hold("ann", 90):
    ...     budget.free("ann"), budget.free("ben")
    (10, 60)
    >>> budget.free("ann")
    100
    """

    def __init__(self, session: int, total: int) -> None:
        self.session, self.total = session, total
        self._held: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def free(self, session: str) -> int:
        """Return how many more bytes a session may bring."""
        files = _files()
        with self._lock:
            own = self._held.get(session, 0) + files.get(session, 0)
            whole = sum(self._held.values()) + sum(files.values())
        return max(0, min(self.session - own, self.total - whole))

    @contextmanager
    def hold(self, session: str, size: int) -> Iterator[None]:
        """Count bytes for as long as something takes."""
        self._count(session, size)
        try:
            yield
        finally:
            self._count(session, -size)

    def keep(self, session: str, size: int, owner: Any) -> None:
        """Count bytes for as long as an object lives."""
        self._count(session, size)
        weakref.finalize(owner, self._count, session, -size)

    def _count(self, session: str, size: int) -> None:
        with self._lock:
            self._held[session] += size
            if not self._held[session]:
                del self._held[session]


def _files() -> dict[str, int]:
    """Return how many bytes of uploaded files Streamlit holds, by session."""
    if not Runtime.exists():
        return {}
    held = dict(getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {}))
    return {
        session: sum(len(one.data) for one in list(files.values()))
        for session, files in held.items()
    }


#: What this process allows. A file of 176 MB comes to some 600 MB with its events.
BUDGET = Budget(session=800 * _MB, total=int(os.environ.get(VARIABLE, "2400")) * _MB)


class UploadLimits:
    """Refuses a file that goes beyond the bounds before any of it is read."""

    def __init__(self, app: ASGIApp, budget: Budget = BUDGET) -> None:
        self.app, self.budget = app, budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        session = _session(scope)
        if session is None:
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
        if not length.isdecimal() or len(length) > 12:
            answer = PlainTextResponse("A file is sent with its length (Content-Length).", 411)
        elif int(length) > self.budget.free(session):
            answer = PlainTextResponse(self._refusal(session), 413)
        else:
            with self.budget.hold(session, int(length)):
                await self.app(scope, _patient(receive), send)
            return
        await answer(scope, receive, send)

    def _refusal(self, session: str) -> str:
        """Say what is accepted."""
        free = self.budget.free(session) // _MB
        return (
            f"The app has room for {free} MB more of files in this session. Take the events off "
            "the map, or try again later; `greenline ingest` takes files of any size."
        )


def _patient(receive: Receive) -> Receive:
    """Return what receives a file and lets go where nothing of it comes for too long.

    Room is kept for a file that is on its way: a few connections on which nothing comes would
    leave none for anybody.
    """

    async def received() -> Message:
        try:
            return await asyncio.wait_for(receive(), STALLED)
        except TimeoutError:
            return {"type": "http.disconnect"}

    return received


def _session(scope: Scope) -> str | None:
    """Return the session that a request uploads a file to, if it does."""
    if scope["type"] != "http" or scope.get("method") != "PUT":
        return None
    _, found, rest = str(scope["path"]).partition("/_stcore/upload_file/")
    return rest.partition("/")[0] if found else None
