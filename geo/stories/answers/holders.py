"""Claims on who held what: ground, fields, crossings, and whether a pipeline was open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.ask import confirmation, control, holdings
from geo.atlas import Atlas
from geo.gazetteer.entries import Kind
from geo.profile import Holder
from geo.stories import question
from geo.stories.answers.finding import Finding, Line, Verdict, agreed, ids, line, names

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

    names: Line
    """What it is called."""

    rows: pd.DataFrame
    """Its [start, end) rows, from first to last, with ``holder``."""

    def on(self, day: date) -> Mapping[str, Any] | None:
        """Return the row of a day; None where no record covers it."""
        rows = control.valid_on(self.rows, day).to_dict("records")
        return {str(key): cell for key, cell in rows[-1].items()} if rows else None


def held(atlas: Atlas, asked: question.Held) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Held`)."""
    thing = _ground(atlas, asked.place)
    expected = line("check.said.held", what=thing.names, date=asked.date, holder=asked.holder)
    return _one_day(atlas, thing, asked.date, asked.holder, expected)


def held_since(atlas: Atlas, asked: question.HeldSince) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.HeldSince`)."""
    thing = _thing(atlas, asked)
    values = {"what": thing.names, "holder": asked.holder, "date": asked.date}
    expected = line("check.said.since", since=asked.since, **values)
    first = _one_day(atlas, thing, asked.date, asked.holder, expected)
    if first.verdict is not Verdict.SUPPORTED:
        return first
    run = _unbroken(thing.rows, asked.date)
    since, slack = run[0]["start"], SLACK[str(run[0]["precision"])]
    near = abs(since - asked.since) <= slack + timedelta(asked.within_days)
    return Finding(
        Verdict.SUPPORTED if near else Verdict.NOT_SUPPORTED,
        (line("check.said.since", since=since, **values),),
        (expected,),
        ids(str(row["source"]) for row in run),
        figures={"holder": str(asked.holder), "since": since.isoformat()},
    )


def changed(atlas: Atlas, asked: question.Changed) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Changed`)."""
    thing = _thing(atlas, asked)
    before, after = thing.on(asked.first), thing.on(asked.last)
    if before is None or after is None:
        return nothing(thing.names, asked.first if before is None else asked.last)
    days = {"what": thing.names, "first": asked.first, "last": asked.last}
    found = line(
        "check.said.changed",
        **days,
        **{"from": Holder(str(before["holder"])), "to": Holder(str(after["holder"]))},
    )
    to, whom = asked.to_holder, asked.from_holder
    verdict = agreed(str(after["holder"]), to) if to else Verdict.SUPPORTED
    if to is None:
        expected = line("check.said.passed", **days)
    elif whom is None:
        expected = line("check.said.became", what=thing.names, to=to, last=asked.last)
    else:
        expected = line("check.said.changed", **days, **{"from": whom, "to": to})
    if whom is not None:
        verdict = worst(verdict, agreed(str(before["holder"]), whom))
    if before["holder"] == after["holder"]:
        verdict = Verdict.NOT_SUPPORTED
    sources = ids([str(before["source"]), str(after["source"])])
    pair_found = {"from": before["holder"], "to": after["holder"]}
    return Finding(verdict, (found,), (expected,), sources, figures=pair_found)


def claimed(atlas: Atlas, asked: question.Claimed) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Claimed`)."""
    thing = _ground(atlas, asked.place)
    unit = atlas.units.set_index("unit").loc[str(thing.rows["unit"].iloc[0])]
    rows = control.valid_on(atlas.table("claims"), asked.date)
    rows = rows[rows["claimant"].isin([str(asked.claimant), _BOTH])]
    covers = [
        any(str(unit["pcode"]).startswith(code) for code in codes.split(";"))
        for codes in rows["pcodes"]
    ]
    found = rows[covers]
    said = {"what": thing.names, "date": asked.date, "holder": asked.claimant}
    return Finding(
        Verdict.NOT_SUPPORTED if found.empty else Verdict.SUPPORTED,
        (line(f"check.said.{'unclaimed' if found.empty else 'claimed'}", **said),),
        (line("check.said.claimed", **said),),
        ids(found["source"]),
        figures={"claims": list(found["id"])},
    )


