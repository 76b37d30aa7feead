"""A site that is served lets programs on other sites read its data, whole or in parts."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from geo.site.serve import application


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "data").mkdir()
    (folder / "data" / "spells.csv").write_bytes(b"0123456789")
    (folder / "index.html").write_text("<h1>Site</h1>", "utf-8")
    server = uvicorn.Server(uvicorn.Config(application(folder), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join()


def test_any_page_may_read_parts_of_a_file(address: str) -> None:
    request = urllib.request.Request(
        f"{address}data/spells.csv",
        headers={"Origin": "https://observable.example", "Range": "bytes=2-4"},
    )
    with urllib.request.urlopen(request) as answer:
        assert (answer.status, answer.read()) == (206, b"234")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Range" in answer.headers["Access-Control-Expose-Headers"]


def test_a_browser_may_ask_before_it_asks_for_parts(address: str) -> None:
    request = urllib.request.Request(
        f"{address}data/spells.csv",
        method="OPTIONS",
        headers={
            "Origin": "https://observable.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "range",
        },
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
        assert "Range" in answer.headers["Access-Control-Allow-Headers"]


def test_nothing_may_be_sent_and_pages_are_found(address: str) -> None:
    with urllib.request.urlopen(address) as answer:
        assert b"Site" in answer.read()
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(urllib.request.Request(address, data=b"x", method="POST"))


def test_nothing_beside_the_site_is_served(address: str, tmp_path: Path) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}data/%2e%2e/%2e%2e/{tmp_path.name}")
