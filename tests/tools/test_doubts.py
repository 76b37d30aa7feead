"""Each rule of doubt finds its fault where one is made, and the committed data leaves none open."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from geo import Atlas
from tools.derive.__main__ import write_evidence
from tools.doubts import RULES, Doubt, apply_rule, find_doubts, last_day, main, read_span

Spoil = Callable[[str, int, str, str], str]


@pytest.fixture(scope="module")
def known_doubts(atlas: Atlas) -> list[Doubt]:
    return find_doubts(atlas)


def test_no_doubt_of_the_data_is_open(known_doubts: list[Doubt]) -> None:
    assert [str(doubt) for doubt in known_doubts if not doubt.accepted] == []


def test_a_reason_is_a_sentence_that_meets_a_doubt(atlas: Atlas, known_doubts: list[Doubt]) -> None:
    rows = atlas.table("accepted")
    keys = {(doubt.rule, doubt.table, doubt.key) for doubt in known_doubts}
    assert set(zip(rows["rule"], rows["table"], rows["key"], strict=True)) <= keys
    assert rows["rule"].isin(RULES).all()
    assert rows["note"].str.len().min() > 30
    assert rows["note"].str.endswith(".").all()


def row_of(folder: Path, path: str, **wanted: str) -> int:
    """Return the row of a table, as a spreadsheet numbers it, that has some cells."""
    with (folder / path).open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            if all(row[name] == value for name, value in wanted.items()):
                return number
    raise AssertionError(wanted)


#: A source published before 16 October 2017.
OLD = "reuters-2016-08-30-qayyarah"

SPOILT = [
    ("event_and_ground", "events/events.csv", {"id": "2017-10-16-kirkuk"}, "to_holder", "is"),
    ("field_and_ground", "oil/field_periods.csv", {"field": "taq_taq", "end": ""}, "holder", "is"),
    ("crossing_and_ground", "crossings/periods.csv", {"crossing": "bashmaq", "end": "2017-10-15"},
     "run_by", "is"),
    ("day_inferred", "control/spells.csv", {"unit": "IQG13Q04N06", "start": "2017-10-16"}, "note",
     "The day was inferred."),
    ("older_than_cited_for", "control/spells.csv", {"unit": "IQG13Q04N06", "start": "2017-10-16"},
     "source", OLD),
    ("open_and_old", "control/spells.csv", {"unit": "IQG13Q04N06", "start": "2017-10-16"},
     "source", OLD),
    ("battle_in_a_day", "control/spells.csv",
     {"unit": "IQG15Q08N01c", "start": "2017-08-22"}, "holder", "is"),
    ("state_unnamed", "crossings/periods.csv", {"id": "bashmaq-1"}, "note", ""),
    ("deaths_from_one", "events/events.csv", {"id": "2006-07-16-tuz-khurmatu"}, "source",
     "ucdp-ged-191-iraq"),
    ("title_not_as_published", "sources.csv", {"id": "airportsdata"}, "note",
     "Title paraphrased."),
    ("group_and_members", "oil/production.csv",
     {"subject": "group:tawke_licence", "period": "2024"}, "value", "300000"),
]  # fmt: skip


@pytest.mark.thorough
def test_each_rule_finds_what_it_is_for(atlas: Atlas, folder: Path, spoil: Spoil) -> None:
    rows = [row_of(folder, path, **cells) for _, path, cells, _, _ in SPOILT]
    for number, (_, path, _, column, value) in zip(rows, SPOILT, strict=True):
        spoil(path, number, column, value)
    write_evidence(folder)
    spoilt = Atlas.load(folder)
    for rule in {item[0] for item in SPOILT}:
        before = {item.key for item in apply_rule(atlas, rule)}
        new = {item.key for item in apply_rule(spoilt, rule)} - before
        assert len(new) == 1, rule


@pytest.mark.thorough
def test_open_doubts_are_told_first_and_reasons_that_meet_nothing_are_doubts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "accepted.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    stale = "event_and_ground,events,no-such-event,Looked into and right.,2026-11-25\n"
    path.write_text("".join([*rows[:1], *rows[2:], stale]), encoding="utf-8")
    assert main([str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(rows[1].split(",")[0] + ": ")
    assert lines[1].startswith("accepted_for_nothing: accepted row")
    assert [line.split()[0] for line in lines[4:]] == [*RULES, "accepted_for_nothing"]


def test_a_date_of_a_source_is_read_as_widely_as_it_is_written() -> None:
    assert read_span("2016-02") == (date(2016, 2, 1), date(2016, 2, 29))
    assert read_span("2016") == (date(2016, 1, 1), date(2016, 12, 31))
    assert read_span("2016-02-03") == (date(2016, 2, 3), date(2016, 2, 3))
    assert read_span("") is None
    assert [last_day(text) for text in ("2016-02", "")] == [date(2016, 2, 29), None]