def fields_held(atlas: Atlas, asked: question.FieldsHeld) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.FieldsHeld`)."""
    rows = control.valid_on(atlas.table("field_periods"), asked.date).set_index("field")
    wanted = [*asked.include, *asked.exclude]
    missing = [name for name in wanted if name not in rows.index]
    if missing:
        return nothing(_called(atlas, missing), asked.date)
    holds = rows["holder"]
    has = [name for name in wanted if holds[name] == asked.holder]
    lacks = [name for name in wanted if name not in has]
    wrong = [holds[name] for name in asked.include if name in lacks]
    verdict = worst(*(agreed(holder, asked.holder) for holder in wrong))
    if set(has) & set(asked.exclude):
        verdict = Verdict.NOT_SUPPORTED
    said = {"holder": asked.holder, "date": asked.date}
    found = [line("check.said.fields", fields=_called(atlas, has), **said)]
    found += [line("check.said.fieldsNot", fields=_called(atlas, lacks), **said)] if lacks else []
    expected = [line("check.said.fields", fields=_called(atlas, asked.include), **said)]
    if asked.exclude:
        others = _called(atlas, asked.exclude)
        expected.append(line("check.said.fieldsNot", fields=others, **said))
    figures: dict[str, object] = {"held": has, "not_held": lacks}
    if asked.run_by is not None:
        runs = rows.loc[list(asked.include), "run_by"]
        own = list(runs.index[runs == asked.run_by])
        verdict = verdict if len(own) == len(runs) else Verdict.NOT_SUPPORTED
        values = {"holder": asked.run_by, "date": asked.date}
        found.append(line("check.said.fieldsRun", fields=_called(atlas, own), **values))
        figures["run"] = own
    sources = ids(rows.loc[wanted, "source"])
    return Finding(verdict, tuple(found), tuple(expected), sources, figures=figures)


def fields_changed(atlas: Atlas, asked: question.FieldsChanged) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.FieldsChanged`)."""
    table = atlas.table("field_periods")
    before = control.valid_on(table, asked.first).set_index("field")["holder"]
    after = control.valid_on(table, asked.last).set_index("field")
    after = after[after["holder"] == asked.to_holder]
    from_one = set(before.index[before == asked.from_holder])
    passed = after[after.index.isin(from_one)].sort_values("start")
    same = set(passed.index) == set(asked.fields)
    said = {
        "from": asked.from_holder,
        "to": asked.to_holder,
        "first": asked.first,
        "last": asked.last,
    }
    return Finding(
        Verdict.SUPPORTED if same else Verdict.NOT_SUPPORTED,
        (line("check.said.fieldsChanged", fields=_called(atlas, passed.index), **said),),
        (line("check.said.fieldsChanged", fields=_called(atlas, asked.fields), **said),),
        ids(passed["source"]),
        figures={"fields": list(passed.index)},
    )


def crossing(atlas: Atlas, asked: question.Crossing) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Crossing`)."""
    called = _names(atlas, "crossings", asked.id)
    rows = atlas.table("crossing_periods")
    rows = control.valid_on(rows[rows["crossing"] == asked.id], asked.date)
    if rows.empty:
        return nothing(called, asked.date)
    row = rows.iloc[-1]
    verdicts = []
    if asked.run_by is not None:
        verdicts.append(agreed(row["run_by"], asked.run_by))
    if asked.state is not None:
        verdicts.append(agreed(row["state"], asked.state))
    expected = _as_run(called, asked.date, asked.run_by, asked.state)
    return Finding(
        worst(*verdicts),
        (_as_run(called, asked.date, Holder(row["run_by"]), row["state"]),),
        (expected,),
        ids([row["source"]]),
        figures={"run_by": row["run_by"], "state": row["state"]},
    )


