"""Claims on who held what: ground, fields, crossings, and whether a pipeline was open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, cast

import pandas as pd
from pydantic import Field

from geo.ask import control, holdings
from geo.ask.certainty import certainty_on
from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.gazetteer.entries import Kind
from geo.profile import Holder
from geo.stories.question import (
    Day,
    FieldId,
    Fields,
    Finding,
    Line,
    State,
    Text,
    Verdict,
    compare_holders,
    find_nothing,
    first_day,
    line,
    name_things,
    names,
    question,
)
from geo.stories.written_texts import check_id
from geo.words.cells import split_ids

#: How far a start may lie off that is inferred or known by its month or year only.
SLACK = {
    "day": timedelta(0),
    "inferred": timedelta(31),
    "month": timedelta(31),
    "year": timedelta(366),
}

#: Claimant of what two sides rest on alike, in the table of claims.
_BOTH = "both"


@dataclass(frozen=True, eq=False)
class _Thing:
    """A field or a piece of ground with who held it over time."""

    names: Any  #: What it is called.
    rows: pd.DataFrame  #: Its [start, end) rows, from first to last, with ``holder``.

    def on(self, day: date) -> Mapping[str, Any] | None:
        """Return the row of a day; None where no record covers it."""
        rows = _list_records(control.valid_on(self.rows, day))
        return rows[-1] if rows else None


def _list_records(rows: pd.DataFrame) -> list[Record]:
    return cast("list[Record]", rows.to_dict("records"))


@question("held")
def answer_held(atlas: Atlas, *, place: Text, date: Day, holder: Holder) -> Finding:
    """Say whether ``holder`` held the ground at ``place`` on ``date``."""
    thing = _find_ground(atlas, place)
    expected = line("check.said.held", what=thing.names, date=date, holder=holder)
    return _judge_day(atlas, thing, date, holder, expected)


@question("held_since")
def held_since(
    atlas: Atlas,
    *,
    holder: Holder,
    since: Day,
    date: Day,
    field: FieldId | None = None,
    place: Text | None = None,
    within_days: Annotated[int, Field(ge=0, le=400)] = 0,
) -> Finding:
    """Say whether ``holder`` held ``field`` or the ground at ``place`` from ``since`` to ``date``.

    One of the two is given. The start may lie up to ``within_days`` off.
    """
    thing = _find_thing(atlas, field, place)
    values = {"what": thing.names, "holder": holder, "date": date}
    expected = line("check.said.since", since=since, **values)
    first = _judge_day(atlas, thing, date, holder, expected)
    if first.verdict is not Verdict.SUPPORTED:
        return first
    run = _select_unbroken(thing.rows, date)
    start, slack = run[0]["start"], SLACK[str(run[0]["precision"])]
    near = abs(start - since) <= slack + timedelta(within_days)
    return Finding(
        Verdict.SUPPORTED if near else Verdict.NOT_SUPPORTED,
        (line("check.said.since", since=first_day(run[0]), **values),),
        (expected,),
        split_ids(*(str(row["source"]) for row in run)),
        figures={"holder": str(holder), "since": start.isoformat()},
    )


@question("changed")
def answer_changed(
    atlas: Atlas,
    *,
    first: Day,
    last: Day,
    to_holder: Holder | None = None,
    from_holder: Holder | None = None,
    field: FieldId | None = None,
    place: Text | None = None,
) -> Finding:
    """Say whether ``field`` or the ground at ``place`` passed from one holder to another.

    Who held it on ``first`` and on ``last`` is compared; without ``to_holder``, whether it passed
    to anyone.
    """
    thing = _find_thing(atlas, field, place)
    before, after = thing.on(first), thing.on(last)
    if before is None or after is None:
        return find_nothing(thing.names, first if before is None else last)
    (whose, now), to = (str(before["holder"]), str(after["holder"])), to_holder
    days = {"what": thing.names, "first": first, "last": last}
    passed = {"from": Holder(whose), "to": Holder(now)}
    if to is None:
        expected = line("check.said.passed", **days)
    elif from_holder is None:
        expected = line("check.said.became", what=thing.names, to=to, last=last)
    else:
        expected = line("check.said.changed", **days, **{"from": from_holder, "to": to})
    verdict = choose_worst(
        compare_holders(now, to or now),
        compare_holders(whose, from_holder or whose),
        Verdict.NOT_SUPPORTED if whose == now else Verdict.SUPPORTED,
    )
    return Finding(
        verdict,
        (line("check.said.changed", **days, **passed),),
        (expected,),
        split_ids(str(before["source"]), str(after["source"])),
        figures={"from": before["holder"], "to": after["holder"]},
    )


@question("claimed")
def answer_claimed(atlas: Atlas, *, place: Text, date: Day, claimant: Holder) -> Finding:
    """Say whether ``claimant`` claimed the ground at ``place``, by whatever instrument."""
    thing = _find_ground(atlas, place)
    unit = atlas.units.set_index("unit").loc[str(thing.rows["unit"].iloc[0])]
    rows = control.valid_on(atlas.table("claims"), date)
    rows = rows[rows["claimant"].isin([str(claimant), _BOTH])]
    covers = [
        any(str(unit["pcode"]).startswith(code) for code in codes.split(";"))
        for codes in rows["pcodes"]
    ]
    row = rows[covers]
    text = {"what": thing.names, "date": date, "holder": claimant}
    return Finding(
        Verdict.NOT_SUPPORTED if row.empty else Verdict.SUPPORTED,
        (line(f"check.said.{'unclaimed' if row.empty else 'claimed'}", **text),),
        (line("check.said.claimed", **text),),
        split_ids(*row["source"]),
        figures={"claims": list(row["id"])},
    )


@question("fields_held")
def fields_held(
    atlas: Atlas,
    *,
    date: Day,
    holder: Holder,
    include: Fields,
    exclude: tuple[FieldId, ...] = (),
    run_by: Holder | None = None,
) -> Finding:
    """Say whether ``holder`` held the fields ``include`` on ``date``, and not ``exclude``."""
    rows = control.valid_on(atlas.table("field_periods"), date).set_index("field")
    claimed = [*include, *exclude]
    missing = [name for name in claimed if name not in rows.index]
    if missing:
        return find_nothing(name_things(atlas, "fields", missing), date)
    holds = rows["holder"]
    has = [name for name in claimed if holds[name] == holder]
    lacks = [name for name in claimed if name not in has]
    verdict = choose_worst(
        *(compare_holders(holds[name], holder) for name in include),
        Verdict.NOT_SUPPORTED if set(has) & set(exclude) else Verdict.SUPPORTED,
    )

    def list_fields(key: str, fields: Iterable[str], holder: Holder = holder) -> Line:
        listed = name_things(atlas, "fields", fields)
        return line(f"check.said.{key}", fields=listed, holder=holder, date=date)

    recorded = [list_fields("fields", has)]
    recorded += [list_fields("fieldsNot", lacks)] if lacks else []
    expected = [list_fields("fields", include)]
    expected += [list_fields("fieldsNot", exclude)] if exclude else []
    figures: dict[str, object] = {"held": has, "not_held": lacks}
    if run_by is not None:
        runs = rows.loc[list(include), "run_by"]
        figures["run"] = run = list(runs.index[runs == run_by])
        recorded.append(list_fields("fieldsRun", run, run_by))
        verdict = verdict if len(run) == len(runs) else Verdict.NOT_SUPPORTED
    sources = split_ids(*rows.loc[claimed, "source"])
    return Finding(verdict, tuple(recorded), tuple(expected), sources, figures=figures)


@question("fields_changed")
def fields_changed(
    atlas: Atlas, *, first: Day, last: Day, from_holder: Holder, to_holder: Holder, fields: Fields
) -> Finding:
    """Say whether ``fields``, and no others, passed from ``from_holder`` to ``to_holder``."""
    table = atlas.table("field_periods")
    before = control.valid_on(table, first).query("holder == @from_holder")["field"]
    after = control.valid_on(table, last).query("holder == @to_holder")
    passed = after[after["field"].isin(before)].sort_values("start", kind="stable")
    text = {"from": from_holder, "to": to_holder, "first": first, "last": last}
    recorded, expected = (
        line("check.said.fieldsChanged", fields=name_things(atlas, "fields", listed), **text)
        for listed in (passed["field"], fields)
    )
    return Finding(
        Verdict.SUPPORTED if set(passed["field"]) == set(fields) else Verdict.NOT_SUPPORTED,
        (recorded,),
        (expected,),
        split_ids(*passed["source"]),
        figures={"fields": list(passed["field"])},
    )


@question("crossing", any_of=("run_by", "state"))
def crossing(
    atlas: Atlas,
    *,
    id: Annotated[str, check_id("crossings")],
    date: Day,
    run_by: Holder | None = None,
    state: State | None = None,
) -> Finding:
    """Say whether the crossing or airport ``id`` was run by ``run_by``, or was in ``state``."""
    return _judge_period(atlas, holdings.CROSSINGS, id, date, {"run_by": run_by, "state": state})


@question("pipeline")
def pipeline(
    atlas: Atlas, *, id: Annotated[str, check_id("pipelines")], date: Day, state: State
) -> Finding:
    """Say whether the pipeline ``id`` was in ``state`` on ``date``."""
    return _judge_period(atlas, holdings.PIPELINES, id, date, {"state": state})


def _judge_period(
    atlas: Atlas, periods: holdings.Periods, id: str, day: date, claimed: dict[str, str | None]
) -> Finding:
    """Judge who ran a thing, and in which state it was, by its period of the day."""
    called = name_things(atlas, periods.things, [id])
    standing = holdings.stand_on(atlas, periods, day).get(id)
    if standing is None:
        return find_nothing(called, day)
    row = standing.period
    recorded = {name: row[name] for name in claimed}
    return Finding(
        choose_worst(*(compare_holders(row[name], item) for name, item in claimed.items() if item)),
        (_word_period(called, day, **recorded),),
        (_word_period(called, day, **claimed),),
        split_ids(row["source"]),
        figures=recorded,
    )


def _word_period(called: Any, day: date, state: str | None, run_by: str | None = None) -> Line:
    key = "crossing" if state and run_by else "held" if run_by else "state"
    text: dict[str, Any] = {"holder": Holder(run_by)} if run_by else {}
    text |= {"state": line(f"state.{state}")} if state else {}
    return line(f"check.said.{key}", what=called, date=day, **text)


def choose_worst(*verdicts: Verdict) -> Verdict:
    """Return the worst of several verdicts; supported if there are none."""
    order = (Verdict.NOT_SUPPORTED, Verdict.NOT_TESTABLE, Verdict.DISPUTED)
    return next((item for item in order if item in verdicts), Verdict.SUPPORTED)


def _judge_day(atlas: Atlas, thing: _Thing, day: date, holder: Holder, expected: Line) -> Finding:
    row = thing.on(day)
    if row is None:
        return find_nothing(thing.names, day)
    result = line(
        "check.said.heldSince",
        what=thing.names,
        date=day,
        holder=Holder(str(row["holder"])),
        since=first_day(row),
        certainty=_say_certainty(atlas, row, day),
    )
    verdict, sources = compare_holders(str(row["holder"]), holder), split_ids(str(row["source"]))
    against = sources if verdict is Verdict.NOT_SUPPORTED else ()
    figures = {"holder": row["holder"], "since": str(row["start"])}
    return Finding(verdict, (result,), (expected,), sources, against, figures)


def _say_certainty(atlas: Atlas, row: Mapping[str, Any], day: date) -> Line:
    """Say how certain the holder of ground is, and of a field what its sources say."""
    if "unit" in row:
        return line(f"certainty.{certainty_on(atlas, day)[row['unit']].grade}")
    return line(f"legend.evidence.{row.get('evidence') or 'none'}")


def _select_unbroken(rows: pd.DataFrame, day: date) -> list[Record]:
    """Return the rows up to a day through which one holder held on."""
    started = _list_records(rows[rows["start"].to_numpy() <= day])
    changes = [at for at, row in enumerate(started) if row["holder"] != started[-1]["holder"]]
    return started[changes[-1] + 1 if changes else 0 :]


def _find_thing(atlas: Atlas, field: str | None, place: str | None) -> _Thing:
    if place is not None:
        return _find_ground(atlas, place)
    rows = atlas.table("field_periods").query("field == @field").sort_values("start")
    return _Thing(name_things(atlas, "fields", [str(field)]), rows)


@lru_cache(maxsize=256)
def _find_ground(atlas: Atlas, place: str) -> _Thing:
    location = holdings.locate(atlas, place)
    spells = control.spells(atlas)
    rows = spells[spells["unit"] == location.unit].reset_index(drop=True)
    entry, units = location.place.entry, atlas.units
    if entry is not None and entry.kind is Kind.PLACE:
        return _Thing(name_things(atlas, "places", [entry.id]), rows)
    return _Thing(names(units[units["unit"] == location.unit].iloc[0]), rows)
