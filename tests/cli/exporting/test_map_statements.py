"""``greenline map`` on a news text of 27 September 2017: a checked story in one command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said

#: What agencies reported that day, in our own words.
SEED = """\
BAGHDAD, Sept 27, 2017 - Iraq's Kurds voted for independence by a wide margin, the electoral commission in Erbil
announced on Wednesday: 92.73 percent said yes, on a turnout of 72 percent.

Iraq's parliament asked the prime minister to send troops to Kirkuk. The oil city of Kirkuk is held by the Peshmerga.
Kurdish forces have controlled Kirkuk since June 2014, when the army fled before Islamic State. Hawija is still held
by Islamic State.

Baghdad gave the Kurdistan Region three days to hand over its airports. Erbil airport is open. The Ibrahim Khalil
crossing is open. Turkey's president threatened to close the pipeline. Should it close, the Kurds would lose most of
their income.

The Kurdistan Region exports some 600,000 barrels a day through the pipeline to Ceyhan. The Region produces about 15
percent of Iraq's oil. The Peshmerga took Kirkuk from Islamic State a year ago. The army could march on Kirkuk, a
lawmaker warned.
"""
SOURCE = "reuters-2017-09-26-airports"

Greenline = Callable[..., Said]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "seed.txt"
    path.write_text(SEED.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n"), "utf-8")
    return path


def test_a_news_text_becomes_a_checked_story(
    answer: Callable[..., Any], greenline: Greenline, file: Path, tmp_path: Path
) -> None:
    story = tmp_path / "seed.yaml"
    result = answer("map", file, "--story", story, "--source", SOURCE)
    outcomes = [statement["outcome"] for statement in result["statements"]]
    assert outcomes == [*["supported"] * 12, "not_supported"]
    assert {statement["kind"] for statement in result["statements"]} >= {
        "held",
        "state",
        "produced",
        "spoke",
    }
    assert all(statement["found"] for statement in result["statements"])
    left = {item["text"]: item["why"] for item in result["left_alone"]}
    assert left["The army could march on Kirkuk, a lawmaker warned."] == "condition"
    assert result["statements"][-1]["claim"].startswith("The Peshmerga took Kirkuk from Islamic")
    checked = answer("story", "check", story)["stories"][0]
    assert checked["tally"]["supported"] == 12
    assert checked["tally"]["not_supported"] == 1
    assert checked["unlike_noted"] == 0


def test_it_says_so_in_lines_and_in_the_draft(
    greenline: Greenline, file: Path, tmp_path: Path
) -> None:
    story = tmp_path / "seed.yaml"
    code, out, _ = greenline("map", file, "--story", story)
    assert code == 0
    assert "supported: The oil city of Kirkuk is held by the Peshmerga\n" in out
    assert "left alone (condition): The army could march on Kirkuk, a lawmaker warned." in out
    text = story.read_text("utf-8")
    assert "# Left alone (condition): The army could march on Kirkuk" in text
    assert "question: held" in text


def test_a_source_has_to_be_known(greenline: Greenline, file: Path) -> None:
    code, _, err = greenline("map", file, "--source", "nobody")
    assert code == 1
    assert "--source nobody: expected an id of sources.csv" in err
