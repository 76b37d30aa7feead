"""What deck.gl draws on the graphics processor: pydeck, lonboard, a page with typed arrays."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import numpy as np
import pandas as pd

from bench.peers import libraries
from bench.peers.leaflet import points
from bench.peers.peer import CENTRE, COLOUR, PAGE, SIZE, ZOOM, Peer, fill_page, select_plain

FILL = [int(COLOUR[at : at + 2], 16) for at in (1, 3, 5)] + [180]
#: deck.gl's tiles have 512 pixels, Leaflet's 256: its zooms are one less.
VIEW = {"longitude": CENTRE[0], "latitude": CENTRE[1], "zoom": ZOOM - 1}

#: What both pages that are opened have in common; the second frame shows what the first was told.
HOOKS = """
const deck = %(deck)s;
const canvas = document.querySelector('canvas');
const frame = () => new Promise((done) => requestAnimationFrame(done));
let drawn = 0;
deck.setProps({onAfterRender: () => { drawn += 1; }});
deck.redraw('benchmark');
const shown = async () => {
  const before = drawn;
  deck.redraw('benchmark');
  for (let i = 0; i < 600 && drawn === before; i++) await frame();
};
%(more)s
window.peer = {
  ready: () => drawn > 0 && deck.isInitialized && deck.props.layers.every((one) => one.isLoaded),
  flush: () => {
    const gl = canvas.getContext('webgl2');
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  },
  move: async (first, last) => { move(first, last); await shown(); },
  look: async (longitude, latitude) => {
    deck.setProps({initialViewState: {longitude, latitude, zoom: 15, at: Math.random()}});
    await shown();
    await shown();
  },
  text: () => %(text)s,
  close: () => { %(close)s },
};
"""
PYDECK = HOOKS % {
    "deck": "deckInstance",
    "text": "document.querySelector('.deck-tooltip:not([style*=\"display: none\"])')?.textContent",
    "close": "const box = document.querySelector('.deck-tooltip'); if (box) box.textContent = '';",
    "more": """
const layer = deck.props.layers[0];
const all = layer.props.data;
const before = (wanted) => {
  let low = 0, high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].day < wanted) low = middle + 1; else high = middle;
  }
  return low;
};
const move = (first, last) => {
  deck.setProps({layers: [layer.clone({data: all.slice(before(first), before(last))})]});
};""",
}
TYPED = HOOKS % {
    "deck": "deckMap",
    "text": "document.getElementById('text').textContent",
    "close": "document.getElementById('text').textContent = '';",
    "more": "const move = (first, last) => setWindow(first, last);",
}

#: Texts that are packed together, and unpacked when one of them is asked for.
CHUNK = 1000

#: A page as a user who knows deck.gl would write it: columns, a filter on the graphics processor.
TYPED_PAGE = """<!doctype html><meta charset="utf-8"><title>deck.gl</title>
<style>html, body { margin: 0; height: 100% } #text { position: absolute; top: 8px; left: 8px;
max-width: 300px; background: #fff; font: 13px sans-serif }</style>
<div id="map" style="position: absolute; inset: 0"></div><div id="text"></div>
<script>{{SCRIPT}}</script>
<script type="text/plain" id="columns">{{COLUMNS}}</script>
<script type="text/plain" id="texts">{{TEXTS}}</script>
<script type="module">
const unpacked = async (text) => {
  const packed = await fetch('data:;base64,' + text);
  return new Response(packed.body.pipeThrough(new DecompressionStream('gzip')));
};
const count = {{COUNT}};
const columns = new Float32Array(
  await (await unpacked(document.getElementById('columns').textContent)).arrayBuffer());
const at = columns.subarray(0, 2 * count), days = columns.subarray(2 * count);
const data = {length: count, attributes: {
  getPosition: {value: at, size: 2}, getFilterValue: {value: days, size: 1}}};
