"""A rival control map against the atlas: figures that geopandas and shapely alone recompute."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas, QuestionError
from geo.ask import control
from geo.user_areas.areas import AreaOptions
from geo.user_areas.reading import load
from tests.user_areas.files import CONTROL_MAPS, EAST, KML, WEST, frame, placemark


def test_pairs_and_iou_are_those_of_an_overlay(atlas: Atlas) -> None:
    """A map of another day, moved by some kilometres: nothing of it follows the units."""
    theirs = (
        control.at(atlas, "2014-09-01")[["holder", "geometry"]].dissolve("holder").reset_index()
    )
    theirs["geometry"] = theirs.geometry.translate(0.03, 0.02)
    comparison = control.compare(atlas, "2017-10-20", theirs)
    equal_area = atlas.profile.equal_area
    ours = control.at(atlas, "2017-10-20")[["holder", "geometry"]].to_crs(equal_area)
    both = gpd.overlay(ours, theirs.to_crs(equal_area), how="intersection")
    both["km2"] = both.area / 1e6
    expected = both.groupby(["holder_1", "holder_2"])["km2"].sum()
    pairs = comparison.pairs.set_index(["ours", "theirs"])["km2"]
    for pair, km2 in expected[expected > 5].items():
        assert pairs[pair] == pytest.approx(km2, rel=1e-3, abs=0.5)
    for holder in ("federal", "region"):
        same = expected[holder, holder]
        either = expected[holder].sum() + expected.xs(holder, level=1).sum() - same
        iou = comparison.holders.set_index("holder").loc[holder, "iou"]
        assert iou == pytest.approx(same / either, abs=1e-3)
    assert comparison.shared_km2 + comparison.different_km2 == pytest.approx(float(pairs.sum()))


def test_units_carry_our_spell_with_its_sources(atlas: Atlas) -> None:
    units = control.compare(atlas, "2017-10-20", frame(("federal", "region"))).units
    spells = atlas.table("spells").set_index("id")
    differ = units[units["ours"] != units["theirs"]]
    assert len(differ) and set(differ["spell"]) <= set(spells.index)
    for row in differ.to_dict("records"):
        assert row["source"] == spells.loc[row["spell"], "source"]
        assert row["certainty"] in {"settled", "likely", "in_doubt"}


def test_later_rows_lie_above_and_the_overlap_is_told(atlas: Atlas) -> None:
    both = gpd.GeoDataFrame(
        {"holder": ["region", "federal"]}, geometry=[WEST.union(EAST), EAST], crs=4326
    )
    comparison = control.compare(atlas, "2017-10-20", both)
    km2 = comparison.holders.set_index("holder")["theirs_km2"]
    assert km2["federal"] == pytest.approx(km2["region"], rel=0.05)
    assert comparison.overlap_km2 == pytest.approx(km2["federal"], rel=0.05)


def test_names_that_are_not_certain_are_asked_for(atlas: Atlas) -> None:
    rival = frame(("Kurdish authorities", "Blue"))
    with pytest.raises(QuestionError, match=r"'Kurdish authorities'.*--holder-names"):
        control.compare(atlas, "2017-10-20", rival)
    names = {"Kurdish authorities": "region", "Blue": None}
    comparison = control.compare(atlas, "2017-10-20", rival, names=names)
    assert comparison.pairs["theirs"].unique().tolist() == ["region"]
    with pytest.raises(QuestionError, match=r"holder 'reds' of 'Blue': expected one of federal"):
        control.compare(atlas, "2017-10-20", rival, names={"Blue": "reds"})


@pytest.mark.thorough
def test_several_maps_hold_from_their_day_to_the_next(atlas: Atlas, tmp_path: Path) -> None:
    files = []
    for day, east in (("2017-10-10", "Peshmerga"), ("2017-10-18", "ISF")):
        path = tmp_path / f"map_{day}.kml"
        body = placemark("ISF", WEST) + placemark(east, EAST)
        path.write_text(KML.format(body), "utf-8")
        files.append(path)
    areas = load(atlas, files)
    assert [str(day) for day in areas.days] == ["2017-10-10", "2017-10-18"]
    assert "region" in set(areas.compare(atlas, "2017-10-17").pairs["theirs"])
    assert set(areas.compare(atlas, "2017-10-18").pairs["theirs"]) == {"federal"}
    with pytest.raises(QuestionError, match="expected a day from 2017-10-10"):
        areas.compare(atlas, "2017-10-09")


@pytest.mark.parametrize("options", [AreaOptions(date="day"), AreaOptions()], ids=["told", "seen"])
def test_a_column_of_days_does_the_same(atlas: Atlas, tmp_path: Path, options: AreaOptions) -> None:
    first, then = frame(("federal", "region")), frame(("federal", "federal"))
    rows = pd.concat([first.assign(day="10/10/2017"), then.assign(day="18/10/2017")])
    rows.to_file(tmp_path / "days.geojson")
    areas = load(atlas, tmp_path / "days.geojson", options=options)
    assert [str(day) for day in areas.days] == ["2017-10-10", "2017-10-18"]
    assert areas.report.columns["date"] == "day"


@pytest.mark.quick(1)
@pytest.mark.parametrize("style", ["kml names", "geopackage utm"])
def test_a_file_and_a_frame_agree(atlas: Atlas, tmp_path: Path, style: str) -> None:
    of_file = load(atlas, CONTROL_MAPS[style](tmp_path)).compare(atlas, "2017-10-20")
    of_frame = control.compare(atlas, "2017-10-20", frame(("federal", "region")))
    assert of_file.pairs["km2"].tolist() == pytest.approx(of_frame.pairs["km2"].tolist(), abs=0.1)
