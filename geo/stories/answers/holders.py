"""Claims on who held what: ground, fields, crossings, and whether a pipeline was open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.ask import control, holdings, stakes
from geo.ask.certainty import certainty_on
from geo.atlas import Atlas
from geo.cell_output import split_ids
from geo.gazetteer.entries import Kind
from geo.profile import Holder
from geo.stories import question
from geo.stories.answers.finding import (
    Finding,
    Line,
    Verdict,
    compare_holders,
    first_day,
    line,
    names,
)

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

    names: Line  #: What it is called.
    rows: pd.DataFrame  #: Its [start, end) rows, from first to last, with ``holder``.

    def on(self, day: date) -> Mapping[str, Any] | None:
        """Return the row of a day; None where no record covers it."""
        rows = control.valid_on(self.rows, day).to_dict("records")
        return {str(key): cell for key, cell in rows[-1].items()} if rows else None


def answer_held(atlas: Atlas, query: question.Held) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Held`)."""
    thing = _ground(atlas, query.place)
    expected = line("check.said.held", what=thing.names, date=query.date, holder=query.holder)
    return _one_day(atlas, thing, query.date, query.holder, expected)


def held_since(atlas: Atlas, query: question.HeldSince) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.HeldSince`)."""
    thing = _thing(atlas, query)
    values = {"what": thing.names, "holder": query.holder, "date": query.date}
    expected = line("check.said.since", since=query.since, **values)
    first = _one_day(atlas, thing, query.date, query.holder, expected)
    if first.verdict is not Verdict.SUPPORTED:
        return first
    run = _select_unbroken(thing.rows, query.date)
    since, slack = run[0]["start"], SLACK[str(run[0]["precision"])]
    near = abs(since - query.since) <= slack + timedelta(query.within_days)
    return Finding(
        Verdict.SUPPORTED if near else Verdict.NOT_SUPPORTED,
        (line("check.said.since", since=first_day(run[0]), **values),),
        (expected,),
        split_ids(*(str(row["source"]) for row in run)),
        figures={"holder": str(query.holder), "since": since.isoformat()},
    )


def answer_changed(atlas: Atlas, query: question.Changed) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Changed`)."""
    thing = _thing(atlas, query)
    before, after = thing.on(query.first), thing.on(query.last)
    if before is None or after is None:
        return find_nothing(thing.names, query.first if before is None else query.last)
    days = {"what": thing.names, "first": query.first, "last": query.last}
    result = line(
        "check.said.changed",
        **days,
        **{"from": Holder(str(before["holder"])), "to": Holder(str(after["holder"]))},
    )
    to, whom = query.to_holder, query.from_holder
    verdict = compare_holders(str(after["holder"]), to) if to else Verdict.SUPPORTED
    if to is None:
        expected = line("check.said.passed", **days)
    elif whom is None:
        expected = line("check.said.became", what=thing.names, to=to, last=query.last)
    else:
        expected = line("check.said.changed", **days, **{"from": whom, "to": to})
    if whom is not None:
        verdict = worst(verdict, compare_holders(str(before["holder"]), whom))
    if before["holder"] == after["holder"]:
        verdict = Verdict.NOT_SUPPORTED
    sources = split_ids(str(before["source"]), str(after["source"]))
    pair_found = {"from": before["holder"], "to": after["holder"]}
    return Finding(verdict, (result,), (expected,), sources, figures=pair_found)


def answer_claimed(atlas: Atlas, query: question.Claimed) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Claimed`)."""
    thing = _ground(atlas, query.place)
    unit = atlas.units.set_index("unit").loc[str(thing.rows["unit"].iloc[0])]
    rows = control.valid_on(atlas.table("claims"), query.date)
    rows = rows[rows["claimant"].isin([str(query.claimant), _BOTH])]
    covers = [
        any(str(unit["pcode"]).startswith(code) for code in codes.split(";"))
        for codes in rows["pcodes"]
    ]
    row = rows[covers]
    text = {"what": thing.names, "date": query.date, "holder": query.claimant}
    return Finding(
        Verdict.NOT_SUPPORTED if row.empty else Verdict.SUPPORTED,
        (line(f"check.said.{'unclaimed' if row.empty else 'claimed'}", **text),),
        (line("check.said.claimed", **text),),
        split_ids(*row["source"]),
        figures={"claims": list(row["id"])},
    )


