"""Exposure as JSON and as one table: the same keys in the command and in the app."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from geo.ask import people
from geo.ask.exposure import Exposure, handed_over
from geo.ask.totals import COUNTS, SUMS
from geo.atlas import Atlas
from geo.json_value import value
from geo.view import day_of

Record = dict[str, Any]

_NAMES = {"name_en": "name", "name_ar": "name_ar", "name_ckb": "name_ckb"}

#: Keys of each list, in order; what ends in ``source`` becomes a list of ids.
KEYS: dict[str, tuple[str, ...]] = {
    "fields": (
        "id", *_NAMES, "kind", "disputed", "operator", "run_by", "holder", "ground", "since",
        "precision", "low", "best", "high", "figure", "figure_source", "low_source",
        "high_source", "reserves_mmbbl", "reserves_note", "unit", "position_confidence",
        "confidence", "source", "note",
    ),
    "refineries": (
        "id", *_NAMES, "governorate", "ground", "capacity_bpd", "capacity_note", "operator",
        "control_note", "unit", "position_confidence", "confidence", "source", "note",
    ),
    "crossings": (
        "id", *_NAMES, "kind", "neighbour", "governorate", "run_by", "ground", "state", "since",
        "text", "state_source", "unit", "confidence", "source", "note",
    ),
    "events": (
        "id", "start", "end", "precision", "place", "type", "ground", "vague", "deaths_low",
        "deaths_best", "deaths_high", "unit", "text", "confidence", "source", "note",
    ),
    "towns": (
        "id", *_NAMES, "kind", "ground", "population", "unit", "confidence", "source", "note",
    ),
    "residents": (
        "pcode", *_NAMES, "ground", "low", "best", "high", "people", "source",
    ),
    "said": (
        "subject", "start", "end", "value", "unit", "qualifier", "period", "role", "confidence",
        "source", "note",
    ),
}  # fmt: skip

_CHANGED = ("id", *_NAMES, "from_holder", "to_holder", "since", "precision", "confidence", "source")

#: What the figures are, for whoever reads the file alone.
NOTES = {
    "barrels_note": "Barrels a day. measured: a source covers the day; interpolated: between two "
    "figures; carried: the last figure, at most five years old. Where sources differ, low and high "
    "are theirs, never an average. Sums leave out fields without a figure.",
    "people_note": "Sums towns that have a population in the atlas, undated.",
    "residents_note": "People that the census of the atlas counted, whatever the day. Ground that "
    "lies here in part counts by its share of the area (best), with none (low) or all (high) of "
    "its people; urban people of a divided sub-district live in the part with its main town.",
    "deaths_note": "Sums the dead of the atlas's own events that have a count.",
    "reserves_note": "Millions of barrels, as the sources count them: recoverable, proved or "
    "ultimate, at times oil and gas together.",
}


def record(atlas: Atlas, found: Exposure, since: date | str | None = None) -> Record:
    """Return an exposure with stable keys.

    Parameters
    ----------
    atlas
        The atlas.
    found
        What was asked and found.
    since
        An earlier day; then ``changed`` tells which fields changed hands from it on.
    """
    asked = {
        "text": found.area.text or None,
        "names": list(found.area.names),
        "km2": value(found.area.km2),
    }
    answer: Record = {
        "date": found.day.isoformat(),
        "perspective": found.perspective,
        "by": found.by.value if found.by else None,
        "window": found.window,
        "version": atlas.version,
        "asked": asked,
        "totals": _listed(found.totals, ("group", *_NAMES, *COUNTS, *SUMS)),
        "pipelines": _pipelines(found.pipelines),
    }
    lists = {name: getattr(found, name) for name in KEYS} | {"residents": residents(found)}
    for name, keys in KEYS.items():
        answer[name] = _listed(lists[name], keys)
    if since is not None:
        since = day_of(since, "since")
        changed, unsettled = handed_over(atlas, found, since)
        answer["changed"] = {
            "from": min(since, found.day).isoformat(),
            "to": max(since, found.day).isoformat(),
            "changed_hands": _listed(changed, _CHANGED),
            "unsettled": _listed(unsettled, _CHANGED),
        }
    return {**answer, **NOTES}


def table(found: Exposure) -> pd.DataFrame:
    """Return an exposure as one long table: what, id, name, holder, value, low, high, unit, ...

    The same columns that the page's own download has.

    Parameters
    ----------
    found
        An exposure.

    Returns
    -------
    pandas.DataFrame
        One row a figure; ``low`` and ``high`` where sources differ, ``unit`` as ``km2`` or
        ``barrels a day``.
    """
    rows: list[tuple[Any, ...]] = [
        ("ground", row.holder, "", row.holder, row.km2, None, None, "km2", "", "")
        for row in found.ground.groupby("holder", as_index=False)["km2"].sum().itertuples()
    ]
    rows += [
        (
            "field",
            row.id,
            row.name_en,
            row.holder,
            row.best,
            row.low,
            row.high,
            "bpd",
            row.figure,
            row.figure_source or row.source,
        )
        for row in found.fields.itertuples()
    ]
    rows += [
        (
            "pipeline",
            row["id"],
            row["name"],
            "",
            row["km"],
            None,
            None,
            "km",
            row["state"],
            ";".join(row["state_sources"] or row["sources"]),
        )
        for row in _pipelines(found.pipelines)
    ]
    rows += [
        (
            "refinery",
            row.id,
            row.name_en,
            row.ground,
            row.capacity_bpd,
            None,
            None,
            "bpd",
            row.operator,
            row.source,
        )
        for row in found.refineries.itertuples()
    ]
    rows += [
        (
            "airport" if row.kind == "airport" else "crossing",
            row.id,
            row.name_en,
            row.run_by,
            None,
            None,
            None,
            "",
            row.state,
            row.state_source or row.source,
        )
        for row in found.crossings.itertuples()
    ]
    rows += [
        (
            "event",
            row.id,
            row.place,
            row.ground,
            row.deaths_best,
            row.deaths_low,
            row.deaths_high,
            "deaths",
            row.text,
            row.source,
        )
        for row in found.events.itertuples()
    ]
    rows += [
        (
            "town",
            row.id,
            row.name_en,
            row.ground,
            row.population,
            None,
            None,
            "people",
            "",
            row.source,
        )
        for row in found.towns.itertuples()
    ]
    rows += [
        (
            "people",
            row.pcode,
            row.name_en,
            row.ground,
            row.best,
            row.low,
            row.high,
            "people",
            "",
            row.source,
        )
        for row in residents(found).itertuples()
    ]
    names = ["what", "id", "name", "holder", "value", "low", "high", "unit", "note", "sources"]
    return pd.DataFrame(rows, columns=names)


def residents(found: Exposure) -> pd.DataFrame:
    """Return the people that the census counted, one row a P-code and holder of its ground.

    Returns
    -------
    pandas.DataFrame
        pcode, names, ground, low, best, high (who live there), people (of the whole P-code),
        source.
    """
    keys = ["ground", "pcode"]
    rows = found.residents
    rows = rows.assign(**people.estimates(rows, keys))
    ends = {end: (f"residents_{end}", "sum") for end in ("low", "best", "high")}
    first = {name: (name, "first") for name in ("name_en", "name_ar", "name_ckb", "source")}
    summed = rows.groupby(keys, as_index=False).agg(**first, **ends)
    whole = rows.drop_duplicates(["pcode", "live"]).groupby("pcode")["people"].sum()
    return summed.assign(people=summed["pcode"].map(whole), best=summed["best"].round())


def _pipelines(rows: pd.DataFrame) -> list[Record]:
    """Return one record a pipeline, with its km by who holds the ground."""
    first = ("id", *_NAMES, "kind", "commodity", "operator", "capacity_bpd", "state")
    last = ("state_since", "state_source", "position_confidence", "confidence", "source", "note")
    found = []
    for _, own in rows.groupby("id"):
        km = {str(one): value(part) for one, part in own.groupby("ground")["km"].sum().items()}
        head = _listed(own.head(1), (*first, *last))[0]
        found.append({**head, "km": value(own["km"].sum()), "grounds": km})
    return found


def _listed(rows: pd.DataFrame, keys: tuple[str, ...]) -> list[Record]:
    names = {key: _NAMES.get(key, key) for key in keys}
    return [
        {
            f"{name}s" if name.endswith("source") else name: _ids(row[key])
            if name.endswith("source")
            else value(row[key])
            for key, name in names.items()
        }
        for row in rows.to_dict("records")
    ]


def _ids(cell: Any) -> list[str]:
    return [one for one in str(cell).split(";") if one]
