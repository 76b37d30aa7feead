"""The pages of a site, with their pictures: the first, one for each disputed area and story."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
import pandas as pd
import shapely
from markupsafe import Markup, escape

from geo.api import __version__
from geo.ask import inventory, people, perspective, stakes
from geo.ask.holdings import Stretch, stretches
from geo.atlas import Atlas
from geo.draw.map import home
from geo.draw.style import STYLE as COLOURS
from geo.draw.style import hatches, holder_colours
from geo.errors import missing_of
from geo.layers import POINTS, SPECS
from geo.layers.spec import Column, On
from geo.model import Language, Layer
from geo.pictures import painter
from geo.pictures.ground import mercator
from geo.pictures.legend import pattern
from geo.site.wording import Wording, mark_up
from geo.stories.check import check
from geo.stories.story import Story
from geo.view import View
from geo.words import name_of
from geo.words.locale import whole_percents

if TYPE_CHECKING:
    from geo.atlas import Atlas

Box = tuple[float, float, float, float]

#: Pixels of a small map.
WIDE, HIGH = 600, 315

#: Degrees by which outlines may be off: about a quarter of a kilometre.
_SIMPLE = 0.0025

_LAYERS = (Layer.CONTROL, Layer.GOVERNORATES)


def is_drawn() -> bool:
    """Whether small maps can be drawn here: they need the extra ``pictures``."""
    return missing_of("pictures") is None


def draw_small_map(atlas: Atlas, frame: Box, day: date, outline: Any = None) -> str:
    """Return a map of a frame (west, south, east, north in degrees) as SVG."""
    view = View(date=day, layers=_LAYERS)
    picture = painter.draw(atlas, view, painter.Frame(frame, WIDE, HIGH), names=False)
    over = "" if outline is None else _draw_outline(outline, picture)
    return picture.svg.replace("</svg>", f"{over}</svg>")


def _draw_outline(shape: Any, picture: painter.Picture) -> str:
    west, south, east, north = picture.bounds
    low, top = mercator(south), mercator(north)
    rim = (east - west) * 0.02
    seen = shapely.box(west - rim, south - rim, east + rim, north + rim)
    path = ""
    for line in shapely.get_parts(shapely.intersection(shape.simplify(_SIMPLE).boundary, seen)):
        points = (
            f"{(lon - west) / (east - west) * picture.width:.1f} "
            f"{(top - mercator(lat)) / (top - low) * picture.height:.1f}"
            for lon, lat in shapely.get_coordinates(line)
        )
        path += "M" + " ".join(points)
    look = f'fill="none" stroke="{COLOURS["disputed"]}" stroke-width="2.4" stroke-linejoin="round"'
    return f'<path d="{path}" {look}/>'


_WIDE, _HIGH = 1000.0, 24.0


def draw_band(stretches: Sequence[Stretch], label: str, wording: Wording) -> str:
    """Return a band as SVG markup; texts are escaped, colours are those of the profile.

    Time runs with the direction of the page: a style sheet turns it where that is to the left.
    """
    days = wording.atlas.profile.days
    colours, pieces, used = holder_colours(), [], dict[str, None]()
    for stretch in stretches:
        start = _position_of(stretch.start, days.first, days.last)
        end = _position_of(stretch.end or days.last, days.first, days.last)
        if end <= start:
            continue
        top = 0.0
        span = f"{wording.day(stretch.start, stretch.precision)} – {wording.day(stretch.end)}"
        tooltip = escape(f"{wording.shares(stretch)}, {span}")
        for holder, share in stretch.shares:
            tall = share * _HIGH
            box = f'x="{start:g}" y="{top:.4g}" width="{end - start:.6g}" height="{tall:.4g}"'
            fill = colours.get(holder, colours["unknown"])
            pieces.append(f'<rect {box} fill="{fill}"><title>{tooltip}</title></rect>')
            if holder in hatches():
                pieces.append(f'<rect {box} fill="url(#hatch-{holder})" class="over"/>')
                used[holder] = None
            top += tall
    return (
        f'<svg class="band" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDE:g} {_HIGH:g}" preserveAspectRatio="none">'
        f"{''.join(map(pattern, used))}{''.join(pieces)}</svg>"
    )


def _position_of(day: date, first: date, last: date) -> float:
    share = (day - first).days / max((last - first).days, 1)
    return round(min(max(share, 0.0), 1.0) * _WIDE, 2)


def ticks(wording: Wording) -> list[tuple[float, str]]:
    """Return years along a band: per cent of its length, and the year."""
    days = wording.atlas.profile.days
    years = days.last.year - days.first.year
    step = next((number for number in (1, 2, 5, 10, 20, 50) if years / number <= 6), 100)
    result = []
    for year in range(-(-(days.first.year + 1) // step) * step, days.last.year + 1, step):
        at = _position_of(date(year, 1, 1), days.first, days.last) / _WIDE * 100
        if 3 <= at <= 95:
            result.append((round(at, 2), wording.number_of_year(date(year, 1, 1))))
    return result


#: Paths from the site's folder on: the map, and what all pages share.
MAP, STYLE, ICON = "map/index.html", "assets/site.css", "assets/icon.svg"


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return what renders templates: nothing that comes from data is taken for markup."""
    result = jinja2.Environment(
        loader=jinja2.PackageLoader("geo.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    result.filters |= {"mark_up": mark_up, "slug": slug}
    return result


def slug(name: str) -> str:
    """Return an id as the name of a file; ids that are none get a hash.

    >>> slug("bai_hassan"), slug("../x").startswith("x-")
    ('bai_hassan', True)
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", name) and name != "index":
        return name
    short = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40]
    return f"{short}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


class Site:
    """What the pages of a site show."""

    def __init__(
        self,
        atlas: Atlas,
        languages: tuple[Language, ...],
        stories: Sequence[Story],
        areas: Sequence[str] | None,
        base: str,
    ) -> None:
        self.atlas, self.languages, self.stories, self.base = atlas, languages, stories, base
        self.day = atlas.profile.days.last
        rows = atlas.areas.sort_values(["list_number", "id"], na_position="last")
        self.areas = rows if areas is None else rows[rows["id"].isin(areas)]

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield every page of text with its path from the site's folder on."""
        wordings = [Wording(self.atlas, language) for language in self.languages]
        values = {"wordings": wordings, "base": self.base, "style": STYLE, "icon": ICON}
        yield "index.html", environment().get_template("root.html").render(values)
        for language in self.languages:
            yield self._home(Wording(self.atlas, language))
            yield self._data(Wording(self.atlas, language))
            for area in records(self.areas):
                yield self._area(Wording(self.atlas, language), area)
            for story in self.stories:
                yield self._story(Wording(self.atlas, language), story)

    def pictures(self) -> Iterator[tuple[str, Box, date, Any]]:
        """Yield the small maps: path, frame, day and outline."""
        yield "pictures/home.svg", home(self.atlas), self.day, None
        for area in records(self.areas):
            yield f"pictures/areas/{slug(area['id'])}.svg", _frame(area), self.day, area["geometry"]
        for story in self.stories:
            frame = story.steps[0].view.bounds or home(self.atlas)
            yield f"pictures/stories/{slug(story.id)}.svg", frame, story.date, None

    def _home(self, w: Wording) -> tuple[str, str]:
        km2 = inventory.figures(self.atlas, View(date=self.day, language=w.language)).km2
        days = self.atlas.profile.days
        areas = []
        for area in records(self.areas):
            last = next(reversed(self._stretches[area["id"]]), None)
            areas.append((name_of(area, w.language, "id"), area["id"], last))
        return self._render(
            w,
            "home",
            "index.html",
            title=w.say("web.tagline"),
            lead_text=w.say("web.about.what"),
            view=View.opening(language=w.language),
            picture="home",
            alt=w.say("site.picture", name=w.say("map.place"), day=w.day(self.day)),
            shares=list(zip(km2, km2.values(), whole_percents(list(km2.values())), strict=True)),
            areas=areas,
            days=[
                (day, self._map(View(date=day, language=w.language)))
                for day in dict.fromkeys((*days.key, days.opening, days.last))
            ],
        )

    def _area(self, w: Wording, area: dict[str, Any]) -> tuple[str, str]:
        name, tables = name_of(area, w.language, "id"), self._tables
        units = set(self._units[area["id"]])
        days, events, fields = self.atlas.profile.days, self._events, self._fields
        claims = tables["claims"]
        claims = claims[[bool(units & ground) for ground in self._claimed]]
        instruments = {row["id"]: row for row in records(tables["instruments"])}
        bases = tables["bases"]
        on_map = View(
            date=self.day,
            layers=tuple(dict.fromkeys((*View().layers, Layer.DISPUTED))),
            language=w.language,
            bounds=_frame(area),
            selection=f"{Layer.DISPUTED}:{area['id']}",
        )
        return self._render(
            w,
            "area",
            f"areas/{slug(area['id'])}.html",
            title=name,
            lead_text=w.say(
                "site.lead.ground", name=name, first=w.day(days.first), last=w.day(days.last)
            ),
            view=on_map,
            picture=f"areas/{slug(area['id'])}",
            alt=w.say("site.picture", name=name, day=w.day(self.day)),
            others=[
                (language, other)
                for language in self.atlas.profile.languages
                if (other := name_of(area, language, "id")) != name
            ],
            area=area,
            stretches=self._stretches[area["id"]],
            on_map=lambda day: self._map(on_map.with_(date=day)) if day in days else "",
            claims=[
                {**row, "by": instruments.get(row["instrument"])}
                for row in records(claims.sort_values(["start", "id"]))
            ],
            bases=records(bases[bases["area"] == area["id"]].sort_values("since")),
            events=records(events[events["unit"].isin(units)].iloc[::-1]),
            conflict=records(self._list_years(units)),
            fields=records(fields[fields["unit"].isin(units)].sort_values("id")),
            field_columns=_site_columns(Layer.FIELDS),
            event_columns=_site_columns(Layer.EVENTS),
            points=[
                (layer, _site_columns(layer), records(rows[rows["unit"].isin(units)]))
                for layer, rows in self._points.items()
            ],
            km2=self._ground.loc[list(units), "km2"].sum(),
            districts=self._name_districts(w, units),
            census=people.census_day(self.atlas),
            residents=w.band(*(people.estimate_residents(self.atlas, units) or ())),
            ticks=ticks(w),
        )

    def _story(self, w: Wording, story: Story) -> tuple[str, str]:
        title, name = story.title.of(w.language), slug(story.id)
        outcomes = self._outcomes[story.id]
        return self._render(
            w,
            "story",
            f"stories/{name}.html",
            title=title,
            lead_text=story.summary.of(w.language),
            view=View(language=w.language, story=story.id),
            picture=f"stories/{name}",
            alt=w.say("site.picture", name=title, day=w.day(story.date)),
            story=story,
            steps=[
                (
                    step,
                    self._map(View(language=w.language, story=story.id, step=step.id)),
                    [outcome for outcome in outcomes if outcome.step == step.id],
                )
                for step in story.steps
            ],
        )

    def _data(self, w: Wording) -> tuple[str, str]:
        entries = [entry for entry in self.atlas.package["resources"] if not entry.get("optional")]
        licences: dict[tuple[str, str], list[str]] = {}
        for entry in entries:
            for item in entry["licenses"]:
                licences.setdefault((item["title"], item.get("path", "")), []).append(entry["name"])
        return self._render(
            w,
            "data",
            "data.html",
            title=w.say("site.data"),
            lead_text=w.say("site.lead.data"),
            view=View.opening(language=w.language),
            program=__version__,
            tables=[entry for entry in entries if entry["format"] == "csv"],
            licences=list(licences.items()),
        )

    def _render(
        self, w: Wording, template: str, path: str, *, view: View, picture: str = "", **values: Any
    ) -> tuple[str, str]:
        here = f"{w.language}/{path}"

        def lead(target: str) -> str:
            """Return how this page leads to a path; addresses and anchors stay as they are."""
            if target.startswith(("https://", "http://", "#")):
                return target
            file, sign, anchor = target.partition("#")
            return posixpath.relpath(file, posixpath.dirname(here)) + sign + anchor

        def draw(spans: Sequence[Stretch], label: str) -> Markup:
            return Markup(draw_band(spans, label, w))  # noqa: S704 -- escaped where it is made

        shared = {
            "w": w,
            "say": w.say,
            "site": self,
            "lead": lead,
            "draw": draw,
            "path": path,
            "here": here,
            "live": self._map(view),
            "picture": f"pictures/{picture}.svg" if picture and is_drawn() else "",
            "others": (),
            "citation": w.citation(values["title"]),
            "languages": [
                (language, w.say(f"web.language.{language}"), f"{language}/{path}")
                for language in self.languages
            ],
            "style": STYLE,
            "icon": ICON,
        }
        page = environment().get_template(f"{template}.html").render({**shared, **values})
        return here, page

    def _map(self, view: View) -> str:
        """Return the map of a view, with the version of the data, from the site's folder on."""
        query = view.to_query(self.atlas.release)
        return f"{MAP}#{query}" if query else MAP

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return {name: self.atlas.table(name) for name in ("claims", "instruments", "bases")}

    @cached_property
    def _ground(self) -> pd.DataFrame:
        """Units of control by id, without their outlines."""
        return pd.DataFrame(self.atlas.units.drop(columns="geometry")).set_index("unit", drop=False)

    @cached_property
    def _units(self) -> dict[str, tuple[str, ...]]:
        """Units of each area."""
        ids = self._ground["unit"].to_numpy()
        return {
            area["id"]: tuple(ids[perspective.within(self._ground, area["pcodes"])])
            for area in records(self.areas)
        }

    @cached_property
    def _claimed(self) -> list[set[str]]:
        """Units that each claim takes in, in the order of the table."""
        ids = self._ground["unit"].to_numpy()
        cells = self._tables["claims"]["pcodes"]
        return [set(ids[perspective.within(self._ground, pcodes)]) for pcodes in cells]

    @cached_property
    def _stretches(self) -> dict[str, list[Stretch]]:
        return {area: stretches(self.atlas, units) for area, units in self._units.items()}

    @cached_property
    def _outcomes(self) -> dict[str, list[Any]]:
        """What the atlas has on the claims of each story."""
        return {story.id: check(self.atlas, story) for story in self.stories}

    @cached_property
    def _events(self) -> pd.DataFrame:
        """Events with the unit in which each lies, '' for those known by a wide area only."""
        rows = self.atlas.table("events")
        rows["unit"] = stakes.unit_of(self.atlas, "events").to_numpy()
        rows.loc[rows["position_precision"].isin(stakes.VAGUE), "unit"] = ""
        return rows.sort_values(["start", "id"], ignore_index=True)

    @cached_property
    def _conflict(self) -> pd.DataFrame:
        return stakes.conflict_events(self.atlas, None, self.day)

    def _list_years(self, units: set[str]) -> pd.DataFrame:
        """Count armed conflict events with a place of their own in some units, by year."""
        rows = self._conflict[
            self._conflict["unit"].isin(units) & ~self._conflict["apart"].astype(bool)
        ]
        years = rows.groupby([day.replace(month=1, day=1) for day in rows["start"]])
        counts = {
            "n": ("id", "size"),
            "deaths": ("deaths_best", "sum"),
            "source": ("source", "first"),
        }
        return years.agg(**counts).reset_index(names="year")

    @cached_property
    def _fields(self) -> pd.DataFrame:
        """Fields on the last day, with the unit in which each lies."""
        return stakes.fields(self.atlas, self.day)

    @cached_property
    def _points(self) -> dict[str, pd.DataFrame]:
        """Features of the layers of points that a specification describes in full."""
        layers = self.atlas.profile.layers
        return {name: stakes.points(self.atlas, name) for name in POINTS if name in layers}

    def _name_districts(self, w: Wording, units: set[str]) -> list[str]:
        codes = dict.fromkeys(self._ground.loc[sorted(units), "district"].dropna())
        rows = self.atlas.districts.set_index("pcode", drop=False)
        return [name_of(row, w.language, "pcode") for row in records(rows.loc[list(codes)])]


def _site_columns(layer: str) -> list[Column]:
    return [column for column in SPECS[layer].columns if On.SITE in column.on]


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


def _frame(area: dict[str, Any]) -> Box:
    west, south, east, north = area["geometry"].bounds
    return (
        round(west - 0.1, 2),
        round(south - 0.08, 2),
        round(east + 0.1, 2),
        round(north + 0.08, 2),
    )
