"""Whether the atlas is as sure as it may be: by confidence, in bands, on inferred days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.ask import control
from geo.ask.uncertainty.dating import SAME_CHANGE, bounds, changes_of, documented_days
from geo.ask.uncertainty.ground import rank_settlements
from geo.ask.uncertainty.places import is_near_front
from geo.ask.uncertainty.samples import SAMPLES, draw_holders
from geo.atlas import Atlas
from geo.atlas.units import Pull
from tools.accuracy.ground import SEED, Ground, Share, compare_shuffled
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

#: What each confidence has to reach.
GOALS = {"high": 0.98, "medium": 0.93, "low": None}

#: Between which shares of marks the band of 90 % has to hold.
BAND_GOAL = (0.85, 0.95)

Row = tuple[str, ...]


def place_marks(atlas: Atlas, shared: Path) -> pd.DataFrame:
    """Return the marks of July 2017, each as the others predict it and how sure its place is."""
    rows = predicted_marks(atlas, shared)
    held = control.at(atlas, MARKED).set_index("unit")
    rows["unit_confidence"] = [
        held.loc[part or unit, "confidence"]
        for part, unit in zip(rows["part"], rows["unit"], strict=True)
    ]
    holders = {str(unit): str(holder) for unit, holder in held["holder"].items()}
    near = [
        is_near_front(atlas, (lon, lat), pcode, holders, without=OWN)
        for lon, lat, pcode in zip(rows["lon"], rows["lat"], rows["pcode"], strict=True)
    ]
    rows["confidence"] = rows["unit_confidence"].where(~np.array(near), "low")
    rows["right"] = rows["predicted"] == rows["says"]
    return rows


def confidence_rows(marks: pd.DataFrame) -> Iterator[Row]:
    """Yield how many marks agree on ground of each confidence, by the unit's and by the place's."""
    for title, column in (("unit", "unit_confidence"), ("place", "confidence")):
        for grade, goal in GOALS.items():
            rows = marks[marks[column] == grade]
            share = _against_shuffled(rows["says"].to_numpy(), rows["predicted"].to_numpy())
            wanted = f"{goal:.0%}" if goal else ""
            name = f"{grade}, of the {title}"
            yield name, f"{len(rows):,}", *_cells(share), interval(share.matched, len(rows)), wanted


def share_as_recorded(atlas: Atlas, marks: pd.DataFrame) -> float:
    """Return how many marks agree on ground whose row says that it is high."""
    spells = {row["id"]: row["confidence"] for row in atlas.records("spells")}
    held = control.at(atlas, MARKED).set_index("unit")["spell"].map(spells)
    units = marks["part"].where(marks["part"] != "", marks["unit"])
    return float(marks.loc[(units.map(held) == "high").to_numpy(), "right"].mean())


def halves(marks: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return what each confidence reaches in the halves of the marks, drawn by chance.

    The rule of the place was chosen on these marks; it has to hold in each half of them.
    """
    half = np.random.default_rng(SEED).permutation(len(marks)) % 2
    result = {}
    for grade in ("high", "medium"):
        chosen = marks["confidence"] == grade
        first, second = (
            float(marks.loc[chosen & (half == part), "right"].mean()) for part in (0, 1)
        )
        result[grade] = first, second
    return result