const extensions = [new DataFilterExtension({filterSize: 1})];
let chunks = null;
const layer = (filterRange) => new ScatterplotLayer({
  id: 'events', radiusUnits: 'pixels', getRadius: {{SIZE}}, getFillColor: {{FILL}}, pickable: true,
  data, extensions, filterRange,
  onClick: async ({index}) => {
    chunks ||= document.getElementById('texts').textContent.split('\\n');
    const chunk = await unpacked(chunks[Math.floor(index / {{CHUNK}})]);
    const texts = (await chunk.text()).split('\\n');
    document.getElementById('text').textContent = texts[index % {{CHUNK}}];
  },
});
window.deckMap = new Deck({
  parent: document.getElementById('map'), views: new MapView(), initialViewState: {{VIEW}},
  controller: {doubleClickZoom: false}, layers: [layer([0, 1e6])],
});
window.setWindow = (first, last) => deckMap.setProps({layers: [layer([first, last - 0.5])]});
</script>
"""


def pydeck(rows: pd.DataFrame, folder: Path) -> None:
    """Save what pydeck makes of a table, with its own libraries in the file."""
    import pydeck as pdk  # noqa: PLC0415 -- it may be absent

    layer = pdk.Layer(
        "ScatterplotLayer", select_plain(rows), get_position="[lon, lat]", get_radius=SIZE,
        radius_units="'pixels'", get_fill_color=FILL, pickable=True,
    )  # fmt: skip
    page = pdk.Deck(
        [layer],
        initial_view_state=pdk.ViewState(**VIEW),
        map_provider=None,
        tooltip={"text": "{date} {type} {deaths}\n{text}"},
    )
    page.to_html(str(folder / PAGE), offline=True, open_browser=False)


def lonboard(rows: pd.DataFrame, folder: Path) -> None:
    """Save what lonboard makes of points, with a filter by day."""
    from lonboard import Map, ScatterplotLayer  # noqa: PLC0415 -- it may be absent
    from lonboard.layer_extension import DataFilterExtension  # noqa: PLC0415

    first = int(rows["day"].iloc[0])
    layer = ScatterplotLayer.from_geopandas(
        points(rows), get_radius=SIZE, radius_units="pixels", get_fill_color=FILL,
        extensions=[DataFilterExtension()], get_filter_value=rows["day"].astype("float32"),
        filter_range=[first, first + 365],
    )  # fmt: skip
    Map([layer], basemap=None, view_state=VIEW).to_html(folder / PAGE)


def write_typed(rows: pd.DataFrame, folder: Path) -> None:
    """Write a page whose events are columns that go to the graphics processor as they are."""
    columns = np.concatenate([rows[["lon", "lat"]].to_numpy().ravel(), rows["day"]])
    answer = rows["date"] + " " + rows["type"].astype("str") + " " + rows["deaths"].astype("str")
    lines = (answer + " " + rows["text"]).to_list()
    chunks = ["\n".join(lines[at : at + CHUNK]) for at in range(0, len(lines), CHUNK)]
    values = {
        "SCRIPT": libraries.script("deck"),
        "COLUMNS": pack(columns.astype("<f4").tobytes()),
        "TEXTS": "\n".join(pack(chunk.encode()) for chunk in chunks),
        "CHUNK": str(CHUNK),
        "COUNT": str(len(rows)),
        "SIZE": str(SIZE),
        "FILL": str(FILL),
        "VIEW": str(VIEW),
    }
    (folder / PAGE).write_text(fill_page(TYPED_PAGE, values), encoding="utf-8")


def pack(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 6)).decode()


PEERS = (
    Peer(
        "pydeck", "pydeck", pydeck, PYDECK, "by a script: the layer is given the window's rows",
        ("pydeck",), hover=True, note="text at the mouse, not at a click",
    ),
    Peer(
        "lonboard", "lonboard", lonboard, "", "by a filter on the graphics processor",
        ("lonboard",),
        closed="exported only: what reads its columns (parquet-wasm) comes from a network",
    ),
    Peer(
        "deck", "deck.gl, typed arrays", write_typed, TYPED,
        "by a filter on the graphics processor",
        npm=True, note="texts are packed by the thousand and unpacked at a click",
    ),
)  # fmt: skip
