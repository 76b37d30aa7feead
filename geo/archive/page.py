"""One page over the network: its bytes, and the hash of what it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

import requests

from geo.errors import ArchiveError

#: Seconds to wait for a connection, and for the next bytes.
PATIENCE: Final = (10, 30)

#: Largest page that is captured, in bytes.
LARGEST: Final = 20 * 2**20

_AGENT: Final = "Greenline archive (captures pages that it cites, one at a time)"
_SILENT: Final = {"script", "style", "noscript", "template", "iframe", "svg"}


@dataclass(frozen=True)
class Page:
    """What an address answered."""

    address: str  #: Address that answered, after redirects.
    status: str  #: Status line without the protocol, such as ``200 OK``.
    headers: tuple[tuple[str, str], ...]  #: Headers as sent, without those of the transfer.
    body: bytes  #: The content, without its transfer coding.


class RefusedError(ArchiveError):
    """A host asks to come later."""

    def __init__(self, message: str, wait: float) -> None:
        super().__init__(message)
        self.wait = wait


def open_session() -> requests.Session:
    """Return a session that says who asks."""
    session = requests.Session()
    session.headers["User-Agent"] = _AGENT
    session.max_redirects = 10
    return session


def fetch_page(session: requests.Session, url: str) -> Page:
    """Return what an address answers."""
    try:
        with session.get(url, stream=True, timeout=PATIENCE) as answer:
            if answer.status_code in (429, 503):
                wait = _seconds(answer.headers.get("Retry-After", ""))
                raise RefusedError(f"the host asks to come later ({answer.status_code})", wait)
            if not answer.ok:
                raise ArchiveError(f"the host answers {answer.status_code} {answer.reason}".strip())
            return Page(
                answer.url, f"{answer.status_code} {answer.reason}", _headers(answer), _read(answer)
            )
    except (requests.RequestException, UnicodeError) as error:
        raise ArchiveError(f"no answer: {type(error).__name__}") from error


def _read(answer: requests.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(1 << 16):
        body += chunk
        if len(body) > LARGEST:
            raise ArchiveError(f"larger than {LARGEST >> 20} MB")
    if not body:
        raise ArchiveError("an empty page")
    return bytes(body)


def _headers(answer: requests.Response) -> tuple[tuple[str, str], ...]:
    gone = {"transfer-encoding", "content-encoding", "content-length", "connection", "set-cookie"}
    return tuple(pair for pair in answer.headers.items() if pair[0].lower() not in gone)


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() else 60.0


class _Text(HTMLParser):
    """Collects the words of a page, without what runs or styles it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words += data.split()


def fingerprint(page: Page) -> str:
    """Return the SHA-256 of what a page says.

    Of HTML that is its words, since scripts and marks differ with every visit; of anything else its
    bytes.
    """
    kind = {name.lower(): value for name, value in page.headers}.get("content-type", "")
    if "html" not in kind.lower():
        return hashlib.sha256(page.body).hexdigest()
    text = _Text()
    text.feed(page.body.decode("utf-8", errors="replace"))
    text.close()
    return hashlib.sha256(" ".join(text.words).encode()).hexdigest()
