"""A cell of a table: how ours is written, so that no spreadsheet runs it, and a reader's read."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd


def is_missing(cell: Any) -> bool:
    """Whether a cell holds nothing.

    >>> is_missing(""), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def value(cell: Any) -> Any:
    """Return a cell as JSON takes it: None for what is not known, days as text.

    >>> value(float("nan")), value(date(2014, 6, 10)), value(2.0), value(2.346)
    (None, '2014-06-10', 2, 2.35)
    """
    if is_missing(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat()
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else round(cell, 2)
    return cell


def plain_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON takes them: days as text, None for what is not known."""
    return [
        {str(name): value(cell) for name, cell in row.items()} for row in rows.to_dict("records")
    ]


def split_ids(*cells: str) -> tuple[str, ...]:
    """Return the ids that cells join by ``;``, each once.

    >>> split_ids("a;b", "", "b;c")
    ('a', 'b', 'c')
    """
    return tuple(dict.fromkeys(part for cell in cells for part in cell.split(";") if part))


#: Signs that XML 1.0 cannot hold, and so no SVG, KML, GPX, feed or workbook.
NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Signs that turn the text around them: what is read would be other than what is written.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: What makes a formula at the beginning of a cell, the full-width signs of East Asia included.
_SIGNS: Final = r"=+\-@|%\uff1d\uff0b\uff0d\uff20"

#: Signs that programs strip or do not show before they look.
_SKIPPED: Final = r" \"\x00\x0b\x0c\xa0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000"


def _places(apostrophe: str) -> re.Pattern[str]:
    """Compile the pattern for apostrophes before formulas.

    That is at the start of a cell, and after characters that other programs treat as delimiters.
    """
    before = rf"'*[{_SKIPPED}]*"
    first = rf"^{apostrophe}(?={before}[{_SIGNS}\t\r\n])"
    later = rf"(?<=[;\t\r\n]){apostrophe}(?={before}[{_SIGNS}])"
    return re.compile(f"{first}|{later}")


_UNGUARDED: Final = _places("")
_GUARDED: Final = _places("'")


def guard_formula(cell: Any) -> Any:
    """Prefix text that would run as a formula with an apostrophe.

    >>> guard_formula("=1+1"), guard_formula(" @SUM(A1)"), guard_formula(-1)
    ("'=1+1", "' @SUM(A1)", -1)
    >>> guard_formula("a;=1+1"), guard_formula("＝1+1")
    ("a;'=1+1", "'＝1+1")
    """
    return _UNGUARDED.sub("'", cell) if isinstance(cell, str) else cell


def strip_guard(cell: str) -> str:
    """Return a cell without the apostrophes that :func:`guard_formula` put into it.

    >>> strip_guard("a;'=1+1"), strip_guard(guard_formula("'=1")), strip_guard("it's")
    ('a;=1+1', "'=1", "it's")
    """
    return _GUARDED.sub("", cell)


def csv(written: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell or heading runs as a formula or turns its text.

    >>> import pandas as pd
    >>> csv(pd.DataFrame({"name": ["=1+1", "Kirkuk"], "change": [-1, 2]})).splitlines()
    ['name,change', "'=1+1,-1", 'Kirkuk,2']
    """
    safe = written.map(clean_cell).set_axis([clean_cell(name) for name in written.columns], axis=1)
    return safe.to_csv(index=False, lineterminator="\r\n")


def clean_cell(cell: Any) -> Any:
    """Return a cell that runs as no formula and turns no text."""
    return guard_formula(TURNING.sub("", cell) if isinstance(cell, str) else cell)


#: Digits and signs of other scripts as ASCII.
DIGITS: Final = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−–", "01234567890123456789.,--"
)  # fmt: skip

#: Marks of direction and joining, which nobody sees.
UNSEEN: Final = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff",
    )
)

#: How tables spell that there is nothing.
NOTHING: Final = frozenset({
    "", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "--", "?", ".", "unknown", "<na>",
    "#n/a", "nat", "غير معروف", "مجهول", "لا يوجد", "نەزانراو", "inconnu",
})  # fmt: skip

#: Letters of the compass, in Latin and Arabic script: which axis, and which way.
_COMPASS: Final = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1), "o": ("lon", -1),
    "شمالا": ("lat", 1), "شمال": ("lat", 1), "ش": ("lat", 1), "جنوبا": ("lat", -1),
    "شرقا": ("lon", 1), "شرق": ("lon", 1), "ق": ("lon", 1), "غربا": ("lon", -1),
    "north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1),
}  # fmt: skip

