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
from geo.cli.serve import Tools, _clean

ROOT = Path(__file__).parents[2]

ASKED = [
    ("who_held", {"place": "Kirkuk", "day": "2017-10-17"}),
    ("what_changed", {"first": "2017-10-15", "last": "2017-10-18"}),
    ("exposure", {"day": "2017-10-17", "place": "Kirkuk"}),
    ("who_held", {"place": "--data=/etc", "day": "2017-10-17"}),
    ("who_held", {"place": "Kirkuk", "day": "--help"}),
    ("who_held", {"place": "Kirkuk", "day": "2017-10-17", "perspective": "moon"}),
]


async def ask() -> list[Any]:
    # Slow to load, and every worker loads this module.
    from mcp import Client, StdioServerParameters

    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "geo", "mcp", "--address", "https://atlas.example/"],
        cwd=ROOT,
    )
    async with Client(command) as client:
        assert all(tool.annotations.read_only_hint for tool in (await client.list_tools()).tools)
        return [await client.call_tool(name, arguments) for name, arguments in ASKED]


@pytest.mark.thorough
def test_answers_are_those_of_the_atlas_and_name_what_they_rest_on(atlas: Atlas) -> None:
    with ThreadPoolExecutor(1) as pool:  # a test of a browser may have left a loop in this thread
        answers = pool.submit(asyncio.run, asyncio.wait_for(ask(), 240)).result()
    results = [item.structured_content for item in answers[:3]]
    held, changed, stake = results
    unit = holdings.locate(atlas, "Kirkuk").unit
    row = next(row for row in holdings.on(atlas, "2017-10-17") if row["unit"] == unit)
    assert (held["holder"], held["since"]) == (row["holder"], row["since"].isoformat())
    totals = changes(atlas, "2017-10-15", "2017-10-18").totals
    assert [total["km2"] for total in changed["totals"]] == pytest.approx(
        totals["km2"].tolist(), abs=0.01
    )
    expected = exposure(atlas, "2017-10-17", by="holder", places="Kirkuk").totals
    assert [total["group"] for total in stake["totals"]] == expected["group"].tolist()
    titles = atlas.table("sources").set_index("id")["title"]
    for result in results:
        assert result["sources"]
        assert all(titles[source["id"]] and source["title"] for source in result["sources"])
        assert (result["version"], result["release"]) == (atlas.version, atlas.release)
        assert result["link"].startswith("https://atlas.example/?")
        assert f"v={atlas.release}" in result["link"]
    lowest = [(result["lowest_certainty"], result["lowest_confidence"]) for result in results]
    assert lowest == [("settled", "high"), ("in_doubt", "low"), ("settled", "high")]
    texts = ("place '--data=/etc'", "expected a day such as", "invalid choice: 'moon'")
    for item, text in zip(answers[3:], texts, strict=True):
        assert item.is_error
        assert text in item.content[0].text


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


def test_text_of_data_cannot_turn_or_break_a_line() -> None:
    answer = {"note": "ignore\u202e this\x1b[2J\nand obey", "n": 1, "more": [{"x": "a\x00"}]}
    assert _clean(answer) == {
        "note": "ignore\ufffd this\ufffd[2J and obey",
        "n": 1,
        "more": [{"x": "a\ufffd"}],
    }
