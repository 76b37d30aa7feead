"""Public data is pulled whole, once, and never replaced by anything that is not the same."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.cache import VARIABLE
from geo.errors import PullError
from geo.pull import cache, pull, record, records, transfer
from tests.pull.serving import Publisher, serving


def archive(content: bytes) -> bytes:
    """Return a ZIP archive that holds bytes as they are, and is always the same one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(zipfile.ZipInfo("events.csv"), content)
    return stream.getvalue()


PLAIN = bytes(range(256)) * 5000
CONTENT = archive(PLAIN)
OTHER = archive(PLAIN[::-1])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serving(Publisher(CONTENT)) as result:
        yield result


def fetch(publisher: Publisher, name: str = "ucdp-ged", **more: bool) -> cache.Pulled:
    return pull(name, url=f"{publisher.url}/file.zip", quiet=True, **more)


def test_a_file_comes_whole_with_its_terms(publisher: Publisher) -> None:
    download = fetch(publisher)
    path = Path(download.path)
    assert path.read_bytes() == CONTENT
    assert download.sha256 == hashlib.sha256(CONTENT).hexdigest()
    terms = (path.parent / "LICENCE.txt").read_text(encoding="utf-8")
    assert record("ucdp-ged").licence in terms
    assert record("ucdp-ged").citation in terms
    assert json.loads((path.parent / "pulled.json").read_text())["url"].startswith(publisher.url)
    assert sorted(item.name for item in path.parent.iterdir()) == [
        "LICENCE.txt", "ged251-csv.zip", "pulled.json",
    ]  # fmt: skip


def test_what_is_there_is_not_asked_for_again(publisher: Publisher) -> None:
    first = fetch(publisher)
    publisher.requests.clear()
    assert fetch(publisher) == first
    assert publisher.requests == []


def test_a_transfer_goes_on_where_it_stopped(publisher: Publisher) -> None:
    publisher.breaks = 400_000
    with pytest.raises(PullError, match="cannot be reached"):
        fetch(publisher)
    publisher.sent = 0
    download = fetch(publisher)
    assert Path(download.path).read_bytes() == CONTENT
    start = int(publisher.requests[-1]["Range"].removeprefix("bytes=").rstrip("-"))
    assert 400_000 - 2**16 <= start <= 400_000
    assert publisher.sent == len(CONTENT) - start


def leave_interrupted(folder: Path, publisher: Publisher, part: bytes, note: str) -> Path:
    """Leave what a killed transfer leaves."""
    place = folder / "ucdp-ged" / record("ucdp-ged").version
    place.mkdir(parents=True)
    (place / "ged251-csv.zip.part").write_bytes(part)
    (place / "ged251-csv.zip.part.json").write_text(note, encoding="utf-8")
    return place


def write_mark(publisher: Publisher) -> str:
    return json.dumps({"url": f"{publisher.url}/file.zip", "mark": publisher.mark})


@pytest.mark.parametrize("extra", [b"", b"more than there is"])
def test_a_part_that_was_complete_when_it_was_stopped_is_no_fault(
    folder: Path, publisher: Publisher, extra: bytes
) -> None:
    place = leave_interrupted(folder, publisher, CONTENT + extra, write_mark(publisher))
    assert Path(fetch(publisher).path).read_bytes() == CONTENT
    assert not list(place.glob("*.part*"))
    assert all(int(item.get("Range", "0-0")[6:-1] or 0) >= 0 for item in publisher.requests)


@pytest.mark.parametrize("note", ["", "{", "null", "[]", '{"url": 1}', '{"mark": "x"}'])
def test_a_spoilt_note_of_an_interrupted_transfer_counts_as_none(
    folder: Path, publisher: Publisher, note: str
) -> None:
    leave_interrupted(folder, publisher, b"other bytes", note)
    assert Path(fetch(publisher).path).read_bytes() == CONTENT


def test_a_publisher_that_ignores_ranges_gives_the_whole_file(
    folder: Path, publisher: Publisher
) -> None:
    publisher.ignores_ranges = True
    leave_interrupted(folder, publisher, CONTENT[:1000], write_mark(publisher))
    assert Path(fetch(publisher).path).read_bytes() == CONTENT


def test_pulls_at_the_same_time_do_not_spoil_each_other(publisher: Publisher) -> None:
    publisher.pause = 0.3
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda _: fetch(publisher), range(4)))
    assert {item.sha256 for item in numbers} == {hashlib.sha256(CONTENT).hexdigest()}
    assert Path(numbers[0].path).read_bytes() == CONTENT
    assert len(publisher.requests) == 1


def test_bytes_that_something_else_wrote_are_not_called_right(
    publisher: Publisher, folder: Path
) -> None:
    publisher.pause = 1.0
    place = folder / "ucdp-ged" / record("ucdp-ged").version
    with ThreadPoolExecutor(1) as threads:
        pulled = threads.submit(fetch, publisher)
        part = place / "ged251-csv.zip.part"
        while not (part.is_file() and part.stat().st_size > 1000):
            assert not pulled.done()
        with part.open("r+b") as stream:
            stream.write(b"spoilt")
        with pytest.raises(PullError, match="the bytes on the disk are not those that came"):
            pulled.result()
    assert not (place / "ged251-csv.zip").exists()


