"""The tables of one disputed area in an atlas: holders, changes, claims, with sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from geo.ask import control, holdings, people
from geo.ask.perspective import within
from geo.ask.stretches import spells_in
from geo.atlas import Atlas
from geo.view import View

#: Changes of less than so many square kilometres come from generalised borders and are left out.
_EDGE = 0.5


@dataclass(frozen=True)
class Facts:
    """Tables of one area; each row has ``source``, ids joined by ``;``."""

    #: holder, km2, share, people, since, precision: on the day shown, the largest first.
    held: pd.DataFrame
    changes: pd.DataFrame  #: start, precision, before, holder, km2: all days, in their order.
    #: since, precision, by, basis (a key of words or a name), claimant: up to the day shown.
    claims: pd.DataFrame

    def sources(self) -> list[str]:
        """Return the ids of all sources cited, in the order of the page."""
        cells = pd.concat([self.held["source"], self.changes["source"], self.claims["source"]])
        return list(dict.fromkeys(part for cell in cells for part in str(cell).split(";") if part))


def facts(atlas: Atlas, view: View, pcodes: str) -> Facts:
    """Return the facts of an area.

    >>> known = facts(Atlas.load(), View(date="2017-11-01"), "IQG13Q02")
    >>> list(known.held["holder"])
    ['federal']
    """
    inside = units_in(atlas, pcodes)
    return Facts(
        list_holders(atlas, view, inside),
        changes(atlas, view.perspective, inside),
        _list_claimants(atlas, view.date, pcodes),
    )


def units_in(atlas: Atlas, pcodes: str) -> set[str]:
    """Return the ids of the units of control that lie in some P-codes, joined by ``;``."""
    names = [row["unit"] for row in atlas.unit_records]
    codes = {"pcode": [row["pcode"] for row in atlas.unit_records]}
    return {names[at] for at in within(codes, pcodes)}


def list_holders(atlas: Atlas, view: View, units: set[str]) -> pd.DataFrame:
    """Return who holds units on a day: holder, km2, share, people, since, precision, source."""
    rows, counts = _holdings_on(atlas, view.date, view.perspective)
    shown, counts = rows[rows["unit"].isin(units)], counts[counts["unit"].isin(units)]
    best = people.estimates(counts, ["holder"])["residents_best"]
    of_each = best.groupby(counts["holder"]).sum() if len(counts) else pd.Series(dtype=float)
    holders = shown.groupby("holder", as_index=False).agg(
        km2=("km2", "sum"), since=("since", "max"), source=("source", _join_cells)
    )
    last = shown.sort_values("since").drop_duplicates("holder", keep="last").set_index("holder")
    return holders.assign(
        share=holders["km2"] / holders["km2"].sum(),
        people=holders["holder"].map(of_each),
        precision=holders["holder"].map(last["precision"]),
    ).sort_values("km2", ascending=False, ignore_index=True)


@lru_cache(maxsize=2)
def _holdings_on(atlas: Atlas, day: date, perspective: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who holds each unit on a day, and what the census says of each."""
    rows = pd.DataFrame(holdings.on(atlas, day, perspective))
    return rows, people.on(atlas, rows[["unit", "km2", "holder"]])


def spells(atlas: Atlas, perspective: str, units: set[str]) -> pd.DataFrame:
    """Return who held units, or how a perspective classes them: unit, start, end, holder, km2."""
    rows = _spells(atlas, perspective)
    return rows[rows["unit"].isin(units)].reset_index(drop=True)


@lru_cache(maxsize=2)
def _spells(atlas: Atlas, perspective: str) -> pd.DataFrame:
    rows = spells_in(atlas, perspective)
    km2 = {row["unit"]: row["km2"] for row in atlas.unit_records}
    return rows.sort_values(["unit", "start"]).assign(km2=rows["unit"].map(km2))


def changes(atlas: Atlas, perspective: str, units: set[str]) -> pd.DataFrame:
    """Return what changed hands of some units: start, precision, before, holder, km2, source."""
    rows = spells(atlas, perspective, units)
    for column in ("precision", "source"):
        if column not in rows:
            rows[column] = "day" if column == "precision" else ""
    rows["before"] = rows.groupby("unit")["holder"].shift()
    rows = rows[rows["before"].notna() & (rows["before"] != rows["holder"])]
    result = rows.groupby(["start", "before", "holder"], as_index=False, sort=True).agg(
        precision=("precision", "first"), km2=("km2", "sum"), source=("source", _join_cells)
    )
    return result[result["km2"] >= _EDGE].reset_index(drop=True)


def _list_claimants(atlas: Atlas, day: date, pcodes: str) -> pd.DataFrame:
    """Return who called the area disputed or claimed ground in it, up to a day."""
    bases = atlas.table("bases")
    areas = atlas.table("areas").set_index("pcodes")["id"]
    bases = bases[(bases["area"] == areas.get(pcodes, "")) & (bases["since"] <= day)]
    own_claims = bases.assign(by=bases["said_by"], basis="basis." + bases["basis"].astype(str))
    rows = control.valid_on(atlas.table("claims"), day)
    rows = rows[[_meet(pcode, pcodes) for pcode in rows["pcodes"]]]
    claims = rows.assign(since=rows["start"], by="", basis=rows["instrument"])
    columns = ["since", "precision", "by", "basis", "claimant", "source"]
    claimants = pd.concat([own_claims[columns], claims[columns]], ignore_index=True)
    return claimants.sort_values("since", kind="stable", ignore_index=True)


def _meet(first: str, other: str) -> bool:
    """Whether ground named by P-codes has a part in common with other ground."""
    codes = tuple(first.split(";"))
    mine = tuple(other.split(";"))
    return any(code.startswith(codes) for code in mine) or any(
        code.startswith(mine) for code in codes
    )


def _join_cells(cells: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(part for cell in cells for part in str(cell).split(";") if part))