def fight_rows(atlas: Atlas, ground: Ground, shared: Path) -> Iterator[Row]:
    """Yield how many battles lie within 2 km of ground that was fought over, by confidence."""
    rows = read_fights(shared)
    rows = rows[rows["type_of_violence"] == 1].reset_index(drop=True)
    days, at = np.unique(rows["day"].to_numpy(), return_inverse=True)
    km = ground.km(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    far = ground.find_nearest(km, list(days), FOUGHT_OVER)
    units = ground.units["unit"].to_numpy()[km.argmin(axis=1)]
    grades = {day: control.at(atlas, day).set_index("unit")["confidence"] for day in days}
    sure = np.array([grades[day][unit] for day, unit in zip(rows["day"], units, strict=True)])
    for grade in GOALS:
        chosen = np.flatnonzero(sure == grade)
        if not len(chosen):
            continue

        def chance(rng: np.random.Generator, chosen: np.ndarray = chosen) -> float:
            return float((far[chosen, rng.permutation(at)[chosen]] <= 2).mean())

        share = compare_shuffled(float((far[chosen, at[chosen]] <= 2).mean()), chance)
        yield grade, f"{len(chosen):,}", *_cells(share)


def returnee_rows(atlas: Atlas, ground: Ground, shared: Path) -> Iterator[Row]:
    """Yield how many places of returnees lie within 2 km of ground that was free, by confidence.

    None of the rules was chosen on them. The null: other towns and villages of the governorates
    that were fought over, on ground of the same confidence on the same days.
    """
    counted, villages = read_lists(shared, "returnee"), read_villages(atlas)
    free = [name for name in atlas.profile.holders if name != "is"]
    days = [day for day in counted["day"].unique() if day < MARKED]
    listed = pd.concat([_grade(ground, counted[counted["day"] == day], day, free) for day in days])
    others = pd.concat([_grade(ground, villages, day, free) for day in days])
    for grade in GOALS:
        agree = listed.loc[listed["confidence"] == grade, "free"].to_numpy()
        elsewhere = others.loc[others["confidence"] == grade, "free"].to_numpy()

        def chance(
            rng: np.random.Generator, agree: np.ndarray = agree, elsewhere: np.ndarray = elsewhere
        ) -> float:
            return float(rng.choice(elsewhere, len(agree)).mean())

        share = compare_shuffled(float(agree.mean()), chance)
        yield grade, f"{len(agree):,}", *_cells(share), interval(share.matched, len(agree))


def _grade(ground: Ground, places: pd.DataFrame, day: date, free: Sequence[str]) -> pd.DataFrame:
    """Return of places on a day the confidence of their unit, and if free ground is within 2 km."""
    km = ground.km(places["lon"].to_numpy(), places["lat"].to_numpy())
    held = control.at(ground.atlas, day)["confidence"].to_numpy()
    near = ground.find_nearest(km, [day], free)[:, 0] <= KM[0]
    return pd.DataFrame({"confidence": held[km.argmin(axis=1)], "free": near})


def band_rows(atlas: Atlas, marks: pd.DataFrame) -> Iterator[Row]:
    """Yield how many marks name a holder of the band of 90 % at their place, drawn without them."""
    held = control.at(atlas, MARKED).set_index("unit")["holder"]
    drawn = draw_holders(atlas, MARKED)
    seeds = atlas.table("seeds").merge(atlas.table("places"), left_on="place", right_on="id")
    by_pcode = dict(list(seeds.groupby(seeds["part"].str[:-1])))
    sets = [_band(drawn, held, row, by_pcode) for row in marks.itertuples()]
    says = marks["says"].to_numpy()
    wanted = f"{BAND_GOAL[0]:.0%} to {BAND_GOAL[1]:.0%}"
    for title, mask in (
        ("all marks", np.ones(len(marks), bool)),
        ("in sub-districts that are cut", marks["cut"].to_numpy()),
    ):
        chosen = np.flatnonzero(mask)

        def inside(order: np.ndarray, chosen: np.ndarray = chosen) -> float:
            return float(np.mean([says[o] in sets[i] for i, o in zip(chosen, order, strict=True)]))

        share = compare_shuffled(inside(chosen), lambda rng: inside(rng.permutation(chosen)))  # noqa: B023
        size = np.mean([len(sets[i]) for i in chosen])
        spread = interval(share.matched, len(chosen))
        yield title, f"{len(chosen):,}", f"{size:.2f}", *_cells(share), spread, wanted


def _band(
    drawn: Mapping[str, str | tuple[str, ...]],
    held: pd.Series,
    mark: object,
    by_pcode: dict[str, pd.DataFrame],
) -> set[str]:
    """Return the fewest holders that 90 % of the samples give a mark's place without the mark."""
    part = mark.part or mark.unit  # type: ignore[attr-defined]
    holders = drawn[part]
    each = [holders] * SAMPLES if isinstance(holders, str) else holders
    counts = {name: float(n) for name, n in Counter(each).items()}
    if mark.part:  # type: ignore[attr-defined]
        seeds = by_pcode[mark.pcode]  # type: ignore[attr-defined]
        far = np.hypot(seeds["lon"] - mark.lon, seeds["lat"] - mark.lat) > OWN  # type: ignore[attr-defined]
        pull = Pull.of(seeds[far])
        _, second = rank_settlements(pull, np.array([[mark.lon, mark.lat]]))  # type: ignore[attr-defined]
        moved = SAMPLES / len(pull.names)
        other = held[pull.names[second[0]]]
        counts = {name: n * (1 - moved / SAMPLES) for name, n in counts.items()}
        counts[other] = counts.get(other, 0.0) + moved
    texts: set[str] = set()
    for name in sorted(counts, key=lambda name: -counts[name]):
        if sum(counts[text] for text in texts) >= 0.9 * SAMPLES:
            break
        texts.add(name)
    return texts


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
