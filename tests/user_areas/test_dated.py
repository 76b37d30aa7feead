"""Control by day from a table: placed, dated, compared, against what geopandas alone recomputes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas, ask
from geo.ask import control
from geo.ask.holdings import locate
from geo.errors import ReadError
from geo.user_areas.areas import AreaOptions, AreaStyle, EndDays, UserAreas
from geo.user_areas.reading import load, look
from tests.user_areas.files import EAST, WEST

#: Codes, districts and towns in three scripts, holders in two, days in two orders, and an overlap.
TABLE = """\
Place,From,To,Held by,Source,Remarks
Sinjar district,2014-08-03,2015-11-12,ISIS,Reuters,Fall of Sinjar
Sinjar,2015-11-13,2017-10-16,Peshmerga,Reuters,
IQG13Q02,2014-06-12,2017-10-15,Peshmerga,AP,Daquq
خانقين,2014-06-12,2017-10-16,Peshmerga,AP,
کەرکووک,12/06/2014,15/10/2017,پێشمەرگە,AP,
Kirkuk,2017-10-16,,ISF,AP,
Makhmur,2014-08-07,2014-08-10,ISIS,AP,
Makhmur district,2014-06-12,,Kurdistan Region,AP,
"""

#: District, or town, that each row names; the holder that it means; its days, the last one included.
ROWS = [
    ("IQG15Q07", "is", "2014-08-03", "2015-11-12"), ("Sinjar", "region", "2015-11-13", "2017-10-16"),
    ("IQG13Q02", "region", "2014-06-12", "2017-10-15"),
    ("Khanaqin", "region", "2014-06-12", "2017-10-16"),
    ("Kirkuk", "region", "2014-06-12", "2017-10-15"), ("Kirkuk", "federal", "2017-10-16", "9999-01-01"),
    ("Makhmur", "is", "2014-08-07", "2014-08-10"), ("IQG11Q04", "region", "2014-06-12", "9999-01-01"),
]  # fmt: skip

#: Last days of rows, and days after.
DAYS = ("2014-08-10", "2014-08-11", "2015-11-13", "2017-10-16")


@pytest.fixture(scope="module")
def dated(atlas: Atlas) -> UserAreas:
    return load(atlas, TABLE.encode(), "control.csv")


def outlines_on(atlas: Atlas, day: str) -> gpd.GeoDataFrame:
    """Return the ground of each holder on a day, by districts and by the unit of a town alone."""
    shapes: dict[str, list[object]] = {}
    units = atlas.units.set_index("unit")
    taken: set[str] = set()
    for name, holder, first, last in sorted(ROWS, key=lambda row: row[0].startswith("IQG")):
        if first <= day <= last:
            within = [unit for unit in units.index if unit.startswith(name)]
            chosen = (set(within) or {locate(atlas, name).unit}) - taken
            taken |= chosen
            shapes.setdefault(holder, []).extend(units.loc[sorted(chosen)].geometry)
    holders = [holder for holder, parts in shapes.items() for _ in parts]
    parts = [part for some in shapes.values() for part in some]
    return gpd.GeoDataFrame({"theirs": holders}, geometry=parts, crs=4326).dissolve("theirs")


@pytest.mark.thorough
@pytest.mark.parametrize("day", DAYS)
def test_km2_by_pair_and_day_are_those_of_geopandas(
    atlas: Atlas, dated: UserAreas, day: str
) -> None:
    equal_area = atlas.profile.equal_area
    ours = control.at(atlas, day)[["holder", "geometry"]].dissolve("holder").to_crs(equal_area)
    theirs = outlines_on(atlas, day).to_crs(equal_area)
    both = gpd.overlay(ours.reset_index(), theirs.reset_index(), how="intersection")
    both["km2"] = both.area / 1e6
    expected = both.groupby(["holder", "theirs"])["km2"].sum()
    expected = expected[expected > 0.1]
    pairs = dated.compare(atlas, day).pairs.set_index(["ours", "theirs"])["km2"]
    assert pairs.to_dict() == pytest.approx(expected.to_dict(), abs=0.1)
    assert len(expected)


@pytest.mark.thorough
def test_a_series_and_a_period_agree_with_their_days(atlas: Atlas, dated: UserAreas) -> None:
    series = dated.compare(atlas, None).series
    for day, rows in list(series.groupby("day"))[::3]:
        pairs = dated.compare(atlas, day).pairs.set_index(["ours", "theirs"])["km2"]
        assert rows.set_index(["ours", "theirs"])["km2"].to_dict() == pytest.approx(pairs.to_dict())
    period = dated.compare(atlas, ("2017-10-14", "2017-10-17"))
    daily = [dated.compare(atlas, f"2017-10-{day}").pairs for day in range(14, 18)]
    mean = pd.concat(daily).groupby(["ours", "theirs"])["km2"].sum() / 4
    pairs = period.pairs.set_index(["ours", "theirs"])["km2"]
    assert pairs.to_dict() == pytest.approx(mean.to_dict())


def test_a_row_has_a_name_or_a_polygon(atlas: Atlas, tmp_path: Path) -> None:
    rows = gpd.GeoDataFrame(
        {"place": ["", "Sinjar district"], "from": "2016-01-01", "held by": ["Peshmerga", "ISF"]},
        geometry=[WEST, None], crs=4326,
    )  # fmt: skip
    rows.to_file(tmp_path / "mixed.geojson")
    table = pd.DataFrame(rows.drop(columns="geometry")).replace({"place": {"": WEST.wkt}})
    table.loc[2] = ["POLYGON((43 35,", "2016-01-01", "ISF"]
    both = load(atlas, tmp_path / "mixed.geojson"), load(atlas, table.to_csv().encode(), "a.csv")
    single = [load(atlas, table[at : at + 1].to_csv().encode(), "b.csv").rows for at in (0, 1)]
    expected = dict(zip(("region", "federal"), (rows["km2"].sum() for rows in single), strict=True))
    for areas in both:
        assert areas.rows.groupby("key")["km2"].sum().to_dict() == pytest.approx(expected)
    assert [bad.value for bad in both[1].report.set_aside] == ["POLYGON((43 35,"]


def test_rows_say_how_many_days_apart_the_two_are(atlas: Atlas) -> None:
    table = pd.DataFrame({
        "town": ["Kirkuk", "Kirkuk"], "from": ["2014-06-15", "2017-10-16"],
        "until": ["2017-10-16", ""], "holder": ["region", "federal"],
    })  # fmt: skip
    result = ask.rival(atlas, None, table, place="town", start="from", end="until")
    arrived = control.history(atlas, "Kirkuk")
    starts = arrived[arrived["holder"] == "region"]["start"]
    apart = min(((date(2014, 6, 15) - day).days for day in starts), key=abs)
    assert result.rows["days_apart"].tolist() == [apart, 0]
    assert result.rows["days_unlike"].tolist() == [0, 0]
    assert all(set(text.split(";")) <= set(atlas.table("sources")["id"]) and text
               for text in result.rows["ours_source"])  # fmt: skip


def test_the_report_says_what_was_taken_and_which_rows_overlap(dated: UserAreas) -> None:
    report = dated.report
    assert dated.style is AreaStyle.CONTROL
    assert report.taken["Sinjar"] == "Sinjar (north-east)"
    assert report.notes["ends_last_day"] == 6
    (overlap,) = report.overlaps
    assert (overlap.above, overlap.below, overlap.finer) == (8, 9, True)
    assert (overlap.start, overlap.end) == (date(2014, 8, 7), date(2014, 8, 11))


@pytest.mark.quick(2)
@pytest.mark.parametrize(
    ("ends", "second", "expected", "last"),
    [
        (None, "2015-01-01", EndDays.DAY_AFTER, date(2014, 12, 31)),
        (None, "2015-01-02", EndDays.LAST_DAY, date(2015, 1, 1)),
        (EndDays.DAY_AFTER, "2015-01-02", EndDays.DAY_AFTER, date(2014, 12, 31)),
        (EndDays.LAST_DAY, "2015-01-01", EndDays.LAST_DAY, date(2015, 1, 1)),
    ],
)
def test_what_an_end_means_is_seen_or_chosen(
    atlas: Atlas, ends: EndDays | None, second: str, expected: EndDays, last: date
) -> None:
    table = f"town,from,to,holder\nKirkuk,2014-06-12,2015-01-01,region\nKirkuk,{second},,federal\n"
    areas = load(atlas, table.encode(), "ends.csv", AreaOptions(ends=ends))
    assert areas.report.notes[f"ends_{expected}"] == 1
    assert areas.rival.rows["end"][0] == date.fromordinal(last.toordinal() + 1)


@pytest.mark.thorough
def test_polygons_with_days_are_cut_once_and_the_later_row_lies_above(
    atlas: Atlas, tmp_path: Path
) -> None:
    rows = gpd.GeoDataFrame(
        {
            "holder": ["region", "federal", "region"],
            "from": ["2014-06-12", "2014-06-12", "2017-10-16"],
            "to": ["2017-10-15", "", "2018-01-01"],
        },
        geometry=[WEST.union(EAST), EAST, EAST.buffer(-0.1)],
        crs=4326,
    )
    rows.to_file(tmp_path / "polygons.geojson")
    areas = load(atlas, tmp_path / "polygons.geojson")
    for day, current in (
        ("2015-01-01", rows[:2]),
        ("2017-10-20", rows[1:]),
        ("2018-02-01", rows[1:2]),
    ):
        expected = ask.rival(atlas, day, current)
        assert areas.compare(atlas, day).pairs["km2"].tolist() == pytest.approx(
            expected.pairs["km2"].tolist(), abs=0.1
        )
    (first, *_) = areas.report.overlaps
    assert (first.above, first.below, first.finer) == (3, 2, False)


def test_kinds_that_are_no_holders_play_without_comparison(atlas: Atlas) -> None:
    table = (
        "district,from,to,administration\n"
        "Khanaqin,1992-01-01,2003-04-01,Blue list\nKhanaqin,2003-04-02,,Green list\n"
        "Kirkuk,2003-04-10,,Green list\n"
    )
    areas = load(atlas, table.encode(), "parties.csv")
    assert areas.style is AreaStyle.VALUES
    assert [item.text for item in areas.classes] == ["Green list", "Blue list"]
    assert len({item.colour for item in areas.classes}) == 2
    assert areas.on(date(2000, 1, 1)).rows["title"].tolist() == ["Khanaqin"]
    assert len(areas.on(date(2005, 1, 1)).rows) == 2
    with pytest.raises(Exception, match="--holder"):
        areas.compare(atlas, "2005-01-01")
    table = "lat,lon,from,to,administration\n35.47,44.3,2014-06-12,2017-10-15,A\n35.47,43.9,2017-10-15,,B\n"
    posts = load(atlas, table.encode(), "posts.csv").rows  # of one latitude, and not of one place
    assert dict(zip(posts["title"], posts["end"], strict=True)) == {
        "35.47, 43.9": None,
        "35.47, 44.3": date(2017, 10, 16),
    }


@pytest.mark.parametrize(
    ("table", "keys", "aside"),
    [
        ("town,held by\nSinjar,Peshmerga\nKirkuk,ISF\n", {"region", "federal"}, []),
        ("pcode,holder\nIQG13Q04,Peshmerga\nIQG15Q07,ISIS\n", {"region", "is"}, []),
        ("lat,lon,controller\n35.47,44.39,Peshmerga\n35.48,44.4,ISF\n35.46,44.38,ISF\n", {"federal"}, [2]),
    ],
)  # fmt: skip
def test_places_with_a_holder_and_no_day_hold_on_every_day(
    atlas: Atlas, table: str, keys: set[str], aside: list[int]
) -> None:
    assert look(atlas, table.encode(), "places.csv").has_control
    areas = load(atlas, table.encode(), "places.csv")
    assert set(areas.rows["key"]) == set(areas.compare(atlas, "2014-07-01").pairs["theirs"]) == keys
    assert [item.row for item in areas.report.set_aside] == aside
    assert areas.report.notes["no_days"] == areas.report.rows_kept and not areas.days


AT = "lat,lon,from,to,held by\n35.47,44.39,2014-06-12,2017-10-15,Peshmerga\n35.47,44.39,2017-10-16,,ISF\n"
NAMED = AT.replace("lat,", "site,lat,").replace("35.47,", "Post 7,35.47,")
IN_AREA = AT.replace("lat,", "district,lat,").replace("35.47,", "Kirkuk,35.47,")
AS_PLACE = NAMED.replace("Post 7", "IQG13Q04").replace("site", "place")
METRES = "district,x,y,from,to,held by\n" + "".join(
    f"Kirkuk,444000,3925000,{days}\n"
    for days in ("2014-06-12,2017-10-15,Peshmerga", "2017-10-16,,ISF")
)
HAPPENED = (
    AT.replace("held by", "side,type")
    .replace("Peshmerga", "Peshmerga,raid")
    .replace("ISF", "ISF,raid")
)


def point_features(table: str) -> str:
    rows = pd.read_csv(io.StringIO(table), keep_default_na=False)
    points = gpd.points_from_xy(rows.pop("lon"), rows.pop("lat"), crs=4326)
    return gpd.GeoDataFrame(rows, geometry=points).to_json()


@pytest.mark.parametrize(
    ("table", "units"),
    [(AT, 1), (NAMED, 1), (point_features(AT), 1), (IN_AREA, 10), (AS_PLACE, 10), (METRES, 10), (HAPPENED, 0)],
)  # fmt: skip
def test_positions_held_from_a_day_to_a_day_are_control_and_what_happened_there_events(
    atlas: Atlas, table: str, units: int
) -> None:
    seen = look(atlas, table.encode())
    assert seen.has_control and seen.has_events == (not units)
    if units:
        rows = load(atlas, table.encode()).rows
        assert rows.groupby("key").size().to_dict() == {"federal": units, "region": units}
        assert set(rows["start"]) == {date(2014, 6, 12), date(2017, 10, 16)}
        assert "Kirkuk centre" in set(rows["title"])


def test_what_cannot_be_read_is_listed_and_a_file_of_nothing_else_refused(atlas: Atlas) -> None:
    table = (
        "place,from,to,holder\nKirkuk,2014-06-12,,region\nNowhereland,2014-06-12,,region\n"
        "Kirkuk,2014-13-12,,region\nKirkuk,2014-06-12,2013-01-01,region\nKirkuk,2014-06-12,,\n"
    )
    aside = load(atlas, table.encode(), "mixed.csv").report.set_aside
    assert [(item.row, item.column, item.value) for item in aside] == [
        (3, "place", "Nowhereland"), (4, "from", "2014-13-12"), (5, "to", "2013-01-01"),
        (6, "holder", ""),
    ]  # fmt: skip
    assert all(item.accepted for item in aside)
    cells = pd.DataFrame(
        {"of": ["ISF", None, " ", "-"], "p": ["Sinjar", "Kirkuk", "Mosul", "Sinjar"]}
    )
    found = ask.rival(atlas, "2016-01-01", cells, holder="of", place="p", names={"-": None})
    assert (found.left_out, [*found.rows["row"]]) == ((2, 3, 4), [1])
    rows = table.splitlines(keepends=True)
    with pytest.raises(ReadError, match=r"1 rows, such as row 2, column 'from': '2014-13-12'"):
        load(atlas, "".join([rows[0], *rows[3:]]).encode(), "bad.csv")
