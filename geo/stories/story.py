"""Stories: a title, and steps that are each a view of the map with a text and claims to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass as stdlib_dataclass
from dataclasses import fields, replace
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, cast
from urllib.parse import parse_qsl

from pydantic import (
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import to_jsonable_python

from geo import view as views
from geo.api import rename_parameter
from geo.atlas import Atlas
from geo.errors import DataError, Fault, ViewError
from geo.files import yaml_file
from geo.files.data_file import HOME
from geo.model import Layer
from geo.stories import amounts, holders  # noqa: F401 -- they register what answers questions
from geo.stories.question import (
    ANSWERS,
    QUESTIONS,
    Day,
    Finding,
    Verdict,
    order_sources,
    question,
)
from geo.stories.written_texts import STRICT, Texts, Words, check_id, list_codes
from geo.view.kinds import CORNERS


@question("none")
def answer_untestable(_: Atlas, *, because: Texts) -> Finding:
    """Say ``because`` of what no record of the atlas can test a claim."""
    return Finding(Verdict.NOT_TESTABLE, (because.to_dict(),))


#: Any question, told apart by the name that stands in ``ask.question``.
Question: TypeAlias = Any
if not TYPE_CHECKING:
    Question = Annotated[reduce(or_, QUESTIONS.values()), Field(discriminator="question")]

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def answer(atlas: Atlas, query: Any) -> Finding:
    """Put a question, one of ``QUESTIONS``, to an atlas.

    >>> from geo import Atlas
    >>> day = {"date": "2017-09-27", "holder": "region"}
    >>> query = QUESTIONS["held"](question="held", place="Kirkuk", **day)
    >>> answer(Atlas.load(), query).verdict.value
    'supported'
    """
    needs = {item.name: getattr(query, item.name) for item in fields(query)[1:]}
    finding = ANSWERS[query.question](atlas, **needs)
    return replace(
        finding,
        rests=order_sources(atlas, finding.rests, query),
        against=order_sources(atlas, finding.against, query),
    )


@rename_parameter("asked", "question")
def as_json(question: Any) -> dict[str, Any]:
    """Return a question as JSON takes it, without what it leaves open."""
    result: dict[str, Any] = _QUESTION.dump_python(question, mode="json", exclude_none=True)
    return {name: value for name, value in result.items() if value != []}


@stdlib_dataclass(frozen=True)
class StoryFault(Fault):
    """One thing wrong in the file of a story; ``column`` is the key, as ``text.ckb``."""

    step: str = ""  #: Id or number of the step; empty where it is the story's.

    def __str__(self) -> str:
        place = self.file + (f", step {self.step}" if self.step else "")
        place += f", key {self.column!r}" if self.column else ""
        value = self.value if len(self.value) <= 120 else self.value[:117] + "..."
        return f"{place}: {value!r} is not accepted; expected {self.accepted}"


def faults_of(error: ValidationError, content: Any, file: str) -> list[Fault]:
    """Turn what pydantic says of a story into faults that its writer understands.

    Lists that are too short only for what is wrong in them are left out.
    """
    errors = error.errors()
    inner = [item["loc"] for item in errors]
    return [
        _fault(item, content, file)
        for item in errors
        if item["type"] != "too_short"
        or not any(loc[: len(item["loc"])] == item["loc"] != loc for loc in inner)
    ]


def _fault(error: Any, content: Any, file: str) -> StoryFault:
    where = [part for part in error["loc"] if part not in QUESTIONS]
    step, keys, kind = "", where, error["type"]
    if where[:1] == ["steps"] and len(where) > 1:
        number, keys = cast("int", where[1]), where[2:]
        name = content["steps"][number]
        name = name.get("id") if isinstance(name, dict) else None
        step = repr(name) if isinstance(name, str) and name else str(number + 1)
    text = "nothing" if kind == "missing" else str(error["input"])
    context = error.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        text, keys = str(where[-1]), keys[:-1]
        context = {"keys": ", ".join(_list_keys(error["loc"], where))}
    message = str(error["msg"][:1].lower() + error["msg"][1:])
    accepted = _ACCEPTED[kind].format(**context) if kind in _ACCEPTED else message
    return StoryFault(file, None, ".".join(map(str, keys)), text, accepted, step)


def _list_keys(loc: tuple[int | str, ...], where: list[int | str]) -> Sequence[str]:
    """Return the keys that there are where a key is that does not exist."""
    above = [str(part) for part in where[:-1] if isinstance(part, str)]
    last = above[-1] if above else ""
    kinds = [QUESTIONS[str(name)] for name in loc if name in QUESTIONS]
    kind: Any = kinds[-1] if kinds and last == "ask" else _PARTS.get(last)
    return [field.name for field in fields(kind)] if kind else list_codes()


#: What is accepted, by the kind of pydantic's error.
_ACCEPTED = {
    "unexpected_keyword_argument": "one of the keys {keys}",
    "value_error": "{error}",
    "missing": "a value",
    "dataclass_type": "keys with values",
    "string_type": "text",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "small letters, digits, - and _, at most 60",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} of them",
    "tuple_type": "a list",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "union_tag_invalid": "one of the questions {expected_tags}",
    "union_tag_not_found": "a question",
    "greater_than": "a number above {gt}",
    "less_than": "a number below {lt}",
    "greater_than_equal": "a number of {ge} or more",
    "less_than_equal": "a number of {le} or less",
}


#: Keys of a view that belong to the reader, not to a story.
READER_KEYS = ("lang", "tiles", "st", "sp")


Source = Annotated[str, check_id("sources")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]


class Part:
    """A part of a story, which its file has as a mapping."""

    def to_dict(self) -> dict[str, Any]:
        """Return it with stable keys, as JSON takes it."""
        result: dict[str, Any] = to_jsonable_python(self)
        return result


@dataclass(frozen=True, config=STRICT)
class Expected:
    """What the writer found when the check was written."""

    outcome: Verdict
    """The outcome."""


@dataclass(frozen=True, config=STRICT)
class Check(Part):
    """A claim, the question that tests it on the atlas, and who made or reported it."""

    claim: Texts
    """The claim in one sentence."""
    ask: Annotated[Question, PlainSerializer(as_json)]
    """The question, one of ``QUESTIONS``."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Who says so."""
    against: tuple[Source, ...] = ()
    """Who says otherwise."""
    expect: Expected | None = None
    """The outcome when the check was written."""


