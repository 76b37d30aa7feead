"""Pages of stories: each step's text, its claims and what the atlas has on them."""

from __future__ import annotations

from geo.model import Language
from geo.site.contents.context import Context
from geo.site.page import Cell, Page, Section, Table, Text
from geo.site.subjects import Kind, slug
from geo.site.wording import Wording
from geo.stories.check import Outcome
from geo.stories.story import Step, Story
from geo.view import View


def path(story: Story) -> str:
    """Return the page of a story, from the folder of a language on."""
    return f"{Kind.STORY}/{slug(story.id)}.html"


def page(context: Context, story: Story, language: Language) -> Page:
    wording = context.wording(language)
    outcomes = _outcomes(context, story)
    sections = [
        _step(context, wording, story, step, outcomes.get(step.id, [])) for step in story.steps
    ]
    wording.cite(story.sources)
    return Page(
        path(story),
        language,
        story.title.of(language),
        story.summary.of(language),
        sections,
        wording.sources,
        above=f"{Kind.STORY}/index.html",
        above_title=wording.say("site.stories"),
        live=context.state(View(language=language, story=story.id)),
        picture=f"pictures/{Kind.STORY}/{slug(story.id)}",
        embedded=f"oembed/{Kind.STORY}/{slug(story.id)}.json",
        alt=wording.say("site.picture", name=story.title.of(language), day=wording.day(story.date)),
    )


def _outcomes(context: Context, story: Story) -> dict[str, list[Outcome]]:
    result: dict[str, list[Outcome]] = {}
    for outcome in context.outcomes(story):
        result.setdefault(outcome.step, []).append(outcome)
    return result


def _step(
    context: Context, wording: Wording, story: Story, step: Step, outcomes: list[Outcome]
) -> Section:
    language = wording.language
    view = View(language=language, story=story.id, step=step.id)
    rows = tuple(
        (
            Cell(outcome.claim.of(language)),
            Cell(wording.say(f"outcome.{outcome.outcome.value}")),
            Cell(sources=wording.cite((*outcome.sources, *outcome.against, *outcome.rests))),
        )
        for outcome in outcomes
    )
    columns = tuple(wording.say(key) for key in ("site.claim", "site.outcome", "details.sources"))
    texts = [Text(part.strip()) for part in step.text.of(language).split("\n\n") if part.strip()]
    return Section(
        step.id,
        step.title.of(language),
        tuple(texts),
        table=Table(columns, rows, f"{wording.say('story.checks')}: {step.title.of(language)}"),
        items=(
            Cell(
                wording.say("site.live"),
                "map/index.html#" + context.state(view),
                sources=wording.cite(step.sources),
            ),
        ),
    )
