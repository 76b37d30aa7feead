"""Each witness, and areas that others published: how far the atlas agrees, and where not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

from geo.ask import control
from geo.ask.area_of_interest import units_of
from geo.atlas import Atlas
from tools.accuracy.ground import ROUNDS, SEED, Ground, Share, compare_shuffled
from tools.derive.parts import Pull
from tools.docs.tables import number
from tools.doubts import agree

#: What a mark of the map of July 2017 says, in the atlas's words; posts of others are left out.
MARKS = {
    "kurdish": "region",
    "federal_government": "federal",
    "islamic_state": "is",
    "mixed_government_kurdish": "mixed",
    "contested_government_islamic_state": "contested",
}
MARKED = date(2017, 7, 15)

#: A seed this near to a mark is the mark's own, in degrees.
OWN = 0.006

#: Ground on which an insurgent side may well fight.
FOUGHT_OVER = ("is", "contested", "mixed")

KM = (2, 5, 10)


@dataclass(frozen=True)
class Witness:
    """What one witness says."""

    shares: list[tuple[str, int, Share]]
    """What was compared, of how many, and the share that agrees."""
    apart: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Disagreements: unit, day, what (in words)."""


def predicted_marks(atlas: Atlas, shared: Path) -> pd.DataFrame:
    """Return the marks of July 2017, each predicted from all others.

    Parameters
    ----------
    atlas
        The atlas.
    shared
        Folder of the witnesses' files.
    """
    path = shared / "events/wikipedia_control_2017_07/settlement_control.csv"
    rows = pd.read_csv(path).rename(columns={"long": "lon"})
    rows = rows[rows["controller"].isin(MARKS)].reset_index(drop=True)
    rows["says"] = rows["controller"].map(MARKS)
    units = atlas.units
    held = control.at(atlas, MARKED).set_index("unit")["holder"]
    cut = set(atlas.table("parts")["pcode"])
    seeds = atlas.table("seeds").merge(atlas.table("places"), left_on="place", right_on="id")
    seeds["pcode_of"] = seeds["part"].str[:-1]
    rows["unit"] = _units_of(atlas, rows)
    rows = rows[rows["unit"] != ""].reset_index(drop=True)
    rows["pcode"] = rows["unit"].map(units.set_index("unit")["pcode"])
    rows["cut"] = rows["pcode"].isin(cut)
    rows["part"] = [
        _owner_without(seeds[seeds["pcode_of"] == pcode], lon, lat) if is_cut else ""
        for pcode, lon, lat, is_cut in zip(
            rows["pcode"], rows["lon"], rows["lat"], rows["cut"], strict=True
        )
    ]
    rows["predicted"] = rows["part"].where(rows["part"] != "", rows["unit"]).map(held)
    return rows


def marks(atlas: Atlas, shared: Path) -> Witness:
    """Compare each mark of July 2017 with what all others predict."""
    rows = predicted_marks(atlas, shared)
    right = (rows["predicted"] == rows["says"]).to_numpy()
    says, result = rows["says"].to_numpy(), rows["predicted"].to_numpy()
    shares = []
    for name, mask in (
        ("all marks, each predicted from the others", np.ones(len(rows), bool)),
        ("of them in sub-districts that are cut", rows["cut"].to_numpy()),
        ("of them in sub-districts that are whole", ~rows["cut"].to_numpy()),
    ):

        def chance(rng: np.random.Generator, mask: np.ndarray = mask) -> float:
            return float((rng.permutation(says[mask]) == result[mask]).mean())

        shares.append((name, int(mask.sum()), compare_shuffled(float(right[mask].mean()), chance)))
    wrong = rows[~right]
    what = [
        f"{label} is marked {says}, the others give {given} (nearest such mark "
        f"{_km_to_other(rows, index, given):.1f} km off)"
        for index, label, says, given in zip(
            wrong.index, wrong["label"], wrong["says"], wrong["predicted"], strict=True
        )
    ]
    return Witness(shares, wrong[["unit"]].assign(day=MARKED, what=what))


