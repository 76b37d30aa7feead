"""Each rule between rows and tables is broken once, alone, and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.atlas import checking
from geo.atlas.table import Descriptor, Table, read_table
from geo.errors import Fault
from geo.profile import current


@dataclass
class Folder:
    """Tables and outlines in memory, to be spoilt and judged."""

    package: Descriptor
    tables: dict[str, Table]
    shapes: dict[str, gpd.GeoDataFrame]

    def judge(self) -> list[Fault]:
        """Return what the rules find."""
        return checking.find_broken(self.package, self.tables, self.shapes, current())

    def rows(self, name: str) -> pd.DataFrame:
        """Return the rows of a table, to be changed in place."""
        table = self.tables[name]
        self.put(name, table.rows.copy())
        return self.tables[name].rows

    def put(self, name: str, rows: pd.DataFrame) -> None:
        """Put other rows in a table's place."""
        self.tables[name] = replace(self.tables[name])
        vars(self.tables[name])["rows"] = rows.reset_index(drop=True)


@pytest.fixture(scope="module")
def data_folder(atlas: Atlas) -> Folder:
    """Return what the data folder holds."""
    tables, shapes = {}, {}
    for resource in atlas.package["resources"]:
        name = resource["name"]
        if resource["format"] == "csv":
            tables[name] = read_table(atlas.folder, resource)
        elif resource["format"] == "shp":
            shapes[name] = atlas.outlines(name.removesuffix("_shape"))
    return Folder(atlas.package, tables, shapes)


@pytest.fixture
def data(data_folder: Folder) -> Folder:
    """Return a copy that a test may spoil."""
    return Folder(data_folder.package, dict(data_folder.tables), dict(data_folder.shapes))


def find_only(data: Folder) -> Fault:
    """Return the one fault there is."""
    faults = data.judge()
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def set_cell(data: Folder, table: str, row: int, column: str, value: object) -> Any:
    """Write a cell (row as a spreadsheet numbers it); return what stood there."""
    rows = data.rows(table)
    before = rows.at[row - 2, column]
    rows.at[row - 2, column] = value
    return before


def test_the_committed_data_breaks_no_rule(data: Folder) -> None:
    """The day on which somebody looked is no day of the atlas."""
    data.rows("events")["checked"] = date(2030, 5, 1)
    data.rows("sources")["read"] = date(2030, 5, 1)
    assert data.judge() == []


def test_every_foreign_key_is_followed(data: Folder) -> None:
    keys = [
        (resource["name"], link["fields"][0])
        for resource in data.package["resources"]
        for link in resource.get("schema", {}).get("foreignKeys", [])
    ]
    assert len(keys) >= 10
    for table, column in keys:
        set_cell(data, table, 3, column, "nowhere")
    named = {
        (fault.file, fault.row, fault.column): fault.accepted
        for fault in data.judge()
        if fault.value == "nowhere"
    }
    for table, column in keys:
        assert named[data.tables[table].path, 3, column].endswith(".csv"), (table, column)


#: A cell that breaks a rule: table, row, column, value; what of it is named, and what is accepted instead.
BROKEN = [
    ("events", 2, "source", "hearsay;rumour", "hearsay;rumour", "sources.csv"),
    ("spells", 2, "source", "hearsay", "hearsay", "sources.csv"),
    ("fields", 2, "position_source", "hearsay", "hearsay", "sources.csv"),
    ("areas", 2, "pcodes", "IQG13;IQG13Q99;IQG99", "IQG13Q99;IQG99", ""),
    ("claims", 2, "pcodes", "IQG13;;IQG13Q99", ";IQG13Q99", ""),
    ("views", 2, "pcodes", "IQG13Q99", "IQG13Q99", ""),
    ("events", 2, "about", "bai_hassan;atlantis", "atlantis", ""),
    ("events", 2, "end", date(1900, 1, 1), "1900-01-01", "or later"),
    ("census", 4, "match", "district", "", "a P-code of 8 characters where the match is district"),
    (
        "census",
        2,
        "pcode",
        "IQG09Q02N03",
        "",
        "a P-code that is the own one of no other sub-district",
    ),
    ("administration", 3, "side", "nobody", "nobody", ""),
    ("rights", 3, "tables", "parts;seeds;parts_shape;spells;mars", "mars", ""),
    ("publishers", 4, "publisher", "The Daily Nothing", "The Daily Nothing", ""),
    ("reviews", 5, "table", "hearsay", "", "a table of datapackage.json"),
    ("assertions", 3, "expected", "nobody", "nobody", ""),
    ("assertions", 3, "perspective", "nobody's", "nobody's", ""),
]


