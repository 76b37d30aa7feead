"""The events that a view shows, by the same rule as the page."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.events import read
from geo.events.selection import placed, shown
from geo.view import View

TABLE = b"""id,date,lat,lon,type,actor,target,deaths
a,2014-06-10,36.3,43.1,battle,IS,ISF,3
b,2014-06-11,35.5,44.4,raid,IS,,0
c,2014-08-03,36.3,41.9,battle,IS,Peshmerga,12
d,2017-10-16,35.5,44.4,takeover,ISF,Peshmerga,
"""


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    mapping = {"actor_a": "actor", "actor_b": "target", "best": "deaths", "type": "type"}
    return read(TABLE, "x.csv", mapping=mapping).rows


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
def test_shown(rows: pd.DataFrame, changes: dict[str, object], ids: str) -> None:
    assert "".join(shown(rows, View(**changes))["id"]) == ids


def test_placed_events_are_points_with_what_was_attributed(rows: pd.DataFrame) -> None:
    more = pd.DataFrame({"district": ["x"] * len(rows)}, index=rows.index)
    frame = placed(shown(rows, View(window=0)), more)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.x.tolist() == [44.4, 41.9, 44.4, 43.1]
    assert frame["district"].tolist() == ["x"] * 4
