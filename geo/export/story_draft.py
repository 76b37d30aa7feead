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
    findings: Found, name: str = "", done: CheckedArticle | None = None, source: str = ARTICLE
) -> str:
    """Return the draft of a story as YAML; a sentence without a place goes with the one before.

    >>> from datetime import date
    >>> from geo import Atlas
    >>> from geo.articles.extraction import find
    >>> from geo.articles.article import article
    >>> from geo.stories.story import parse
    >>> text = "Troops left Kirkuk on Monday. Nobody spoke."
    >>> position = find(Atlas.load(), article(text, date(2017, 10, 17)))
    >>> [step.view.date.isoformat() for step in parse(draft(position), "draft.yaml").steps]
    ['2017-10-16']
    """
    return (
        _HEAD.format(named=_UNNAMED if source == ARTICLE else "")
        + _question_lines(findings)
        + _left_lines(findings, done)
        + yaml.safe_dump(
            content(findings, name, done, source), allow_unicode=True, sort_keys=False, width=100
        )
    )


def content(
    findings: Found, name: str = "", done: CheckedArticle | None = None, source: str = ARTICLE
) -> dict[str, Any]:
    """Return the draft of a story as its keys and values."""
    day = findings.article.date
    steps = [_step(findings, numbers, done, source) for numbers in _groups(findings)[:_MOST]]
    return {
        "id": re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:60] or f"article-{day}",
        "title": _names(findings.places[:3], f"{day}"),
        "summary": _by_own_language(findings, findings.article.sentences[0].text),
        "date": day.isoformat(),
        "sources": [source],
        "steps": steps,
    }


def _groups(findings: Found) -> list[list[int]]:
    """Return the sentences of each step: one that names places, and those behind it that do not."""
    named = {mention.sentence for mention in findings.mentions if not mention.is_ambiguous}
    groups: list[list[int]] = []
    for number in range(len(findings.article.sentences)):
        if not groups or (number in named and named.intersection(groups[-1])):
            groups.append([])
        groups[-1].append(number)
    return groups


def _step(
    findings: Found, numbers: list[int], done: CheckedArticle | None, source: str
) -> dict[str, Any]:
    mentions = [mention for number in numbers for mention in findings.by_sentence[number]]
    entries = tuple(dict.fromkeys(entry for mention in mentions for entry in mention.entries))
    main = next((mention.sentence for mention in mentions if mention.entries), numbers[0])
    first = entries[0] if entries else None
    view = View(
        date=day_of(findings, main),
        bounds=frame(entries),
        selection=f"{first.kind.layer}:{first.id}" if first else None,
    )
    text = " ".join(findings.article.sentences[number].text for number in numbers)
    return {
        "id": f"sentence-{numbers[0] + 1}",
        "view": view.to_query(),
        "title": _names(entries[:4], f"{view.date}"),
        "text": _by_own_language(findings, text[:4000]),
        "sources": [source],
        "checks": [
            _check(findings, check, source)
            for number in numbers
            for check in (done.of(number) if done else ())
        ][:_CHECKS],
    }


def _check(findings: Found, check: DraftCheck, source: str) -> dict[str, Any]:
    return {
        "claim": _by_own_language(findings, check.claim[:4000]),
        "ask": as_json(check.ask),
        "expect": {"outcome": check.finding.verdict.value},
        "sources": [source],
    }


def _names(entries: tuple[Entry, ...], otherwise: str) -> dict[str, str]:
    """Return names in each language; in English where a place has none in another."""
    result = {}
    for code in current().languages:
        comma = "، " if code.rtl else ", "
        names = [entry.name(code) for entry in entries]
        result[code.value] = comma.join(dict.fromkeys(names)) or otherwise
    return result


def _by_own_language(findings: Found, text: str) -> dict[str, str]:
    """Return a text under the language of its article; a translator adds the others."""
    return {findings.article.language.value: text}


def _question_lines(findings: Found) -> str:
    lines = [
        f"# - decides what {' '.join(each[0].text.split())} is: "
        + " or ".join(candidate.key for candidate in each[0].candidates)
        + ".\n"
        for each in findings.questions.values()
    ]
    return "".join(lines)


def _left_lines(findings: Found, done: CheckedArticle | None) -> str:
    """Return the sentences that were left alone as comments."""
    text = findings.article.text
    lines = [
        f"# Left alone ({left.why}): {' '.join(text[left.start : left.end].split())}\n"
        for left in (done.left if done else ())
    ]
    return "".join(lines)
