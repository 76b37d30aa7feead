"""What a command answers: text or JSON, and an exit code."""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cell_output import is_missing, split_ids, value
from geo.errors import DataError, Fault
from geo.evidence import SAYS, read_says
from geo.model import HELD, Language
from geo.profile import current
from geo.rounding import round_band, round_estimate
from geo.words import say, side_word

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas


Record = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a command writes, and how it ends."""

    text: str  #: What goes to standard output, ending in a newline.
    code: int = 0  #: The exit code: 0 for an answer, 1 for faults.
    #: What is written as JSON, in the envelope of all commands, in place of ``text``.
    record: Record | list[Record] | None = None
    #: Hash and number of the data, where the command knows them.
    data: tuple[str | None, str | None] | None = None
    for_people: bool = False  #: Whether the text is for people, and may say which data it is of.


def as_json(value: Record | list[Record], code: int = 0, *, atlas: Atlas | None = None) -> Answer:
    """Answer in JSON, of an atlas that is loaded or of the folder that the command names."""
    return Answer("", code, value, (atlas.version, atlas.release) if atlas else None)


def as_lines(lines: Iterable[str], code: int = 0) -> Answer:
    """Answer in lines of text for people."""
    return Answer("".join(f"{clean_line(line)}\n" for line in lines), code, for_people=True)


def wrap_answer(args: argparse.Namespace, answer: Answer) -> Record:
    """Return an answer with day, perspective and version, whichever command gives it.

    The day is that which was asked about, the later of two; null where an answer is of no day.
    """
    record = answer.record
    rows: Record = record if isinstance(record, dict) else {"rows": record or []}
    query = (getattr(args, name, None) for name in ("day", "date", "last"))
    days = [day.isoformat() for day in query if isinstance(day, date)]
    version, release = answer.data or data_version(args.data)
    of = {"day": days[0] if days else None, "perspective": getattr(args, "perspective", None)}
    return {**of, "version": version, "release": release} | rows


def data_version(folder: Path | None) -> tuple[str | None, str | None]:
    """Return hash and number of the data of a folder; None of one that cannot be read."""
    from geo.atlas import atlas
    from geo.atlas.table import read_package
    from geo.profile import default_folder

    place = folder or default_folder()
    try:
        return atlas.version(place), read_package(place)[0].get("version")
    except (DataError, OSError):
        return None, None


def json_text(value: Any) -> str:
    """Write JSON in UTF-8, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def clean_line(text: str) -> str:
    r"""Return text on one line that no terminal takes for orders.

    >>> clean_line("a\x1b[2Jb")
    'a�[2Jb'
    >>> clean_line("two\nlines")
    'two lines'
    """
    spaced = " ".join(text.splitlines())
    return "".join("�" if _is_unsafe(sign) else sign for sign in spaced)


def _is_unsafe(sign: str) -> bool:
    """Control signs, surrogates and signs that turn text round; joiners belong to words."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\u200c\u200d"


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> list[str]:
    """Lay rows out in columns, two spaces apart."""
    lines = [[clean_line(cell) for cell in line] for line in (head, *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    numbers = set(right.split("|"))

    def lay(line: list[str]) -> str:
        cells = [
            cell.rjust(width) if name in numbers else cell.ljust(width)
            for cell, width, name in zip(line, widths, head, strict=True)
        ]
        return "  ".join(cells).rstrip()

    return [lay(line) for line in lines]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> list[str]:
    """Lay rows out below an empty line; nothing where there are none."""
    return ["", *grid(head, rows, right)] if rows else []


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """Return each fault in a line, and how many there are."""
    return [*map(str, faults), f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"]


def names(row: Mapping[str, Any]) -> Record:
    """Return the names of a row: ``name`` in English, then those in the profile's languages."""
    others = [name for name in current().name_columns if name != "name_en"]
    return {"name": row["name_en"], **{name: value(row[name]) for name in others}}


def pick(row: Mapping[str, Any], *columns: str) -> Record:
    """Return columns of a row as JSON takes them, ``source`` as the lists ``sources`` and ``says``.

    >>> pick({"id": "a", "note": "", "source": "x;y", "says": "s2014-06n"}, "id", "note", "source")
    {'id': 'a', 'note': None, 'sources': ['x', 'y'], 'says': ['stated 2014-06', 'unread']}
    """
    cells = {name: value(row[name]) for name in columns if name != "source"}
    if "source" in columns:
        cells["sources"] = list(split_ids(row["source"]))
    if "source" in columns and "says" in row:
        readings = read_says(row["says"])
        cells["says"] = [f"{SAYS[letter]} {day}".rstrip() for letter, day in readings]
    return cells


