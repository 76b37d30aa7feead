"""``greenline new``: from outlines and a table of control by day to an atlas that opens."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from geo import Atlas, View, export
from geo.atlas.atlas import check
from geo.profile import using
from tests.cli.conftest import Said
from tests.second_country.test_country import FOREIGN

#: A group of areas, single ones, a month, a gap, a row that names nothing.
CONTROL = """\
place,from,to,held by,source,note
Upper Vale,1950-01-01,,Hill,The Lakeland Mercury,
Lower Vale,1950-01-01,1953-03-31,Hill,The Lakeland Mercury,
Otterby,1953-04-01,1954-06-30,Shore,https://example.org/mercury,Taken by night
Sandhythe,May 1953,,Shore,,
Nowhere,1953-04-01,,Shore,,
"""

SPELLS = [
    ("Stonewick", "1950-01-01", "", "day", "hill"), ("Fernley", "1950-01-01", "", "day", "hill"),
    ("Otterby", "1950-01-01", "1953-04-01", "day", "hill"),
    ("Otterby", "1953-04-01", "1954-07-01", "day", "shore"),
    ("Otterby", "1954-07-01", "", "day", "unknown"),
    ("Sandhythe", "1950-01-01", "1953-04-01", "day", "hill"),
    ("Sandhythe", "1953-04-01", "1953-05-01", "day", "unknown"),
    ("Sandhythe", "1953-05-01", "", "month", "shore"),
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    names = {"parish": ["Stonewick", "Fernley", "Otterby", "Sandhythe"]}
    names |= {"vale": ["Upper Vale", "Upper Vale", "Lower Vale", "Lower Vale"]}
    boxes = [box(west, 50, east, 50.5) for west, east in pairwise([9.8, 10.1, 10.4, 10.7, 11.0])]
    gpd.GeoDataFrame(names, geometry=boxes, crs=4326).to_file(tmp_path / "parishes.geojson")
    (tmp_path / "control.csv").write_text(CONTROL)
    return tmp_path / "parishes.geojson", tmp_path / "control.csv"


def test_two_files_make_an_atlas_that_passes_check_and_opens(
    greenline: Callable[..., Said], files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "lakeland"
    areas, control = files
    code, said, _ = greenline(
        "new", out, "--areas", areas, "--control", control, "--title", "Who held Lakeland"
    )
    assert code == 0 and "Rows set aside: 1" in said and "Nowhere" in said
    assert check(out) == []
    with (out / "boundaries" / "subdistricts.csv").open(encoding="utf-8") as stream:
        names = {row["pcode"]: row["name_en"] for row in csv.DictReader(stream)}
    with (out / "control" / "spells.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    spells = [(names[row["unit"]], row["start"], row["end"], row["precision"], row["holder"])
              for row in rows]  # fmt: skip
    assert spells == SPELLS
    assert rows[3]["note"] == "Taken by night"
    atlas = Atlas.load(out)
    with using(atlas.profile):
        page = export.page(atlas, View(date="1953-06-01"))
    assert "Who held Lakeland" in page and "https://example.org/mercury" in str(
        atlas.table("sources")["url"].tolist()
    )
    assert [word for word in FOREIGN if word in page] == []
    code, said, _ = greenline("--data", out, "at", "1953-06-01", "--place", "Otterby")
    assert code == 0 and "Shore" in said


def test_what_cannot_become_an_atlas_is_refused(
    greenline: Callable[..., Said], files: tuple[Path, Path], tmp_path: Path
) -> None:
    areas, control = files
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("x")
    code, _, err = greenline("new", tmp_path / "full", "--areas", areas, "--control", control)
    assert code == 1 and "expected a folder that is empty or not there" in err
    control.write_text(
        "place,from,to,held by\nNowhere,1950-01-01,,Hill\nFernley,1950-13-01,,Hill\n"
    )
    code, _, err = greenline("new", tmp_path / "a", "--areas", areas, "--control", control)
    assert code == 1 and "row 2, column 'place': 'Nowhere'" in err and "'1950-13-01'" in err
    code, _, err = greenline("new", tmp_path / "a", "--areas", control, "--control", control)
    assert code == 1 and "holds no areas" in err
    assert not (tmp_path / "a").exists()
