"""A draft of a story from an article."""

from __future__ import annotations

from datetime import date

import yaml

from geo import Atlas
from geo.articles.article import article
from geo.articles.extraction import Found, find
from geo.draw.article import frame, page
from geo.export.story_draft import content, draft
from geo.stories.story import parse

TEXT = (
    "Troops entered Kirkuk on Monday. Nobody spoke. Families left Tuz Khurmatu for Erbil. "
    "The Bai Hassan field stood still yesterday."
)


def find_in(atlas: Atlas, text: str = TEXT) -> Found:
    return find(atlas, article(text, date(2017, 10, 18)))


def test_a_step_takes_a_sentence_with_places_and_what_follows_it(atlas: Atlas) -> None:
    story = parse(draft(find_in(atlas)), "draft.yaml")
    assert [step.id for step in story.steps] == ["sentence-1", "sentence-3", "sentence-4"]
    assert story.steps[0].text.en == "Troops entered Kirkuk on Monday. Nobody spoke."
    assert [step.view.date.isoformat() for step in story.steps] == [
        "2017-10-16",
        "2017-10-18",
        "2017-10-17",
    ]
    assert story.steps[2].view.selection == "fields:bai_hassan"
    assert story.steps[1].title.ckb == "دووزخورماتوو، هەولێر"


def test_the_head_asks_for_a_source_where_none_is_named(atlas: Atlas) -> None:
    assert "names sources" in draft(find_in(atlas))
    assert "names sources" not in draft(find_in(atlas), source="rt-2017-09-27-troops")


def test_frames_hold_what_a_step_names(atlas: Atlas) -> None:
    story = parse(draft(find_in(atlas)), "draft.yaml")
    west, south, east, north = story.steps[1].view.bounds or (0, 0, 0, 0)
    assert west < 44.0 < east
    assert south < 34.9 < 36.2 < north


def test_an_article_without_places_is_a_draft_too(atlas: Atlas) -> None:
    story = parse(draft(find_in(atlas, "Nobody spoke. Nobody: left # 'it' \"so\".")), "draft.yaml")
    assert len(story.steps) == 1
    assert story.steps[0].view.bounds is None


def test_a_long_article_keeps_within_what_a_story_may_have(atlas: Atlas) -> None:
    made = content(find_in(atlas, "They left Kirkuk. " * 300), "Ärticle, № 1!")
    assert len(made["steps"]) == 100
    assert made["id"] == "rticle-1"
    assert parse(yaml.safe_dump(made), "draft.yaml").steps[-1].id == "sentence-100"


def test_the_page_cuts_sentences_into_names_and_text(atlas: Atlas) -> None:
    made = page(atlas, find_in(atlas, "In Rabia, Kirkuk and <b>Erbil</b>."))
    (sentence,) = made["sentences"]
    texts = [part if isinstance(part, str) else part["t"] for part in sentence["parts"]]
    assert "".join(texts) == "In Rabia, Kirkuk and <b>Erbil</b>."
    query = next(part for part in sentence["parts"] if isinstance(part, dict) and "n" in part)
    assert [made["things"][k]["key"] for k in query["c"]] == ["place:rabia", "place:rabia_2"]
    assert made["things"][query["c"][0]]["in"]["name_en"] == "Tal Afar"
    assert frame([]) is None
