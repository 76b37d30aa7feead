"""What Python answers about the atlas, for the page's own code to answer alike, without a browser.

The atlas changes with every correction, so that this fixture is made anew for each run of
``tests/client/test_agreement.py`` and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from geo import Atlas, View
from geo.ask import changes, control, holdings, inventory
from geo.ask.columns import say_certainty, say_evidence
from geo.ask.exposures import exposure
from geo.ask.layer_content import content
from geo.ask.uncertainty.dating import find_states
from geo.ask.uncertainty.samples import band_sums, draw_fields, draw_holders
from geo.atlas.evidence import newest_stating
from geo.model import HELD, Language, Layer
from geo.profile import current
from geo.words import name_holder_over, say, side_word
from tests.draw.blocks import page_data

DAYS = ("1996-08-31", "2003-04-11", "2014-06-09", "2014-08-08", "2017-09-27", "2017-10-25")
PAIRS = (
    ("2014-06-09", "2014-08-08"),
    ("2017-10-15", "2017-10-31"),
    ("2003-03-01", "2003-05-01"),
    ("1995-01-01", "2020-01-01"),
)
#: Days on which fields were changing hands, and one on which none was.
BARRELS = ("2014-06-12", "2014-06-20", "2014-07-01", "2017-10-16")
#: Armed conflict: a month, all days, one kind of one side, days that cover a long event, two days.
CONFLICT = (
    "d=2014-08-08&w=30",
    "w=0",
    "d=2017-06-30&w=365&cv=one_sided&cs=is",
    "d=1996-12-31&w=1826",
    "d=2014-06-01&c=2014-06-30",
)
GROUND = (
    "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36",
    "44,35;45,36;45,35;44,36",
    "42,36.9;42.9,36.6;43.1,37.3;42.2,37.4",
    "areas:kirkuk.dibis",
    "districts:IQG13Q04",
    "governorates:IQ-NI,areas:kirkuk",
)


def data(atlas: Atlas) -> dict[str, Any]:
    """Return the data of a page that carries every layer."""
    page: dict[str, Any] = json.loads(page_data(atlas))
    return page


def answers(atlas: Atlas) -> dict[str, Any]:
    """Return the page's data with questions and what Python answers to them."""
    return {
        "data": data(atlas),
        "held": list(_list_held(atlas)),
        "bands": list(_bands(atlas)),
        "barrels": [_barrels(atlas, day) for day in BARRELS],
        "standing": [
            _stand(atlas, layer, day) for day in BARRELS for layer in ("fields", "crossings")
        ],
        "changes": list(_changes(atlas)),
        "exposure": [_exposure(atlas, i, text) for i, text in enumerate(GROUND)],
        "conflict": [
            [query, sorted(inventory.conflict_events(atlas, View.from_query(query))["id"])]
            for query in CONFLICT
        ],
        "compared": [_compare_tables(atlas, *pair) for pair in PAIRS],
        "disputed": sorted(inventory.list_held(atlas, View())["id"]),
        "administered": dict(_list_administered(atlas)),
        "called": {language.value: _call_holders(atlas, language) for language in Language},
    }


def _list_held(atlas: Atlas) -> Iterator[dict[str, Any]]:
    for perspective in current().perspectives:
        for day in DAYS:
            rows = control.at(atlas, date.fromisoformat(day), perspective)
            yield {
                "day": day,
                "perspective": perspective,
                "holders": dict(zip(rows["unit"], map(str, rows["holder"]), strict=True)),
            }


