"""Columns of a file that no field is read from go along: to the container, the layer and its files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas, View
from geo.events.user_events import UserEvents
from geo.export.tables import tables
from geo.model import Layer
from tests.events.container import decode

TABLE = """id,date,lat,lon,sector,holder,__proto__,=1+1
a,2017-10-16,35.47,44.39,North,who,p,x
b,2017-10-17,35.41,44.28,,"so, so",q,@y
"""


@pytest.fixture(scope="module")
def events() -> UserEvents:
    return UserEvents.load(Atlas.load(), TABLE.encode(), "t.csv")


def test_they_travel_in_the_container_under_names_of_their_own(events: UserEvents) -> None:
    rows = decode(events.content)
    assert rows["sector"].tolist() == ["North", ""]
    assert rows["holder (file)"].tolist() == ["who", "so, so"]
    assert set(rows["holder"]) == {"federal"}, "what is attributed is not overwritten"
    assert rows["__proto__"].tolist() == ["p", "q"]
    assert not set(decode(events.container(text=False)).columns) & {"sector", "holder (file)"}


@pytest.mark.thorough
def test_pieces_with_their_columns_are_one_table() -> None:
    head, *lines = TABLE.splitlines()
    many = "\n".join([head, *(lines[0].replace("a,", f"{n},", 1) for n in range(260_000))])
    result = UserEvents.load(Atlas.load(), many.encode(), "t.csv")
    assert len(result.more) == len(result.rows) == 260_000
    assert set(result.more["sector"]) == {"North"}


def test_files_hold_them_and_run_none_as_a_formula(
    atlas: Atlas, events: UserEvents, tmp_path: Path
) -> None:
    view = View(date="2017-10-20", layers=(Layer.USER_EVENTS,))
    layer = {str(Layer.USER_EVENTS): events.layer(view)}
    path = tables(atlas, view, tmp_path / "t.csv.zip", more=layer)
    with zipfile.ZipFile(path) as packed:
        text = packed.read("user_events.csv")
    rows = pd.read_csv(io.BytesIO(text), skiprows=[1], encoding="utf-8-sig").set_index("id")
    assert rows.loc["a", ["sector", "holder (file)"]].tolist() == ["North", "who"]
    assert rows.loc["b", "'=1+1"] == "'@y"
    for kind in (".gpkg", ".kml", ".gpx", ".geojson", ".xlsx", ".shp.zip", ".parquet.zip"):
        assert tables(atlas, view, tmp_path / f"t{kind}", more=layer).stat().st_size > 500
