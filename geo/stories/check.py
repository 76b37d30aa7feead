"""A story's claims, each put to the atlas: supported, disputed, not supported or not testable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pydantic_core import to_jsonable_python

from geo.api import rename_field
from geo.atlas import Atlas
from geo.errors import DataError, Fault, QuestionError
from geo.model import Language
from geo.profile import using
from geo.stories import story as story_files
from geo.stories.question import Finding, Line, Verdict
from geo.stories.story import Check, Step, Story, StoryFault, answer, as_json, stories
from geo.stories.written_texts import Texts
from geo.words import lacking_keys as lacking_words

#: A number of Western digits, and the unit that makes even a small one a figure.
_NUMBER = re.compile(
    r"(?<![\d.,])(?<![A-Za-z])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*\d)"
    r"(?P<unit>\s?%|(?:\s\w+)?\s?\S{1,3}²)?"
)

#: What a number may be counted in by the word behind it: *300 thousand*, *4.4 million*.
_SCALES = (1, 1_000, 1_000_000)

#: Other digits and separators, as Western ones.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫٪", "01234567890123456789,.%")

#: Whole numbers up to this are days or small counts where no unit stands behind them.
_SMALL = 31

#: Whole numbers without a separator that are years.
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Figure:
    """A number in a text."""

    text: str  #: As written, with its unit.
    value: float  #: The number.
    precision: float  #: Half a unit of its last digit.


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text: numbers that are neither days, years nor small counts.

    >>> text = "On 16 October 2017 it lost 28 %, or 14,439 km², and ١٤٬٤٣٩ كم² of 7 fields."
    >>> tuple(figure.value for figure in find_figures(text))
    (28.0, 14439.0, 14439.0)
    """
    for match in _NUMBER.finditer(text.translate(_WESTERN)):
        digits = match[0].removesuffix(match["unit"] or "")
        value = float(digits.replace(",", ""))
        is_plain = digits.isdigit() and not match["unit"]
        if is_plain and (value <= _SMALL or value in _YEARS):
            continue
        places = len(digits.partition(".")[2])
        yield Figure(match[0], value, 0.5 * 10**-places)


def find_untested(texts: Texts, tested: Iterable[float]) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of a text in each language that are none of those tested, and where."""
    tested_numbers = list(tested)
    for code, text in texts.pairs:
        for figure in find_figures(text):
            scales = _SCALES[: 1 if figure.text.endswith("%") or figure.value >= 1_000 else None]
            if not any(
                abs(value - figure.value * scale) <= figure.precision * scale
                for value in tested_numbers
                for scale in scales
            ):
                yield code, figure


def tested_values(ask: Any, lines: Iterable[Mapping[str, str]], value: Any) -> Iterator[float]:
    """Yield the numbers that a check asks for, and those of what the atlas has on it.

    Shares of 1 count as percentages too.
    """
    for field in fields(ask):
        yield from _numbers(getattr(ask, field.name))
    yield from _numbers(value)
    for line in lines:
        for text in line.values():
            yield from (figure.value for figure in find_figures(text))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
        if 0 < value <= 1:
            yield 100 * value


@dataclass(frozen=True)
class Outcome:
    """What came of one check."""

    step: str
    """Id of the step."""

    number: int
    """Which check of the step it is, from 1 on."""

    claim: Texts
    """The claim."""

    question: Mapping[str, Any]
    """The question with what it needs to know, as JSON takes it."""

    outcome: Verdict
    """The result."""

    noted: Verdict | None
    """The outcome that the writer noted; None where none was."""

    answer: tuple[Line, ...]
    """What the atlas has on it, each line in every language."""

    expected: tuple[Line, ...]
    """What it would have if the claim held."""

    sources: tuple[str, ...]
    """Ids of the sources that say so, as the writer names them."""

    against: tuple[str, ...]
    """Ids of the sources that say otherwise: the writer's, and those of the atlas's records."""

    rests: tuple[str, ...]
    """Ids of the sources of what the atlas has."""

    figures: Mapping[str, Any]
    """What the atlas has in numbers, days and ids."""

    asked = rename_field("asked", "question")
    found = rename_field("found", "answer")

    @property
    def as_noted(self) -> bool:
        """Whether the outcome is the one that the writer noted, where one was."""
        return self.noted in {None, self.outcome}

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome with stable keys, for JSON and for the page."""
        values = vars(self) | {"claim": self.claim.to_dict(), "figures": dict(self.figures)}
        renamed = {_RENAMED.get(name, name): value for name, value in values.items()}
        result: dict[str, Any] = to_jsonable_python(renamed)
        return result


#: Keys of an outcome that are named otherwise than its fields.
_RENAMED = {"question": "asked", "answer": "found"}


def check(atlas: Atlas, story: Story) -> list[Outcome]:
    """Put every claim of a story to the atlas, in the order of its steps.

    A claim that the atlas's records support is ``disputed`` all the same where the writer names
    sources that say otherwise.

    Parameters
    ----------
    story
        A story, as :func:`geo.stories.story.parse` reads it.

    Returns
    -------
    list of Outcome
        One for each claim.

    Raises
    ------
    DataError
        Where a check names a place that the atlas does not have.

    Examples
    --------
    >>> from geo import Atlas
    >>> from geo.stories.story import stories
    >>> atlas = Atlas.load()
    >>> outcomes = [outcome for story in stories(atlas) for outcome in check(atlas, story)]
    >>> all(outcome.as_noted for outcome in outcomes)
    True
    """
    outcomes: list[Outcome] = []
    wrong: list[Fault] = []
    for step in story.steps:
        for number, item in enumerate(step.checks, start=1):
            try:
                outcomes.append(_outcome(step, number, item, answer(atlas, item.ask)))
            except QuestionError as error:
                value = str(getattr(item.ask, "place", ""))
                accepted = str(error).partition("expected ")[2] or str(error)
                wrong.append(_fault(story, step.id, f"checks.{number - 1}.ask", value, accepted))
    if wrong:
        raise DataError(wrong)
    return outcomes


