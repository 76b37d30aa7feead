"""Rules of the tables about people: what a census counted, where, and who administered what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pandas as pd

from geo.atlas.table import Table
from geo.errors import Fault
from geo.profile import Profile

#: The figures that add up, of a census and of the totals that its publisher prints.
FIGURES = ["urban_male", "urban_female", "rural_male", "rural_female"]

#: How long the code of each level is: the country's districts hold the first four digits of
#: their sub-districts' codes, its governorates the first two.
LEVELS = {"country": 0, "governorate": 2, "district": 4}


def broken(tables: Mapping[str, Table], profile: Profile) -> Iterator[Fault]:
    """Yield every fault of the census and its totals."""
    if "census" in tables:
        yield from _levels(tables["census"], profile)
    if "census" in tables and "census_totals" in tables:
        yield from _sums(tables["census"], tables["census_totals"])


def _levels(table: Table, profile: Profile) -> Iterator[Fault]:
    """Hold what a P-code stands for against how its row says that it was matched."""
    lengths = profile.admin
    wanted = {
        "own": lengths.subdistrict,
        "within": lengths.subdistrict,
        "district": lengths.district,
        "governorate": lengths.governorate,
    }
    for index, pcode, match in zip(
        table.rows.index, table.rows["pcode"], table.rows["match"], strict=True
    ):
        if len(pcode) != wanted[match]:
            accepted = f"a P-code of {wanted[match]} characters where the match is {match}"
            yield table.fault(index, "pcode", pcode, accepted)
    exact = table.rows[table.rows["match"] == "own"]
    for index, pcode in exact.loc[exact["pcode"].duplicated(), "pcode"].items():
        accepted = "a P-code that is the own one of no other sub-district"
        yield table.fault(index, "pcode", pcode, accepted)


def _sums(census: Table, totals: Table) -> Iterator[Fault]:
    """Hold printed totals against their parts: governorates' against districts', the country's."""
    printed = totals.rows.set_index("code")
    levels = list(LEVELS.items())
    for (level, length), (below, more) in pairwise(levels):
        parts = printed[printed["level"] == below]
        yield from _find_unequal_sums(totals, level, parts, length, more)
    country = printed.loc[printed["level"] == "country", FIGURES].sum()
    sums = census.rows[FIGURES].sum()
    for column in (name for name in FIGURES if sums[name] != country[name]):
        accepted = f"{country[column]:.0f}, the country's total in {totals.path}"
        yield Fault(census.path, None, column, f"a sum of {sums[column]:.0f}", accepted)


def _find_unequal_sums(
    totals: Table, level: str, parts: pd.DataFrame, length: int, below: int
) -> Iterator[Fault]:
    sums = parts[FIGURES].groupby(parts.index.str[:length]).sum()
    rows = totals.rows[totals.rows["level"] == level]
    for index, row in rows.iterrows():
        key = str(row["code"]) if length else ""
        for column in FIGURES:
            result = float(sums[column].get(key, 0))
            if result != row[column]:
                accepted = f"{result:.0f}, the sum of the rows whose codes have {below} digits"
                yield totals.fault(index, column, f"{row[column]:.0f}", accepted)


def differences(census: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the districts whose printed total is not the sum of their sub-districts.

    A publisher's own table may not add up; what it prints is kept.
    """
    sums = census[FIGURES].groupby(census["district_code"]).sum()
    rows = totals[totals["level"] == "district"].set_index("code")
    apart = (rows[FIGURES] != sums.reindex(rows.index)).any(axis=1)
    return pd.DataFrame(
        {
            "code": rows.index[apart],
            "name": rows.loc[apart, "name"].to_numpy(),
            "printed": rows.loc[apart, FIGURES].sum(axis=1).to_numpy(dtype=int),
            "found": sums.reindex(rows.index[apart]).sum(axis=1).to_numpy(dtype=int),
        }
    )
