"""The profile of a dispute: what is particular to one country, read from its data folder.

``profile.yaml`` names the actors and their colours, the perspectives, the days that the data
covers, the frame, the projection and the themes; ``words/`` beside it holds texts that name them
in each language, and ``language/`` how names are spelled and what prose calls things. Code names
no country. Like a locale, one profile is in use at a time: :func:`current` returns it,
:func:`using` changes it for a ``with`` block.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from geo import layers
from geo.errors import DataError, Fault
from geo.files import data_file
from geo.files.cache import code_hash, load_cached
from geo.files.data_file import PACKAGE, PROFILE
from geo.model import HELD, STATES, Language, Layer, to_date
from geo.profile.parts import (
    Actor,
    Admin,
    Claims,
    Contact,
    Days,
    Degrees,
    Examples,
    Id,
    Mixed,
    Pattern,
    Scope,
    Strict,
    build,
)

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

#: The code that decides what is accepted, and how what was written is kept.
_CODE = ("profile/*.py", "model.py", "files/yaml_file.py", "layers/*.py")


@dataclass(frozen=True, eq=False)
class Profile(Strict):
    """What is particular to one dispute.

    Examples
    --------
    >>> profile = current()
    >>> profile.days.opening.isoformat(), profile.perspectives[0]
    ('2017-09-27', 'held')
    """

    id: Id
    """Key of the dispute."""
    country: Annotated[str, Pattern(r"^[A-Z]{2}$")]
    """ISO 3166-1 code of two letters."""
    languages: tuple[Language, ...]
    """Languages of the data and of its readers; the first is the default."""
    days: Days
    region: tuple[Degrees, Degrees, Degrees, Degrees]
    """Where events can lie: west, south, east, north in degrees (EPSG:4326)."""
    centre: tuple[Degrees, Degrees]
    """Longitude and latitude that projections are centred on."""
    admin: Admin
    actors: Mapping[Id, Actor]
    """Actors that may hold ground, in the order of the legend."""
    claims: Claims
    views: tuple[Id, ...]
    """Perspectives besides ``held``."""
    mixed: Mixed
    """How ground that two actors hold side by side is drawn."""
    example: Annotated[str, Pattern(r"^[\w' -]+$")]
    """Name of a well known place, for the examples of help."""
    examples: Examples | None = None
    """What else the examples of help name; without it they name days and that place only."""
    foremost: tuple[Annotated[str, Pattern(r"^[a-z0-9_]+$")], ...] = ()
    """Ids of the places whose names are the largest words of the map."""
    north: Degrees | None = None
    """Latitude (degrees) from which on fields are "of the north"; without it no such choice."""
    themes: tuple[Id, ...] = ()
    """Optional themes that the data has."""
    scope: Scope | None = None
    """What is mapped in detail; everything, on all days, where None."""
    former: Mapping[Id, Actor] = field(default_factory=dict)
    """Actors that only older versions of the data have as holders."""
    contact: Annotated[str, Contact()] = ""
    """Where readers report errors: an e-mail address, or an address of the web."""
    words: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    """Texts that name what is particular, by language and key."""
    folder: Path | None = None
    """The data folder that it was read from."""

    def __post_init__(self) -> None:
        actors = {*self.actors}
        if not self.languages or len(set(self.languages)) < len(self.languages):
            raise ValueError("languages: expected each once, at least one")
        if both := actors & {*self.former}:
            raise ValueError(f"former: {min(both)} is one of actors")
        if clash := (actors | {*self.former}) & {*STATES, "disputed", "same"}:
            raise ValueError(f"actors: {min(clash)} is a state, not an actor")
        if HELD in self.views:
            raise ValueError("views: held is always there")
        for name in (*self.mixed.of, self.claims.default, *self.claims.classes):
            if name not in actors:
                raise ValueError(f"{name}: expected one of {', '.join(sorted(actors))}")
        for theme in self.themes:
            if theme not in layers.themes():
                raise ValueError(f"themes: {theme}: expected one of {', '.join(layers.themes())}")
        west, south, east, north = self.region
        if not (west < east and south < north):
            raise ValueError("region: expected west < east and south < north")

    @cached_property
    def digest(self) -> str:
        """What distinguishes a profile with its words from others, wherever it lies (SHA-256)."""
        cells = {item.name: getattr(self, item.name) for item in fields(self)}
        return hashlib.sha256(repr({**cells, "folder": None}).encode()).hexdigest()

    @property
    def perspectives(self) -> tuple[str, ...]:
        """Ids of the perspectives, ``held`` first."""
        return (HELD, *self.views)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Layers of the map that the themes allow, from the ground up."""
        return tuple(layer for layer in Layer if layer.spec.theme in {"", *self.themes})

    @property
    def groups(self) -> dict[str, tuple[Layer, ...]]:
        """Groups of the layer control with the layers that the themes allow."""
        groups = {
            group: tuple(layer for layer in result if layer in self.layers)
            for group, result in layers.groups().items()
        }
        return {group: result for group, result in groups.items() if result}

    @cached_property
    def name_columns(self) -> tuple[str, ...]:
        """Columns of names in tables: English, which all fall back on, then the other languages."""
        return tuple(
            dict.fromkeys(("name_en", *(f"name_{language}" for language in self.languages)))
        )

    @property
    def holders(self) -> tuple[str, ...]:
        """Ids of what may stand as the holder of ground: actors, then states."""
        return (*self.actors, *STATES)

    @cached_property
    def equal_area(self) -> str:
        """Lambert azimuthal equal-area projection at the centre (PROJ string), for areas."""
        return f"+proj=laea {self._centred}"

    @cached_property
    def equidistant(self) -> str:
        """Azimuthal equidistant projection at the centre (PROJ string), for distances."""
        return f"+proj=aeqd {self._centred}"

    def language_data(self, name: str) -> Mapping[str, Any]:
        """Return ``language/NAME.json`` of the data folder, an object; empty where there is none.

        Raises
        ------
        DataError
            Where the file holds no JSON object.

        Examples
        --------
        >>> current().language_data("spelling")["article_prefix"]
        'ال'
        """
        file = f"language/{name}.json"
        try:
            text = data_file.read(self.folder, file) if self.folder else b"{}"
            content = json.loads(text)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise DataError([Fault(file, None, "", str(error), "a JSON object")]) from None
        if not isinstance(content, dict):
            raise DataError([Fault(file, None, "", type(content).__name__, "a JSON object")])
        return content

    @property
    def _centred(self) -> str:
        return f"+lat_0={self.centre[1]:g} +lon_0={self.centre[0]:g} +datum=WGS84 +units=m"

    def holder_word(self, holder: str, day: dt.date | str | None = None) -> str:
        """Return the key of the word that names a holder on a day.

        Parameters
        ----------
        holder
            Id of an actor, or a state such as ``mixed``.
        day
            The day, also as ISO text: actors may have had other names before; today's name where
            None.

        Examples
        --------
        >>> import datetime as dt
        >>> current().holder_word("federal", dt.date(1999, 1, 1))
        'holder.state'
        """
        actor = self.actors.get(holder)
        if actor and actor.named_before and day:
            on = to_date(day)
            for before, other in actor.named_before:
                if on < before:
                    return f"holder.{other}"
        return f"holder.{holder}"


