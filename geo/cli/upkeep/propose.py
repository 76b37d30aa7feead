"""``greenline propose``, ``accept`` and ``reject``: a fact as one small file, applied or not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cell_output import split_ids
from geo.cli.output import Answer, Record, as_json, as_lines
from geo.cli.parser import Commands, command, json_option
from geo.errors import QuestionError
from geo.profile import default_folder

if TYPE_CHECKING:
    from geo.proposals.desk import Desk, Outcome
    from geo.proposals.proposal import Proposal

_ABOUT = (
    "Propose a fact or a correction: who held a place, an event, a source. It is checked at once "
    "by the rules of the data, shown before and after, and written as one small file that "
    "`greenline accept` applies. Without -o it goes into the folder of proposals of --data."
)
_EXAMPLES = """\
propose span table=spells about=$place start=$earlier end=$later precision=month \
holder=mixed --source-url https://example.org/report --source-title "A report" \
--confidence low --reason "The report says that both were there" -o proposal.yaml
propose correction table=events row=ID deaths_best=12 --reason "..."\
"""


def add(commands: Commands) -> None:
    _add_propose(commands)
    _add_accept(commands)
    _add_reject(commands)


def _add_propose(commands: Commands) -> None:
    parser = command(commands, "propose", propose, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "kind",
        metavar="KIND",
        choices=("span", "correction", "event", "source", "retirement"),
        help="span (who held what, from when to when), correction, event, source or retirement",
    )
    parser.add_argument(
        "cells",
        metavar="KEY=VALUE",
        nargs="*",
        help="the fact: table=, then about= (a span) or row= (a correction), and the columns "
        "with their values, as data/README.md names them",
    )
    parser.add_argument("--source", metavar="IDS", default="", help="ids of sources, joined by ;")
    for key, what in (
        ("title", "title of a source that the data do not have"),
        ("url", "its address"),
        ("publisher", "who published it"),
        ("date", "when, as ISO text"),
    ):
        parser.add_argument(f"--source-{key}", metavar="TEXT", default="", help=what)
    parser.add_argument("--confidence", metavar="C", default="", help="high, medium or low")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, in a sentence")
    parser.add_argument("--by", metavar="NAME", default="", help="who proposes it")
    parser.add_argument("-o", "--out", metavar="FILE", type=Path, help="write it to this file")
    json_option(parser)


def _add_accept(commands: Commands) -> None:
    about = (
        "Accept a proposal. Its fact goes into the tables: spells are cut so that there is no gap "
        "and no overlap, ids are given, reason, version and changelog are written. Nothing is "
        "written if it breaks a rule of the data or conflicts with another proposal."
    )
    examples = "accept data/proposals/2026-11-25-span-unit.yaml\naccept proposal.yaml --dry-run"
    parser = command(commands, "accept", accept, about, examples)
    parser.add_argument("file", metavar="FILE", type=Path, help="the proposal (.yaml)")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change, write nothing"
    )
    json_option(parser)


def _add_reject(commands: Commands) -> None:
    about = (
        "Reject a proposal and keep its file with the reason. It goes to proposals/decided of the "
        "data folder; the tables stay as they are."
    )
    examples = 'reject data/proposals/2026-11-25-span-unit.yaml --why "The source says otherwise"'
    parser = command(commands, "reject", reject, about, examples)
    parser.add_argument("file", metavar="FILE", type=Path, help="the proposal (.yaml)")
    parser.add_argument("--why", metavar="TEXT", required=True, help="why, in a sentence")
    json_option(parser)


def propose(args: argparse.Namespace) -> Answer:
    """Write a proposal and return what it changes."""
    from geo.atomic_write import atomic_write
    from geo.proposals.proposal import ProposalError, write

    desk = desk_of(args)
    proposal = desk.sign(_proposal(args, desk))
    outcome = desk.preview(proposal)
    if outcome.faults:
        raise ProposalError("; ".join(map(str, outcome.faults[:5])))
    against = desk.conflicts(proposal)
    if args.out:
        with atomic_write(args.out) as out:
            out.write(write(proposal).encode())
    file = args.out or desk.save(proposal)
    if args.json:
        return as_json({"path": str(file), "conflicts": against, **outcome_record(outcome)})
    return as_lines([*outcome.sentences, *(f"conflict: {line}" for line in against), str(file)])


def accept(args: argparse.Namespace) -> Answer:
    """Apply a proposal, or say what would change (``--dry-run``)."""
    from geo.errors import DataError
    from geo.proposals.proposal import ProposalError

    desk = desk_of(args)
    if args.dry_run:
        proposal = desk.load(args.file)
        outcome = desk.preview(proposal)
        if against := desk.conflicts(proposal, args.file):
            raise ProposalError(against[0])
        if outcome.faults:
            raise DataError(outcome.faults)
    else:
        outcome = desk.accept(args.file)
    if args.json:
        return as_json({"version": outcome.version, **outcome_record(outcome)})
    return as_lines([*outcome.sentences, f"version {outcome.version}"])


def reject(args: argparse.Namespace) -> Answer:
    path = desk_of(args).reject(args.file, args.why)
    return as_json({"path": str(path)}) if args.json else as_lines([str(path)])


def desk_of(args: argparse.Namespace) -> Desk:
    """Return the proposals of the data folder that a command names."""
    from geo.proposals.desk import Desk
    from geo.versions.package import home_of

    if args.as_of:
        raise QuestionError("--as-of: proposals are of the data as they are; leave it out")
    return Desk(home_of(args.data or default_folder()))


def outcome_record(outcome: Outcome) -> Record:
    """Return what a proposal does, with stable keys."""
    return {"sentences": list(outcome.sentences), "rows": outcome.edit.touched}


def _proposal(args: argparse.Namespace, desk: Desk) -> Proposal:
    import yaml

    from geo.proposals.proposal import read

    pairs = [cell.partition("=") for cell in args.cells]
    wrong = [key for key, sign, _ in pairs if not sign or not key]
    if wrong or len({key for key, _, _ in pairs}) < len(pairs):
        raise QuestionError(f"{(wrong or ['a key'])[0]!r}: expected KEY=VALUE, each key once")
    fact = {key: value for key, _, value in pairs}
    if fact.get("table") == "spells" and fact.get("about"):
        fact["about"] = _unit(desk, fact["about"])
    keys = ("title", "url", "publisher", "date")
    new = {key: getattr(args, f"source_{key}") for key in keys}
    proposal: dict[str, Any] = {
        "kind": args.kind,
        "fact": fact,
        "sources": list(split_ids(args.source)),
        "new_source": {key: value for key, value in new.items() if value},
        "confidence": args.confidence,
        "reason": args.reason,
        "by": args.by,
    }
    return read(yaml.safe_dump(proposal, allow_unicode=True), "the proposal")


def _unit(desk: Desk, where: str) -> str:
    """Return the unit that a place lies in; what names a unit already stays."""
    if any(row["unit"] == where for row in desk.release.tables["spells"]):
        return where
    from geo.ask import holdings
    from geo.atlas import Atlas

    atlas = Atlas.load(desk.data)
    place = holdings.locate(atlas, where)
    records = {row["unit"]: row for row in atlas.unit_records}
    pcode = records[place.unit]["pcode"]
    parts = [unit for unit, row in records.items() if row["pcode"] == pcode]
    units = sorted({*place.units, *parts}, key=lambda unit: (unit != place.unit, unit))
    if len(units) == 1:
        return units[0]
    known = ", ".join(f"{unit} ({records[unit]['name_en']})" for unit in units[:12])
    more = f" and {len(units) - 12} more" if len(units) > 12 else ""
    raise QuestionError(
        f"about {where!r}: the ground of that name is several units of control; "
        f"expected one of {known}{more}"
    )
