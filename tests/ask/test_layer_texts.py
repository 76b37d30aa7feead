"""Tables in a language have its texts beside the English ones."""

from __future__ import annotations

import pytest

from geo import Atlas, View
from geo.ask.layer_content import content
from geo.model import Language


@pytest.mark.thorough
def test_texts_of_the_view_s_language_stand_beside_the_english(atlas: Atlas) -> None:
    view = View(date="2017-10-20", layers=("control", "events"), window=30)
    english = content(atlas, view)
    result = content(atlas, view.with_(language=Language.CKB))
    events = result["events"]
    columns = list(events.columns)
    assert columns.index("text_ckb") == columns.index("text") + 1
    texts = [atlas.translated(text, Language.CKB) for text in events["text"]]
    assert events["text_ckb"].tolist() == texts
    assert (result["control"]["note_ckb"] != "").any()
    assert "text_ckb" not in english["events"]
    selected = [name for name in columns if not name.endswith("_ckb") or name in english["events"]]
    assert selected == list(english["events"].columns)
