"""What leaves as a table, and how cells are written."""

from __future__ import annotations

import csv as reader
import io
import re
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from geo import Atlas, View
from geo.ask.columns import list_columns, write_cell
from geo.ask.layer_content import add_translations
from geo.layers.spec import Column
from geo.model import Language
from geo.web import texts
from geo.web.drawer import user_event_table
from geo.words import say, side_heading, side_word
from geo.words.cells import csv
from tests.web.running import run


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    cells = list(reader.reader(io.StringIO(csv(pd.DataFrame({"a": [evil]})), newline="")))
    assert cells[1] == ["'" + evil]


def _columns(atlas: Atlas, table: str, view: View) -> dict[str, Column]:
    """Return the columns of a table by the words that head them."""
    return {column.word: column for column in list_columns(atlas, table, view)}


def test_tables_say_how_sure_a_row_is_and_no_more_of_a_day_than_is_known(atlas: Atlas) -> None:
    day = {"since": date(2003, 1, 1), "precision": "year"}
    day |= {"held_since": day["since"], "held_precision": day["precision"]}
    for table, *keys in (
        ("held", "certainty", "evidence", "heldSince"),
        ("fields", "evidence"),
        ("crossings", "evidence", "since"),
    ):
        columns = _columns(atlas, table, View())
        assert {f"details.{key}" for key in keys} <= set(columns)
        for key in {"details.since", "details.heldSince"} & set(columns):
            assert write_cell(columns[key], day, View()) == "2003"


def test_a_row_says_what_was_before_where_two_days_are_compared(atlas: Atlas) -> None:
    column = _columns(atlas, "crossings", View())["details.status"]
    same = {"state": "open", "state_before": "open"}
    assert write_cell(column, same, View()) == write_cell(column, {"state": "open"}, View())
    changed = write_cell(column, {"state": "open", "state_before": "shut"}, View())
    parts = {end: say(f"state.{end}", Language.EN) for end in ("open", "shut")}
    words = {"from": parts["shut"], "to": parts["open"]}
    assert changed == say("sentence.change", Language.EN, **words)


@pytest.mark.parametrize(("perspective", "key"), [("held", "heldSince"), ("un", "since")])
def test_a_column_of_sides_is_headed_by_whose_picture_it_is(
    atlas: Atlas, perspective: str, key: str
) -> None:
    """Ground that is claimed has no day since when it is held."""
    for table in ("held", "areas"):
        words = set(_columns(atlas, table, View(perspective=perspective)))
        assert {side_heading(each) for each in ("held", "un")} & words == {
            side_heading(perspective)
        }
    held = set(_columns(atlas, "held", View(perspective=perspective)))
    assert {"details.heldSince", "details.since"} & held == {f"details.{key}"}


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


@pytest.mark.thorough
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


@pytest.mark.parametrize("code", [Language.AR, Language.CKB])
def test_speakers_and_actors_are_named_in_the_language(atlas: Atlas, code: Language) -> None:
    view = View(language=code)

    def write(table: str, key: str, row: dict[str, object]) -> str:
        rows = add_translations(pd.DataFrame([row]), atlas, code)
        return write_cell(_columns(atlas, table, view)[key], rows.to_dict("records")[0], view)

    speaker = "KDP and PUK, draft of 2002"
    actor = str(atlas.table("events")["actor_a"].dropna().loc[lambda cells: cells != ""].iloc[0])
    names = [atlas.translated(speaker, code), atlas.translated(actor, code)]
    assert all(names)
    assert write("areas", "details.saidBy", {"said_by": [speaker]}) == names[0]
    row = {"actor_a": actor, "actor_b": "Nobody's name"}
    assert write("events", "details.actors", row) == f"{names[1]} / Nobody's name"
