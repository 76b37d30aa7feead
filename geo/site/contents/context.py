"""What all pages of a site share: the atlas, its subjects, and how they lead to one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from geo.ask import perspective, stakes
from geo.ask.stretches import Stretch, stretches
from geo.atlas import Atlas
from geo.model import Language
from geo.site.options import Options
from geo.site.page import FEEDS, Page
from geo.site.subjects import Kind, Subject, slug, story_path
from geo.site.wording import Wording
from geo.stories.check import Outcome, check
from geo.stories.story import Story
from geo.versions.history import versions
from geo.versions.package import home_of
from geo.view import View


@dataclass(frozen=True, eq=False)
class Context:
    """What all pages of a site share."""

    atlas: Atlas
    options: Options  #: What the site is made of.
    languages: tuple[Language, ...]  #: Languages of the pages.
    subjects: Mapping[Kind, Sequence[Subject]]  #: What has a page, by kind, without stories.
    stories: Sequence[Story]  #: Stories told.

    _held: dict[tuple[str, ...], list[Stretch]] = field(default_factory=dict, repr=False)
    _checked: dict[str, list[Outcome]] = field(default_factory=dict, repr=False)

    @property
    def day(self) -> date:
        """The last day that the atlas covers, which small maps show."""
        return self.atlas.profile.days.last

    @cached_property
    def holders(self) -> frozenset[str]:
        """Ids of the holders that have a page."""
        return frozenset(item.id for item in self.subjects.get(Kind.HOLDER, ()))

    def wording(self, language: Language) -> Wording:
        """Return what says things on one page."""
        return Wording(self.atlas, language, self.holders)

    @cached_property
    def units(self) -> pd.DataFrame:
        """Units of control by id, without their outlines; only to be read."""
        return pd.DataFrame(self.atlas.units.drop(columns="geometry")).set_index("unit", drop=False)

    @cached_property
    def claimed(self) -> list[frozenset[str]]:
        """Units that each claim takes in, in the order of the table."""
        rows = self.atlas.table("claims")["pcodes"]
        ids = self.units["unit"].to_numpy()
        return [frozenset(ids[perspective.within(self.units, pcodes)]) for pcodes in rows]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the atlas by name; only to be read."""
        return {name: self.atlas.table(name) for name in self.atlas.names}

    def record(self, table: str, key: str, value: str) -> dict[str, Any]:
        """Return the row of a table whose key has a value."""
        rows = self.tables[table]
        return records(rows[rows[key] == value])[0]

    def outcomes(self, story: Story) -> list[Outcome]:
        """Return what the atlas has on the claims of a story."""
        if story.id not in self._checked:
            self._checked[story.id] = check(self.atlas, story)
        return self._checked[story.id]

    def holders_of(self, units: tuple[str, ...]) -> list[Stretch]:
        if units not in self._held:
            self._held[units] = stretches(self.atlas, units)
        return self._held[units]

    @cached_property
    def paths(self) -> dict[tuple[Kind, str], str]:
        """Pages of the subjects, from the folder of a language on."""
        return {(item.kind, item.id): item.path for some in self.subjects.values() for item in some}

    @cached_property
    def versions(self) -> list[str]:
        """Versions of the data that the feeds report; none where the data keep no releases."""
        return versions(home_of(self.atlas.folder))

    @cached_property
    def events(self) -> pd.DataFrame:
        """Events with the unit in which each lies, '' for those known by a wide area only."""
        rows = self.atlas.table("events")
        rows["unit"] = stakes.unit_of(self.atlas, "events").to_numpy()
        rows.loc[rows["position_precision"].isin(stakes.VAGUE), "unit"] = ""
        return rows.sort_values(["start", "id"], ignore_index=True)

    @cached_property
    def fields(self) -> pd.DataFrame:
        """Fields on the last day, with the unit in which each lies."""
        return stakes.fields(self.atlas, self.day)

    def page_of(self, kind: Kind, name: str, wording: Wording) -> str:
        """Return the page of a subject, from the site's folder on; empty where it has none."""
        path = self.paths.get((kind, name))
        return wording.path(path) if path else ""

    def story_page(self, story: Story, wording: Wording) -> str:
        """Return the page of a story, from the site's folder on."""
        return wording.path(f"{story_path(story.id)}.html")

    def map_of(self, subject: Subject, wording: Wording, day: date) -> str:
        """Return the map of a subject on a day, from the site's folder on; empty without one."""
        if subject.layer is None or day not in self.atlas.profile.days:
            return ""
        return f"map/index.html#{self.query(subject, wording.language, day)}"

    def query(self, subject: Subject, language: Language, day: date | None = None) -> str:
        """Return the state of the map that shows a subject."""
        layers = View().layers
        extra = () if subject.layer is None or subject.layer in layers else (subject.layer,)
        return self.state(
            View(
                date=day or self.day,
                layers=(*layers, *extra),
                language=language,
                bounds=subject.frame,
                selection=f"{subject.layer}:{subject.id}" if subject.layer else None,
            )
        )

    def state(self, view: View) -> str:
        """Return a view as the address of the map has it: with the version of the data."""
        return view.to_query(self.atlas.release)


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by the names of its columns."""
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


def subject_page(
    context: Context,
    wording: Wording,
    subject: Subject,
    lead: str,
    *,
    template: str,
    rows: Mapping[str, Any],
) -> Page:
    """Return the page of a subject, whose template shows it with the areas and districts near."""
    name = subject.names[wording.language]
    return Page(
        subject.path,
        template,
        wording,
        name,
        lead,
        {"subject": subject, "near": list_near(context, subject), **rows},
        above=f"{subject.kind}/index.html",
        above_title=wording.say(f"site.{subject.kind}"),
        live=context.query(subject, wording.language),
        picture=subject.picture if subject.shape is not None else "",
        alt=wording.say("site.picture", name=name, day=wording.day(context.day)),
        embedded=f"oembed/{subject.kind}/{slug(subject.id)}.json" if subject.layer else "",
        feed=f"{FEEDS}areas/{subject.id}" if subject.kind is Kind.AREA else "",
        others=[
            (language, subject.names[language])
            for language in context.atlas.profile.languages
            if language != wording.language and subject.names[language] != name
        ],
    )


def list_near(context: Context, subject: Subject) -> list[Subject]:
    """Return the areas and districts that share ground with a subject, or in which it lies."""
    units = set(subject.units)
    return [
        item
        for kind in (Kind.AREA, Kind.DISTRICT)
        for item in context.subjects.get(kind, ())
        if item is not subject and units & set(item.units)
    ]
