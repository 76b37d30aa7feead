"""Bytes over the network: begun again where they stopped, with a bar that shows how far.

pooch decides whether a file is needed and whether its bytes are the right ones; this is the
downloader that it is given.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import requests
from tqdm import tqdm

from geo.errors import PullError

#: Seconds to wait for a connection, and for the next bytes.
PATIENCE = (10, 60)

#: No public file that we know of is larger.
LARGEST = 4 * 2**30

_CHUNK = 1 << 16


class Resuming:
    """A downloader for pooch that goes on where an earlier try stopped.

    Parameters
    ----------
    part
        Where the bytes are gathered; it stays when the transfer breaks off.
    quiet
        Whether the bar is left out.
    """

    def __init__(self, part: Path, *, quiet: bool = False) -> None:
        self.part = part
        self.quiet = quiet

    def __call__(self, url: str, output_file: str, _: Any, check_only: bool = False) -> bool | None:
        """Download an address into a file."""
        if check_only:
            return True
        with requests.Session() as session, self._answer(session, url) as answer:
            self._gather(answer)
        self.part.replace(output_file)
        self._note.unlink(missing_ok=True)
        return None

    @property
    def _note(self) -> Path:
        return self.part.with_suffix(self.part.suffix + ".json")

    def _answer(self, session: requests.Session, url: str) -> requests.Response:
        """Ask for the bytes that are missing, and only if the file is still the same one."""
        there, mark = self._there(url)
        headers = {"Range": f"bytes={there}-", "If-Range": mark} if there and mark else {}
        answer = session.get(url, headers=headers, stream=True, timeout=PATIENCE)
        answer.raise_for_status()
        if answer.status_code != requests.codes.partial_content:
            self.part.unlink(missing_ok=True)
        found = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        strong = "" if found.startswith("W/") else found
        self._note.write_text(json.dumps({"url": url, "mark": strong}), encoding="utf-8")
        return answer

    def _there(self, url: str) -> tuple[int, str]:
        """Return how many bytes of the address are there, and what they were marked with."""
        if not (self.part.is_file() and self._note.is_file()):
            return 0, ""
        note = json.loads(self._note.read_text(encoding="utf-8"))
        return (self.part.stat().st_size, note["mark"]) if note["url"] == url else (0, "")

    def _gather(self, answer: requests.Response) -> None:
        """Append what comes to what is there."""
        there = self.part.stat().st_size if self.part.is_file() else 0
        whole = int(answer.headers.get("Content-Length") or 0) + there
        bar = tqdm(
            total=whole or None,
            initial=there,
            unit="B",
            unit_scale=True,
            disable=self.quiet or None,
        )
        with self.part.open("ab") as part, bar:
            for chunk in answer.iter_content(_CHUNK):
                if part.tell() + len(chunk) > LARGEST:
                    raise PullError(f"the file is larger than {LARGEST >> 30} GB; accepted: less")
                part.write(chunk)
                bar.update(len(chunk))
        if answer.headers.get("Content-Encoding") is None and whole:
            found = self.part.stat().st_size
            if found < whole:
                raise requests.ConnectionError(f"{found} of {whole} bytes came")