class Holder(str):
    """Who holds a unit on a day: the id of an actor of the profile in use, or a state.

    Raises
    ------
    ValueError
        Where the profile in use knows no such holder; the message names those that it knows.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        """Check the id."""
        holders = current().holders
        if value not in holders:
            raise ValueError(f"one of {', '.join(holders)}")
        return super().__new__(cls, value)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> CoreSchema:
        """Let pydantic read it from text."""
        from pydantic_core import core_schema  # noqa: PLC0415 -- only who checks text needs it

        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


#: Environment variable that names another data folder than the one that the package carries.
VARIABLE = "GREENLINE_DATA"


def default_folder() -> Path:
    """Return the data folder: the one that ``GREENLINE_DATA`` names, else the package's own.

    In a checkout the package's own lies beside the package.
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else own_folder()


@cache
def own_folder() -> Path:
    """Return the data folder that the package carries."""
    packaged = Path(__file__).parents[1] / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"


def load(folder: Path | str) -> Profile:
    """Read and check the profile of a data folder.

    Parameters
    ----------
    folder
        The data folder that holds ``profile.yaml`` and ``words/``.

    Raises
    ------
    DataError
        Where the file or its words are missing or faulty; all faults are listed.
    """
    folder = Path(folder)
    return _load(folder, _modified_at(folder, PROFILE), _modified_at(folder, PACKAGE))


def _modified_at(folder: Path, file: str) -> int:
    """Return when a file of the data folder was last written."""
    try:
        return (folder / file).stat().st_mtime_ns
    except (OSError, ValueError):
        raise DataError([Fault(file, None, "", "no file", "a profile of the dispute")]) from None


