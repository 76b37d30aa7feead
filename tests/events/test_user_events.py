"""One way from a file to the map for app, commands and ingest: the same events, the same limits."""

from __future__ import annotations

import inspect
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, View
from geo.errors import QuestionError, ReadError
from geo.events import chunks, read
from geo.events.attribution import ATTRIBUTED, attribute
from geo.events.container import encode
from geo.events.ingest import ingest
from geo.events.report import Report
from geo.events.user_events import UserEvents, concat_tables
from geo.model import Layer
from geo.tabular.source import LIMITS, STREAMED, Limits

HEAD = "id,date,latitude,longitude,type,deaths\n"


def table(rows: int = 40, kind: str = "raid", month: int = 3) -> bytes:
    """Return a table of events in the region, one of which has no position."""
    lines = (
        f"{kind}{i},2017-{month:02d}-{1 + i % 28:02d},{34 + i % 30 / 10},{43 + i % 25 / 10},{kind},{i % 5}\n"
        for i in range(rows - 1)
    )
    return (HEAD + "".join(lines) + f"none,2017-{month:02d}-01,,,{kind},1\n").encode()


def test_a_file_is_read_validated_and_attributed(atlas: Atlas) -> None:
    heard: list[int] = []
    events = UserEvents.load(atlas, table(), "mine.csv", progress=heard.append)
    value = read(table(), "mine.csv")
    assert (events.name, heard, events.file) == ("mine.csv", [40], table())
    assert events.report.to_dict() == value.report.to_dict()
    pd.testing.assert_frame_equal(events.rows, value.rows)
    pd.testing.assert_frame_equal(events.attributed, attribute(atlas, value.rows))
    named = encode(value.rows, attribute(atlas, value.rows), name="mine.csv")
    assert events.content == events.container() == named
    assert len(events.container(text=False)) < len(named)


def test_rows_set_aside_are_looked_through_once_and_not_with_each_run(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, looked = UserEvents.load(atlas, table(), "mine.csv"), []
    examples = Report.examples
    monkeypatch.setattr(Report, "examples", lambda *given: looked.append(1) or examples(*given))
    assert len(events.examples) == len(events.examples) == 1
    assert looked == [1]


def test_pieces_give_what_the_whole_gives(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    events = UserEvents.load(atlas, table(90), "mine.csv")
    monkeypatch.setattr(
        "geo.events.user_events.chunks", lambda *args, **named: chunks(*args, rows=20, **named)
    )
    heard: list[int] = []
    pieces = UserEvents.load(atlas, table(90), "mine.csv", progress=heard.append)
    assert heard == [20, 40, 60, 80, 90]
    assert pieces.content == events.content
    assert pieces.report.to_dict() == events.report.to_dict()


def test_an_ingest_holds_the_same_events(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(table())
    events = UserEvents.load(atlas, tmp_path / "mine.csv")
    ingest(atlas, [tmp_path / "mine.csv"], tmp_path / "out")
    selected = pd.read_parquet(tmp_path / "out" / "events")
    both = [events.rows.join(events.attributed), selected]
    ours, theirs = (
        item.sort_values("id", ignore_index=True)[["id", "lon", "lat", "best", *ATTRIBUTED]]
        for item in both
    )
    assert ours.astype(str).equals(theirs.astype(ours.dtypes).astype(str))


def test_what_a_view_shows_is_counted_and_placed(atlas: Atlas) -> None:
    events = UserEvents.load(atlas, table(), "mine.csv")
    near, far = View(date="2017-03-10", window=5), View(date="2014-06-10", window=5)
    assert events.count(near) == len(events.layer(near)) > 0
    assert (events.count(far), events.count(View(window=0))) == (0, 39)
    assert events.beyond(near)
    assert not events.beyond(View(window=0))
    assert set(ATTRIBUTED) < set(events.layer(near).columns)
    assert events.open_view(near).window == 5
    assert events.open_view(far).window == 5
    assert events.open_view(far).interval == events.period
    assert Layer.USER_EVENTS in events.open_view(near).layers


def test_events_of_which_none_can_be_drawn_are_told(atlas: Atlas) -> None:
    events = UserEvents.load(atlas, table(1), "mine.csv")
    assert events.period is None
    with pytest.raises(QuestionError, match=r"mine\.csv: expected at least one event"):
        events.drawable()


def test_there_are_two_sets_of_limits_and_one_bound_on_memory(atlas: Atlas) -> None:
    default = {
        name: inspect.signature(item).parameters["limits"].default
        for name, item in (("read", read), ("chunks", chunks), ("load", UserEvents.load))
    }
    assert default == {"read": LIMITS, "load": LIMITS, "chunks": STREAMED}
    assert (STREAMED.memory, STREAMED.seconds) == (LIMITS.memory, LIMITS.seconds)
    with pytest.raises(ReadError, match=r"at most 10 rows"):
        UserEvents.load(atlas, table(), "mine.csv", limits=Limits(rows=10))


def test_pieces_put_together_are_one_table() -> None:
    first, second = read(table(kind="raid")).rows, read(table(kind="IED", month=4)).rows
    total = concat_tables([first, second])
    assert len(total) == 78
    assert sorted(total["type"].cat.categories) == ["IED", "raid"]