def test_each_cell_that_breaks_a_rule_is_named_and_nothing_else(data: Folder) -> None:
    for table, row, column, value, *_ in BROKEN:
        assert set_cell(data, table, row, column, value) != value
    set_cell(data, "events", 4, "deaths_low", 5)
    set_cell(data, "events", 4, "deaths_best", 4)
    set_cell(data, "events", 5, "deaths_best", 4)
    set_cell(data, "events", 5, "deaths_high", 3)
    faults = data.judge()
    assert len(faults) == len(BROKEN) + 2
    assert [fault.row for fault in faults if fault.accepted == "low <= best <= high"] == [4, 5]
    for table, row, column, _, wrong, accepted in BROKEN:
        near = [fault for fault in faults if fault.file == data.tables[table].path]
        assert any(
            accepted in fault.accepted
            and (not wrong or (fault.row, fault.column, fault.value) == (row, column, wrong))
            for fault in near
        ), (table, column)


def test_spells_follow_one_another(data: Folder) -> None:
    """A gap, an overlap, an end before the last that is open, none at the last, and a spell of no day."""
    expected = {}
    for name in sorted(checking.SPELL_TABLES):
        rows, key = data.rows(name), checking.SPELL_TABLES[name]
        ordered = rows.sort_values([key, "start"], kind="stable")
        follows = ordered[key].eq(ordered[key].shift(-1)).to_numpy()
        pairs = ordered.index[follows].tolist()[::2][:4]
        last = int(rows.index[[end is None for end in rows["end"]]][0])
        ends = [rows.at[index, "end"] for index in pairs]
        start = rows.at[pairs[3], "start"]
        values = [ends[0] - ONE_DAY, ends[1] + ONE_DAY, None, start, current().days.last]
        accepted = [str(ends[0]), str(ends[1]), "", f"a day after {start}", "an open end"]
        for index, value, text in zip([*pairs, last], values, accepted, strict=True):
            rows.at[index, "end"] = value
            where = data.tables[name].path, index + 2, "" if value is None else str(value)
            expected[where] = text
    faults = {(fault.file, fault.row, fault.value): fault.accepted for fault in data.judge()}
    assert faults.keys() == expected.keys()
    assert all(faults[where].startswith(text) for where, text in expected.items())


def test_the_days_of_a_change_lie_around_its_start(data: Folder) -> None:
    rows = data.rows("spells")
    follows = rows["unit"].eq(rows["unit"].shift()) & rows["end"].map(bool)
    at = int(rows.index[follows][0])
    late, past = rows.at[at, "start"] + ONE_DAY, rows.at[at, "end"]
    rows.loc[at, ["earliest", "latest"]] = [late, past]
    faults = {(fault.row, fault.column, fault.value) for fault in data.judge()}
    assert faults == {(at + 2, "earliest", str(late)), (at + 2, "latest", str(past))}


def test_each_rule_between_tables_names_what_breaks_it(data: Folder) -> None:
    spells = data.tables["spells"].rows
    unit, reviews = str(spells["unit"].iloc[-1]), data.tables["reviews"].rows
    data.put("spells", spells[spells["unit"] != unit])
    reviews = reviews[~reviews["id"].isin(spells["id"][spells["unit"] == unit])]
    data.put("reviews", pd.concat([reviews, reviews.iloc[[3]]]))
    set_cell(data, "reviews", 2, "id", "IQG13Q04N06-999")
    totals = data.tables["census_totals"].rows
    low = int(totals.index[totals["level"] == "governorate"][0]) + 2
    sums = [set_cell(data, "census_totals", row, "rural_male", 1) for row in (2, low)]
    urban = set_cell(data, "census", 2, "urban_male", 0)
    events, rights = data.rows("events"), data.rows("rights")
    events.loc[events["start"].idxmax(), "start"] = date(2030, 5, 1)
    data.put("rights", rights[rights["id"] != "gshhg"])
    country = totals["urban_male"][0]
    expected = {
        ("reviews.csv", 2, "id", "IQG13Q04N06-999"): "an id of the table spells",
        ("reviews.csv", len(reviews) + 2, "source", reviews["source"].iloc[3]): "one review of a row",
        ("control/spells.csv", None, "unit", "no spell from 1991-01-01 on"): f"at least one spell of {unit}",
        ("people/census_totals.csv", 2, "rural_male", "1"): f"{sums[0] - sums[1] + 1:.0f}, the sum",
        ("people/census_totals.csv", low, "rural_male", "1"): f"{sums[1]:.0f}, the sum",
        ("people/census.csv", None, "urban_male", f"a sum of {country - urban:.0f}"): f"{country:.0f}, the",
        ("people/census.csv", None, "rural_male", f"a sum of {sums[0]:.0f}"): "1, the country's total",
        ("datapackage.json", None, "last_day", str(current().days.last)): "2030-05-01, the newest",
        ("datapackage.json", None, "name", "rivers_shape"): "a resource that a row of rights.csv names",
    }  # fmt: skip
    faults = {
        (fault.file, fault.row, fault.column, fault.value): fault.accepted for fault in data.judge()
    }
    assert faults.keys() == expected.keys()
    assert all(faults[where].startswith(text) for where, text in expected.items())


