"""The recipe of the guide shows the map in an app of Streamlit."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from .pages import ROOT, blocks

GUIDE = ROOT / "docs" / "guides" / "notebooks.md"


def test_the_recipe_shows_the_page_of_the_day_that_a_reader_picks(tmp_path: Path) -> None:
    (recipe,) = [block for block in blocks(GUIDE) if "import streamlit" in block.text]
    file = tmp_path / "recipe.py"
    file.write_text(recipe.text, encoding="utf-8")
    app = AppTest.from_file(str(file), default_timeout=120).run()
    assert not app.exception
    app.date_input[0].set_value("2014-08-08").run()
    assert not app.exception
    (frame,) = app.get("iframe")
    assert "d=2014-08-08" in frame.proto.srcdoc
    assert "Content-Security-Policy" in frame.proto.srcdoc
