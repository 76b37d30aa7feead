"""``docs/commands.md`` names every command, option and JSON key that there is."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.cli import main
from geo.cli.parser import parser

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
SHARED = "What all commands share"
ARTICLE = PAGE.parents[1] / "tests" / "gazetteer" / "texts" / "en04.txt"

#: Keys of every answer, or of every row with sources, which the section of all commands names.
ENVELOPE = {"day", "perspective", "version", "release", "rows", "says", "km2_note"}

#: Objects whose keys are values of the data (named elsewhere), not keys of the answer.
OPEN = {"cells", "row", "holders", "ranges", "grounds", "asked", "ask", "figures"}

ASKED = {
    "info": [["info"]],
    "areas": [["areas"]],
    "check": [["check"], ["check", "no-such-folder"]],
    "at": [["at", "2017-09-27"], ["at", "2017-09-27", "--place", "Sinjar"]],
    "changes": [["changes", "2017-10-15", "2017-10-20"]],
    "exposure": [
        ["exposure"],
        ["exposure", "--date", "2017-10-17", "--since", "2017-10-15", "--by", "holder"],
    ],
    "history": [["history", "Sinjar"]],
    "series": [
        ["series", "2017-09-01", "2017-11-01"],
        ["series", "2017-09-01", "2017-11-01", "--by", "unit", "--place", "Kirkuk"],
        ["series", "2017-09-01", "2017-11-01", "-o", "TABLE"],
    ],
    "compare": [["compare", "2017-10-16", "RIVAL"]],
    "numbers": [["numbers", "NUMBERS"]],
    "read": [["read", "EVENTS"]],
    "ingest": [["ingest", "EVENTS", "--out", "FOLDER"]],
    "map": [["map", f"{ARTICLE}", "--date", "2017-10-21", "-o", "OUT"]],
    "story": [
        ["story", "list"],
        ["story", "check", "2017-09-27"],
        ["story", "show", "2014-advance"],
    ],
    "export": [["export", "OUT"]],
    "cite": [],
    "site": [],
    "new": [],  # tests/cli/test_new.py
    "mcp": [],  # answers until its input ends
    "app": [],  # serves until it is stopped
}


#: Columns of the table of numbers, which answers have as keys.
COLUMNS = {"governorate", "families"}


def _areas(folder: Path) -> tuple[str, str]:
    """Write a control map of one square, and a table of two governorates."""
    rival, table = folder / "rival.geojson", folder / "numbers.csv"
    square = [[[44, 35], [45, 35], [45, 36], [44, 36], [44, 35]]]
    feature = {
        "type": "Feature",
        "properties": {"holder": "Peshmerga"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    rival.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    table.write_text("governorate,families\nKirkuk,12\nDiyala,8\n")
    return str(rival), str(table)


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def subparsers() -> dict[str, argparse.ArgumentParser]:
    return next(
        dict(action.choices)
        for action in parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )


#: Names of the commands, in the order of ``--help``.
COMMANDS = tuple(subparsers())


def options(item: argparse.ArgumentParser) -> set[str]:
    named: set[str] = set()
    for action in item._actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        positional = {action.metavar if isinstance(action.metavar, str) else action.dest}
        named |= set(action.option_strings) or positional
    return named


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in OPEN:
                yield from keys(item)


def test_every_command_has_its_section_in_the_order_of_help() -> None:
    titles = [title.removeprefix("greenline ") for title in sections() if title != SHARED]
    assert titles == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_told(command: str) -> None:
    section = sections()[f"greenline {command}"]
    for other in ("compare", "numbers"):  # whose options other commands take too, and say so
        if "options" in section and re.search(rf"`(?:greenline )?{other}`", section):
            section += sections()[f"greenline {other}"]
    shared = options(parser())
    missing = {
        name
        for name in options(subparsers()[command])
        if name not in shared and not re.search(rf"{re.escape(name)}(?![\w-])", section)
    }
    assert not missing


def test_shared_options_are_told() -> None:
    section = sections()[SHARED]
    assert {name for name in options(parser()) if f"`{name}" not in section} == set()
    assert "`--json`" in section
    assert {name for name in ENVELOPE if f"`{name}`" not in section} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_told_exists(command: str) -> None:
    matches = set(re.findall(r"--[a-z][a-z-]*", sections()[f"greenline {command}"]))
    everywhere = {name for subparser in subparsers().values() for name in options(subparser)}
    assert matches <= everywhere


def _events(folder: Path) -> Path:
    """Write a table of events in which some are set aside, noted and shown."""
    file = folder / "reports.csv"
    file.write_text("date,longitude,latitude,type\n2007-03-01,44.4,35.5,IED\n2007-03-02,,,SAF\n")
    return file


#: Keys that the questions asked here have no occasion for, by command.
SELDOM = {"read": {"place_names"}, "map": {"story"}}


def told_keys(section: str) -> set[str]:
    """Return the keys that the table of a section describes."""
    table = section.partition("| key | meaning |\n| --- | --- |\n")[2].partition("\n\n")[0]
    return {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.mark.quick(1)
@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_printed_as_json_is_what_is_told(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    section = sections()[f"greenline {command}"]
    matches = set(re.findall(r"`([a-z_0-9]+)`", section))
    seen: set[str] = set()
    for query in ASKED[command]:
        given = {"OUT": str(tmp_path / "map.html"), "EVENTS": str(_events(tmp_path))}
        given["FOLDER"] = str(tmp_path / "folder")
        given["RIVAL"], given["NUMBERS"] = _areas(tmp_path)
        given["TABLE"] = str(tmp_path / "panel.csv")
        words = [given.get(word, word) for word in query]
        main([*words, "--json"])
        answer = json.loads(capsys.readouterr().out)
        assert {"day", "perspective", "version", "release"} <= set(answer)
        assert set(keys(answer)) - matches - ENVELOPE - COLUMNS == set()
        seen |= set(keys(answer))
    if ASKED[command]:
        assert told_keys(section) - seen - SELDOM.get(command, set()) == set()


def test_examples_of_help_are_commands_that_exist() -> None:
    for subparser in (parser(), *subparsers().values()):
        for line in re.findall(r"^  greenline (.+)$", subparser.epilog or "", flags=re.MULTILINE):
            assert line.split()[0] in COMMANDS
