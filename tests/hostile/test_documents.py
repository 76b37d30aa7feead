"""Hostile YAML and JSON is refused with a sentence, at once, by whoever reads it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from geo import Atlas, DataError, View, ViewError
from geo.atlas import check
from geo.profile import load
from geo.proposals import proposal
from geo.stories import story
from tests.hostile.documents import DEEP, DEEP_OBJECTS, JSON, YAML

#: Seconds of the processor that refusing a document of half a megabyte may take.
LONGEST = 6


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_no_story_and_no_proposal_comes_of_it(text: str, atlas: Atlas) -> None:
    start = time.process_time()
    with pytest.raises(DataError):
        story.parse(text, "a.yaml", atlas)
    with pytest.raises(DataError):
        proposal.read(text, "a.yaml")
    assert time.process_time() - start < LONGEST


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_no_view_comes_of_it(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ViewError):
        View.from_json(text)
    assert time.process_time() - start < LONGEST


@pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS], ids=["brackets", "objects"])
@pytest.mark.parametrize("name", ["datapackage.json", "words/en.json"])
def test_a_data_folder_with_brackets_within_brackets_has_a_fault(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert name in {one.file for one in check(folder)}
    with pytest.raises(DataError, match=name):
        load(folder)


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_a_profile_with_it_is_refused(folder: Path, text: str) -> None:
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"profile\.yaml"):
        load(folder)
