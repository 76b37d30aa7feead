"""A page carries its stories with what came of their checks, and the sources that they cite."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from geo import Atlas, View
from geo.draw import build
from geo.draw.bundle import Bundle
from geo.draw.side_texts import open_story, story_page
from geo.files.compact import cell
from geo.model import Language
from geo.stories.check import check
from geo.stories.story import Story, Texts, parse

SAMPLE = Path(__file__).with_name("story.yaml")


@pytest.fixture(scope="module")
def story(atlas: Atlas) -> Story:
    return parse(SAMPLE.read_bytes(), SAMPLE.name, atlas)


def read_page_data(atlas: Atlas, **options: object) -> dict[str, object]:
    """Return the data of a page."""
    folium_map = build(atlas, **options)
    folium_map.get_root().render()
    return Bundle.of(folium_map.get_root()).data


def test_a_page_carries_the_stories_that_it_is_given_and_markup_of_a_title_as_text(
    atlas: Atlas, story: Story
) -> None:
    hostile = "</title><script>window.__hit=1</script>"
    titled = dataclasses.replace(
        story, title=Texts.read(dict.fromkeys(("en", "ar", "ckb"), hostile))
    )
    folium_map = build(atlas, View(story="sample"), stories=[titled], layers=[])
    text = folium_map.get_root().render()
    stories = Bundle.of(folium_map.get_root()).data["stories"]
    assert [item["id"] for item in stories] == ["sample"]
    assert "<script>window.__hit" not in text
    assert "&lt;script&gt;window.__hit" in text
    assert read_page_data(atlas, stories=[], layers=[])["stories"] == []


def test_steps_stand_as_views_with_texts_and_the_outcomes_of_their_checks(
    atlas: Atlas, story: Story
) -> None:
    answer = story_page(atlas, dataclasses.replace(story, references=("A report",)))
    assert answer["references"] == ["A report"]
    assert answer["date"] == cell(story.date)  # a day's number, as all days of a page
    assert [step["id"] for step in answer["steps"]] == [step.id for step in story.steps]
    for carried_step, step in zip(answer["steps"], story.steps, strict=True):
        assert View.from_query(carried_step["view"]) == step.view
        assert carried_step["text"]["ckb"] == step.text.ckb
    outcomes = [item["outcome"] for step in answer["steps"] for item in step["checks"]]
    assert outcomes == ["supported", "disputed", "not_supported", "not_testable"]
    assert outcomes == [outcome.outcome.value for outcome in check(atlas, story)]


def test_every_source_that_a_story_cites_is_in_the_page(atlas: Atlas, story: Story) -> None:
    data = read_page_data(atlas, stories=[story], layers=[])
    message = data["stories"][0]
    cited = {name for step in message["steps"] for name in step["sources"]} | set(
        message["sources"]
    )
    for step in message["steps"]:
        for item in step["checks"]:
            cited |= {*item["sources"], *item["against"], *item["rests"]}
    assert {"upi-2014-06-12-kirkuk-peshmerga", "anews-2017-10-17-diyala"} < cited
    assert cited <= set(data["sources"])


def test_a_view_that_names_a_step_and_nothing_else_shows_the_steps_state(story: Story) -> None:
    view = View(story="sample", step="after", language="ar", bounds=(40, 33, 46, 37))
    shown = open_story(view, [story])
    assert (shown.date, shown.compare) == (date(2017, 10, 31), date(2017, 10, 15))
    assert (shown.story, shown.step, shown.language) == ("sample", "after", Language.AR)
    assert open_story(View(story="sample", step="none such"), [story]).date == date(2017, 9, 25)


@pytest.mark.parametrize(
    "view",
    [
        View(story="sample", step="after", date="2016-01-01"),
        View(story="sample", perspective="un"),
        View(story="nothing"),
        View(),
    ],
)
def test_any_other_view_shows_what_it_says(story: Story, view: View) -> None:
    assert open_story(view, [story]) == view
