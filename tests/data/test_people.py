"""The census of 2024 adds up and lies where it says; who administered what follows from it."""

from __future__ import annotations

import pytest

from geo import Atlas
from tools.doubts import find_differences

#: What the publisher prints for the country and for the disputed governorate.
COUNTRY, KIRKUK = 46_118_793, 2_034_627


def test_sub_districts_add_up_to_districts_but_where_the_publisher_s_do_not(atlas: Atlas) -> None:
    """867 people of Maysan are printed in a total of Wasit; both rows say so."""
    totals = atlas.table("census_totals")
    apart = find_differences(atlas.table("census"), totals)
    assert dict(zip(apart["code"], apart["printed"] - apart["summed"], strict=True)) == {
        "2601": 867,
        "3402": -867,
    }
    notes = totals.set_index("code").loc[apart["code"], "note"]
    assert notes.str.contains("867 people").all()


def test_each_row_lies_in_the_governorate_that_counts_it_or_says_why(atlas: Atlas) -> None:
    """A sub-district that another governorate counts than COD-AB draws is told in the table."""
    census, table = atlas.table("census"), atlas.table("administration")
    drawn = atlas.subdistricts.set_index("pcode")["governorate"]
    rows = census[census["match"].isin(["own", "within"])]
    other = rows[rows["pcode"].map(drawn) != rows["governorate"]]
    # The census counts Halabja with the governorate that it was made from.
    other = other[other["pcode"].map(drawn) != "IQ-HA"]
    answer = set(zip(table["pcode"], table["governorate"], strict=True))
    assert not other.empty
    assert set(zip(other["pcode"], other["governorate"], strict=True)) <= answer


def test_what_the_census_says_of_administration_follows_from_its_rows(atlas: Atlas) -> None:
    census, table = atlas.table("census"), atlas.table("administration")
    counted = set(zip(census["pcode"], census["governorate"], strict=True))
    source = census["source"].iloc[0]
    rows = table[(table["source"] == source) & (table["pcode"].isin(set(census["pcode"])))]
    assert set(zip(rows["pcode"], rows["governorate"], strict=True)) <= counted
    belt = atlas.table("subdistricts").query("belt")["pcode"]
    assert set(belt) <= set(rows["pcode"]), "each sub-district of the belt has its administration"

