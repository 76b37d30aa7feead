"""What a reader saves in the app shows the events that he brought."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from geo import Atlas, View, painter
from geo.events import read
from geo.export import graphic
from geo.export.graphic import GraphicSettings
from geo.export.sheets import around
from geo.model import Layer
from geo.web import embed
from geo.web.saving import export

LIST = "date,longitude,latitude,type\n2017-03-01,44.2,35.5,IED\n2017-03-02,44.3,35.6,IED\n"


@pytest.mark.thorough
def test_a_picture_shows_the_events_that_a_reader_brought(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(view: View) -> str:
        settings = GraphicSettings(format="a4")
        return graphic.render(atlas, view, ".svg", settings, **export._user_data(view)).decode()

    view = View(layers=(Layer.USER_EVENTS,), window=0)
    monkeypatch.setattr(export.user_events, "current_events", lambda: None)
    monkeypatch.setattr(export.user_areas, "shown_areas", lambda _: None)
    plain = draw(view)
    events = read(LIST.encode(), "mine.csv")
    brought = SimpleNamespace(name="mine.csv", rows=events.rows, report=events.report)
    monkeypatch.setattr(export.user_events, "current_events", lambda: brought)
    text = draw(view)
    assert "mine.csv · Events: 2" in text
    assert f"mine.csv ({events.report.title}); 2 of 2 events shown" in text
    assert "mine.csv" not in plain
    assert "mine.csv" not in draw(View(layers=(Layer.TOWNS,))), "the reader switched them off"


def test_an_embed_has_the_map_in_words_below_it_where_the_reader_wants_them(
    monkeypatch: pytest.MonkeyPatch, atlas: Atlas
) -> None:
    view = View(date="2017-10-16")
    assert embed.snippet(view, "1.0.0").endswith("</iframe>")
    assert embed.snippet(view, "1.0.0", "<b>a & b").endswith("</iframe><p>&lt;b&gt;a &amp; b</p>")
    monkeypatch.setattr(export, "t", lambda key: key)
    for wanted in (False, True):
        monkeypatch.setattr(export.st, "toggle", lambda *_, wanted=wanted, **__: wanted)
        text = export._words(atlas, view)
        assert bool(text) is wanted
    frame = painter.Frame(around.home(atlas), 600, 315)
    layers = (Layer.CONTROL, Layer.GOVERNORATES)
    assert text == painter.draw(atlas, view, frame, layers=layers).description
