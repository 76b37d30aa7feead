"""Permanent ids: every row that can be cited has one, and none is given twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.atlas import Atlas
from geo.versions.check import SUBJECTS
from geo.versions.release import read
from tools.derive.ids import give, next_id


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
