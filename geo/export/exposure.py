"""Exposure as JSON and as one table: the same keys in the command and in the app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from geo.api import rename_parameter
from geo.ask import people
from geo.ask.columns import (
    KM2,
    NAMES,
    RESIDENTS,
    Record,
    holder_column,
    make_records,
    select_columns,
    with_year,
)
from geo.ask.exposures import BANDS, COUNTS, SUMS, By, Exposure, handed_over
from geo.ask.inventory import list_filed
from geo.atlas import Atlas
from geo.layers import POINTS, SPECS, Layer
from geo.layers.spec import Column, Kind
from geo.view import View, day_of
from geo.words import locale, name_of, say, say_band, say_window
from geo.words.cells import is_missing, value
from geo.words.locale import round_estimate

#: Keys of each list, in order; what ends in ``source`` becomes a list of ids.
KEYS: dict[str, tuple[str, ...]] = {
    "fields": (
        "id", NAMES, "kind", "disputed", "operator", "run_by", "holder", "ground", "since",
        "held_since", "precision", "low", "best", "high", "figure", "figure_source", "low_source",
        "high_source", "reserves_mmbbl", "reserves_note", "unit", "position_confidence",
        "certainty", "evidence", "publishers", "newest", "source", "note",
    ),
    "crossings": (
        "id", NAMES, "kind", "neighbour", "governorate", "run_by", "ground", "state", "since",
        "text", "state_source", "unit", "certainty", "evidence", "publishers", "newest", "source",
        "note",
    ),
    "events": (
        "id", "start", "end", "precision", "place", "type", "ground", "vague", "deaths_low",
        "deaths_best", "deaths_high", "unit", "text", "evidence", "publishers", "newest",
        "source", "note",
    ),
    "conflict": (
        "id", "start", "end", "kind", "side_a", "side_b", NAMES, "spelling", "ground", "apart",
        "deaths_low", "deaths_best", "deaths_high", "unit", "position_precision", "reports",
        "source",
    ),
    "towns": (
        "id", NAMES, "kind", "ground", "population", "unit", "source", "note",
    ),
    "residents": (
        "pcode", NAMES, "ground", "low", "best", "high", "people", "source",
    ),
    "said": (
        "subject", "start", "end", "value", "unit", "qualifier", "period", "role", "evidence",
        "publishers", "newest", "source", "note",
    ),
}  # fmt: skip

_COLUMNS = ("what", "id", "name", "holder", "value", "low", "high", "unit", "note", "sources")

#: What each list puts into the columns of the table: columns of its own, words in brackets, or
#: nothing; sources from the second column where the first is empty.
_CELLS: dict[str, tuple[str, ...]] = {
    "fields": (
        "(field)", "id", "name_en", "holder", "best", "low", "high", "(bpd)", "figure",
        "figure_source|source",
    ),
    "crossings": (
        "(crossing)", "id", "name_en", "run_by", "", "", "", "()", "state", "state_source|source",
    ),
    "events": (
        "(event)", "id", "place", "ground", "deaths_best", "deaths_low", "deaths_high",
        "(deaths)", "text", "source",
    ),
    "conflict": (
        "(conflict)", "id", "name_en", "ground", "deaths_best", "deaths_low", "deaths_high",
        "(deaths)", "kind", "source",
    ),
    "towns": (
        "(town)", "id", "name_en", "ground", "population", "", "", "(people)", "()", "source",
    ),
    "residents": (
        "(people)", "pcode", "name_en", "ground", "best", "low", "high", "(people)", "()",
        "source",
    ),
}  # fmt: skip

_CHANGED = (
    *("id", NAMES, "from_holder", "to_holder", "since", "precision"),
    *("evidence", "publishers", "newest", "source"),
)

#: What the figures are, for whoever reads the file alone.
_NOTES = {
    "barrels_note": "Barrels a day. measured: a source covers the day; interpolated: between two "
    "figures; carried: the last figure, at most five years old. Where sources differ, low and high "
    "are theirs, never an average. Sums are of measured figures alone (fields_with_figure).",
    "people_note": "Sums towns that have a population in the atlas, undated.",
    "deaths_note": "Sums the dead of milestones (events) that have a count, after the days that "
    "armed conflict events cover. Until then conflict_deaths sums those of the armed conflict "
    "events (UCDP) with a place of their own. The two are not comparable.",
    "reserves_note": "Millions of barrels, as the sources count them: recoverable, proved or "
    "ultimate, at times oil and gas together.",
}


def notes(atlas: Atlas) -> Record:
    """Return what figures are, in words, with the day of the census."""
    day = people.census_day(atlas)
    if day is None:
        return dict(_NOTES)
    residents = (
        f"People that the census of {day.year} counted: who lived there in {day.year}, whatever "
        "the day asked about. Ground that lies here in part counts by its share of the area "
        "(best), with none (low) or all (high) of its people; urban people of a divided "
        "sub-district live in the part with its main town."
    )
    return {**_NOTES, "residents_note": residents, "census": day.isoformat()}


def total_columns(atlas: Atlas, exposure: Exposure, view: View) -> tuple[Column, ...]:
    """Return the columns of an exposure's totals, without those that the atlas has no table of."""
    group = {
        None: (),
        By.HOLDER: (holder_column(view, "group"),),
    }.get(exposure.by, (Column("group", f"kind.{exposure.by}", write=_name_group),))
    about = notes(atlas)
    census = with_year(RESIDENTS, people.census_day(atlas), about.get("residents_note", ""))
    events = f"{say('ask.events', view.language)} ({say_window(exposure.window, view.language)})"
    return select_columns(
        atlas,
        (
            *group,
            KM2,
            Column("fields", "oil.scope", needs="fields", write=count_fields),
            Column("barrels", "ask.barrels", Kind.ESTIMATE, "", about["barrels_note"], "fields"),
            Column(
                "reserves_mmbbl", "ask.reserves", Kind.NUMBER, "", about["reserves_note"], "fields"
            ),
            Column("km_open", "ask.pipelines", needs="pipelines", write=_measure_pipelines),
            *(Column(name, f"layer.{name}", Kind.NUMBER, needs=SPECS[name].ids) for name in POINTS),
            Column("crossings_open", "ask.crossings", Kind.NUMBER, "crossings", needs="crossings"),
            Column("airports_open", "ask.airports", Kind.NUMBER, "airports", needs="crossings"),
            Column("events", events, needs="events", write=_count_events),
            Column("deaths", "ask.deaths", Kind.RANGE, "", about["deaths_note"], "events"),
            Column("conflict", "ask.conflict", needs="conflict", write=_count_conflict),
            Column("conflict_deaths", "ask.conflictDeaths", Kind.RANGE, needs="conflict"),
            Column(
                "people",
                "ask.people",
                needs="places",
                write=count_townspeople,
                note=about["people_note"],
            ),
            census,
        ),
    )


