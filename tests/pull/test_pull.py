"""Public data is pulled whole, once, and never replaced by anything that is not the same."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import PullError
from geo.pull import cache, hdx, pull, record, records
from tests.pull.serving import Publisher, serving

CONTENT = bytes(range(256)) * 5000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serving(Publisher(CONTENT)) as found:
        yield found


def fetch(publisher: Publisher, name: str = "ucdp-ged", **more: bool) -> cache.Pulled:
    return pull(name, url=f"{publisher.url}/file.zip", quiet=True, **more)


def test_a_file_comes_whole_with_its_terms(publisher: Publisher) -> None:
    found = fetch(publisher)
    path = Path(found.path)
    assert path.read_bytes() == CONTENT
    assert found.sha256 == hashlib.sha256(CONTENT).hexdigest()
    terms = (path.parent / "LICENCE.txt").read_text(encoding="utf-8")
    assert record("ucdp-ged").licence in terms
    assert record("ucdp-ged").citation in terms
    assert json.loads((path.parent / "pulled.json").read_text())["url"].startswith(publisher.url)
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "LICENCE.txt", "ged251-csv.zip", "pulled.json",
    ]  # fmt: skip


def test_what_is_there_is_not_asked_for_again(publisher: Publisher) -> None:
    first = fetch(publisher)
    publisher.asked.clear()
    assert fetch(publisher) == first
    assert publisher.asked == []


def test_a_transfer_goes_on_where_it_stopped(publisher: Publisher) -> None:
    publisher.breaks = 400_000
    with pytest.raises(PullError, match="cannot be reached"):
        fetch(publisher)
    publisher.sent = 0
    found = fetch(publisher)
    assert Path(found.path).read_bytes() == CONTENT
    start = int(publisher.asked[-1]["Range"].removeprefix("bytes=").rstrip("-"))
    assert 400_000 - 2**16 <= start <= 400_000
    assert publisher.sent == len(CONTENT) - start


def test_a_transfer_begins_anew_when_the_file_is_another_one(publisher: Publisher) -> None:
    publisher.breaks = 400_000
    with pytest.raises(PullError):
        fetch(publisher)
    publisher.content, publisher.mark = CONTENT[::-1], '"two"'
    assert Path(fetch(publisher).path).read_bytes() == CONTENT[::-1]


def test_a_fixed_version_with_other_bytes_is_refused(publisher: Publisher) -> None:
    first = fetch(publisher)
    publisher.content = CONTENT[:-1] + b"x"
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

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.pull.transfer.Resuming._gather", full)
    with pytest.raises(PullError, match="No space left on device"):
        fetch(publisher, anew=True)
    assert Path(first.path).read_bytes() == CONTENT


def test_names_that_do_not_exist_are_told_what_does() -> None:
    with pytest.raises(PullError, match="'mars' cannot be pulled: expected one of ucdp-ged"):
        pull("mars")


def test_every_record_is_complete_and_safe() -> None:
    for one in records().values():
        assert all((one.title, one.publisher, one.licence, one.citation, one.version))
        assert one.kind in {"events", "boundaries", "table"}
        assert bool(one.url) != bool(one.dataset)
        assert one.url.startswith("https://") or one.dataset
        assert Path(one.file).name == one.file


def test_hdx_says_where_a_file_is_today(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.told["/api"] = _answer("http://127.0.0.1.example.org/irq.zip")
    with pytest.raises(PullError, match="expected https"):
        hdx.address(record("cod-ab"), f"{publisher.url}/api")
    monkeypatch.setattr(hdx, "SCHEME", publisher.url)
    url = f"{publisher.url}/irq.zip"
    resources = [
        {"name": "notes.pdf", "format": "PDF", "download_url": "https://example.org/notes"},
        {"name": "irq_adm_shp.zip", "format": "SHP", "download_url": "https://example.org/shp"},
        {"name": "irq_adm_geojson.zip", "format": "GeoJSON", "download_url": url},
    ]
    publisher.told["/api"] = json.dumps({"result": {"resources": resources}}).encode()
    assert hdx.address(record("cod-ab"), f"{publisher.url}/api") == url
    publisher.told["/api"] = b'{"result": {}}'
    with pytest.raises(PullError, match="not what its API promises"):
        hdx.address(record("cod-ab"), f"{publisher.url}/api")


def _answer(url: str) -> bytes:
    resource = {"name": "irq_adm.zip", "format": "SHP", "download_url": url}
    return json.dumps({"result": {"resources": [resource]}}).encode()


def test_the_cache_lies_where_it_is_told_to(folder: Path, publisher: Publisher) -> None:
    assert Path(fetch(publisher).path).is_relative_to(folder)
    shutil.rmtree(folder)
