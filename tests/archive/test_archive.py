"""Captures of pages of a server on this machine: what is written, resumed, refused and reported."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.archive import Options, archive_sources, changed_captures, read_ledger
from geo.archive.page import Page, fingerprint
from geo.archive.run import by_host
from geo.errors import ArchiveError
from tests.archive.serving import World, serve

pytest.importorskip("wacz", reason="what writes captures is not installed: greenline[archive]")
ArchiveIterator = pytest.importorskip("warcio.archiveiterator").ArchiveIterator

COLUMNS = ("id", "title", "url", "date", "sha256", "captured", "note")


@pytest.fixture
def world() -> Iterator[World]:
    with serve() as state:
        yield state


@pytest.fixture
def data(tmp_path: Path, world: World) -> Path:
    """Return a data folder whose two sources the server has."""
    world.put("/a", "<title>A</title><p>Held by the army.</p><script>1</script>")
    world.put("/b", "Left on 17 October.")
    folder = tmp_path / "data"
    folder.mkdir()
    write(
        folder, [{"id": "a", "url": f"{world.address}/a"}, {"id": "b", "url": f"{world.address}/b"}]
    )
    return folder


def write(folder: Path, rows: list[dict[str, str]]) -> None:
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows({"title": row["id"].upper(), **row} for row in rows)


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / "captures").glob("*.wacz"))


QUICK = Options(pause=0)


def test_a_page_is_captured_with_its_hash_and_day(data: Path) -> None:
    report = archive_sources(data, QUICK)
    assert (sorted(report.captured), report.failed, report.left) == (["a", "b"], [], 0)
    row = rows_of(data)["a"]
    assert row["sha256"] == hashlib.sha256(b"A Held by the army.").hexdigest()
    assert files(data) == [f"a-{row['captured']}.wacz", f"b-{row['captured']}.wacz"]
    with zipfile.ZipFile(data.parent / "captures" / files(data)[0]) as archive:
        names = archive.namelist()
        package = json.loads(archive.read("datapackage.json"))
        assert (
            b"Held by the army" in archive.read("datapackage.json")
            or "archive/data.warc.gz" in names
        )
    assert package["title"] == "A"
    assert any(name.startswith("indexes/") for name in names)
    ledger = read_ledger(data.parent / "captures")
    assert {capture.source: capture.sha256 for capture in ledger} == {
        key: row["sha256"] for key, row in rows_of(data).items()
    }


def test_a_run_goes_on_where_it_stopped(data: Path, world: World) -> None:
    first = archive_sources(data, Options(pause=0, most=1))
    assert (len(first.captured), first.left) == (1, 1)
    second = archive_sources(data, QUICK)
    assert (len(second.captured), second.resumed, second.left) == (1, 1, 0)
    assert set(world.requests.values()) == {1}


def test_an_interrupt_keeps_what_was_captured(data: Path, world: World) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    report = archive_sources(data, Options(pause=30), sleep=stop)
    assert (report.captured, report.left) == (["a"], 1)
    assert rows_of(data)["a"]["sha256"]
    assert not rows_of(data)["b"]["sha256"]


def test_a_page_that_changed_is_listed_and_overwrites_nothing(data: Path, world: World) -> None:
    archive_sources(data, QUICK)
    before, names = rows_of(data), files(data)
    world.put("/a", "<p>Held by nobody.</p>")
    report = archive_sources(data, Options(pause=0, again=True))
    assert report.unchanged == ["b"]
    assert [(row, key) for row, key, _ in report.changed] == [(2, "a")]
    assert rows_of(data) == before
    assert set(names) < set(files(data))
    captures = read_ledger(data.parent / "captures")
    assert list(changed_captures(captures, rows_of(data).values())) == ["a"]


def test_scripts_and_marks_do_not_change_a_page(data: Path, world: World) -> None:
    archive_sources(data, QUICK)
    world.put("/a", "<title>A</title><div><b>Held by</b> the army.</div><script>2</script>")
    assert archive_sources(data, Options(pause=0, again=True, only=("a",))).unchanged == ["a"]


def test_what_cannot_be_fetched_is_listed_with_row_and_reason(data: Path, world: World) -> None:
    world.put("/b", "later", 429, Retry_After="7200")
    write(data, [
        {"id": "gone", "url": f"{world.address}/gone"},
        {"id": "b", "url": f"{world.address}/b"},
        {"id": "c", "url": f"{world.address}/a"},
        {"id": "own", "url": ""},
    ])  # fmt: skip
    report = archive_sources(data, QUICK)
    assert report.captured == []
    reasons = {key: (row, reason) for row, key, reason in report.failed}
    assert reasons["gone"] == (2, "the host answers 404 Not Found")
    assert reasons["b"] == (3, "the host asks to come later (429)")
    assert reasons["c"][0] == 4
    assert "come back in 7200 seconds" in reasons["c"][1] or "7199" in reasons["c"][1]
    assert world.requests["/a"] == 0
    assert files(data) == []


def test_pages_of_a_host_lie_apart_in_time(data: Path) -> None:
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    archive_sources(data, Options(pause=9), sleep=sleep, clock=lambda: now[0])
    assert waits == [9.0]


def test_hosts_take_turns() -> None:
    urls = ["http://x/1", "http://x/2", "http://y/1", "http://z/1"]
    rows = [(number, {"url": url}) for number, url in enumerate(urls)]
    assert [number for number, _ in by_host(rows)] == [0, 2, 3, 1]


def test_no_network_ends_the_run(data: Path) -> None:
    write(data, [{"id": f"s{n}", "url": f"http://127.0.0.1:1/{n}"} for n in range(30)])
    report = archive_sources(data, QUICK)
    assert len(report.failed) == 30  # one host that is silent says nothing of others
    write(data, [{"id": f"s{n}", "url": f"http://127.0.0.{n + 1}:1/"} for n in range(30)])
    with pytest.raises(ArchiveError, match="no network"):
        archive_sources(data, QUICK)


def test_an_id_that_no_source_has_is_refused(data: Path) -> None:
    with pytest.raises(ArchiveError, match="nobody: expected ids"):
        archive_sources(data, Options(only=("nobody",)))


def test_a_ledger_that_is_none_is_refused(data: Path) -> None:
    captures = data.parent / "captures"
    captures.mkdir()
    (captures / "captures.csv").write_text("id,day\na,2026-11-28\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match="row 1: expected the columns"):
        archive_sources(data, QUICK)


def test_the_hash_of_a_file_is_of_its_bytes() -> None:
    page = Page("http://x/", "200 OK", (("Content-Type", "application/pdf"),), b"%PDF <b>1</b>")
    assert fingerprint(page) == hashlib.sha256(page.body).hexdigest()