def _km_to_other(rows: pd.DataFrame, index: Hashable, says: str) -> float:
    """Return how far a mark lies from the nearest other mark that says something, in km."""
    others = rows[(rows["says"] == says) & (rows.index != index)]
    mark = rows[rows.index == index]
    lon, lat = float(mark["lon"].iloc[0]), float(mark["lat"].iloc[0])
    _, _, metres = Geod(ellps="WGS84").inv(
        np.full(len(others), lon), np.full(len(others), lat),
        others["lon"].to_numpy(), others["lat"].to_numpy(),
    )  # fmt: skip
    return float(np.min(metres)) / 1000


def _owner_without(seeds: pd.DataFrame, lon: float, lat: float) -> str:
    """Return the part that a spot falls to by the seeds that are not its own; '' without any."""
    far = np.hypot(seeds["lon"] - lon, seeds["lat"] - lat) > OWN
    return Pull.of(seeds[far]).owner((lon, lat)) if far.any() else ""


def _units_of(atlas: Atlas, rows: pd.DataFrame) -> np.ndarray:
    return np.asarray(units_of(atlas, rows[["lon", "lat"]], 1e-6))


def read_fights(shared: Path) -> pd.DataFrame:
    """Return the fights of the Islamic State whose place is exact and whose day is known."""
    path = shared / "events/ucdp_ged191_iraq/conflict_data_irq.csv"
    rows = pd.read_csv(path, skiprows=[1], low_memory=False)
    side = rows["side_a"].eq("IS") | rows["side_b"].eq("IS")
    exact = (rows["where_prec"] == 1) & (rows["date_prec"] <= 2)
    rows = rows[side & exact & rows["year"].between(2014, 2017)].reset_index(drop=True)
    rows = rows.rename(columns={"longitude": "lon", "latitude": "lat"})
    rows["day"] = [date.fromisoformat(str(item)[:10]) for item in rows["date_start"]]
    return rows


def events(atlas: Atlas, ground: Ground, shared: Path) -> Witness:
    """Compare fights of the Islamic State with the ground that it held or fought over that day."""
    rows = read_fights(shared)
    shares = []
    for name, some in (("", rows), ("battles, ", rows[rows["type_of_violence"] == 1])):
        far, shuffled = _tables(atlas, ground, some, FOUGHT_OVER)
        for reach in KM:
            title = f"{name}within {reach} km"
            result = float((far <= reach).mean())
            shares += [
                (
                    f"{title}; {what}",
                    len(some),
                    compare_shuffled(result, _share_within(item, reach)),
                )
                for what, item in shuffled.items()
            ]
    far, _ = _tables(atlas, ground, rows, FOUGHT_OVER)
    rows["unit"] = _units_of(atlas, rows)
    apart = rows[(far > KM[-1]) & (rows["unit"] != "")]
    what = (
        apart["type_of_violence"].map({1: "battles", 2: "battles"}).fillna("attacks on civilians")
    )
    return Witness(shares, apart[["unit", "day"]].assign(what=what))


Shuffle = Callable[[np.random.Generator], np.ndarray]


