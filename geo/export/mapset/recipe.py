"""The recipe of a set of maps: a YAML file, read into jobs, one for each map that is made."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import yaml_file
from geo.ask import holdings
from geo.errors import DataError, Fault, GreenlineError, QuestionError
from geo.export.graphic import GraphicSettings
from geo.export.handout import PAPERS
from geo.export.sheets import paper
from geo.model import Language, Paper
from geo.profile import current
from geo.stories.story import stories
from geo.view import View, day_of

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.stories.story import Story

#: Maps that one set may have.
MOST = 500

#: Endings of the files of a map.
_FORMATS = ("pdf", "svg", "png")

#: Ground around an area, as a share of its size.
_AROUND = 0.15

#: Keys of the file, and of a map; those of ``defaults`` are a map's.
_SET = ("title", "prefix", "defaults", "maps")
_VIEW = ("date", "compare", "perspective", "against", "layers")
_GRAPHIC = ("headline", "deck", "credit", "theme", "font", "dates")
_LISTS = ("areas", "languages", "papers", "formats")
_MAP = ("name", "query", "bbox", "story", *_VIEW, *_GRAPHIC, *_LISTS)


@dataclass(frozen=True)
class Job:
    """One map of a set."""

    number: str  #: Its number in the set, such as ``M03``.
    name: str  #: What the recipe calls it.
    stem: str  #: Name of its file, without the ending.
    kind: str  #: Ending of its file.
    view: View  #: What it shows.
    size: Paper | None  #: The sheet; None for a graphic.
    settings: GraphicSettings | None = None  #: Of a graphic.
    story: Story | None = None  #: Of a handout.

    @property
    def file(self) -> str:
        """Name of its file."""
        return self.stem + self.kind


@dataclass(frozen=True)
class Recipe:
    """A set of maps."""

    title: str
    jobs: tuple[Job, ...]
    faults: tuple[Fault, ...]  #: Entries of which no map can be made, with what is accepted.


def read(atlas: Atlas, file: Path | str) -> Recipe:
    """Read a recipe; an entry with a fault costs its own maps alone."""
    file = Path(file)
    content = _content(file)
    entries = content["maps"]
    defaults = content.get("defaults") or {}
    prefix = _slug(str(content.get("prefix") or "M"))
    jobs: dict[str, Job] = {}
    faults: list[Fault] = []
    for number, entry in enumerate(entries, 1):
        try:
            for job in _jobs(atlas, file, f"{prefix}{number:02d}", {"": defaults, "map": entry}):
                jobs[job.file] = job
        except _EntryError as error:
            where = f"map {number}{error.where}"
            faults.append(Fault(file.name, None, where, error.value, error.accepted))
        except GreenlineError as error:
            name = entry.get("name") if isinstance(entry, dict) else ""
            faults.append(Fault(file.name, None, f"map {number}", str(name or ""), str(error)))
    if len(jobs) > MOST:
        raise DataError([Fault(file.name, None, "maps", f"{len(jobs)} maps", f"at most {MOST}")])
    return Recipe(str(content.get("title") or file.stem), tuple(jobs.values()), tuple(faults))


def _content(file: Path) -> dict[str, Any]:
    """Return the content of a recipe, with a list of maps."""
    try:
        content = yaml_file.read(file.read_bytes(), file.name)
    except OSError as error:
        raise DataError([Fault(file.name, None, "", str(error.strerror), "a YAML file")]) from error
    if not isinstance(content, dict):
        raise DataError([Fault(file.name, None, "", "no mapping", f"keys {', '.join(_SET)}")])
    if unknown := [key for key in content if key not in _SET]:
        raise DataError([Fault(file.name, None, unknown[0], unknown[0], ", ".join(_SET))])
    entries = content.get("maps")
    if not isinstance(entries, list) or not entries:
        raise DataError([Fault(file.name, None, "maps", str(entries)[:60], "a list of maps")])
    return content


class _EntryError(Exception):
    """A value of an entry that is not accepted."""

    def __init__(self, key: str, value: object, accepted: str) -> None:
        super().__init__(key)
        self.where, self.value, self.accepted = f", {key}" if key else "", str(value)[:80], accepted


def _jobs(atlas: Atlas, file: Path, number: str, rows: Mapping[str, Any]) -> Iterator[Job]:
    """Yield the jobs of an entry: its areas in its languages on its papers."""
    for row in rows.values():
        if not isinstance(row, dict):
            raise _EntryError("", row, f"keys {', '.join(_MAP)}")
        for key in row:
            if key not in _MAP:
                raise _EntryError(str(key), key, ", ".join(_MAP))
    row = {**rows[""], **rows["map"]}
    name = str(row.get("name") or number)
    story = _story(atlas, row)
    areas = [""] if story else _list(row, "areas") or [""]
    languages = [Language(name) for name in _choices(row, "languages", current().languages)]
    papers = _list(row, "papers") or [str(Paper.A4_PORTRAIT if story else Paper.A4)]
    for area, language, size in itertools.product(areas, languages, papers):
        parts = [number, name]
        parts += [
            str(part)
            for part, several in ((area, areas), (language, languages), (size, papers))
            if len(several) > 1
        ]
        stem = "-".join(filter(None, map(_slug, parts)))
        view = _view(atlas, row, area, language)
        for kind in ["pdf"] if story else _choices(row, "formats", _FORMATS):
            plain = Job(number, name, stem, f".{kind}", view, None, story=story)
            yield _set_size(plain, row, size, file.parent)


def _story(atlas: Atlas, row: Mapping[str, Any]) -> Story | None:
    name = row.get("story")
    if name is None:
        return None
    known = {story.id: story for story in stories(atlas)}
    if str(name) not in known:
        raise _EntryError("story", name, ", ".join(known))
    return known[str(name)]


def _set_size(job: Job, row: Mapping[str, Any], size: str, folder: Path) -> Job:
    """Return a job on a sheet of paper, or as a graphic of a width."""
    if size in list(Paper):
        given = [key for key in _GRAPHIC if row.get(key)]
        if given and job.story is None:
            accepted = f"papers with a graphic's width, such as 180mm or 1:1, not {size}"
            raise _EntryError(given[0], row[given[0]], accepted)
        return replace(job, size=Paper(size))
    if job.story is not None:
        raise _EntryError("papers", size, f"an upright sheet for a story: {', '.join(PAPERS)}")
    if not re.fullmatch(r"\d+:\d+|[\d.]+ ?(mm|px)", size, re.ASCII):
        sheets = ", ".join(map(str, paper.SIZES))
        raise _EntryError("papers", size, f"{sheets}, 85mm, 90mm, 120mm, 180mm, 600px, 1:1, 4:5")
    texts: dict[str, Any] = {
        key: str(row[key]) for key in _GRAPHIC if row.get(key) and key != "dates"
    }
    texts |= {"shape": size} if re.fullmatch(r"\d+:\d+", size) else {"width": size}
    if "font" in texts:
        texts["font"] = folder / texts["font"]
    days = tuple(day_of(day, "dates") for day in _list(row, "dates"))
    settings = GraphicSettings(**texts, dates=days, keep_layers="layers" in row)
    settings.layers(job.view)
    return replace(job, settings=settings)


def _view(atlas: Atlas, row: Mapping[str, Any], area: str, language: Language) -> View:
    view = View.from_query(str(row.get("query") or "")).with_(language=language)
    given: dict[str, Any] = {
        key: str(row[key]) for key in _VIEW if row.get(key) is not None and key != "layers"
    }
    if row.get("layers") is not None:
        given["layers"] = tuple(_list(row, "layers"))
    if row.get("bbox") is not None:
        given["bounds"] = _list(row, "bbox")
    if area:
        given["bounds"] = _frame(atlas, area)
    return view.with_(**given)


def _frame(atlas: Atlas, area: str) -> tuple[float, float, float, float]:
    """Return the frame of an area: a disputed area, a district or any place with ground."""
    import shapely  # noqa: PLC0415 -- where there are areas

    rows = {row["id"]: row for row in atlas.records("areas")} if "areas" in atlas.names else {}
    units = atlas.unit_records
    if area in rows:
        codes = tuple(rows[area]["pcodes"].split(";"))
        inside = [at for at, row in enumerate(units) if row["pcode"].startswith(codes)]
    else:
        try:
            taken = set(holdings.locate(atlas, area).units)
        except QuestionError as error:
            accepted = f"an id of the disputed areas ({', '.join(rows)}) or a place: {error}"
            raise _EntryError("areas", area, accepted) from None
        inside = [at for at, row in enumerate(units) if row["unit"] in taken]
    west, south, east, north = map(float, shapely.total_bounds(atlas.unit_shapes[inside]))
    rim = _AROUND * max(east - west, north - south)
    return west - rim, south - rim, east + rim, north + rim


def _list(row: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of texts; a text with commas is one too."""
    value = row.get(key)
    if value is None:
        return []
    items = value if isinstance(value, list) else str(value).split(",")
    if any(isinstance(item, dict | list) for item in items):
        raise _EntryError(key, value, "a list of texts")
    return [str(item).strip() for item in items if str(item).strip()]


def _choices(row: Mapping[str, Any], key: str, known: Sequence[str]) -> list[str]:
    """Return what a row chooses of what there is; the first where it does not say."""
    names = _list(row, key) or [known[0]]
    for name in names:
        if name not in known:
            raise _EntryError(key, name, ", ".join(known))
    return names


def _slug(text: str) -> str:
    """Return a text as a part of a file's name."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[^\w]+", "-", plain).strip("-")[:60]
