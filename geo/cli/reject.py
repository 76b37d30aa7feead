"""``greenline reject``: keep a proposal as the record that it was rejected, and why."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.cli.output import Answer, as_json, as_lines
from geo.cli.parser import Commands, command, json_option


def add(commands: Commands) -> None:
    """Add the command."""
    about = (
        "Reject a proposal and keep its file with the reason. It goes to proposals/decided of the "
        "data folder; the tables stay as they are."
    )
    examples = 'reject data/proposals/2026-11-25-span-unit.yaml --why "The source says otherwise"'
    one = command(commands, "reject", run, about, examples)
    one.add_argument("file", metavar="FILE", type=Path, help="the proposal (.yaml)")
    one.add_argument("--why", metavar="TEXT", required=True, help="why, in a sentence")
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Keep a proposal as rejected."""
    from geo.cli.propose import desk_of

    kept = desk_of(args).reject(args.file, args.why)
    return as_json({"path": str(kept)}) if args.json else as_lines([str(kept)])
