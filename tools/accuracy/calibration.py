"""Whether the atlas is as certain as it says: by grade, and on inferred days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.ask.assertions import verify
from geo.ask.certainty import Grade, certainty_at, certainty_on, judge
from geo.ask.uncertainty.dating import (
    SAME_CHANGE,
    bounds,
    changes_of,
    date_spells,
    documented_days,
    find_states,
)
from geo.ask.uncertainty.near_line import find_line, measure_ratios
from geo.atlas import Atlas
from geo.model import HELD
from tools.accuracy.ground import Ground, Share, compare_shuffled
from tools.accuracy.witnesses import (
    FOUGHT_OVER,
    KM,
    MARKED,
    OWN,
    predicted_marks,
    read_fights,
    read_lists,
    read_villages,
)

#: What each grade of certainty has to reach.
GOALS = {Grade.SETTLED: 0.99, Grade.LIKELY: 0.93, Grade.IN_DOUBT: None}

Row = tuple[str, ...]


def grade_marks(atlas: Atlas, shared: Path) -> pd.DataFrame:
    """Return the marks of July 2017, each as the others predict it, with how certain that is."""
    rows = predicted_marks(atlas, shared)
    states, dated = find_states(atlas, MARKED, HELD), date_spells(atlas)
    holders = {unit: state.holder for unit, state in states.items()}
    units = rows["part"].where(rows["part"] != "", rows["unit"])
    spots = rows[["lon", "lat"]].to_numpy(float)
    ratios = measure_ratios(atlas, spots, list(rows["predicted"]), holders, without=OWN)
    rows["grade"] = [
        judge(
            dated, states[unit], MARKED, float(ratio) if find_line(atlas, unit, MARKED) else None
        ).grade
        for unit, ratio in zip(units, ratios, strict=True)
    ]
    rows["right"] = rows["predicted"] == rows["says"]
    return rows


def grade_assertions(atlas: Atlas) -> pd.DataFrame:
    """Return the assertions on holders that were written blind, with how certain the atlas is."""
    records = atlas.records("assertions")
    rows = []
    for result in verify(atlas):
        row = records[result.number]
        if row["seen"] or result.perspective != HELD or not result.unit:
            continue
        certain = certainty_at(atlas, result.day, (row["lon"], row["lat"]), result.unit)
        rows.append({"grade": certain.grade, "right": result.holds, "what": result.reason})
    return pd.DataFrame(rows)


def certainty_rows(marks: pd.DataFrame, assertions: pd.DataFrame) -> Iterator[Row]:
    """Yield for each grade how many marks, assertions and both together agree."""
    for grade, goal in GOALS.items():
        of_marks = marks.loc[marks["grade"] == grade, "right"]
        of_assertions = assertions.loc[assertions["grade"] == grade, "right"]
        both = pd.concat([of_marks, of_assertions])
        share = float(both.mean())
        yield (
            grade.replace("_", " "),
            *(f"{int(part.sum()):,} of {len(part):,}" for part in (of_marks, of_assertions, both)),
            f"{share:.1%}",
            interval(share, len(both)),
            f"{goal:.0%}" if goal else "",
        )


def audit_rows(atlas: Atlas, audits: Path) -> Iterator[Row]:
    """Yield how many audited spells were contradicted, by their certainty on the day they began."""
    spells = {row["id"]: row for row in atlas.records("spells")}
    table = pd.read_csv(audits, dtype=str, keep_default_na=False)
    table = table[(table["table"] == "spells") & table["id"].isin(list(spells))]
    table["grade"] = [
        certainty_on(atlas, spells[name]["start"])[spells[name]["unit"]].grade
        for name in table["id"]
    ]
    for grade in GOALS:
        rows = table[table["grade"] == grade]
        contradicted = int((rows["verdict"] == "contradicted").sum())
        yield grade.replace("_", " "), f"{len(rows):,}", f"{contradicted:,}"


def fight_rows(atlas: Atlas, ground: Ground, shared: Path) -> Iterator[Row]:
    """Yield how many battles lie within 2 km of ground that was fought over, by certainty."""
    rows = read_fights(shared)
    rows = rows[rows["type_of_violence"] == 1].reset_index(drop=True)
    days, at = np.unique(rows["day"].to_numpy(), return_inverse=True)
    km = ground.km(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    far = ground.find_nearest(km, list(days), FOUGHT_OVER)
    units = ground.units["unit"].to_numpy()[km.argmin(axis=1)]
    grades = np.array(
        [certainty_on(atlas, day)[unit].grade for day, unit in zip(rows["day"], units, strict=True)]
    )
    for grade in GOALS:
        chosen = np.flatnonzero(grades == grade)
        if not len(chosen):
            continue

        def chance(rng: np.random.Generator, chosen: np.ndarray = chosen) -> float:
            return float((far[chosen, rng.permutation(at)[chosen]] <= 2).mean())

        share = compare_shuffled(float((far[chosen, at[chosen]] <= 2).mean()), chance)
        yield grade.replace("_", " "), f"{len(chosen):,}", *_cells(share)


def returnee_rows(atlas: Atlas, ground: Ground, shared: Path) -> Iterator[Row]:
    """Yield how many places of returnees lie within 2 km of ground that was free, by certainty.

    None of the rules was chosen on them. The null: other towns and villages of the governorates
    that were fought over, on ground as certain on the same days.
    """
    counted, villages = read_lists(shared, "returnee"), read_villages(atlas)
    free = [name for name in atlas.profile.holders if name != "is"]
    days = [day for day in counted["day"].unique() if day < MARKED]
    listed = pd.concat([_grade(ground, counted[counted["day"] == day], day, free) for day in days])
    others = pd.concat([_grade(ground, villages, day, free) for day in days])
    for grade in GOALS:
        agree = listed.loc[listed["grade"] == grade, "free"].to_numpy()
        elsewhere = others.loc[others["grade"] == grade, "free"].to_numpy()
        if not len(agree):
            continue

        def chance(
            rng: np.random.Generator, agree: np.ndarray = agree, elsewhere: np.ndarray = elsewhere
        ) -> float:
            return float(rng.choice(elsewhere, len(agree)).mean())

        share = compare_shuffled(float(agree.mean()), chance)
        name = grade.replace("_", " ")
        yield name, f"{len(agree):,}", *_cells(share), interval(share.matched, len(agree))


def _grade(ground: Ground, places: pd.DataFrame, day: date, free: Sequence[str]) -> pd.DataFrame:
    """Return of places on a day how certain their unit is, and if free ground is within 2 km."""
    km = ground.km(places["lon"].to_numpy(), places["lat"].to_numpy())
    certain = certainty_on(ground.atlas, day)
    grades = np.array([certain[unit].grade for unit in ground.units["unit"]])
    near = ground.find_nearest(km, [day], free)[:, 0] <= KM[0]
    return pd.DataFrame({"grade": grades[km.argmin(axis=1)], "free": near})


def day_rows(atlas: Atlas) -> Iterator[Row]:
    """Yield how many documented days lie in what would be inferred if they were not known.

    The null: the days are those of other changes from the same holder to the same one.
    """
    changes = [change for change in changes_of(atlas.spells, "unit") if _is_dated(change)]
    points = atlas.units.set_index("unit").geometry.representative_point()
    points = gpd.GeoSeries(points).to_crs(atlas.profile.equidistant)
    pairs = zip(points.index, points.x, points.y, strict=True)
    xy = {unit: np.array([x, y]) for unit, x, y in pairs}
    by_pair: dict[tuple[str, str], list[tuple[str, date]]] = defaultdict(list)
    for before, row, _ in changes:
        by_pair[before["holder"], row["holder"]].append((row["unit"], row["start"]))
    days, ends, off, groups = [], [], [], []
    for group, (pair, dated) in enumerate(by_pair.items()):
        for unit, day in dated:
            others = [
                texts for texts in dated if texts[0] != unit and abs(texts[1] - day) <= SAME_CHANGE
            ]
            if not others:
                continue
            _, near = min(others, key=lambda other: float(np.hypot(*(xy[other[0]] - xy[unit]))))
            remainder = [change for change in changes if change[1]["unit"] != unit]
            first, last = bounds(near, "inferred", documented_days(remainder).get(pair, ()))
            days.append(day)
            ends.append((first, last))
            off.append(abs((day - near).days))
            groups.append(group)
    yield (
        f"{len(days):,}", *_cells(_share_within(days, ends, groups)),
        f"{np.median([(last - first).days + 1 for first, last in ends]):.0f}",
        f"{np.mean(np.array(off) == 0):.1%}", f"{np.mean(np.array(off) <= 7):.1%}",
    )  # fmt: skip


def _share_within(
    days: Sequence[date], ends: Sequence[tuple[date, date]], groups: Sequence[int]
) -> Share:
    """Return how many days lie between their ends; the null draws them within their groups."""
    drawn = np.array(days, dtype="datetime64[D]")
    first, last = np.array(ends, dtype="datetime64[D]").T
    members = [np.flatnonzero(np.array(groups) == group) for group in dict.fromkeys(groups)]

    def within(order: np.ndarray) -> float:
        return float(((first <= drawn[order]) & (drawn[order] <= last)).mean())

    def chance(rng: np.random.Generator) -> float:
        order = np.arange(len(drawn))
        for places in members:
            order[places] = rng.permutation(places)
        return within(order)

    return compare_shuffled(within(np.arange(len(drawn))), chance)


def _is_dated(change: tuple[dict[str, object], dict[str, object], object]) -> bool:
    before, row, _ = change
    return row["precision"] == "day" and before["holder"] != row["holder"]


def interval(share: float, count: int) -> str:
    """Return between which shares the true one lies in 95 of 100 such counts (Wilson 1927)."""
    z, p = 1.96, share
    middle = p + z**2 / (2 * count)
    half = z * float(np.sqrt(p * (1 - p) / count + (z / (2 * count)) ** 2))
    low, high = ((middle + side * half) / (1 + z**2 / count) for side in (-1, 1))
    return f"{low:.1%} to {high:.1%}"


def _against_shuffled(says: np.ndarray, values: np.ndarray) -> Share:
    def chance(rng: np.random.Generator) -> float:
        return float((rng.permutation(says) == values).mean())

    return compare_shuffled(float((says == values).mean()), chance)


def _cells(share: Share) -> Row:
    return f"{share.matched:.1%}", f"{share.mean:.1%}", f"{share.low:.1%} to {share.high:.1%}"
