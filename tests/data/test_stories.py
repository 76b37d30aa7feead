"""Every step of every story: told in three languages, sourced, neutral, and checked."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from geo import Atlas, View
from geo.ask import control
from geo.model import Language
from geo.stories import check, story
from geo.view import KEYS
from tests.test_words import FOREIGN

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data/stories").glob("*.yaml"))


@pytest.fixture(scope="module")
def stories(atlas: Atlas) -> dict[str, story.Story]:
    """Return the stories by their ids."""
    return {item.id: item for item in story.stories(atlas)}


@pytest.fixture(scope="module")
def checked(atlas: Atlas, stories: dict[str, story.Story]) -> dict[str, list[check.Outcome]]:
    """Return what came of each story's checks."""
    return {name: check.check(atlas, item) for name, item in stories.items()}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def told_story(request: pytest.FixtureRequest, stories: dict[str, story.Story]) -> story.Story:
    """Return each story in turn."""
    return stories[request.param.stem]


@pytest.fixture
def outcomes(
    told_story: story.Story, checked: dict[str, list[check.Outcome]]
) -> list[check.Outcome]:
    """Return what came of the checks of each story in turn."""
    return checked[told_story.id]


def texts(message: story.Story) -> list[tuple[str, story.Texts]]:
    result = [("title", message.title), ("summary", message.summary)]
    for step in message.steps:
        result += [(f"{step.id}.title", step.title), (f"{step.id}.text", step.text)]
        result += [(f"{step.id}.claim", item.claim) for item in step.checks]
    return result


def test_is_told_in_three_scripts(told_story: story.Story) -> None:
    for where, item in texts(told_story):
        assert not re.search(r"[؀-ۿ]", item.en), where
        for language in (Language.AR, Language.CKB):
            text = item.of(language)
            assert re.search(r"[ء-ۿ]", text), where
            assert not re.search(r"[A-Za-z0-9]", text), (where, text)
            assert not set(text) & set(FOREIGN[language]), (
                where,
                set(text) & set(FOREIGN[language]),
            )


def test_paragraphs_are_the_same_in_every_language(told_story: story.Story) -> None:
    for where, item in texts(told_story):
        counts = {len(item.of(language).split("\n\n")) for language in Language}
        assert len(counts) == 1, where


def test_numbers_are_the_same_in_every_language(told_story: story.Story) -> None:
    """Figures of three digits and more: days and small numbers may be words."""
    western = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    for where, item in texts(told_story):
        result = {
            language: Counter(
                number
                for number in re.findall(
                    r"\d{4,}",
                    re.sub(r"(?<=\d)[,٬](?=\d)", "", item.of(language).translate(western)),
                )
                if number in re.sub(r"(?<=\d)[,٬](?=\d)", "", item.en)
                and not number.endswith("000")
            )
            for language in Language
        }
        wanted = {number for number in result[Language.EN] if not number.endswith("000")}
        for language in (Language.AR, Language.CKB):
            assert wanted == set(result[language]), (where, language, wanted, set(result[language]))


def test_views_leave_the_reader_what_is_the_readers(told_story: story.Story) -> None:
    for step in told_story.steps:
        view = View.from_query(step.view.to_query())
        assert view == step.view
        assert view.language is Language.EN
        assert not view.tiles
    assert {"lang", "tiles"} <= set(KEYS)


def test_dates_of_the_steps_do_not_go_back(told_story: story.Story) -> None:
    """But for a day or two, where a step looks ahead to what was said later."""
    days = [step.view.date for step in told_story.steps]
    back = [(day, two) for day, two in zip(days, days[1:], strict=False) if (day - two).days > 3]
    assert back == []


def test_checks_come_out_as_was_noted(
    told_story: story.Story, outcomes: list[check.Outcome]
) -> None:
    assert len(outcomes) == sum(len(step.checks) for step in told_story.steps)
    assert all(outcome.noted for outcome in outcomes)
    wrong = [
        (outcome.step, outcome.number, outcome.outcome.value, outcome.noted)
        for outcome in outcomes
        if not outcome.as_noted
    ]
    assert wrong == []
    counts = check.tally(outcomes)
    assert all(counts.values()), "each story shows every outcome"


def test_every_line_of_an_outcome_is_in_every_language(outcomes: list[check.Outcome]) -> None:
    for outcome in outcomes:
        assert outcome.answer
        for wording in (*outcome.answer, *outcome.expected):
            assert set(wording) == {language.value for language in Language}
            assert all(text.strip() and "{" not in text for text in wording.values())


def test_areas_in_the_texts_are_those_of_the_atlas(
    atlas: Atlas, stories: dict[str, story.Story]
) -> None:
    from datetime import date

    def measure_held(day: date, holder: str = "region", pcode: str = "") -> str:
        rows = control.at(atlas, day)
        rows = rows[rows["pcode"].str.startswith(pcode)]
        return f"{rows[rows['holder'] == holder]['km2'].sum():,.0f}"

    wording = {item.id: " ".join(text.en for _, text in texts(item)) for item in stories.values()}
    assert measure_held(date(2017, 9, 27)) in wording["2017-09-27"]
    assert measure_held(date(2017, 10, 31)) in wording["2017-09-27"]
    assert measure_held(date(2017, 10, 15)) in wording["2017-10-16"]
    assert measure_held(date(2014, 6, 17), pcode="IQG15") in wording["2014-advance"]


def test_the_page_on_stories_tells_every_key_and_question() -> None:
    from geo.stories.story import QUESTIONS

    page = (ROOT / "docs/guides/write-a-story.md").read_text(encoding="utf-8")
    for name, kind in QUESTIONS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        for key in kind.__dataclass_fields__:  # type: ignore[attr-defined]
            assert key == "question" or f"`{key}`" in row, (name, key)


def test_the_example_of_the_page_is_a_story(atlas: Atlas) -> None:
    page = (ROOT / "docs/guides/write-a-story.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    tree = story.parse(example[1], "my-story.yaml", atlas)
    assert [outcome.as_noted for outcome in check.check(atlas, tree)] == [True]
