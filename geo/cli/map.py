"""``greenline map``: what an article names, as a map that opens at its day, and a draft story."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, day_in_words
from geo.cli.parser import Commands, command, day, file_name, json_option, language_option
from geo.errors import QuestionError
from geo.model import Language

if TYPE_CHECKING:
    from geo.articles.check.article_check import CheckedArticle
    from geo.articles.extraction import Found, Mention

_ABOUT = (
    "Find the places, fields, crossings, actors and dates that an article names, and write a map "
    "that opens at its day with them highlighted. What it states (who held or took what when, "
    "barrels a day, what was open or shut) is checked against the atlas; what is not understood is "
    "left alone and listed. No text leaves the machine. A name that two places share is not "
    "guessed: --choose says which one."
)
_EXAMPLES = """\
map article.txt
map article.txt -o article.html --date $opening
map article.txt --story draft.yaml --choose NAME=place:id
map article.txt --story draft.yaml --source ID
map - --lang $language --json < article.txt"""


def add(commands: Commands) -> None:
    parser = command(commands, "map", run, _ABOUT, _EXAMPLES)
    parser.add_argument("article", metavar="ARTICLE", help="a text file, or - for standard input")
    parser.add_argument(
        "-o", "--out", metavar="OUT.html", type=file_name(".html"), help="write the map"
    )
    parser.add_argument(
        "--story",
        metavar="DRAFT.yaml",
        type=file_name(".yaml", ".yml"),
        help="write a draft of a story",
    )
    parser.add_argument(
        "--date", type=day, help="the day it was written (default: the first date at its head)"
    )
    language_option(parser, "its language (default: detected from its letters)")
    parser.add_argument(
        "--choose",
        metavar="NAME=KEY",
        action="append",
        default=[],
        help="which thing an ambiguous name stands for; may be repeated",
    )
    parser.add_argument(
        "--source",
        metavar="ID",
        default="article",
        help="id of the article in sources.csv, for the story (default: article, which its "
        "writer replaces)",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.articles.article import article
    from geo.articles.check.article_check import check_article
    from geo.articles.extraction import find
    from geo.atlas import Atlas

    text = read_text(args.article)
    language = Language(args.lang) if args.lang else None
    atlas = Atlas.load(args.data)
    findings = find(atlas, article(text, args.date, language)).apply_answers(_choices(args.choose))
    done = check_article(atlas, findings)
    if args.source != "article" and args.source not in set(atlas.table("sources")["id"]):
        raise QuestionError(f"--source {args.source}: expected an id of sources.csv")
    answer = record(findings) | {
        "statements": statements(done),
        "left_alone": left_alone(done, findings),
    }
    if args.out:
        from geo.draw.article import opening
        from geo.export import html

        file = html(atlas, opening(findings), args.out, article=findings)
        answer |= {"path": str(file), "bytes": file.stat().st_size}
    if args.story:
        from geo.export.html import write
        from geo.export.story_draft import draft

        text = draft(findings, args.story.stem, done, args.source)
        write(args.story, text.encode())
        answer |= {"story": str(args.story)}
    answer |= {"version": atlas.version}
    return as_json(answer) if args.json else as_lines(lines(findings, done, answer))


def read_text(name: str) -> str:
    """Return the text of a file, whatever its letters are encoded in; of standard input for -."""
    from geo.articles.article import LONGEST
    from geo.tabular.encoding import decode_head, find
    from geo.tabular.source import Source

    most = 4 * LONGEST + 4
    content = sys.stdin.buffer.read(most) if name == "-" else Path(name)
    source = Source(content, "standard input" if name == "-" else Path(name).name)
    head = source.head(most)
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise QuestionError(f"{source.name}: expected plain text, not a document or an archive")
    return decode_head(Source(head, source.name), find(Source(head, source.name)), most + 1)


def _choices(given: list[str]) -> dict[str, str]:
    pairs = dict(pair.rpartition("=")[::2] for pair in given)
    if "" in pairs:
        raise QuestionError("--choose: expected NAME=KEY, such as Newtown=place:newtown")
    return pairs


def record(findings: Found) -> Record:
    """Return what was found, with stable keys."""
    return {
        "date": findings.article.date.isoformat(),
        "date_told": findings.article.is_day_given,
        "language": findings.article.language.value,
        "sentences": len(findings.article.sentences),
        "mentions": [
            _mention(mention) for mention in findings.mentions if not mention.is_ambiguous
        ],
        "asked": [
            {
                "name": each[0].text,
                "candidates": [candidate.key for candidate in each[0].candidates],
                "sentences": [mention.sentence + 1 for mention in each],
            }
            for each in findings.questions.values()
        ],
        "actors": [
            {"text": actor.text, "id": actor.entries[0].id, "sentence": actor.sentence + 1}
            for actor in findings.actors
        ],
        "unknown": [
            {"text": mention.text, "sentence": mention.sentence + 1} for mention in findings.unknown
        ],
        "dates": [
            {
                "text": item.text,
                "first": item.first.isoformat(),
                "last": item.last.isoformat(),
                "span": item.span.value,
            }
            for item in findings.dates
        ],
    }


def _mention(mention: Mention) -> Record:
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "sentence": mention.sentence + 1,
        "keys": list(mention.keys),
        "candidates": [each.key for each in mention.candidates],
        "confidence": mention.confidence.value,
    }


def statements(done: CheckedArticle) -> list[Record]:
    """Return the verdict on each statement, with stable keys."""
    from geo.stories.question import as_json as question_as_json

    return [
        {
            "sentence": check.statement.sentence + 1,
            "claim": check.claim,
            "kind": check.statement.kind.value,
            "asked": question_as_json(check.ask),
            "day_tested": _days(check.tested),
            "day_given": _days(check.given),
            "day_from": check.day_source.value,
            "outcome": check.finding.verdict.value,
            "found": [line["en"] for line in check.finding.recorded],
            "expected": [line["en"] for line in check.finding.expected],
            "rests": list(check.finding.rests),
            "against": list(check.finding.against),
        }
        for check in done.checks
    ]


def _days(days: tuple[date, date] | None) -> list[str] | None:
    """Return the first and last of some days; None where there are none."""
    return [each.isoformat() for each in days] if days else None


def left_alone(done: CheckedArticle, findings: Found) -> list[Record]:
    """Return the sentences that were not understood, and why."""
    return [
        {
            "sentence": left.sentence + 1,
            "why": left.why,
            "text": findings.article.text[left.start : left.end],
        }
        for left in done.left
    ]


def _verdict_lines(done: CheckedArticle, answer: Record, written: date) -> list[str]:
    """Return lines with the article's statements, the day tested and the verdicts."""
    from geo.words import say

    judged = []
    for check in done.checks:
        outcome = say(f"outcome.{check.finding.verdict.value}", Language.EN)
        judged.append(f"{outcome}: {check.claim}")
        judged.append(f"  {check.days_in_words(written)['en']}")
        judged += [f"  {line['en']}" for line in check.finding.recorded]
        judged += [f"  rests on: {', '.join(check.finding.rests)}"] if check.finding.rests else []
    judged += [f"left alone ({left['why']}): {left['text']}" for left in answer["left_alone"]]
    return judged


def lines(findings: Found, done: CheckedArticle, answer: Record) -> list[str]:
    count = len(findings.article.sentences)
    head = f"{day_in_words(findings.article.date)}, {count} sentence{'s' if count != 1 else ''}"
    text = [head + ("" if findings.article.is_day_given else " (the day stands in the text)")]
    for entry in findings.places:
        texts = {mention.text: None for mention in findings.mentions if entry in mention.entries}
        text.append(f"{entry.english} ({entry.key}): {', '.join(texts)}")
    if not findings.places:
        text.append("no place of the atlas found")
    names = dict.fromkeys(actor.entries[0].english for actor in findings.actors)
    text += [f"actors: {', '.join(names)}"] if names else []
    unknown = dict.fromkeys(mention.text for mention in findings.unknown)
    text += [f"not in the atlas: {', '.join(unknown)}"] if unknown else []
    for each in findings.questions.values():
        keys = " or ".join(candidate.key for candidate in each[0].candidates)
        text.append(f"ambiguous: {each[0].text} is {keys}? (--choose {each[0].text}=...)")
    text += _verdict_lines(done, answer, findings.article.date)
    text += [f"written: {answer[key]}" for key in ("path", "story") if key in answer]
    return text
