"""Text, JSON and CSV of every command say the same: each figure of the text stands in the JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said
from tests.user_areas.files import CONTROL_MAPS, TABLES

#: A figure of text: no part of a day, an id, a name or an address.
FIGURE = re.compile(r"(?<![\w.,/:-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w/:-]|[.,]\d)")

#: A day in words.
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}")

EVENTS = "date,latitude,longitude,type\n2017-01-01,35.4,44.3,raid\n2017-01-02,44.4,35.3,raid\n"

QUERIES = [
    ("info",),
    ("areas",),
    ("at", "2017-10-15"),
    ("at", "1999-01-01", "--place", "Basra"),
    ("at", "2017-10-15", "--place", "IQG13Q02"),
    ("at", "2017-10-16", "--perspective", "un", "--against", "region"),
    ("history", "Sinjar"),
    ("series", "2017-09-01", "2017-11-01", "--by", "governorate"),
    ("series", "2017-10-01", "2017-11-01", "--place", "Kirkuk", "--bands"),
    ("changes", "2017-10-15", "2017-10-20"),
    ("exposure", "--date", "2015-03-15", "--place", "Koysinjaq", "--fields-held"),
    ("story", "list"),
    ("check", "--data", "VELLIN"),
    ("changes", "2002-01-01", "2017-01-01", "--perspective", "region"),
    ("exposure", "--date", "2017-10-17", "--since", "2017-10-15", "--by", "holder"),
    ("story", "check", "2017-10-16"),
    ("compare", "2017-10-20", "CONTROL"),
    ("numbers", "NUMBERS", "--day", "2017-10-20"),
    ("read", "EVENTS"),
]


def figures(value: Any) -> Iterator[float]:
    """Yield what a figure of text may rest on: numbers, lengths of lists, sums of a row's km."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, str):
        yield from (float(text.replace(",", "")) for text in FIGURE.findall(value))
    elif isinstance(value, list):
        yield float(len(value))
        for item in value:
            yield from figures(item)
    else:
        yield from figures(list(value.values()))
        yield from figures(list(value))
        if "km_open" in value:
            yield from (
                value["km_open"] + value["km_partial"],
                value["km_shut"] + value["km_unknown"],
            )


def is_rounded(text: str, known: set[float]) -> bool:
    """Whether a figure is one of those that are known, to the digits that it has."""
    number, places = float(text.replace(",", "")), len(text.partition(".")[2])
    zeros = len(text) - len(text.replace(",", "").rstrip("0")) - text.count(",")
    unit = 10.0**-places if places else 10.0 ** (zeros if number else 0)
    return any(abs(item - number) <= unit / 2 + 1e-6 for item in known)


@pytest.mark.quick(12)
@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_text_json_and_csv_agree(
    greenline: Callable[..., Said], tmp_path: Path, vellin: Path, query: tuple[str, ...]
) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    files = {"EVENTS": tmp_path / "events.csv", "VELLIN": vellin}
    if "CONTROL" in query:
        files["CONTROL"] = CONTROL_MAPS["geojson ids"](tmp_path)
    if "NUMBERS" in query:
        files["NUMBERS"] = TABLES["p-codes"](tmp_path)
    words = [files.get(word, word) for word in query]
    forms = ((), ("--json",), ("--csv",) if query[0] != "read" else ())
    text, record, table = (greenline(*words, *form)[1] for form in forms)
    answer = json.loads(record)
    rows = list(csv.DictReader(io.StringIO(table))) if table != text else []
    known = {*figures(answer), len(rows), *figures(EVENTS.split(","))}
    text = DAY.sub("", text)
    assert [figure for figure in FIGURE.findall(text) if not is_rounded(figure, known)] == []
    noted = {key: note for key, note in answer.items() if key.endswith("_note") and note in text}
    if rows and query[0] in {"areas", "changes", "exposure", "series"}:
        assert set(noted.values()) <= set(rows[0].values())
    keys = {key for item in walk(answer) for key in item}
    assert {key for row in rows for key in row} - keys - {"story", "reserves_mmbbl_note"} == set()


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of an answer."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from walk(item)
