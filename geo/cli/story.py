"""``greenline story``: the stories, and verdicts on the claims that they make."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, fault_lines, grid, number
from geo.cli.parser import Commands, command, json_option, language_option
from geo.errors import DataError, QuestionError, ViewError
from geo.model import Language
from geo.profile import current

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.errors import Fault
    from geo.stories.check import Outcome
    from geo.stories.story import Story

_ABOUT = (
    "List stories, show one, or check the claims that they make. Each claim is checked against the "
    "atlas: supported, disputed by sources, not supported, not testable. The exit code is 1 where "
    "a story cannot be read, not where a claim is not supported."
)
_EXAMPLES = """\
story list
story check
story check $story --json
story check my/story.yaml
story show $story --lang $language"""


def add(commands: Commands) -> None:
    parser = command(commands, "story", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "action",
        metavar="ACTION",
        choices=("list", "check", "show"),
        help="list, check or show",
    )
    parser.add_argument(
        "story",
        metavar="STORY",
        nargs="?",
        help="id of a story, or a YAML file (check: all stories where none is given)",
    )
    first = str(current().languages[0])
    language_option(parser, "language of the text (default: %(default)s)", first)
    form = parser.add_mutually_exclusive_group()
    json_option(form, rows=True)
    form.add_argument(
        "--markdown", action="store_true", help="check: answer in a table for a page of Markdown"
    )


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas

    if args.action == "list" and args.story:
        raise ViewError(f"story list {args.story}: expected no story after list")
    if args.action == "show" and not args.story:
        raise ViewError("story show: expected the id of a story, or a YAML file")
    if args.markdown and args.action != "check":
        raise ViewError(f"story {args.action} --markdown: expected check")
    atlas = Atlas.load(args.data)
    try:
        stories = select_stories(atlas, args.story)
        if args.action == "check":
            return _check(args, atlas, stories)
    except DataError as error:
        return _list_faults(args, error.faults)
    return _list(args, stories) if args.action == "list" else _show(args, stories[0])


def select_stories(atlas: Atlas, name: str | None) -> tuple[Story, ...]:
    """Return the selected stories: those of a file, one by its id, or all."""
    from geo import yaml_file
    from geo.stories import story

    if name and name.lower().endswith((".yaml", ".yml")):
        try:
            with Path(name).open("rb") as file:
                content = file.read(yaml_file.LARGEST + 1)
        except OSError as error:
            raise QuestionError(f"story {name!r}: {error.strerror or error}") from None
        return (story.parse(content, name, atlas),)
    known = story.stories(atlas)
    stories = tuple(item for item in known if name in {None, item.id})
    if not stories and name:
        listed = ", ".join(item.id for item in known) or "nothing: there is no story"
        raise QuestionError(f"story {name!r}: expected a .yaml file or one of {listed}")
    return stories


def _list_faults(args: argparse.Namespace, faults: tuple[Fault, ...]) -> Answer:
    if args.json:
        listed = [fault.to_dict() for fault in faults]
        return as_json({"count": len(listed), "faults": listed}, 1)
    return as_lines(fault_lines(faults), 1)


def _list(args: argparse.Namespace, stories: tuple[Story, ...]) -> Answer:
    language = Language(args.lang)
    checks = [sum(len(step.checks) for step in story.steps) for story in stories]
    if args.json:
        rows = zip(stories, checks, strict=True)
        return as_json([_entry(item, count) for item, count in rows])
    cells = [
        [story.id, story.title.of(language), number(len(story.steps)), number(count)]
        for story, count in zip(stories, checks, strict=True)
    ]
    return as_lines(grid(["Id", "Title", "Steps", "Checks"], cells, right="Steps|Checks"))


def _entry(story: Story, checks: int) -> Record:
    return {
        "id": story.id,
        "title": story.title.to_dict(),
        "summary": story.summary.to_dict(),
        "date": story.date.isoformat(),
        "steps": len(story.steps),
        "checks": checks,
        "sources": list(story.cited),
    }


def _show(args: argparse.Namespace, story: Story) -> Answer:
    if args.json:
        return as_json(story.to_dict())
    language = Language(args.lang)
    lines = [f"{story.title.of(language)} ({story.id}, {story.date})", story.summary.of(language)]
    for count, step in enumerate(story.steps, start=1):
        lines += ["", f"{count}. {step.title.of(language)}", f"   ?{step.view.to_query()}"]
        lines += [f"   {line}" for line in step.text.of(language).splitlines() if line]
        lines += [f"   - {check.claim.of(language)}" for check in step.checks]
    return as_lines(lines)


def _check(args: argparse.Namespace, atlas: Atlas, stories: tuple[Story, ...]) -> Answer:
    from geo.stories.check import check

    result = [(story, check(atlas, story)) for story in stories]
    if args.json:
        records = [_record(item, outcomes) for item, outcomes in result]
        return as_json({"version": atlas.version, "stories": records})
    language = Language(args.lang)
    write = _table if args.markdown else _lines
    lines = [line for item, outcomes in result for line in (*write(item, outcomes, language), "")]
    return as_lines(lines[:-1])


def _record(story: Story, outcomes: list[Outcome]) -> Record:
    from geo.stories.check import tally

    return {
        "id": story.id,
        "title": story.title.to_dict(),
        "tally": tally(outcomes),
        "unlike_noted": sum(not outcome.as_noted for outcome in outcomes),
        "outcomes": [outcome.to_dict() for outcome in outcomes],
    }


def _lines(story: Story, outcomes: list[Outcome], language: Language) -> list[str]:
    from geo.stories.check import in_language
    from geo.words import say

    lines = [f"{story.title.of(language)} ({story.id})", _tally(outcomes, language)]
    titles = {step.id: step.title.of(language) for step in story.steps}
    for step, of_step in _by_step(outcomes):
        lines += ["", f"{titles[step]} [{step}]"]
        for outcome in of_step:
            label = say(f"outcome.{outcome.outcome.value}", language)
            lines.append(f"  {label}: {outcome.claim.of(language)}")
            lines += [f"    {line}" for line in in_language(outcome.answer, language)]
            lines.append(f"    {say('check.sources', language)}: {', '.join(outcome.sources)}")
            if outcome.against:
                against = ", ".join(outcome.against)
                lines.append(f"    {say('check.against', language)}: {against}")
            if not outcome.as_noted:
                lines.append(f"    ! the writer noted {outcome.noted}")
    return lines


def _tally(outcomes: list[Outcome], language: Language) -> str:
    from geo.stories.check import tally
    from geo.words import locale, say

    comma = say("sentence.comma", language)
    return comma.join(
        f"{locale.number(count, language)} {say(f'outcome.{name}', language)}"
        for name, count in tally(outcomes).items()
    )


def _by_step(outcomes: list[Outcome]) -> list[tuple[str, list[Outcome]]]:
    steps = dict.fromkeys(outcome.step for outcome in outcomes)
    return [(step, [item for item in outcomes if item.step == step]) for step in steps]


def _table(story: Story, outcomes: list[Outcome], language: Language) -> list[str]:
    """Write outcomes as a table of Markdown."""
    from geo.stories.check import in_language
    from geo.words import say

    text = [f"**{_cell(story.title.of(language))}**: {_tally(outcomes, language)}.", ""]
    text += ["| claim | outcome | what the atlas has | who says so | who says otherwise |"]
    text += ["| --- | --- | --- | --- | --- |"]
    for outcome in outcomes:
        texts = in_language(outcome.answer, language)
        cells = (
            _cell(outcome.claim.of(language)),
            say(f"outcome.{outcome.outcome.value}", language),
            _cell("; ".join(line.rstrip(".") for line in texts)),
            ", ".join(f"`{name}`" for name in outcome.sources),
            ", ".join(f"`{name}`" for name in outcome.against),
        )
        text.append(f"| {' | '.join(cells)} |")
    return text


def _cell(text: str) -> str:
    """Escape text for a cell of a Markdown table."""
    return re.sub(r"([\\|<>*_`\[\]])", r"\\\1", text)
