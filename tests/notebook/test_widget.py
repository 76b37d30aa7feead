"""The map in a notebook: Python and the reader change one view, and nothing is fetched."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

import geo
from geo import Atlas, View, ViewError
from geo.export.widget import SCRIPT, MapWidget
from tests.browser.conftest import WAIT, browser

__all__ = ["browser"]  # a fixture of the browser's tests

#: A host of widgets: what Jupyter and marimo give to ``render``.
HOST = """async ([script, state]) => {
  const address = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  const { default: widget } = await import(address);
  const heard = {};
  window.saved = 0;
  window.model = {
    state,
    get: (name) => state[name],
    set: (name, value) => void (state[name] = value),
    save_changes: () => void (window.saved += 1),
    on: (name, run) => void (heard[name] = run),
    off: (name) => void delete heard[name],
    tell: (name, value) => (state[name] = value, heard['change:' + name]()),
  };
  window.heard = heard;
  window.remove = widget.render({ model: window.model, el: document.body });
}"""


@pytest.fixture
def widget(atlas: Atlas) -> MapWidget:
    return geo.widget(atlas, View(date="2017-10-16"), height=500)


def test_each_part_of_the_view_changes_the_others(widget: MapWidget) -> None:
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change.new), "view")
    widget.selection = "fields:bai_hassan"
    assert widget.view == View(date="2017-10-16", selection="fields:bai_hassan")
    widget.bounds = [43.0, 35.0, 45.0, 36.0]
    assert widget.view.bounds == (43.0, 35.0, 45.0, 36.0)
    widget.view = View(date="2014-08-08")
    assert (widget.selection, widget.bounds) == (None, None)
    widget.query = "d=2016-01-01&p=un"
    assert (widget.view.date.isoformat(), widget.view.perspective) == ("2016-01-01", "un")
    assert widget.query == "d=2016-01-01&p=un", "the page's own words stay"
    assert len(seen) == 4


def test_what_is_no_view_is_refused(widget: MapWidget) -> None:
    with pytest.raises(ViewError, match="expected a day from"):
        widget.query = "d=1066-10-14"


def test_it_is_geojson_for_other_libraries(widget: MapWidget, atlas: Atlas) -> None:
    assert len(widget.__geo_interface__["features"]) == len(atlas.units)


@pytest.mark.thorough
def test_reader_and_python_share_the_view(widget: MapWidget, browser: Browser) -> None:
    context = browser.new_context(offline=True, reduced_motion="reduce", locale="ar-IQ")
    context.set_default_timeout(WAIT)
    texts: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: texts.append(request.url))
        state = {name: getattr(widget, name) for name in ("page", "title", "height", "query")}
        page.evaluate(HOST, [SCRIPT.read_text(encoding="utf-8"), state])
        frame = page.frames[1]
        frame.wait_for_function("() => performance.getEntriesByName('map-drawn').length > 0")
        frame.wait_for_function("() => document.documentElement.lang === 'en'")  # not the browser's
        assert page.evaluate("document.querySelector('iframe').style.height") == "500px"

        frame.evaluate("Greenline.on(map_greenline).set({selection: 'fields:bai_hassan'})")
        page.wait_for_function("() => window.model.state.query.includes('bai_hassan')")
        assert page.evaluate("window.saved") > 0
        widget.query = page.evaluate("window.model.state.query")
        assert widget.selection == "fields:bai_hassan"

        widget.view = widget.view.with_(date="2014-08-08", bounds=(43.0, 35.0, 45.0, 36.0))
        page.evaluate("(query) => window.model.tell('query', query)", widget.query)
        frame.wait_for_function(
            "() => Greenline.on(map_greenline).view.selection === 'fields:bai_hassan'"
        )
        frame.wait_for_function(
            "() => document.querySelector('.gl-sentence').innerText.includes('2014')"
        )
        east = frame.evaluate("map_greenline.getCenter().lng")
        assert 43.5 < east < 44.5

        assert frame.evaluate("window.origin") == "null", "the frame is cut off from the notebook"
        page.evaluate("window.remove()")
        assert page.evaluate(
            "[document.querySelectorAll('iframe').length, Object.keys(window.heard).length]"
        ) == [0, 0]
    finally:
        context.close()
    assert not [url for url in texts if not url.startswith(("about:", "blob:", "data:"))]
    assert json.dumps(state["query"])
