"""A proposal in the app: filled in, checked at once, saved; and notices of old versions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import Atlas
from geo.errors import Fault
from geo.model import Language
from geo.proposals.desk import Desk
from geo.proposals.form import SPANS_OF, Ask, cells
from geo.proposals.proposal import Kind, ProposalError, read
from geo.proposals.spans import SPANS
from geo.versions.ids import SUBJECTS
from geo.web.proposal import faults as proposal_faults
from geo.web.proposal import labels as proposal_labels
from geo.web.proposal.fields import asks, row_of, start_proposal
from geo.web.texts import plain_markdown
from geo.words import say
from tests.web.running import APP
from tests.web.test_faults import english_of

DATA = Path(__file__).parents[2] / "data"


def fill(app: AppTest, key: str, value: str) -> None:
    label = say(f"propose.{key}", Language.EN)
    next(item for item in (*app.text_input, *app.text_area) if item.label == label).set_value(value)


def press(app: AppTest, key: str) -> None:
    label = say(f"propose{key}", Language.EN)
    next(item for item in app.button if item.label == label).click().run()
    assert not app.exception


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the app over a copy of the data, with the card of Kirkuk open by an old link."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setenv("GREENLINE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GREENLINE_EDIT", "1")
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["s"] = "control:IQG13Q04N06"
    app.query_params["d"] = "2006-01-01"
    app.query_params["v"] = "1.0.0"
    app.run()
    assert app.session_state["gl-linked"] == "1.0.0"  # the page is told, and says it
    press(app, "")
    return app


def choose(app: AppTest, ask: Ask) -> None:
    (kind,) = [item for item in app.radio if item.label == say("propose.kind", Language.EN)]
    kind.set_value(say(f"propose.kind.{ask}", Language.EN)).run()
    assert not app.exception


SOURCE = {
    "source.title": "A report",
    "source.url": "https://example.org/report",
    "reason": "The report says so.",
}


def test_a_correction_is_checked_at_once_and_saved(app: AppTest, tmp_path: Path) -> None:
    choose(app, Ask.SPELL)
    press(app, ".check")
    assert app.error
    for key, value in {"end": "2006-06-01", **SOURCE}.items():
        fill(app, key, value)
    press(app, ".check")
    assert say("web.propose.same", Language.EN).rstrip(".") in app.error[0].value
    (held,) = [
        item for item in app.selectbox if item.label == say("propose.cell.holder", Language.EN)
    ]
    held.set_value(say("holder.mixed", Language.EN))
    press(app, ".check")
    assert not app.error
    assert any("2006" in item.value and "Added" in item.value for item in app.markdown)
    press(app, ".save")
    (file,) = (tmp_path / "data/proposals").glob("*.yaml")
    proposal = Desk(tmp_path / "data").load(file)
    assert proposal.fact["about"] == "IQG13Q04N06"
    assert proposal.new_source["url"] == "https://example.org/report"


@pytest.mark.thorough
def test_every_fault_is_named_in_the_words_of_the_reader(app: AppTest) -> None:
    language = Language.AR
    app.session_state["greenline"].send(language=language)
    app.run()
    label = {
        key: say(f"propose.{key}", language) for key in ("end", "source.url", "reason", "check")
    }
    for item in app.text_input:
        if item.label in (label["end"], label["source.url"]):
            item.set_value("x")
    next(entry for entry in app.button if entry.label == label["check"]).click().run()
    (error,) = app.error
    lines = [line.replace("\\", "") for line in error.value.splitlines()]
    title = say("propose.source.title", language)
    wanted = [
        say("propose.fault.needed", language, what=label["reason"]),
        say("propose.fault.needed", language, what=title),
        say("propose.fault.url", language),
        say("propose.fault.day", language),
    ]
    assert sorted(lines) == sorted(f"- {plain_markdown(text)}".replace("\\", "") for text in wanted)


@pytest.mark.thorough
def test_what_a_proposal_changes_is_said_in_the_words_of_the_reader(app: AppTest) -> None:
    code = Language.AR
    app.session_state["greenline"].send(language=code)
    app.run()
    given = {"end": "2006-06-01", "source.title": "تقرير", "reason": "يقول التقرير ذلك."}
    for key, value in {**given, "source.url": "https://a.example"}.items():
        label = say(f"propose.{key}", code)
        item = next(item for item in (*app.text_input, *app.text_area) if item.label == label)
        item.set_value(value)
    (kind,) = [item for item in app.radio if item.label == say("propose.kind", code)]
    kind.set_value(say(f"propose.kind.{Ask.SPELL}", code)).run()
    label = say("propose.cell.holder", code)
    next(item for item in app.selectbox if item.label == label).set_value(say("holder.mixed", code))
    label = say("propose.check", code)
    next(entry for entry in app.button if entry.label == label).click().run()
    assert not app.exception
    lines = [item.value for item in app.markdown if item.value.startswith("- ")]
    assert len(lines) >= 2, [item.value for item in app.error]
    assert [english_of(line.replace("\\", "").replace("\u2060", "")) for line in lines] == [
        []
    ] * len(lines)


@pytest.mark.thorough
def test_a_proposal_that_cannot_be_saved_is_told(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(app, Ask.EVENT)
    for key, value in {"place": "Kirkuk", "text": "Shots fell.", **SOURCE}.items():
        fill(app, key, value)
    press(app, ".check")
    assert not app.error, [item.value for item in app.error]

    def refuse(*_: object) -> None:
        raise ProposalError("no room")

    monkeypatch.setattr(Desk, "save", refuse)
    press(app, ".save")
    assert [item.value for item in app.error] == [say("web.propose.unsaved", Language.EN)]


def test_a_cell_is_shown_beside_another_and_no_pattern(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_labels, "language", lambda: Language.EN)
    monkeypatch.setattr(proposal_faults, "t", lambda key, **values: say(key, Language.EN, **values))
    tables = [resource for resource in atlas.package["resources"] if "schema" in resource]
    path, column, pattern = next(
        (table["path"], field["name"], field["constraints"]["pattern"])
        for table in tables
        for field in table["schema"]["fields"]
        if "pattern" in field.get("constraints", {}) and field["type"] == "string"
    )
    fault = Fault(path, 2, column, "?!", f"text like {pattern}")
    (line,) = proposal_faults.lines(atlas, [fault])
    assert "?!" in line
    assert "such as" in line
    assert pattern not in line


@pytest.mark.thorough
def test_an_event_has_the_place_and_day_of_the_card_and_any_type(
    app: AppTest, tmp_path: Path
) -> None:
    choose(app, Ask.EVENT)
    (types,) = [
        item for item in app.selectbox if item.label == say("propose.cell.type", Language.EN)
    ]
    known = next(cell for cell in cells(*_describe(), "events") if cell.name == "type")
    assert len(types.options) == len(known.options) == 10
    types.set_value(say("event.attack", Language.EN))
    for key, value in {"place": "Kirkuk", "cell.text": "Shots fell.", **SOURCE}.items():
        fill(app, key if key != "cell.text" else "text", value)
    press(app, ".check")
    assert not app.error, [item.value for item in app.error]
    press(app, ".save")
    (file,) = (tmp_path / "data/proposals").glob("*.yaml")
    proposal = Desk(tmp_path / "data").load(file)
    assert (proposal.kind, proposal.cells["type"]) == (Kind.EVENT, "attack")
    assert proposal.cells["start"] == "2006-01-01"
    assert abs(float(proposal.cells["lat"]) - 35.47) < 0.1


def _describe() -> tuple[dict[str, object], object]:
    atlas = Atlas.load()
    return dict(atlas.package), atlas.profile


@pytest.mark.parametrize(
    ("text", "first", "row"),
    [
        ({"selection": "control:IQG13Q04N06", "day": "2014-08-08"}, Ask.HELD, "spells"),
        ({"selection": "fields:bai_hassan", "day": "2014-08-08"}, Ask.PERIOD, "fields"),
        ({"selection": "pipelines:itp", "day": "2014-08-08"}, Ask.PERIOD, "pipelines"),
        ({"selection": "events:2017-10-16-kirkuk"}, Ask.ROW, "events"),
        ({"selection": "disputed:kirkuk"}, Ask.ROW, "areas"),
        ({}, Ask.HELD, ""),
        ({"selection": "nowhere:x", "day": "never", "lon": "x", "lat": 1, "unit": 3}, Ask.HELD, ""),
        ({"selection": "events:<script>", "lon": 1e9, "lat": 2}, Ask.HELD, ""),
    ],
)
def test_a_form_begins_at_the_row_of_the_card(
    atlas: Atlas, text: dict[str, object], first: Ask, row: str
) -> None:
    start = start_proposal(atlas, text)
    assert asks(atlas, start)[0] is first
    assert row_of(atlas, start)[0] == row
    assert start.point is None


def test_every_table_of_spans_is_asked_for_what_it_holds(atlas: Atlas) -> None:
    assert set(SPANS_OF.values()) == set(SPANS)
    for table in SPANS:
        query = cells(atlas.package, atlas.profile, table)
        assert query
        assert not {SUBJECTS[table], "id", "start", "end"} & {cell.name for cell in query}
    assert read("kind: source\nnew_source: {title: t, url: 'https://a.example'}\nreason: r", "p")
