"""``greenline map``: the places and days that a text names, as a map that opens at its day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.ask.columns import Record
from geo.cli.output import Answer, Table
from geo.errors import QuestionError
from geo.layers.spec import Column, Kind
from geo.model import Language

if TYPE_CHECKING:
    from geo.cli.parser import Request
    from geo.gazetteer.texts import Text


def run(args: Request) -> Answer:
    from geo.gazetteer.texts import read_text

    content = _read(args.article)
    language = Language(args.lang) if args.lang else None
    choices = dict(pair.rpartition("=")[::2] for pair in args.choose)
    if "" in choices:
        raise QuestionError("--choose: expected NAME=KEY, such as Newtown=place:newtown")
    atlas = args.atlas
    text = read_text(atlas, content, args.date, language).choose(choices)
    answer = _record(text)
    if args.out:
        from geo.draw.side_texts import open_article
        from geo.export import html

        file = html(atlas, open_article(text), args.out, article=text)
        answer |= {"path": str(file), "bytes": file.stat().st_size}
    about = answer | {
        "date": answer["date"] + ("" if text.is_day_given else " (the day stands in the text)"),
        "days": [item["day"] for item in answer["days"]],
    }
    named = (
        *(Column("date", "web.col.day"), Column("sentences", "Sentences", Kind.NUMBER)),
        *(Column("days", "Days", Kind.LIST), Column("path", "Written")),
    )
    places = (
        Column("name", "Place"),
        Column("key", "Key"),
        Column("texts", "In the text", Kind.LIST),
    )
    unsure = (Column("text", "Ambiguous"), Column("candidates", "--choose TEXT=", Kind.LIST))
    matches = [
        {
            "name": entry.english,
            "key": entry.key,
            "texts": [item.text for item in text.mentions if entry in item.entries],
        }
        for entry in text.places
    ]
    open_ones = {item["text"]: item for item in answer["mentions"] if not item["keys"]}
    tables = [Table([about], named, upright=True), Table(matches, places, "Places of the atlas")]
    return Answer(answer, [*tables, Table(list(open_ones.values()), unsure)])


def _read(name: str) -> str:
    """Return the text of a file, whatever its letters are encoded in; of standard input for -."""
    from geo.gazetteer.texts import LONGEST
    from geo.tabular.delimited import decode_head, find_encoding
    from geo.tabular.source import Source

    most = 4 * LONGEST + 4
    content = sys.stdin.buffer.read(most) if name == "-" else Path(name)
    source = Source(content, "standard input" if name == "-" else Path(name).name)
    head = source.read(most)
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise QuestionError(f"{source.name}: expected plain text, not a document or an archive")
    inner = Source(head, source.name)
    return decode_head(inner, find_encoding(inner), most + 1)


def _record(text: Text) -> Record:
    """Return what was found, with stable keys."""
    return {
        "date": text.date.isoformat(),
        "date_told": text.is_day_given,
        "language": text.language.value,
        "sentences": len(text.sentences),
        "mentions": [
            {
                "text": item.text,
                "start": sentence.start + item.start,
                "end": sentence.start + item.end,
                "sentence": number,
                "keys": list(item.keys),
                "candidates": [entry.key for entry in item.candidates],
            }
            for number, sentence in enumerate(text.sentences, 1)
            for item in sentence.mentions
        ],
        "days": [
            {"text": item.text, "day": item.day.isoformat(), "sentence": number}
            for number, sentence in enumerate(text.sentences, 1)
            for item in sentence.days
        ],
    }
