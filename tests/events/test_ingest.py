"""An ingest holds every event once, loses none silently, and is the same wherever it runs."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo import Atlas
from geo.errors import ExportError, QuestionError, ReadError
from geo.events import ingest as module
from geo.events.attribution import ATTRIBUTED, attribute
from geo.events.ingest import ingest
from geo.events.schema import COLUMNS
from tests.events.made import LOST, make, read


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("source"), files=4)


@pytest.fixture(scope="module")
def result(atlas: Atlas, source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return ingest(atlas, [source], tmp_path_factory.mktemp("done") / "out", reader=read)


@pytest.fixture(scope="module")
def rows(result: dict[str, Any]) -> gpd.GeoDataFrame:
    return gpd.read_parquet(Path(result["path"]) / "events")


@pytest.fixture(scope="module")
def expected(atlas: Atlas, source: Path) -> pd.DataFrame:
    """Return the same events, put together the plain way."""
    files = sorted(source.iterdir())
    pieces = [piece.rows.assign(file=file.name) for file in files for piece in read(file)]
    rows = pd.concat(pieces, ignore_index=True).drop_duplicates("id", ignore_index=True)
    return pd.concat([rows, attribute(atlas, rows)], axis=1)


def test_every_event_once_with_what_attribution_adds(
    result: dict[str, Any], rows: gpd.GeoDataFrame, expected: pd.DataFrame
) -> None:
    indexed = rows.set_index("id")
    wanted = expected.set_index("id").reindex(indexed.index)
    assert indexed.index.is_unique
    assert len(indexed) == len(expected) == result["events"] == sum(result["years"].values())
    for name in (*COLUMNS[1:], *ATTRIBUTED, "file"):
        assert indexed[name].astype("str").equals(wanted[name].astype("str")), name
    assert rows.crs is not None and rows.crs.to_epsg() == 4326
    assert (rows.geometry.x == rows["lon"]).all() and (rows.geometry.y == rows["lat"]).all()
    assert (rows["year"].astype(int) == rows["start"].dt.year).all()


def test_counts_are_those_of_the_events(result: dict[str, Any], expected: pd.DataFrame) -> None:
    counts = pd.read_parquet(Path(result["path"]) / "counts.parquet")
    by = {
        "month": expected["start"].dt.to_period("M").dt.start_time.astype("datetime64[ms]"),
        "subdistrict": expected["subdistrict"].astype("str"),
        "type": expected["type"].astype("str"),
    }
    exact = expected["position_precision"].isin(["exact", "near"])
    values = expected[["best", "low", "high"]].fillna(0).astype("int64")
    values = values.assign(without_deaths=expected["best"].isna().astype("int64"))
    values = values.assign(imprecise=(~exact).astype("int64"), events=1)
    wanted = values.groupby(list(by.values())).sum().reset_index(names=list(by))
    pd.testing.assert_frame_equal(counts, wanted[counts.columns], check_dtype=False)


def test_nothing_is_dropped_silently(
    result: dict[str, Any], rows: gpd.GeoDataFrame, source: Path
) -> None:
    lengths = {file.name: pq.read_metadata(file).num_rows for file in source.iterdir()}
    aside = pd.read_parquet(Path(result["path"]) / "aside.parquet")
    assert result["rows_read"] == sum(lengths.values())
    assert result["rows_read"] == result["kept"] + sum(result["set_aside"].values())
    assert result["set_aside"]["no_position"] == sum((n - 1) // LOST for n in lengths.values())
    assert aside["reason"].value_counts().to_dict() == result["set_aside"]
    for item in result["files"]:
        assert item["rows_read"] == lengths[item["file"]]
        assert item["rows_read"] == item["kept"] + sum(item["set_aside"].values())
    lost = aside.query("reason == 'no_position' and file == '001.parquet'")
    assert lost["row"].tolist() == list(range(LOST + 2, 402, LOST))
    again = aside.query("reason == 'duplicate_id'")
    assert 40 < len(again) <= 50
    assert set(again["file"]) == {"004.parquet"}
    assert (rows.set_index("id")["file"][again["value"]] != "004.parquet").all()


def test_the_folder_says_of_what_it_was_made(
    atlas: Atlas, result: dict[str, Any], source: Path
) -> None:
    folder = Path(result["path"])
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("ingest.json", "report.json")]
    manifest = json.loads(texts[0])
    assert manifest["atlas"]["version"] == atlas.version
    for item in manifest["inputs"]:
        content = (source / item["name"]).read_bytes()
        assert (item["bytes"], item["sha256"]) == (
            len(content),
            hashlib.sha256(content).hexdigest(),
        )
    assert str(source) not in "".join(texts)
    names = {path.name for path in folder.iterdir()}
    assert names == {"events", "counts.parquet", "aside.parquet", "report.json", "ingest.json"}


@pytest.mark.thorough
def test_two_workers_give_the_same_bytes(
    atlas: Atlas, result: dict[str, Any], source: Path, tmp_path: Path
) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit=0
    ) as cluster:
        ingest(atlas, [source], tmp_path / "out", scheduler=cluster.scheduler_address, reader=read)
    assert digests(tmp_path / "out") == digests(Path(result["path"]))


@pytest.mark.parametrize(
    ("scheduler", "text"),
    [("tcp://127.0.0.1:9", "does not answer"), ("http://127.0.0.1", "expected tcp")],
)
def test_a_scheduler_that_is_not_there_is_told(
    atlas: Atlas,
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheduler: str,
    text: str,
) -> None:
    monkeypatch.setattr(module, "WAIT", 0.5)
    with pytest.raises(QuestionError, match=text):
        ingest(atlas, [source], tmp_path / "out", scheduler=scheduler, reader=read)
    assert not list(tmp_path.iterdir())


def test_paths_that_cannot_be_read_are_told_in_a_sentence(
    atlas: Atlas, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("loop", "pipe", "x" * 300, "nowhere", "empty", "a\0b"):
        with pytest.raises(ReadError, match=r"no (such )?file|neither a file|cannot be read"):
            ingest(atlas, [tmp_path / name], tmp_path / "out", reader=read)
    for out in ("a\0b", tmp_path / "loop" / "x", "/"):
        with pytest.raises(ExportError, match=r"no folder can|cannot be written|expected the name"):
            ingest(atlas, [source], out, reader=read)
    assert not (tmp_path / "out").exists()
