"""Tables written piece by piece, whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.atomic_write import atomic_write
from geo.errors import ExportError
from geo.events import read
from geo.export.event_tables import Csv, Parquet

TABLE = b"id,date,lat,lon,deaths,text\na,2017-01-01,35.4,44.3,2,=1+1\nb,2017-01-02,35.5,44.4,,x\n"


def test_csv_in_pieces_is_the_table() -> None:
    rows = read(TABLE).rows
    file = io.BytesIO()
    table = Csv(file)
    for at in range(len(rows)):
        table.add(rows.iloc[at : at + 1])
    table.close()
    found = pd.read_csv(io.BytesIO(file.getvalue()))
    assert found["id"].tolist() == ["a", "b"]
    assert found["text"].tolist() == ["'=1+1", "x"]


def test_parquet_in_pieces_whose_categories_differ() -> None:
    rows = read(TABLE, mapping={"type": "text"}).rows
    file = io.BytesIO()
    table = Parquet(file)
    for at in range(len(rows)):
        piece = rows.iloc[at : at + 1]
        table.add(piece.assign(type=piece["type"].cat.remove_unused_categories()))
    table.close()
    found = pq.read_table(io.BytesIO(file.getvalue())).to_pandas()
    assert found["type"].tolist() == ["=1+1", "x"]
    assert found["best"].fillna(-1).tolist() == [2, -1]
    assert [str(day) for day in found["start"]] == ["2017-01-01", "2017-01-02"]


def test_what_stood_there_stays_until_the_new_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(AttributeError), atomic_write(target) as file:
        file.no_such_method(b"half")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ExportError, match="cannot be written"),
        atomic_write(tmp_path / "no" / "a.txt"),
    ):
        pass
