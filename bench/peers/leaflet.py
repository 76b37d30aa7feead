"""Folium and ``geopandas.explore``: what most users of Python write, drawn by Leaflet.

Their pages stay as they are saved: libraries come from the network, which the benchmark answers
from the disk where it measures speed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from folium.plugins import FastMarkerCluster

from bench.peers.peer import CENTRE, COLOUR, PAGE, SIZE, ZOOM, Peer, fill_page, select_plain

DOT: Any = {"radius": SIZE, "weight": 0, "fill": True, "fill_color": COLOUR, "fill_opacity": 0.7}
POPUP = ["date", "type", "deaths", "text"]

#: What both kinds of layer have in common: all markers, in the order of their days.
COMMON = """
const map = Object.values(window).find((one) => one instanceof L.Map);
const layer = Object.values(window).find((one) => one instanceof %(kind)s && map.hasLayer(one));
const all = layer.getLayers();
const day = %(day)s;
if (!all.length) throw new Error('not yet');
all.sort((a, b) => day(a) - day(b));
const before = (wanted) => {
  let low = 0, high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day(all[middle]) < wanted) low = middle + 1; else high = middle;
  }
  return low;
};
const frame = () => new Promise((done) => requestAnimationFrame(done));
window.peer = {
  ready: () => all.length > 0,
  flush: () => {
    const canvas = document.querySelector('.leaflet-overlay-pane canvas');
    if (canvas) canvas.getContext('2d').getImageData(0, 0, 1, 1);
  },
  move: async (first, last) => {
    layer.clearLayers();
    const shown = all.slice(before(first), before(last));
    %(add)s
    await frame();
  },
  look: async (lon, lat) => {
    map.setView([lat, lon], 16, {animate: false});
    await frame();
    await frame();
  },
  text: () => document.querySelector('.leaflet-popup-content')?.textContent,
  close: () => map.closePopup(),
};
"""
POINTS = COMMON % {
    "kind": "L.GeoJSON",
    "day": "(one) => one.feature.properties.day",
    "add": "for (const one of shown) layer.addLayer(one);",
}
CLUSTERS = COMMON % {
    "kind": "L.MarkerClusterGroup",
    "day": "(one) => one.day",
    "add": "layer.addLayers(shown);",
}
CALLBACK = """function (row) {
  const marker = L.circleMarker([row[0], row[1]], {
    radius: {{SIZE}}, weight: 0, fill: true, fillColor: '{{COLOUR}}', fillOpacity: 0.7,
  });
  marker.day = row[2];
  return marker.bindPopup(row[3]);
}"""


def points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return events as points."""
    rows = select_plain(rows)
    at = gpd.points_from_xy(rows["lon"], rows["lat"])
    return gpd.GeoDataFrame(rows.drop(columns=["lon", "lat"]), geometry=at, crs=4326)


def _map() -> folium.Map:
    return folium.Map(
        location=CENTRE[::-1], zoom_start=ZOOM, tiles=None, prefer_canvas=True, maxZoom=18
    )


def geojson(rows: pd.DataFrame, folder: Path) -> None:
    """Save one GeoJSON layer on a canvas, with popups."""
    page = _map()
    folium.GeoJson(
        points(rows), marker=folium.CircleMarker(**DOT), popup=folium.GeoJsonPopup(POPUP)
    ).add_to(page)
    page.save(str(folder / PAGE))


def clusters(rows: pd.DataFrame, folder: Path) -> None:
    """Save clusters, made in the page from a list of rows."""
    page, rows = _map(), select_plain(rows)
    text = rows["date"] + " " + rows["type"] + ", " + rows["deaths"].astype("str") + " killed<br>"
    data = [list(pair) for pair in zip(rows["lat"], rows["lon"], rows["day"], text + rows["text"])]  # noqa: B905
    callback = fill_page(CALLBACK, {"SIZE": str(SIZE), "COLOUR": COLOUR})
    FastMarkerCluster(data, callback=callback, options={"disableClusteringAtZoom": 16}).add_to(page)
    page.save(str(folder / PAGE))


def explore(rows: pd.DataFrame, folder: Path) -> None:
    """Save what ``geopandas.explore`` makes of points."""
    shown: Any = points(rows)  # stubs of geopandas know no list of columns
    shown.explore(
        color=COLOUR, tiles=None, tooltip=False, popup=POPUP, highlight=False,
        location=CENTRE[::-1], zoom_start=ZOOM, max_zoom=18, prefer_canvas=True,
        marker_kwds={"radius": SIZE}, style_kwds={"weight": 0, "fillOpacity": 0.7},
    ).save(str(folder / PAGE))  # fmt: skip


WINDOW = "by a script of a dozen lines: the layer is emptied and the window's markers are put in"
#: 100,000 markers on Leaflet's canvas opened in 8 s, 400,000 in 80 s, on one machine.
GROWTH = 1.65
PEERS = (
    Peer("geojson", "folium `GeoJson`", geojson, POINTS, WINDOW, npm=True, growth=GROWTH),
    Peer("clusters", "folium `FastMarkerCluster`", clusters, CLUSTERS, WINDOW, npm=True),
    Peer(
        "explore",
        "`geopandas.explore`",
        explore,
        POINTS,
        WINDOW,
        ("mapclassify", "matplotlib"),
        npm=True,
        growth=GROWTH,
    ),
)
