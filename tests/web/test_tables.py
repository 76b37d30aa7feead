"""What leaves as a table, and how cells are written."""

from __future__ import annotations

import csv as reader
import io
import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest

from geo import Atlas, View
from geo.model import Language
from geo.web import texts
from geo.web.drawer import table_columns, user_event_table
from geo.web.drawer.tables import csv, pin_row
from geo.words import say, side_heading, side_word
from tests.web.running import run


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    cells = list(reader.reader(io.StringIO(csv(pd.DataFrame({"a": [evil]})), newline="")))
    assert cells[1] == ["'" + evil]


def test_the_pinned_row_comes_first_and_no_row_is_lost() -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"]})
    assert pin_row(rows, "c")["id"].tolist() == ["c", "a", "b"]
    assert pin_row(rows, "x") is rows
    assert pin_row(rows, None) is rows


def test_tables_say_how_sure_a_row_is_and_no_more_of_a_day_than_is_known(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (texts, table_columns):
        monkeypatch.setattr(module, "language", lambda: Language.EN)
    monkeypatch.setattr(table_columns, "state", lambda: SimpleNamespace(view=View()))
    day = {"since": date(2003, 1, 1), "precision": "year"}
    day |= {"held_since": day["since"], "held_precision": day["precision"]}
    for table, *keys in (
        ("held", "certainty", "evidence", "heldSince"),
        ("fields", "evidence"),
        ("crossings", "evidence", "since"),
    ):
        headings = {column.heading: column for column in table_columns.columns(atlas, table)}
        columns = {key: headings[say(f"details.{key}", Language.EN)] for key in keys}
        for key in columns.keys() & {"since", "heldSince"}:
            assert columns[key].write(day) == "2003"


@pytest.mark.parametrize("perspective", ["held", "un"])
def test_a_column_of_sides_is_headed_by_whose_picture_it_is(
    atlas: Atlas, perspective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (texts, table_columns):
        monkeypatch.setattr(module, "language", lambda: Language.EN)
    shown = SimpleNamespace(view=View(perspective=perspective))
    monkeypatch.setattr(table_columns, "state", lambda: shown)
    for table in ("held", "areas"):
        headings = {column.heading for column in table_columns.columns(atlas, table)}
        names = {key: say(side_heading(key), Language.EN) for key in ("held", "un")}
        assert {key for key, name in names.items() if name in headings} == {perspective}


def test_a_user_event_s_holder_is_called_as_on_its_own_day(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever day and perspective the map shows: the event's ground was held, not claimed."""
    monkeypatch.setattr(texts, "language", lambda: Language.EN)
    monkeypatch.setattr(user_event_table, "language", lambda: Language.EN)
    rows = pd.DataFrame(
        {name: [""] * 2 for name in user_event_table._COLUMNS}
        | {"holder": ["federal", "vague"], "holders": ["", "federal:60;region:40"]}
        | {"start": [date(1996, 9, 1)] * 2, "field_km": [1.0] * 2}
    )
    shown = user_event_table.word_rows(atlas, rows)[say("userEvents.holder", Language.EN)]
    name = say(side_word("federal", day=date(1996, 9, 1)), Language.EN)
    assert list(shown) == [name, f"{name} 60%; Kurdistan Region 40%"]


def test_a_table_runs_as_its_language_and_sorts_by_what_its_cells_hold() -> None:
    app = run(lang="ar")
    app.session_state["greenline"].opened = True
    app.run()
    (grid,) = app.dataframe
    order, columns = list(grid.proto.column_order), list(grid.value.columns)
    km2 = say("compare.km2", Language.AR)
    assert grid.value[km2].dtype.kind in "if"
    shown = grid.proto.arrow_data.styler.display_values
    assert order == columns[::-1]
    cells = pa.ipc.open_stream(shown).read_pandas()
    since = say("details.heldSince", Language.AR)
    for column in (km2, since):
        written = " ".join(map(str, cells.iloc[:, columns.index(column)]))
        assert re.search("[٠-٩]", written)
        assert not re.search("[0-9]", written)
    assert grid.value[since].str.fullmatch(r"(\d{4}(-\d\d){0,2})?").all()


@pytest.mark.parametrize(("perspective", "key"), [("held", "heldSince"), ("region", "since")])
def test_ground_that_is_claimed_has_no_day_since_when_it_is_held(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, perspective: str, key: str
) -> None:
    view = View(perspective=perspective)
    for module in (texts, table_columns):
        monkeypatch.setattr(module, "state", lambda: SimpleNamespace(view=view))
    headings = [column.heading for column in table_columns.columns(atlas, "held")]
    days = {say(f"details.{each}", Language.EN) for each in ("heldSince", "since")}
    assert days & set(headings) == {say(f"details.{key}", Language.EN)}


@pytest.mark.parametrize("code", [Language.AR, Language.CKB])
def test_speakers_and_actors_are_named_in_the_language(
    atlas: Atlas, code: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (texts, table_columns):
        monkeypatch.setattr(module, "language", lambda: code)
    monkeypatch.setattr(table_columns, "state", lambda: SimpleNamespace(view=View()))

    def write(table: str, key: str, row: dict[str, object]) -> str:
        (column,) = (
            column
            for column in table_columns.columns(atlas, table)
            if column.heading == say(key, code)
        )
        return str(column.write(row))

    speaker = "KDP and PUK, draft of 2002"
    actor = str(atlas.table("events")["actor_a"].dropna().loc[lambda cells: cells != ""].iloc[0])
    names = [atlas.translated(speaker, code), atlas.translated(actor, code)]
    assert all(names)
    assert write("areas", "details.saidBy", {"said_by": [speaker]}) == names[0]
    row = {"actor_a": actor, "actor_b": "Nobody's name"}
    assert write("events", "details.actors", row) == f"{names[1]} / Nobody's name"
