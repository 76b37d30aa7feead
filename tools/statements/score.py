"""The score of the statements found in marked articles: precision, recall, confusion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.articles.article import article
from geo.articles.check.article_check import check_article
from geo.articles.extraction import find
from geo.atlas import Atlas
from tools.statements.marked import ROOT, VERDICTS, Mark, MarkedArticle, marked_articles

#: What stands for a sentence without a verdict.
ALONE = "left alone"


@dataclass
class Score:
    """How verdicts compare with what a reader gives."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Pairs of what is right and what was answered."""
    statements: int = 0
    """Statements that were marked."""
    needed: int = 0
    """Statements that had to be found."""
    faults: list[str] = field(default_factory=list)
    """What is wrong or missed, in words."""

    @property
    def answered(self) -> int:
        """Verdicts given."""
        return sum(n for (_, given), n in self.confusion.items() if given != ALONE)

    @property
    def right(self) -> int:
        """Verdicts that are right."""
        return sum(
            n for (expected, given), n in self.confusion.items() if expected == given != ALONE
        )

    @property
    def missed(self) -> int:
        """Statements that had to be found and were left alone."""
        return sum(
            n for (expected, given), n in self.confusion.items() if given == ALONE != expected
        )

    @property
    def precision(self) -> float:
        """Share of verdicts that are right."""
        return self.right / self.answered if self.answered else 1.0

    @property
    def recall(self) -> float:
        """Share of needed statements that have a verdict that is right."""
        wrong = sum(
            n
            for (expected, given), n in self.confusion.items()
            if ALONE not in {expected, given} != {expected}
        )
        return 1 - (self.missed + wrong) / self.needed if self.needed else 1.0


def score(atlas: Atlas, articles: Iterable[MarkedArticle]) -> Score:
    """Return the score of what is found in articles."""
    total = Score()
    for item in articles:
        position = find(atlas, article(item.text, item.date))
        done = check_article(atlas, position)
        given: list[list[str]] = [[] for _ in item.lines]
        ends = _ends(item)
        for check in done.checks:
            start = position.article.sentences[check.statement.sentence].start
            at = next(number for number, end in enumerate(ends) if start < end)
            given[at].append(check.finding.verdict.value)
        for line, verdicts in zip(item.lines, given, strict=True):
            _compare(total, item.name, line.text, list(line.marks), verdicts)
    return total


def _ends(marked_article: MarkedArticle) -> list[int]:
    ends, at = [], 0
    for line in marked_article.lines:
        at += len(line.text) + 1
        ends.append(at)
    return ends


def _compare(total: Score, name: str, text: str, marks: list[Mark], given: list[str]) -> None:
    total.statements += len(marks)
    total.needed += sum(mark.needed for mark in marks)
    remainder = []
    for verdict in given:
        fit = [mark for mark in marks if verdict in mark.verdicts]
        if fit:
            chosen = next((mark for mark in fit if mark.needed), fit[0])
            marks.remove(chosen)
            total.confusion[verdict, verdict] += 1
        else:
            remainder.append(verdict)
    for verdict in remainder:
        expected = marks.pop(0).verdicts[0] if marks else ALONE
        total.confusion[expected, verdict] += 1
        total.faults.append(f"{name}: {verdict}, not {expected}: {text}")
    for mark in marks:
        if mark.needed:
            total.confusion[mark.verdicts[0], ALONE] += 1
            total.faults.append(f"{name}: missed {mark.verdicts[0]}: {text}")
    if not given and not marks:
        total.confusion[ALONE, ALONE] += 1


def table(total: Score) -> str:
    """Return the confusion table in Markdown: a row for what is right, a column for the answer."""
    names = (*VERDICTS, ALONE)
    shown = [name.replace("_", " ") for name in names]
    rows = [f"| right, down; answered, across | {' | '.join(shown)} |", "| --- |" + " ---: |" * 5]
    for expected, word in zip(names, shown, strict=True):
        cells = " | ".join(str(total.confusion[expected, given]) for given in names)
        rows.append(f"| {word} | {cells} |")
    return "\n".join(rows)


def measure_half(half: str) -> str:
    """Return the score of one of ``HALVES`` of the marked articles in Markdown."""
    articles = [
        marked_article for marked_article in marked_articles() if marked_article.half == half
    ]
    total = score(Atlas.load(ROOT / "data"), articles)
    return f"{summary(total, len(articles))}\n\n{table(total)}"


def summary(total: Score, articles: int) -> str:
    """Return precision and recall in a sentence."""
    return (
        f"{total.statements} statements of {articles} articles: {total.answered} verdicts, "
        f"{total.right} right (precision {total.precision:.3f}); of {total.needed} statements that "
        f"have to be found {total.recall:.3f} are (recall)."
    )
