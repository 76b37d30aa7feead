"""One way from a file to the map for app, commands and ingest: the same events, limits, columns, counts."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, View
from geo.events import read, user_events
from geo.events.attribution import ATTRIBUTED, attribute
from geo.events.container import encode
from geo.events.draft import How
from geo.events.ingest import ingest
from geo.events.user_events import By, Count, UserEvents, cross_table, placed, shown
from geo.export.tables import tables
from geo.model import Layer
from geo.tabular.source import LIMITS
from tests.events.container import decode

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


@pytest.mark.thorough
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


COLUMNED = """id,date,lat,lon,sector,holder,__proto__,=1+1
a,2017-10-16,35.47,44.39,North,who,p,x
b,2017-10-17,35.41,44.28,,"so, so",q,@y
"""


@pytest.fixture(scope="module")
def columned() -> UserEvents:
    return UserEvents.load(Atlas.load(), COLUMNED.encode(), "t.csv")


def test_they_travel_in_the_container_under_names_of_their_own(columned: UserEvents) -> None:
    rows = decode(columned.content)
    assert rows["sector"].tolist() == ["North", ""]
    assert rows["holder (file)"].tolist() == ["who", "so, so"]
    assert set(rows["holder"]) == {"federal"}, "what is attributed is not overwritten"
    assert rows["__proto__"].tolist() == ["p", "q"]
    assert not set(decode(columned.container(text=False)).columns) & {"sector", "holder (file)"}


@pytest.mark.thorough
def test_files_hold_them_and_run_none_as_a_formula(
    atlas: Atlas, columned: UserEvents, tmp_path: Path
) -> None:
    view = View(date="2017-10-20", layers=(Layer.USER_EVENTS,))
    layer = {str(Layer.USER_EVENTS): columned.layer(view)}
    path = tables(atlas, view, tmp_path / "t.csv.zip", more=layer)
    with zipfile.ZipFile(path) as packed:
        text = packed.read("user_events.csv")
    rows = pd.read_csv(io.BytesIO(text), skiprows=[1], encoding="utf-8-sig").set_index("id")
    assert rows.loc["a", ["sector", "holder (file)"]].tolist() == ["North", "who"]
    assert rows.loc["b", "'=1+1"] == "'@y"
    for kind in (".gpkg", ".kml", ".gpx", ".geojson", ".xlsx", ".shp.zip", ".parquet.zip"):
        assert tables(atlas, view, tmp_path / f"t{kind}", more=layer).stat().st_size > 500


VIEWED = b"""id,date,lat,lon,type,actor,target,deaths
a,2014-06-10,36.3,43.1,battle,IS,ISF,3
b,2014-06-11,35.5,44.4,raid,IS,,0
c,2014-08-03,36.3,41.9,battle,IS,Peshmerga,12
d,2017-10-16,35.5,44.4,takeover,ISF,Peshmerga,
"""


@pytest.fixture(scope="module")
def viewed() -> pd.DataFrame:
    mapping = {"actor_a": "actor", "actor_b": "target", "best": "deaths", "type": "type"}
    return read(VIEWED, "x.csv", mapping=mapping).rows


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"window": 0}, "dcba"),
        ({"window": 2, "date": "2014-06-11"}, "ba"),
        ({"window": 1, "date": "2014-06-11"}, "b"),
        ({"interval": (date(2014, 6, 11), date(2014, 8, 3))}, "cb"),
        ({"window": 0, "kinds": ("battle",)}, "ca"),
        ({"window": 0, "kinds": ()}, ""),
        ({"window": 0, "actors": ("Peshmerga",)}, "dc"),
        ({"window": 0, "min_deaths": 3}, "ca"),
    ],
)
def test_shown(viewed: pd.DataFrame, changes: dict[str, object], ids: str) -> None:
    assert "".join(shown(viewed, View(**changes))["id"]) == ids


def test_placed_events_are_points_with_what_was_attributed(viewed: pd.DataFrame) -> None:
    more = pd.DataFrame({"district": ["x"] * len(viewed)}, index=viewed.index)
    frame = placed(shown(viewed, View(window=0)), more)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.x.tolist() == [44.4, 41.9, 44.4, 43.1]
    assert frame["district"].tolist() == ["x"] * 4


COUNTED = pd.DataFrame(
    {
        "start": pd.to_datetime(["2017-11-02", "2017-10-16", "2017-10-20", "2018-01-01"]).date,
        "holder": ["federal", "region", "region", ""],
        "district": ["IQG13Q01", "IQG13Q01", "IQG13Q02", ""],
        "type": ["IED", "raid", "IED", None],
        "best": pd.array([3, None, 4, 1], dtype="Int32"),
    }
)


def test_events_are_counted_by_holder_district_month_and_kind() -> None:
    for by in By:
        assert cross_table(COUNTED.head(0), by, By.HOLDER).empty
        for across in set(By) - {by}:
            assert cross_table(COUNTED, by, across).to_numpy().sum() == len(COUNTED)
    table = cross_table(COUNTED, By.MONTH, By.HOLDER)
    assert list(table.index) == ["2017-10", "2017-11", "2018-01"], "months keep their order"
    assert table.columns[0] == "region", "all else begins with the most"
    assert cross_table(COUNTED, By.DISTRICT, By.HOLDER).index[0] == "IQG13Q01"
    deaths = cross_table(COUNTED, By.DISTRICT, By.HOLDER, Count.DEATHS)
    assert deaths.loc["IQG13Q01"].to_dict() == {"federal": 3, "region": 0, "": 0}
    assert deaths.to_numpy().sum() == 8
    same = cross_table(COUNTED, By.HOLDER, By.HOLDER)
    assert same.loc["region"].to_dict() == {"region": 2, "federal": 0, "": 0}


@pytest.mark.thorough
def test_pieces_give_what_the_whole_gives(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    events = UserEvents.load(atlas, table(90), "mine.csv")
    monkeypatch.setattr(user_events, "ROWS", 20)
    *heard, pieces = user_events.load_here(table(90), atlas, "mine.csv", How(), LIMITS)
    assert heard == [20, 40, 60, 80, 90]
    assert pieces.content == events.content
    assert pieces.report.to_dict() == events.report.to_dict()
