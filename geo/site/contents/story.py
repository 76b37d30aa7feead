"""Pages of stories: each step's text, its claims and what the atlas has on them."""

from __future__ import annotations

from geo.model import Language
from geo.site.contents.context import Context
from geo.site.page import Page
from geo.site.subjects import Kind, story_path
from geo.stories.story import Step, Story
from geo.view import View


def page(context: Context, story: Story, language: Language) -> Page:
    wording = context.wording(language)
    outcomes = context.outcomes(story)
    steps = [
        (step, _state(context, story, step, language), [o for o in outcomes if o.step == step.id])
        for step in story.steps
    ]
    name, title = story_path(story.id), story.title.of(language)
    return Page(
        f"{name}.html",
        "story",
        wording,
        title,
        story.summary.of(language),
        {"story": story, "steps": steps},
        above=f"{Kind.STORY}/index.html",
        above_title=wording.say("site.stories"),
        live=context.state(View(language=language, story=story.id)),
        picture=f"pictures/{name}",
        embedded=f"oembed/{name}.json",
        alt=wording.say("site.picture", name=title, day=wording.day(story.date)),
    )


def _state(context: Context, story: Story, step: Step, language: Language) -> str:
    return context.state(View(language=language, story=story.id, step=step.id))
