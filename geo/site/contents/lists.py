"""Pages that lead on: the first page of a language, and a list of each kind of subject."""

from __future__ import annotations

from geo.ask.contents import inventory
from geo.model import Language
from geo.percents import whole_percents
from geo.site.contents import story as stories
from geo.site.contents.context import Context
from geo.site.page import Cell, Page, Section, Table, Text
from geo.site.subjects import Kind, Subject
from geo.site.wording import Wording
from geo.view import View

#: Subjects whose holder can be told in their list.
_HELD = (Kind.AREA, Kind.DISTRICT)


def home(context: Context, language: Language) -> Page:
    wording = context.wording(language)
    days = context.atlas.profile.days
    view = View(date=context.day, language=language)
    figures = inventory.figures(context.atlas, view)
    percents = whole_percents(list(figures.km2.values()))
    shares = tuple(
        (
            wording.holder_cell(holder, context.day),
            Cell(wording.number(km2), number=True),
            Cell(wording.percent(percent), number=True),
        )
        for (holder, km2), percent in zip(figures.km2.items(), percents, strict=True)
    )
    columns = tuple(wording.say(key) for key in ("details.heldBy", "site.km2", "site.share"))
    heading = wording.say("web.figure.km2")
    key_days = tuple(
        Cell(wording.day(day), "map/index.html#" + context.state(View(date=day, language=language)))
        for day in dict.fromkeys((*days.key, days.opening, days.last))
    )
    sections = [
        Section("now", heading, (Text(wording.day(context.day)),), table=Table(columns, shares)),
        Section("stories", wording.say("site.stories"), items=_stories(context, wording)),
        *(
            Section(str(kind), wording.say(f"site.{kind}"), items=_links(wording, some))
            for kind, some in context.subjects.items()
        ),
        Section("days", wording.say("site.days"), items=key_days),
    ]
    return Page(
        "index.html",
        language,
        wording.say("web.tagline"),
        wording.say("web.about.what"),
        tuple(section for section in sections if section.filled),
        live=context.state(View.opening(language=language)),
        picture="pictures/home",
        embedded="oembed/map.json",
        alt=wording.say(
            "site.picture", name=wording.say("map.place"), day=wording.day(context.day)
        ),
    )


def _links(wording: Wording, some: object) -> tuple[Cell, ...]:
    return tuple(
        Cell(item.names[wording.language], wording.path(item.path))
        for item in some  # type: ignore[attr-defined]
    )


def _stories(context: Context, wording: Wording) -> tuple[Cell, ...]:
    return tuple(
        Cell(story.title.of(wording.language), wording.path(stories.path(story)))
        for story in context.stories
    )


def listing(context: Context, kind: Kind, language: Language) -> Page:
    wording = context.wording(language)
    title = wording.say(f"site.{kind}")
    if kind is Kind.STORY:
        section = Section("list", title, items=_stories(context, wording))
    elif kind in _HELD:
        some = context.subjects[kind]
        section = Section("list", title, table=_holder_table(context, wording, some, title))
    else:
        section = Section("list", title, items=_links(wording, context.subjects[kind]))
    return Page(
        f"{kind}/index.html",
        language,
        title,
        wording.say("web.about.what"),
        (section,),
        above="index.html",
        above_title=wording.say("site.start"),
        live=context.state(View.opening(language=language)),
    )


def _holder_table(context: Context, wording: Wording, some: object, title: str) -> Table:
    rows = []
    for item in some:  # type: ignore[attr-defined]
        assert isinstance(item, Subject)
        stretches = context.holders_of(item.units)
        last = stretches[-1] if stretches else None
        rows.append(
            (
                Cell(item.names[wording.language], wording.path(item.path)),
                Cell(wording.shares(last), swatches=tuple(holder for holder, _ in last.shares))
                if last
                else Cell(),
                Cell(wording.day(last.start, last.precision) if last else ""),
            )
        )
    keys = ("web.col.place", "details.heldBy", "details.since")
    return Table(tuple(wording.say(key) for key in keys), tuple(rows), title)


def root(context: Context) -> dict[str, object]:
    """Return what the page before all languages shows: the site's name and a way into each."""
    entries = []
    for language in context.languages:
        wording = context.wording(language)
        entries.append(
            {
                "language": language,
                "name": wording.say(f"web.language.{language}"),
                "tagline": wording.say("web.tagline"),
                "about": wording.say("web.about.what"),
            }
        )
    return {"entries": entries}
