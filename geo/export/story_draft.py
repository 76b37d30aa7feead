"""A draft of a story from an article: a step a sentence; what its writer must add is marked."""

from __future__ import annotations

import re
from typing import Any

import yaml

from geo.articles.check.article_check import CheckedArticle, DraftCheck
from geo.articles.extraction import Found
from geo.draw.article import day_of, frame
from geo.gazetteer.entries import Entry
from geo.profile import current
from geo.stories.question import as_json
from geo.view import View

#: Steps that a story may have.
_MOST = 100

_HEAD = """\
# A draft that `greenline map` made of an article. Before it is a story, its writer
# - puts titles and texts into his own words; texts stand in the language of the article, and those
#   of a story of the data are needed in every language of the atlas;
{named}# - looks at the checks, which were made of what the article states, and adds others.
"""

#: Left away where the reader named the article's source.
_UNNAMED = """\
# - names sources: `article` stands for the article, which data/sources.csv does not have yet;
"""

#: Checks that a step may have.
_CHECKS = 20

#: What stands for the article among sources, unless the reader names one.
ARTICLE = "article"


def draft(
    found: Found, name: str = "", done: CheckedArticle | None = None, source: str = ARTICLE
) -> str:
    """Return the draft of a story as YAML; a sentence without a place goes with the one before.

    Examples
    --------
    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.extraction import find
    >>> from geo.articles.article import article
    >>> from geo.stories.story import parse
    >>> text = "Troops left Kirkuk on Monday. Nobody spoke."
    >>> found = find(Atlas.load(), article(text, date(2017, 10, 17)))
    >>> [step.view.date.isoformat() for step in parse(draft(found), "draft.yaml").steps]
    ['2017-10-16']
    """
    return (
        _HEAD.format(named=_UNNAMED if source == ARTICLE else "")
        + _asked(found)
        + _left(found, done)
        + yaml.safe_dump(
            content(found, name, done, source), allow_unicode=True, sort_keys=False, width=100
        )
    )


def content(
    found: Found, name: str = "", done: CheckedArticle | None = None, source: str = ARTICLE
) -> dict[str, Any]:
    """Return the draft of a story as its keys and values."""
    day = found.article.date
    steps = [_step(found, numbers, done, source) for numbers in _groups(found)[:_MOST]]
    return {
        "id": _id(name) or f"article-{day}",
        "title": _names(found.places[:3], f"{day}"),
        "summary": _written(found, found.article.sentences[0].text),
        "date": day.isoformat(),
        "sources": [source],
        "steps": steps,
    }


def _groups(found: Found) -> list[list[int]]:
    """Return the sentences of each step: one that names places, and those behind it that do not."""
    named = {one.sentence for one in found.mentions if not one.asked}
    groups: list[list[int]] = []
    for number in range(len(found.article.sentences)):
        if not groups or (number in named and named.intersection(groups[-1])):
            groups.append([])
        groups[-1].append(number)
    return groups


def _step(
    found: Found, numbers: list[int], done: CheckedArticle | None, source: str
) -> dict[str, Any]:
    own = [one for number in numbers for one in found.by_sentence[number]]
    entries = tuple(dict.fromkeys(entry for one in own for entry in one.entries))
    main = next((one.sentence for one in own if one.entries), numbers[0])
    first = entries[0] if entries else None
    view = View(
        date=day_of(found, main),
        bounds=frame(entries),
        selection=f"{first.kind.layer}:{first.id}" if first else None,
    )
    text = " ".join(found.article.sentences[number].text for number in numbers)
    return {
        "id": f"sentence-{numbers[0] + 1}",
        "view": view.to_query(),
        "title": _names(entries[:4], f"{view.date}"),
        "text": _written(found, text[:4000]),
        "sources": [source],
        "checks": [
            _check(found, one, source)
            for number in numbers
            for one in (done.of(number) if done else ())
        ][:_CHECKS],
    }


def _check(found: Found, one: DraftCheck, source: str) -> dict[str, Any]:
    return {
        "claim": _written(found, one.claim[:4000]),
        "ask": as_json(one.ask),
        "expect": {"outcome": one.finding.verdict.value},
        "sources": [source],
    }


def _names(entries: tuple[Entry, ...], otherwise: str) -> dict[str, str]:
    """Return names in each language; in English where a place has none in another."""
    found = {}
    for code in current().languages:
        comma = "، " if code.rtl else ", "
        names = [one.name(code) for one in entries]
        found[code.value] = comma.join(dict.fromkeys(names)) or otherwise
    return found


def _written(found: Found, text: str) -> dict[str, str]:
    """Return a text under the language of its article; a translator adds the others."""
    return {found.article.language.value: text}


def _asked(found: Found) -> str:
    lines = [
        f"# - decides what {' '.join(each[0].text.split())} is: "
        + " or ".join(one.key for one in each[0].candidates)
        + ".\n"
        for each in found.questions.values()
    ]
    return "".join(lines)


def _left(found: Found, done: CheckedArticle | None) -> str:
    """Return the sentences that were left alone as comments."""
    text = found.article.text
    lines = [
        f"# Left alone ({left.why}): {' '.join(text[left.start : left.end].split())}\n"
        for left in (done.left if done else ())
    ]
    return "".join(lines)


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:60]
