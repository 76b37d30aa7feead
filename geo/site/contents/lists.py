"""Pages that lead on: the first page of a language, and a list of each kind of subject."""

from __future__ import annotations

from geo.ask.contents import inventory
from geo.model import Language
from geo.percents import whole_percents
from geo.site.contents.context import Context
from geo.site.page import Page
from geo.site.subjects import Kind
from geo.view import View


def home(context: Context, language: Language) -> Page:
    wording = context.wording(language)
    days = context.atlas.profile.days
    km2 = inventory.figures(context.atlas, View(date=context.day, language=language)).km2
    percents = whole_percents(list(km2.values()))
    rows = {
        "shares": [(*pair, percent) for pair, percent in zip(km2.items(), percents, strict=True)],
        "days": [
            (day, context.state(View(date=day, language=language)))
            for day in dict.fromkeys((*days.key, days.opening, days.last))
        ],
    }
    place, day = wording.say("map.place"), wording.day(context.day)
    return Page(
        "index.html",
        "home",
        wording,
        wording.say("web.tagline"),
        wording.say("web.about.what"),
        rows,
        live=context.state(View.opening(language=language)),
        picture="pictures/home",
        embedded="oembed/map.json",
        alt=wording.say("site.picture", name=place, day=day),
    )


def listing(context: Context, kind: Kind, language: Language) -> Page:
    wording = context.wording(language)
    return Page(
        f"{kind}/index.html",
        "list",
        wording,
        wording.say(f"site.{kind}"),
        wording.say("web.about.what"),
        {"kind": kind, "subjects": context.subjects.get(kind, ())},
        above="index.html",
        above_title=wording.say("site.start"),
        live=context.state(View.opening(language=language)),
    )


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
