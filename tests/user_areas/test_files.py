"""Twenty files in different styles are read at the first try, with nothing said of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import Atlas
from geo.user_areas.areas import AreaStyle
from geo.user_areas.reading import load
from tests.user_areas.files import CONTROL_MAPS, EAST, TABLES, WEST


@pytest.mark.quick(2)
@pytest.mark.parametrize("style", CONTROL_MAPS)
def test_control_maps_are_read_at_the_first_try(atlas: Atlas, tmp_path: Path, style: str) -> None:
    areas = load(atlas, CONTROL_MAPS[style](tmp_path))
    assert areas.style is AreaStyle.CONTROL
    assert areas.report.rows_kept == 2 and not areas.report.set_aside
    theirs = areas.compare(atlas, "2017-10-20").holders.set_index("holder")["theirs_km2"]
    assert sorted(theirs[theirs > 0].index) == ["federal", "region"]
    for holder, box in (("federal", WEST), ("region", EAST)):
        inside = sum(areas.rows.loc[areas.rows["key"] == holder, "km2"])
        everything = box.area * 111.19 * 90.7  # km² of a square degree at 35.3° N, to a hundredth
        assert inside == pytest.approx(everything, rel=0.02)


@pytest.mark.quick(1)
@pytest.mark.parametrize("style", TABLES)
def test_tables_are_read_at_the_first_try(atlas: Atlas, tmp_path: Path, style: str) -> None:
    areas = load(atlas, TABLES[style](tmp_path))
    assert areas.style is AreaStyle.VALUES and not areas.report.unmatched
    values = dict(zip(areas.cells["code"], areas.rows["value"], strict=True))
    assert values == {"IQG13Q04": 100, "IQG13Q02": 40, "IQG10Q05": 60}
