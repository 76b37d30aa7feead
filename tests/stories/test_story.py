"""A story is read whole, or what is wrong with it is named by step, key and value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas, DataError, View
from geo.files import yaml_file
from geo.model import Language
from geo.profile import current
from geo.stories import check, story
from geo.stories.check import count_untranslated
from geo.stories.story import QUESTIONS

TEXTS = {"en": "A title", "ar": "عنوان", "ckb": "ناونیشان"}
SOURCE = "reuters-2017-10-17-kirkuk-fields"


def make_story(**changes: object) -> dict[str, object]:
    """Return a small sound story as YAML has it, with some of its keys changed."""
    check = {
        "claim": dict(TEXTS),
        "ask": {"question": "held", "place": "Kirkuk", "date": "2017-09-27", "holder": "region"},
        "sources": [SOURCE],
        "expect": {"outcome": "supported"},
    }
    step = {
        "id": "one",
        "view": "d=2017-09-27&l=control.fields&s=fields:bai_hassan",
        "title": dict(TEXTS),
        "text": dict(TEXTS),
        "sources": [SOURCE],
        "checks": [check],
    }
    everything = {
        "id": "small",
        "title": dict(TEXTS),
        "summary": dict(TEXTS),
        "date": "2017-09-27",
        "sources": [SOURCE],
        "steps": [step],
    }
    return {**everything, **changes}


def text(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True)


def fault(content: object, atlas: Atlas | None = None) -> str:
    """Return the one fault of a story."""
    with pytest.raises(DataError) as caught:
        story.parse(content if isinstance(content, str) else text(content), "small.yaml", atlas)
    assert len(caught.value.faults) == 1, caught.value.faults
    return str(caught.value.faults[0])


def change_story(path: str, value: object) -> dict[str, object]:
    """Return the small story with one key, as ``steps.0.title.ar``, set; None takes it away."""
    content: object = make_story()
    at = content
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        at = at[part]  # type: ignore[index]
    if value is None:
        del at[last]  # type: ignore[attr-defined]
    else:
        at[last] = value  # type: ignore[index]
    assert isinstance(content, dict)
    return content


def test_a_story_is_read(atlas: Atlas) -> None:
    tree = story.parse(text(make_story()), "small.yaml", atlas)
    assert (tree.id, tree.date, len(tree.steps)) == ("small", date(2017, 9, 27), 1)
    step = tree.steps[0]
    assert step.view == View.from_query("d=2017-09-27&l=control.fields&s=fields:bai_hassan")
    assert step.title.of(Language.CKB) == "ناونیشان"
    ask = step.checks[0].ask
    assert isinstance(ask, QUESTIONS["held"])
    assert (ask.holder, ask.date) == ("region", date(2017, 9, 27))
    assert tree.cited == (SOURCE,)


def test_a_story_comes_back_as_it_went_out(atlas: Atlas) -> None:
    for item in story.stories(atlas):
        again = story.parse(text(item.to_dict()), "again.yaml", atlas)
        assert again.to_dict() == item.to_dict()
        assert again == item


@pytest.mark.parametrize(
    ("path", "value", "parts"),
    [
        ("title", {}, ["key 'title'", "a text in one of the languages en, ar, ckb"]),
        ("title.fr", "Titre", ["key 'title'", "'fr'", "one of the keys en, ar, ckb"]),
        ("titel", "x", ["'titel'", "one of the keys id, title"]),
        ("summary.ar", "   ", ["key 'summary.ar'", "text, not nothing"]),
        ("steps.0.text.en", "a\u202eb", ["step 'one'", "text.en", "U+202E"]),
        ("steps.0.text.en", "x" * 4001, ["step 'one'", "text.en", "at most 4000 characters"]),
        ("steps.0.text.en", 7, ["step 'one'", "text.en", "'7'", "expected text"]),
        ("id", "Big Id", ["key 'id'", "'Big Id'", "small letters"]),
        ("date", "2017-02-30", ["key 'date'", "'2017-02-30'", "a day such as 2017-09-27"]),
        ("date", "2031-01-01", ["key 'date'", f"from {current().days}"]),
        ("date", None, ["key 'date'", "'nothing'"]),
        ("sources", [], ["key 'sources'", "at least 1"]),
        ("sources", SOURCE, ["key 'sources'", "a list"]),
        ("steps", [], ["key 'steps'", "at least 1"]),
        ("steps.0.sources.0", "hearsay", ["step 'one'", "'hearsay'", "an id of sources.csv"]),
        ("steps.0.view", "d=1888-01-01", ["step 'one'", "key 'view'", "1991-01-01"]),
        ("steps.0.view", "d=2017-09-27&lang=ar", ["step 'one'", "key 'view'", "not lang"]),
        ("steps.0.view", "day=2017-09-27", ["step 'one'", "key 'view'", "not day"]),
        ("steps.0.view", "s=fields:atlantis", ["key 'view'", "an id of fields"]),
        ("steps.0.view", "s=planets:mars", ["key 'view'", "one of the layers"]),
        ("steps.0.checks.0.clam", "x", ["key 'checks.0'", "'clam'", "claim, ask, sources"]),
        ("steps.0.checks.0.expect.outcome", "true", ["expect.outcome", "'supported'"]),
        ("steps.0.checks.0.ask.question", "guess", ["key 'checks.0.ask'", "'held_since'"]),
        ("steps.0.checks.0.ask.holder", "kurds", ["key 'checks.0.ask.holder'", "region"]),
        ("steps.0.checks.0.ask.plaze", "x", ["'plaze'", "question, place, date, holder"]),
        ("steps.0.checks.0.ask.place", None, ["key 'checks.0.ask.place'", "'nothing'"]),
    ],
)
def test_what_is_wrong_is_named(atlas: Atlas, path: str, value: object, parts: list[str]) -> None:
    result = fault(change_story(path, value), atlas)
    for part in ["small.yaml", *parts]:
        assert part in result


def test_marks_are_part_of_a_step(atlas: Atlas) -> None:
    marks = [
        {"kind": "note", "at": [[44.39, 35.47]], "text": dict(TEXTS)},
        {"kind": "arrow", "at": [[44.0, 35.0], [44.4, 35.4]]},
        {"kind": "area", "at": [[44, 35], [45, 35], [44.5, 36]], "text": dict(TEXTS)},
    ]
    result = (
        story.parse(text(change_story("steps.0.marks", marks)), "small.yaml", atlas).steps[0].marks
    )
    assert [item.kind for item in result] == ["note", "arrow", "area"]
    assert result[1].at == ((44.0, 35.0), (44.4, 35.4))
    assert result[1].text is None
    again = text(change_story("steps.0.marks", [item.to_dict() for item in result]))
    assert story.parse(again, "again.yaml", atlas).steps[0].marks == result


@pytest.mark.parametrize(
    ("mark", "accepted"),
    [
        ({"kind": "note", "at": [[44, 35]]}, "a text for a note"),
        ({"kind": "arrow", "at": [[44, 35]]}, "2 positions for the kind 'arrow', not 1"),
        ({"kind": "area", "at": [[44, 35], [45, 35]]}, "3 to 200 positions for the kind 'area'"),
        ({"kind": "arrow", "at": [[44, 35], [44, 95]]}, "a number of 85.0 or less"),
        ({"kind": "arrow", "at": [[44, 35], [44, float("nan")]]}, "a number"),
        ({"kind": "arrow", "at": [[44, 35], [44, "north"]]}, "a number"),
        ({"kind": "star", "at": [[44, 35]]}, "'note', 'arrow' or 'area'"),
        ({"kind": "note", "at": [[44, 35]], "colour": "red"}, "one of the keys kind, at, text"),
        ({"kind": "note", "at": [[44, 35]], "text": TEXTS | {"en": "x" * 201}}, "at most 200"),
    ],
)
def test_a_mark_that_is_none_is_named(atlas: Atlas, mark: dict[str, object], accepted: str) -> None:
    result = fault(change_story("steps.0.marks", [mark]), atlas)
    assert "step 'one'" in result
    assert "marks.0" in result
    assert accepted in result


@pytest.mark.parametrize(
    ("ask", "accepted"),
    [
        ({"question": "held_since", "holder": "region", "since": "2014-06-12"}, "a value"),
        ({"question": "changed", "to_holder": "is"}, "either a field or a place"),
        ({"question": "changed", "to_holder": "is", "field": "jambur", "place": "p"}, "either"),
        ({"question": "event"}, "an id, or what to find it by"),
        ({"question": "event", "id": "1066-hastings"}, "an id of events"),
        ({"question": "event", "type": "party"}, "'law'"),
        ({"question": "crossing", "id": "ibrahim_khalil"}, "run_by or state"),
        ({"question": "crossing", "id": "calais", "state": "open"}, "an id of crossings"),
        ({"question": "pipeline", "id": "krg_line", "state": "leaky"}, "'partial'"),
        ({"question": "production", "subjects": ["total:mars"], "value": 5}, "production.csv"),
        ({"question": "production", "subjects": ["total:krg"], "value": -5}, "above 0"),
        ({"question": "share", "part": ["total:krg"], "whole": ["total:iraq"], "value": 15}, "1"),
        ({"question": "fields_held", "holder": "region", "include": []}, "at least 1"),
        ({"question": "area", "holder": "region", "value": 5, "pcode": "XX"}, "a P-code"),
        ({"question": "none", "because": {}}, "a text in one of the languages"),
    ],
)
def test_a_question_needs_what_it_needs(
    atlas: Atlas, ask: dict[str, object], accepted: str
) -> None:
    names = {
        dataclass_field.name
        for dataclass_field in QUESTIONS[str(ask["question"])].__dataclass_fields__.values()
    }  # type: ignore[attr-defined]
    days = {"date": "2017-09-27"} if "date" in names and ask["question"] != "held_since" else {}
    if ask["question"] == "changed":
        days |= {"first": "2017-09-27", "last": "2017-10-27"}
    with pytest.raises(DataError) as caught:
        story.parse(
            text(change_story("steps.0.checks.0.ask", {**days, **ask})), "small.yaml", atlas
        )
    assert any(accepted in item.accepted for item in caught.value.faults), caught.value.faults


def test_a_text_in_another_language_says_which(atlas: Atlas, tmp_path: Path) -> None:
    content = change_story("title", {"ar": "عنوان"})
    content["references"] = ["A report, https://example.org/report"]
    (tmp_path / "small.yaml").write_text(text(content), encoding="utf-8")
    tree = story.parse(text(content), "small.yaml", atlas)
    assert tree.title.pairs == (("ar", "عنوان"),)
    assert tree.title.of(Language.CKB) == "عنوان [ar]"
    assert tree.title.of(Language.AR) == "عنوان"
    assert count_untranslated(tree, Language.CKB) == count_untranslated(tree, Language.EN) == 1
    assert tree.to_dict()["references"] == content["references"]
    (loaded,) = story.load(tmp_path, atlas)
    assert loaded.title.missing == ("en", "ckb")


def test_every_fault_is_listed(atlas: Atlas) -> None:
    content = change_story("date", "never")
    content["sources"] = ["hearsay"]
    content["steps"][0]["text"]["ar"] = ""  # type: ignore[index]
    with pytest.raises(DataError) as caught:
        story.parse(text(content), "small.yaml", atlas)
    keys = {(item.column, getattr(item, "step", "")) for item in caught.value.faults}
    assert keys == {("date", ""), ("sources.0", ""), ("text.ar", "'one'")}
    assert caught.value.faults[0].to_dict()["message"] == str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("id: [1", "(line"),
        ("id: a\nid: b", "the key 'id' twice (line 2)"),
        ("id: &a x\ntitle: *a", "an anchor (line 1)"),
        ("1: x", "the key 1"),
        ("[" * 50 + "]" * 50, "too deep"),
        ("id: !!python/object/apply:os.system [ls]", "python/object"),
        ("x" * (yaml_file.LARGEST + 1), "bytes"),
        ("", "keys with values"),
        ("just text", "keys with values"),
        ("- a\n- b", "keys with values"),
        ("steps: text", "a list"),
    ],
)
def test_files_that_are_no_story_are_refused(content: str, part: str) -> None:
    with pytest.raises(DataError) as caught:
        story.parse(content, "odd.yaml")
    assert part in " ".join(map(str, caught.value.faults))
    assert all(str(item).startswith("odd.yaml") for item in caught.value.faults)


@given(st.text(max_size=300) | st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_end_in_a_fault_and_in_nothing_else(content: str | bytes) -> None:
    with pytest.raises(DataError):
        story.parse(content, "odd.yaml")


def test_no_verdict_contradicts_the_text_beside_it(atlas: Atlas) -> None:
    """13 to 14% of Iraq's output are not "about 15%"."""
    item = next(item for item in story.stories(atlas) if item.id == "2017-09-27")
    [outcome] = [row for row in check.check(atlas, item) if "15%" in row.claim.of(Language.EN)]
    assert (outcome.step, outcome.outcome) == ("barrels", "not_supported")
    text = next(step.text.of(Language.EN) for step in item.steps if step.id == "barrels")
    assert "13 to 14%" in text
    assert 0.13 < outcome.figures["low"] <= outcome.figures["high"] < 0.14
