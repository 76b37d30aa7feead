"""The lines that put a map into another page, and its words below it."""

from __future__ import annotations

import pytest

from geo import Atlas, View, painter
from geo.draw.kept_page import kept_page
from geo.model import Layer
from geo.web import embed
from geo.web.saving import export


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
    frame = painter.Frame(kept_page(atlas).home, 600, 315)
    layers = (Layer.CONTROL, Layer.GOVERNORATES)
    assert text == painter.draw(atlas, view, frame, layers=layers).description
