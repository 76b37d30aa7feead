from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event, Lock

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo import Atlas
from geo.errors import ExportError, GreenlineError, QuestionError, ReadError
from geo.events.attribution import ATTRIBUTED, attribute
from geo.events.ingest import Ingested, ingest, open_folder
from geo.events.ingest import publish as publishing
from geo.events.ingest import repeats as comparing
from geo.events.schema import COLUMNS, Events, validate
from tests.events.ingest.made import LOST, make, read, refuse
from tests.events.ingest.written import digests


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("source"), files=4)


@pytest.fixture(scope="module")
def done(atlas: Atlas, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    return ingest(atlas, [source], tmp_path_factory.mktemp("done") / "out", reader=read)


@pytest.fixture(scope="module")
def expected(atlas: Atlas, source: Path) -> pd.DataFrame:
    """Return the same events, put together the plain way."""
    pieces = [piece.rows.assign(file=file.name) for file in files(source) for piece in read(file)]
    rows = pd.concat(pieces, ignore_index=True).drop_duplicates("id", ignore_index=True)
    return pd.concat([rows, attribute(atlas, rows)], axis=1)


def files(source: Path) -> list[Path]:
    return sorted(source.iterdir())


def test_every_event_once_with_what_attribution_adds(
    done: Ingested, expected: pd.DataFrame
) -> None:
    result = done.events().set_index("id")
    assert result.index.is_unique
    wanted = expected.set_index("id").reindex(result.index)
    for name in (*COLUMNS[1:], *ATTRIBUTED, "file"):
        assert result[name].astype("str").equals(wanted[name].astype("str")), name
    assert len(result) == len(expected) == done.manifest["events"]


def test_events_come_in_the_types_of_the_schema(done: Ingested) -> None:
    rows = done.events(COLUMNS)
    assert tuple(rows.columns) == COLUMNS
    validate(rows)


def test_columns_and_days_are_read_as_asked(done: Ingested, expected: pd.DataFrame) -> None:
    first, last = date(2013, 12, 20), date(2014, 1, 10)
    rows = done.events(["id", "start"], first, last)
    assert list(rows.columns) == ["id", "start"]
    day = [pd.Timestamp(first), pd.Timestamp(last)]
    wanted = expected[(expected["end"] >= day[0]) & (expected["start"] <= day[1])]
    assert sorted(rows["id"]) == sorted(wanted["id"])
    assert len(done.events(["id"], date(1991, 1, 1), date(1991, 1, 2))) == 0
    assert len(done.events(["id"], start=last)) + len(done.events(["id"], end=first)) < len(
        expected
    )
    with pytest.raises(QuestionError, match="'no'"):
        done.events(["no"])


def test_counts_are_those_of_the_events(done: Ingested, expected: pd.DataFrame) -> None:
    counts = done.counts
    assert counts["events"].sum() == len(expected)
    assert not counts.duplicated(["month", "subdistrict", "type"]).any()
    for name in ("best", "low", "high"):
        assert counts[name].sum() == expected[name].sum()
    assert counts["without_deaths"].sum() == expected["best"].isna().sum()
    close = expected["position_precision"].isin(["exact", "near"])
    assert counts["imprecise"].sum() == (~close).sum()
    row = counts.iloc[len(counts) // 2]
    same = expected[
        (expected["start"].dt.strftime("%Y-%m-01") == str(row["month"].date()))
        & (expected["subdistrict"].astype("str") == row["subdistrict"])
        & (expected["type"].astype("str") == row["type"])
    ]
    assert len(same) == row["events"]
    assert counts.equals(counts.sort_values(["month", "subdistrict", "type"], ignore_index=True))


def test_nothing_is_dropped_silently(done: Ingested, source: Path) -> None:
    report = done.report
    rows = sum(pq.ParquetFile(file).metadata.num_rows for file in files(source))
    lost = sum((pq.ParquetFile(file).metadata.num_rows - 1) // LOST for file in files(source))
    assert report["rows_read"] == rows == report["kept"] + sum(report["set_aside"].values())
    assert report["set_aside"]["no_position"] == lost
    assert report["kept"] == done.manifest["events"]
    for item in report["files"]:
        assert item["rows_read"] == item["kept"] + sum(item["set_aside"].values())
        assert item["file"] in {file.name for file in files(source)}
    assert done.aside["reason"].value_counts().to_dict() == report["set_aside"]


def test_ids_of_an_earlier_file_are_set_aside_and_listed(done: Ingested, source: Path) -> None:
    last = files(source)[-1].name
    by_file = {
        item["file"]: item["set_aside"].get("duplicate_id", 0) for item in done.report["files"]
    }
    again = done.aside.query("reason == 'duplicate_id'")
    assert by_file == {name: 0 for name in by_file if name != last} | {last: len(again)}
    assert 40 < len(again) <= 50
    assert set(again["file"]) == {last}
    file = done.events(["id", "file"]).set_index("id")["file"]
    assert (file[again["value"]] != last).all()


def test_rows_set_aside_say_where_they_stand(done: Ingested, source: Path) -> None:
    lost = done.aside.query("reason == 'no_position'")
    assert lost.query("file == '001.parquet'")["row"].tolist() == list(range(LOST + 2, 402, LOST))
    assert set(lost["column"]) == {"lon"}


def test_geopandas_and_dask_open_it(done: Ingested) -> None:
    path = min(done.path.glob("events/year=2014/*.parquet"))
    frame = gpd.read_parquet(path)
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry.x == frame["lon"]).all() and (frame.geometry.y == frame["lat"]).all()
    lazy = done.lazy()
    assert len(lazy) == done.manifest["events"]
    assert lazy.crs.to_epsg() == 4326
    assert set(lazy["year"].astype("int").unique().compute()) == set(
        map(int, done.manifest["years"])
    )


def test_the_manifest_says_of_what_it_was_made(atlas: Atlas, done: Ingested, source: Path) -> None:
    manifest = json.loads((done.path / "ingest.json").read_text(encoding="utf-8"))
    assert manifest["atlas"]["version"] == atlas.version
    assert [item["name"] for item in manifest["inputs"]] == [file.name for file in files(source)]
    assert all(len(item["sha256"]) == 64 for item in manifest["inputs"])
    assert str(source) not in json.dumps(manifest) + json.dumps(done.report)
    names = {path.name for path in done.path.iterdir()}
    assert names == {"events", "counts.parquet", "aside.parquet", "report.json", "ingest.json"}


def test_the_same_files_give_the_same_bytes(
    atlas: Atlas, done: Ingested, source: Path, tmp_path: Path
) -> None:
    again = ingest(atlas, [source], tmp_path / "again", reader=read)
    assert digests(again.path) == digests(done.path)


def test_small_parts_and_many_buckets_change_nothing_but_the_parts(
    atlas: Atlas, done: Ingested, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "BUCKET", 200)
    monkeypatch.setattr(publishing, "PART", 20)
    monkeypatch.setattr(publishing, "GROUP", 7)
    small = ingest(atlas, [source], tmp_path / "small", reader=read)
    assert small.report == done.report
    assert small.counts.equals(done.counts)
    assert len(list(small.path.glob("events/*/*"))) > len(list(done.path.glob("events/*/*")))
    by = ["start", "id"]
    names = ["id", "start", "file"]
    ours, theirs = (
        ingest_result.events(names).astype("str").sort_values(by) for ingest_result in (small, done)
    )
    assert ours.to_numpy().tolist() == theirs.to_numpy().tolist()


def test_a_file_named_twice_is_read_once(atlas: Atlas, source: Path, tmp_path: Path) -> None:
    first = files(source)[0]
    ingest_result = ingest(
        atlas, [first, source / ".." / source.name / first.name], tmp_path / "o", reader=read
    )
    assert len(ingest_result.manifest["inputs"]) == 1
    assert "duplicate_id" not in ingest_result.report["set_aside"]


def test_a_file_without_events(atlas: Atlas, tmp_path: Path) -> None:
    make(tmp_path / "in", files=2, rows=30)
    table = pd.read_parquet(tmp_path / "in" / "000.parquet").assign(lon=float("nan"))
    table.to_parquet(tmp_path / "in" / "000.parquet")
    ingest_result = ingest(atlas, [tmp_path / "in" / "000.parquet"], tmp_path / "out", reader=read)
    assert ingest_result.manifest["events"] == 0 and ingest_result.manifest["years"] == {}
    assert ingest_result.counts.empty and len(ingest_result.events()) == 0
    assert ingest_result.report["set_aside"] == {"no_position": 30}


def test_what_cannot_be_read_is_named_and_nothing_is_written(
    atlas: Atlas, source: Path, tmp_path: Path
) -> None:
    with pytest.raises(GreenlineError, match=r"001\.parquet.*not a table"):
        ingest(atlas, [source], tmp_path / "out", reader=refuse)
    with pytest.raises(ReadError, match="nowhere"):
        ingest(atlas, [tmp_path / "nowhere"], tmp_path / "out", reader=read)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="empty"):
        ingest(atlas, [tmp_path / "empty"], tmp_path / "out", reader=read)
    assert {path.name for path in tmp_path.iterdir()} == {"empty"}


def test_only_what_an_ingest_wrote_opens(done: Ingested, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"ingest\.json"):
        open_folder(tmp_path)
    (tmp_path / "ingest.json").write_text('{"schema": 99}')
    with pytest.raises(ReadError, match="99"):
        open_folder(tmp_path)
    (tmp_path / "ingest.json").write_text("{")
    with pytest.raises(ReadError, match="cannot be read"):
        open_folder(tmp_path)
    assert open_folder(done.path).counts.equals(done.counts)


def test_progress_is_shown_on_a_terminal_only(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    make(tmp_path / "in", files=2, rows=30)
    shown = {}
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        ingest(atlas, [tmp_path / "in"], tmp_path / "out", quiet=False, reader=read)
        shown[stream.isatty()] = stream.getvalue()
    assert "reading" in shown[True] and "rows" in shown[True]
    assert shown[False] == ""


def test_after_a_failure_no_file_is_read_to_its_end(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.events.ingest.engine.CPU_COUNT", 2)
    make(tmp_path / "in", files=2, rows=1000, piece=10)
    read_on: list[str] = []
    begun, failed, left = Event(), Event(), Event()
    first = Lock()

    def reader(path: Path) -> Iterator[Events]:
        # Whichever file comes first is read; there are more files than threads, in no fixed order.
        if not first.acquire(blocking=False):
            begun.wait(120)
            raise OSError(28, "No space left on device")
        try:
            for piece in read(path):
                read_on.append(path.name)
                yield piece
                begun.set()
                failed.wait(120)
        finally:
            left.set()

    with pytest.raises(ExportError, match="No space left"):
        ingest(atlas, [tmp_path / "in"], tmp_path / "out", reader=reader)
    failed.set()
    assert left.wait(120)
    assert len(read_on) <= 3
