"""A publisher on loopback: answers ranges, breaks off, changes its bytes, as a test asks for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What a publisher serves and what it was asked for."""

    content: bytes = b""
    mark: str = '"one"'
    breaks: int | None = None
    status: int = 200
    answers: dict[str, bytes] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    url: str = ""
    pause: float = 0.0
    ignores_ranges: bool = False

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append(dict(handler.headers.items()) | {"path": handler.path})
        body = self.answers.get(handler.path.partition("?")[0], self.content)
        start = self._start(handler)
        if start >= len(body):
            handler.send_response(416)
            handler.send_header("Content-Range", f"bytes */{len(body)}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        remainder = body[max(start, 0) :]
        handler.send_response(self.status if self.status != 200 else 200 if start < 0 else 206)
        handler.send_header("Content-Length", str(len(remainder)))
        handler.send_header("ETag", self.mark)
        if start >= 0:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        handler.end_headers()
        if self.breaks is not None:
            remainder, self.breaks = remainder[: self.breaks], None
        self.sent += len(remainder)
        self._write(handler, remainder)
        handler.close_connection = True

    def _write(self, handler: BaseHTTPRequestHandler, remainder: bytes) -> None:
        """Write in two halves where it is asked to be slow, so that transfers overlap."""
        half = len(remainder) // 2 if self.pause else len(remainder)
        handler.wfile.write(remainder[:half])
        handler.wfile.flush()
        time.sleep(self.pause)
        handler.wfile.write(remainder[half:])

    def _start(self, handler: BaseHTTPRequestHandler) -> int:
        """Return the first byte that is asked for, -1 where all of them are."""
        query = handler.headers.get("Range", "")
        if not query or self.ignores_ranges or handler.headers.get("If-Range") != self.mark:
            return -1
        return int(query.removeprefix("bytes=").rstrip("-"))


@contextmanager
def serving(publisher: Publisher) -> Iterator[Publisher]:
    """Serve on loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # Some tests leave in the middle of an answer.
            with suppress(ConnectionError):
                publisher.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
