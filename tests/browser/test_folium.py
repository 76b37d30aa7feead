"""Elements of folium's in a map of the atlas, without a network: in a file, and in an app of Streamlit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import branca.colormap
import folium
import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from geo import Atlas, View
from geo.ask import control
from geo.draw import AtlasMap, build
from geo.draw.layers import Crossings
from geo.export.html import render

from . import WAIT
from .conftest import DRAWN, Open
from .serve import serve

#: Text that folium writes into a script as it is.
HOSTILE = "`${window.__hit=1}`</script><script>window.__hit=1</script>"


def add_elements(page: AtlasMap, atlas: Atlas) -> None:
    """Add all ten elements that a map of the atlas promises."""
    folium.Marker([35.47, 44.39], popup=f"Kirkuk {HOSTILE}", tooltip=f"tip {HOSTILE}").add_to(page)
    icon = folium.Icon("red", icon="star")
    folium.Marker([36.19, 44.01], popup=folium.Popup("Erbil", lazy=True), icon=icon).add_to(page)
    folium.CircleMarker([35.2, 42.2], radius=9, popup="circle", fill=True).add_to(page)
    outline = [[43, 34], [44, 34], [44, 34.5], [43, 34]]
    shapes = {"type": "Polygon", "coordinates": [outline]}
    folium.GeoJson(shapes, name="mine", tooltip="shape", marker=folium.Marker()).add_to(page)
    units = control.at(atlas, "2017-10-15").query("governorate == 'IQ-SU'")
    folium.Choropleth(
        units[["unit", "geometry"]].__geo_interface__,
        data=units,
        columns=["unit", "km2"],
        key_on="feature.properties.unit",
        legend_name="km² <b>",
    ).add_to(page)
    group = folium.FeatureGroup("roads", show=False).add_to(page)
    Crossings(atlas).add_to(group)
    folium.Marker([34.5, 45], icon=folium.Icon()).add_to(group)
    branca.colormap.LinearColormap(["red", "green"], vmax=10, caption="scale").add_to(page)
    folium.LayerControl(collapsed=False).add_to(page)


def map_of(atlas: Atlas) -> AtlasMap:
    layers = ["control", "towns", "fields"]
    page = build(atlas, View(date="2017-10-15", layers=["control", "towns"]), layers=layers)
    add_elements(page, atlas)
    return page


def switch(page: Page | Frame, name: str) -> Locator:
    """Return the box of a layer in folium's control."""
    return page.locator(".leaflet-control-layers label").filter(has_text=name).locator("input")


@pytest.mark.thorough
def test_ten_elements_work_in_a_file(atlas: Atlas, open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "ten.html"
    file.write_text(render(map_of(atlas)), encoding="utf-8")
    opened = open_page(file, (1600, 900))
    page = opened.page
    assert page.locator(".leaflet-marker-icon").evaluate_all(
        "(marks) => marks.map((mark) => mark.querySelector('svg') ? 'pin' : mark.naturalWidth > 0)"
    ) == [True, "pin"]
    page.locator("img.leaflet-marker-icon").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("tip `${window.__hit=1}`")
    for mark, text in (("img", "Kirkuk `${window.__hit=1}`"), (".empty", "Erbil")):
        page.locator(f".leaflet-marker-pane {mark}").first.dispatch_event("click")
        expect(page.locator(".leaflet-popup-content").last).to_have_text(text)
    assert page.locator("path.leaflet-interactive").count() > 2
    assert "km² <b>" in page.locator(".legend").first.inner_text()

    # The page's panel and folium's control follow each other; the view says what is on.
    opened.page.locator("#gl-layers").click()
    fields, panel = switch(page, "Oil and gas fields"), page.locator("#gl-layer-fields")
    expect(fields).not_to_be_checked()
    fields.check()
    expect(panel).to_be_checked()
    panel.uncheck()
    expect(fields).not_to_be_checked()
    assert sorted(opened.tell("view.layers")) == ["control", "towns"]
    expect(switch(page, "Choropleth 1")).to_be_checked()
    roads = switch(page, "roads")
    roads.check()
    assert sorted(opened.tell("view.layers")) == ["control", "crossings", "towns"]
    expect(page.locator(".leaflet-marker-icon")).to_have_count(3)
    roads.uncheck()
    assert sorted(opened.tell("view.layers")) == ["control", "towns"]

    assert page.evaluate("window.__hit") is None
    opened.assert_calm()


@pytest.fixture
def streamlit_app(tmp_path: Path) -> Iterator[str]:
    """Yield the address of an app that shows the map by ``st_folium``."""
    script = """
        import sys
        sys.path.insert(0, ROOT)
        from streamlit_folium import st_folium
        from geo import Atlas
        from tests.browser.test_folium import map_of
        st_folium(map_of(Atlas.load()), height=500, returned_objects=["zoom"])
    """
    root = Path(__file__).parents[2]
    text = textwrap.dedent(script).replace("ROOT", repr(str(root)))
    (tmp_path / "shown.py").write_text(text, encoding="utf-8")
    command = ("streamlit", "run", "shown.py", "--browser.gatherUsageStats", "false")
    with serve((*command, "--server.headless", "true", "--server.port"), folder=tmp_path) as server:
        yield server.address


@pytest.mark.thorough
def test_they_work_in_streamlit(streamlit_app: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(WAIT)
    strangers: list[str] = []
    local = ("http://localhost:", "ws://localhost:", "data:", "blob:")
    page.on(
        "request", lambda request: request.url.startswith(local) or strangers.append(request.url)
    )
    page.goto(streamlit_app)
    # The server draws the map at the first visit: on a busy machine for longer than a page may take.
    handle = page.locator("iframe").element_handle(timeout=3 * WAIT)
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_function(DRAWN)
    assert frame.locator(".leaflet-pane canvas").count() == 1
    assert frame.locator(".gl-root").evaluate("(root) => root.clientHeight") == 500
    assert frame.locator("img.leaflet-marker-icon").evaluate("(mark) => mark.naturalWidth") > 0
    switch(frame, "Oil and gas fields").check(force=True)
    frame.wait_for_function("Greenline.on(map).view.layers.includes('fields')")
    assert frame.evaluate("window.__hit") is None
    assert strangers == []
    context.close()