def _bands(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """Yield bands of km² by holder on days and between them, and what is known of each unit."""
    weights = {row["unit"]: row["km2"] for row in atlas.unit_records}
    for days in (("2014-06-12",), ("2017-10-16",), ("2017-10-15", "2017-10-18")):
        draws = [draw_holders(atlas, date.fromisoformat(day)) for day in days]
        states = find_states(atlas, date.fromisoformat(days[0]), HELD)
        sure = {row["unit"]: row["certainty"] for row in holdings.on(atlas, days[0])}
        yield {
            "days": days,
            "ends": {">".join(key): ends for key, ends in band_sums(atlas, draws, weights).items()},
            "states": {
                unit: [list(state.alternatives), str(state.earliest), str(state.latest), sure[unit]]
                for unit, state in states.items()
            },
        }


def _barrels(atlas: Atlas, day: str) -> dict[str, Any]:
    """Return barrels by holder with their band on a day, and fields that another may have held."""
    totals = exposure(atlas, day, by="holder").totals
    ends = ["barrels_low", "barrels_best", "barrels_high"]
    drawn = draw_fields(atlas, date.fromisoformat(day))
    return {
        "day": day,
        "ends": {
            row["group"]: [row[end] for end in ends]
            for row in totals[totals["barrels_best"].notna()].to_dict("records")
        },
        "doubtful": sorted(field for field, holder in drawn.items() if not isinstance(holder, str)),
    }


def _stand(atlas: Atlas, layer: str, day: str) -> dict[str, Any]:
    """Return of fields or crossings how certain it is who has each on a day, and by which sources."""
    periods = {"fields": holdings.FIELDS, "crossings": holdings.CROSSINGS}[layer]
    rows = holdings.stand_on(atlas, periods, date.fromisoformat(day))
    ways = {row["id"] for row in atlas.records("crossings") if row["kind"] != "airport"}
    known = {name: row for name, row in rows.items() if layer == "fields" or name in ways}
    dates = {row["id"]: row["date"] for row in atlas.records("sources")}
    return {
        "day": day,
        "layer": layer,
        "rows": {
            name: [
                say_certainty(
                    {
                        "certainty": str(row.certainty.grade), "reason": str(row.certainty.reason),
                        "earliest": row.state.earliest, "latest": row.state.latest,
                    },
                    Language.EN,
                ),
                say_evidence(row.change | {"newest": newest_stating(row.change, dates)}, Language.EN),
            ]
            for name, row in known.items()
        },
    }  # fmt: skip


def _changes(atlas: Atlas) -> Iterator[dict[str, Any]]:
    for perspective in current().perspectives[:2]:
        for first, last in PAIRS:
            totals = changes(atlas, first, last, perspective).totals
            rows = totals[totals["units"] > 0]
            produced = totals[totals["fields"] > 0]
            yield {
                "first": first,
                "last": last,
                "perspective": perspective,
                "ground": {
                    f"{row.from_holder}>{row.to_holder}": [
                        int(row.units),
                        float(row.km2),
                        [row.residents_low, row.residents_best, row.residents_high],
                    ]
                    for row in rows.itertuples()
                },
                "barrels": {
                    f"{row.from_holder}>{row.to_holder}": [
                        int(row.fields),
                        int(row.fields_with_figure),
                        *(float(end) for end in (row.barrels_low, row.barrels_high)),
                    ]
                    for row in produced.fillna({"barrels_low": 0, "barrels_high": 0}).itertuples()
                },
            }


def _exposure(atlas: Atlas, i: int, text: str) -> dict[str, Any]:
    day = DAYS[-1 - i % 3]
    ground = {"places": text} if ":" in text else {"polygon": text}
    answer = exposure(atlas, day, **ground)
    held = exposure(atlas, day, **ground, by="holder").totals
    ends = ["residents_low", "residents_best", "residents_high"]
    totals = answer.totals.drop(columns=["group", "name_en", "name_ar", "name_ckb"]).iloc[0]
    return {
        "text": text,
        "day": day,
        "totals": {
            name: None if pd.isna(value) else float(value) for name, value in totals.items()
        },
        "residents": {
            row["group"]: [row[end] for end in ends]
            for row in held[held["residents_best"].notna()].to_dict("records")
        },
        "ids": {
            name: sorted(set(getattr(answer, name)["id"]))
            for name in ("fields", "refineries", "crossings", "events", "conflict", "towns")
        },
    }


def _compare_tables(atlas: Atlas, first: str, last: str) -> dict[str, Any]:
    """Return what tables hold of two days compared, the later day given first or last."""
    view = View(date=first, compare=last)
    columns = {
        Layer.FIELDS: ("holder", "run_by"),
        Layer.CROSSINGS: ("run_by", "state"),
        Layer.AIRPORTS: ("run_by", "state"),
        Layer.PIPELINES: ("state",),
        Layer.CONTROL: ("holder",),
    }
    layers = content(atlas, view.with_(layers=(*columns, Layer.EVENTS)))
    result: dict[str, Any] = {"query": view.to_query()}
    for layer, names in columns.items():
        rows = layers[layer].rename(columns={"before": "holder_before"})
        key = "unit" if layer is Layer.CONTROL else "id"
        result[layer.value] = {
            row[key]: [[row[f"{name}_before"], row[name]] for name in names]
            for row in rows.to_dict("records")
        }
    return {**result, "events": sorted(layers[Layer.EVENTS]["id"])}


def _list_administered(atlas: Atlas) -> Iterator[tuple[str, list[str]]]:
    """Yield the governorates that run each sub-district which another one is drawn around."""
    rows = atlas.table("administration")
    rows = rows[rows["date"] == rows.groupby("pcode")["date"].transform("max")]
    drawn = atlas.subdistricts.set_index("pcode")["governorate"]
    names = atlas.table("governorates").set_index("iso")["name_en"]
    for pcode, group in rows.groupby("pcode"):
        if set(group["governorate"]) - {drawn[pcode]}:
            yield str(pcode), sorted(names[iso] for iso in group["governorate"])


def _call_holders(atlas: Atlas, language: Language) -> dict[str, dict[str, list[str]]]:
    """Return what holders are called in rows of some tables, by what each row is about."""
    called: dict[str, dict[str, list[str]]] = {
        "control": {},
        "ways": {},
        "events": {},
        "claims": {},
    }
    for table, about, holder, kind in (
        ("spells", "unit", "holder", "control"),
        ("crossing_periods", "crossing", "run_by", "ways"),
    ):
        rows = atlas.spells if table == "spells" else atlas.records(table)
        for row in sorted(rows, key=lambda row: row["start"]):
            name = name_holder_over(row[holder], language, row["start"], row["end"])
            called[kind].setdefault(row[about], []).append(name)
    for row in atlas.records("events"):
        days = {"from_holder": row["start"] - timedelta(1), "to_holder": row["start"]}
        sides = [side_word(row[key], day=day) for key, day in days.items() if row[key]]
        called["events"][row["id"]] = [say(side, language) for side in sides]
    for row in atlas.records("bases"):
        name = name_holder_over(
            row["claimant"], language, row["since"], row["since"] + timedelta(1)
        )
        called["claims"].setdefault(row["area"], []).append(name)
    return called