def faults(atlas: Atlas) -> list[Fault]:
    """Return every fault of the stories of an atlas, and of what they ask."""
    result = story_files.faults(atlas)
    for story in [] if result else story_files.stories(atlas):
        try:
            result += untested_figures(story, check(atlas, story))
        except DataError as error:
            result += error.faults
    return result


def untested_figures(story: Story, outcomes: Sequence[Outcome]) -> list[Fault]:
    """Return the figures of a story's texts that none of its checks asks for or is answered with.

    A step's are those of its own checks, whatever their outcome: it may tell what others say. The
    title and the summary, and the titles of steps, speak for the story: only what the atlas
    supports bears them out.

    Parameters
    ----------
    story
        The story.
    outcomes
        Its outcomes, as :func:`check` returns them.
    """
    checks = [(step.id, item) for step in story.steps for item in step.checks]
    tested = [
        (step, outcome, item.claim, [*tested_values(item.ask, outcome.answer, outcome.figures)])
        for (step, item), outcome in zip(checks, outcomes, strict=True)
    ]

    def list_supported(*steps: str) -> list[float]:
        return [
            number
            for step, outcome, _, numbers in tested
            for number in numbers
            if outcome.outcome is Verdict.SUPPORTED and step in steps
        ]

    supported = list_supported(*(step.id for step in story.steps))
    texts = [("", "title", story.title, supported), ("", "summary", story.summary, supported)]
    for step in story.steps:
        step_checks = [item for item in tested if item[0] == step.id]
        numbers = [number for *_, numbers in step_checks for number in numbers]
        texts.append((step.id, "title", step.title, list_supported(step.id)))
        texts.append((step.id, "text", step.text, numbers))
        texts += [
            (step.id, f"checks.{outcome.number - 1}.claim", claim, numbers)
            for _, outcome, claim, numbers in step_checks
        ]
    accepted = "a figure that a check of the step asks for or is answered with"
    return [
        _fault(story, step, f"{key}.{code}", figure.text, accepted)
        for step, key, text, numbers in texts
        for code, figure in find_untested(text, numbers)
    ]


def _fault(story: Story, step: str, key: str, value: str, accepted: str) -> Fault:
    file = f"{story_files.FOLDER}/{story.id}.yaml"
    return StoryFault(file, None, key, value, accepted, repr(step) if step else "")


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Count outcomes by verdict, every verdict named.

    Parameters
    ----------
    outcomes
        Outcomes of one or more stories.
    """
    counts = Counter(outcome.outcome for outcome in outcomes)
    return {verdict.value: counts[verdict] for verdict in Verdict}


def _outcome(step: Step, number: int, item: Check, finding: Finding) -> Outcome:
    verdict = finding.verdict
    if verdict is Verdict.SUPPORTED and item.against:
        verdict = Verdict.DISPUTED
    return Outcome(
        step.id,
        number,
        item.claim,
        as_json(item.ask),
        verdict,
        item.expect.outcome if item.expect else None,
        finding.recorded,
        finding.expected,
        item.sources,
        tuple(dict.fromkeys((*item.against, *finding.against))),
        finding.rests,
        finding.figures,
    )


@dataclass(frozen=True)
class Untranslated:
    """How much a language lacks."""

    language: Language
    words: int  #: Words of the page and the program.
    names: int  #: Names in tables that have one in English.
    stories: int  #: Texts of stories.

    def __bool__(self) -> bool:
        return bool(self.words or self.names or self.stories)

    def __str__(self) -> str:
        return (
            f"{self.language}: {self.words:,} words, {self.names:,} names and {self.stories:,} "
            "texts of stories are not translated; they are shown in the first language"
        )


def list_untranslated(atlas: Atlas) -> list[Untranslated]:
    """Return what each language besides the first lacks, of those that lack anything."""
    with using(atlas.profile):
        counts = [
            Untranslated(
                language,
                len(lacking_words(language)),
                sum(
                    bool(row.get("name_en")) and not row.get(f"name_{language}")
                    for table in atlas.names
                    for row in atlas.records(table)
                ),
                sum(count_untranslated(story, language) for story in stories(atlas)),
            )
            for language in atlas.profile.languages[1:]
        ]
    return [count for count in counts if count]


def count_untranslated(story: Story, language: Language) -> int:
    """Return how many texts of a story are missing in a language of the profile."""
    return sum(language.value in text.missing for text in _texts(story))


def _texts(story: Story) -> Iterator[Texts]:
    yield from (story.title, story.summary)
    for step in story.steps:
        yield from (step.title, step.text)
        yield from (check.claim for check in step.checks)
        reasons = (getattr(check.ask, "because", None) for check in step.checks)
        yield from (text for text in reasons if text)
        yield from (mark.text for mark in step.marks if mark.text)
