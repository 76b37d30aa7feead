"""Tables written piece by piece, whole or not at all."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.errors import ExportError
from geo.events import read
from geo.export.tables.plain import Csv, Parquet
from geo.files.atomic_write import atomic_write

TABLE = b"id,date,lat,lon,deaths,text\na,2017-01-01,35.4,44.3,2,=1+1\nb,2017-01-02,35.5,44.4,,x\n"


def write_pieces(kind: type[Csv | Parquet]) -> io.BytesIO:
    rows, file = read(TABLE, mapping={"type": "text"}).rows, io.BytesIO()
    table = kind(file)
    for at in range(len(rows)):
        piece = rows.iloc[at : at + 1]
        table.add(piece.assign(type=piece["type"].cat.remove_unused_categories()))
    table.close()
    return file


def test_csv_in_pieces_is_the_table() -> None:
    file = write_pieces(Csv)
    result = pd.read_csv(io.BytesIO(file.getvalue()))
    assert result["id"].tolist() == ["a", "b"]
    assert result["text"].tolist() == ["'=1+1", "x"]


def test_parquet_in_pieces_whose_categories_differ() -> None:
    file = write_pieces(Parquet)
    result = pq.read_table(io.BytesIO(file.getvalue())).to_pandas()
    assert result["type"].tolist() == ["=1+1", "x"]
    assert result["best"].fillna(-1).tolist() == [2, -1]
    assert [str(day) for day in result["start"]] == ["2017-01-01", "2017-01-02"]


def test_nulls_in_a_name_and_folders_are_told(tmp_path: Path) -> None:
    for target in (tmp_path / "nul\0.txt", tmp_path, Path("/"), tmp_path / ("x" * 300)):
        with pytest.raises(ExportError, match="cannot be written"), atomic_write(target):
            pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_stays(
    tmp_path: Path,
) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from geo.files.atomic_write import atomic_write\n"
        "with atomic_write(Path(sys.argv[1])) as f: f.write(b'half'); f.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    target, other = tmp_path / "a.txt", tmp_path / ".a.part"
    other.write_text("not ours")
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, str(target)], check=False, timeout=60)
        assert sum(path.name.startswith(".greenline-") for path in tmp_path.iterdir()) == 1
    with atomic_write(target) as first, atomic_write(target) as second:
        first.write(b"first")
        second.write(b"second")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.part", "a.txt"]
    assert target.read_bytes() == b"first"


def test_a_file_has_the_rights_that_the_mask_leaves_and_the_mask_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The mask is that of all threads: even to look at it, it must be set.
    umask, touched = os.umask, []
    before = umask(0o077)
    try:
        monkeypatch.setattr(os, "umask", lambda mask: touched.append(mask) or umask(mask))
        for mask, rights in ((0o077, 0o600), (0o022, 0o644), (0o002, 0o664)):
            umask(mask)
            target = tmp_path / f"{mask}.txt"
            with atomic_write(target) as file:
                file.write(b"a")
            assert target.stat().st_mode & 0o777 == rights
        assert not touched
    finally:
        umask(before)


def test_our_own_csv_is_read_back_as_it_was() -> None:
    texts = ["=1+1", "'=1", "a;=cmd|' /C calc'!A0", "\uff1d1", "-5", "it's", "\t@x", "x\n+y", " =1"]
    table = pd.DataFrame({"id": [f"={i}" for i in range(len(texts))], "text": texts})
    table = table.assign(date="2017-01-01", lat=35.4, lon=44.3, deaths=1, actor_a="-a;-b")
    rows = read(table.to_csv(index=False).encode(), mapping={"actor_a": "actor_a"}).rows
    file = io.BytesIO()
    Csv(file).add(rows)
    raw = pd.read_csv(io.BytesIO(file.getvalue()), dtype=str)
    assert raw["id"].tolist() == [f"'={i}" for i in range(len(texts))]
    again = read(file.getvalue())
    assert again.report.format == "greenline"
    pd.testing.assert_frame_equal(again.rows, rows)