@lru_cache(maxsize=16)
def _load(folder: Path, *_: int) -> Profile:
    state = _state(folder)
    plain = (
        load_cached("profiles", state, lambda: _check_profile(folder))
        if state
        else _check_profile(folder)
    )
    return replace(build(Profile, plain), folder=folder)


def _check_profile(folder: Path) -> dict[str, Any]:
    """Read the profile of a data folder as people wrote it, and hold it to the types here."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 -- once for each state

    from geo.files import yaml_file  # noqa: PLC0415 -- as above

    value = yaml_file.read(data_file.read(folder, PROFILE), PROFILE)
    if isinstance(value, dict):
        value["words"] = _words(folder, value.get("languages"))
        if isinstance(value.get("days"), dict):
            value["days"] = _with_last(folder, value["days"])
    rule: TypeAdapter[Any] = TypeAdapter(Profile)
    try:
        profile = rule.validate_python(value)
    except ValidationError as error:
        raise DataError([_fault(item) for item in error.errors()]) from None
    plain: dict[str, Any] = rule.dump_python(profile, mode="json", exclude={"folder"})
    return plain


def _with_last(folder: Path, days: dict[str, Any]) -> dict[str, Any]:
    """Add the last day, which follows the tables, to the days that the profile names."""
    if "last" in days:
        accepted = f"no last day here: it follows the tables (last_day of {PACKAGE})"
        raise DataError([Fault(PROFILE, None, "days.last", str(days["last"]), accepted)])
    try:
        package = json.loads(data_file.read(folder, PACKAGE))
    except (ValueError, RecursionError) as error:
        raise DataError([Fault(PACKAGE, None, "", str(error), "valid JSON in UTF-8")]) from None
    last_day = package.get("last_day", "nothing") if isinstance(package, dict) else "nothing"
    try:
        return {**days, "last": dt.date.fromisoformat(last_day)}
    except (TypeError, ValueError):
        accepted = "the newest day of the tables, such as 2017-09-27"
        raise DataError([Fault(PACKAGE, None, "last_day", str(last_day)[:80], accepted)]) from None


def _fault(error: Mapping[str, Any]) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    value = error["input"]
    result = str(value)[:80] if isinstance(value, str | int | float) else type(value).__name__
    return Fault(PROFILE, None, place, result, error["msg"].removeprefix("Value error, "))


def _words(folder: Path, languages: Any) -> dict[str, dict[str, str]]:
    """Read the texts that lie beside the profile, one file a language."""
    result = {}
    for code in languages if isinstance(languages, list) else []:
        file = f"words/{code}.json"
        try:
            result[code] = json.loads(data_file.read(folder, file))
        except (OSError, ValueError, RecursionError) as error:
            text = "no file" if isinstance(error, OSError) else str(error)
            raise DataError([Fault(file, None, "", text, "texts by key, as JSON")]) from None
    return result


def _state(folder: Path) -> str:
    """Return a hash of all that a profile is read from; empty where that cannot be determined."""
    digest = hashlib.sha256(code_hash(*_CODE).encode())
    try:
        words = sorted(path.name for path in (folder / "words").glob("*.json"))
        for file in (PROFILE, PACKAGE, *(f"words/{name}" for name in words)):
            digest.update(f"\n{file}\n".encode() + data_file.read(folder, file))
    except (OSError, DataError):
        return ""
    return digest.hexdigest()


_current: ContextVar[Profile | None] = ContextVar("profile", default=None)


def current() -> Profile:
    """Return the profile in use; that of the default data folder where none was chosen."""
    # Every word that is shown asks for it: whether files changed is looked at once a second.
    return _current.get() or _in_second(os.environ.get(VARIABLE), int(time.monotonic()))


@lru_cache(maxsize=2)
def _in_second(_: str | None, __: int) -> Profile:
    """Return the profile of the default folder; the package's own where that one is faulty.

    Loading a faulty folder reports its faults; messages need words meanwhile.
    """
    try:
        return load(default_folder())
    except DataError:
        return load(own_folder())


@contextmanager
def using(profile: Profile) -> Iterator[Profile]:
    """Use a profile within a ``with`` block.

    Parameters
    ----------
    profile
        The profile to use.
    """
    token = _current.set(profile)
    try:
        yield profile
    finally:
        _current.reset(token)


def use(profile: Profile) -> None:
    """Use a profile from here on, in this thread.

    Parameters
    ----------
    profile
        The profile to use.
    """
    _current.set(profile)
