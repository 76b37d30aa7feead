"""What the app's server adds to Streamlit: protection in every answer, its settings, its command."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit

from geo.cli.run import main
from geo.draw.chrome import Tiles
from geo.web import first_paint, served_files
from tests.browser.serve import serve
from tests.web.running import run_awaited

#: What a policy may name that is no other host.
OWN = {"'self'", "'none'", "data:", "blob:", "ws:", "wss:", "'unsafe-inline'", "'wasm-unsafe-eval'"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the command from a folder that has nothing of ours."""
    command = ("geo", "app", "--port")
    with serve(command, folder=tmp_path_factory.mktemp("elsewhere")) as server:
        yield server.address


@pytest.mark.thorough
def test_page_and_scripts_go_compressed_to_who_takes_it(address: str) -> None:
    home = urllib.request.urlopen(address, timeout=60).read().decode()
    script = re.search(r"static/js/index\.[\w-]+\.js", home)
    assert script
    name = served_files.offer(b"<p>page</p>" * 100)

    def fetch(encoding: str) -> tuple[bytes, str]:
        request = urllib.request.Request(
            f"{address}/{script[0]}", headers={"Accept-Encoding": encoding}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            return answer.read(), answer.headers.get("Content-Encoding", "")

    packed, how = fetch("gzip")
    stripped, plain = fetch("identity")
    assert (gzip.decompress(packed), how, plain) == (stripped, "gzip", "")
    assert len(packed) < len(stripped) / 2
    for path in (f"/{name}", "/greenline-page/../secrets", "/static/js/../../secrets.toml"):
        with pytest.raises(urllib.error.HTTPError):  # the page is another process's
            urllib.request.urlopen(address + path, timeout=60)


def test_the_page_is_a_document_and_that_of_older_data_is_let_go() -> None:
    first = served_files.offer(b"first")

    def fetch(path: str) -> tuple[int, str, bytes]:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": f"/base/{path}", "headers": []}
        run_awaited(served_files.CompressedFiles(lambda *_: None)(scope, None, send))  # type: ignore[arg-type]
        kind = dict(sent[0]["headers"])[b"content-type"].decode()
        return sent[0]["status"], kind, sent[1]["body"]

    assert fetch(first) == (200, "text/html; charset=utf-8", b"first")
    for text in (b"second", b"third"):
        served_files.offer(text)
    assert fetch(first)[0] == 404


@pytest.mark.parametrize("path", ["/", "/?d=2014-08-08", "/_stcore/health", "/nothing-there"])
def test_every_answer_is_protected(address: str, path: str) -> None:
    with urllib.request.urlopen(address + path, timeout=60) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    named = {source for name in policy for source in policy[name].split()}
    assert named <= OWN | {Tiles().host}
    assert policy["frame-ancestors"] == "'self'"


def fetch(address: str) -> str:
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*"}
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=180) as answer:
        body: bytes = answer.read()
        assert int(answer.headers["content-length"]) == len(body)
        return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def test_the_server_starts_once_what_a_first_visit_needs_is_made() -> None:
    begun: list[bool] = []

    async def app(*_: Any) -> None:
        begun.append(served_files._script.cache_info().currsize > 0)

    served_files._script.cache_clear()
    run_awaited(first_paint.FirstPaint(app)({"type": "lifespan"}, Any, Any))
    assert begun == [True]


def test_streamlit_is_fetched_and_started_after_the_map(address: str) -> None:
    home = fetch(f"{address}/")
    (page,) = re.findall(r'data-page="([^"]+)"', home)
    assert fetch(f"{address}/{page}").startswith("<!DOCTYPE html>")
    (waiting,) = re.findall('<template id="gl-streamlit">(.*?)</template>', home, re.DOTALL)
    for part in ('<script type="module"', 'rel="modulepreload"'):
        assert waiting.count(part) == home.count(part) > 0


def test_where_streamlit_s_document_has_another_form_it_goes_out_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "static").mkdir()
    index = tmp_path / "static" / "index.html"
    monkeypatch.setattr(streamlit, "__file__", str(tmp_path / "__init__.py"))
    for text in ("", "<html><body></body></html>", '<div id="root"></head><script type="module"'):
        index.write_text(text, "utf-8")
        served_files.read_document.cache_clear()
        caplog.clear()
        assert first_paint.open_document("", "") is None
        assert first_paint.open_document("", "") is None
        assert len(caplog.records) == 1
    index.unlink()
    served_files.read_document.cache_clear()
    assert first_paint.open_document("", "") is None
    monkeypatch.undo()
    served_files.read_document.cache_clear()
    assert "window.greenlineKeeper =" in (first_paint.open_document("", "ar") or "")


@pytest.mark.parametrize("path", ["/?embed=true", "/?embed=1&d=2014-08-08"])
def test_the_map_alone_may_be_framed(address: str, path: str) -> None:
    with urllib.request.urlopen(address + path, timeout=60) as answer:
        headers = answer.headers
    assert "frame-ancestors" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_map_s_page_has_no_rights_over_the_app_and_lies_in_frames_of_any(address: str) -> None:
    (page,) = re.findall(r'data-page="([^"]+)"', fetch(f"{address}/"))
    with urllib.request.urlopen(f"{address}/{page}", timeout=60) as answer:
        headers = answer.headers
    (rights,) = re.findall(r"sandbox ([^;]*)", headers["Content-Security-Policy"])
    made = (Path(first_paint.__file__).parent / "first_frame.js").read_text("utf-8")
    assert f"setAttribute('sandbox', '{rights}')" in made
    assert "allow-same-origin" not in rights


@pytest.mark.parametrize("port", ["0", "65536", "9" * 5000, "x", "-1", "80.5"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", f"--port={port}"]) == 2
    assert "expected 1 to 65535" in capsys.readouterr().err
