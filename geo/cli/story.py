"""``greenline story``: the stories, and verdicts on the claims that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.ask.columns import Record
from geo.cli.output import Answer, Table, answer_faults
from geo.errors import DataError, QuestionError, ViewError
from geo.layers.spec import Column, Kind
from geo.model import Language
from geo.view import View
from geo.words import locale, say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.parser import Request
    from geo.stories.story import Story


def run(args: Request) -> Answer:
    if args.action == "list" and args.story:
        raise ViewError(f"story list {args.story}: expected no story after list")
    if args.action == "show" and not args.story:
        raise ViewError("story show: expected the id of a story, or a YAML file")
    if args.markdown and args.action != "check":
        raise ViewError(f"story {args.action} --markdown: expected check")
    atlas = args.atlas
    try:
        stories = select_stories(atlas, args.story)
        if args.action == "check":
            return _check(args, atlas, stories)
    except DataError as error:
        return answer_faults(error.faults)
    return _list(args, stories) if args.action == "list" else _show(args, stories[0])


def select_stories(atlas: Atlas, name: str | None) -> tuple[Story, ...]:
    """Return the selected stories: those of a file, one by its id, or all."""
    from geo.files import yaml_file
    from geo.stories import story

    if name and name.lower().endswith((".yaml", ".yml")):
        try:
            with Path(name).open("rb") as file:
                content = file.read(yaml_file.LARGEST + 1)
        except OSError as error:
            raise QuestionError(f"story {name!r}: {error.strerror or error}") from None
        return (story.parse(content, name, atlas),)
    all_stories = story.stories(atlas)
    stories = tuple(item for item in all_stories if name in {None, item.id})
    if not stories and name:
        listed = ", ".join(item.id for item in all_stories) or "nothing: there is no story"
        raise QuestionError(f"story {name!r}: expected a .yaml file or one of {listed}")
    return stories


def _list(args: Request, stories: tuple[Story, ...]) -> Answer:
    rows = [
        {
            "id": story.id,
            "title": story.title.to_dict(),
            "summary": story.summary.to_dict(),
            "date": story.date.isoformat(),
            "steps": len(story.steps),
            "checks": sum(len(step.checks) for step in story.steps),
            "sources": list(story.cited),
        }
        for story in stories
    ]
    columns = (
        *(Column("id", "Id"), Column("title", "web.col.title", write=_write_texts("title"))),
        *(Column("steps", "Steps", Kind.NUMBER), Column("checks", "Checks", Kind.NUMBER)),
    )
    return Answer(rows, [Table(rows, columns)], view=View(language=args.lang))


def _write_texts(name: str) -> Callable[[Mapping[str, Any], View], str]:
    """Return what writes texts in several languages in the reader's, of lists one a line."""

    def write(row: Mapping[str, Any], view: View) -> str:
        texts = [row[name]] if isinstance(row[name], dict) else row[name]
        return " ".join(text.get(view.language) or next(iter(text.values())) for text in texts)

    return write


def _show(args: Request, story: Story) -> Answer:
    record = story.to_dict()
    columns = (
        *(Column("title", "web.col.title", write=_write_texts("title")), Column("address", "Map")),
        Column("text", "Text", write=_write_texts("text")),
        Column("claims", "Claims", write=_write_texts("claims")),
    )
    rows = [
        {
            **step,
            "address": f"?{drawn.view.to_query()}",
            "claims": [check["claim"] for check in step.get("checks", ())],
        }
        for step, drawn in zip(record["steps"], story.steps, strict=True)
    ]
    title, summary = (text.of(Language(args.lang)) for text in (story.title, story.summary))
    title = f"{title} ({story.id}, {story.date}): {summary}"
    return Answer(
        record,
        [Table(rows, columns, upright=True)],
        title,
        View(language=args.lang),
        listed=Table(record["steps"], ()),
    )


def _check(args: Request, atlas: Atlas, stories: tuple[Story, ...]) -> Answer:
    from geo.stories.check import check, tally

    records: list[Record] = []
    for story in stories:
        outcomes = check(atlas, story)
        records.append(
            {
                "id": story.id,
                "title": story.title.to_dict(),
                "tally": tally(outcomes),
                "unlike_noted": sum(not outcome.as_noted for outcome in outcomes),
                "outcomes": [outcome.to_dict() for outcome in outcomes],
            }
        )
    code = Language(args.lang)
    step = () if args.markdown else (Column("step", "Step"),)
    columns = (
        *step,
        Column("claim", "Claim", write=_write_texts("claim")),
        Column("outcome", "Outcome", Kind.CODE, of="outcome"),
        Column("found", "check.found", write=_write_texts("found")),
        Column("sources", "check.sources", Kind.LIST),
        Column("against", "check.against", Kind.LIST),
        *(() if args.markdown else (Column("noted", "The writer noted", write=_write_noted),)),
    )
    comma = say("sentence.comma", code)
    tables = [
        Table(
            item["outcomes"],
            columns,
            f"{story.title.of(code)} ({story.id}): "
            + comma.join(
                f"{locale.number(count, code)} {say(f'outcome.{name}', code)}"
                for name, count in item["tally"].items()
            ),
            upright=True,
        )
        for story, item in zip(stories, records, strict=True)
    ]
    rows = [{"story": item["id"], **row} for item in records for row in item["outcomes"]]
    record = {"version": atlas.version, "stories": records}
    return Answer(record, tables, view=View(language=code), listed=Table(rows, ()))


def _write_noted(row: Mapping[str, Any], view: View) -> str:
    same = row["noted"] in {None, row["outcome"]}
    return "" if same else say(f"outcome.{row['noted']}", view.language)