_WORD = "|".join(sorted(_COMPASS, key=len, reverse=True))
_AMOUNT = r"\d{1,3}(?:[.,]\d+)?"
_DECIMAL = re.compile(r"([+-]?)(?:(\d{1,15}(?:[.,]\d+)?|[.,]\d+)(e[+-]?\d{1,3})?)\s*°?", re.ASCII)
_PARTS = re.compile(
    rf"([+-]?)(\d{{1,3}})\s*(?:°|º|:|\s)\s*({_AMOUNT})\s*(?:['′’:]|\s|$)"
    rf"\s*(?:({_AMOUNT})\s*(?:[\"″”]|''|′′|’’|$)?)?",
    re.ASCII,
)
_LETTERED = re.compile(
    r"(\d{1,3})\s*d\s*(\d{1,2})\s*m\s*(\d{1,2}(?:[.,]\d+)?)\s*s(?![a-z])", re.ASCII
)
_SIDE = re.compile(rf"^({_WORD})?\s*(.*?)\s*({_WORD})?$", re.DOTALL | re.ASCII)
_WKT = re.compile(r"(?:srid=\d+;)?\s*point\s*z?m?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)", re.ASCII)
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s*,\s+|(?<=[\d°'\"″nsew])\s*,\s*|\s+", re.ASCII)

_BLANK = " \t\r\n"

#: Between two numbers, a blank or a comma alone may be within one: ``35 28``, ``35,47``.
_STRONG = re.compile(r"[;|/]|,\s", re.ASCII)
_MARKED = re.compile(r"\d\.\d|[°'\"′″nsew]", re.ASCII)


def normalise(cell: str) -> str:
    """Return a cell in small letters with ASCII digits, without blanks around it.

    Only plain blanks: a spoilt digit may have become a no-break space or a mark of direction,
    and what is left would be another number.

    >>> normalise(" ٣٥٫٤٧ ")
    '35.47'
    """
    stripped = cell.strip(" \t\r\n\f\v")
    return stripped.casefold() if stripped.isascii() else stripped.translate(DIGITS).casefold()


def is_blank(cell: str) -> bool:
    return normalise(cell.translate(UNSEEN).strip()) in NOTHING


def degree(cell: str, axis: str = "") -> float:
    """Return one cell as degrees, NaN where it holds none."""
    value, text = _angle(normalise(cell))
    return math.nan if text and axis and text != axis else value


def _angle(text: str) -> tuple[float, str]:
    """Return an angle, and its axis where a letter states it."""
    if not text or len(text) > 60:
        return math.nan, ""
    side = _SIDE.match(_LETTERED.sub(r"\1°\2′\3″", text))
    if side is None or (side[1] and side[3]):
        return math.nan, ""
    axis, way = _COMPASS.get(side[1] or side[3] or "", ("", 1))
    value = _parse_angle(side[2])
    return (math.nan if axis and value < 0 else value * way), axis


def _parse_angle(text: str) -> float:
    if match := _DECIMAL.fullmatch(text):
        value = float(f"{match[1]}{match[2].replace(',', '.')}{match[3] or ''}")
        return value if math.isfinite(value) else math.nan
    if match := _PARTS.fullmatch(text):
        minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.group(3, 4))
        marked = any(mark in text for mark in "°º'′’:\"″”")
        if minutes >= 60 or seconds >= 60 or not (marked or match[4]):
            return math.nan
        value = int(match[2]) + minutes / 60 + seconds / 3600
        return -value if match[1] == "-" else value
    return math.nan


def pair(cell: str) -> tuple[float, float, str]:
    """Return the two angles of a cell, and their order where the cell states it."""
    stripped = normalise(cell).strip("[](){} ")
    if "point" in stripped[:20]:
        point = _WKT.fullmatch(normalise(cell)) if len(cell) < 200 else None
        return (degree(point[1]), degree(point[2]), "lonlat") if point else (math.nan, math.nan, "")
    if len(stripped) > 80:
        return math.nan, math.nan, ""
    halves = _halves(stripped)
    if halves is None:
        return math.nan, math.nan, ""
    (first, item), (second, two) = halves
    order = {"latlon": "latlon", "lonlat": "lonlat"}.get(item + two, "")
    if (item or two) and not order:
        return math.nan, math.nan, ""
    return first, second, order


def _halves(text: str) -> tuple[tuple[float, str], tuple[float, str]] | None:
    """Divide a cell where both halves are angles; None where that is not possible in one way."""
    result: dict[tuple[tuple[float, str], tuple[float, str]], None] = {}
    for cut in _BETWEEN.finditer(text):
        halves = _angle(text[: cut.start()].strip(_BLANK)), _angle(text[cut.end() :].strip(_BLANK))
        weak = not _STRONG.search(cut[0])
        if weak and not all(
            _MARKED.search(item) for item in (text[: cut.start()], text[cut.end() :])
        ):
            continue
        if all(math.isfinite(value) for value, _ in halves):
            result[halves] = None
    return next(iter(result)) if len(result) == 1 else None
