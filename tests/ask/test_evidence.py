"""The age of the newest source of who holds each unit, on any day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, View
from geo.ask.contents.layer_content import content
from geo.ask.uncertainty import confirmation, evidence
from geo.atlas import check


def test_the_age_is_counted_from_the_newest_source_to_the_day(atlas: Atlas) -> None:
    day = date(2024, 6, 1)
    sources = atlas.table("sources").set_index("id")["date"]
    for row in evidence.ages(atlas, day).itertuples():
        days = [confirmation.last_day(sources[part]) for part in row.source.split(";") if part]
        known = [item for item in days if item]
        if not known:
            assert row.age == evidence.UNDATED and pd.isna(row.years)
            continue
        assert row.years == pytest.approx(max(0, (day - max(known)).days) / evidence.YEAR)
        below = {name: limit for limit, name in evidence.CLASSES}
        assert row.years < below[row.age]


def test_evidence_only_ages_while_no_newer_spell_begins(atlas: Atlas) -> None:
    before, after = (
        evidence.ages(atlas, day).set_index("unit") for day in ("2019-01-01", "2026-01-01")
    )
    same = before["spell"] == after["spell"]
    assert same.sum() > 100
    assert (after.loc[same, "years"].fillna(0) >= before.loc[same, "years"].fillna(0)).all()


def test_the_layer_holds_what_the_question_answers(atlas: Atlas) -> None:
    rows = content(atlas, View(layers=("evidence",), date="2015-06-01"))["evidence"]
    frame = evidence.ages(atlas, "2015-06-01")
    assert rows["age"].tolist() == frame["age"].tolist()
    assert rows.crs == frame.crs


def test_disputed_ground_is_what_the_profile_marks(
    atlas: Atlas, folder: Path, vellin: Path
) -> None:
    marked = {row["pcode"] for row in atlas.records("subdistricts") if row["belt"]}
    assert evidence.disputed_pcodes(atlas) == marked
    other = Atlas.load(vellin)
    assert evidence.disputed_pcodes(other) == {
        record["pcode"] for record in other.records("subdistricts")
    }
    profile = folder / "profile.yaml"
    profile.write_text(profile.read_text("utf-8").replace("focus: belt", "focus: name_en"), "utf-8")
    faults = [fault for fault in check(folder) if fault.column == "admin.focus"]
    assert [(fault.file, fault.value) for fault in faults] == [("profile.yaml", "name_en")]
    assert "true or false: belt" in faults[0].accepted
