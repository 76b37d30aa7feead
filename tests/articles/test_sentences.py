"""Sentences as papers print them: no falsehood is certified, and most of what is true is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo import Atlas
from geo.articles.article import article
from geo.articles.check.article_check import DraftCheck, check_article
from geo.articles.extraction import find

FOLDER = Path(__file__).parent
SETS = {
    name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("statements", "held_out")
}
#: The day on which each is pasted; all its days are earlier.
DAY = date(2018, 6, 1)


def find_supported(atlas: Atlas, sentence: dict[str, Any]) -> list[DraftCheck]:
    """Return the verdicts that certify words of a sentence."""
    checked = check_article(atlas, find(atlas, article(sentence["text"], DAY)))
    return [check for check in checked.checks if check.finding.verdict == "supported"]


def is_certified(sentence: dict[str, Any], check: DraftCheck) -> bool:
    """Return whether a verdict certifies words of a sentence that are false."""
    part = sentence.get("part", sentence["text"])
    start = sentence["text"].index(part)
    return check.statement.start < start + len(part) and start < check.statement.end


def test_the_set_is_as_large_and_as_mixed_as_it_should_be() -> None:
    every = SETS["statements"]
    assert len(every) >= 60
    assert sum(not each["is_true"] for each in every) * 2 >= len(every)
    assert sum(each.get("dates", 1) > 1 for each in every) * 3 >= len(every)
    assert sum(bool(each.get("attributed")) for each in every) >= 10
    assert len(SETS["held_out"]) >= 20


@pytest.mark.parametrize("name", SETS)
def test_no_false_sentence_is_certified(atlas: Atlas, name: str) -> None:
    wrong = [
        (sentence["id"], check.claim)
        for sentence in SETS[name]
        if not sentence["is_true"]
        for check in find_supported(atlas, sentence)
        if is_certified(sentence, check)
    ]
    assert wrong == []


@pytest.mark.parametrize(("name", "share"), [("statements", 0.7), ("held_out", 0.6)])
def test_most_true_sentences_are_found(atlas: Atlas, name: str, share: float) -> None:
    true = [sentence for sentence in SETS[name] if sentence["is_true"]]
    assert sum(bool(find_supported(atlas, each)) for each in true) >= share * len(true)
