"""A reader's own events in the app: read, asked about, reported, in the tables and in the file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.events.user_events import UserEvents
from geo.model import Layer
from geo.web.upload.uploads import Uploads
from tests.web.page import Page
from tests.web.running import offers, open_drawer, run

SIGACT = "date,longitude,latitude,type\n" + "\n".join(
    f"2007-03-{1 + i % 28:02},{44 + i / 100},{35 + i / 100},IED" for i in range(40)
)


@pytest.fixture
def app() -> AppTest:
    return run(lang="en")


def bring(app: AppTest, name: str, content: bytes) -> AppTest:
    """Bring a file; its events are on the map where it is read without a doubt."""
    app.file_uploader[0].upload(name, content, "text/csv").run()
    assert not app.exception
    return app


def kept_events(app: AppTest) -> UserEvents | None:
    return app.session_state["greenline"].uploads.events


def read_texts(app: AppTest) -> str:
    parts: list[Any] = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts)


NAMED = "date,place,longitude,latitude,type\n" + "\n".join(
    f"2017-10-{16 + i % 3},{name},,,raid"
    for i, name in enumerate(["Kerkouk", "Kerkouk", "Rabia", "Qwertzuiop"])
)


def test_places_by_name_are_looked_up_and_the_ambiguous_asked_for(app: AppTest) -> None:
    app.file_uploader[0].upload(
        "named.csv", (NAMED + "\n2017-10-16,Kerkouk,44.2,35.2,raid\n").encode(), "text/csv"
    ).run()
    assert not app.exception
    assert "no position: 4" in read_texts(app)
    assert "Not in the gazetteer: Qwertzuiop" in read_texts(app)
    mark = kept_events(app).mark
    known, doubtful = (offers(app, "selectbox", f"gl-place-{mark}-{at}") for at in (0, 1))
    assert known.label.startswith("Kerkouk")
    assert known.value.english == "Kirkuk" if hasattr(known.value, "english") else known.value
    assert doubtful.label.startswith("Rabia")
    assert doubtful.value is None, "several places are called so"
    app.button(key="gl-places-put").click().run()
    assert not app.exception
    assert "placed by the name of the place, as you said: 2" in read_texts(app)
    events = kept_events(app)
    assert events is not None
    assert events.rows["position_precision"].tolist() == ["near", "near", "unknown"]
    assert events.rows["lon"].tolist()[2] == 44.2, "what a cell says stays"
    assert events.report.set_aside == {"no_position": 2}


@pytest.mark.thorough
def test_a_file_of_which_no_row_is_an_event_is_refused_with_the_commonest_reasons(
    app: AppTest,
) -> None:
    rows = "2017-10-16,here,44\n" * 2 + "soon,35,44\n"
    bring(app, "bad.csv", f"date,lat,lon\n{rows}".encode())
    assert "has no row that can be read as an event" in app.error[0].value
    assert app.error[0].value.index("2 rows, such as row 2") < app.error[0].value.index("'soon'")
    assert "Your events date from" not in read_texts(app)


@pytest.mark.thorough
def test_holders_that_are_asked_for_name_their_column_and_answers_go_with_their_file(
    app: AppTest,
) -> None:
    table = "district,start,holder\nKirkuk,2017-10-16,{}\nDaquq,2017-10-16,ISF\n"
    assert not Page(app).message["files"]
    values = []
    for name in ("The blues", "The reds"):
        bring(app, f"{name[4:]}.csv", table.format(name).encode())
        assert Page(app).message["files"], "the page says when a session that had files is gone"
        mark = app.session_state["greenline"].uploads.areas[-1].mark
        column = offers(app, "selectbox", f"gl-user-areas-column-{mark}")
        assert (column.value, len(column.options)) == ("holder", 3), "a table is no outlines"
        holder = offers(app, "selectbox", f"gl-user-areas-holder-{mark}-0")
        values.append((holder.label, holder.value))
        holder.set_value("region").run()
    assert values == [("The blues", None), ("The reds", None)]


@pytest.mark.thorough
def test_one_place_takes_events_and_areas_together_and_a_role_can_be_changed(app: AppTest) -> None:
    assert len(app.file_uploader) == 1
    bring(app, "reports.csv", SIGACT.encode())
    table = b"pcode,year,people\nIQG13Q04,2014,7\nIQG13Q04,2015,8\n"
    app.file_uploader[0].upload("people.csv", table, "text/csv").run()
    assert not app.exception
    (numbers,) = app.session_state["greenline"].uploads.areas
    assert numbers.areas.title == "people.csv: people · 2015"
    year = offers(app, "selectbox", f"gl-user-areas-where-{numbers.mark}-year")
    assert (year.label, year.value) == ("Which year?", "2015")
    year.set_value("all, summed").run()
    assert (
        app.session_state["greenline"].uploads.areas[0].areas.title
        == "people.csv: people · 2014–2015"
    )
    assert kept_events(app) is not None
    assert "numbers by area" in read_texts(app)
    bring(app, "control.csv", b"place,from,to,who\nSinjar,2014-08-03,2015-11-13,ISIS\n")
    brought = {Layer.USER_EVENTS, Layer.USER_AREAS, Layer.USER_CONTROL}
    assert brought <= set(app.session_state["greenline"].view.layers)
    numbers, control = app.session_state["greenline"].uploads.areas
    assert (numbers.areas.name, control.areas.name) == ("people.csv", "control.csv")
    app.button(key=f"gl-data-events-{numbers.mark}").click().run()
    assert app.session_state["greenline"].uploads.pending.name == "people.csv"
    assert app.session_state["greenline"].uploads.areas == [control]


@pytest.mark.thorough
def test_events_are_counted_in_a_cross_table_that_is_saved(app: AppTest) -> None:
    bring(app, "reports.csv", SIGACT.encode())
    app.button(key="gl-user-events-go").click().run()
    app.session_state["greenline"].tab = "user_events"
    open_drawer(app)
    table = next(item.value for item in app.dataframe if "All" in item.value.columns)
    assert table["All"].astype(int).sum() == 40
    assert table.drop(columns=["All", table.columns[0]]).astype(int).to_numpy().sum() == 40
    assert offers(app, "selectbox", "gl-cross-count").options == ["Events", "Deaths"]
    offers(app, "selectbox", "gl-cross-by").set_value("month").run()
    table = next(item.value for item in app.dataframe if "All" in item.value.columns)
    assert table.iloc[:, 0].tolist() == ["2007-03"]
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_events_of_other_days_do_not_change_the_days_shown_and_a_button_leads_there(
    app: AppTest,
) -> None:
    before = app.session_state["greenline"].view
    bring(app, "reports.csv", SIGACT.encode())
    view = app.session_state["greenline"].view
    assert view == before.with_(layers=view.layers), "its layer alone is switched on"
    assert set(view.layers) - set(before.layers) <= {Layer.USER_EVENTS}
    assert "Your events date from 1 March 2007 to 28 March 2007" in read_texts(app)
    assert any("shown\\:\u2060 0 of 40" in item.value for item in app.warning)
    app.button(key="gl-user-events-go").click().run()
    assert not app.exception
    view = app.session_state["greenline"].view
    assert (view.date, view.window) == (date(2007, 3, 28), before.window)
    assert view.interval == (date(2007, 3, 1), date(2007, 3, 28))
    assert not app.warning
    open_drawer(app)
    shown = next(item.proto.body for item in app.get("html") if "gl-own" in item.proto.body)
    assert "40 of 40, 1 March 2007 to 28 March 2007" in shown
    assert not [item for item in app.button if item.key == "gl-user-events-go"]


@pytest.mark.thorough
def test_dates_of_both_orders_are_counted_and_asked_about(app: AppTest) -> None:
    days = ["27/09/2017", "28/09/2017", "09/29/2017", "03/04/2017"]
    rows = "".join(f"IRQ{n},{day},Battles,A,44.4,35.4\n" for n, day in enumerate(days))
    head = "event_id_cnty,event_date,event_type,actor1,longitude,latitude\n"
    app.file_uploader[0].upload("a.csv", (head + rows).encode(), "text/csv").run()
    assert "Only day first: 2; only month first: 1; both ways: 1" in read_texts(app)
    assert "Rows read: 4; events kept: 3" in read_texts(app)
    app.button(key="gl-again-mdy").click().run()
    assert not app.exception
    assert "Rows read: 4; events kept: 4" in read_texts(app)
    assert str(kept_events(app).rows["start"].max())[:10] == "2017-09-29"
    assert "2017-03-04" in kept_events(app).rows["start"].astype(str).tolist()


@pytest.mark.thorough
def test_a_table_without_dates_asks_for_the_day_of_its_rows(app: AppTest) -> None:
    app.file_uploader[0].upload(
        "a.csv", b"id,lat,lon\n1,35.4,44.3\n2,35.5,44.4\n", "text/csv"
    ).run()
    (day,) = [item for item in app.date_input if item.key.endswith("-all-days")]
    day.set_value(date(2017, 10, 16)).run()
    app.session_state["greenline"].uploads.fault = "another file's"
    app.button(key="gl-columns-read").click().run()
    assert not app.exception
    assert [item.value for item in app.error] == ["another file's"], "in the side bar alone"
    assert kept_events(app).period == (date(2017, 10, 16), date(2017, 10, 16))


def test_a_copy_that_comes_again_with_a_click_is_not_read_again() -> None:
    uploads = Uploads()
    first = uploads.key
    uploads.note_files(first)
    assert uploads.has_unread
    uploads.drop_files()
    uploads.note_files(first)  # the page had not heard of the new key
    assert uploads.key != first and not uploads.has_unread
