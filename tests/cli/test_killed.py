"""A command that is killed at any point of its writing leaves nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

#: Commands that write, by what they write: what is written before in the same place, the command.
WRITERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "series and its credits": (
        ("series", "2014-06-01", "2014-08-01", "--freq", "month", "-o", "{}/s.csv"),
        ("series", "2017-09-01", "2017-11-01", "--freq", "month", "-o", "{}/s.csv"),
    ),
    "table and its credits": (
        ("export", "{}/a.csv", "--table", "control", "--date", "2014-06-10"),
        ("export", "{}/a.csv", "--table", "control", "--date", "2017-11-01"),
    ),
    "project and its GeoPackage": (
        ("export", "{}/a.qgz", "--date", "2014-06-10"),
        ("export", "{}/a.qgz", "--date", "2017-11-01"),
    ),
    "rows kept and set aside": (
        ("read", "{}/in.csv", "--out", "{}/o.csv", "--aside", "{}/b.csv", "--date-order", "mdy"),
        ("read", "{}/in.csv", "--out", "{}/o.csv", "--aside", "{}/b.csv", "--date-order", "dmy"),
    ),
    "atlas": ((), ("new", "{}/out", "--areas", "{}/areas.geojson", "--control", "{}/c.csv")),
    "ingest": (("ingest", "{}/in.csv", "--out", "{}/out"), ("ingest", "{}/more", "--out", "{}/out")),
    "site": (("site", "{}/out", "--lang", "en"), ("site", "{}/out", "--lang", "ar")),
    "page": (("export", "{}/m.html", "--lang", "ar"), ("export", "{}/m.html")),
    "picture": (("export", "{}/m.png", "--lang", "ar"), ("export", "{}/m.png")),
    "film": (
        ("export", "{}/f.gif", "--dates", "2014-06-10..2014-06-11"),
        ("export", "{}/f.gif", "--dates", "2017-10-15..2017-10-16"),
    ),
    "Shapefiles": (("export", "{}/a.shp.zip", "--lang", "ar"), ("export", "{}/a.shp.zip")),
    "map of a text": (("map", "{}/t.txt", "-o", "{}/m.html", "--date", "2017-10-20"), ("map", "{}/t.txt", "-o", "{}/m.html")),
    "map of changes": (
        ("changes", "2014-06-01", "2014-08-20", "--map", "{}/m.html"),
        ("changes", "2017-10-01", "2017-11-01", "--map", "{}/m.html"),
    ),
}  # fmt: skip

#: `make stress` kills all of them, at many points; else those that write in a way of their own.
STRESS = "GREENLINE_STRESS" in os.environ
FEW = ("project and its GeoPackage", "rows kept and set aside", "ingest")

#: The file of each pair that refers to the other, and takes its place after it.
LAST = ("a.csv", "s.csv", "a.qgz", "o.csv")


@pytest.mark.thorough
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", WRITERS if STRESS else FEW)
def test_killed_anywhere_a_command_leaves_nothing_half_written(name: str, tmp_path: Path) -> None:
    before, words = WRITERS[name]
    folder = tmp_path / "place"
    for inside in ("tmp", "more"):
        (folder / inside).mkdir(parents=True)
    (folder / "in.csv").write_text(
        "id,date,lat,lon\n1,03/04/2017,35.4,44.3\n2,13/04/2017,35.4,44.3\n"
    )
    (folder / "more/more.csv").write_text("id,date,lat,lon\n3,2017-10-16,35.4,44.3\n")
    (folder / "t.txt").write_text("On 16 October 2017 Iraqi forces entered Kirkuk and Daquq.")
    (folder / "c.csv").write_text("place,from,to,holder\nOtterby,1953-04-01,,Shore\n")
    square = {"type": "Polygon", "coordinates": [[[9, 50], [10, 50], [10, 51], [9, 50]]]}
    feature = {"type": "Feature", "properties": {"parish": "Otterby"}, "geometry": square}
    (folder / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    job = [folder, *([word.format(folder) for word in some] for some in (before, words)), STRESS]
    answer = subprocess.run(
        [sys.executable, "-m", "tests.cli.killed"], input=json.dumps(job, default=str),
        env={**os.environ, "TMPDIR": str(folder / "tmp")}, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    result = json.loads(answer.stdout)
    old, new = result["old"], result["new"]
    assert result["code"] == 0 and old != new, answer.stderr
    between = {key: old.get(key) if key in LAST else value for key, value in new.items()}
    between = {key: value for key, value in between.items() if value}
    for point in result["killed"]:
        assert point["ended"] == -signal.SIGKILL
        assert point["state"] in (old, new, between), point["point"]
        if "again" in point and (name, point["state"]) != ("atlas", new):
            assert (point["again"], point["after"], point["remaining"]) == (0, new, [])
    states = [point["state"] for point in result["killed"]]
    assert states[0] == old and states[-1] in (new, between)
