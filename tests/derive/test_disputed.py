"""The disputed areas are the ground that their table lists."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geo.derive import disputed, shapefile, units
from geo.errors import DataError

DATA = Path(__file__).resolve().parents[2] / "data"
HEAD = "id,name_en,name_ar,name_ckb,level,pcodes,list_number,source,confidence,note\n"


def folder(tmp_path: Path, *rows: str) -> Path:
    shapefile.write(units.subdistricts(DATA), tmp_path / units.SUBDISTRICTS)
    table = tmp_path / disputed.TABLE
    table.parent.mkdir(exist_ok=True)
    table.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_dissolves_districts_and_sub_districts(tmp_path: Path) -> None:
    data = folder(
        tmp_path,
        "kirkuk,Kirkuk,,,district,IQG13Q04,10,x,high,",
        "both,Both,,,district,IQG13Q03;IQG10Q03N01,,x,low,",
    )
    areas = disputed.derive_areas(data)[disputed.OUTLINES]
    assert areas["id"].tolist() == ["both", "kirkuk"]
    assert areas["confidence"].tolist() == ["low", "high"]
    frame = units.subdistricts(DATA)
    ground = frame[frame["district"] == "IQG13Q04"].geometry.to_numpy()
    assert areas.geometry[1].area == pytest.approx(shapely.area(ground).sum(), abs=1e-9)
    assert shapely.get_num_geometries(areas.geometry[0]) == 2


def test_names_file_row_and_value_of_an_unknown_code(tmp_path: Path) -> None:
    data = folder(
        tmp_path,
        "kirkuk,Kirkuk,,,district,IQG13Q04,10,x,high,",
        "x,X,,,district,IQG13Q03;IQG99,,x,low,",
    )
    with pytest.raises(DataError) as raised:
        disputed.derive_areas(data)
    fault = raised.value.faults[0]
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "disputed/areas.csv", 3, "pcodes", "IQG99",
    )  # fmt: skip


def test_the_fifteen_of_unami_are_there() -> None:
    areas = disputed.derive_areas(DATA)[disputed.OUTLINES].set_index("id")
    table = (DATA / disputed.TABLE).read_text(encoding="utf-8")
    assert len(areas) == table.count("\n") - 1
    assert shapely.is_valid(areas.geometry.to_numpy()).all()
    assert {"kirkuk", "sinjar", "mandali", "khanaqin", "makhmur"} <= set(areas.index)