def _name_group(row: Mapping[str, Any], view: View) -> str:
    return name_of({"name_en": row.get("name"), **row}, view.language, "group")


def count_fields(row: Mapping[str, Any], view: View) -> str:
    """Say how many fields there are, and how many of them have a figure."""
    code = view.language
    n, of = (locale.number(row[key], code) for key in ("fields_with_figure", "fields"))
    return say("oil.counted", code, n=n, of=of) if row["fields"] else of


def _measure_pipelines(row: Mapping[str, Any], view: View) -> str:
    still, code = row["km_shut"] + row["km_unknown"], view.language
    moving = row["km_open"] + row["km_partial"]
    n, of = (locale.number(km, code) for km in (moving, still))
    return say("ask.km", code, n=n, of=of) if moving + still else ""


def _count_events(row: Mapping[str, Any], view: View) -> str:
    """Say how many events have a place, and how many are placed by a larger area only."""
    return _count_with(row, view, ("events", "events_vague"), "ask.more")


def _count_conflict(row: Mapping[str, Any], view: View) -> str:
    return _count_with(row, view, ("conflict", "conflict_apart"), "ask.conflictApart")


def _count_with(row: Mapping[str, Any], view: View, names: tuple[str, str], word: str) -> str:
    code = view.language
    n, more = (locale.number(row[name], code) for name in names)
    return say("list.break", code).join([n, say(word, code, n=more)]) if row[names[1]] else n


def count_townspeople(row: Mapping[str, Any], view: View) -> str:
    """Say how many people towns have, and how many towns have a figure at all."""
    if is_missing(row["people"]):
        return ""
    count = say_band(round_estimate(*[row["people"]] * 3), view.language)
    towns = locale.number(row["towns"], view.language)
    return say("ask.people.towns", view.language, people=count, n=towns)


@rename_parameter("found", "exposure")
def record(atlas: Atlas, exposure: Exposure, since: date | str | None = None) -> Record:
    """Return an exposure with stable keys.

    Parameters
    ----------
    exposure
        The area that was measured, and the result.
    since
        An earlier day; then ``changed`` lists which fields changed hands from it on.
    """
    query = {
        "text": exposure.area.text or None,
        "names": list(exposure.area.names),
        "km2": value(exposure.area.km2),
    }
    answer: Record = {
        "date": exposure.day.isoformat(),
        "perspective": exposure.perspective,
        "by": exposure.by.value if exposure.by else None,
        "window": exposure.window,
        "version": atlas.version,
        "asked": query,
        "totals": make_records(exposure.totals, "group", NAMES, *COUNTS, *BANDS, *SUMS),
        "pipelines": _pipelines(exposure.pipelines),
    }
    lists = {name: getattr(exposure, name) for name in KEYS} | {"residents": residents(exposure)}
    for name, keys in KEYS.items():
        filed = list_filed(Layer(name)) if name in SPECS else ()
        answer[name] = make_records(lists[name], *dict.fromkeys([*keys, *filed]))
    for name, rows in exposure.points.items():
        answer[name] = make_records(rows, *_list_keys(rows))
    if since is not None:
        since = day_of(since, "since")
        answer["changed"] = {
            "from": min(since, exposure.day).isoformat(),
            "to": max(since, exposure.day).isoformat(),
            "changed_hands": make_records(handed_over(atlas, exposure, since), *_CHANGED),
        }
    return {**answer, **notes(atlas)}