def unit_names(row: Mapping[str, Any]) -> Record:
    """Return which unit a row is of: its id, P-code and names, and whether it is a part."""
    codes = {"unit": row["unit"], "pcode": row["pcode"], "part": row["unit"] != row["pcode"]}
    return {**codes, **names(row)}


def section(title: str, rows: list[str]) -> list[str]:
    """Return a title with the number of rows below their head; ``none`` where there are none."""
    return ["", f"{title}: {len(rows) - 1}", *rows] if len(rows) > 1 else ["", f"{title}: none"]


def number(value: Any, places: int = 0) -> str:
    """Return a number with thousands set apart; empty where it is not known.

    >>> number(15709.5), number(float("nan"))
    ('15,710', '')
    """
    return "" if is_missing(value) else f"{value:,.{places}f}"


def dicts(rows: pd.DataFrame) -> list[Record]:
    """Return the rows of a table, each by the names of its columns."""
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


def km2(cell: float) -> float:
    """Return an area as JSON takes it, always with a decimal point."""
    return round(float(cell), 2)


def day_in_words(day: date) -> str:
    """Return a day in words.

    >>> day_in_words(date(2017, 10, 16))
    '16 October 2017'
    """
    return f"{day.day} {day:%B %Y}"


def country_name() -> str:
    """Return the name of the country that the profile is of.

    >>> country_name()
    'Iraq'
    """
    return say("country", Language.EN)


def holder_name(holder: str, day: date | str | None, perspective: str = HELD) -> str:
    """Return the name of a holder on a day, or of a class of ground in a perspective's words.

    >>> holder_name("federal", "1999-01-01"), holder_name("disputed", None, "un")
    ('Iraqi state (Baath government)', 'disputed')
    """
    return say(side_word(holder, perspective, day), Language.EN)


#: A figure without a band, as `say_estimate` takes it.
_PEOPLE = ("people_low", "people_best", "people_high")


def census_head(atlas: Atlas) -> str:
    """Return the head of a column of people, with the year of the census."""
    from geo.ask.people import census_day

    day = census_day(atlas)
    return say("census.people", Language.EN, year=day.year if day else "")


def say_lived(atlas: Atlas, people: float) -> str:
    """Say how many people the census counted on ground that is shown at another time."""
    from geo.ask.people import census_day

    day = census_day(atlas)
    lived = say_estimate(dict.fromkeys(_PEOPLE, people), "people")
    return say("census.lived", Language.EN, n=lived, year=day.year if day else "")


def band(row: Record, name: str = "km2") -> str:
    """Return the band of a figure, rounded as its width allows; empty where it has none.

    >>> band({"km2_low": 58_262.1, "km2": 60_000, "km2_high": 63_202.4})
    '58,300-63,200'
    >>> band({"km2_low": 404.1, "km2": 2_116, "km2_high": 2_116})
    'at least 400'
    """
    return _say_ends(*round_band(row[f"{name}_low"], row[name], row[f"{name}_high"]))


def _say_ends(low: float, best: float, high: float) -> str:
    """Say the ends of a band; no end is the figure itself."""
    if low == high:
        return ""
    if high == best:
        return f"at least {number(low)}"
    return f"at most {number(high)}" if low == best else f"{number(low)}-{number(high)}"


def say_estimate(row: Record, name: str) -> str:
    """Say an estimate as exactly as its band allows.

    >>> say_estimate({"barrels_low": 3e4, "barrels_best": 34_363, "barrels_high": 9e4}, "barrels")
    '34,000 (30,000-90,000)'
    """
    ends = [row[f"{name}_{bound}"] for bound in ("low", "best", "high")]
    if any(map(is_missing, ends)):
        return ""
    low, best, high = round_estimate(*ends)
    between = _say_ends(low, best, high)
    return f"{number(best)} ({between})" if between else number(best)


def say_range(row: Record, name: str) -> str:
    """Say a figure, with the range of its low and high where they differ.

    >>> say_range({"deaths_low": 1, "deaths_best": 2, "deaths_high": 5}, "deaths")
    '2 (1-5)'
    """
    low, best, high = (number(row[f"{name}_{bound}"]) for bound in ("low", "best", "high"))
    return best if low == high else f"{best} ({low}-{high})"


def people_in_towns(row: Record) -> str:
    """Say how many people towns have, and how many towns have a figure at all."""
    people = say_estimate(dict.fromkeys(_PEOPLE, row["people"]), "people")
    towns = number(row["towns"])
    return f"{people} ({towns} {'town' if row['towns'] == 1 else 'towns'})" if people else ""


def perspective_in_words(perspective: str) -> str:
    """Return the name of a perspective as it stands in a sentence.

    >>> perspective_in_words(HELD)
    'as held'
    """
    name = say(f"perspective.{perspective}", Language.EN)
    return name.lower() if perspective == HELD else f"in the perspective {name!r}"
