"""What all pages of a site share: the atlas, its subjects, and how they lead to one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from geo.ask import people, perspective, stakes
from geo.ask.stretches import Stretch, stretches
from geo.atlas import Atlas
from geo.model import Language
from geo.site.options import Options
from geo.site.page import FEEDS, Band, Cell, Page, Section, Table
from geo.site.subjects import Kind, Subject, slug
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

    def record(self, table: str, key: str, value: str) -> Any:
        rows = self.tables[table]
        return rows[rows[key] == value].iloc[0]

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

    @cached_property
    def residents(self) -> pd.DataFrame:
        """People of each P-code that the census names."""
        return people.count_people(self.atlas)

    def link(self, wording: Wording, kind: Kind, name: str, text: str, **more: object) -> Cell:
        """Return a cell that leads to the page of a subject, where it has one."""
        path = self.paths.get((kind, name))
        return Cell(text, wording.path(path) if path else "", **more)  # type: ignore[arg-type]

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


def map_link(context: Context, wording: Wording, subject: Subject, day: date, text: str) -> Cell:
    """Return a cell that leads to the map of a subject on a day."""
    if subject.layer is None or day not in context.atlas.profile.days:
        return Cell(text)
    return Cell(text, "map/index.html#" + context.query(subject, wording.language, day))


def subject_page(
    context: Context,
    wording: Wording,
    subject: Subject,
    lead: str,
    sections: Sequence[Section],
    *,
    facts: Sequence[tuple[str, Cell]] = (),
) -> Page:
    """Return the page of a subject; sections must be made before, for they cite the sources."""
    name = subject.names[wording.language]
    others = [
        (language, subject.names[language])
        for language in context.atlas.profile.languages
        if language != wording.language and subject.names[language] != name
    ]
    return Page(
        subject.path,
        wording.language,
        name,
        lead,
        tuple(section for section in sections if section.filled),
        wording.sources,
        tuple((label, cell) for label, cell in facts if cell.text),
        f"{subject.kind}/index.html",
        wording.say(f"site.{subject.kind}"),
        context.query(subject, wording.language),
        subject.picture if subject.shape is not None else "",
        wording.say("site.picture", name=name, day=wording.day(context.day)),
        f"oembed/{subject.kind}/{slug(subject.id)}.json" if subject.layer else "",
        f"{FEEDS}areas/{subject.id}" if subject.kind is Kind.AREA else "",
        others,
        translated=wording.translated,
    )


def table_section(
    wording: Wording,
    name: str,
    heading: str,
    keys: Sequence[str],
    rows: Iterable[tuple[Cell, ...]],
    *,
    band: Band | None = None,
) -> Section:
    """Return a section of one table, which its heading names too."""
    columns = tuple(wording.say(key) for key in keys)
    return Section(name, heading, band=band, table=Table(columns, tuple(rows), heading))


def holders_band(wording: Wording, subject: Subject, result: Sequence[Stretch]) -> Band | None:
    """Return who held a subject over time as a band; None where nothing is known."""
    if not result:
        return None
    label = wording.say("site.band", name=subject.names[wording.language], **wording.span)
    return Band(tuple(result), label)


def list_near(context: Context, wording: Wording, subject: Subject) -> Section:
    """Return the areas and districts that share ground with a subject, or in which it lies."""
    units = set(subject.units)
    items = tuple(
        Cell(item.names[wording.language], wording.path(item.path))
        for kind in (Kind.AREA, Kind.DISTRICT)
        for item in context.subjects.get(kind, ())
        if item is not subject and units & set(item.units)
    )
    return Section("near", wording.say("site.near"), items=items)
