from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import ExportError
from geo.events.ingest import folder as module
from geo.events.ingest import ingest, open_folder
from geo.events.ingest import stage as staging
from geo.events.ingest.folder import MANIFEST, healed, replaced
from tests.events.ingest.made import make, read
from tests.events.ingest.written import digests

ROOT = Path(__file__).resolve().parents[3]


def fill(out: Path, text: str) -> None:
    with replaced(out) as part:
        (part / MANIFEST).write_text(text)


def test_a_folder_is_there_whole_and_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    assert (out / MANIFEST).read_text() == "first"
    with replaced(out) as part:
        (part / MANIFEST).write_text("second")
        assert (out / MANIFEST).read_text() == "first"
    assert (out / MANIFEST).read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_leaves_the_earlier_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    with pytest.raises(KeyboardInterrupt), replaced(out):
        raise KeyboardInterrupt
    with pytest.raises(ExportError, match="No space left"), replaced(out):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (out / MANIFEST).read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_other_people_s_files_are_never_replaced(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "mine").write_text("mine")
    with pytest.raises(ExportError, match="earlier ingest"), replaced(out):
        pytest.fail("must not begin")
    assert out.exists()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fill(tmp_path / "out", "first")
    assert (tmp_path / "out" / MANIFEST).read_text() == "first"


def test_one_ingest_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replaced(out) as part:
        (part / MANIFEST).write_text("first")
        with pytest.raises(ExportError, match="another ingest"), replaced(out):
            pytest.fail("must not begin")
        assert (part / MANIFEST).exists()
    assert (out / MANIFEST).read_text() == "first"


def test_a_missing_or_closed_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"), replaced(tmp_path / "no" / "out"):
        pytest.fail("must not begin")


def test_killed_between_the_two_moves_the_earlier_folder_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    out.rename(tmp_path / "out.old")
    assert (healed(out) / MANIFEST).read_text() == "first"
    out.rename(tmp_path / "out.old")
    fill(out, "second")
    assert (out / MANIFEST).read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_swap_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.parent.name == "out.part":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(module.Path, "rename", fails)
    with pytest.raises(ExportError, match="Input/output"), replaced(out) as part:
        (part / MANIFEST).write_text("second")
    assert (out / MANIFEST).read_text() == "first"


def test_a_full_disk_leaves_the_earlier_ingest(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = make(tmp_path / "in", files=2, rows=60), tmp_path / "out"
    ingest(atlas, [source], out, reader=read)
    before = digests(out)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(staging.pq.ParquetWriter, "write_table", full)
    with pytest.raises(ExportError, match="No space left"):
        ingest(atlas, [source], out, reader=read)
    assert digests(out) == before
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}


def test_a_killed_ingest_leaves_the_earlier_one_and_the_next_clears_up(
    atlas: Atlas, tmp_path: Path
) -> None:
    source, out = make(tmp_path / "in", files=6, rows=200, piece=20), tmp_path / "out"
    ingest(atlas, [source / "000.parquet"], out, reader=read)
    before = digests(out)
    code = (
        "import sys; from geo import Atlas; from geo.events.ingest import ingest\n"
        "from tests.events.ingest.made import read_slowly\n"
        "ingest(Atlas.load(), [sys.argv[1]], sys.argv[2], reader=read_slowly)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(source), str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    part = tmp_path / "out.part"
    until = time.monotonic() + 200
    while process.poll() is None and time.monotonic() < until:
        if any(part.glob("*/*/0*")):
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert any(part.glob("*/*/0*"))
    assert digests(out) == before
    assert open_folder(out).manifest["events"] > 0
    found = ingest(atlas, [source], out, reader=read)
    assert len(found.manifest["inputs"]) == 7
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
