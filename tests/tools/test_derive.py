"""What `python -m tools.derive` builds is the same each time: outlines, events of the dataset, permanent ids."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.atlas.release import read
from geo.atlas.versions import SUBJECTS
from geo.errors import DataError
from tools.derive import __main__ as room
from tools.derive import areas, conflict, neighbours, shapefile, water
from tools.derive.ids import give, next_id

DATA = Path(__file__).resolve().parents[2] / "data"
MINE = (neighbours.derive, water.derive, areas.derive_areas)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build a small data folder from the sub-districts and the disputed areas."""
    monkeypatch.setattr(room, "DERIVED", MINE)
    for suffix in shapefile.SUFFIXES:
        source = (DATA / areas.SUBDISTRICTS).with_suffix(suffix)
        target = (tmp_path / areas.SUBDISTRICTS).with_suffix(suffix)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    (tmp_path / areas.TABLE).parent.mkdir()
    shutil.copy(DATA / areas.TABLE, tmp_path / areas.TABLE)
    assert room.main(["--data", str(tmp_path)]) == 0
    return tmp_path


@pytest.mark.thorough
def test_check_names_what_differs(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = copy / areas.TABLE
    changed = table.read_text(encoding="utf-8").replace("IQG13Q04,10", "IQG13Q03,10")
    table.write_text(changed, encoding="utf-8")
    assert room.main(["--check", "--data", str(copy)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "disputed/areas.shp: differs from what python -m tools.derive yields"
    ]


@pytest.mark.thorough
def test_committed_files_are_what_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    if not (DATA / "control" / "parts.csv").is_file():
        pytest.skip("no data/control/parts.csv: the cut sub-districts are not there yet")
    assert room.main(["--check"]) == 0, capsys.readouterr().err


HEAD = "id,name_en,name_ar,name_ckb,level,pcodes,list_number,source,note\n"


def folder(tmp_path: Path, *rows: str) -> Path:
    shapefile.write(areas.subdistricts(DATA), tmp_path / areas.SUBDISTRICTS)
    table = tmp_path / areas.TABLE
    table.parent.mkdir(exist_ok=True)
    table.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_names_file_row_and_value_of_an_unknown_code(tmp_path: Path) -> None:
    data = folder(
        tmp_path, "kirkuk,Kirkuk,,,district,IQG13Q04,10,x,", "x,X,,,district,IQG13Q03;IQG99,,x,"
    )
    with pytest.raises(DataError) as raised:
        areas.derive_areas(data)
    fault = raised.value.faults[0]
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "disputed/areas.csv", 3, "pcodes", "IQG99",
    )  # fmt: skip


#: id, where_prec, lon, lat, adm_1, start, place it gets or the reason why it is left out.
ROWS = (
    ("1", "1", "44.392222", "35.468056", "Kirkūk province", "2014-08-01", "kirkuk"),
    ("2", "2", "44.392222", "35.468056", "Kirkūk province", "2014-08-02", "kirkuk"),
    ("3", "1", "43.418774", "37.01051", "Dahūk province", "2014-08-03", "IQG09Q01N04"),
    ("4", "3", "43.75", "35.33", "Kirkūk province", "2014-08-04", "IQG13Q01"),
    ("5", "4", "44.0", "35.5", "Arbīl province", "2014-08-05", "IQG11"),
    ("6", "4", "45.5", "32.5", "Wāsiţ province", "2014-08-06", "outside the scope"),
    ("7", "1", "47.8", "30.5", "Al Başrah  province", "2014-08-07", "outside the scope"),
    ("8", "5", "44.39", "35.47", "Kirkūk province", "2014-08-08", "where_prec 5"),
    ("9", "1", "", "35.47", "Kirkūk province", "2014-08-09", "no position"),
    ("10", "1", "44.39", "35.47", "Kirkūk province", "", "no day"),
)


def test_events_are_taken_by_position_district_and_governorate(atlas: Atlas) -> None:
    names = ("id", "where_prec", "longitude", "latitude", "adm_1", "date_start", "place")
    rows = pd.DataFrame(ROWS, columns=names).assign(
        type_of_violence="1", side_a="IS", side_b="PKK", where_coordinates="Karkūk",
        low="3", best="2", high="9", number_of_sources="-1",
    )  # fmt: skip
    rows["date_end"] = rows["date_start"]
    table, left_out = conflict.derive(atlas, rows)
    expected = {f"ged-{row[0]}": row[6] for row in ROWS if " " not in row[6]}
    assert dict(zip(table["id"], table["place"], strict=True)) == expected
    assert left_out.to_dict() == {
        "outside the scope": 2, "where_prec 5": 1, "no position": 1, "no day": 1,
    }  # fmt: skip
    first = table.iloc[0]
    assert [first[name] for name in ("kind", "side_a", "side_b", "end", "reports")] == [
        "state", "is", "pkk", "", "",
    ]  # fmt: skip
    assert list(first[["deaths_low", "deaths_best", "deaths_high"]]) == ["3", "2", "9"]


def test_a_number_is_never_given_again() -> None:
    assert next_id("itp", []) == "itp-1"
    assert next_id("itp", ["itp-2", "itp-1"]) == "itp-3"
    assert next_id("group:a", ["group:a-9", "group:ab-12", "group:a-x"]) == "group:a-10"


@pytest.mark.parametrize("table", SUBJECTS)
def test_every_row_has_an_id_of_its_subject(atlas: Atlas, table: str) -> None:
    rows = atlas.table(table)
    assert rows["id"].is_unique
    made = rows["id"].str.rsplit("-", n=1).str[0]
    assert (made == rows[SUBJECTS[table]]).all()


@pytest.mark.thorough
def test_no_retired_id_is_in_use_and_what_replaced_it_is_there(atlas: Atlas) -> None:
    """What replaced it may itself lie outside the scope since: then the last release has it."""
    released = read("1.11.0", atlas.folder).tables
    for _, row in atlas.table("retired").iterrows():
        known = set(atlas.table(row["table"])["id"])
        assert row["id"] not in known, row["id"]
        known |= {each["id"] for each in released[row["table"]]}
        assert {part for part in row["replaced_by"].split(";") if part} <= known, row["id"]


def test_rows_without_an_id_get_the_next_one(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("id,unit,note\na-2,a,\n,a,x\n,b,\n", encoding="utf-8")
    assert give(file, "unit", {"a-5"}) == ["a-6", "b-1"]
    assert file.read_text("utf-8") == "id,unit,note\na-2,a,\na-6,a,x\nb-1,b,\n"
    assert give(file, "unit") == []
