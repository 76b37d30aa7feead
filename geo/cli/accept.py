"""``greenline accept``: apply a proposal to the tables, and keep its file as the record."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, json_option


def add(commands: Commands) -> None:
    """Add the command."""
    about = (
        "Accept a proposal. Its fact goes into the tables: spells are cut so that there is no gap "
        "and no overlap, ids are given, reason, version and changelog are written. Nothing is "
        "written where a rule of the data or another proposal is against it."
    )
    examples = "accept data/proposals/2026-11-25-span-unit.yaml\naccept proposal.yaml --dry-run"
    one = command(commands, "accept", run, about, examples)
    one.add_argument("file", metavar="FILE", type=Path, help="the proposal (.yaml)")
    one.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Apply a proposal, or say what would change (``--dry-run``).

    Raises
    ------
    ProposalError
        Where another proposal is against it.
    DataError
        Where a rule of the data is against it.
    """
    from geo.cli.propose import desk_of, outcome_record
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