def _view(query: Any, info: ValidationInfo) -> views.View:
    if isinstance(query, views.View):
        return query
    if not isinstance(query, str):
        raise ValueError("a view as in the address of the map, such as d=2017-09-27&l=control")  # noqa: TRY004
    keys = {key for key, _ in parse_qsl(query.lstrip("?#"), keep_blank_values=True)}
    strange = sorted(keys.intersection(READER_KEYS) | keys.difference(views.KEYS))
    if strange:
        accepted = ", ".join(key for key in views.KEYS if key not in READER_KEYS)
        raise ValueError(f"the keys {accepted}, not {', '.join(strange)}")
    try:
        view = views.View.from_query(query)
    except ViewError as error:
        raise ValueError(str(error)) from None
    if view.selection is not None:
        _check_selection(view.selection, info.context)
    return view


def _check_selection(selection: str, context: Mapping[str, Any] | None) -> None:
    layer, _, name = selection.partition(":")
    if layer not in {item.value for item in Layer}:
        raise ValueError(f"a selection of one of the layers {', '.join(Layer)}")
    table = Layer(layer).spec.ids
    if context is not None and table and name not in context[table]:
        raise ValueError(f"a selection of an id of {table}")


#: Positions that each kind of mark has, at least and at most.
MARKS = {"note": (1, 1), "arrow": (2, 2), "area": (3, CORNERS)}

#: Characters of a mark's text, which stands on the map.
_SHORT = 200

#: Marks that a step may have.
_MARKS = 20

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-85, le=85, allow_inf_nan=False)]


@dataclass(frozen=True, config=STRICT)
class DrawnMark(Part):
    """What the writer drew on the map of a step: a note, an arrow or an area."""

    kind: Literal["note", "arrow", "area"]
    """What it is."""
    at: tuple[tuple[Lon, Lat], ...]
    """Longitude and latitude in degrees (EPSG:4326) of a note's place, of both ends of an arrow
    from tail to head, or of an area's corners."""
    text: Texts | None = None
    """What stands beside it, 200 characters at most; a note has to have one."""

    @model_validator(mode="after")
    def _check_positions(self) -> DrawnMark:
        least, most = MARKS[self.kind]
        if not least <= len(self.at) <= most:
            expected = f"{least}" if least == most else f"{least} to {most}"
            raise ValueError(f"{expected} positions for the kind {self.kind!r}, not {len(self.at)}")
        if self.text is None and self.kind == "note":
            raise ValueError("a text for a note")
        if self.text and any(len(text) > _SHORT for _, text in self.text.pairs):
            raise ValueError(f"a text of at most {_SHORT} characters")
        return self