def pipeline(atlas: Atlas, asked: question.Pipeline) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Pipeline`)."""
    called = _names(atlas, "pipelines", asked.id)
    rows = atlas.table("pipeline_states")
    rows = control.valid_on(rows[rows["pipeline"] == asked.id], asked.date)
    if rows.empty:
        return nothing(called, asked.date)
    row = rows.iloc[-1]
    return Finding(
        agreed(row["state"], asked.state),
        (_as_run(called, asked.date, None, row["state"]),),
        (_as_run(called, asked.date, None, asked.state),),
        ids([row["source"]]),
        figures={"state": row["state"]},
    )


def nothing(what: object, day: date) -> Finding:
    """Return that the atlas has no record."""
    return Finding(Verdict.NOT_TESTABLE, (line("check.said.nothing", what=what, date=day),))


def worst(*verdicts: Verdict) -> Verdict:
    """Return what comes of several verdicts together; supported where there is none."""
    order = (Verdict.NOT_SUPPORTED, Verdict.NOT_TESTABLE, Verdict.DISPUTED)
    return next((one for one in order if one in verdicts), Verdict.SUPPORTED)


def _one_day(atlas: Atlas, thing: _Thing, day: date, holder: Holder, expected: Line) -> Finding:
    row = thing.on(day)
    if row is None:
        return nothing(thing.names, day)
    found = line(
        "check.said.heldSince",
        what=thing.names,
        date=day,
        holder=Holder(str(row["holder"])),
        since=row["start"],
        confidence=line(f"confidence.{confirmation.confidence_on(atlas, row, day)}"),
    )
    verdict, sources = agreed(str(row["holder"]), holder), ids([str(row["source"])])
    against = sources if verdict is Verdict.NOT_SUPPORTED else ()
    figures = {"holder": row["holder"], "since": str(row["start"])}
    return Finding(verdict, (found,), (expected,), sources, against, figures)


def _unbroken(rows: pd.DataFrame, day: date) -> list[dict[str, Any]]:
    """Return the rows up to a day through which one holder held on."""
    started = rows[rows["start"].to_numpy() <= day].to_dict("records")
    listed = [{str(key): cell for key, cell in row.items()} for row in started]
    run = [listed[-1]]
    for row in reversed(listed[:-1]):
        if row["holder"] != run[0]["holder"]:
            break
        run.insert(0, row)
    return run


def _thing(atlas: Atlas, asked: question.HeldSince | question.Changed) -> _Thing:
    if asked.place is not None:
        return _ground(atlas, asked.place)
    rows = atlas.table("field_periods").query("field == @asked.field").sort_values("start")
    return _Thing(_names(atlas, "fields", str(asked.field)), rows)


@lru_cache(maxsize=256)
def _ground(atlas: Atlas, place: str) -> _Thing:
    found = holdings.locate(atlas, place)
    spells = control.spells(atlas)
    rows = spells[spells["unit"] == found.unit].reset_index(drop=True)
    entry, units = found.place.entry, atlas.units
    if entry is not None and entry.kind is Kind.PLACE:
        return _Thing(_names(atlas, "places", entry.id), rows)
    return _Thing(names(units[units["unit"] == found.unit].iloc[0]), rows)


def _names(atlas: Atlas, table: str, key: str) -> Line:
    rows = atlas.table(table)
    return names(rows[rows["id"] == key].iloc[0])


def _called(atlas: Atlas, fields: Iterable[str]) -> tuple[Line, ...]:
    rows = atlas.table("fields").set_index("id")
    return tuple(names(rows.loc[name]) for name in fields)


def _as_run(called: Line, day: date, run_by: Holder | None, state: str | None) -> Line:
    said = line(f"state.{state}") if state is not None else None
    if run_by is None:
        return line("check.said.state", what=called, date=day, state=said)
    if said is None:
        return line("check.said.held", what=called, date=day, holder=run_by)
    return line("check.said.crossing", what=called, date=day, holder=run_by, state=said)
