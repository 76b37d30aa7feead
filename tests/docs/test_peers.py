"""The benchmark against other ways: each that is installed writes a page, the table names them all."""

from __future__ import annotations

import json

import pytest

from bench import peers
from bench.peers import libraries
from bench.peers.peer import PAGE, events
from tools.docs.tables import ROOT

RESULTS = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))["peers"]
WAYS = pytest.mark.parametrize("peer", peers.PEERS, ids=[peer.name for peer in peers.PEERS])


@pytest.fixture(autouse=True)
def calm(monkeypatch) -> None:
    """Measure whatever else works on this machine: no test reads a time."""
    monkeypatch.setattr(peers, "describe_load", dict)


@pytest.fixture(scope="module")
def rows():
    return events(200)


@pytest.mark.quick(1)
@WAYS
def test_a_way_that_is_installed_writes_a_page(peer, rows, tmp_path) -> None:
    if absent := peer.find_missing():
        pytest.skip(absent)
    if peer.npm and peer.hooks not in NO_NPM and not libraries.is_fetched():
        pytest.skip("what comes by npm is fetched by `make bench`")
    peer.write(rows, tmp_path)
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "<script" in page
    assert "{{" not in page.replace("{{{", "").split("<script")[0]
    if peer.name not in {"lonboard", "pmtiles", "deck", "ours"}:
        assert rows["text"].iloc[-1] in page


#: Pages that are written without what they load when they are opened.
NO_NPM = tuple(peer.hooks for peer in peers.leaflet.PEERS)


@WAYS
def test_the_results_describe_a_way_as_the_code_does(peer) -> None:
    assert RESULTS["ways"][peer.name]["title"] == peer.title
    assert RESULTS["ways"][peer.name]["note"] == peer.note


def test_a_network_is_answered_from_packages_or_empty(monkeypatch) -> None:
    monkeypatch.setattr(libraries, "file", lambda name: f"text of {name}")
    leaflet = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js"
    assert libraries.answer(leaflet) == "text of leaflet/dist/leaflet.js"
    assert libraries.answer("https://code.jquery.com/jquery-3.7.1.min.js").endswith("jquery.min.js")
    assert libraries.answer("https://example.org/other.js") is None
