"""Each kind of fault in a table is found and said with file, row, column, value and what is accepted."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import check
from geo.atlas.descriptor import read_package
from geo.atlas.table import Table, read_table
from geo.errors import Fault

FIELDS: list[dict[str, Any]] = [
    {
        "name": "id",
        "type": "string",
        "constraints": {"required": True, "unique": True, "pattern": "^[a-z]+$"},
    },
    {"name": "kind", "type": "string", "constraints": {"enum": ["oil", "gas"]}},
    {"name": "lat", "type": "number", "constraints": {"minimum": 15, "maximum": 45}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "belt", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "note", "type": "string"},
]
HEADER = "id,kind,lat,count,belt,day,note"
GOOD = "kirkuk,oil,35.4,2,true,2017-10-16,taken"

Read = Callable[[str], Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads the text of a table by the schema above."""

    def from_text(text: str, encoding: str = "utf-8") -> Table:
        (tmp_path / "t.csv").write_bytes(text.encode(encoding))
        return read_table(tmp_path, {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}})

    return from_text


def find_only(table: Table) -> Fault:
    """Return the one fault of a table."""
    assert len(table.faults) == 1, table.faults
    return table.faults[0]


def test_good_cells_come_in_their_types(read: Read) -> None:
    rows = read(f"{HEADER}\n{GOOD}\n").rows
    assert rows.iloc[0].to_dict() == {
        "id": "kirkuk",
        "kind": "oil",
        "lat": 35.4,
        "count": 2.0,
        "belt": True,
        "day": date(2017, 10, 16),
        "note": "taken",
    }


def test_empty_cells_are_gaps(read: Read) -> None:
    row = read(f"{HEADER}\nkirkuk,,,,,,\n").rows.iloc[0]
    assert row["kind"] == row["note"] == ""
    assert row["lat"] != row["lat"]
    assert row["day"] is None
    assert row["belt"] is None


def test_a_cell_of_several_lines_counts_as_one_row(read: Read) -> None:
    long = 'erbil,oil,35,1,true,2017-10-16,"one\ntwo, ""three"""'
    assert read(f"{HEADER}\n{long}\n{GOOD}\n").rows["note"][0] == 'one\ntwo, "three"'
    assert find_only(read(f"{HEADER}\n{long}\n{GOOD.replace('oil', 'x')}\n")).row == 3


@pytest.mark.parametrize(
    ("column", "value", "accepted"),
    [
        ("id", "", "a value, not an empty cell"),
        ("id", "Kirkuk", "text like ^[a-z]+$"),
        ("id", "kirkuk\n", "text like ^[a-z]+$"),
        ("kind", "water", "one of oil, gas"),
        ("lat", "north", "a finite number with a decimal point"),
        ("lat", "35,4", "a finite number with a decimal point"),
        ("lat", "1_5", "a finite number with a decimal point"),
        ("lat", " 35", "a finite number with a decimal point"),
        ("lat", "٣٥", "a finite number with a decimal point"),
        ("lat", "46", "a number from 15 to 45"),
        ("lat", "-35", "a number from 15 to 45"),
        ("count", "1.5", "a whole number"),
        ("count", "1e3", "a whole number"),
        ("count", "٣", "a whole number"),
        ("count", "-1", "a number of 0 or more"),
        ("belt", "yes", "true or false"),
        ("belt", "True", "true or false"),
        ("day", "16.10.2017", "a day such as 2017-10-16"),
        ("day", "2017-02-30", "a day such as 2017-10-16"),
        ("day", "2017-10", "a day such as 2017-10-16"),
        ("day", "٢٠١٧-١٠-١٦", "a day such as 2017-10-16"),
    ],
)
def test_one_bad_cell_is_one_fault(read: Read, column: str, value: str, accepted: str) -> None:
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))
    bad = ",".join(f'"{v}"' for v in {**cells, column: value}.values())
    other = GOOD.replace("kirkuk", "erbil")
    fault = find_only(read(f"{HEADER}\n{other}\n{bad}\n"))
    assert fault == Fault("t.csv", 3, column, value, accepted)
    assert str(fault).startswith(f"t.csv, row 3, column '{column}': ")
    assert str(fault).endswith(f"is not accepted; expected {accepted}")


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-Infinity"])
def test_numbers_are_finite(read: Read, value: str) -> None:
    faults = read(f"{HEADER}\nkirkuk,oil,{value},2,true,2017-10-16,x\n").faults
    assert "a finite number with a decimal point" in {fault.accepted for fault in faults}


