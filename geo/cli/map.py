"""``greenline map``: what an article names, as a map that opens at its day, and a draft story."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.output import Answer, Record, as_json, as_lines, day_in_words
from geo.cli.parser import Commands, command, day, json_option, page_file
from geo.errors import QuestionError
from geo.model import Language
from geo.profile import current

if TYPE_CHECKING:
    from geo.articles.check.article_check import CheckedArticle
    from geo.articles.extraction import Found, Mention

_ABOUT = (
    "Find the places, fields, crossings, actors and dates that an article names, and write a map "
    "that opens at its day with them highlighted. What it states (who held or took what when, "
    "barrels a day, what was open or shut) is put to the atlas; what is not understood is left "
    "alone and listed. No text leaves the machine. A name that two places share is not guessed: "
    "--choose says which one."
)
_EXAMPLES = """\
map article.txt
map article.txt -o article.html --date $opening
map article.txt --story draft.yaml --choose NAME=place:id
map article.txt --story draft.yaml --source ID
map - --lang $language --json < article.txt"""


def add(commands: Commands) -> None:
    one = command(commands, "map", run, _ABOUT, _EXAMPLES)
    one.add_argument("article", metavar="ARTICLE", help="a text file, or - for standard input")
    one.add_argument("-o", "--out", metavar="OUT.html", type=page_file, help="write the map")
    one.add_argument(
        "--story", metavar="DRAFT.yaml", type=story_file, help="write a draft of a story"
    )
    one.add_argument(
        "--date", type=day, help="the day it was written (default: the first date at its head)"
    )
    one.add_argument(
        "--lang",
        choices=list(map(str, current().languages)),
        help="its language (default: detected from its letters)",
    )
    one.add_argument(
        "--choose",
        metavar="NAME=KEY",
        action="append",
        default=[],
        help="which thing an ambiguous name stands for; may be repeated",
    )
    one.add_argument(
        "--source",
        metavar="ID",
        default="article",
        help="id of sources.csv that the article is, for the story (default: article, which its "
        "writer replaces)",
    )
    json_option(one)


def story_file(text: str) -> Path:
    """Read the name of a story's file to write."""
    if not re.fullmatch(r".*\.ya?ml", text.lower()) or not Path(text).suffix:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a file name that ends in .yaml")
    return Path(text)


def run(args: argparse.Namespace) -> Answer:
    """Return what an article names, and write its map."""
    from geo.articles.article import article
    from geo.articles.check.article_check import check_article
    from geo.articles.extraction import find
    from geo.atlas import Atlas

    text = written(args.article)
    language = Language(args.lang) if args.lang else None
    atlas = Atlas.load(args.data)
    found = find(atlas, article(text, args.date, language)).answered(_choices(args.choose))
    done = check_article(atlas, found)
    if args.source != "article" and args.source not in set(atlas.table("sources")["id"]):
        raise QuestionError(f"--source {args.source}: expected an id of sources.csv")
    answer = record(found) | {"statements": statements(done), "left_alone": left_alone(done, found)}
    if args.out:
        from geo.draw.article import opening
        from geo.export import html

        file = html(atlas, opening(found), args.out, article=found)
        answer |= {"path": str(file), "bytes": file.stat().st_size}
    if args.story:
        from geo.export.html import write
        from geo.export.story_draft import draft

        text = draft(found, args.story.stem, done, args.source)
        write(args.story, text.encode())
        answer |= {"story": str(args.story)}
    answer |= {"version": atlas.version}
    return as_json(answer) if args.json else as_lines(lines(found, done, answer))


def written(name: str) -> str:
    """Return the text of a file, whatever its letters are encoded in; of standard input for -."""
    from geo.articles.article import LONGEST
    from geo.tabular.encoding import decoded, find
    from geo.tabular.source import Source

    most = 4 * LONGEST + 4
    content = sys.stdin.buffer.read(most) if name == "-" else Path(name)
    source = Source(content, "standard input" if name == "-" else Path(name).name)
    head = source.head(most)
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise QuestionError(f"{source.name}: expected plain text, not a document or an archive")
    return decoded(Source(head, source.name), find(Source(head, source.name)), most + 1)


