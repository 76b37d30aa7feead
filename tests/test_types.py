"""Who checks own code by mypy gets types from answers, not Any."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[1]

CODE = """
from geo import Atlas, View, draw, widget
from geo.ask import changes, control
from geo.events.attribution import attribute

atlas = Atlas.load()
reveal_type(control.at(atlas, "2017-10-16"))
reveal_type(control.at(atlas, "2017-10-16").geometry)
reveal_type(control.series(atlas, "2014-01-01", "2018-12-01"))
reveal_type(changes(atlas, "2017-10-15", "2017-10-16").units)
reveal_type(widget(atlas, View()))
"""

TYPES = [
    "geo.ask.dated_frame.DatedFrame",
    "geopandas.geoseries.GeoSeries",
    "pandas.core.frame.DataFrame",
    "geopandas.geodataframe.GeoDataFrame",
    "geo.notebook.widget.MapWidget",
]


@pytest.mark.thorough
def test_answers_have_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.py"
    file.write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    out, err, _ = api.run([str(file), "--follow-imports=silent", "--no-error-summary"])
    answer = [
        line.partition('Revealed type is "')[2].rstrip('"')
        for line in out.splitlines()
        if "Revealed" in line
    ]
    assert answer == TYPES, out + err
