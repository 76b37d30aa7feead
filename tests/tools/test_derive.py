"""``python -m tools.derive`` builds the same bytes each time, and ``--check`` notices a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo.derive import disputed, shapefile, units
from tools.derive import __main__ as room
from tools.derive import neighbours, water

DATA = Path(__file__).resolve().parents[2] / "data"
MINE = (neighbours.derive, water.derive, disputed.derive_areas)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build a small data folder from the sub-districts and the disputed areas."""
    monkeypatch.setattr(room, "DERIVED", MINE)
    for suffix in shapefile.SUFFIXES:
        source = (DATA / units.SUBDISTRICTS).with_suffix(suffix)
        target = (tmp_path / units.SUBDISTRICTS).with_suffix(suffix)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    (tmp_path / disputed.TABLE).parent.mkdir()
    shutil.copy(DATA / disputed.TABLE, tmp_path / disputed.TABLE)
    assert room.main(["--data", str(tmp_path)]) == 0
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*.*") if file.is_file()}


def test_builds_the_same_bytes_twice(copy: Path) -> None:
    before = content(copy)
    assert len(before) == 4 * len(shapefile.SUFFIXES) + 1
    room.main(["--data", str(copy)])
    assert content(copy) == before


def test_check_names_what_differs(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = copy / disputed.TABLE
    changed = table.read_text(encoding="utf-8").replace("IQG13Q04,10", "IQG13Q03,10")
    table.write_text(changed, encoding="utf-8")
    assert room.main(["--check", "--data", str(copy)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "disputed/areas.shp: differs from what python -m tools.derive yields"
    ]


def test_check_names_what_is_missing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / water.RIVERS).unlink()
    assert room.main(["--check", "--data", str(copy)]) == 1
    assert capsys.readouterr().err.startswith("context/rivers.shp: ")


def test_check_forgives_other_bytes_for_the_same_table(copy: Path) -> None:
    file = (copy / water.RIVERS).with_suffix(".dbf")
    file.write_bytes(file.read_bytes()[:1] + bytes((99, 1, 1)) + file.read_bytes()[4:])
    assert room.main(["--check", "--data", str(copy)]) == 0


def test_committed_files_are_what_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    if not (DATA / "control" / "parts.csv").is_file():
        pytest.skip("no data/control/parts.csv: the cut sub-districts are not there yet")
    assert room.main(["--check"]) == 0, capsys.readouterr().err
