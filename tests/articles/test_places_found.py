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
        one.name: find(atlas, article(one.text, one.date, Language(one.language)))
        for one in articles()
    }


def marked(one: Mention) -> Marked:
    keys = one.keys or [each.key for each in one.candidates]
    return one.start, one.text, ("?" if one.asked else "") + ",".join(keys)


def places(gold: Gold, found: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    return gold.names, map(marked, found.mentions)


def actors(gold: Gold, found: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    return gold.actors, map(marked, found.actors)


def dates(gold: Gold, found: Found) -> tuple[Iterable[Marked], Iterable[Marked]]:
    own = ((at, text, f"{first}..{last}") for at, text, first, last in gold.dates)
    return own, ((one.start, one.text, f"{one.first}..{one.last}") for one in found.dates)


def scores(read: dict[str, Found], pick: Pick, kept: bool) -> tuple[dict[str, Score], list[str]]:
    """Return the scores of each language and of all, and every fault."""
    sums: dict[str, Score] = defaultdict(Score)
    faults: list[str] = []
    for one in articles():
        if one.kept == kept:
            score, own = compare(*pick(one, read[one.name]))
            sums[one.language] += score
            sums["all"] += score
            faults += [f"{one.name}: {fault}" for fault in own]
    return dict(sums), faults


def test_the_set_is_large_enough_and_a_third_is_kept_aside() -> None:
    counts = defaultdict(int)
    for one in articles():
        counts[one.language] += 1
        assert len(one.lines) >= 8, one.name
    assert len(articles()) >= 20
    assert counts["en"] >= 12 and counts["ar"] >= 5 and counts["ckb"] >= 3
    assert sum(one.kept for one in articles()) * 3 >= len(articles())


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("pick", [places, actors, dates])
def test_what_is_found_is_right_and_little_is_missed(
    read: dict[str, Found], pick: Pick, kept: bool
) -> None:
    found, faults = scores(read, pick, kept)
    for language, score in found.items():
        print(f"{pick.__name__}, {'kept aside' if kept else 'tuned on'}, {language}: {score}")
    print("\n".join(faults))
    assert found["all"].precision >= PRECISION, faults
    assert found["all"].recall >= RECALL, faults


def test_both_halves_together_meet_the_goal_in_every_language(read: dict[str, Found]) -> None:
    tuned, kept = (scores(read, places, half)[0] for half in (False, True))
    for language, score in tuned.items():
        both = score + kept[language]
        print(f"places, all articles, {language}: {both}")
        assert both.precision >= PRECISION
        assert both.recall >= RECALL


def test_sentences_are_those_of_the_articles(read: dict[str, Found]) -> None:
    for one in articles():
        found = [sentence.text for sentence in read[one.name].article.sentences]
        assert found == list(one.lines), one.name


def test_every_article_is_taken_for_its_language(read: dict[str, Found]) -> None:
    for one in articles():
        assert article(one.text, one.date).language == one.language, one.name


def test_keys_of_the_set_exist(atlas: Atlas) -> None:
    from geo.gazetteer.entries import actors as known
    from geo.gazetteer.entries import gazetteer

    keys = {one.entry.key for index in (gazetteer, known) for one in index(atlas).names}
    wanted = {
        key
        for one in articles()
        for _, _, keys_ in (*one.names, *one.actors)
        for key in keys_.lstrip("?").split(",")
    }
    assert wanted - keys == set()