def test_a_page_to_sign_in_is_no_archive(publisher: Publisher) -> None:
    publisher.content = b"<!DOCTYPE html><title>Sign in</title>"
    with pytest.raises(PullError, match="is not a ZIP archive; nothing was replaced"):
        fetch(publisher)
    with pytest.raises(PullError, match="is an HTML page, expected csv"):
        fetch(publisher, "gem-fields")
    publisher.content, publisher.mark = CONTENT.replace(PLAIN[:300], PLAIN[1:301], 1), '"two"'
    with pytest.raises(PullError, match="is a damaged ZIP archive"):
        fetch(publisher)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1", "http://", "x" * 10_000]
)
def test_addresses_of_another_kind_are_refused(address: str) -> None:
    with pytest.raises(PullError, match="expected one that begins with https:// or http://") as no:
        pull("ucdp-ged", url=address, quiet=True)
    assert len(str(no.value)) < 300


def test_a_transfer_begins_anew_when_the_file_is_another_one(publisher: Publisher) -> None:
    publisher.breaks = 400_000
    with pytest.raises(PullError):
        fetch(publisher)
    publisher.content, publisher.mark = OTHER, '"two"'
    assert Path(fetch(publisher).path).read_bytes() == OTHER


def test_a_fixed_version_with_other_bytes_is_refused(publisher: Publisher) -> None:
    first = fetch(publisher)
    publisher.content = OTHER
    publisher.mark = '"two"'
    with pytest.raises(PullError, match=r"not those of version 25\.1.*nothing was replaced"):
        fetch(publisher, anew=True)
    assert Path(first.path).read_bytes() == CONTENT
    assert fetch(publisher) == first


def test_a_file_changed_on_disk_is_told(publisher: Publisher) -> None:
    first = fetch(publisher)
    Path(first.path).write_bytes(b"spoilt")
    with pytest.raises(PullError, match=r"changed since it was pulled.*delete it"):
        fetch(publisher)


def test_offline_is_one_sentence_and_keeps_the_copy(publisher: Publisher) -> None:
    with pytest.raises(PullError, match="Uppsala Conflict Data Program cannot be reached") as no:
        pull("ucdp-ged", url="http://127.0.0.1:9/file.zip", quiet=True)
    assert "\n" not in str(no.value)
    first = fetch(publisher)
    with pytest.raises(PullError, match=rf"the copy of {first.pulled} stays"):
        pull("ucdp-ged", url="http://127.0.0.1:9/file.zip", quiet=True, anew=True)
    assert Path(first.path).read_bytes() == CONTENT


def test_a_publisher_that_says_no_is_told(publisher: Publisher) -> None:
    publisher.status = 503
    with pytest.raises(PullError, match="it answered 503"):
        fetch(publisher)


def test_a_full_disk_leaves_what_was_there(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fetch(publisher)

    def fail_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.pull.transfer.Transfer._gather", fail_full)
    with pytest.raises(PullError, match="No space left on device"):
        fetch(publisher, anew=True)
    assert Path(first.path).read_bytes() == CONTENT


def test_names_that_do_not_exist_are_told_what_does() -> None:
    with pytest.raises(PullError, match="'mars' cannot be pulled: expected one of ucdp-ged"):
        pull("mars")


def test_every_record_is_complete_and_safe() -> None:
    for item in records().values():
        assert all((item.title, item.publisher, item.licence, item.citation, item.version))
        assert item.kind in {"events", "boundaries", "table"}
        assert bool(item.url) != bool(item.dataset)
        assert item.url.startswith("https://") or item.dataset
        assert Path(item.file).name == item.file


def test_hdx_says_where_a_file_is_today(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.answers["/api"] = _answer("http://127.0.0.1.example.org/irq.zip")
    with pytest.raises(PullError, match="expected https"):
        transfer.hdx_address(record("cod-ab"), f"{publisher.url}/api")
    monkeypatch.setattr(transfer, "SCHEME", publisher.url)
    url = f"{publisher.url}/irq.zip"
    resources = [
        {"name": "notes.pdf", "format": "PDF", "download_url": "https://example.org/notes"},
        {"name": "irq_adm_shp.zip", "format": "SHP", "download_url": "https://example.org/shp"},
        {"name": "irq_adm_geojson.zip", "format": "GeoJSON", "download_url": url},
    ]
    publisher.answers["/api"] = json.dumps({"result": {"resources": resources}}).encode()
    assert transfer.hdx_address(record("cod-ab"), f"{publisher.url}/api") == url
    publisher.answers["/api"] = b'{"result": {}}'
    with pytest.raises(PullError, match="not what its API promises"):
        transfer.hdx_address(record("cod-ab"), f"{publisher.url}/api")


def _answer(url: str) -> bytes:
    resource = {"name": "irq_adm.zip", "format": "SHP", "download_url": url}
    return json.dumps({"result": {"resources": [resource]}}).encode()


def test_the_cache_lies_where_it_is_told_to(folder: Path, publisher: Publisher) -> None:
    assert Path(fetch(publisher).path).is_relative_to(folder)
    shutil.rmtree(folder)
