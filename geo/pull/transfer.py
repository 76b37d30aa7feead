"""Bytes over the network: where a file is today, fetched in pieces, continued, counted and hashed.

An interrupted transfer continues where it stopped. What a record of the Humanitarian Data Exchange
(HDX) picks is looked up there first: its files move.
"""

from __future__ import annotations

import hashlib
import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests
from tqdm import tqdm

from geo.errors import PullError
from geo.pull.record import Record

#: Seconds to wait for a connection, and for the next bytes.
PATIENCE = (10, 60)

#: No public file that we know of is larger.
LARGEST = 4 * 2**30

_CHUNK = 1 << 16

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)", re.ASCII)


class Transfer:
    """A download that continues where an earlier one stopped.

    Only one transfer at a time may use a part file; :func:`geo.pull.pull` holds a lock for it.
    """

    def __init__(self, part: Path, *, quiet: bool = False) -> None:
        self.part = part
        self.note = part.with_suffix(part.suffix + ".json")
        self.quiet = quiet

    def run(self, url: str) -> str:
        """Download an address into the part file."""
        with requests.Session() as session:
            # Ranges count encoded bytes, and what lies on the disk is decoded: ask for neither.
            session.headers["Accept-Encoding"] = "identity"
            with self._answer(session, url) as answer:
                return self._gather(answer)

    def forget(self) -> None:
        """Remove the part file and its note."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def _answer(self, session: requests.Session, url: str) -> requests.Response:
        """Ask for the bytes that are missing, and only if the file is still the same one."""
        there, mark = self._size_so_far(url)
        if there and mark:
            # The last byte is asked for again: a range that begins behind the end is an error
            # (416), and the part file is complete where a transfer was stopped at its very end.
            headers = {"Range": f"bytes={there - 1}-", "If-Range": mark}
            answer = session.get(url, headers=headers, stream=True, timeout=PATIENCE)
            if answer.ok and _start(answer) == there - 1:
                return answer
            answer.close()
            if answer.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                answer.raise_for_status()
        answer = session.get(url, stream=True, timeout=PATIENCE)
        answer.raise_for_status()
        self.forget()
        self._write_note(url, answer)
        return answer

    def _write_note(self, url: str, answer: requests.Response) -> None:
        etag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        strong = "" if etag.startswith("W/") else etag
        self.note.write_text(json.dumps({"url": url, "mark": strong}), encoding="utf-8")

    def _size_so_far(self, url: str) -> tuple[int, str]:
        """Return how many bytes of the address are there, and what they were marked with.

        A note that is empty or cut short, as a kill leaves it, counts as none.
        """
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
            same, mark = note["url"] == url, str(note["mark"])
            return (self.part.stat().st_size, mark) if same else (0, "")
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return 0, ""

    def _gather(self, answer: requests.Response) -> str:
        """Append the download to the part file; return the SHA-256 of the whole file."""
        digest = hashlib.sha256()
        start = _start(answer)
        length = _length(answer)
        mode = "r+b" if start is not None else "wb"
        with self.part.open(mode) as part, self._bar(length, start or 0) as bar:
            while part.tell() < (start or 0):
                digest.update(part.read(min(_CHUNK, (start or 0) - part.tell())))
            part.seek(start or 0)
            for chunk in answer.iter_content(_CHUNK):
                if part.tell() + len(chunk) > LARGEST:
                    raise PullError(f"the file is larger than {LARGEST >> 30} GB; accepted: less")
                part.write(chunk)
                digest.update(chunk)
                bar.update(len(chunk))
            part.truncate()
            result = part.tell()
        if length is not None and result < length:
            raise requests.ConnectionError(f"{result} of {length} bytes came")
        self._verify(result if length is None else length, digest.hexdigest())
        return digest.hexdigest()

    def _bar(self, length: int | None, start: int) -> tqdm[Any]:
        return tqdm(
            total=length, initial=start, unit="B", unit_scale=True, disable=self.quiet or None
        )

    def _verify(self, length: int, sha256: str) -> None:
        """Compare what lies on the disk with what came over the network."""
        with self.part.open("rb") as part:
            same = hashlib.file_digest(part, "sha256").hexdigest() == sha256
        if not same or self.part.stat().st_size != length:
            self.forget()
            raise PullError(
                f"{self.part.name}: the bytes on the disk are not those that came; "
                "pull again, and let nothing else write into this folder"
            )


def _start(answer: requests.Response) -> int | None:
    """Return the first byte that a partial answer holds; None for an answer that is whole."""
    if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
        return None
    match = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def _length(answer: requests.Response) -> int | None:
    """Return how many bytes the file has in all, None where the publisher does not say."""
    match = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if match:
        return int(match[2]) if match[2] != "*" else None
    stated = answer.headers.get("Content-Length", "")
    if answer.headers.get("Content-Encoding") or not stated.isdecimal():
        return None
    return int(stated)


#: HDX's CKAN API.
SCHEME = "https://"
API = "https://data.humdata.org/api/3/action/package_show"


def hdx_address(record: Record, api: str = API) -> str:
    """Return the address of the file that a record picks of its data set."""
    answer = requests.get(api, params={"id": record.dataset}, timeout=PATIENCE)
    answer.raise_for_status()
    try:
        resources = answer.json()["result"]["resources"]
        text = _pick_resource(record, resources)
    except (ValueError, KeyError, TypeError) as error:
        raise PullError(f"HDX's answer on {record.dataset} is not what its API promises") from error
    if not text.startswith(SCHEME):
        raise PullError(f"HDX's address {text[:80]!r} is not accepted; expected https")
    return text


def _pick_resource(record: Record, resources: list[dict[str, Any]]) -> str:
    wanted = str(record.pick["name"]).lower()
    named = [item for item in resources if wanted in str(item.get("name", "")).lower()]
    for kind in record.pick["format"]:
        for resource in named or resources:
            if str(resource.get("format", "")).lower() == kind:
                return str(resource.get("download_url") or resource["url"])
    kinds = ", ".join(record.pick["format"])
    raise PullError(f"the data set {record.dataset} has no file that is {kinds}")
