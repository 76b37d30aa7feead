"""`greenline story` lists, shows and checks stories; only what cannot be read makes it fail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.stories import story

Said = tuple[int, str, str]
IDS = ["2014-advance", "2017-09-27", "2017-10-16"]


def test_list(greenline: Callable[..., Said], answer: Callable[..., Any], atlas: Atlas) -> None:
    rows = answer("story", "list")["rows"]
    assert [entry["id"] for entry in rows] == IDS
    for item, own_story in zip(rows, story.stories(atlas), strict=True):
        assert item["steps"] == len(own_story.steps)
        assert item["checks"] == sum(len(step.checks) for step in own_story.steps)
        assert set(item["sources"]) == set(own_story.cited)
    code, out, err = greenline("story", "list", "--lang", "ckb")
    assert (code, err) == (0, "")
    assert all(name in out for name in IDS)
    assert rows[0]["title"]["ckb"] in out


def test_show(greenline: Callable[..., Said], answer: Callable[..., Any], atlas: Atlas) -> None:
    own_story = next(item for item in story.stories(atlas) if item.id == "2017-10-16")
    assert own_story.to_dict().items() <= answer("story", "show", "2017-10-16").items()
    code, out, err = greenline("story", "show", "2017-10-16", "--lang", "ar")
    assert (code, err) == (0, "")
    for step in own_story.steps:
        assert step.title.ar in out
        assert step.view.to_query() in out


def test_check(greenline: Callable[..., Said], answer: Callable[..., Any], atlas: Atlas) -> None:
    result = answer("story", "check", "2017-09-27")
    assert result["version"] == atlas.version
    item = result["stories"][0]
    outcomes = [outcome["outcome"] for outcome in item["outcomes"]]
    assert {name: outcomes.count(name) for name in item["tally"]} == item["tally"]
    assert all(item["tally"].values()), "the story shows every outcome"
    assert item["unlike_noted"] == 0
    code, out, err = greenline("story", "check", "2017-09-27")
    assert (code, err) == (0, "")
    for outcome in item["outcomes"]:
        assert outcome["claim"]["en"] in out
        assert all(line["en"] in out for line in outcome["found"])
        assert all(name in out for name in (*outcome["sources"], *outcome["against"]))


@pytest.fixture
def file(tmp_path: Path, atlas: Atlas) -> Path:
    """Return a copy of a story, outside the data folder."""
    path = tmp_path / "mine.yaml"
    path.write_bytes((atlas.folder / "stories/2014-advance.yaml").read_bytes())
    return path


def spoil(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_a_claim_that_is_not_borne_out_is_no_failure(
    greenline: Callable[..., Said], answer: Callable[..., Any], file: Path
) -> None:
    spoil(
        file,
        "place: Sinjar, date: 2014-06-09, holder: mixed",
        "place: Sinjar, date: 2014-06-09, holder: is",
    )
    item = answer("story", "check", file)["stories"][0]
    outcome = item["outcomes"][1]
    assert (outcome["outcome"], outcome["noted"]) == ("not_supported", "supported")
    assert item["unlike_noted"] == 1
    code, out, _ = greenline("story", "check", file)
    assert code == 0
    assert "The writer noted: supported" in out


def test_a_faulty_file_fails_with_every_fault(greenline: Callable[..., Said], file: Path) -> None:
    spoil(file, "holder: contested}", "holder: romans}")
    spoil(file, "id: before", "id: Before")
    code, out, err = greenline("story", "check", file, "--json")
    assert (code, err) == (1, "")
    content = json.loads(out)
    assert content["count"] == len(content["faults"]) == 2
    assert {fault["value"] for fault in content["faults"]} == {"romans", "Before"}
    code, lines, err = greenline("story", "check", file)
    assert (code, err) == (1, "")
    assert {fault["message"] for fault in content["faults"]} <= {*lines.splitlines()}
    assert str(file) in lines


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["story", "check", "1066"], 1, "one of 2014-advance"),
        (["story", "check", "not-here.yaml"], 1, "No such file"),
        (["story", "show"], 2, "the id of a story"),
        (["story", "list", "2014-advance"], 2, "no story after list"),
        (["story", "show", "2014-advance", "--markdown"], 2, "expected check"),
        (["story", "burn"], 2, "invalid choice"),
        (["story", "list", "--lang", "fr"], 2, "invalid choice"),
    ],
)
def test_what_is_not_there(
    greenline: Callable[..., Said], words: list[str], code: int, part: str
) -> None:
    result = greenline(*words)
    assert result[:2] == (code, "")
    assert part in result[2]
    assert result[2].count("\n") == 1


def test_the_table_is_markdown(greenline: Callable[..., Said], file: Path) -> None:
    spoil(file, 'en: "Mosul was fought over."', 'en: "a | b <i>*c*</i>"')
    content = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"(?m)^( *en: ).*", r"\1'a <b>|*c*'", content, count=1), encoding="utf-8"
    )
    code, out, err = greenline("story", "check", file, "--markdown")
    assert (code, err) == (0, "")
    assert r"**a \<b\>\|\*c\* (" in out
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert rows[2].startswith(r"| a \| b \<i\>\*c\*\</i\> | supported | ")
    assert len(rows) == 36


@pytest.mark.thorough
def test_the_check_of_a_data_folder_takes_in_its_stories(
    greenline: Callable[..., Said], folder: Path
) -> None:
    spoil(folder / "stories/2017-10-16.yaml", "fields:kirkuk_baba", "fields:atlantis")
    (folder / "stories/draft.yaml").write_text("id: draft\n", encoding="utf-8")
    code, out, err = greenline("check", folder, "--json")
    assert (code, err) == (1, "")
    faults = json.loads(out)["faults"]
    files = {fault["file"] for fault in faults}
    assert files == {"stories/2017-10-16.yaml", "stories/draft.yaml"}
    assert any("datapackage.json names" in fault["accepted"] for fault in faults)
    spoiled = next(fault for fault in faults if fault["file"] == "stories/2017-10-16.yaml")
    assert "step 'first-fields', key 'view'" in spoiled["message"]