def fields_held(atlas: Atlas, query: question.FieldsHeld) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.FieldsHeld`)."""
    rows = control.valid_on(atlas.table("field_periods"), query.date).set_index("field")
    wanted = [*query.include, *query.exclude]
    missing = [name for name in wanted if name not in rows.index]
    if missing:
        return find_nothing(_field_names(atlas, missing), query.date)
    holds = rows["holder"]
    has = [name for name in wanted if holds[name] == query.holder]
    lacks = [name for name in wanted if name not in has]
    wrong = [holds[name] for name in query.include if name in lacks]
    verdict = worst(*(compare_holders(holder, query.holder) for holder in wrong))
    if set(has) & set(query.exclude):
        verdict = Verdict.NOT_SUPPORTED
    text = {"holder": query.holder, "date": query.date}
    result = [line("check.said.fields", fields=_field_names(atlas, has), **text)]
    result += (
        [line("check.said.fieldsNot", fields=_field_names(atlas, lacks), **text)] if lacks else []
    )
    expected = [line("check.said.fields", fields=_field_names(atlas, query.include), **text)]
    if query.exclude:
        others = _field_names(atlas, query.exclude)
        expected.append(line("check.said.fieldsNot", fields=others, **text))
    figures: dict[str, object] = {"held": has, "not_held": lacks}
    if query.run_by is not None:
        runs = rows.loc[list(query.include), "run_by"]
        subset = list(runs.index[runs == query.run_by])
        verdict = verdict if len(subset) == len(runs) else Verdict.NOT_SUPPORTED
        values = {"holder": query.run_by, "date": query.date}
        result.append(line("check.said.fieldsRun", fields=_field_names(atlas, subset), **values))
        figures["run"] = subset
    sources = split_ids(*rows.loc[wanted, "source"])
    return Finding(verdict, tuple(result), tuple(expected), sources, figures=figures)


def fields_changed(atlas: Atlas, query: question.FieldsChanged) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.FieldsChanged`)."""
    table = atlas.table("field_periods")
    before = control.valid_on(table, query.first).set_index("field")["holder"]
    after = control.valid_on(table, query.last).set_index("field")
    after = after[after["holder"] == query.to_holder]
    from_one = set(before.index[before == query.from_holder])
    passed = after[after.index.isin(from_one)].sort_values("start")
    same = set(passed.index) == set(query.fields)
    text = {
        "from": query.from_holder,
        "to": query.to_holder,
        "first": query.first,
        "last": query.last,
    }
    return Finding(
        Verdict.SUPPORTED if same else Verdict.NOT_SUPPORTED,
        (line("check.said.fieldsChanged", fields=_field_names(atlas, passed.index), **text),),
        (line("check.said.fieldsChanged", fields=_field_names(atlas, query.fields), **text),),
        split_ids(*passed["source"]),
        figures={"fields": list(passed.index)},
    )


def crossing(atlas: Atlas, query: question.Crossing) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Crossing`)."""
    called = _names(atlas, "crossings", query.id)
    rows = stakes.last_valid(atlas, "crossing_periods", "crossing", query.date)
    if query.id not in rows.index:
        return find_nothing(called, query.date)
    row: Any = rows.loc[query.id]
    verdicts = []
    if query.run_by is not None:
        verdicts.append(compare_holders(row["run_by"], query.run_by))
    if query.state is not None:
        verdicts.append(compare_holders(row["state"], query.state))
    expected = _as_run(called, query.date, query.run_by, query.state)
    return Finding(
        worst(*verdicts),
        (_as_run(called, query.date, Holder(row["run_by"]), row["state"]),),
        (expected,),
        split_ids(row["source"]),
        figures={"run_by": row["run_by"], "state": row["state"]},
    )


def pipeline(atlas: Atlas, query: question.Pipeline) -> Finding:
    """Return what the atlas has on a claim (:class:`geo.stories.question.Pipeline`)."""
    called = _names(atlas, "pipelines", query.id)
    rows = stakes.last_valid(atlas, "pipeline_states", "pipeline", query.date)
    if query.id not in rows.index:
        return find_nothing(called, query.date)
    row: Any = rows.loc[query.id]
    return Finding(
        compare_holders(row["state"], query.state),
        (_as_run(called, query.date, None, row["state"]),),
        (_as_run(called, query.date, None, query.state),),
        split_ids(row["source"]),
        figures={"state": row["state"]},
    )


def find_nothing(what: object, day: date) -> Finding:
    """Return that the atlas has no record."""
    return Finding(Verdict.NOT_TESTABLE, (line("check.said.nothing", what=what, date=day),))


def worst(*verdicts: Verdict) -> Verdict:
    """Return the worst of several verdicts; supported if there are none."""
    order = (Verdict.NOT_SUPPORTED, Verdict.NOT_TESTABLE, Verdict.DISPUTED)
    return next((item for item in order if item in verdicts), Verdict.SUPPORTED)


def _one_day(atlas: Atlas, thing: _Thing, day: date, holder: Holder, expected: Line) -> Finding:
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


def _select_unbroken(rows: pd.DataFrame, day: date) -> list[dict[str, Any]]:
    """Return the rows up to a day through which one holder held on."""
    started = rows[rows["start"].to_numpy() <= day].to_dict("records")
    listed = [{str(key): cell for key, cell in row.items()} for row in started]
    run = [listed[-1]]
    for row in reversed(listed[:-1]):
        if row["holder"] != run[0]["holder"]:
            break
        run.insert(0, row)
    return run


def _thing(atlas: Atlas, query: question.HeldSince | question.Changed) -> _Thing:
    if query.place is not None:
        return _ground(atlas, query.place)
    rows = atlas.table("field_periods").query("field == @query.field").sort_values("start")
    return _Thing(_names(atlas, "fields", str(query.field)), rows)


@lru_cache(maxsize=256)
def _ground(atlas: Atlas, place: str) -> _Thing:
    location = holdings.locate(atlas, place)
    spells = control.spells(atlas)
    rows = spells[spells["unit"] == location.unit].reset_index(drop=True)
    entry, units = location.place.entry, atlas.units
    if entry is not None and entry.kind is Kind.PLACE:
        return _Thing(_names(atlas, "places", entry.id), rows)
    return _Thing(names(units[units["unit"] == location.unit].iloc[0]), rows)


def _names(atlas: Atlas, table: str, key: str) -> Line:
    rows = atlas.table(table)
    return names(rows[rows["id"] == key].iloc[0])


def _field_names(atlas: Atlas, fields: Iterable[str]) -> tuple[Line, ...]:
    rows = atlas.table("fields").set_index("id")
    return tuple(names(rows.loc[name]) for name in fields)


def _as_run(called: Line, day: date, run_by: Holder | None, state: str | None) -> Line:
    text = line(f"state.{state}") if state is not None else None
    if run_by is None:
        return line("check.said.state", what=called, date=day, state=text)
    if text is None:
        return line("check.said.held", what=called, date=day, holder=run_by)
    return line("check.said.crossing", what=called, date=day, holder=run_by, state=text)