def test_every_fault_is_told_in_the_order_of_the_rows(read: Read) -> None:
    table = read(f"{HEADER}\nA,water,46,x,no,y,\nB,,,,,,\n{GOOD}\n{GOOD}\n")
    result = [(fault.row, fault.column) for fault in table.faults]
    assert result == [
        (2, "belt"),
        (2, "count"),
        (2, "day"),
        (2, "id"),
        (2, "kind"),
        (2, "lat"),
        (3, "id"),
        (5, "id"),
    ]


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("", 1, "nothing"),
        ("\n", 1, ""),
        ("id,kind\nkirkuk,oil\n", 1, "id,kind"),
        (f"{HEADER.replace('note', 'remark')}\n{GOOD}\n", 1, HEADER.replace("note", "remark")),
        (f"\ufeff{HEADER}\n{GOOD}\n", 1, f"\ufeff{HEADER}"),
        (f"{HEADER}\n{GOOD}\nerbil,oil\n", 3, "erbil,oil"),
        (f"{HEADER}\n{GOOD}\n\n", 3, ""),
        (f"{HEADER}\n{GOOD},more\n", 2, f"{GOOD},more"),
    ],
)
def test_bad_shape_is_told(read: Read, text: str, row: int, value: str) -> None:
    fault = find_only(read(text))
    assert (fault.row, fault.value) == (row, value)
    assert "columns" in fault.accepted or "7 cells" in fault.accepted


def test_other_encodings_are_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(f"{HEADER}\n{GOOD}".replace("taken", "كركوك").encode("cp1256"))
    table = read_table(tmp_path, {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}})
    assert find_only(table).accepted == "text in UTF-8"


def test_no_file_is_told(tmp_path: Path) -> None:
    table = read_table(tmp_path, {"name": "t", "path": "no.csv", "schema": {"fields": FIELDS}})
    assert find_only(table).to_dict()["message"] == (
        "no.csv: 'no file' is not accepted; expected a CSV table that can be read"
    )


def test_a_cell_longer_than_the_reader_takes_is_told(read: Read) -> None:
    assert find_only(read(f"{HEADER}\nkirkuk,,,,,,{'x' * 200_000}\n")).file == "t.csv"


def test_a_long_value_is_cut_in_the_message(read: Read) -> None:
    fault = find_only(read(f"{HEADER}\nkirkuk,{'x' * 5000},,,,,\n"))
    assert len(str(fault)) < 300
    assert len(fault.value) == 5000


@given(note=st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30))
def test_text_comes_as_it_was_written(tmp_path_factory: Any, note: str) -> None:
    folder = tmp_path_factory.mktemp("table")
    cell = '"' + note.replace('"', '""') + '"'
    (folder / "t.csv").write_text(f"{HEADER}\nkirkuk,,,,,,{cell}\n", encoding="utf-8", newline="")
    table = read_table(folder, {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}})
    assert table.faults == []
    assert table.rows["note"][0] == note


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        (None, "a data package in"),
        ("{", "valid JSON"),
        ("[]", "a Frictionless data package"),
        ("{}", "a Frictionless data package"),
        ('{"resources": 5}', "a Frictionless data package"),
    ],
)
def test_a_package_that_is_none_is_told(tmp_path: Path, text: str | None, accepted: str) -> None:
    if text is not None:
        (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    package, faults = read_package(tmp_path)
    assert package == {}
    assert [fault.file for fault in faults] == ["datapackage.json"]
    assert faults[0].accepted.startswith(accepted)


def test_a_package_that_lacks_keys_is_told_of_each(tmp_path: Path) -> None:
    package = {"created": "today", "resources": [{"name": "areas", "format": "csv"}, {}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    result = [(fault.column, fault.accepted) for fault in read_package(tmp_path)[1]]
    assert result[0] == ("created", "the day of the data, such as 2017-10-16T00:00:00Z")
    assert ("resources", "a resource named spells") in result
    assert ("path", "a path for areas") in result
    assert ("schema", "a schema for areas") in result
    assert ("format", "a format for resource 2") in result


def test_a_column_that_a_folder_lacks_is_a_fault(folder: Path) -> None:
    """A table without a column that questions ask for ended in a KeyError."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    events = next(resource for resource in package["resources"] if resource["name"] == "events")
    fields = events["schema"]["fields"]
    at = [field["name"] for field in fields].index("from_holder")
    del fields[at]
    file.write_text(json.dumps(package), "utf-8")
    table = folder / events["path"]
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row[:at] + row[at + 1 :] for row in csv.reader(stream)]
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    faults = check(folder)
    assert [(fault.file, fault.accepted) for fault in faults] == [
        ("datapackage.json", "a column from_holder of events")
    ]
