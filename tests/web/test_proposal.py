"""A proposal in the app: filled in, checked at once, saved; and notices of old versions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.model import Language
from geo.proposals.desk import Desk
from geo.words import say
from tests.web.running import APP

DATA = Path(__file__).parents[2] / "data"


def fill(app: AppTest, key: str, value: str) -> None:
    label = say(f"propose.{key}", Language.EN)
    next(one for one in (*app.text_input, *app.text_area) if one.label == label).set_value(value)


def press(app: AppTest, key: str) -> None:
    label = say(f"propose.{key}", Language.EN)
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception


def test_a_correction_is_checked_at_once_and_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    monkeypatch.setenv("GREENLINE_DATA", str(data))
    monkeypatch.setenv("GREENLINE_EDIT", "1")
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["s"] = "control:IQG13Q04N06"
    app.query_params["v"] = "1.0.0"
    app.run()
    assert any("made with version 1.0.0" in one.value.replace("\\", "") for one in app.info)
    fill(app, "start", "2006-01-01")
    press(app, "check")
    assert app.error
    for key, value in {
        "end": "2006-06-01",
        "source.title": "A report",
        "source.url": "https://example.org/report",
        "reason": "The report says so.",
    }.items():
        fill(app, key, value)
    press(app, "check")
    assert not app.error
    assert any("2006" in one.value and "added" in one.value for one in app.markdown)
    press(app, "save")
    (file,) = (data / "proposals").glob("*.yaml")
    proposal = Desk(data).load(file)
    assert proposal.fact["about"] == "IQG13Q04N06"
    assert proposal.new_source["url"] == "https://example.org/report"
