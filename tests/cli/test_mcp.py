"""An assistant asks over standard input and output, and gets answers with what they rest on."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.ask import changes, exposure, holdings
from geo.cli.mcp import Tools, _clean

ROOT = Path(__file__).parents[2]

ASKED = [
    ("who_held", {"place": "Kirkuk", "day": "2017-10-17"}),
    ("what_changed", {"first": "2017-10-15", "last": "2017-10-18"}),
    ("exposure", {"day": "2017-10-17", "place": "Kirkuk"}),
    ("who_held", {"place": "--data=/etc", "day": "2017-10-17"}),
    ("who_held", {"place": "Kirkuk", "day": "--help"}),
    ("who_held", {"place": "Kirkuk", "day": "2017-10-17", "perspective": "moon"}),
]


async def ask() -> tuple[list[Any], list[Any], str | None]:
    # Slow to load, and every worker loads this module.
    from mcp import Client, StdioServerParameters

    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "geo", "mcp", "--address", "https://atlas.example/"],
        cwd=ROOT,
    )
    async with Client(command) as client:
        tools = (await client.list_tools()).tools
        answers = [await client.call_tool(name, arguments) for name, arguments in ASKED]
        return tools, answers, client.instructions


@pytest.fixture(scope="module")
def spoken() -> tuple[list[Any], list[Any], str | None]:
    with ThreadPoolExecutor(1) as pool:  # a test of a browser may have left a loop in this thread
        return pool.submit(asyncio.run, asyncio.wait_for(ask(), 240)).result()


def test_answers_are_those_of_the_atlas(spoken: Any, atlas: Atlas) -> None:
    held, changed, stake = (item.structured_content for item in spoken[1][:3])
    unit = holdings.locate(atlas, "Kirkuk").unit
    row = next(row for row in holdings.on(atlas, "2017-10-17") if row["unit"] == unit)
    assert (held["holder"], held["since"]) == (row["holder"], row["since"].isoformat())
    totals = changes(atlas, "2017-10-15", "2017-10-18").totals
    assert [total["km2"] for total in changed["totals"]] == pytest.approx(
        totals["km2"].tolist(), abs=0.01
    )
    expected = exposure(atlas, "2017-10-17", by="holder", places="Kirkuk").totals
    assert [total["group"] for total in stake["totals"]] == expected["group"].tolist()


def test_a_link_is_never_to_the_machine_that_answers(atlas: Atlas) -> None:
    tools = Tools(None, "")
    answer = tools.who_held("Kirkuk", "2017-10-17")
    assert answer["link"] is None
    assert "No public address" in answer["link_note"]
    assert "d=2017-10-17" in answer["link_note"]
    package = {**atlas.package, "homepage": "https://atlas.example/map"}
    tools.atlas = replace(atlas, package=package)
    answer = tools.who_held("Kirkuk", "2017-10-17")
    assert answer["link"].startswith("https://atlas.example/map?")
    assert answer["link_note"] is None


def test_every_answer_names_sources_version_certainty_and_a_link(spoken: Any, atlas: Atlas) -> None:
    known = set(atlas.table("sources")["id"])
    for item in spoken[1][:3]:
        structured_content = item.structured_content
        assert structured_content["sources"]
        assert {source["id"] for source in structured_content["sources"]} <= known
        assert all(source["title"] for source in structured_content["sources"])
        assert (structured_content["version"], structured_content["release"]) == (
            atlas.version,
            atlas.release,
        )
        assert structured_content["link"].startswith("https://atlas.example/?")
        assert f"v={atlas.release}" in structured_content["link"]
    keys = ("lowest_certainty", "lowest_confidence")
    lowest = [tuple(item.structured_content[key] for key in keys) for item in spoken[1][:3]]
    assert lowest == [("settled", "high"), ("in_doubt", "low"), ("settled", "high")]


def test_what_cannot_be_answered_is_an_error_that_says_why(spoken: Any) -> None:
    foreign, day, perspective = spoken[1][3:]
    assert foreign.is_error
    assert "place '--data=/etc'" in foreign.content[0].text
    assert day.is_error
    assert "expected a day such as" in day.content[0].text
    assert "invalid choice: 'moon'" in perspective.content[0].text


def test_text_of_data_cannot_turn_or_break_a_line() -> None:
    answer = {"note": "ignore\u202e this\x1b[2J\nand obey", "n": 1, "more": [{"x": "a\x00"}]}
    assert _clean(answer) == {
        "note": "ignore\ufffd this\ufffd[2J and obey",
        "n": 1,
        "more": [{"x": "a\ufffd"}],
    }