def _tables(
    atlas: Atlas, ground: Ground, rows: pd.DataFrame, holders: Iterable[str]
) -> tuple[np.ndarray, dict[str, Shuffle]]:
    """Return how far rows (lon, lat, day) lie from some holders' ground, and the same shuffled."""
    days, at = np.unique(rows["day"].to_numpy(), return_inverse=True)
    km = ground.km(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    from_listed = ground.find_nearest(km, list(days), holders)
    places = read_villages(atlas)
    km = ground.km(places["lon"].to_numpy(), places["lat"].to_numpy())
    elsewhere = ground.find_nearest(km, list(days), holders)
    each = np.arange(len(rows))

    def dates(rng: np.random.Generator) -> np.ndarray:
        values: np.ndarray = from_listed[each, rng.permutation(at)]
        return values

    def draw_anywhere(rng: np.random.Generator) -> np.ndarray:
        values: np.ndarray = elsewhere[rng.integers(0, len(places), len(rows)), at]
        return values

    return from_listed[each, at], {"dates shuffled": dates, "places shuffled": draw_anywhere}


def _share_within(shuffled: Shuffle, km: float) -> Callable[[np.random.Generator], float]:
    return lambda rng: float((shuffled(rng) <= km).mean())


def compare_displaced(atlas: Atlas, ground: Ground, shared: Path) -> Iterator[tuple[str, Witness]]:
    """Compare where displaced people were counted with ground on which nobody could count."""
    free = [name for name in atlas.profile.holders if name != "is"]
    for kind, title in (("idp", "displaced people"), ("returnee", "returnees")):
        rows = read_lists(shared, kind)
        far, shuffled = _tables(atlas, ground, rows, free)
        result = float((far <= KM[0]).mean())
        shares = [
            (
                f"not on Islamic State ground; {what}",
                len(rows),
                compare_shuffled(result, _share_within(item, KM[0])),
            )
            for what, item in shuffled.items()
        ]
        rows["unit"] = _units_of(atlas, rows)
        yield title, Witness(shares, rows.loc[far > KM[0], ["unit", "day"]].assign(what="counted"))


def read_lists(shared: Path, kind: str) -> pd.DataFrame:
    """Return the places on all lists of displaced people or returnees before 2018."""
    paths = sorted((shared / "events/iom_dtm").glob(f"{kind}_masterlist_*.csv.gz"))
    lists = [item for item in map(_list, paths) if len(item) and item["day"].iloc[0].year < 2018]
    return pd.concat(lists, ignore_index=True)


def _list(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path)
    rows = rows.dropna(subset=["Latitude", "Longitude"])
    day = date.fromisoformat(path.name.split("_")[-1].removesuffix(".csv.gz"))
    return pd.DataFrame({"lon": rows["Longitude"], "lat": rows["Latitude"], "day": day})


def read_villages(atlas: Atlas) -> pd.DataFrame:
    """Return towns and villages of the governorates in which the Islamic State held ground."""
    spells = atlas.table("spells")
    units = atlas.units.set_index("unit")["governorate"]
    there = set(units[spells.loc[spells["holder"] == "is", "unit"]])
    rows = atlas.table("places")
    rows["unit"] = _units_of(atlas, rows)
    rows = rows[rows["kind"].isin(["city", "town", "village"]) & (rows["unit"] != "")]
    table: pd.DataFrame = rows[rows["unit"].map(units).isin(there)]
    return table


def flares(atlas: Atlas, ground: Ground, shared: Path) -> Witness:
    """Compare the flares that a satellite saw in 2017 with the positions of fields."""
    rows = pd.read_csv(shared / "facts/raw/vnf2017_iraq.csv")
    fields = atlas.table("fields")
    from_flares = fields["position_source"].str.contains("vnf")
    points = [_metric(ground, rows["Longitude"], rows["Latitude"])]
    sets = {
        "a field within 10 km": fields,
        "a field within 10 km, of those placed without the flares": fields[~from_flares],
    }
    shares = []
    for name, some in sets.items():
        at = _metric(ground, some["lon"], some["lat"])
        near = float((_closest_distance(points[0], at) <= 10).mean())

        def chance(rng: np.random.Generator, at: np.ndarray = at) -> float:
            turn = rng.uniform(0, 2 * np.pi, len(points[0]))
            moved = points[0] + 50 * np.column_stack([np.cos(turn), np.sin(turn)])
            return float((_closest_distance(moved, at) <= 10).mean())

        shares.append((f"{name}; flares moved by 50 km", len(rows), compare_shuffled(near, chance)))
    return Witness(shares)


def _metric(ground: Ground, lon: pd.Series, lat: pd.Series) -> np.ndarray:
    points = gpd.GeoSeries.from_xy(lon, lat, crs=4326).to_crs(ground.metric)
    return np.column_stack([points.x, points.y]) / 1000


def _closest_distance(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    values: np.ndarray = np.linalg.norm(points[:, None] - others[None], axis=2).min(axis=1)
    return values


def administration(atlas: Atlas) -> Witness:
    """Compare who administered each sub-district with who held it, on the day of the census.

    A sub-district of which two sides counted parts agrees with either, and mixed ground with those
    who share it.
    """
    rows = atlas.table("administration")
    day = rows["date"].max()
    rows = rows[(rows["date"] == day) & (rows["side"] != "")]
    by_pcode = rows.groupby("pcode")
    held = control.at(atlas, day)
    held = held[held["pcode"].isin(set(rows["pcode"]))].reset_index(drop=True)
    sides = [frozenset(by_pcode.get_group(pcode)["side"]) for pcode in held["pcode"]]
    order = np.arange(len(held))

    def agreeing(order: np.ndarray) -> np.ndarray:
        pairs = zip(held["holder"], (sides[at] for at in order), strict=True)
        return np.array(
            [
                any(agree(atlas.profile, item, side) for side in listed_sides)
                for item, listed_sides in pairs
            ]
        )

    same = agreeing(order)
    share = compare_shuffled(
        float(same.mean()), lambda rng: float(agreeing(rng.permutation(order)).mean())
    )
    apart = held[~same]
    counted = apart["pcode"].map(by_pcode["governorate"].agg(lambda cells: ", ".join(set(cells))))
    what = "counted by " + counted + ", held by " + apart["holder"]
    title = "units held by the side that counted them; sides shuffled"
    return Witness([(title, len(held), share)], apart[["unit"]].assign(day=day, what=what))


Row = tuple[str, ...]

#: Column heads of the table.
AREA_HEAD = ("km²", "Greenline", "published", "differ by", "null", "null, 95 of 100")

#: What is compared: what, perspective, day, classes; each with figures (km²) and who gave them.
AREA_FIGURES: tuple[tuple[str, str, str, tuple[str, ...], tuple[tuple[int, str], ...]], ...] = (
    (
        *("the Region, as held on 1 June 2014", "held", "2014-06-01", ("region",)),
        ((41_000, "Anadolu, 19 March 2016: before the advance of 2014"),),
    ),
    (
        *("the Region, as held on 15 October 2017", "held", "2017-10-15", ("region",)),
        ((71_000, "Anadolu, of 2016"),),
    ),
    (
        *("the fifteen areas of UNAMI's reports", "un", "2017-10-15", ("disputed",)),
        ((37_000, "a wire report of 16 October 2017: the disputed belt"),),
    ),
    (
        *("the three governorates with UNAMI's areas", "un", "2017-10-15", ("region", "disputed")),
        (
            (75_000, "the same report: the Region as recognised by Baghdad"),
            (78_000, "Anadolu: the claim"),
        ),
    ),
)


def area_rows(atlas: Atlas) -> list[Row]:
    """Return a row for each published figure: both areas, how far they differ, and the null.

    The null gives each unit the class of another unit by chance, so that as many units count as
    in truth, and says how far the area of these would lie from the published figure. The column
    of the null is their mean and the range of 95 of 100 draws.
    """
    rows: list[Row] = []
    for what, perspective, day, classes, figures in AREA_FIGURES:
        units = control.at(atlas, day, perspective)
        area = units["km2"].to_numpy()
        counted = units["holder"].isin(classes).to_numpy()
        km2 = float(area[counted].sum())
        rng = np.random.default_rng(SEED)
        drawn = np.array([area[rng.permutation(counted)].sum() for _ in range(ROUNDS)])
        for figure, who in figures:
            chance = np.abs(drawn - figure) / figure
            low, high = np.percentile(chance, [2.5, 97.5])
            rows.append(
                (
                    what,
                    number(km2),
                    f"{figure:,} ({who})",
                    f"{abs(km2 - figure) / figure:.1%}",
                    f"{chance.mean():.1%}",
                    f"{low:.1%} to {high:.1%}",
                )
            )
    return rows