@rename_parameter("found", "exposure")
def table(exposure: Exposure) -> pd.DataFrame:
    """Return an exposure as one long table: what, id, name, holder, value, low, high, unit, ...

    The same columns that the page's own download has.

    Parameters
    ----------
    exposure
        An exposure.

    Returns
    -------
    pandas.DataFrame
        One row a figure; ``low`` and ``high`` where sources differ, ``unit`` as ``km2`` or
        ``barrels a day``.
    """
    ground = exposure.ground.groupby("holder", as_index=False)["km2"].sum()
    bands = exposure.totals.set_index("group") if exposure.by == "holder" else exposure.totals[:0]
    rows = [
        ("ground", holder, "", holder, km2, *_ends(bands, holder), "km2", "", "")
        for holder, km2 in zip(ground["holder"], ground["km2"], strict=True)
    ]
    tables = {name: getattr(exposure, name) for name in _CELLS} | {"residents": residents(exposure)}
    for name, layer_rows in exposure.points.items():
        tables[name] = layer_rows
    for name, cells in (_CELLS | {name: _point_cells(name) for name in POINTS}).items():
        rows += [_cells(row, cells) for row in tables[name].to_dict("records")]
        if name == "fields":
            rows += [_pipeline(row) for row in _pipelines(exposure.pipelines)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _list_keys(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of the features of a layer of points: the columns of its table."""
    hidden = {"id", "lon", "lat", "says", "checked", "position_source"}
    named = [name for name in map(str, rows) if name not in hidden]
    named = [name for name in named if not name.startswith("name_")]
    return ("id", NAMES, *named)


def _point_cells(layer: str) -> tuple[str, ...]:
    """Return what a layer of points puts into the table: its first total, in that column's unit."""
    spec = SPECS[layer]
    value = next(iter(spec.totals.values()), "")
    units = {column.name: column.unit.rpartition(".")[2] for column in spec.columns}
    note = "operator" if "operator" in units else "()"
    unit = f"({units.get(value, '')})"
    return (f"({spec.thing})", "id", "name_en", "ground", value, "", "", unit, note, "source")


def _ends(bands: pd.DataFrame, holder: str) -> tuple[float | None, ...]:
    """Return low and high of a holder's ground; None where the exposure is not by holder."""
    if holder not in bands.index:
        return None, None
    return tuple(float(bands[name][holder]) for name in BANDS)


def _cells(row: Record, cells: tuple[str, ...]) -> tuple[Any, ...]:
    """Return a row of the table; a cell in brackets is a word, other cells name columns."""
    what, *others, sources = cells
    if what == "(crossing)" and row["kind"] == "airport":
        what = "(airport)"
    first, _, second = sources.partition("|")
    result = [
        cell[1:-1] if cell.startswith("(") else row[cell] if cell else None
        for cell in (what, *others)
    ]
    return (*result, row[first] or row[second] if second else row[first])


def _pipeline(row: Record) -> tuple[Any, ...]:
    """Return the row of one pipeline, its km all along."""
    sources = ";".join(row["state_sources"] or row["sources"])
    return (
        "pipeline",
        row["id"],
        row["name"],
        "",
        row["km"],
        None,
        None,
        "km",
        row["state"],
        sources,
    )


@rename_parameter("found", "exposure")
def residents(exposure: Exposure) -> pd.DataFrame:
    """Return the people that the census counted, one row a P-code and holder of its ground.

    Returns
    -------
    pandas.DataFrame
        pcode, names, ground, low, best, high (who live there), people (of the whole P-code),
        source.
    """
    keys = ["ground", "pcode"]
    rows = exposure.residents
    rows = rows.assign(**people.estimates(rows, keys))
    ends = {end: (f"residents_{end}", "sum") for end in ("low", "best", "high")}
    named = [name for name in rows.columns if name.startswith("name_")]
    first = {name: (name, "first") for name in (*named, "source")}
    summed = rows.groupby(keys, as_index=False).agg(**first, **ends)
    total = rows.drop_duplicates(["pcode", "live"]).groupby("pcode")["people"].sum()
    return summed.assign(people=summed["pcode"].map(total), best=summed["best"].round())


def _pipelines(rows: pd.DataFrame) -> list[Record]:
    """Return one record a pipeline, with its km by who holds the ground."""
    first = ("id", NAMES, "kind", "commodity", "operator", "capacity_bpd", "state")
    last = (
        *("state_since", "state_source", "certainty", "evidence", "publishers", "newest"),
        *("position_confidence", "source", "note"),
    )
    result = []
    for _, pieces in rows.groupby("id"):
        km = {
            str(ground): value(part)
            for ground, part in pieces.groupby("ground")["km"].sum().items()
        }
        head = make_records(pieces.head(1), *first, *last)[0]
        result.append({**head, "km": value(pieces["km"].sum()), "grounds": km})
    return result
