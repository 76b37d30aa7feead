"""The benchmark against other ways: each that is installed writes a page, the table names them all."""

from __future__ import annotations

import json

import pytest

from bench import peers
from bench.peers import libraries, session
from bench.peers.peer import PAGE, Peer, events, select_plain, targets
from tools.docs import peers as table
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


@pytest.mark.parametrize("count", [100_000, 1_000_000, 5_000_000])
def test_the_table_names_every_way_and_column(count: int) -> None:
    head, lines = table.table(RESULTS, count)
    assert [line[0].strip("*") for line in lines] == [peer.title for peer in peers.PEERS]
    assert {len(line) for line in lines} == {len(head)} == {9}


def test_a_limit_stands_where_the_first_figure_is_missing() -> None:
    network = {"requests": 0, "draws": True}
    text = {"title": "a", "own": False, "served": False, "hover": False, "closed": ""}
    result = {
        "export_s": 1.0,
        "bytes": 2_000_000,
        "calm_s": 3.0,
        "peak_mb": 500,
        "limit": "stopped",
    }
    _, [line] = table.table({"ways": {"a": {**text, "network": network, "7": result}}}, 7)
    assert line[3:] == ("2 MB", "1 s", "3 s", "stopped", "", "500 MB")


def test_what_is_missing_is_said(monkeypatch) -> None:
    absent = Peer("none", "none", lambda *_: None, "", "", modules=("no_such_module",))
    assert "not installed: no_such_module" in absent.find_missing()
    monkeypatch.setattr(peers, "PEERS", (absent,))
    monkeypatch.setattr(peers, "empty", lambda: 300)
    result = peers.measure((200,), before={})
    assert table.table(result, 200)[1][0][1].startswith(
        "not installed: no_such_module (pip install"
    )


def test_a_way_that_fails_or_takes_too_long_is_said(monkeypatch, rows, tmp_path) -> None:
    def fail(*_):
        raise ValueError("no such columns")

    failed = peers.write_page(Peer("bad", "bad", fail, "", ""), rows, tmp_path)
    assert failed == {"limit": "the export failed: ValueError: no such columns"}
    monkeypatch.setattr(peers, "EXPORT_LIMIT_S", 0.2)
    monkeypatch.setattr(peers, "IMPORT_LIMIT_S", 0.0)
    endless = Peer("slow", "slow", lambda *_: [None for _ in iter(int, 1)], "", "")
    assert peers.write_page(endless, rows, tmp_path) == {"limit": "over 0 s to export"}


def test_more_events_are_not_tried_where_fewer_tell_the_end() -> None:
    slow = {"100000": {"export_s": 2.0, "calm_s": 12.0}}
    assert "over 90 s to open, since 100,000 took 12 s" in peers._outlook(slow, 1_000_000)["limit"]
    some = {"100000": {"export_s": 2.0, "calm_s": 4.0}}
    assert peers._outlook(some, 1_000_000) == {}
    assert "faster than the events" in peers._outlook(some, 1_000_000, 1.65)["limit"]
    stopped = {"100000": {"limit": "over 90 s to open"}}
    assert peers._outlook(stopped, 1_000_000)["limit"] == "not tried: 100,000 over 90 s to open"
    assert peers._outlook({"100000": {"export_s": 2.0, "calm_s": 1.2}}, 1_000_000) == {}


def test_places_to_click_at_lie_in_the_window(rows) -> None:
    window = (int(rows["day"].iloc[50]), int(rows["day"].iloc[50]) + 3650)
    inside = select_plain(rows)[(rows["day"] >= window[0]) & (rows["day"] < window[1])]
    numbers = targets(rows, window)
    assert len(numbers) == 5
    assert all(((inside["lon"] == lon) & (inside["lat"] == lat)).any() for lon, lat in numbers)


def test_a_network_is_answered_from_packages_or_empty(monkeypatch) -> None:
    monkeypatch.setattr(libraries, "file", lambda name: f"text of {name}")
    leaflet = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js"
    assert libraries.answer(leaflet) == "text of leaflet/dist/leaflet.js"
    assert libraries.answer("https://code.jquery.com/jquery-3.7.1.min.js").endswith("jquery.min.js")
    assert libraries.answer("https://example.org/other.js") is None


def test_a_page_that_does_not_answer_is_ended() -> None:
    guard = session.Guard()
    guard.limit(-1, "over 90 s to open")
    guard.start()
    guard.join(0.5)
    guard.close()
    assert guard.reason == "over 90 s to open"
