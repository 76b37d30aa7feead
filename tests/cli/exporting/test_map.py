"""``greenline map``: the places and days that a text names, as an answer and a page."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.conftest import Said

TEXT = "KIRKUK, 21 October 2017 - Troops entered Altun Kupri on Friday. In Rabia all was calm."

Greenline = Callable[..., Said]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_has_places_dates_and_candidates(answer: Callable[..., Any], file: Path) -> None:
    result = answer("map", file)
    keys = [mention["keys"] for mention in result["mentions"]]
    assert keys == [["place:kirkuk"], ["place:altun_kupri"], []]
    assert [day["day"] for day in result["days"]] == ["2017-10-21", "2017-10-20"]
    assert result["mentions"][-1]["candidates"] == ["place:rabia", "place:rabia_2"]
    assert not result["date_told"]


def test_an_answer_settles_what_is_asked(answer: Callable[..., Any], file: Path) -> None:
    result = answer("map", file, "--choose", "Rabia=place:rabia")
    assert result["mentions"][-1]["keys"] == ["place:rabia"]


@pytest.mark.thorough
def test_the_page_carries_the_article_and_asks_for_nothing(
    answer: Callable[..., Any], file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "map.html"
    result = answer("map", file, "-o", out)
    page = out.read_text(encoding="utf-8")
    assert result["bytes"] == out.stat().st_size
    assert '"query": "d=2017-10-21"' in page
    assert "Altun Kupri on Friday" not in page  # the text is in the packed data only


def test_standard_input_and_other_encodings_are_read(
    greenline: Greenline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arabic = "دخلت القوات مدينة كركوك يوم الاثنين وخرجت من سنجار."
    old = tmp_path / "old.txt"
    old.write_bytes(arabic.encode("cp1256"))
    code, out, _ = greenline("map", old, "--date", "2017-10-17", "--json")
    assert code == 0
    assert [mention["keys"] for mention in json.loads(out)["mentions"]] == [
        ["place:kirkuk"],
        ["place:sinjar"],
    ]
    stream = SimpleNamespace(buffer=io.BytesIO(arabic.encode()))
    monkeypatch.setattr("sys.stdin", stream)
    code, out, _ = greenline("map", "-", "--date", "2017-10-17", "--lang", "ar", "--json")
    assert (code, json.loads(out)["language"]) == (0, "ar")


@pytest.mark.parametrize(
    ("content", "words", "code", "message"),
    [
        ("They left Kirkuk.", (), 1, "no day at the head of the article"),
        ("", ("--date", "2017-10-17"), 1, "without text"),
        ("x" * 60_001, ("--date", "2017-10-17"), 1, "expected at most 60,000"),
        ("%PDF-1.7 x", ("--date", "2017-10-17"), 1, "expected plain text"),
        (TEXT, ("--choose", "Rabia=place:kirkuk"), 1, "expected place:rabia, place:rabia_2"),
        (TEXT, ("--choose", "Rabia"), 1, "expected NAME=KEY"),
        (TEXT, ("-o", "map.txt"), 2, "expected a file name that ends in .html"),
        (TEXT, ("--story", "draft.yaml"), 2, "write a story as a YAML file"),
        (TEXT, ("--date", "yesterday"), 2, "expected a day such as"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    greenline: Greenline,
    tmp_path: Path,
    content: str,
    words: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    path = tmp_path / "article.txt"
    path.write_text(content, encoding="utf-8")
    ended, out, err = greenline("map", path, *words)
    assert (ended, out) == (code, "")
    assert err.startswith("greenline: ")
    assert message in err
    assert err.count("\n") == 1


def test_it_tells_what_was_found_and_what_is_asked(greenline: Greenline, file: Path) -> None:
    code, out, err = greenline("map", file)
    assert (code, err) == (0, "")
    assert "2017-10-21 (the day stands in the text)" in out
    assert "place:altun_kupri" in out
    assert "place:rabia; place:rabia_2" in out
