"""Places, actors and dates found in articles of our own, against what a reader finds in them.

A third of the articles (``kept: yes``) was kept aside while the finding was tuned on the others.
The figures are printed with ``pytest -s``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest

from geo import Atlas
from geo.articles.article import article
from geo.articles.extraction import Found, Mention, find
from geo.model import Language
from tests.articles.gold import Gold, Marked, Score, articles, compare

PRECISION, RECALL = 0.95, 0.9

Pick = Callable[[Gold, Found], tuple[Iterable[Marked], Iterable[Marked]]]


@pytest.fixture(scope="module")
def read(atlas: Atlas) -> dict[str, Found]:
    """Return what was found in each article, by its name."""
    return {
        marked_article.name: find(
            atlas,
            article(marked_article.text, marked_article.date, Language(marked_article.language)),
        )
        for marked_article in articles()
    }


def mark_mention(marked_article: Mention) -> Marked:
    keys = marked_article.keys or [each.key for each in marked_article.candidates]
    return (
        marked_article.start,
        marked_article.text,
        ("?" if marked_article.is_ambiguous else "") + ",".join(keys),
    )


def places(gold: Gold, findings: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    return gold.names, map(mark_mention, findings.mentions)


def actors(gold: Gold, findings: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    return gold.actors, map(mark_mention, findings.actors)


def dates(gold: Gold, findings: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    numbers = ((at, text, f"{first}..{last}") for at, text, first, last in gold.dates)
    return numbers, (
        (
            marked_article.start,
            marked_article.text,
            f"{marked_article.first}..{marked_article.last}",
        )
        for marked_article in findings.dates
    )


def scores(read: dict[str, Found], pick: Pick, flag: bool) -> tuple[dict[str, Score], list[str]]:
    """Return the scores of each language and of all, and every fault."""
    sums: dict[str, Score] = defaultdict(Score)
    faults: list[str] = []
    for marked_article in articles():
        if marked_article.is_held_out == flag:
            score, texts = compare(*pick(marked_article, read[marked_article.name]))
            sums[marked_article.language] += score
            sums["all"] += score
            faults += [f"{marked_article.name}: {fault}" for fault in texts]
    return dict(sums), faults


def test_the_set_is_large_enough_and_a_third_is_kept_aside() -> None:
    counts = defaultdict(int)
    for marked_article in articles():
        counts[marked_article.language] += 1
        assert len(marked_article.lines) >= 8, marked_article.name
    assert len(articles()) >= 20
    assert counts["en"] >= 12 and counts["ar"] >= 5 and counts["ckb"] >= 3
    assert sum(item.is_held_out for item in articles()) * 3 >= len(articles())


@pytest.mark.parametrize("flag", [False, True])
@pytest.mark.parametrize("pick", [places, actors, dates])
def test_what_is_found_is_right_and_little_is_missed(
    read: dict[str, Found], pick: Pick, flag: bool
) -> None:
    result, faults = scores(read, pick, flag)
    for language, score in result.items():
        print(f"{pick.__name__}, {'kept aside' if flag else 'tuned on'}, {language}: {score}")
    print("\n".join(faults))
    assert result["all"].precision >= PRECISION, faults
    assert result["all"].recall >= RECALL, faults


def test_both_halves_together_meet_the_goal_in_every_language(read: dict[str, Found]) -> None:
    tuned, remaining = (scores(read, places, half)[0] for half in (False, True))
    for language, score in tuned.items():
        both = score + remaining[language]
        print(f"places, all articles, {language}: {both}")
        assert both.precision >= PRECISION
        assert both.recall >= RECALL


def test_sentences_are_those_of_the_articles(read: dict[str, Found]) -> None:
    for marked_article in articles():
        texts = [sentence.text for sentence in read[marked_article.name].article.sentences]
        assert texts == list(marked_article.lines), marked_article.name


def test_every_article_is_taken_for_its_language(read: dict[str, Found]) -> None:
    for marked_article in articles():
        assert (
            article(marked_article.text, marked_article.date).language == marked_article.language
        ), marked_article.name


def test_keys_of_the_set_exist(atlas: Atlas) -> None:
    from geo.gazetteer.index import actors as known
    from geo.gazetteer.index import gazetteer

    keys = {
        marked_article.entry.key
        for index in (gazetteer, known)
        for marked_article in index(atlas).names
    }
    wanted = {
        key
        for marked_article in articles()
        for _, _, keys_ in (*marked_article.names, *marked_article.actors)
        for key in keys_.lstrip("?").split(",")
    }
    assert wanted - keys == set()
