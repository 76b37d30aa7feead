"""Data is checked once: a note in the cache folder stands for it, and for nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, DataError
from geo.atlas import data_folder, descriptor


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Count the tables whose cells are checked, with a cache folder of its own."""
    texts: list[str] = []
    check = descriptor.check_cells

    def count(text: pd.DataFrame, path: str, fields: list[descriptor.Descriptor]) -> object:
        texts.append(path)
        return check(text, path, fields)

    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("geo.atlas.table.check_cells", count)
    return texts


def test_the_same_data_is_checked_once(vellin: Path, counted: list[str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(vellin, tmp_path / "data"))
    first = Atlas.load(folder)
    assert len(counted) > 10
    counted.clear()
    again = Atlas.load(folder)
    assert counted == []
    assert again.version == first.version
    pd.testing.assert_frame_equal(again.table("spells"), first.table("spells"))
    [note] = (tmp_path / "cache" / "checked").iterdir()
    assert note.stat().st_size == 0
    note.unlink()
    spells = folder / "control" / "spells.csv"
    spells.write_text(spells.read_text("utf-8").replace("1980-05-04", "1980-13-04"), "utf-8")
    with pytest.raises(DataError, match="1980-13-04"):
        Atlas.load(folder)


def test_code_that_changes_makes_another_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path))
    data_folder.remember_checked("digest")
    assert data_folder.was_checked("digest")
    monkeypatch.setattr(data_folder, "code_hash", lambda *_: "other code")
    assert not data_folder.was_checked("digest")
