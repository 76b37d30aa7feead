"""`make links` fills archived copies and dead links, and writes nothing where nothing is known."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from tools import links

COPY = "http://web.archive.org/web/20171016000000/http://a.example/gone"
COLUMNS = ["id", "title", "publisher", "url", "date", "licence", "archived", "dead", "read", "note"]


class World(BaseHTTPRequestHandler):
    """The archive's service at /available; other pages answer with the status in their path."""

    requests: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/available":
            World.requests.append(parse_qs(address.query))
            return self._tell(200, self._copies(parse_qs(address.query)["url"][0]))
        return self._tell(int(address.path.rpartition("/")[2]), b"")

    def _copies(self, url: str) -> bytes:
        if url.endswith("/404"):
            result = {"closest": {"available": True, "status": "200", "url": COPY}}
            return json.dumps({"archived_snapshots": result}).encode()
        if url.endswith("/403"):
            result = {"closest": {"available": True, "status": "404", "url": COPY}}
            return json.dumps({"archived_snapshots": result}).encode()
        return b"no json" if url.endswith("/500") else b'{"archived_snapshots": {}}'

    def _tell(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def world() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), World)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "sources.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def run_links(path: Path, world: str, *more: str) -> tuple[int, dict[str, dict[str, str]]]:
    code = links.main(
        ["--sources", str(path), "--service", f"{world}/available", "--pause", "0", *more]
    )
    with path.open(encoding="utf-8", newline="") as stream:
        return code, {row["id"]: row for row in csv.DictReader(stream)}


def test_only_what_is_certain_is_written(tmp_path: Path, world: str) -> None:
    rows = [
        {"id": str(status), "url": f"{world}/{status}", "date": "2017-10", "note": "A note."}
        for status in (200, 403, 404, 410, 500)
    ]
    code, result = run_links(table(tmp_path, *rows, {"id": "ours", "note": "Own."}), world)
    assert code == 0
    assert {key: bool(row["dead"]) for key, row in result.items() if row["url"]} == {
        "200": False, "403": False, "404": True, "410": True, "500": False,
    }  # fmt: skip
    assert result["404"]["archived"] == COPY.replace("http:", "https:", 1)
    assert not any(result[key]["archived"] for key in ("200", "403", "410", "500"))
    assert result["404"]["note"].startswith("A note. ") and result["200"]["note"] == "A note."
    assert {"url": [f"{world}/404"], "timestamp": ["201710"]} in World.requests
    assert result["ours"] == dict.fromkeys(COLUMNS, "") | {"id": "ours", "note": "Own."}


def test_without_a_network_nothing_is_dead(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = table(tmp_path, {"id": "a", "url": "http://127.0.0.1:9/404"})
    before = path.read_bytes()
    code, result = run_links(path, "http://127.0.0.1:9")
    assert code == 1 and path.read_bytes() == before and not result["a"]["dead"]
    assert "nothing is known" in capsys.readouterr().err