def _choices(given: list[str]) -> dict[str, str]:
    pairs = dict(one.rpartition("=")[::2] for one in given)
    if "" in pairs:
        raise QuestionError("--choose: expected NAME=KEY, such as Newtown=place:newtown")
    return pairs


def record(found: Found) -> Record:
    """Return what was found, with stable keys."""
    return {
        "date": found.article.date.isoformat(),
        "date_told": found.article.told,
        "language": found.article.language.value,
        "sentences": len(found.article.sentences),
        "mentions": [_mention(one) for one in found.mentions if not one.asked],
        "asked": [
            {
                "name": each[0].text,
                "candidates": [one.key for one in each[0].candidates],
                "sentences": [one.sentence + 1 for one in each],
            }
            for each in found.questions.values()
        ],
        "actors": [
            {"text": one.text, "id": one.entries[0].id, "sentence": one.sentence + 1}
            for one in found.actors
        ],
        "unknown": [{"text": one.text, "sentence": one.sentence + 1} for one in found.unknown],
        "dates": [
            {
                "text": one.text,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "span": one.span.value,
            }
            for one in found.dates
        ],
    }


def _mention(one: Mention) -> Record:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "sentence": one.sentence + 1,
        "keys": list(one.keys),
        "candidates": [each.key for each in one.candidates],
        "confidence": one.confidence.value,
    }


def statements(done: CheckedArticle) -> list[Record]:
    """Return what comes of each statement, with stable keys."""
    from geo.stories.question import as_json as asked

    return [
        {
            "sentence": one.statement.sentence + 1,
            "claim": one.claim,
            "kind": one.statement.kind.value,
            "asked": asked(one.ask),
            "day_tested": _days(one.tested),
            "day_given": _days(one.given),
            "day_from": one.day_source.value,
            "outcome": one.finding.verdict.value,
            "found": [line["en"] for line in one.finding.found],
            "expected": [line["en"] for line in one.finding.expected],
            "rests": list(one.finding.rests),
            "against": list(one.finding.against),
        }
        for one in done.checks
    ]


def _days(days: tuple[date, date] | None) -> list[str] | None:
    """Return the first and last of some days; None where there are none."""
    return [each.isoformat() for each in days] if days else None


def left_alone(done: CheckedArticle, found: Found) -> list[Record]:
    """Return the sentences that were not understood, and why."""
    return [
        {
            "sentence": left.sentence + 1,
            "why": left.why,
            "text": found.article.text[left.start : left.end],
        }
        for left in done.left
    ]


def _judged(done: CheckedArticle, answer: Record, written: date) -> list[str]:
    """Say what the article states, on which day it was tested, and what the atlas has on it."""
    from geo.words import say

    judged = []
    for check in done.checks:
        outcome = say(f"outcome.{check.finding.verdict.value}", Language.EN)
        judged.append(f"{outcome}: {check.claim}")
        judged.append(f"  {check.days_in_words(written)['en']}")
        judged += [f"  {line['en']}" for line in check.finding.found]
        judged += [f"  rests on: {', '.join(check.finding.rests)}"] if check.finding.rests else []
    judged += [f"left alone ({left['why']}): {left['text']}" for left in answer["left_alone"]]
    return judged


def lines(found: Found, done: CheckedArticle, answer: Record) -> list[str]:
    """Say what was found."""
    count = len(found.article.sentences)
    head = f"{day_in_words(found.article.date)}, {count} sentence{'s' if count != 1 else ''}"
    text = [head + ("" if found.article.told else " (the day stands in the text)")]
    for entry in found.places:
        texts = {one.text: None for one in found.mentions if entry in one.entries}
        text.append(f"{entry.english} ({entry.key}): {', '.join(texts)}")
    if not found.places:
        text.append("no place of the atlas found")
    names = dict.fromkeys(one.entries[0].english for one in found.actors)
    text += [f"actors: {', '.join(names)}"] if names else []
    unknown = dict.fromkeys(one.text for one in found.unknown)
    text += [f"not in the atlas: {', '.join(unknown)}"] if unknown else []
    for each in found.questions.values():
        keys = " or ".join(one.key for one in each[0].candidates)
        text.append(f"ambiguous: {each[0].text} is {keys}? (--choose {each[0].text}=...)")
    text += _judged(done, answer, found.article.date)
    text += [f"written: {answer[key]}" for key in ("path", "story") if key in answer]
    return text
