"""What is on the map: tables and key figures of a view, in each language."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo import Atlas, View
from geo.ask import control, inventory, stakes
from geo.ask.layer_content import content
from geo.model import EventType, Language

VIEWS = (
    View(),
    View(date=date(1991, 1, 1)),
    View(date=date(2017, 10, 20), compare=date(2014, 6, 1)),
    View(date=date(2014, 8, 8), window=0),
    View(date=date(2025, 12, 31), perspective="un", event_types=()),
)


@pytest.mark.sampled
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", inventory.TABLES)
def test_every_table_has_one_row_for_each_id(atlas: Atlas, view: View, name: str) -> None:
    rows = inventory.TABLES[name](atlas, view)
    assert rows["id"].is_unique
    assert list(rows.index) == list(range(len(rows)))
    assert {str(rows[column].dtype) for column in rows if column.endswith("_before")} <= {"str"}
    if name != "sources":
        assert "source" in rows
    if name in ("held", "fields", "events", "areas"):
        assert rows[["lon", "lat"]].notna().all().all()


@pytest.mark.parametrize("view", VIEWS)
def test_figures_are_those_of_the_tables(atlas: Atlas, view: View) -> None:
    figures = inventory.figures(atlas, view)
    low, best, high = figures.barrels
    assert low <= best <= high
    assert 0 <= figures.counted <= figures.fields
    assert figures.events + figures.events_vague == len(inventory.events(atlas, view))
    assert 0 <= figures.crossings_open <= figures.crossings
    areas = atlas.areas.dropna(subset="list_number")
    assert sum(figures.km2.values()) == pytest.approx(areas["km2"].sum(), rel=1e-3)


def test_held_is_the_ground_of_all_disputed_areas_as_it_is_held(atlas: Atlas) -> None:
    day = date(2017, 10, 17)
    rows = inventory.list_held(atlas, View(date=day)).set_index("id")
    held = control.at(atlas, day).set_index("unit")["holder"]
    assert (rows["holder"] == held[rows.index]).all()
    units = atlas.units
    codes = tuple(";".join(atlas.table("areas")["pcodes"]).split(";"))
    assert set(rows.index) == set(units.loc[units["pcode"].str.startswith(codes), "unit"])


def test_events_are_of_the_kinds_and_days_of_the_view(atlas: Atlas) -> None:
    view = View(date=date(2014, 8, 31), window=30, event_types=(EventType.TAKEOVER,))
    rows = inventory.events(atlas, view)
    assert len(rows) > 0
    assert set(rows["type"]) == {"takeover"}
    assert rows["start"].min() > date(2014, 8, 1)
    assert rows["start"].max() <= view.date
    assert len(inventory.events(atlas, View(window=0))) == len(atlas.table("events"))
    assert len(inventory.events(atlas, View(event_types=()))) == 0


@pytest.mark.parametrize(
    ("start", "end", "is_shown"),
    [
        ("2014-07-01", "", False),
        ("2014-07-02", "", True),
        ("2014-06-01", "2014-07-01", False),
        ("2014-06-02", "2014-07-02", True),
        ("2014-07-31", "2014-08-10", True),
        ("2014-08-01", "", False),
        ("2014-07-01", "2014-08-01", False),  # 32 days, not all in the window
        ("2014-06-30", "2014-07-31", False),
    ],
)
def test_armed_conflict_is_shown_on_each_of_its_days_unless_it_is_long(
    start: str, end: str, is_shown: bool
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    rows = pd.DataFrame([days], columns=["start", "end"], dtype=object)
    shown = stakes.in_days(rows, date(2014, 7, 2), date(2014, 7, 31))
    assert shown.tolist() == [is_shown]


def test_areas_say_who_says_so_and_unami_comes_first(atlas: Atlas) -> None:
    rows = inventory.areas(atlas, View())
    assert rows["list_number"].head(15).tolist() == list(range(1, 16))
    assert rows["said_by"].map(len).min() > 0
    for shares in rows["shares"]:
        assert sum(share for _, share in shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("table", "about", "key", "start"),
    [("crossings", "crossing_periods", "crossing", "start"), ("areas", "bases", "area", "since")],
)
def test_a_day_comes_with_how_exactly_it_is_known(
    atlas: Atlas, table: str, about: str, key: str, start: str
) -> None:
    rows = inventory.TABLES[table](atlas, View(date=date(2016, 1, 1)))
    known = rows[rows["since"].notna()]
    days = {(row[key], row[start]): row["precision"] for row in atlas.records(about)}
    assert {*known["precision"]} > {"day"}
    for row in known.to_dict("records"):
        assert row["precision"] == days[row["id"], row["since"]]


def test_sources_are_those_that_the_tables_cite(atlas: Atlas) -> None:
    view = View()
    rows = inventory.sources(atlas, view).set_index("id")
    assert set(";".join(inventory.events(atlas, view)["source"]).split(";")) <= set(rows.index)
    assert (rows["cited"] > 0).all()
    assert rows["url"].str.match(r"$|https?://").all()
    assert {"en", "ar"} <= {*rows["language"]}


def test_the_frame_keeps_what_lies_in_it(atlas: Atlas) -> None:
    rows = inventory.fields(atlas, View())
    assert len(inventory.select_in_frame(rows, View())) == len(rows)
    box = View(bounds=(43.5, 35.0, 45.0, 36.0))
    inside = inventory.select_in_frame(rows, box)
    assert 0 < len(inside) < len(rows)
    assert inside["lon"].between(43.5, 45.0).all()
    sources = inventory.sources(atlas, box)
    assert inventory.select_in_frame(sources, box) is sources


@pytest.mark.quick(2)
@pytest.mark.sampled
@pytest.mark.parametrize("name", inventory.TABLES)
@pytest.mark.parametrize(
    "query",
    ["d=2014-08-08&p=un&w=90", "d=2017-10-16&s=control:IQG13Q04N06", "w=0&t=battle&lang=ar"],
)
def test_what_a_scope_leaves_out_changes_no_table(atlas: Atlas, name: str, query: str) -> None:
    view = View.from_query(f"{query}&b=43.5,35,45,36&l=towns")
    result = inventory.TABLES[name](atlas, view)
    pd.testing.assert_frame_equal(result, inventory.TABLES[name](atlas, inventory.scope(view)))


@pytest.mark.thorough
def test_texts_of_the_view_s_language_stand_beside_the_english(atlas: Atlas) -> None:
    view = View(date="2017-10-20", layers=("control", "events"), window=30)
    english = content(atlas, view)
    result = content(atlas, view.with_(language=Language.CKB))
    events = result["events"]
    columns = list(events.columns)
    assert columns.index("text_ckb") == columns.index("text") + 1
    texts = [atlas.translated(text, Language.CKB) for text in events["text"]]
    assert events["text_ckb"].tolist() == texts
    assert (result["control"]["note_ckb"] != "").any()
    assert "text_ckb" not in english["events"]
    selected = [name for name in columns if not name.endswith("_ckb") or name in english["events"]]
    assert selected == list(english["events"].columns)