@pytest.mark.thorough
def test_a_review_may_be_of_a_row_that_was(data: Folder) -> None:
    retired = data.tables["retired"].rows.iloc[0]
    set_cell(data, "reviews", 2, "table", retired["table"])
    set_cell(data, "reviews", 2, "id", retired["id"])
    fault = find_only(data)  # the row that it was of has a page less
    assert (fault.column, fault.accepted) == ("says", "ssn by the reviews (make data)")


@pytest.mark.thorough
def test_a_cut_subdistrict_has_no_spells_of_its_own(data: Folder) -> None:
    everything = data.tables["parts"].rows["pcode"][0]
    rows = data.tables["spells"].rows
    stranger = rows[rows["unit"] == rows["unit"][0]].assign(unit=everything)
    data.put("spells", pd.concat([rows, stranger]))
    faults = data.judge()
    assert [fault.row for fault in faults] == list(
        range(len(rows) + 2, len(rows) + 2 + len(stranger))
    )
    assert {fault.value for fault in faults} == {everything}


ONE_DAY = timedelta(days=1)


def shape(data: Folder, name: str) -> gpd.GeoDataFrame:
    """Return a layer of outlines, to be changed in place."""
    data.shapes[name] = data.shapes[name].copy()
    return data.shapes[name]


BOW = shapely.Polygon([(44, 35), (45, 36), (45, 35), (44, 36)])


def test_an_outline_is_there_and_does_not_cross_itself(data: Folder) -> None:
    lakes, units = shape(data, "lakes_shape"), shape(data, "subdistricts_shape")
    lakes.loc[0, "geometry"] = BOW
    lakes.loc[1, "geometry"] = None
    lakes.loc[2, "geometry"] = shapely.Polygon()
    units.loc[0, "geometry"] = BOW
    areas = data.shapes["areas_shape"]
    twice = gpd.GeoDataFrame(pd.concat([areas, areas.iloc[[0]]], ignore_index=True), crs=areas.crs)
    twice.attrs = dict(areas.attrs)
    data.shapes["areas_shape"] = twice
    faults = data.judge()
    assert {(fault.file, fault.row) for fault in faults} == {
        *(("context/lakes.shp", row) for row in (2, 3, 4)),
        ("boundaries/subdistricts.shp", 2),
        ("boundaries/subdistricts.shp", None),
        ("disputed/areas.shp", len(areas) + 2),
    }
    assert faults[-1].value == "gaps or overlaps"  # none hides another
    outlines = [fault for fault in faults if fault.row and "areas" not in fault.file]
    assert {fault.accepted for fault in outlines} == {"a valid outline"}


def test_subdistricts_are_one_coverage(data: Folder) -> None:
    rows = shape(data, "subdistricts_shape")
    inside = int(rows.index[rows["pcode"] == "IQG13Q04N01"][0])
    rows.loc[inside, "geometry"] = rows.geometry[inside].buffer(-0.0002)
    fault = find_only(data)
    assert (fault.file, fault.value) == ("boundaries/subdistricts.shp", "gaps or overlaps")


def test_outlines_and_rows_name_one_another(data: Folder) -> None:
    keys = {"subdistricts_shape": "pcode", "areas_shape": "id", "parts_shape": "id"}
    missing = []
    for name, key in keys.items():
        rows = shape(data, name)
        missing.append(f"an outline of {rows.at[0, key]} ")
        rows.loc[0, key] = "IQG99Q99N99"
    faults = data.judge()
    strange = [fault for fault in faults if fault.value == "IQG99Q99N99"]
    assert {(fault.row, fault.column) for fault in strange} == {(2, "pcode"), (2, "id")}
    assert len(strange) == len(missing) == len(faults) - len(strange)
    assert all(any(fault.accepted.startswith(text) for fault in faults) for text in missing)


@pytest.mark.thorough
def test_a_shapefile_without_its_key_is_told(data: Folder) -> None:
    data.shapes["areas_shape"] = shape(data, "areas_shape").rename(columns={"id": "name"})
    fault = find_only(data)
    assert (fault.file, fault.row, fault.column) == ("disputed/areas.shp", None, "id")


def test_a_table_with_faults_of_its_own_breaks_no_rule_besides(data: Folder) -> None:
    del data.tables["sources"], data.tables["subdistricts"], data.tables["fields"]
    assert data.judge() == []