@dataclass(frozen=True, config=STRICT)
class Step(Part):
    """One state of the map with what there is to say about it."""

    id: Name
    """Key within the story, for addresses."""
    view: Annotated[
        InstanceOf[views.View], BeforeValidator(_view), PlainSerializer(views.View.to_query)
    ]
    """What the map shows; the language stays the reader's."""
    title: Texts
    """A short heading."""
    text: Texts
    """Paragraphs, separated by a blank line; no markup."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """What the text rests on."""
    checks: Annotated[tuple[Check, ...], Field(max_length=20)] = ()
    """Claims that the atlas can be asked about."""
    marks: Annotated[tuple[DrawnMark, ...], Field(max_length=_MARKS)] = ()
    """What the writer drew on the map."""


@dataclass(frozen=True, config=STRICT)
class Story(Part):
    """A story.

    Examples
    --------
    >>> from geo import Atlas
    >>> story = stories(Atlas.load())[0]
    >>> story.id, len(story.steps)
    ('2014-advance', 11)
    """

    id: Name
    """Key, and the name of its file."""
    title: Texts
    """The title."""
    summary: Texts
    """One or two sentences on what it tells."""
    date: Day
    """The day that it is about."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Its main sources."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=100)]
    """The steps, in order."""
    references: Annotated[tuple[Words, ...], Field(max_length=50)] = ()
    """Sources that the atlas does not have, as the writer names them."""

    def to_dict(self) -> dict[str, Any]:
        """Return the story with stable keys, as its file has it."""
        story = super().to_dict()
        if not self.references:
            del story["references"]
        return story

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of every source of the story, its steps and its checks, each once."""
        checks = [check for step in self.steps for check in step.checks]
        groups = [self.sources, *(step.sources for step in self.steps)]
        groups += [ids for check in checks for ids in (check.sources, check.against)]
        return tuple(dict.fromkeys(name for group in groups for name in group))


#: Parts of a story by the key that they stand under; all other keys hold languages.
_PARTS = {"": Story, "steps": Step, "marks": DrawnMark, "checks": Check, "expect": Expected}


def parse(text: str | bytes, name: str, atlas: Atlas | None = None) -> Story:
    """Read a story.

    Parameters
    ----------
    text
        The YAML of the story.
    name
        Name of its file, for messages.
    atlas
        Where given, every id (of sources, fields, crossings and so on) must be one of its own.

    Returns
    -------
    Story
        The story.

    Raises
    ------
    DataError
        Where anything is wrong; ``faults`` names all of it by file, step, key and value.
    """
    content = yaml_file.read(text, name)
    try:
        story = _STORY.validate_python(content, context=_context(atlas) if atlas else None)
    except ValidationError as error:
        raise DataError(faults_of(error, content, name)) from None
    names = [step.id for step in story.steps]
    twice = [step for number, step in enumerate(names) if step in names[:number]]
    if twice:
        raise DataError([StoryFault(name, None, "id", twice[0], "an id of its own", twice[0])])
    return story


def load(folder: Path | str, atlas: Atlas | None = None) -> tuple[Story, ...]:
    """Read every story of a folder, in the order of their days.

    Parameters
    ----------
    folder
        Folder of ``*.yaml`` files.
    atlas
        Where given, every id must be one of its own.

    Raises
    ------
    DataError
        Where a story is faulty; ``faults`` names all of it.
    """
    result, faults = _read_folder(Path(folder), atlas)
    if faults:
        raise DataError(faults)
    return result


def stories(atlas: Atlas) -> tuple[Story, ...]:
    """Return the stories that came with an atlas, in the order of their days.

    Of an earlier release of the data, those of today that name nothing it has not.

    Raises
    ------
    DataError
        Where a story is faulty.
    """
    result, faults = _read_folder(atlas.folder / FOLDER, atlas)
    if faults and not (atlas.folder / HOME).exists():
        raise DataError(faults)
    return result


def faults(atlas: Atlas) -> list[Fault]:
    """Return every fault of the stories that came with an atlas."""
    named = {
        path
        for resource in atlas.package["resources"]
        if resource["name"] == FOLDER
        for path in (resource["path"], *resource.get("extrapaths", ()))
    }
    accepted = f"a file that datapackage.json names under {FOLDER}"
    strange = [
        Fault(f"{FOLDER}/{file.name}", None, "", "a file of no resource", accepted)
        for file in sorted((atlas.folder / FOLDER).glob("*.yaml"))
        if f"{FOLDER}/{file.name}" not in named
    ]
    return strange + _read_folder(atlas.folder / FOLDER, atlas)[1]


#: Where the stories of a data folder lie.
FOLDER = "stories"


def _read_folder(folder: Path, atlas: Atlas | None) -> tuple[tuple[Story, ...], list[Fault]]:
    """Return the sound stories of a folder in the order of their days, and what is wrong."""
    result: list[Story] = []
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.yaml")):
        name = f"{FOLDER}/{file.name}"
        try:
            story = parse(file.read_bytes(), name, atlas)
        except DataError as error:
            faults += error.faults
            continue
        if story.id != file.stem:
            faults.append(StoryFault(name, None, "id", story.id, f"the file's name, {file.stem}"))
        result.append(story)
    return tuple(sorted(result, key=lambda story: (story.date, story.id))), faults


_STORY = TypeAdapter(Story)


@lru_cache(maxsize=2)
def _context(atlas: Atlas) -> dict[str, frozenset[str]]:
    """Return the ids that a story of an atlas may name, by what they are of."""

    def column(table: str, name: str) -> frozenset[str]:
        return frozenset(row[name] for row in atlas.records(table))

    keys = {layer.spec.ids: layer.spec.key for layer in atlas.profile.layers} | {"sources": "id"}
    ids = {name: column(name, key) for name, key in keys.items() if name not in {"", "units"}}
    levels = ("governorates", "districts", "subdistricts")
    return ids | {
        "units": column("spells", "unit"),
        "subjects": column("production", "subject") | ids.get("fields", frozenset()),
        "actors": column("events", "actor_a") - {""},
        "pcodes": frozenset().union(*(column(level, "pcode") for level in levels)),
    }
