"""One file: the same bytes for the same view, closed to the network, whole or not there at all."""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from branca.element import Element

from geo import Atlas, ExportError, View, client, export
from geo.draw import build
from geo.draw.chrome import Tiles
from geo.errors import ViewError
from geo.export.html import page, render, write

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


class Scripts(HTMLParser):
    """Collects every script of a page as a browser would read it."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.links: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        subset = dict(attrs)
        self.links += [value for name in ("src", "href") if (value := subset.get(name))]
        if tag == "script":
            self.scripts.append((subset, ""))
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)


def read(text: str) -> Scripts:
    parser = Scripts()
    parser.feed(text)
    return parser


def policy(text: str) -> dict[str, list[str]]:
    """Return the directives of a page's policy."""
    (result,) = POLICY.findall(text)
    parts = (directive.split() for directive in result.split(";"))
    return {name: values for name, *values in parts}


@pytest.fixture(scope="module")
def text(atlas: Atlas) -> str:
    """Return the page of the default view."""
    return page(atlas, View())


def test_the_policy_allows_the_scripts_of_the_page_and_no_other(text: str) -> None:
    """One script stands in the page as it is; the others are what that unpacks and runs."""
    scripts = read(text).scripts
    (start,) = [body for attributes, body in scripts if attributes.get("type") is None]
    blocks = {attributes.get("id"): body for attributes, body in scripts}
    program = gzip.decompress(base64.b64decode(blocks["greenline-scripts"])).decode()
    assert program == f"\n{client.leaflet_script()}\n\n{client.script()}\n"
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
        for body in (start, program, blocks["greenline-begin"])
    }
    assert set(policy(text)["script-src"]) == hashes


def test_the_policy_closes_the_network(atlas: Atlas) -> None:
    rules = policy(page(atlas, layers=[]))
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:", "blob:"]
    assert rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert not {"connect-src", "font-src", "frame-src", "object-src", "worker-src"} & set(rules)
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]


@pytest.mark.parametrize(
    "url",
    [
        "https://t.example; script-src *;/{z}/{x}/{y}.png",
        "https://t.example'/{z}/{x}/{y}.png",
        'https://t.example/{z}/{x}/{y}.png"><script>',
        "javascript:alert(1)//{z}/{x}/{y}",
        "https://t.example/{z}/{x}.png",
        "https://a{s}.example/{z}/{x}/{y}.png",
    ],
)
def test_an_address_of_tiles_is_no_policy(url: str) -> None:
    with pytest.raises(ViewError, match="address of tiles"):
        Tiles(url=url)


def test_who_is_named_for_tiles_is_text(atlas: Atlas) -> None:
    tiles = Tiles(url="https://{s}.t.example/{z}/{x}/{y}.png", attribution="<img src=x> & co")
    text = page(atlas, layers=[], tiles=tiles)
    assert policy(text)["img-src"] == ["data:", "blob:", "https://*.t.example"]
    assert tiles.options()["attribution"] == "&lt;img src=x&gt; &amp; co"
    assert "<img src=x>" not in text


def test_a_script_that_came_with_data_is_not_allowed(atlas: Atlas) -> None:
    folium_map = build(atlas, layers=[])
    folium_map.get_root().header.add_child(Element("<script>window.__hit=1</script>"))
    folium_map.get_root().html.add_child(Element("<script>window.__hit=2</script>"))
    text = render(folium_map)
    assert "window.__hit=1" in text
    allowed = policy(text)["script-src"]
    assert len(allowed) == 3
    for body in ("window.__hit=1", "window.__hit=2"):
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" not in allowed


def test_the_file_is_the_page(atlas: Atlas, tmp_path: Path) -> None:
    view = View(date="2014-08-08", perspective="un")
    target = export.html(atlas, view, tmp_path / "map.html")
    assert target == tmp_path / "map.html"
    assert target.read_bytes().decode() == page(atlas, view)
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]
    assert export.html(atlas, None, str(tmp_path / "two.html")).is_file()


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_failed_write_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    target = tmp_path / "map.html"
    target.write_bytes(b"before")

    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    expected = ExportError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as raised:
        write(target, b"after")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
    if expected is ExportError:
        assert str(raised.value) == f"{target}: cannot be written (No space left)"


@pytest.mark.thorough
def test_processes_with_other_hash_seeds_write_the_same_bytes(text: str, tmp_path: Path) -> None:
    # The page of this process is of another seed still.
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    code = "import sys; from geo import Atlas, View, export; export.html(Atlas.load(), View(), sys.argv[1])"
    command = [sys.executable, "-c", code, str(tmp_path / "map.html")]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "map.html").read_bytes().decode() == text


def test_a_page_without_a_place_for_the_policy_is_refused(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[page.__module__], "_CHARSET", "<meta nowhere>")
    with pytest.raises(ExportError, match="no head"):
        page(atlas, layers=[])
