"""Made-up events for measuring: as many as wanted, always the same ones, none of them real.

They crowd round the towns of the atlas as real ones do (four of five), carry kinds, actors,
deaths and some ninety characters of text, and stand in the order of their days.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo import Atlas

BOX = (38.8, 29.0, 48.6, 37.4)
FIRST, DAYS = np.datetime64("2003-01-01"), 8400

KINDS = {
    "battles": 24, "explosions": 26, "air_strike": 10, "shelling": 9, "abduction": 5,
    "violence_against_civilians": 11, "protests": 7, "riots": 2, "strategic_developments": 4,
    "looting": 2,
}  # fmt: skip
ACTORS = {
    "Government of Iraq": 22, "Kurdistan Regional Government": 9, "Islamic State": 28,
    "Popular Mobilisation Forces": 8, "Police forces": 9, "Unidentified armed group": 14,
    "Coalition forces": 6, "Kurdistan Workers' Party": 2, "Turkish forces": 2,
}  # fmt: skip
VICTIMS = {
    "Civilians": 38, "Islamic State": 20, "Government of Iraq": 14, "": 18,
    "Popular Mobilisation Forces": 5, "Kurdistan Regional Government": 5,
}  # fmt: skip
PRECISIONS = {
    "exact": 46,
    "near": 22,
    "district": 17,
    "governorate": 11,
    "country": 2,
    "unknown": 2,
}
DATE_PRECISIONS = {"day": 88, "week": 5, "month": 6, "year": 1}
PHRASES = (
    "armed men", "stopped", "a convoy", "on the road", "near the bridge", "of the district",
    "after dawn", "the mayor said", "two houses", "were damaged", "and left", "towards the hills",
    "witnesses", "heard firing", "from the market", "an officer", "told reporters", "that a patrol",
    "had found", "a depot", "beside the canal", "no group", "claimed it", "families", "moved out",
    "guards", "of the oil station", "closed the gate", "for some hours", "before reinforcements",
    "arrived", "a hospital", "received the wounded", "while helicopters", "circled above",
)  # fmt: skip


def make_events(count: int, seed: int = 1) -> pd.DataFrame:
    """Return made-up events in the schema of events.

    Parameters
    ----------
    count
        How many.
    seed
        Other seeds give other events, with ids of their own.

    Examples
    --------
    >>> len(make_events(3)), make_events(3)["id"][2]
    (3, 'made-1-2')
    """
    rng = np.random.default_rng(seed)
    start, end = _days(rng, count)
    low, best, high = _deaths(rng, count)
    place, lon, lat = _positions(rng, count)
    return pd.DataFrame(
        {
            "id": _texts(pa.array(np.arange(count)).cast(pa.string()), f"made-{seed}-"),
            "start": start,
            "end": end,
            "date_precision": choose_codes(rng, count, DATE_PRECISIONS),
            "place": place,
            "lon": lon,
            "lat": lat,
            "position_precision": choose_codes(rng, count, PRECISIONS),
            "type": choose_codes(rng, count, KINDS),
            "actor_a": choose_codes(rng, count, ACTORS),
            "actor_b": choose_codes(rng, count, VICTIMS),
            "best": best,
            "low": low,
            "high": high,
            "source": _texts(pa.array(rng.integers(1, 26, count)).cast(pa.string()), "Source "),
            "text": _sentences(rng, count),
        }
    )


@cache
def _towns() -> pd.DataFrame:
    rows = Atlas.load().table("places").query("kind in ('city', 'town', 'village')")
    return rows[["name_en", "lon", "lat"]].reset_index(drop=True)


def _positions(rng: np.random.Generator, count: int) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    towns = _towns()
    weight = np.random.default_rng(0).pareto(1.1, len(towns)) + 0.02
    town = rng.choice(len(towns), count, p=weight / weight.sum())
    around = towns[["lon", "lat"]].to_numpy()[town] + rng.normal(0, 0.12, (count, 2))
    stray = rng.random(count) < 0.2
    around[stray] = rng.uniform(BOX[:2], BOX[2:], (int(stray.sum()), 2))
    at = np.clip(around, BOX[:2], BOX[2:]).round(4)
    names = towns["name_en"].take(town).where(~stray, "").reset_index(drop=True)
    return names.astype("str"), at[:, 0], at[:, 1]


def _days(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    day = np.sort((DAYS * rng.beta(2, 1.6, count)).astype(int))
    start = (FIRST + day.astype("timedelta64[D]")).astype("datetime64[s]")
    more = np.where(rng.random(count) < 0.06, rng.integers(1, 30, count), 0)
    return start, start + more.astype("timedelta64[D]")


def _deaths(rng: np.random.Generator, count: int) -> list[pd.arrays.IntegerArray]:
    best = np.minimum(rng.geometric(0.35, count) - 1, 250)
    spread = rng.integers(0, 4, count)
    unknown = rng.random(count) < 0.12
    values = (np.maximum(best - spread, 0), best, best + spread)
    return [pd.arrays.IntegerArray(value.astype("int32"), unknown.copy()) for value in values]


def choose_codes(rng: np.random.Generator, count: int, weights: dict[str, int]) -> Any:
    weight = np.array(list(weights.values()), dtype=float)
    codes = rng.choice(len(weight), count, p=weight / weight.sum()).astype("int8")
    return pd.Categorical.from_codes(codes.tolist(), categories=pd.Index(list(weights)))


def _sentences(rng: np.random.Generator, count: int) -> pd.Series:
    phrases = pa.array(PHRASES)
    picked = rng.integers(0, len(PHRASES), (7, count), dtype="int8")
    parts = [phrases.take(pa.array(item)) for item in picked]
    return _texts(pc.binary_join_element_wise(*parts, " "))


def _texts(values: pa.Array, head: str = "") -> pd.Series:
    array = pc.binary_join_element_wise(pa.scalar(head), values, "") if head else values
    return pd.Series(pd.array(array.cast(pa.large_string()), dtype="str"))
